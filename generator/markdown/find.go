package markdown

import (
	"strings"
	"unicode/utf8"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// Find tells of each stretch of the text that find gives (from and to) its words, the characters before and behind it,
// and, if it is asked, where it stands. It looks at the text without the private notes that may divide its words.
func (s Source) Find(find func(text string) [][2]int, found func(words string, before, after rune, at func() source.Pos)) {
	if s.written == nil {
		return
	}
	text, place := s.text, func(offset int) int { return offset }
	if notes := s.notes(Everything); notes != nil {
		c := copied{bytes: []byte(text), pieces: []copiedPiece{{0, 0}}}
		c = c.cut(notes)
		text, place = string(c.bytes), c.from
	}
	for _, m := range find(text) {
		before, _ := utf8.DecodeLastRuneInString(text[:m[0]])
		after, _ := utf8.DecodeRuneInString(text[m[1]:])
		found(text[m[0]:m[1]], before, after, func() source.Pos { return s.origin.pos(place(m[0])) })
	}
}

// Lines tells of each whole line outside phrases, where it begins, and the labels of the blocks that it stands in.
func (s Source) Lines(yield func(line string, at source.Pos, marks []classification.Label)) {
	if s.written == nil {
		return
	}
	var walk func([]part, []classification.Label)
	walk = func(parts []part, marks []classification.Label) {
		for _, p := range parts {
			switch p.kind {
			case block:
				walk(p.parts, append(marks[:len(marks):len(marks)], p.label))
			case plain:
				for from := p.from; from < p.to; {
					to := min(p.to, lineEnd(s.text, from))
					whole := from == 0 || s.text[from-1] == '\n'
					if whole && (to == len(s.text) || s.text[to-1] == '\n') {
						yield(strings.TrimSuffix(s.text[from:to], "\n"), s.origin.pos(from), marks)
					}
					from = to
				}
			}
		}
	}
	walk(s.all(), nil)
}
