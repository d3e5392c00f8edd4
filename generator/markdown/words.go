package markdown

import (
	"html"
	"html/template"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	ghtml "github.com/yuin/goldmark/renderer/html"
)

// A words node is a run of text without markup: where refs may be mentioned, also over the end of a line.
type words struct {
	ast.BaseInline
	text string // unescaped
}

// prepare joins the text below a node into words, so that a ref is found however Markdown has divided it.
func (c *compilation) prepare(block ast.Node) {
	ast.Walk(block, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Kind() == ast.KindCodeSpan {
			return ast.WalkSkipChildren, nil
		}
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			if child.Kind() == ast.KindText {
				child = c.join(n, child.(*ast.Text))
			}
		}
		return ast.WalkContinue, nil
	})
}

// join replaces first and the texts that follow it. A hard line break ends the words; it stays.
func (c *compilation) join(parent ast.Node, first *ast.Text) ast.Node {
	w := &words{}
	w.SetPos(first.Segment.Start)
	parent.InsertBefore(parent, first, w)
	var b strings.Builder
	for n := ast.Node(first); n != nil; {
		t, ok := n.(*ast.Text)
		if !ok {
			break
		}
		n = t.NextSibling()
		b.WriteString(unescaped(t, c.bytes))
		if t.HardLineBreak() {
			br := ast.NewString([]byte("<br>\n"))
			br.SetRaw(true)
			br.SetCode(true)
			parent.ReplaceChild(parent, t, br)
			w.text = b.String()
			return br
		}
		if t.SoftLineBreak() {
			b.WriteByte('\n')
		}
		parent.RemoveChild(parent, t)
	}
	w.text = b.String()
	return w
}

func unescaped(t *ast.Text, src []byte) string {
	value := t.Segment.Value(src)
	if t.IsRaw() || strings.IndexByte(string(value), '\\') < 0 && strings.IndexByte(string(value), '&') < 0 {
		return string(value)
	}
	var b strings.Builder
	w := &writer{}
	ghtml.DefaultWriter.Write(w, value)
	b.WriteString(html.UnescapeString(string(w.html)))
	return b.String()
}

// harmless tells whether text without blocks means itself: nothing in it is Markdown's, or a mark's.
func harmless(text []byte) bool {
	for i, c := range text {
		switch c {
		case '\\', '`', '*', '[', ']', '<', '>', '&', '~', '\n', '\r', '\t',
			noticePhrase, openPhrase, closePhrase:
			return false
		case '_': // within a word it is no emphasis
			if i == 0 || i+1 == len(text) || !asciiWord(text[i-1]) || !asciiWord(text[i+1]) {
				return false
			}
		}
	}
	return true
}

func asciiWord(c byte) bool {
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}

// writeWords writes text, and offers as a mention every word that could be a ref: one that begins with an upper-case
// letter (see FORMAT, References), with the number of an action or a decision behind it, if there is one.
func writeWords(w *writer, text string) {
	done := 0
	for i := 0; i < len(text); {
		if !upper(text[i]) || i > 0 && (asciiWord(text[i-1]) || text[i-1] == '_') || i > 0 && letterBefore(text, i) {
			i++
			continue
		}
		ref, end := refAt(text, i)
		if len(ref) < 2 {
			i = end
			continue
		}
		w.WriteString(template.HTMLEscapeString(text[done:i]))
		w.mention(ref, text[i:end])
		i, done = end, end
	}
	w.WriteString(template.HTMLEscapeString(text[done:]))
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }
func digit(c byte) bool { return '0' <= c && c <= '9' }

func letterBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// refAt reads the longest word at i that could be a ref, in its right spelling, and where it ends.
func refAt(text string, i int) (ref string, end int) {
	end = i
	for end < len(text) && (asciiWord(text[end]) || strings.IndexByte("_-.", text[end]) >= 0 && end+1 < len(text) && asciiWord(text[end+1])) {
		end++
	}
	word := text[i:end]
	if number := numberAt(text, end); number != "" && !strings.ContainsAny(word, "_-.") {
		space := len(number) + strings.Index(text[end:], number)
		return word + " " + number, end + space
	}
	return word, end
}

// numberAt reads what stands behind a prefix in the ref of an action or a decision: white space, "25/04" or "25/D02".
func numberAt(text string, i int) string {
	rest := text[i:]
	space, n := utf8.DecodeRuneInString(rest)
	if space != ' ' && space != '\n' && space != '\u00a0' {
		return ""
	}
	rest = rest[n:]
	k := 0
	for k < len(rest) && digit(rest[k]) {
		k++
	}
	if k == 0 || k == len(rest) || rest[k] != '/' {
		return ""
	}
	k++
	if k < len(rest) && rest[k] == 'D' {
		k++
	}
	last := k
	for k < len(rest) && digit(rest[k]) {
		k++
	}
	if k == last || k < len(rest) && (asciiWord(rest[k]) || rest[k] == '_' || rest[k] == '/' && k+1 < len(rest) && digit(rest[k+1])) {
		return ""
	}
	return rest[:k]
}

// PrefixOf is what a ref begins with, if it is one of those that a body gives.
func PrefixOf(ref string) string {
	if i := strings.IndexAny(ref, " _"); i > 0 {
		return ref[:i]
	}
	return ""
}
