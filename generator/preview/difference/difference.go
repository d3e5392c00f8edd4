// Package difference shows what of a page its readers will not see, by comparing the page as drafted with the page as
// published: element by element and word by word, so that what comes out is well formed, whatever differs.
package difference

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tooLarge is how many bytes two pages may have together to be compared. A register of 10,000 rows has some 3 MB.
const tooLarge = 16 << 20

// Of is a page as drafted, in which everything that its readers will not see is marked, and what they see instead. Marked
// is a <del class="withheld"> or an <ins>, around words and blocks; where these cannot stand, as around a row of a table,
// the element itself has data-part="withheld" or "instead". A <del> has the label of what is in it. Both pages are HTML;
// published is nil where readers have no such page. The cost grows with their size, not with how much they differ.
func Of(drafted, published []byte) []byte {
	doc, err := html.Parse(bytes.NewReader(drafted))
	if err != nil { // cannot be: only reading fails, and this is read from memory
		return drafted
	}
	main := mainOf(doc)
	says, legend := "", false
	switch {
	case len(drafted)+len(published) > tooLarge:
		says = "This page is too large to be compared. Look at it as drafted and as published."
	case published == nil:
		marked(main, &html.Node{Type: html.ElementNode, DataAtom: main.DataAtom, Data: main.Data})
		says = "Readers have no such page."
	default:
		reading, err := html.Parse(bytes.NewReader(published))
		if err != nil {
			return drafted
		}
		found := marked(main, mainOf(reading))
		says, legend = found.String(), found != counts{}
	}
	headline(main, says, legend)
	var out bytes.Buffer
	if err := html.Render(&out, doc); err != nil {
		return drafted
	}
	return out.Bytes()
}

// mainOf is what pages are compared by: what is around it is the same on all pages.
func mainOf(doc *html.Node) *html.Node {
	var body *html.Node
	for n := range doc.Descendants() {
		switch {
		case n.DataAtom == atom.Main && n.Namespace == "":
			return n
		case n.DataAtom == atom.Body && body == nil:
			body = n
		}
	}
	if body == nil { // a page of frames
		return doc.LastChild
	}
	return body
}

// counts are what of a page its readers do not see, and what they see otherwise than it was drafted.
type counts struct{ withheld, otherwise int }

func (c counts) String() string {
	parts, places := "1 part", "1 place reads"
	if c.withheld != 1 {
		parts = fmt.Sprint(c.withheld, " parts")
	}
	if c.otherwise != 1 {
		places = fmt.Sprint(c.otherwise, " places read")
	}
	switch {
	case c.withheld == 0 && c.otherwise == 0:
		return "Readers see all of this page."
	case c.otherwise == 0:
		return "Readers do not see " + parts + " of this page."
	case c.withheld == 0:
		return "Readers see all parts of this page; " + places + " otherwise for them."
	default:
		return "Readers do not see " + parts + " of this page; " + places + " otherwise for them."
	}
}

// headline says in words what the page shows, above what is compared.
func headline(main *html.Node, says string, legend bool) {
	text := `<section class="said_" aria-label="The difference"><p><strong>` + says + `</strong></p>`
	if legend {
		text += `<p><del class="withheld">This is not shown to readers.</del> <ins>This is what they see instead.</ins></p>`
	}
	head := &html.Node{Type: html.ElementNode, DataAtom: atom.Body, Data: "body"}
	nodes, err := html.ParseFragment(strings.NewReader(text+"</section>"), head)
	if err != nil {
		return
	}
	parent, before := main.Parent, main
	if main.DataAtom != atom.Main {
		parent, before = main, main.FirstChild
	}
	for _, n := range nodes {
		parent.InsertBefore(n, before)
	}
	for n := range root(main).Descendants() {
		if n.DataAtom == atom.Head {
			n.AppendChild(&html.Node{Type: html.ElementNode, DataAtom: atom.Link, Data: "link", Attr: []html.Attribute{
				{Key: "rel", Val: "stylesheet"}, {Key: "href", Val: "/~preview/client.css"},
			}})
			return
		}
	}
}

func root(n *html.Node) *html.Node {
	for n.Parent != nil {
		n = n.Parent
	}
	return n
}

// marked marks in main what a reading of it has not, and puts what that has instead beside it.
func marked(main, reading *html.Node) counts {
	c := comparison{classes: map[string]int{}, ids: map[string]bool{}}
	a, b := c.part(main), c.part(reading)
	for n := range main.Descendants() {
		if id := attribute(n, "id"); id != "" {
			c.ids[id] = true
		}
	}
	c.write(main, a, b)
	return c.counts
}

