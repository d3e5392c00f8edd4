package markdown

import (
	"bytes"
	"slices"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"minutebook/generator/classification"
)

const maxComments = 200 // that follow each other on one line: each takes a pass

const commentHint = `end it with "-->"; a comment that runs over a blank line begins on a line of its own`

// dropComments takes the author's private notes out of text before it is made into anything, so that no trace of them
// stays: not a blank line, not an end of a list. A comment is one where Markdown has raw HTML: outside code.
func (c *compilation) dropComments() {
	md := forNotes
	if c.form == inline {
		md = forInline
	}
	for range maxComments {
		if !bytes.Contains(c.bytes, []byte("<!--")) {
			return
		}
		doc := md.Parser().Parse(text.NewReader(c.bytes))
		spans := c.comments(doc)
		if len(spans) == 0 && !c.failed {
			c.checkUnseen(doc)
		}
		if len(spans) == 0 || c.failed {
			return
		}
		rest := c.without(spans)
		for _, s := range spans {
			c.dropped = append(c.dropped, c.sources(s)...)
		}
		if c.copied = rest; c.form == inline {
			c.copied = c.trimmed()
		}
	}
	c.fail(0, "comment", "put them on lines of their own", "too many comments in one paragraph")
}

// comments are those in a document. Several in a row are one: were one dropped before the other, what is left of their line
// could be code, in which a comment is shown.
func (c *compilation) comments(doc ast.Node) (spans []span) {
	add := func(from, limit int) {
		to := from
		for rest := c.bytes[from:limit]; bytes.HasPrefix(rest, []byte("<!--")); rest = bytes.TrimLeft(c.bytes[to:limit], " \t") {
			begin := limit - len(rest)
			end := bytes.Index(rest[4:], []byte("-->"))
			if end < 0 && begin > from { // it goes on behind the line: the next pass takes it
				to = begin
				break
			}
			if end < 0 {
				c.fail(begin, "comment", commentHint, "this comment is not closed")
				return
			}
			if to = begin + 4 + end + 3; bytes.ContainsAny(c.bytes[begin:to], phraseBytes+blockBytes) {
				c.fail(begin, "mark-in-comment", "end the comment before the mark, or put it wholly inside", "a mark begins or ends within this comment")
				return
			}
		}
		if to > from {
			spans = append(spans, span{from, to})
		}
	}
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.HTMLBlock:
			if first, end := htmlBlockSpan(n); n.HTMLBlockType == ast.HTMLBlockType2 {
				add(first+len(c.bytes[first:end])-len(bytes.TrimLeft(c.bytes[first:end], " ")), end)
			}
		case *ast.RawHTML:
			add(n.Segments.At(0).Start, n.Segments.At(n.Segments.Len()-1).Stop)
		}
		return ast.WalkContinue, nil
	})
	slices.SortFunc(spans, func(a, b span) int { return a.from - b.from })
	return spans
}

// checkUnseen reports comments that Markdown has neither as raw HTML nor as words, which are checked, nor as code: those in
// addresses and titles, in cells that a table has no room for.
func (c *compilation) checkUnseen(doc ast.Node) {
	seen := make([]bool, len(c.bytes))
	see := func(from, to int) {
		for i := from; i < to; i++ {
			seen[i] = true
		}
	}
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Text:
			see(n.Segment.Start, n.Segment.Stop)
		case *ast.RawHTML:
			see(n.Segments.At(0).Start, n.Segments.At(n.Segments.Len()-1).Stop)
		case *ast.HTMLBlock:
			see(htmlBlockSpan(n))
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			for i := range n.Lines().Len() {
				see(n.Lines().At(i).Start, n.Lines().At(i).Stop)
			}
		}
		return ast.WalkContinue, nil
	})
	for i := range c.bytes {
		if !seen[i] && bytes.HasPrefix(c.bytes[i:], []byte("<!--")) {
			c.fail(i, "comment", "put it where text stands", "a comment stands where it is neither text nor taken out, as in an address, a title or behind a table")
		}
	}
}

func htmlBlockSpan(n *ast.HTMLBlock) (from, to int) {
	from, to = n.Lines().At(0).Start, n.Lines().At(n.Lines().Len()-1).Stop
	if n.HasClosure() {
		to = max(to, n.ClosureLine.Stop)
	}
	return from, to
}

// trimmed is a field without the white space at its ends: a comment may have stood before it.
func (c *copied) trimmed() copied {
	from := len(c.bytes) - len(bytes.TrimLeftFunc(c.bytes, unicode.IsSpace))
	to := max(from, len(bytes.TrimRightFunc(c.bytes, unicode.IsSpace)))
	return c.cut([]span{{0, from}, {to, len(c.bytes)}})
}

// joinNotices makes one of the notices that have nothing but white space between them once comments are gone.
func (c *compilation) joinNotices() {
	var spans []span
	last := -1 // offset of the notice before
	for at := 0; at < len(c.bytes); {
		end := at + bytes.IndexByte(c.bytes[at:], '\n') + 1
		if end == at {
			end = len(c.bytes)
		}
		switch {
		case c.bytes[at] == noticeBlock && last >= 0:
			c.bytes[at+1] = max(c.bytes[at+1], c.bytes[last+1])
			spans = append(spans, span{last, last + 2})
			last = at
		case c.bytes[at] == noticeBlock:
			last = at
		case !blank(c.bytes[at:end]):
			last = -1
		}
		at = end
	}
	if spans != nil {
		c.copied = c.without(spans)
	}
}

// settleBoundaries leaves one blank line of those that follow each other where there is a boundary among them: how many
// there were could tell how many marks or comments stood there, and to Markdown it can make a difference.
func (c *compilation) settleBoundaries() {
	if spans := settled(c.bytes); spans != nil {
		c.copied = c.cut(spans)
	}
}

// settled are the blank lines of a text that are too many.
func settled(text []byte) (spans []span) {
	if !bytes.Contains(text, []byte(boundaryLine)) {
		return nil
	}
	from, found := 0, false // of the blank lines before at, and whether a boundary is among them
	settle := func(to int) {
		if found {
			spans = append(spans, span{from, to - 1})
		}
	}
	for at := 0; at < len(text); {
		end := at + bytes.IndexByte(text[at:], '\n') + 1
		if end == at {
			end = len(text)
		}
		if line := text[at:end]; blank(line) {
			found = found || string(line) == boundaryLine
		} else {
			settle(at)
			from, found = end, false
		}
		at = end
	}
	settle(len(text))
	return spans
}

const openNotice = "[withheld: "

func noticeText(l classification.Label) string { return openNotice + l.String() + "]" }
