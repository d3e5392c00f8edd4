package main

import (
	"fmt"
	"strings"

	"minutebook/generator/classification"
)

// A place is where text stands, and what Markdown allows there.
type place struct {
	path   string // of the file, for links
	block  string // a paragraph, a table, …, or the field of the front matter
	span   string // within it: bold, a link, …; or nothing
	inline bool   // a field: no footnotes
	link   bool   // within a link: no other one
	line   bool   // no line break: a heading, a cell
	phrase bool   // brackets are balanced
	quiet  bool   // where it may be code, which has no private notes
	depth  int
}

// inline is text of one paragraph.
func (g *generator) inline() string {
	text := ""
	n := 1 + g.upTo(2-g.text.depth/2)
	if g.hidden > 0 {
		n = 1 + g.upTo(3-g.text.depth)
	}
	for range n {
		note, piece := g.note(""), g.piece()
		if text != "" && (!g.one(3) || !strings.HasSuffix(text, "]") && piece[0] != ':') {
			text += g.space()
		}
		text += note + piece
	}
	return text + g.note("")
}

// note is a private note of the author, or nothing: whether there is one is for its author to know.
func (g *generator) note(line string) (text string) {
	if g.text.quiet || !g.one(16) {
		return ""
	}
	g.secretly(func() {
		if g.one(2) {
			text = "<!--" + pick(g, "", " ", "- ") + g.plainWords(3) + " -->" + line
		}
	})
	return text
}

func (g *generator) space() string {
	switch {
	case g.text.line || !g.one(6):
		return " "
	}
	return pick(g, "\n", "\\\n", "  \n", "\u00a0")
}

func (g *generator) simple() string {
	words := make([]string, 1+g.upTo(2))
	for i := range words {
		words[i] = g.word()
	}
	return strings.Join(words, " ")
}

// within calls write a level deeper, in a span.
func (g *generator) within(span string, write func() string) string {
	before := g.text
	g.text.depth++
	g.text.span = span
	g.text.link = g.text.link || span == linkText
	defer func() { g.text = before }()
	return write()
}

const linkText = "the text of a link"

func (g *generator) piece() string {
	if g.text.depth > 2 {
		return g.simple()
	}
	switch g.chance.IntN(24) {
	case 0, 1:
		mark := []string{"**", "~~", "*"}[g.text.depth]
		return mark + g.within("bold or the like", g.inline) + mark
	case 2:
		return g.word() + " _" + g.simple() + "_ " + g.word()
	case 3:
		return "`" + g.code() + "`"
	case 4, 5, 6, 7, 8:
		return g.phrase(func() string { return g.within("a phrase", g.inline) })
	case 9:
		if !g.text.phrase && g.one(6) {
			return pick(g, "]", "[")
		}
		return pick(g, `\:amber[x]`, `\:::`, `\[x\]`, "&amp;", "&lt;b&gt;", `\*x\*`, "a: b", "&#233;", "<", "10:30", `\\`)
	case 10, 11, 12, 13:
		if !g.text.link {
			return g.link()
		}
	case 14, 15, 16:
		return g.mention()
	case 17:
		if !g.text.inline && !g.text.link {
			if g.hidden > 0 {
				g.reach("a reference of a footnote", g.under)
			}
			return pick(g, "[^n1]", "[^n2]", "[^n3]")
		}
	}
	return g.simple()
}

// phrase is a mark around text, which may be read or not.
func (g *generator) phrase(text func() string) string {
	before := g.text
	g.text.phrase = true
	defer func() { g.text = before }()
	if g.one(3) {
		return ":" + markName(g.permitted()) + "[" + text() + "]"
	}
	label := g.above()
	g.reach("a phrase in "+g.text.block, label)
	if g.text.span != "" {
		g.reach("a phrase in "+g.text.span, label)
	}
	s := ":" + markName(label) + "["
	g.secretly(func() {
		g.under = label
		if !g.one(6) {
			s += text()
		}
	})
	return s + "]"
}

func (g *generator) phraseIn(span string, text func() string) string {
	before := g.text.span
	g.text.span = span
	defer func() { g.text.span = before }()
	return g.phrase(text)
}

func markName(l classification.Label) string { return strings.ToLower(l.String()) }

func (g *generator) code() string {
	s := g.simple()
	if g.one(2) {
		s += g.space() + g.phraseIn("code", g.simple) + pick(g, "", " ", "x")
	}
	return s
}

func (g *generator) link() string {
	words := g.within(linkText, g.inline)
	switch g.chance.IntN(10) {
	case 0:
		return "[" + words + "](https://example.org/" + g.phraseIn("an address", g.plainSlug) + "/x)"
	case 8:
		return "[" + words + "](" + g.phraseIn("the place of an address", func() string { return "https://example.org/" + g.plainSlug() }) + ")"
	case 1:
		return "[" + words + `](https://example.org "` + g.phraseIn("the title of a link", g.simple) + `")`
	case 2:
		return pick(g, "<https://example.org/a?b=c&d=e>", "<secretary@example.org>", "<mailto:secretary@example.org>")
	case 3, 4:
		return "[" + words + "]" + pick(g, "[d1]", "[d2]", "[d3]")
	case 5:
		return pick(g, "[d1]", "[d2]", "[D3][]")
	case 6:
		if ref := g.openRef(); ref != "" {
			return "[[" + ref + "]]"
		}
	case 7:
		if to := g.openFile(); to != "" {
			return "[" + words + "](" + up(g.text.path) + to + ")"
		}
	case 9:
		if to := g.openAttachment(); strings.HasSuffix(to, ".png") {
			return pick(g, "!", "") + "[" + words + "](<" + up(g.text.path) + to + ">)"
		} else if to != "" {
			return "[" + words + "](<" + up(g.text.path) + to + ">)"
		}
	}
	return "[" + words + "](https://example.org/" + pick(g, "a", "b") + ")"
}