// write gives a node of the drafted page what both have in it.
func (c *comparison) write(to *html.Node, a, b *part) {
	steps := c.steps(a, b)
	for to.FirstChild != nil {
		to.RemoveChild(to.FirstChild)
	}
	for len(steps) > 0 {
		n := 0
		for n < len(steps) && !(steps[n].a != nil && steps[n].b != nil) {
			n++
		}
		c.differ(to, steps[:n])
		if steps = steps[n:]; len(steps) == 0 {
			break
		}
		both := steps[0]
		if both.a.same != both.b.same {
			c.write(both.a.node, both.a, both.b)
		}
		to.AppendChild(both.a.whole())
		steps = steps[1:]
	}
}

// differ writes what stands in one place on one of the pages only: first what readers do not see, then what they see.
func (c *comparison) differ(to *html.Node, steps []step) {
	var goes, comes []*part
	for _, s := range steps {
		if s.a != nil {
			goes = append(goes, s.a)
		} else {
			comes = append(comes, s.b)
		}
	}
	space := sharedSpace(goes, comes)
	withheld := c.mark(to, goes, atom.Del)
	instead := c.mark(to, comes, atom.Ins)
	if space != "" {
		to.AppendChild(&html.Node{Type: html.TextNode, Data: space})
	}
	if instead > 0 && (withheld == 0 || !noticed(comes)) {
		c.otherwise++
	} else {
		c.withheld += withheld
	}
}

// sharedSpace takes from the last words the space behind them, where it is the same, so that it stands behind both.
func sharedSpace(goes, comes []*part) string {
	if len(goes) == 0 || len(comes) == 0 {
		return ""
	}
	a, b := goes[len(goes)-1], comes[len(comes)-1]
	space := a.word[len(strings.TrimSpace(a.word)):]
	if a.node != nil || b.node != nil || len(space) == len(a.word) || space != b.word[len(strings.TrimSpace(b.word)):] {
		return ""
	}
	a.word, b.word = strings.TrimSpace(a.word), strings.TrimSpace(b.word)
	return space
}

// noticed tells whether what readers see is a notice that something is withheld.
func noticed(parts []*part) bool {
	for _, p := range parts {
		if p.node == nil {
			continue
		}
		if hasClass(p.node, "withheld") {
			return true
		}
		for n := range p.node.Descendants() {
			if hasClass(n, "withheld") {
				return true
			}
		}
	}
	return false
}

// mark writes parts as withheld (del) or as what is seen instead (ins), those that stand together in one piece, and says
// how many pieces these are.
func (c *comparison) mark(to *html.Node, parts []*part, as atom.Atom) int {
	pieces := 0
	for len(parts) > 0 {
		if parts[0].alone(to) {
			n := parts[0].whole()
			what := "withheld"
			if as == atom.Ins {
				what = "instead"
				c.withoutIDs(n)
			}
			n.Attr = append(without(n.Attr, "data-part"), html.Attribute{Key: "data-part", Val: what})
			to.AppendChild(n)
			pieces, parts = pieces+1, parts[1:]
			continue
		}
		piece := &html.Node{Type: html.ElementNode, DataAtom: as, Data: as.String()}
		said, block, label := false, false, ""
		for len(parts) > 0 && !parts[0].alone(to) {
			p := parts[0]
			said = said || p.node != nil || strings.TrimSpace(p.word) != ""
			block = block || p.block()
			if label == "" {
				label = p.label()
			}
			n := p.whole()
			if as == atom.Ins {
				c.withoutIDs(n)
			}
			piece.AppendChild(n)
			parts = parts[1:]
		}
		class := ""
		if as == atom.Del {
			class = "withheld"
		}
		if block {
			class = strings.TrimSpace(class + " block")
		}
		if class != "" {
			piece.Attr = append(piece.Attr, html.Attribute{Key: "class", Val: class})
		}
		if label != "" {
			piece.Attr = append(piece.Attr, html.Attribute{Key: "data-label", Val: label})
		}
		to.AppendChild(piece)
		if said {
			pieces++
		}
	}
	return pieces
}

// withoutIDs takes from what readers see instead those ids that the drafted page has: an id stands once on a page.
func (c *comparison) withoutIDs(n *html.Node) {
	if c.ids[attribute(n, "id")] {
		n.Attr = without(n.Attr, "id")
	}
	for n := range n.Descendants() {
		if c.ids[attribute(n, "id")] {
			n.Attr = without(n.Attr, "id")
		}
	}
}
