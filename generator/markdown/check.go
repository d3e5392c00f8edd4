package markdown

import (
	"bytes"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// check reports what the dialect does not have, and finds out where links lead.
func (c *compilation) check(doc ast.Node) {
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Type() != ast.TypeInline || n.HasChildren() {
			c.checkPhrases(n)
		}
		switch n := n.(type) {
		case *ast.Text:
			c.checkComment(n.Segment.Start, n.Segment.Stop)
			c.checkEntities(n)
		case *ast.HTMLBlock:
			from, _ := htmlBlockSpan(n)
			c.rawHTML(from)
		case *ast.RawHTML:
			c.rawHTML(n.Segments.At(0).Start)
		case *ast.FencedCodeBlock:
			c.checkFence(n)
		case *ast.CodeSpan:
			c.checkRaw(n.Pos(), textOf(n, c.bytes))
			return ast.WalkSkipChildren, nil
		case *ast.Link:
			c.setDestination(n, n.Pos(), n.Destination, n.Title, false)
		case *ast.Image:
			c.setDestination(n, n.Pos(), n.Destination, n.Title, true)
		case *ast.AutoLink:
			address := n.URL(c.bytes)
			if n.AutoLinkType == ast.AutoLinkEmail && !bytes.HasPrefix(bytes.ToLower(address), []byte("mailto:")) {
				address = append([]byte("mailto:"), address...)
			}
			c.setDestination(n, n.Pos(), address, nil, false)
		case *refLink:
			if strings.ContainsAny(n.ref, phraseBytes) {
				c.fail(n.Pos(), "link-nowhere", "put the mark around the brackets", "a mark stands within the brackets of this link")
			}
			n.target = Target{Ref: n.ref, Explicit: true, At: c.at(n.Pos())}
		case *east.TableCell:
			if n.Alignment == east.AlignRight || n.Alignment == east.AlignCenter {
				n.SetAttributeString("class", []byte(n.Alignment.String()))
			}
		}
		return ast.WalkContinue, nil
	})
	if c.form != inline {
		c.checkHeadings(doc)
	}
}

func (c *compilation) rawHTML(at int) {
	if bytes.HasPrefix(bytes.TrimLeft(c.bytes[at:], " "), []byte("<!--")) {
		return // a comment with a fault, which has been told
	}
	c.fail(at, "raw-html", `write it in Markdown; a bare < is written \<`, "HTML is not allowed here")
}

// checkEntities reports characters that content cannot hold where they are written as entities.
func (c *compilation) checkEntities(n *ast.Text) {
	if bytes.IndexByte(n.Segment.Value(c.bytes), '&') >= 0 && strings.ContainsFunc(unescaped(n, c.bytes), source.Forbidden) {
		c.fail(n.Segment.Start, "file-character", "delete it", "an entity stands here for a character that cannot be shown")
	}
}

// checkComment reports a comment that begins in words. Those that end were taken out, so this one would be shown.
func (c *compilation) checkComment(from, to int) {
	for i := from; i < to; i++ {
		switch {
		case c.bytes[i] == '\\':
			i++
		case bytes.HasPrefix(c.bytes[i:], []byte("<!--")):
			c.fail(i, "comment", commentHint, "this comment is not closed")
			return
		}
	}
}

func textOf(n ast.Node, src []byte) []byte {
	var b []byte
	for t := n.FirstChild(); t != nil; t = t.NextSibling() {
		b = append(b, t.(*ast.Text).Segment.Value(src)...)
	}
	return b
}

const straddles = "begin and end it in the same paragraph, cell, emphasis, link or code"

// checkPhrases reports phrase marks among the children of n that begin in one place of the tree and end in another.
func (c *compilation) checkPhrases(n ast.Node) {
	var open []*mark
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		m, ok := child.(*mark)
		if !ok {
			continue
		}
		m.shown = c.reading.Labelled
		switch {
		case m.control == openPhrase:
			open = append(open, m)
			m.opening = c.reading.opening("span", shownMark{m.label, c.at(m.Pos())})
		case m.control == closePhrase && len(open) == 0:
			c.fail(m.Pos(), "mark-straddles", straddles, "this phrase mark begins in one part of the text and ends in another")
		case m.control == closePhrase:
			open = open[:len(open)-1]
		}
	}
	for _, m := range open {
		c.fail(m.Pos(), "mark-straddles", straddles, "this phrase mark begins in one part of the text and ends in another")
	}
}

