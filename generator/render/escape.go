package render

import (
	"bytes"
	"html/template"
	"reflect"
	"strconv"
	"strings"
	"text/template/parse"
)

// output shows a value through the escapers that html/template chose for its place. They are its own, in effect: text
// without a character that any of them would touch is written as it is, and everything else is given to html/template.
func (s *scope) output(pipe *parse.PipeNode) (step, error) {
	e, err := s.command(pipe.Cmds[0])
	if err != nil {
		return nil, err
	}
	var chain []string
	for _, c := range pipe.Cmds[1:] {
		f, ok := c.Args[0].(*parse.IdentifierNode)
		if !ok || len(c.Args) != 1 {
			return nil, errUnsupported
		}
		chain = append(chain, strings.TrimPrefix(f.Ident, "_html_template_"))
	}
	chosen := strings.Join(chain, " ")
	switch chosen {
	case "htmlescaper", "attrescaper", "urlescaper attrescaper":
		if e.typ.Kind() == reflect.Int { // of which no character means anything in any of these places
			return func(m *machine) { m.out.Write(strconv.AppendInt(m.out.AvailableBuffer(), e.value(m).Int(), 10)) }, nil
		}
	}
	switch chosen {
	case "htmlescaper":
		switch {
		case e.typ == reflect.TypeFor[template.HTML]():
			return func(m *machine) { m.out.WriteString(e.text(m)) }, nil
		case e.plain():
			return func(m *machine) { escaped(m.out, e.text(m), textual) }, nil
		}
	case "attrescaper":
		if e.plain() {
			return func(m *machine) { escaped(m.out, e.text(m), quoted) }, nil
		}
		if e.typ.Kind() == reflect.Int {
			return func(m *machine) { m.out.Write(strconv.AppendInt(m.out.AvailableBuffer(), e.value(m).Int(), 10)) }, nil
		}
	case "rcdataescaper":
		if e.plain() {
			return func(m *machine) { escaped(m.out, e.text(m), titled) }, nil
		}
	case "urlfilter urlnormalizer attrescaper":
		if e.plain() {
			return func(m *machine) { escaped(m.out, e.text(m), linked) }, nil
		}
	case "urlfilter attrescaper":
		if e.plain() {
			return func(m *machine) { escaped(m.out, e.text(m), refreshed) }, nil
		}
	case "urlescaper attrescaper":
		if e.plain() {
			return func(m *machine) { escaped(m.out, e.text(m), anchored) }, nil
		}
	}
	return nil, errUnsupported
}

// plain tells whether an expression is text of no type that html/template trusts: it has one for each language.
func (e expression) plain() bool {
	return e.text != nil && e.typ.PkgPath() != reflect.TypeFor[template.HTML]().PkgPath()
}

// A place is where text may stand in HTML: which characters mean themselves there, and html/template for all others.
type place struct {
	safe     [256]bool
	escaper  *template.Template
	pre, suf string // around the text in what the escaper writes
}

const (
	letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	// Everything printable but what HTML, or html/template, takes for more: " & ' + < > and the grave accent.
	harmless = letters + " !#$%()*,-./:;=?@[]^_{|}~"
	// A colon might end a scheme.
	addressed = letters + "-._~/#@"
)

var (
	textual   = newPlace("<p>", "</p>", harmless+"\n", true)
	quoted    = newPlace(`<p title="`, `">`, harmless, true)
	titled    = newPlace("<title>", "</title>", harmless, true)
	linked    = newPlace(`<a href="`, `">`, addressed, false)
	refreshed = newPlace(`<meta http-equiv="refresh" content="0; url=`, `">`, addressed, false)
	anchored  = newPlace(`<a href="#`, `">`, letters+"-._~", false)
)

func newPlace(pre, suf, safe string, foreign bool) *place {
	p := &place{escaper: template.Must(template.New("").Parse(pre + "{{.}}" + suf)), pre: pre, suf: suf}
	for i := range len(safe) {
		p.safe[safe[i]] = true
	}
	for c := 0x80; c < 0x100; c++ {
		p.safe[c] = foreign // a part of a character that is not ASCII
	}
	return p
}

func escaped(out *bytes.Buffer, text string, p *place) {
	start := 0
	for _, scheme := range []string{"https:", "mailto:"} {
		if p == linked && strings.HasPrefix(text, scheme) {
			start = len(scheme)
		}
	}
	for i := start; i < len(text); i++ {
		if !p.safe[text[i]] {
			var b bytes.Buffer
			if err := p.escaper.Execute(&b, text); err != nil {
				panic(err) // which becomes the page's error
			}
			out.Write(b.Bytes()[len(p.pre) : b.Len()-len(p.suf)])
			return
		}
	}
	out.WriteString(text)
}
