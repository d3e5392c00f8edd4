package markdown

import (
	"bytes"
	"html/template"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// compilation makes one reader's HTML of one text.
type compilation struct {
	copied
	origin  origin
	form    form
	reading Reading
	report  *source.Report
	folder  string // of the file, from which its links are read
	dropped []span // comments, as stretches of the source
	marked  []markedBlock
	failed  bool
}

func newCompilation(text_ *copied, s Source, reading Reading, r *source.Report) *compilation {
	return &compilation{copied: *text_, origin: s.origin, form: s.form, reading: reading, report: r, folder: path.Dir(s.origin.at.Path)}
}

func compile(text_ *copied, s Source, reading Reading, r *source.Report) Cutting {
	c := newCompilation(text_, s, reading, r)
	if s.form == inline && harmless(c.bytes) {
		var w writer
		writeWords(&w, string(c.bytes))
		return Cutting{Text: w.fragment(oneLine(string(c.bytes)))}
	}
	md := forBlocks
	if s.form == inline {
		md = forInline
	}
	c.dropComments()
	c.joinNotices()
	c.settleBoundaries()
	doc := md.Parser().Parse(text.NewReader(c.bytes))
	if bytes.ContainsAny(c.bytes, phraseBytes) {
		findMarks(doc, c.bytes)
	}
	c.findBlocks()
	c.check(doc)
	c.markDistant(doc)
	if c.failed {
		return Cutting{failed: true}
	}
	switch s.form {
	case inline:
		return Cutting{Text: c.inline(md, doc)}
	default:
		return c.blocks(md, doc)
	}
}

// at is the place in its file of the byte at an offset.
func (c *compilation) at(offset int) source.Pos { return c.origin.pos(c.from(max(0, offset))) }

func (c *compilation) fail(offset int, code, hint, format string, args ...any) {
	c.failed = true
	c.report.Error(c.at(offset), code, hint, format, args...)
}

func (c *compilation) inline(md goldmark.Markdown, doc ast.Node) Fragment {
	w := &writer{of: c}
	for p := doc.FirstChild(); p != nil; p = p.NextSibling() {
		c.prepare(p)
		for n := p.FirstChild(); n != nil; n = n.NextSibling() {
			md.Renderer().Render(w, c.bytes, n)
		}
	}
	return w.fragment(c.plain(doc))
}

// blocks renders the blocks of a document one by one; at the items of minutes, a new section begins.
func (c *compilation) blocks(md goldmark.Markdown, doc ast.Node) Cutting {
	var cut Cutting
	ids := newIDs(c.form)
	w := &writer{of: c}
	var labels []classification.Label // of the marks that are open
	var marks []shownMark             // the same; they are shown around what stands in them
	opened := 0
	closeMarks := func(down int) {
		for ; opened > down; opened-- {
			w.WriteString("</div>\n")
		}
	}
	end := func() { // of the preamble or of a section
		closeMarks(0)
		if n := len(cut.Sections); n > 0 {
			cut.Sections[n-1].Body = w.fragment("")
		} else {
			cut.Text = w.fragment("")
		}
		w = &writer{of: c}
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if m, ok := n.(*markLine); ok && m.control != noticeBlock {
			if m.control == openBlock {
				marks = append(marks[:len(labels)], shownMark{m.label, c.at(m.Pos())})
				labels = append(labels, m.label)
			} else if labels = labels[:max(0, len(labels)-1)]; opened > len(labels) {
				closeMarks(len(labels))
			}
			continue
		}
		c.prepare(n)
		if h, ok := n.(*ast.Heading); ok && c.form == agenda && h.Level == 2 {
			end()
			cut.Sections = append(cut.Sections, c.section(md, h, labels))
			continue
		}
		c.identify(n, ids)
		if list, ok := n.(*east.FootnoteList); ok {
			notes := &writer{of: c}
			md.Renderer().Render(notes, c.bytes, list)
			cut.Notes = notes.fragment("")
			continue
		}
		for ; opened < len(labels); opened++ {
			w.WriteString(c.reading.opening("div", marks[opened]) + "\n")
		}
		md.Renderer().Render(w, c.bytes, n)
	}
	end()
	if c.form != agenda {
		cut.Text = cut.Text.and(cut.Notes)
		cut.Notes = Fragment{}
	}
	cut.Text = cut.Text.with(ids.all)
	return cut
}

// section begins an item of the agenda. Its number is known to be there.
func (c *compilation) section(md goldmark.Markdown, h *ast.Heading, labels []classification.Label) Section {
	w := &writer{of: c}
	for n := h.FirstChild(); n != nil; n = n.NextSibling() {
		md.Renderer().Render(w, c.bytes, n)
	}
	number, title := itemNumber(c.plain(h))
	s := Section{Number: number, Title: w.fragment(title), At: c.at(h.Pos())}
	s.Title = s.Title.trimItemNumber()
	s.Mark = classification.Highest(append([]classification.Label{classification.White}, labels...)...)
	return s
}

// itemNumber reads "6. Title". The number is 0 where there is none.
func itemNumber(heading string) (number int, title string) {
	digits, title, ok := strings.Cut(heading, ".")
	n, err := strconv.Atoi(digits)
	if !ok || err != nil || n < 1 || n > 999 || digits[0] == '0' || digits[0] == '+' || title != "" && !strings.ContainsAny(title[:1], " \t\n") {
		return 0, heading
	}
	return n, strings.TrimLeft(title, " \t\n")
}

// plain is the text below a node without its markup, with notices where phrases were withheld. Nothing can be marked in it, so
// in the drafter's, too, there are notices where the readers of the site have them.
func (c *compilation) plain(n ast.Node) string {
	var b strings.Builder
	hidden := 0 // how deep in what those readers do not have
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if m, ok := n.(*mark); ok {
			switch {
			case m.control == openPhrase && (hidden > 0 || c.reading.hides(m.label)):
				if hidden++; hidden == 1 {
					b.WriteString(noticeText(m.label))
				}
			case m.control == closePhrase && hidden > 0:
				hidden--
			}
		}
		if hidden > 0 {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *words:
			b.WriteString(n.text)
		case *ast.Text:
			b.Write(withoutMarks(c.withNotices(n.Value(c.bytes))))
		case *ast.String: // a line break
			b.WriteByte(' ')
		case *ast.AutoLink:
			b.Write(withoutMarks(c.withNotices(n.Label(c.bytes))))
		case *refLink:
			b.WriteString(n.ref)
		case *mark:
			if n.control == noticePhrase {
				b.WriteString(noticeText(n.label))
			}
		}
		return ast.WalkContinue, nil
	})
	return oneLine(b.String())
}

