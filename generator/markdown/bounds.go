package markdown

import (
	"fmt"
	"strings"

	"minutebook/generator/source"
)

// Limits of one paragraph, list or table: of lines with no blank line or block mark between them. They keep the cost of the Markdown
// parser in proportion to the text: without them 26 KB of table can become 100 MB of HTML, and 80 KB of brackets take
// seconds.
const (
	maxParagraph = 64 << 10 // bytes
	maxBrackets  = 2000     // "[" in it
	maxEmphasis  = 4000     // "*", "_" and "~" in it
	maxCells     = 20_000   // of a table: lines times the most "|" in a line
	maxNesting   = 40       // quotations and lists within each other, begun in one line
)

// Limits of a whole text, for paragraphs that are each within theirs: of the sum of what they cost.
const (
	maxLinkCost     = 512 << 20 // "[" times bytes
	maxEmphasisCost = 512 << 20 // "*", "_" and "~", squared
	maxAllCells     = 1_000_000
)

const boundsHint = "divide it with blank lines or move part of it to a document of its own"

// bounded reports what is larger than the limits.
func bounded(text string, at func(int) source.Pos, r *source.Report) bool {
	ok := true
	report := func(from int, what string, limit int) {
		ok = false
		r.Error(at(from), "text-too-large", boundsHint, "this paragraph, list or table has more than %d %s", limit, what)
	}
	linkCost, emphasisCost, allCells := 0, 0, 0
	for from := 0; from < len(text); {
		to, lines, bars := from, 0, 0
		for to < len(text) && !blankLineAt(text, to) && (to == from || !strings.HasPrefix(text[to:], ":::")) {
			end := lineEnd(text, to)
			if nesting(text[to:end]) > maxNesting {
				report(to, "levels of nesting", maxNesting)
			}
			lines, bars, to = lines+1, max(bars, strings.Count(text[to:end], "|")), end
		}
		paragraph := text[from:to]
		brackets, emphasis, cells := strings.Count(paragraph, "["), countAny(paragraph, "*_~"), lines*bars
		switch {
		case len(paragraph) > maxParagraph:
			report(from, "bytes", maxParagraph)
		case brackets > maxBrackets:
			report(from, fmt.Sprintf("%q", "["), maxBrackets)
		case emphasis > maxEmphasis:
			report(from, `"*", "_" and "~"`, maxEmphasis)
		case cells > maxCells:
			report(from, "cells", maxCells)
		}
		linkCost, emphasisCost, allCells = linkCost+brackets*len(paragraph), emphasisCost+emphasis*emphasis, allCells+cells
		if linkCost > maxLinkCost || emphasisCost > maxEmphasisCost || allCells > maxAllCells {
			r.Error(at(from), "text-too-large", boundsHint, "from the beginning of the text to here, there are too many long paragraphs full of brackets, stars or cells")
			return false
		}
		for to < len(text) && blankLineAt(text, to) {
			to = lineEnd(text, to)
		}
		from = to
	}
	return ok
}

// lineEnd is the offset behind the line at i.
func lineEnd(text string, i int) int {
	if end := strings.IndexByte(text[i:], '\n'); end >= 0 {
		return i + end + 1
	}
	return len(text)
}

func countAny(text, chars string) (n int) {
	for i := range len(chars) {
		n += strings.Count(text, chars[i:i+1])
	}
	return n
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