func up(path string) string { return strings.Repeat("../", strings.Count(path, "/")) }

// blocks are paragraphs, lists, tables and so on.
func (g *generator) blocks(most, depth int) []*node {
	var all []*node
	for range g.upTo(most) {
		all = append(all, g.block(depth)...)
		all = append(all, g.node(g.note("\n")))
	}
	return all
}

func (g *generator) end() string { return pick(g, "\n\n", "\n\n", "\n") }

func (g *generator) onOneLine(write func() string) string {
	before := g.text
	g.text.line = true
	defer func() { g.text = before }()
	return write()
}

func (g *generator) block(depth int) []*node {
	before := g.text.block
	defer func() { g.text.block = before }()
	cell := func() string { return g.onOneLine(g.inline) }
	one := func(format string, args ...any) []*node { return []*node{g.node(fmt.Sprintf(format, args...))} }
	switch g.chance.IntN(20) {
	case 0, 1:
		g.writes("a heading")
		return one("### %s%s", pick(g, "Budget", "Budget", cell()), g.end())
	case 2, 3:
		g.writes("a list")
		return append(one("- %s\n  - %s\n", cell(), cell()), one("- %s%s", cell(), g.end())...)
	case 4:
		g.writes("a list")
		return one("1. %s\n2. %s\n\n   %s%s", cell(), cell(), cell(), g.end())
	case 5:
		g.writes("a quotation")
		quote := one("> %s\n> %s%s", cell(), cell(), pick(g, "\n", "\n>\n"))
		if note := g.note("\n"); note != "" {
			quote[0].open += "> " + note
		}
		return append(quote, one("> > %s%s", cell(), g.end())...)
	case 6:
		g.writes("a table")
		return g.table(cell)
	case 7:
		g.writes("a block of code")
		return one("```%s\n%s\n<!-- shown -->\n\\:::\n```%s", pick(g, "", "text"), g.onOneLine(g.code), g.end())
	case 8:
		g.writes("a block of code")
		return one("\n    %s\n    %s%s", g.onOneLine(g.code), g.onOneLine(g.code), g.end())
	case 9:
		g.writes("a definition of a link")
		return one("%s%s: https://example.org/%s%s\n\n", pick(g, "", "\n"), pick(g, "[d1]", "[d2]", "[d3]"), g.definedAs(), pick(g, "", ` "title"`))
	case 10:
		g.writes("a footnote")
		return one("%s: %s\n\n", pick(g, "[^n1]", "[^n2]", "[^n3]"), g.onOneLine(g.simpleInline))
	case 11:
		g.writes("a list")
		return g.dividedList(cell, depth)
	case 12, 13, 14, 15:
		if depth < 3 {
			return []*node{g.markedBlock(func() []*node { return g.blocks(2, depth+1) })}
		}
	case 16:
		return []*node{g.node(strings.Replace(g.note("\n"), " -->", "\n\nmore\n-->", 1))}
	}
	g.writes("a paragraph")
	return one("%s%s", g.inline(), g.end())
}

// writes says what block is written, and that what is withheld has one.
func (g *generator) writes(block string) {
	g.text.block = block
	if g.hidden > 0 {
		g.reach(block+" as a whole", g.under)
	}
}

// simpleInline has no links in it.
func (g *generator) simpleInline() string {
	return g.within("", func() string {
		g.text.link = true
		return g.inline()
	})
}

func (g *generator) definedAs() string {
	if g.one(3) {
		return g.phrase(g.plainSlug)
	}
	return g.plainSlug()
}

func (g *generator) plainSlug() string {
	if g.hidden > 0 {
		return g.word()
	}
	return pick(g, "one", "two")
}

func (g *generator) table(cell func() string) []*node {
	nodes := []*node{g.node("\n| " + cell() + " | b |\n|---|--:|\n")}
	for range g.upTo(2) {
		nodes = append(nodes, g.node("| "+cell()+" | "+cell()+" |\n"))
		nodes = append(nodes, g.node(g.note("\n")))
	}
	return append(nodes, g.node("\n"))
}

// dividedList is a list with a mark in its midst, or code with two.
func (g *generator) dividedList(cell func() string, depth int) []*node {
	code := g.one(3)
	line := func(start string) *node {
		before := g.text
		g.text.quiet = true
		defer func() { g.text = before }()
		if code {
			start = "    "
		}
		return g.node(start + cell() + "\n" + pick(g, "", "\n"))
	}
	inner := func() []*node { return append([]*node{g.node("- " + cell() + "\n")}, g.blocks(1, depth+1)...) }
	nodes := []*node{g.node("\n"), line("- "), g.markedBlock(inner)}
	if code {
		nodes = append(nodes, g.node(g.note("\n")), g.markedBlock(inner))
	}
	return append(nodes, line(pick(g, "  ", "- ", "    ", "")))
}

// markedBlock is a block mark, or two next to each other, around what may be read or not.
func (g *generator) markedBlock(inner func() []*node) *node {
	if g.one(3) {
		n := g.node(":::" + markName(g.permitted()) + "\n")
		n.kids = inner()
		n.close = "\n:::\n"
		return n
	}
	label := g.above()
	if g.reach("a block", label); g.marks > 0 {
		g.reach("a block in a block", label)
	}
	g.marks++
	defer func() { g.marks-- }()
	n := g.node("")
	if g.version == redacted && g.silent[label] {
		n.blank = true
		return n
	}
	n.open, n.close = ":::"+markName(label)+"\n", ":::\n"
	g.secretly(func() {
		g.under = label
		n.kids = append(n.kids, inner()...)
		n.kids = append(n.kids, g.node("\n"))
	})
	return n
}
