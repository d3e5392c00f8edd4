package markdown

import (
	"sort"
	"strings"
	"sync"

	"minutebook/generator/source"
)

// origin tells places of text in its file.
type origin struct {
	text string
	at   source.Pos
	raw  string // of a field of YAML: the file from there on

	lines *lines // of the text; nil where it is short
}

func (o origin) pos(offset int) source.Pos {
	offset = max(0, min(offset, len(o.text)))
	if o.raw != "" {
		return source.Advance(o.at, o.unfolded(o.text[:offset], offset < len(o.text)))
	}
	var line line
	if o.lines != nil {
		line = o.lines.before(o.text, offset)
	}
	if line.number == 0 {
		return source.Advance(o.at, o.text[:offset])
	}
	return source.Advance(source.Pos{Path: o.at.Path, Line: o.at.Line + line.number, Column: 1}, o.text[line.start:offset])
}

// lines are found when a place is asked for first: in a text with very many links or faults, all are.
type lines struct {
	once   sync.Once
	starts []int
}

type line struct{ number, start int }

// before is the line with an offset, counted from 0.
func (l *lines) before(text string, offset int) line {
	l.once.Do(func() {
		l.starts = []int{0}
		for i := range len(text) {
			if text[i] == '\n' {
				l.starts = append(l.starts, i+1)
			}
		}
	})
	n := sort.SearchInts(l.starts, offset+1) - 1
	return line{n, l.starts[n]}
}

// unfolded is what stands in the file where the field has the text before: YAML may have quoted it and broken its lines.
// Where it wrote other characters than quotes and backslashes as escapes, it is nothing.
func (o origin) unfolded(before string, more bool) string {
	at := 0
	switch o.raw[0] {
	case '"', '\'':
		at = 1
	case '|', '>':
		at = strings.IndexByte(o.raw, '\n') + 1
	}
	skip := func() {
		for at < len(o.raw) && (o.raw[at] == ' ' || o.raw[at] == '\n') {
			at++
		}
	}
	for i := range len(before) {
		if before[i] == ' ' || before[i] == '\n' {
			continue
		}
		skip()
		if two := o.raw[at:min(len(o.raw), at+2)]; o.raw[0] == '"' && (two == `\"` || two == `\\`) || o.raw[0] == '\'' && two == "''" {
			at++
		}
		if at >= len(o.raw) || o.raw[at] != before[i] {
			return ""
		}
		at++
	}
	if more {
		skip()
	}
	return o.raw[:at]
}
