package render_test

import (
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"

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

func write(t testing.TB, name, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}
