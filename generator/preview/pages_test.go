package preview

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minutebook/generator/source"
)

// withoutClient takes out of a page what withClient puts in.
func withoutClient(t *testing.T, page []byte, v View, base string) []byte {
	t.Helper()
	head, rest, _ := strings.Cut(string(page), headEnd)
	head, tag, ok := strings.Cut(head, `<script src="/~preview/client.js" `)
	if !ok || !strings.HasSuffix(tag, "></script>") || strings.Count(tag, ">") != 2 {
		t.Errorf("the end of the head is %q", tag)
	}
	if before, after, ok := strings.Cut(head, policyBefore); ok {
		policy, after, _ := strings.Cut(after, `"`)
		if !strings.HasSuffix(policy, policyAdded) {
			t.Errorf("the policy is %q", policy)
		}
		head = before + policyBefore + strings.TrimSuffix(policy, policyAdded) + `"` + after
	}
	if base != "" {
		head = strings.Replace(head, baseBefore+v.root()+`"`, baseBefore+base+`"`, 1)
	}
	return []byte(head + headEnd + rest)
}

// TestInsertions holds that a page is what the draft has, but for the script tag and what lets it run, and the base of the
// page for what is not found: over pages as the templates make them, and over pages made of the parts in any order.
func TestInsertions(t *testing.T) {
	s := listen(t, Options{Content: `con"tent</head>`, Root: "/home/a", Editor: "vscode://file{path}:{line}"})
	serve(t, s)
	d := minutes("draft")
	s.Show(d, nil)
	b := visitor(t, s)
	for _, v := range []View{Drafted, Published} {
		for _, address := range []string{"/", "/smki-pma/meetings/28/", "/no/such/page/", "/404.html", "/no/such/file.pdf"} {
			want, err := d.Page(v, address)
			if err != nil {
				t.Fatal(err)
			}
			base := ""
			if !want.Found {
				base = "/deep/"
			}
			_, got := get(t, b, "http://"+s.host+strings.TrimSuffix(v.root(), "/")+address)
			if diff := cmp.Diff(string(want.Content), string(withoutClient(t, []byte(got), v, base))); diff != "" {
				t.Errorf("%s of %s: %s", v, address, diff)
			}
		}
	}

	random := rand.New(rand.NewPCG(1, 2))
	parts := []string{policyBefore + policy + `">`, policyBefore + `">`, policyAdded, `"`, "<base ", "<title>&lt;/head></title>", "\n", "a", `<meta charset="utf-8">`, "<script", "é", "\x00"}
	for range 2000 {
		var page strings.Builder
		for range random.IntN(6) {
			page.WriteString(parts[random.IntN(len(parts))])
		}
		page.WriteString("\n" + headEnd)
		for range random.IntN(6) {
			page.WriteString(append(parts, headEnd, baseBefore+`/">`)[random.IntN(len(parts)+2)])
		}
		got := withClient([]byte(page.String()), Published, `<script src="/~preview/client.js" defer></script>`)
		if back := withoutClient(t, got, Published, ""); string(back) != page.String() {
			t.Fatalf("%q became %q, and that %q", page.String(), got, back)
		}
	}
	if bare := []byte("<p>no head"); !bytes.Equal(withClient(bare, Drafted, "tag"), bare) {
		t.Error("a page without a head is changed")
	}
}

var sumOfPage = regexp.MustCompile(` data-sum="[0-9a-f]{16}"`)

