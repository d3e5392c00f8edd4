package difference

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A part is what pages are compared by: an element, or a word with the space behind it.
type part struct {
	node  *html.Node // the element; nil for a word
	word  string
	parts []*part
	same  int // the same number for parts that are the same
	shell int // the same number for elements that have the same name and attributes
	key   int // as shell, for elements whose first id or link is the same too; 0 for those without any
}

// A comparison gives numbers to what is the same, so that each part of a page is read once.
type comparison struct {
	counts
	classes map[string]int
	ids     map[string]bool // of the drafted page
}

func (c *comparison) class(text string) int {
	n, ok := c.classes[text]
	if !ok {
		n = len(c.classes) + 1
		c.classes[text] = n
	}
	return n
}

// part reads a node and all that is in it.
func (c *comparison) part(n *html.Node) *part {
	p := &part{node: n}
	var shell strings.Builder
	fmt.Fprintf(&shell, "%s %s", n.Namespace, n.Data)
	for _, a := range n.Attr {
		if a.Key != "data-by" && a.Key != "data-withheld" { // these only tell the drafter more about the same
			fmt.Fprintf(&shell, " %q=%q", a.Key, a.Val)
		}
	}
	if whole(n) {
		var text strings.Builder
		html.Render(&text, n)
		p.same, p.shell = c.class("whole "+text.String()), c.class("whole "+text.String())
		return p
	}
	p.shell = c.class("shell " + shell.String())
	var all strings.Builder
	fmt.Fprintf(&all, "all %d", p.shell)
	for kid := range n.ChildNodes() {
		switch kid.Type { // nobody sees a comment
		case html.TextNode:
			p.parts = append(p.parts, c.words(kid.Data, structure[n.DataAtom])...)
		case html.ElementNode:
			p.parts = append(p.parts, c.part(kid))
		}
	}
	for _, kid := range p.parts {
		all.WriteString(" " + strconv.Itoa(kid.same))
	}
	p.same = c.class(all.String())
	if at := firstName(n); at != "" {
		p.key = c.class(fmt.Sprintf("key %d %s", p.shell, at))
	}
	return p
}

// words are those of a text, each with the space behind it. Space that only sets rows or entries apart is none.
func (c *comparison) words(text string, apart bool) []*part {
	var words []*part
	for text != "" {
		end := strings.IndexFunc(text, unicode.IsSpace)
		if end < 0 {
			end = len(text)
		}
		end = len(text) - len(strings.TrimLeftFunc(text[end:], unicode.IsSpace))
		word := text[:end]
		text = text[end:]
		if !apart || strings.TrimSpace(word) != "" {
			words = append(words, &part{word: word, same: c.class("word " + word)})
		}
	}
	return words
}

// firstName is the id of an element, or the first id or link in it: what sets it apart from its like.
func firstName(n *html.Node) string {
	if id := attribute(n, "id"); id != "" {
		return "#" + id
	}
	for m := range n.Descendants() {
		for _, a := range m.Attr {
			if a.Key == "id" {
				return "#" + a.Val
			}
			if a.Key == "href" {
				return a.Val
			}
		}
	}
	return ""
}

// A step is a part that both pages have, be it the same or only like it, or one that only one has.
type step struct{ a, b *part }

// steps are how one goes through the parts of two elements at once.
func (c *comparison) steps(a, b *part) []step {
	if row(a) && row(b) && len(a.parts) == len(b.parts) { // a table keeps its columns
		if slices.EqualFunc(a.parts, b.parts, func(x, y *part) bool { return x.name() == y.name() }) {
			return together(a.parts, b.parts)
		}
	}
	return between(a.parts, b.parts, func(p *part) int { return p.same }, func(a, b []*part) []step {
		return between(a, b, func(p *part) int { return p.key }, alike)
	})
}

// lasting tells whether an element is a list, a table or the page's one heading, which is the same even when nothing in it is.
func lasting(p *part) bool {
	return p.node.DataAtom == atom.H1 || structure[p.node.DataAtom] && !row(p)
}

func row(p *part) bool { return p.node != nil && p.node.DataAtom == atom.Tr }

func together(a, b []*part) []step {
	steps := make([]step, len(a))
	for i := range a {
		steps[i] = step{a[i], b[i]}
	}
	return steps
}

