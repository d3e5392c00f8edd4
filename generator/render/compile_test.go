package render

import (
	"bytes"
	"html/template"
	"reflect"
	"testing"

	"minutebook/generator/site"
)

// models are all kinds of pages.
var models = map[string]site.Model{
	"home": &site.HomePage{}, "about": &site.AboutPage{}, "notfound": &site.NotFoundPage{},
	"body": &site.BodyPage{}, "meeting": &site.MeetingPage{}, "papers": &site.PapersPage{},
	"action": &site.ActionPage{}, "actions": &site.ActionsPage{}, "decisions": &site.DecisionsPage{},
	"consultation": &site.ConsultationPage{}, "consultations": &site.ConsultationsPage{},
	"document": &site.DocumentPage{}, "calendar": &site.CalendarPage{}, "search": &site.SearchPage{}, "register": &site.RegisterPage{}, "entry": &site.EntryPage{},
	"moved": &site.MovedPage{},
}

func TestBuiltInTemplatesAreCompiled(t *testing.T) {
	r, err := New(nil)
	if err != nil {
		t.Fatal(err)
	}
	for kind, model := range models {
		if _, err := r.compiler.program(kind+".html", reflect.TypeOf(model)); err != nil {
			t.Errorf("%s.html: %v", kind, err)
		}
	}
	for _, name := range []string{"name", "trail"} {
		if _, err := r.compiler.program(name, reflect.TypeFor[*site.Page]()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, name := range []string{"opening", "masthead", "closing"} {
		if _, err := r.compiler.program(name, reflect.TypeFor[*framed]()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever stands in a text, a compiled template writes the bytes that html/template would.
func TestCompiledTemplatesEscapeAsHTMLTemplate(t *testing.T) {
	set := template.Must(template.New("page").Parse(`<title>{{.Name}}</title>
<meta http-equiv="refresh" content="0; url={{.Name}}"><a href="{{.Name}}" title="{{.Name}}">{{.Name}}</a><a href="#{{.Name}}">{{len .Trail}}</a>
{{range $i, $l := .Trail}}{{if $i}}, {{end}}<a href="{{$.To .To}}">{{$l.Text}}</a>{{else}}none{{end}}
{{with .Section}}<i>{{.}}</i>{{else}}-{{end}}{{if or .Kind (eq .Name "x") (not .Trail)}}yes{{end}}{{if and .Kind .Name}}both{{end}}
{{template "sub" .Trail}}{{$n := .Name}}{{if eq $n $.Name}}same{{end}}{{if eq (len .Trail) 1}}one{{end}}{{.Rows}}
{{define "sub"}}{{range .}}[{{.Text}}]{{end}}{{end}}`))
	if err := escapeAll(set); err != nil {
		t.Fatal(err)
	}
	c := compiler{set: set, done: map[programKey]*program{}}
	p, err := c.program("page", reflect.TypeFor[*site.Page]())
	if err != nil {
		t.Fatal(err)
	}
	same := func(text string) {
		t.Helper()
		for _, page := range []*site.Page{
			{Name: text, Site: &site.Site{}, Address: "/a/b/"},
			{Name: text, Kind: text, Section: text, Rows: -3, Address: "/a/b/", Site: &site.Site{}, Trail: []site.Link{{Text: text, To: site.Address("/" + text)}}},
			{Name: "x", Address: "/", Site: &site.Site{}, Trail: []site.Link{{Text: text}, {Text: "2", To: "/"}}},
		} {
			var got, want bytes.Buffer
			if err := p.show(&got, page); err != nil {
				t.Fatal(err)
			}
			if err := set.ExecuteTemplate(&want, "page", page); err != nil {
				t.Fatal(err)
			}
			if got.String() != want.String() {
				t.Errorf("%q:\n got %s\nwant %s", text, &got, &want)
			}
		}
	}
	for c := range rune(0x180) {
		same("a" + string(c) + "b")
	}
	for _, text := range []string{"", "javascript:alert(1)", "JavaScript:alert(1)", "https://a.example/?q=1&r=2", "https://a.example/'x", "http://a", "mailto:a@b",
		"//host", "</title><script>", "\xff\xfe", "\u2028", "\ufdec", "&amp;", "AMBER+STRICT", "a%20b%zz", "data:text/html,x", "x#y?z", "../../a/#b", "https://", "https://\"onclick=", "é£—“”"} {
		same(text)
	}
}

func FuzzEscape(f *testing.F) {
	f.Add("a<b>&'\"+`=")
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range []*place{textual, quoted, titled, linked, anchored} {
			var got, want bytes.Buffer
			escaped(&got, text, p)
			if err := p.escaper.Execute(&want, text); err != nil {
				t.Fatal(err)
			}
			if p.pre+got.String()+p.suf != want.String() {
				t.Errorf("%q: got %s, want %s", text, &got, &want)
			}
		}
	})
}