// checkRaw does the same for text in which marks stand as bytes: code and addresses.
func (c *compilation) checkRaw(at int, raw []byte) {
	if bytes.Count(raw, []byte{openPhrase}) != bytes.Count(raw, []byte{closePhrase}) {
		c.fail(at, "mark-straddles", straddles, "this phrase mark begins in one part of the text and ends in another")
	}
}

func (c *compilation) checkFence(n *ast.FencedCodeBlock) {
	var raw []byte
	end := n.Pos()
	if n.Lines().Len() > 0 {
		raw = n.Lines().Value(c.bytes)
		end = n.Lines().At(n.Lines().Len() - 1).Stop
	} else if i := bytes.IndexByte(c.bytes[end:], '\n'); i >= 0 {
		end += i + 1
	} else {
		end = len(c.bytes)
	}
	c.checkRaw(n.Pos(), raw)
	if bytes.ContainsAny(raw, blockBytes) {
		c.fail(n.Pos(), "mark-in-code", "close the fence before the mark, or put the whole of the code inside", "a block mark begins or ends while this code fence is open")
		return
	}
	closing := bytes.TrimLeft(c.bytes[end:], " \t>")
	if !bytes.HasPrefix(closing, []byte("```")) && !bytes.HasPrefix(closing, []byte("~~~")) {
		c.fail(n.Pos(), "code-unclosed", "end it with a line like the one that begins it", "this code fence is not closed")
	}
}

// checkHeadings reports headings that a page cannot have, and, in minutes, items that are not in order or that a mark divides.
func (c *compilation) checkHeadings(doc ast.Node) {
	last := 0
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		switch {
		case h.Level == 1:
			c.fail(h.Pos(), "heading-level", "begin it with ##, or in an item with ###", "a heading of level 1 is the page's own")
		case c.form != agenda || h.Level != 2:
		case h.Parent() != doc:
			c.fail(h.Pos(), "item-nested", "write it at the margin, or use level 3 (###)", "an item cannot stand in a list or a quotation")
		default:
			number, _ := itemNumber(strings.TrimLeft(string(h.Lines().Value(c.bytes)), " \t"))
			if number == 0 {
				c.fail(h.Pos(), "item-number", `write it as "## 6. Title"; a heading within an item has level 3 (###)`, "a heading of level 2 is an item and begins with its number")
			} else if number == last {
				c.fail(h.Pos(), "item-order", "number the items in the order in which they stand", "item %d stands here twice", number)
			} else if number < last {
				c.fail(h.Pos(), "item-order", "number the items in the order in which they stand", "item %d stands after item %d", number, last)
			}
			last = max(last, number)
		}
		return ast.WalkContinue, nil
	})
	if c.form == agenda {
		c.checkDivided(doc)
	}
}

// checkDivided reports a block mark that holds the heading of an item but not the whole of it: what follows would come
// to stand under the item before, for a reader to whom the heading is withheld.
func (c *compilation) checkDivided(doc ast.Node) {
	var holds []bool // for each open mark, whether it holds a heading
	after := -1      // offset of the end of a mark that did, while nothing has followed it
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *markLine:
			switch n.control {
			case openBlock:
				holds = append(holds, false)
				continue
			case closeBlock:
				if k := len(holds) - 1; k >= 0 {
					if holds[k] {
						after = n.Pos()
						if k > 0 {
							holds[k-1] = true
						}
					}
					holds = holds[:k]
				}
				continue
			default: // a notice is of what is checked when it is read
				continue
			}
		case *ast.Heading:
			if n.Level == 2 {
				after = -1
				if k := len(holds) - 1; k >= 0 {
					holds[k] = true
				}
				continue
			}
		case *east.FootnoteList:
			continue
		}
		if after >= 0 {
			c.fail(after, "mark-divides-item", "end the block where the item ends, or begin it below the heading", "this block mark holds an item's heading and not the whole item")
			after = -1
		}
	}
}

// A destination is where a link leads: elsewhere, to a target, or, where its address is partly withheld, nowhere.
type destination struct {
	external string // an address, or the notice in its place
	withheld bool
	target   Target
	opening  string // of what shows a mark on it, if one is to be shown
}

const destinationKey = "destination"

func destinationOf(n ast.Node) destination {
	d, _ := n.AttributeString(destinationKey)
	return d.(destination)
}

