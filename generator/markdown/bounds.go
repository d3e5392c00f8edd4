package markdown

import (
	"fmt"
	"strings"

	"minutebook/generator/source"
)

// Limits of one paragraph, list or table: of lines with no blank line between them. They keep the cost of the Markdown
// parser in proportion to the text: without them 26 KB of table can become 100 MB of HTML, and 80 KB of brackets take
// seconds.
const (
	maxParagraph = 64 << 10 // bytes
	maxBrackets  = 2000     // "[" in it
	maxEmphasis  = 4000     // "*", "_" and "~" in it
	maxCells     = 20_000   // of a table: lines times the most "|" in a line
	maxNesting   = 40       // quotations and lists within each other, begun in one line
)

// bounded reports what is larger than the limits.
func bounded(text string, at func(int) source.Pos, r *source.Report) bool {
	ok := true
	report := func(from int, what string, limit int) {
		ok = false
		r.Error(at(from), "text-too-large", "divide it with blank lines or move part of it to a document of its own", "this paragraph, list or table has more than %d %s", limit, what)
	}
	for from := 0; from < len(text); {
		to, lines, bars := from, 0, 0
		for to < len(text) && !blankLineAt(text, to) {
			end := strings.IndexByte(text[to:], '\n') + 1
			if end == 0 {
				end = len(text) - to
			}
			line := text[to : to+end]
			if nesting(line) > maxNesting {
				report(to, "levels of nesting", maxNesting)
			}
			lines, bars, to = lines+1, max(bars, strings.Count(line, "|")), to+end
		}
		switch paragraph := text[from:to]; {
		case len(paragraph) > maxParagraph:
			report(from, "bytes", maxParagraph)
		case strings.Count(paragraph, "[") > maxBrackets:
			report(from, fmt.Sprintf("%q", "["), maxBrackets)
		case emphasis(paragraph) > maxEmphasis:
			report(from, `"*", "_" and "~"`, maxEmphasis)
		case lines*bars > maxCells:
			report(from, "cells", maxCells)
		}
		for to < len(text) && blankLineAt(text, to) {
			to += strings.IndexByte(text[to:]+"\n", '\n') + 1
		}
		from = to
	}
	return ok
}

func emphasis(text string) int {
	return strings.Count(text, "*") + strings.Count(text, "_") + strings.Count(text, "~")
}

// nesting is at least the number of quotations and lists that a line can begin within each other.
func nesting(line string) int {
	n := 0
	for _, c := range line {
		switch {
		case strings.ContainsRune(">-*+.)", c):
			n++
		case c != ' ' && c != '\t' && (c < '0' || c > '9'):
			return n
		}
	}
	return n
}
