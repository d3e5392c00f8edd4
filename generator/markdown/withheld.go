package markdown

import (
	"regexp"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// A Gap is a mark that a reading takes out: the outermost one, whatever is in it. It tells drafters what readers see
// there, and nothing of what stands in it.
type Gap struct {
	Label  classification.Label
	At     source.Pos
	Block  bool                 // a block, not a phrase
	Notice classification.Label // that the notice in its place names; unknown where it leaves no trace
	Joined bool                 // a block that shares the notice of the one before
}

// Gaps are the marks that a reading takes out, in the order of the text.
func (s Source) Gaps(reading Reading) []Gap {
	if s.written == nil {
		return nil
	}
	g := gaps{source: s, reading: reading}
	g.add(s.all())
	g.endRun()
	return g.all
}

// gaps follows the rules of assembly, by which a run of blocks with nothing but white space between them leaves one
// notice, and those by which runs that only comments divide share theirs.
type gaps struct {
	source  Source
	reading Reading
	all     []Gap
	run     int   // how many of the last gaps are a run that may go on
	sharing []int // the gaps that the notice just left stands for
}

var onlyComments = regexp.MustCompile(`^(?:\s|<!--(?s:.*?)-->)*$`)

func (g *gaps) add(parts []part) {
	for _, p := range parts {
		permitted := g.reading.Clearance.Permits(p.label)
		text := g.source.text[p.from:p.to]
		switch {
		case p.kind == plain && strings.TrimSpace(text) == "":
		case p.kind == plain && onlyComments.MatchString(text):
			g.endRun()
		case p.kind == plain:
			g.divide()
		case p.kind == phrase && permitted:
			g.divide()
			g.add(p.parts)
		case p.kind == phrase:
			g.divide()
			g.all = append(g.all, Gap{Label: p.label, At: g.source.origin.pos(p.from), Notice: p.label})
		case permitted && g.reading.Labelled:
			g.divide()
			g.add(p.parts)
			g.divide()
		case permitted:
			g.add(p.parts)
		default:
			g.all = append(g.all, Gap{Label: p.label, At: g.source.origin.pos(p.from), Block: true, Joined: g.run > 0})
			g.run++
		}
	}
}

// divide is what no notice stands for on both sides.
func (g *gaps) divide() {
	g.endRun()
	g.sharing = nil
}

func (g *gaps) endRun() {
	first := len(g.all) - g.run
	notice := classification.Unknown
	for _, gap := range g.all[first:] {
		if g.reading.Notice[gap.Label] {
			notice = max(notice, gap.Label)
		}
	}
	g.run = 0
	if notice == classification.Unknown {
		return
	}
	if len(g.sharing) > 0 {
		g.all[first].Joined = true
		notice = max(notice, g.all[g.sharing[0]].Notice)
	}
	for i := first; i < len(g.all); i++ {
		g.sharing = append(g.sharing, i)
	}
	for _, i := range g.sharing {
		g.all[i].Notice = notice
	}
}

// Around is where the block mark opens that decides the label of what stands at a place of the text: the outermost of the
// highest label. Where there is none, it is the place itself.
func (s Source) Around(at source.Pos) source.Pos {
	if s.written == nil {
		return at
	}
	opening, highest := at, classification.Unknown
	var walk func([]part)
	walk = func(parts []part) {
		for _, p := range parts {
			if p.kind != block || at.Before(s.origin.pos(p.from)) || !at.Before(s.origin.pos(p.to)) {
				continue
			}
			if p.label > highest {
				opening, highest = s.origin.pos(p.from), p.label
			}
			walk(p.parts)
		}
	}
	walk(s.parts)
	return opening
}
