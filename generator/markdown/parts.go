package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// A Part is a stretch of a text as it was written, without the signs of the marks around it.
type Part struct {
	Text  string
	From  int                  // where in the text it begins
	Label classification.Label // the highest of the marks around it; WHITE where there is none, unknown in a text with a fault
	Note  bool                 // a comment of the author, which nobody is shown
	Word  bool                 // a word that was told already in pieces, without the signs that stand in it
}

// Parts tells all stretches of the text, in its order: together with the signs of its marks they are the whole of it. After
// them it tells the words that have such signs in them, as they would be without. What is a comment depends on what is code,
// and so on the text as its readers have it.
func (s Source) Parts(readers classification.Clearance, yield func(Part)) {
	switch notes := s.notes(Reading{Clearance: readers}); {
	case s.written == nil, s.text == "":
	case s.broken:
		yield(Part{Text: s.text})
	default:
		s.yieldParts(s.all(), classification.White, notes, yield)
		var j joint
		s.joined(s.all(), classification.White, &j, yield)
		j.end(yield)
	}
}

// Pos is the place in its file of the byte at an offset of the text.
func (s Source) Pos(offset int) source.Pos { return s.origin.pos(offset) }

func (s Source) yieldParts(parts []part, outer classification.Label, notes []span, yield func(Part)) {
	for _, p := range parts {
		if p.kind != plain {
			s.yieldParts(p.parts, classification.Highest(outer, p.label), notes, yield)
			continue
		}
		stretch := func(from, to int, note bool) {
			if from < to {
				yield(Part{Text: s.text[from:to], From: from, Label: outer, Note: note})
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

// A joint is a word that is being put together of what stands on both sides of a sign.
type joint struct {
	word  []byte
	from  int
	label classification.Label
	seam  bool // a sign has been passed since the word began
	whole bool // and the word went on behind it
}

// joined tells the words that have signs of marks, of emphasis or of links in them, or comments, as readers would have them,
// with the highest label of what they are made of. Words that code has on both sides of what looks like a comment are
// told, too.
func (s Source) joined(parts []part, outer classification.Label, j *joint, yield func(Part)) {
	for _, p := range parts {
		j.seam = true
		if p.kind != plain {
			s.joined(p.parts, classification.Highest(outer, p.label), j, yield)
			j.seam = true
			continue
		}
		comment := p.from // where the last one ends
		for i, r := range s.text[p.from:p.to] {
			if at := p.from + i; at >= comment && strings.HasPrefix(s.text[at:p.to], "<!--") {
				if comment = p.to; strings.Contains(s.text[at:p.to], "-->") {
					comment = at + strings.Index(s.text[at:p.to], "-->") + len("-->")
				}
			}
			switch {
			case p.from+i < comment, strings.ContainsRune("*_~`<>[]", r):
				j.seam = true
			case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '’':
				if len(j.word) == 0 {
					*j = joint{word: j.word, from: p.from + i, label: outer}
				}
				j.whole = j.whole || j.seam
				j.label, j.seam = classification.Highest(j.label, outer), false
				j.word = utf8.AppendRune(j.word, r)
			default:
				j.end(yield)
			}
		}
	}
}

func (j *joint) end(yield func(Part)) {
	if j.whole {
		yield(Part{Text: string(j.word), From: j.from, Label: j.label, Word: true})
	}
	*j = joint{word: j.word[:0]}
}
