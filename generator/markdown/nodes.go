package markdown

import (
	"html/template"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// nodes renders what goldmark's own renderer does not know, or does not do as we want it: links, whose addresses are
// open; code, in which marks stand as bytes; headings with their permalinks; words; marks.
type nodes struct{}

// How notices begin; then comes the label.
const (
	openNoticeBlock  = `<p class="withheld">Part withheld: `
	openNoticePhrase = `<span class="withheld">` + openNotice
)

func (nodes) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindHeading, rendering(renderHeading))
	reg.Register(ast.KindLink, rendering(renderLink))
	reg.Register(ast.KindAutoLink, rendering(renderAutoLink))
	reg.Register(ast.KindImage, rendering(renderImage))
	reg.Register(ast.KindCodeSpan, rendering(renderCodeSpan))
	reg.Register(ast.KindCodeBlock, rendering(renderCode))
	reg.Register(ast.KindFencedCodeBlock, rendering(renderCode))
	reg.Register(kindWords, rendering(renderWords))
	reg.Register(kindMark, rendering(renderMark))
	reg.Register(kindMarkLine, rendering(renderMarkLine))
	reg.Register(kindRefLink, rendering(renderRefLink))
}

func rendering[N ast.Node](render func(w *writer, src []byte, n N, entering bool) ast.WalkStatus) renderer.NodeRendererFunc {
	return func(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		return render(w.(*writer), src, n.(N), entering), nil
	}
}

func renderHeading(w *writer, _ []byte, n *ast.Heading, entering bool) ast.WalkStatus {
	level := string("0123456"[n.Level])
	id, ok := n.AttributeString("id")
	switch {
	case entering && ok:
		w.WriteString("<h" + level + ` id="` + string(id.([]byte)) + `">`)
	case entering:
		w.WriteString("<h" + level + ">")
	case ok:
		name, _ := n.AttributeString("named")
		w.WriteString(` <a class="permalink" href="#` + string(id.([]byte)) + `" aria-label="Permalink to ` + template.HTMLEscapeString(string(name.([]byte))) + `">#</a></h` + level + ">\n")
	default:
		w.WriteString("</h" + level + ">\n")
	}
	return ast.WalkContinue
}

func renderWords(w *writer, _ []byte, n *words, entering bool) ast.WalkStatus {
	switch {
	case !entering:
	case w.linking || w.outside:
		w.WriteString(template.HTMLEscapeString(n.text))
	default:
		writeWords(w, n.text)
	}
	return ast.WalkContinue
}

func renderMark(w *writer, _ []byte, n *mark, entering bool) ast.WalkStatus {
	if entering {
		switch {
		case n.control == noticePhrase:
			w.WriteString(openNoticePhrase + n.label.String() + `]</span>`)
		case n.shown && n.control == openPhrase:
			w.WriteString(n.opening)
		case n.shown:
			w.WriteString(`</span>`)
		}
	}
	return ast.WalkContinue
}

func renderMarkLine(w *writer, _ []byte, n *markLine, entering bool) ast.WalkStatus {
	if entering && n.control == noticeBlock {
		w.WriteString(openNoticeBlock + n.label.String() + "</p>\n")
	}
	return ast.WalkContinue
}

func renderRefLink(w *writer, _ []byte, n *refLink, entering bool) ast.WalkStatus {
	if entering {
		shown := template.HTMLEscapeString(n.ref)
		if w.linking || w.outside {
			w.WriteString(shown)
			return ast.WalkContinue
		}
		w.open(n.target)
		w.WriteString(shown)
		w.close()
	}
	return ast.WalkContinue
}

func renderCodeSpan(w *writer, src []byte, n *ast.CodeSpan, entering bool) ast.WalkStatus {
	if !entering {
		w.WriteString("</code>")
		return ast.WalkContinue
	}
	w.WriteString("<code>")
	for t := n.FirstChild(); t != nil; t = t.NextSibling() {
		s := t.(*ast.Text).Segment
		value := s.Value(src)
		end := ""
		if n := len(value); n > 0 && value[n-1] == '\n' {
			value, end = value[:n-1], " "
		}
		w.writeRaw(value, s.Start-s.Padding)
		w.WriteString(end)
	}
	return ast.WalkSkipChildren
}

// renderCode writes a block of code. The language that a fence may name is not shown: nothing here colours code.
func renderCode(w *writer, src []byte, n ast.Node, entering bool) ast.WalkStatus {
	if entering {
		w.WriteString("<pre><code>")
		for i := range n.Lines().Len() {
			line := n.Lines().At(i)
			w.writeRaw(line.Value(src), line.Start-line.Padding)
		}
		w.WriteString("</code></pre>\n")
	}
	return ast.WalkSkipChildren
}

func renderLink(w *writer, _ []byte, n *ast.Link, entering bool) ast.WalkStatus {
	renderDestination(w, destinationOf(n), entering)
	return ast.WalkContinue
}

func renderDestination(w *writer, d destination, entering bool) {
	switch {
	case d.withheld && entering, w.outside && entering:
	case d.withheld:
		w.WriteString(` <span class="withheld">` + template.HTMLEscapeString(d.external) + `</span>`)
	case d.external != "" && entering:
		w.outside = true
		w.WriteString(d.opening + `<a href="` + template.HTMLEscapeString(d.external) + `">`)
	case d.external != "":
		w.outside = false
		w.WriteString(`</a>` + d.closing())
	case entering:
		w.WriteString(d.opening)
		w.open(d.target)
	default:
		w.close()
		w.WriteString(d.closing())
	}
}

func renderAutoLink(w *writer, src []byte, n *ast.AutoLink, entering bool) ast.WalkStatus {
	if entering {
		d := destinationOf(n)
		renderDestination(w, d, true)
		w.WriteString(template.HTMLEscapeString(string(withoutMarks(n.Label(src)))))
		renderDestination(w, d, false)
	}
	return ast.WalkContinue
}

func renderImage(w *writer, _ []byte, n *ast.Image, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	alt := template.HTMLEscapeString(w.of.plain(n))
	d := destinationOf(n)
	switch {
	case d.withheld:
		w.WriteString(alt + ` <span class="withheld">` + template.HTMLEscapeString(d.external) + `</span>`)
	case w.linking || w.outside: // an image in a link is its text
		w.WriteString(alt)
	default:
		w.WriteString(d.opening)
		w.open(d.target)
		w.WriteString(alt)
		w.close()
		w.WriteString(d.closing())
	}
	return ast.WalkSkipChildren
}
