package render_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/render"
	"minutebook/generator/site"
)

var (
	update = flag.Bool("update", false, "write the golden files anew")
	look   = flag.String("look", "", "a directory to write the fixture's site into, to look at it")
)

// files is a rendered site in memory.
type files map[string]string

func rendered(t testing.TB, e release.Edition, o site.Options) files {
	t.Helper()
	if o.AsAt.IsZero() {
		o.AsAt = asAt
	}
	s, diagnostics := site.Build(e, o)
	for _, d := range diagnostics {
		t.Errorf("%v: %s [%s]", d.Pos, d.Message, d.Code)
	}
	r, err := render.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	out := files{}
	var mu sync.Mutex
	if err := r.Render(s, func(path string, content []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := out[path]; twice {
			t.Errorf("%s was written twice", path)
		}
		out[path] = string(content)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLook(t *testing.T) {
	if *look == "" {
		t.Skip("nobody wants to look")
	}
	for name, content := range rendered(t, edition(t, false), site.Options{}) {
		write(t, filepath.Join(*look, "public", name), content)
	}
	for name, content := range rendered(t, edition(t, true), site.Options{Portable: true}) {
		write(t, filepath.Join(*look, "private", name), content)
	}
}

// Pages of each kind, byte for byte. A change of look is a change of these: run with -update, and read the difference.
func TestGolden(t *testing.T) {
	out := rendered(t, edition(t, false), site.Options{Version: "test"})
	for _, name := range []string{"index.html", "smki-pma/index.html", "smki-pma/meetings/25/index.html", "smki-pma/actions/25-01/index.html",
		"actions/index.html", "decisions/index.html", "smki-pma/consultations/recovery-key-guidance-1/index.html",
		"smki-pma/documents/recovery-key-guidance/index.html", "smki-pma/registers/change-requests/cr101/index.html"} {
		golden := filepath.Join("testdata", strings.ReplaceAll(strings.TrimSuffix(name, "/index.html"), "/", "_"))
		got := hashed.ReplaceAllString(out[name], "-HASH.")
		if *update {
			write(t, golden, got)
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is not as it was: %s", name, firstDifference(got, string(want)))
		}
	}
}

var hashed = regexp.MustCompile(`-[0-9a-f]{12}\.`)

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d\n got: %s\nwant: %s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, not %d", len(g), len(w))
}

func TestSameBytesEveryTime(t *testing.T) {
	first := rendered(t, edition(t, false), site.Options{})
	for range 5 {
		again := rendered(t, edition(t, false), site.Options{})
		for name := range first {
			if first[name] != again[name] {
				t.Fatalf("%s is another: %s", name, firstDifference(again[name], first[name]))
			}
		}
	}
}

// TestIndexForgets holds that an index for searching is of the pages that were written with it, and of none before.
func TestIndexForgets(t *testing.T) {
	r, err := render.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	index := func(private bool) string {
		s, _ := site.Build(edition(t, private), site.Options{AsAt: asAt})
		var mu sync.Mutex
		var found string
		if err := r.Render(s, func(path string, content []byte) error {
			mu.Lock()
			defer mu.Unlock()
			if path == "search/index.js" {
				found = string(content)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return found
	}
	public := index(false)
	if private := index(true); private == public {
		t.Error("the index of a private copy is that of the public site")
	}
	if again := index(false); again != public {
		t.Error("the index has something of a site that was made before")
	}
}

// TestAToZ holds that a long A to Z is divided by letters, each on a page of its own that leads to the others.
func TestAToZ(t *testing.T) {
	e := edition(t, false)
	r := reader{t, markdown.Reading{Clearance: e.Clearance}}
	short := rendered(t, e, site.Options{})
	if !strings.Contains(short["search/index.html"], `<h3 id="letter-s">S</h3>`) || short["search/letter-s/index.html"] != "" {
		t.Error("a short A to Z is not on one page")
	}
	for i := range 400 {
		title := fmt.Sprintf("%c paper number %d", 'a'+i%25, i)
		if i%25 == 24 {
			title = fmt.Sprintf("%d papers", i)
		}
		e.Bodies[0].Documents = append(e.Bodies[0].Documents, release.Document{Record: record(fmt.Sprintf("smki-pma/documents/d%d.md", i), "", r.line(title), release.Text{})})
	}
	long := rendered(t, e, site.Options{})
	if n := strings.Count(long["search/index.html"], "<li>"); n > 80 {
		t.Errorf("the first page of a long A to Z has %d entries", n)
	}
	for _, letter := range []string{"b", "x", "others"} {
		page := long["search/letter-"+letter+"/index.html"]
		if n := strings.Count(page, "Document of SMKI PMA"); n < 16 || n > 40 {
			t.Errorf("under %s, there are %d documents", letter, n)
		}
		if !strings.Contains(page, `<a href="../letter-a/">A</a>`) || !strings.Contains(page, `aria-current="page">`) {
			t.Errorf("under %s, there is no way to the other letters", letter)
		}
		if !strings.Contains(long["search/index.html"], `<a href="letter-`+letter+`/">`) {
			t.Errorf("no way to %s", letter)
		}
	}
}

func TestTemplatesAreReplacedOneByOne(t *testing.T) {
	s, _ := site.Build(edition(t, false), site.Options{AsAt: asAt})
	r, err := render.New(fstest.MapFS{
		"action.html": {Data: []byte("<h1>{{printf \"%q\" .Action.Ref}}</h1>\n    <p title=\"{{.Action.State}}\">mine</p>")},
		"style.css":   {Data: []byte("body { color: teal }")},
	})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var mu sync.Mutex
	if err := r.Render(s, func(path string, content []byte) error {
		mu.Lock()
		defer mu.Unlock()
		out[path] = string(content)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	// printf is left to html/template, and escapes as well.
	if !strings.Contains(out["smki-pma/actions/25-04/index.html"], "<h1>&#34;SECPMA 25/04&#34;</h1>\n<p title=\"open\">mine</p>") {
		t.Error(out["smki-pma/actions/25-04/index.html"])
	}
	if !strings.Contains(out["actions/index.html"], "Actions of all committees") {
		t.Error("the templates that were not replaced are not there")
	}
	for name, content := range out {
		if strings.HasPrefix(name, "assets/style-") && content != "body { color: teal }" {
			t.Error("the style sheet was not replaced")
		}
	}
	// Templates that show labels as words go on doing so.
	s, _ = site.Build(edition(t, true), site.Options{AsAt: asAt})
	r, err = render.New(fstest.MapFS{"action.html": {Data: []byte(`{{with .Action}}{{if .Above}}<b data-label="{{.Above}}">above</b> {{end}}<i>{{.Label}}</i>{{end}}`)}})
	if err != nil {
		t.Fatal(err)
	}
	var seen atomic.Int64
	if err := r.Render(s, func(path string, content []byte) error {
		if want, ok := map[string]string{
			"smki-pma/actions/25-01/index.html": `data-date="2016-07-12" data-state="overdue">` + "\n<i>GREEN</i>",
			"smki-pma/actions/25-13/index.html": `<b data-label="AMBER">above</b> <i>AMBER</i>`,
		}[path]; ok {
			if seen.Add(1); !strings.Contains(string(content), want) {
				t.Errorf("%s: %s", path, content)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if seen.Load() != 2 {
		t.Errorf("%d of two pages are there", seen.Load())
	}
	for _, wrong := range []string{"{{.Nothing", "<a href='{{if .Action}}\"{{end}}>"} {
		if _, err := render.New(fstest.MapFS{"action.html": {Data: []byte(wrong)}}); err == nil {
			t.Errorf("%q is taken for a template", wrong)
		}
	}
	r, err = render.New(fstest.MapFS{"action.html": {Data: []byte("{{.Nothing}}")}})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Render(s, func(string, []byte) error { return nil }); err == nil {
		t.Error("a field that there is not is shown")
	}
}

func TestFailureToWrite(t *testing.T) {
	s, _ := site.Build(edition(t, false), site.Options{AsAt: asAt})
	r, err := render.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	if err := r.Render(s, func(path string, _ []byte) error {
		if path == "about/index.html" {
			return full
		}
		return nil
	}); !errors.Is(err, full) {
		t.Errorf("Render says %v", err)
	}
}

func write(t testing.TB, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}
