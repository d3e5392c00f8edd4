package markdown

import (
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/text"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// A Part is a stretch of a text as it was written, without the signs of the marks around it.
type Part struct {
	Text  string
	From  int                  // where in the text it begins
	Label classification.Label // the highest of the marks around it; WHITE where there is none, unknown in a text with a fault
	Note  bool                 // a comment of the author, which nobody is shown
}

// Parts tells all stretches of the text, in its order: together with the signs of its marks they are the whole of it. What
// is a comment depends on what is code, and so on the text as its readers have it.
func (s *Source) Parts(readers classification.Clearance, yield func(Part)) {
	switch notes := s.privateNotes(readers); {
	case s.text == "":
	case s.broken:
		yield(Part{Text: s.text})
	default:
		s.yieldParts(s.parts, classification.White, notes, yield)
	}
}

// Pos is the place in its file of the byte at an offset of the text.
func (s *Source) Pos(offset int) source.Pos { return s.origin.pos(offset) }

func (s *Source) yieldParts(parts []part, outer classification.Label, notes []span, yield func(Part)) {
	for _, p := range parts {
		if p.kind != plain {
			s.yieldParts(p.parts, classification.Highest(outer, p.label), notes, yield)
			continue
		}
		stretch := func(from, to int, note bool) {
			if from < to {
				yield(Part{s.text[from:to], from, outer, note})
			}
		}
		at := p.from
		for _, n := range notes {
			if from, to := max(at, n.from), min(p.to, n.to); from < to {
				stretch(at, from, false)
				stretch(from, to, true)
				at = to
			}
		}
		stretch(at, p.to, false)
	}
}

// privateNotes are where in the text its comments stand, in its order.
func (s *Source) privateNotes(readers classification.Clearance) (all []span) {
	if s.broken || !strings.Contains(s.text, "<!--") {
		return nil
	}
	a := assembly{source: s.text, reading: Reading{Clearance: readers}}
	a.add(s.parts)
	a.endRun()
	c := &compilation{copied: a.copied, origin: s.origin, form: s.form, report: &source.Report{}}
	for range maxComments {
		spans := c.comments(s.dialect().Parser().Parse(text.NewReader(c.bytes)))
		if len(spans) == 0 || c.failed {
			break
		}
		for _, n := range spans {
			all = append(all, span{c.from(n.from), c.from(n.to-1) + 1})
		}
		c.copied = c.without(spans)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].from < all[j].from })
	return all
}

func (s *Source) dialect() goldmark.Markdown {
	if s.form == inline {
		return forInline
	}
	return forBlocks
}