// TestViews follows what each address shows, with which status and type.
func TestViews(t *testing.T) {
	s := listen(t, Options{Content: `con"tent`, Root: "/home/a b", Editor: "vscode://file{path}:{line}:{column}"})
	serve(t, s)
	s.Show(minutes("draft"), nil)
	b := visitor(t, s)
	tag := func(view, page string) string {
		return `content="` + policy + policyAdded + `">|<script src="/~preview/client.js" defer data-view="` + view + `" data-draft="1" data-page="` + page +
			`" data-content="con&#34;tent" data-editor="vscode://file/home/a%20b/{path}:{line}:{column}"></script></head>`
	}
	const html, css = "text/html; charset=utf-8", "text/css; charset=utf-8"
	for _, c := range []struct {
		target string
		status int
		kind   string
		says   string // what is in it, parted by bars
	}{
		{"/", 200, html, "draft drafted /<|" + tag("drafted", "/")},
		{"/smki-pma/meetings/28/", 200, html, "draft drafted /smki|" + tag("drafted", "/smki-pma/meetings/28/")},
		{"/stra%C3%9Fe/", 200, html, "draft drafted /straße/|" + tag("drafted", "/straße/")},
		{"/~published/smki-pma/meetings/28/", 200, html, "draft published /smki|" + tag("published", "/smki-pma/meetings/28/")},
		{"/~difference/smki-pma/meetings/28/", 200, html, tag("difference", "/smki-pma/meetings/28/")},
		{"/no/", 404, html, `draft drafted /no/|<base href="/">|` + tag("drafted", "/no/")},
		{"/~published/no/", 404, html, `draft published /no/|<base href="/~published/">|` + tag("published", "/no/")},
		{"/~difference/no/", 404, html, `<base href="/~difference/">|` + tag("difference", "/no/")},
		{"/assets/none.css", 404, html, tag("drafted", "/assets/none.css")},
		{"/assets/style-1.css", 200, css, canary + " draft drafted"},
		{"/~published/assets/style-1.css", 200, css, canary + " draft published"},
		{"/~difference/assets/style-1.css", 200, css, canary + " draft drafted"},
		{"/assets/icon.svg", 200, "image/svg+xml", canary},
		{"/assets/script-1.js", 200, "text/javascript; charset=utf-8", canary}, // which browsers would not run as anything else
		{"/files/smki-pma/report.pdf", 200, "application/pdf", canary},
		{"/broken/", 500, html, "the template is broken|<script"},
		{"/~preview/client.js", 200, "text/javascript; charset=utf-8", string(clientScript)},
		{"/~preview/client.css", 200, css, string(clientStyle)},
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r, _ := http.NewRequest(method, "http://"+s.host+c.target, nil)
			resp, err := b.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			var text bytes.Buffer
			text.ReadFrom(resp.Body)
			resp.Body.Close()
			if kind := resp.Header.Get("Content-Type"); resp.StatusCode != c.status || kind != c.kind {
				t.Errorf("%s %s: %d, %s", method, c.target, resp.StatusCode, kind)
			}
			if method == http.MethodHead {
				if text.Len() > 0 {
					t.Errorf("HEAD %s has a body", c.target)
				}
				continue
			}
			said := strings.NewReplacer("&#39;", "'", `"/>`, `">`).Replace(text.String()) // the difference is written anew
			said = sumOfPage.ReplaceAllString(said, "")
			for part := range strings.SplitSeq(c.says, "|") {
				if !strings.Contains(said, part) {
					t.Errorf("%s is without %s: %s", c.target, part, text.String())
				}
			}
			attached := resp.Header.Get("Content-Disposition") == "attachment" && len(resp.Header.Values("Content-Security-Policy")) == 2
			if attached != strings.HasPrefix(c.target, "/files/") {
				t.Errorf("%s: attached is %t", c.target, attached)
			}
		}
	}
}

// TestErrors holds that while there is an error there is no page, not even an older one; what pages are made with is there.
func TestErrors(t *testing.T) {
	s := listen(t, Options{Content: "content"})
	serve(t, s)
	s.Show(minutes("draft"), nil)
	b := visitor(t, s)
	wrong := minutes("wrong")
	wrong.Errors = []source.Diagnostic{{Pos: source.Pos{Path: "a.md", Line: 1, Column: 2}, Code: "odd", Message: "the number is missing"}}
	s.Show(wrong, []string{"a.md"})
	for _, target := range []string{"/", "/~published/", "/~difference/", "/smki-pma/meetings/28/", "/no/", "/404.html", "/no/such/file.pdf", "/~published/assets/none.css"} {
		status, text := get(t, b, "http://"+s.host+target)
		if status != http.StatusInternalServerError || strings.Contains(text, canary) || !strings.Contains(text, "the number is missing") ||
			!strings.Contains(text, `<script src="/~preview/client.js" `) || !strings.Contains(text, `data-draft="2"`) {
			t.Errorf("%s: %d %s", target, status, text)
		}
	}
	if status, text := get(t, b, "http://"+s.host+"/assets/style-1.css"); status != http.StatusOK || !strings.Contains(text, "wrong") {
		t.Errorf("the style sheet: %d %s", status, text)
	}
	if _, text := get(t, b, "http://"+s.host+"/~preview/notes?page=/"); !strings.Contains(text, "the number is missing") || strings.Contains(text, canary) {
		t.Errorf("the notes: %s", text)
	}
	s.Show(minutes("right"), nil)
	if status, text := get(t, b, "http://"+s.host+"/"); status != http.StatusOK || !strings.Contains(text, "right") {
		t.Errorf("after the error: %d %s", status, text)
	}
}