// between goes by what has the same number in both; the stretches between are gone through in another way.
func between(a, b []*part, number func(*part) int, otherwise func(a, b []*part) []step) []step {
	var steps []step
	i, j := 0, 0
	for _, p := range append(common(numbers(a, number, -1), numbers(b, number, -1-len(a)), 8), [2]int{len(a), len(b)}) {
		switch {
		case i < p[0] && j < p[1]:
			steps = append(steps, otherwise(a[i:p[0]], b[j:p[1]])...)
		default:
			steps = append(steps, apart(a[i:p[0]], b[j:p[1]])...)
		}
		if p[0] < len(a) && p[1] < len(b) {
			steps = append(steps, step{a[p[0]], b[p[1]]})
		}
		i, j = p[0]+1, p[1]+1
	}
	return steps
}

// numbers are what parts are compared by. One without a number is like none other.
func numbers(parts []*part, number func(*part) int, unlike int) []int {
	all := make([]int, len(parts))
	for i, p := range parts {
		if all[i] = number(p); all[i] == 0 {
			all[i] = unlike - i
		}
	}
	return all
}

func apart(a, b []*part) []step {
	var steps []step
	for _, p := range a {
		steps = append(steps, step{a: p})
	}
	for _, p := range b {
		steps = append(steps, step{b: p})
	}
	return steps
}

// alike goes through what has no name to be told by: an element is the next one of its kind that shares half of its words.
func alike(a, b []*part) []step {
	const ahead = 16 // how far is looked, which bounds the cost
	var steps []step
	i := 0
	for _, y := range b {
		if i < len(a) && a[i].same == y.same { // a word, or space, that stands here more often
			steps = append(steps, step{a[i], y})
			i++
			continue
		}
		best, at := 0, -1
		for k := i; k < min(i+ahead, len(a)); k++ {
			x := a[k]
			if x.node == nil || y.node == nil || x.shell != y.shell || whole(x.node) {
				continue
			}
			shared, of := sharedWords(x, y)
			if (2*shared >= of || lasting(x)) && shared+1 > best {
				best, at = shared+1, k
			}
		}
		if at < 0 {
			steps = append(steps, step{b: y})
			continue
		}
		steps = append(append(steps, apart(a[i:at], nil)...), step{a[at], y})
		i = at + 1
	}
	return append(steps, apart(a[i:], nil)...)
}

// sharedWords counts the words that the first has of the second, and those of the second.
func sharedWords(x, y *part) (shared, of int) {
	has := map[int]int{}
	x.eachWord(func(p *part) { has[p.same]++ })
	y.eachWord(func(p *part) {
		of++
		if has[p.same] > 0 {
			has[p.same]--
			shared++
		}
	})
	return shared, of
}

func (p *part) eachWord(do func(*part)) {
	if p.node == nil {
		do(p)
	}
	for _, kid := range p.parts {
		kid.eachWord(do)
	}
}

// common are the places in two lists that hold the same, in order. It looks at stretches that differ again, where more is
// unlike the rest, so many times.
func common(a, b []int, times int) [][2]int {
	var found [][2]int
	i, j := 0, 0 // up to where all is known
	equal := func(toA, toB int) {
		for i < toA && j < toB {
			found = append(found, [2]int{i, j})
			i, j = i+1, j+1
		}
	}
	gap := func(toA, toB int) {
		if i < toA && j < toB && times > 0 && (toA-i < len(a) || toB-j < len(b)) {
			for _, p := range common(a[i:toA], b[j:toB], times-1) {
				found = append(found, [2]int{i + p[0], j + p[1]})
			}
		}
		i, j = toA, toB
	}
	toA, toB := 0, 0
	for line := range strings.Lines(string(diff.Diff("", lines(a), "", lines(b)))) {
		var from, fromB, skip int
		switch {
		case strings.HasPrefix(line, "diff ") || strings.HasPrefix(line, "--- \n") || strings.HasPrefix(line, "+++ \n"):
		case strings.HasPrefix(line, "@@ "):
			gap(toA, toB)
			fmt.Sscanf(line, "@@ -%d,%d +%d,%d @@", &from, &skip, &fromB, &skip)
			equal(max(0, from-1), max(0, fromB-1))
			toA, toB = i, j
		case line[0] == ' ':
			gap(toA, toB)
			equal(i+1, j+1)
			toA, toB = i, j
		case line[0] == '-':
			toA++
		default:
			toB++
		}
	}
	gap(toA, toB)
	equal(len(a), len(b))
	return found
}

func lines(numbers []int) []byte {
	var text []byte
	for _, n := range numbers {
		text = append(strconv.AppendInt(text, int64(n), 10), '\n')
	}
	return text
}
