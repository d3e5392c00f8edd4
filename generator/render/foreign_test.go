package render_test

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"minutebook/generator/release"
	"minutebook/generator/render"
	"minutebook/generator/site"
	"minutebook/templates"
)

// looked is a site with a look of somebody's own.
func looked(t *testing.T, look fs.FS, e release.Edition, o site.Options) (files, map[string]bool) {
	t.Helper()
	o.AsAt = asAt
	s, wrong := site.Build(e, o)
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	r, err := render.New(look)
	if err != nil {
		t.Fatal(err)
	}
	out, kinds := files{}, map[string]bool{}
	for _, m := range s.Pages {
		kinds[m.Base().Kind] = true
	}
	var mu sync.Mutex
	if err := r.Render(s, func(path string, content []byte) error {
		mu.Lock()
		defer mu.Unlock()
		out[path] = string(content)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return out, kinds
}

// A set of templates that has nothing of the built-in look makes every kind of page, and every link leads somewhere.
func TestForeignTemplates(t *testing.T) {
	look := os.DirFS("testdata/foreign")
	e := edition(t, false)
	e.Bodies[0].Documents[1].Was = []release.Former{{Address: "/smki-pma/documents/old-name/"}}
	out, kinds := looked(t, look, e, site.Options{})
	crawl(t, out, "https://minutes.example.org/code/", true)
	for name, content := range out {
		if path.Ext(name) != ".html" {
			continue
		}
		for _, own := range []string{"assets/script-", "Skip to the text", `class="label"`, `class="state"`, `class="register`, `id="main_"`} {
			if strings.Contains(content, own) {
				t.Errorf("%s has the built-in %s", name, own)
			}
		}
		if strings.Count(content, "Foreign look.") != 1 {
			t.Errorf("%s has another frame", name)
		}
	}
	private, _ := looked(t, look, edition(t, true), site.Options{Portable: true})
	crawl(t, private, "file:///media/", false)
	if !strings.Contains(private["smki-pma/actions/25-13/index.html"], "<small>(AMBER)</small>") {
		t.Error("a label is not shown in the foreign look")
	}
	all, err := fs.Glob(templates.Files, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		kind := strings.TrimSuffix(file, ".html")
		if !slices.Contains([]string{"frame", "parts", "plots"}, kind) && !kinds[kind] {
			t.Errorf("no page of the kind %s came out", kind)
		}
		if _, err := fs.Stat(look, file); err != nil {
			t.Errorf("the foreign set has no %s: it is an example of a whole one", file)
		}
	}
}