// TestNotes fixes what the client reads.
func TestNotes(t *testing.T) {
	s := listen(t, Options{Content: "../content/", Root: "/home/a&b", Editor: "idea://open?file={path}&line={line}"})
	serve(t, s)
	d := minutes("draft")
	s.Show(d, nil)
	b := visitor(t, s)
	read := func(page string) string {
		status, text := get(t, b, "http://"+s.host+"/~preview/notes?page="+page)
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil || status != http.StatusOK {
			t.Fatalf("%d %s: %v", status, text, err)
		}
		indented, _ := json.MarshalIndent(v, "", " ")
		return string(indented)
	}
	const want = `{
 "draft": 1,
 "errors": [],
 "notes": [
  {
   "code": "late",
   "column": 10,
   "hint": "hurry",
   "line": 41,
   "message": "zanzibar",
   "open": "idea://open?file=/home/a%%26b/smki-pma/minutes/x%%20y.md\u0026line=41",
   "path": "smki-pma/minutes/x y.md",
   "place": "../content/smki-pma/minutes/x y.md:41:10",
   "severity": "warning",
   "to": "/smki-pma/actions/25-04/"
  },
  {
   "code": "",
   "column": 0,
   "hint": "",
   "line": 0,
   "message": "draft of %[1]s",
   "open": "idea://open?file=/home/a%%26b/smki-pma/minutes/x%%20y.md\u0026line=1",
   "path": "smki-pma/minutes/x y.md",
   "place": "../content/smki-pma/minutes/x y.md",
   "severity": "note",
   "to": ""
  }
 ],
 "page": "%[1]s",
 "warnings": {
  "all": 3,
  "codes": {
   "late": 2,
   "odd": 1
  },
  "pages": {
   "/smki-pma/meetings/28/": 2
  }
 }
}`
	for asked, page := range map[string]string{"/": "/", "%2Fstra%C3%9Fe%2F": "/straße/", "/stra%C3%9Fe/": "/straße/", "/smki-pma/meetings/28/": "/smki-pma/meetings/28/"} {
		if diff := cmp.Diff(fmt.Sprintf(want, page), read(asked)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestPlaces writes places for editors, and refuses what opens none.
func TestPlaces(t *testing.T) {
	at := source.Pos{Path: "a b/{line}é.md", Line: 3, Column: 4}
	for _, c := range []struct{ editor, root, want string }{
		{"", "", ""},
		{"vscode://file{path}:{line}:{column}", "/home/me", "vscode://file/home/me/a%20b/%7Bline%7D%C3%A9.md:3:4"},
		{"vscode://file{path}", "/", "vscode://file/a%20b/%7Bline%7D%C3%A9.md"},
		{"emacs://open?url=file://{path}&line={line}", "/x&y=z+?#/{path}/", "emacs://open?url=file:///x%26y%3Dz%2B%3F%23/%7Bpath%7D/a%20b/%7Bline%7D%C3%A9.md&line=3"},
	} {
		p, err := newPlaces(Options{Editor: c.editor, Root: c.root})
		if err != nil || p.open(at) != c.want {
			t.Errorf("%s: %q, %v", c.editor, p.open(at), err)
		}
	}
	for _, editor := range []string{"http://evil.example/{path}", "HTTPS://x{path}", "javascript:alert('{path}')", "JavaScript:{path}", "data:text/html,{path}", "file://{path}", "blob:{path}",
		"view-source:{path}", "about:{path}", "vscode://file", "vscode://file{paths}", "vscode://file{path}{row}", "{path}", "{path}:x", "code {path}", "code", "vscode://file\"{path}", "vscode://<{path}>",
		"vscode://file{path}\n", " vscode://file{path}", "vscode://é{path}", "://{path}", "vscode:", "1a:{path}"} {
		if _, err := newPlaces(Options{Editor: editor, Root: "/home"}); err == nil || !strings.Contains(err.Error(), "MINUTEBOOK_EDITOR") {
			t.Errorf("%q is an editor: %v", editor, err)
		}
	}
	if _, err := newPlaces(Options{Editor: "vscode://file{path}", Root: "content"}); err == nil {
		t.Error("an editor gets a relative path")
	}
	for _, c := range []struct {
		content string
		at      source.Pos
		want    string
	}{
		{"content", source.Pos{Path: "a.md", Line: 1, Column: 2}, "content/a.md:1:2"},
		{"content/", source.Pos{Path: "a.md"}, "content/a.md"},
		{"", source.Pos{Path: "a.md"}, "a.md"},
		{"content", source.Pos{}, ""},
	} {
		p, _ := newPlaces(Options{Content: c.content})
		if got := p.name(c.at); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}
