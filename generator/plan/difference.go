package plan

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/rogpeppe/go-internal/diff"
)

// A hunk is what goes in one place and what comes there.
type hunk struct{ goes, comes []block }

// difference compares two texts, a piece for a line.
func difference(before, after []block) []hunk {
	unified := string(diff.Diff("", joined(before), "", joined(after)))
	var hunks []hunk
	i, j, open := 0, 0, false
	for line := range strings.Lines(unified) {
		var from, to int
		switch {
		case strings.HasPrefix(line, "diff ") || strings.HasPrefix(line, "--- \n") || strings.HasPrefix(line, "+++ \n"):
			continue
		case strings.HasPrefix(line, "@@ "):
			var skip int
			if n, _ := fmt.Sscanf(line, "@@ -%d,%d +%d,%d @@", &from, &skip, &to, &skip); n == 4 {
				i, j, open = max(0, from-1), max(0, to-1), false
			}
			continue
		}
		if line[0] == ' ' {
			i, j, open = i+1, j+1, false
			continue
		}
		if !open {
			hunks, open = append(hunks, hunk{}), true
		}
		h := &hunks[len(hunks)-1]
		if line[0] == '-' {
			h.goes = append(h.goes, before[i])
			i++
		} else {
			h.comes = append(h.comes, after[j])
			j++
		}
	}
	return hunks
}

func joined(blocks []block) []byte {
	var b []byte
	for _, piece := range blocks {
		b = append(append(b, piece.text...), '\n')
	}
	return b
}

func sameText(a, b []block) bool {
	return slices.EqualFunc(a, b, func(x, y block) bool { return x.text == y.text })
}

func lines(hunks []hunk) []Line {
	var all []Line
	for _, h := range hunks {
		for _, b := range h.goes {
			all = append(all, Line{false, b.text})
		}
		for _, b := range h.comes {
			all = append(all, Line{true, b.text})
		}
	}
	return all
}

// twin is the piece that goes where b comes and that b is a new wording of: one with the same reference, or the one that
// shares the most words with it, if these are at least half of b's.
func (h hunk) twin(b block) (block, bool) {
	if b.ref != "" {
		for _, g := range h.goes {
			if g.ref == b.ref && g.what == b.what {
				return g, true
			}
		}
	}
	words := wordsOf(b.text)
	best, twin := 0, block{}
	for _, g := range h.goes {
		shared := len(words) - len(without(words, wordsOf(g.text)))
		if 2*shared >= len(words) && shared > best {
			best, twin = shared, g
		}
	}
	return twin, best > 0
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || r != '+' && r != '/' && r != '_' && r != '-' && r != '£' && unicode.IsPunct(r)
	})
}

// without are the words of the first that the second has not, each as often as the first has it more often.
func without(words, taken []string) []string {
	left := map[string]int{}
	for _, w := range taken {
		left[w]++
	}
	var rest []string
	for _, w := range words {
		if left[w] > 0 {
			left[w]--
			continue
		}
		rest = append(rest, w)
	}
	return rest
}