func (c *compilation) setDestination(n ast.Node, at int, address, title []byte, image bool) {
	d := c.destination(n, at, address, image)
	c.checkRaw(at, address)
	c.checkRaw(at, title)
	n.SetAttributeString(destinationKey, d)
}

func (c *compilation) destination(n ast.Node, at int, raw []byte, image bool) destination {
	// Of an address with something withheld in it, there may be nothing left that is an address. An empty mark is what
	// redacting leaves there.
	i := bytes.IndexByte(raw, noticePhrase)
	if i < 0 {
		i = bytes.Index(raw, []byte(bracket+bracket+string(closePhrase))) - 2
	}
	if i >= 0 && i+1 < len(raw) {
		return destination{withheld: true, external: noticeText(classification.Label(raw[i+1] - labelBase))}
	}
	address := string(withoutMarks(raw))
	if n.Kind() != ast.KindAutoLink { // which is as it is written
		address = string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations([]byte(address)))))
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || strings.ContainsFunc(address+u.Path+u.Fragment, source.Forbidden) || strings.Contains(address, `\`):
		c.fail(at, "link-address", "write https://..., mailto:..., or the path of a file", "this is not an address")
	case u.Scheme != "" && image:
		c.fail(at, "image-remote", "put the picture into the content and give its path", "pictures are not taken from elsewhere")
	case u.Scheme == "https" && u.Host != "" && u.User == nil:
		if plainHost(u) {
			return destination{external: u.String()}
		}
		c.fail(at, "link-address", "write its name in ASCII letters, digits and hyphens", "the host of this address is not written plainly")
	case u.Scheme == "mailto" && u.Host == "":
		if _, mail, _ := strings.Cut(address, ":"); IsMail(mail) {
			return destination{external: u.String()}
		}
		c.fail(at, "link-address", "write one address and nothing else, as mailto:secretariat@example.org", "this is not a mail address")
	case u.Scheme != "" || u.Host != "" || strings.HasPrefix(address, "//"):
		c.fail(at, "link-scheme", "links lead to https:// and mailto: addresses and to files of the content", "this kind of address is not linked")
	case strings.HasPrefix(u.Path, "/") || u.RawQuery != "" || u.ForceQuery:
		c.fail(at, "link-address", "give the path of the file from this one, such as ../documents/terms.md", "a link within the content is a relative path")
	default:
		t := Target{Anchor: u.Fragment, Image: image, Explicit: true, At: c.at(at)}
		if t.Path = c.origin.at.Path; u.Path != "" {
			t.Path = path.Join(c.folder, u.Path)
		}
		if !image || u.Path != "" {
			return destination{target: t}
		}
		c.fail(at, "link-address", "give the path of the picture", "this picture has no address")
	}
	return destination{}
}

// ids gives each heading an id of its own, made of the words that the reader sees.
type ids struct {
	used map[string]int // and how many headings asked for each
	said map[string]int // how many headings have these words
	all  []string
	form form
}

func newIDs(f form) *ids { return &ids{used: map[string]int{}, said: map[string]int{}, form: f} }

func (c *compilation) identify(block ast.Node, ids *ids) {
	if block.Kind() == ast.KindParagraph {
		return
	}
	ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			words := c.plain(h)
			h.SetAttributeString("id", []byte(ids.of(words)))
			h.SetAttributeString("named", []byte(ids.name(words)))
		}
		return ast.WalkContinue, nil
	})
}

func (ids *ids) of(heading string) string {
	slug := Slug(heading)
	if slug == "" || ids.form == agenda && (strings.HasPrefix(slug, "item-") || slug[0] >= '0' && slug[0] <= '9') {
		slug = "section-" + slug // items, actions and decisions have the ids of that shape
	}
	id := slug
	for n := max(2, ids.used[slug]+1); ids.used[id] > 0; n++ {
		id = slug + "-" + strconv.Itoa(n)
		ids.used[slug] = n
	}
	ids.used[id]++
	ids.all = append(ids.all, id)
	return id
}

// name is what the permalink of a heading says that it leads to. Of headings in the same words, only the place among them
// tells which.
func (ids *ids) name(heading string) string {
	ids.said[heading]++
	if n := ids.said[heading]; n > 1 {
		return heading + " (" + strconv.Itoa(n) + ")"
	}
	return heading
}

// Slug is text as an address writes it: lower case, and a hyphen for everything between letters and digits.
func Slug(text string) string {
	var b strings.Builder
	gap := false
	for _, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
