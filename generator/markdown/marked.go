package markdown

import (
	"bytes"
	"html/template"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// A shownMark is a mark of which a reader is told: its label, and, of the drafter's, where it stands.
type shownMark struct {
	label classification.Label
	at    source.Pos
}

// hides tells whether a label, which the drafter reads, hides something from the readers of the site.
func (r Reading) hides(l classification.Label) bool {
	return r.Ceiling != classification.Unknown && l > r.Ceiling
}

// opening is the tag that begins what is marked.
func (r Reading) opening(tag string, m shownMark) string {
	s := "<" + tag + ` class="marked" data-label="` + m.label.String() + `"`
	if r.Ceiling != classification.Unknown {
		s += ` data-by="` + template.HTMLEscapeString(m.at.String()) + `"`
	}
	if r.hides(m.label) {
		s += ` data-withheld=""`
	}
	return s + ">"
}

// A markedBlock is where one stands in the text that goes to the Markdown parser.
type markedBlock struct {
	span
	shownMark
}

// findBlocks finds the blocks that carry their label.
func (c *compilation) findBlocks() {
	if !c.reading.Labelled || bytes.IndexByte(c.bytes, openBlock) < 0 {
		return
	}
	var open []int // indices in c.marked
	for at := 0; at < len(c.bytes); {
		switch c.bytes[at] {
		case openBlock:
			open = append(open, len(c.marked))
			c.marked = append(c.marked, markedBlock{span{at, len(c.bytes)}, shownMark{classification.Label(c.bytes[at+1] - labelBase), c.at(at)}})
		case closeBlock:
			if n := len(open); n > 0 {
				c.marked[open[n-1]].to = at
				open = open[:n-1]
			}
		}
		next := bytes.IndexByte(c.bytes[at:], '\n')
		if next < 0 {
			return
		}
		at += next + 1
	}
}

// around is the block that decides the label of what stands at an offset: the outermost of the highest label.
func (c *compilation) around(offset int) (highest shownMark, ok bool) {
	for _, b := range c.marked {
		if b.from <= offset && offset < b.to && b.label > highest.label {
			highest, ok = b.shownMark, true
		}
	}
	return highest, ok
}

// markDistant marks what is shown elsewhere than it stands, out of the block that it stands in: footnotes, and links whose
// address stands in another place. What is marked within an address is marked on its link.
func (c *compilation) markDistant(doc ast.Node) {
	if !c.reading.Labelled {
		return
	}
	defined := map[string]int{} // where the address of each definition stands
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.LinkReferenceDefinition:
			name := util.ToLinkReference(n.Label)
			if _, twice := defined[name]; !twice && entering {
				defined[name] = n.Pos()
			}
		case *east.Footnote:
			if m, ok := c.around(n.Pos()); ok && entering {
				n.SetAttributeString("class", []byte("marked"))
				n.SetAttributeString("data-label", []byte(m.label.String()))
				if c.reading.Ceiling != classification.Unknown {
					n.SetAttributeString("data-by", []byte(m.at.String()))
				}
				if c.reading.hides(m.label) {
					n.SetAttributeString("data-withheld", []byte{})
				}
			}
		}
		return ast.WalkContinue, nil
	})
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		var address []byte
		var by *ast.ReferenceLink
		switch n := n.(type) {
		case *ast.Link:
			address, by = n.Destination, n.Reference
		case *ast.Image:
			address, by = n.Destination, n.Reference
		case *ast.AutoLink:
			address = n.Label(c.bytes)
		default:
			return ast.WalkContinue, nil
		}
		m, marked := c.markIn(address, n.Pos())
		if by != nil {
			at, ok := defined[util.ToLinkReference(by.Value)]
			own, _ := c.around(n.Pos())
			if b, inside := c.around(at); ok && inside && b.label > max(m.label, own.label) {
				m, marked = b, true
			}
		}
		if marked {
			d := destinationOf(n)
			d.opening = c.reading.opening("span", m)
			n.SetAttributeString(destinationKey, d)
		}
		return ast.WalkContinue, nil
	})
}

// markIn is the mark of the highest label in an address, which stands at the offset or behind it, or, in a definition, elsewhere.
func (c *compilation) markIn(address []byte, offset int) (highest shownMark, ok bool) {
	for i := bytes.IndexByte(address, openPhrase); i >= 0 && i+1 < len(address); {
		if l := classification.Label(address[i+1] - labelBase); l > highest.label {
			from := max(0, offset)
			if !bytes.Contains(c.bytes[from:], address) {
				from = 0
			}
			highest, ok = shownMark{l, c.at(from + max(0, bytes.Index(c.bytes[from:], address)) + i)}, true
		}
		next := bytes.IndexByte(address[i+1:], openPhrase)
		if next < 0 {
			break
		}
		i += 1 + next
	}
	return highest, ok
}

// writeRaw writes a stretch of text in which marks stand as bytes, such as code. From is the offset of its first byte.
func (w *writer) writeRaw(b []byte, from int) {
	if !w.of.reading.Labelled || bytes.IndexByte(b, openPhrase) < 0 && bytes.IndexByte(b, closePhrase) < 0 {
		w.WriteString(template.HTMLEscapeString(string(withoutMarks(b))))
		return
	}
	last := 0
	words := func(to int) { w.WriteString(template.HTMLEscapeString(string(withoutMarks(b[last:to])))) }
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == openPhrase && i+1 < len(b):
			words(i)
			w.WriteString(w.of.reading.opening("span", shownMark{classification.Label(b[i+1] - labelBase), w.of.at(from + i)}))
			last = i + 2 + len(bracket)
			i = last - 1
		case b[i] == closePhrase:
			words(i - len(bracket))
			w.WriteString("</span>")
			last = i + 1
		}
	}
	words(len(b))
}

// closing ends what opening began.
func (d destination) closing() string {
	if d.opening == "" {
		return ""
	}
	return "</span>"
}

// withNotices is raw text with notices where the readers of the site have them.
func (c *compilation) withNotices(b []byte) []byte {
	if c.reading.Ceiling == classification.Unknown || bytes.IndexByte(b, openPhrase) < 0 {
		return b
	}
	var out []byte
	depth := 0
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == openPhrase && i+1 < len(b) && (depth > 0 || c.reading.hides(classification.Label(b[i+1]-labelBase))):
			if depth++; depth == 1 {
				out = append(out, noticePhrase, b[i+1])
			}
			i += 1 + len(bracket)
		case b[i] == closePhrase && depth > 0:
			depth--
		case depth == 0:
			out = append(out, b[i])
		}
	}
	return out
}
