package markdown

import (
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
	g := gaps{source: s, reading: reading}
	g.add(s.parts)
	g.endRun()
	return g.all
}

// gaps follows the same rules as assembly: a run of blocks with nothing but white space between them leaves one notice.
type gaps struct {
	source  Source
	reading Reading
	all     []Gap
	run     int // how many of the last gaps are a run that may go on
}

func (g *gaps) add(parts []part) {
	for _, p := range parts {
		permitted := g.reading.Clearance.Permits(p.label)
		switch {
		case p.kind == plain && strings.TrimSpace(g.source.text[p.from:p.to]) == "":
		case p.kind == plain:
			g.endRun()
		case p.kind == phrase && permitted:
			g.endRun()
			g.add(p.parts)
		case p.kind == phrase:
			g.endRun()
			g.all = append(g.all, Gap{Label: p.label, At: g.source.origin.pos(p.from), Notice: p.label})
		case permitted && g.reading.Labelled:
			g.endRun()
			g.add(p.parts)
			g.endRun()
		case permitted:
			g.add(p.parts)
		default:
			g.all = append(g.all, Gap{Label: p.label, At: g.source.origin.pos(p.from), Block: true, Joined: g.run > 0})
			g.run++
		}
	}
}

func (g *gaps) endRun() {
	run := g.all[len(g.all)-g.run:]
	notice := classification.Unknown
	for _, gap := range run {
		if g.reading.Notice[gap.Label] {
			notice = max(notice, gap.Label)
		}
	}
	for i := range run {
		run[i].Notice = notice
	}
	g.run = 0
}

// Around is where the block mark opens that decides the label of what stands at a place of the text: the outermost of the
// highest label. Where there is none, it is the place itself.
func (s Source) Around(at source.Pos) source.Pos {
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
