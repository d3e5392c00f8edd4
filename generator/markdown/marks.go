package markdown

import (
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// A part is a stretch of marked text: plain text, or a mark and the parts in it. From and to are offsets in the text as
// the drafter wrote it; those of a mark include its opening and its closing.
type part struct {
	kind     kind
	label    classification.Label // of a mark
	from, to int
	parts    []part // in a mark
}

type kind uint8

const (
	plain kind = iota
	phrase
	block
)

// labels of marks, as they are written.
var markLabels = map[string]classification.Label{
	"white": classification.White, "clear": classification.White, "green": classification.Green,
	"amber": classification.Amber, "amber+strict": classification.AmberStrict, "red": classification.Red,
}

const (
	markHint      = `a block is a line ":::amber" and a line ":::", both at the margin and with nothing behind them; a phrase is ":amber[...]"; to show colons as they are, write a backslash before the first`
	disguisedHint = "type it again: one of its characters only looks like the right one, or does not show"
)

// scanner reads marks, before and regardless of Markdown. There is one strict grammar; what is nearly a mark is an
// error, since a mark that goes unnoticed publishes what it was meant to keep back.
type scanner struct {
	text   string
	at     func(offset int) source.Pos
	report *source.Report
	inline bool // a field of the front matter: one paragraph, no blocks

	open     []*part      // the marks that are open, outermost first; open[0] is the whole text
	depth    []int        // for each open phrase, how many brackets are open in it
	start    int          // of the plain text being read
	accepted map[int]bool // offsets of the colons that were read as a mark, or escaped
	unpaired []int        // offsets of lines that close nothing
	failed   bool
}

// scan returns the parts of text, and false if there is a fault in its marks, which the report tells. Nothing may be
// made of such text.
func scan(text string, inline bool, at func(int) source.Pos, report *source.Report) ([]part, bool) {
	s := scanner{text: text, at: at, report: report, inline: inline, open: []*part{{}}}
	s.read()
	s.near()
	return s.open[0].parts, !s.failed
}

func (s *scanner) fail(offset int, code, hint, message string) {
	s.failed = true
	s.report.Error(s.at(offset), code, hint, "%s", message)
}

func (s *scanner) read() {
	lineStart := true
	for i := 0; i < len(s.text); {
		if lineStart && !s.inline {
			if next, ok := s.blockMark(i); ok {
				i = next
				continue
			}
		}
		c := s.text[i]
		lineStart = c == '\n'
		switch {
		case c == '\\' && i+1 < len(s.text):
			i = s.escape(i)
		case c == ':':
			i = s.colon(i)
		case c == '[' && len(s.depth) > 0:
			s.depth[len(s.depth)-1]++
			i++
		case c == ']' && len(s.depth) > 0:
			i = s.bracket(i)
		case c == '\n' && len(s.depth) > 0 && blankLineAt(s.text, i+1):
			s.abandonPhrases("mark-blank-line", "end the phrase before the blank line, or use a block mark", "this phrase mark runs across a blank line")
			i++
		default:
			i++
		}
	}
	s.abandonPhrases("mark-unclosed", `close it with "]"; a bracket in it that is not balanced is written \[ or \]`, "this phrase mark is not closed")
	for len(s.open) > 1 {
		s.fail(s.top().from, "mark-unclosed", `close it with a line ":::"`, "this block mark is not closed")
		s.close(len(s.text), len(s.text))
	}
	s.flush(len(s.text))
}

// blockMark reads a line that is exactly a block mark and returns the offset after it.
func (s *scanner) blockMark(i int) (int, bool) {
	rest, ok := strings.CutPrefix(s.text[i:], ":::")
	if !ok {
		return 0, false
	}
	name, _, _ := strings.Cut(rest, "\n")
	end := min(i+3+len(name)+1, len(s.text))
	label, known := markLabels[name]
	if name != "" && !known {
		return 0, false // the search for near misses reports it
	}
	for colon := i; colon < i+3; colon++ {
		s.accept(colon)
	}
	if len(s.depth) > 0 {
		s.abandonPhrases("mark-crossed", `close the phrase with "]" first`, "a block mark begins or ends within this phrase mark")
	}
	if name != "" {
		s.flush(i)
		s.open = append(s.open, &part{kind: block, label: label, from: i})
		s.start = end
		return end, true
	}
	if len(s.open) == 1 {
		s.failed, s.unpaired = true, append(s.unpaired, i)
		return end, true
	}
	s.close(i, end)
	return end, true
}

// escape reads a backslash. Before a colon, or before three, it is taken away, and they begin no mark; elsewhere it is
// Markdown's. It does not take the end of its line with it.
func (s *scanner) escape(i int) int {
	switch s.text[i+1] {
	case ':':
	case '\n':
		return i + 1
	default:
		return i + 2
	}
	end := i + 2
	if strings.HasPrefix(s.text[i+1:], ":::") {
		end = i + 4
	}
	for colon := i + 1; colon < end; colon++ {
		s.accept(colon)
	}
	s.flush(i)
	s.start = i + 1
	return end
}

// colon reads a phrase mark's opening, or goes on.
func (s *scanner) colon(i int) int {
	if i > 0 && s.text[i-1] == ':' && !s.accepted[i-1] {
		return i + 1
	}
	name, _, ok := strings.Cut(s.text[i+1:min(len(s.text), i+16)], "[")
	label, known := markLabels[name]
	if !ok || !known {
		return i + 1
	}
	s.accept(i)
	s.flush(i)
	s.open = append(s.open, &part{kind: phrase, label: label, from: i})
	s.depth = append(s.depth, 0)
	s.start = i + 1 + len(name) + 1
	return s.start
}

// bracket reads a closing one in a phrase.
func (s *scanner) bracket(i int) int {
	if top := len(s.depth) - 1; s.depth[top] > 0 {
		s.depth[top]--
		return i + 1
	}
	s.depth = s.depth[:len(s.depth)-1]
	s.close(i, i+1)
	if rest := s.text[i+1:]; strings.HasPrefix(rest, "(") || strings.HasPrefix(rest, "{") {
		s.fail(i+1, "mark-near", `put the whole of a link inside the mark, as in ":amber[[words](address)]"; where the two do not belong together, write a space between them`,
			"this bracket follows a phrase mark as if it belonged to it, and the mark does not withhold what is in it")
	}
	return i + 1
}

func (s *scanner) top() *part { return s.open[len(s.open)-1] }

// flush ends the plain text before offset i.
func (s *scanner) flush(i int) {
	if i > s.start {
		s.top().parts = append(s.top().parts, part{kind: plain, from: s.start, to: i})
	}
	s.start = i
}

// close ends the innermost mark, whose closing is text[i:end].
func (s *scanner) close(i, end int) {
	s.flush(i)
	p := s.top()
	p.to = end
	s.open = s.open[:len(s.open)-1]
	s.top().parts = append(s.top().parts, *p)
	s.start = end
}

// abandonPhrases reports the phrases that are open and closes them, so that reading can go on.
func (s *scanner) abandonPhrases(code, hint, message string) {
	for range s.depth {
		s.fail(s.top().from, code, hint, message)
		s.close(len(s.text), len(s.text))
		s.start = len(s.text) // nothing that follows is published: there is an error
	}
	s.depth = s.depth[:0]
}

func (s *scanner) accept(i int) {
	if s.accepted == nil {
		s.accepted = map[int]bool{}
	}
	s.accepted[i] = true
}

func blankLineAt(text string, i int) bool {
	line, _, _ := strings.Cut(text[i:], "\n")
	return i < len(text) && strings.TrimSpace(line) == ""
}

// HasMarks tells whether there is a mark in text, or something that is nearly one: for fields that may not have any.
func HasMarks(text string) bool {
	if !strings.ContainsFunc(text, looksLikeColon) {
		return false
	}
	var r source.Report
	parts, ok := scan(text, true, func(int) source.Pos { return source.Pos{} }, &r)
	for _, p := range parts {
		ok = ok && p.kind == plain
	}
	return !ok
}