// oneLine is text with one space for each stretch of white space.
func oneLine(text string) string {
	if line := strings.Join(strings.Fields(text), " "); line != text {
		return line
	}
	return text // which is kept anyway
}

// withoutMarks is raw text, such as code, in which marks stand as bytes: a notice is spelt out, other marks vanish.
func withoutMarks(b []byte) []byte {
	if !bytes.ContainsAny(b, phraseBytes) {
		return b
	}
	var out []byte
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == noticePhrase && i+1 < len(b):
			i++
			out = append(out, noticeText(classification.Label(b[i]-labelBase))...)
		case b[i] == openPhrase:
			i += 1 + len(bracket)
		case bytes.HasPrefix(b[i:], []byte(bracket+string(closePhrase))):
			i += len(bracket)
		default:
			out = append(out, b[i])
		}
	}
	return out
}

// writer gathers a fragment. It is the writer that goldmark's renderer writes to.
type writer struct {
	html    []byte
	holes   []hole
	of      *compilation // nil for plain words
	linking bool         // a link whose address is not known yet is open
	outside bool         // a link to elsewhere is open
}

func (w *writer) Write(p []byte) (int, error) { w.html = append(w.html, p...); return len(p), nil }
func (w *writer) WriteByte(b byte) error      { w.html = append(w.html, b); return nil }
func (w *writer) WriteString(s string) (int, error) {
	w.html = append(w.html, s...)
	return len(s), nil
}
func (w *writer) WriteRune(r rune) (int, error) { return w.WriteString(string(r)) }
func (w *writer) Available() int                { return 1 << 20 }
func (w *writer) Buffered() int                 { return 0 }
func (w *writer) Flush() error                  { return nil }

// mention adds text that is linked if it is the ref of something.
func (w *writer) mention(ref, shown string) {
	h := hole{from: int32(len(w.html))}
	w.WriteString(template.HTMLEscapeString(shown))
	if h.to = int32(len(w.html)); ref != string(w.html[h.from:]) {
		h.target = &Target{Ref: ref}
	}
	w.holes = append(w.holes, h)
}

// open begins a link whose address is not known yet, and close ends it.
func (w *writer) open(t Target) {
	w.holes = append(w.holes, hole{from: int32(len(w.html)), target: &t})
	w.linking = true
}

func (w *writer) close() {
	w.holes[len(w.holes)-1].to = int32(len(w.html))
	w.linking = false
}

func (w *writer) fragment(plain string) Fragment {
	if len(w.html) == 0 && len(w.holes) == 0 && plain == "" {
		return Fragment{}
	}
	f := &fragment{html: plain, plain: plain}
	if string(w.html) != plain {
		f.html = string(w.html)
	}
	if len(w.holes) > 0 {
		f.holes = slices.Clone(w.holes)
	}
	return Fragment{f}
}
