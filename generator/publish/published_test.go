package publish

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
)

// TestOpen looks at what can stand where a site is published, and changes nothing.
func TestOpen(t *testing.T) {
	for _, test := range []struct {
		name    string
		before  func(t *testing.T, dir string) // makes public in dir
		files   []string                       // nil for no site at all
		refused bool
	}{
		{"nothing", func(t *testing.T, dir string) {}, nil, false},
		{"an empty directory", func(t *testing.T, dir string) { lay(t, dir, site{"public/": ""}) }, nil, false},
		{"a site", func(t *testing.T, dir string) {
			publish(t, filepath.Join(dir, "public"), after)
		}, []string{"calendar/index.html", "feed.xml", "index.html"}, false},
		{"a site with other things in it", func(t *testing.T, dir string) {
			publish(t, filepath.Join(dir, "public"), after)
			lay(t, dir, site{"public/a": "", "public/c/d": "", "public/calendar/a": ""})
		}, []string{"calendar/index.html", "feed.xml", "index.html"}, true},
		{"another's directory", func(t *testing.T, dir string) { lay(t, dir, site{"public/notes.txt": ""}) }, nil, true},
		{"a file", func(t *testing.T, dir string) { lay(t, dir, site{"public": ""}) }, nil, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			test.before(t, dir)
			there := read(t, dir)
			p, err := Open(filepath.Join(dir, "public"))
			var refusal *Refusal
			if errors.As(err, &refusal) != test.refused || err != nil && !test.refused {
				t.Errorf("the error is %v", err)
			}
			var files []string
			if p != nil {
				defer p.Close()
				for path := range p.Files {
					files = append(files, path)
				}
				slices.Sort(files)
			}
			if !slices.Equal(files, test.files) {
				t.Errorf("the files are %q, not %q", files, test.files)
			}
			equal(t, "after looking", read(t, dir), there)
		})
	}
}

// TestOpenHolds holds that of a site whose place another has taken no file of the other is read.
func TestOpenHolds(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	publish(t, out, before)
	p, err := Open(out)
	must(t, err)
	defer p.Close()
	if data, err := p.Read("index.html"); err != nil || string(data) != before["index.html"] {
		t.Fatalf("%q, %v", data, err)
	}
	publish(t, out, after)
	if data, err := p.Read("index.html"); err == nil {
		t.Errorf("%q is read", data)
	}
}
