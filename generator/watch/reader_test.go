package watch

import (
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minutebook/generator/source"
)

const patience = time.Minute // until a test gives up waiting

// A reader does what preview does: it reads everything once, and then again what each Change names.
type reader struct {
	t       *testing.T
	w       *Watcher
	dir     string
	files   map[string]string
	changes []Change
	noticed *atomic.Int64
}

// follow has a reader of dir, with the Watcher that make makes.
func follow(t *testing.T, dir string, make func(noticed func()) (*Watcher, error)) *reader {
	t.Helper()
	r := &reader{t: t, dir: dir, files: map[string]string{}, noticed: new(atomic.Int64)}
	w, err := make(func() { r.noticed.Add(1) })
	must(t, err)
	t.Cleanup(func() { w.Close() })
	r.w = w
	r.readAll()
	return r
}

func (r *reader) readAll() {
	clear(r.files)
	filepath.WalkDir(r.dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || p == r.dir {
			return nil // it went while it was read
		}
		if strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "_") {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if data, err := os.ReadFile(p); err == nil {
			rel, _ := filepath.Rel(r.dir, p)
			r.files[filepath.ToSlash(rel)] = string(data)
		}
		return nil
	})
}

// next waits for a Change, and reads what it names.
func (r *reader) next() Change {
	r.t.Helper()
	select {
	case c, ok := <-r.w.Changes():
		if !ok {
			r.t.Fatal("closed")
		}
		r.apply(c)
		return c
	case <-time.After(patience):
		r.t.Fatal("no Change")
		return Change{}
	}
}

func (r *reader) apply(c Change) {
	r.t.Helper()
	r.changes = append(r.changes, c)
	if n := int(r.noticed.Load()); n != len(r.changes) && n != len(r.changes)+1 {
		r.t.Fatalf("Change %d is here, and %d were noticed", len(r.changes), n)
	}
	switch {
	case c.All && c.Paths != nil || !c.All && len(c.Paths) == 0 || len(c.Paths) > most:
		r.t.Fatalf("a Change of %d paths, all %v", len(c.Paths), c.All)
	case c.All:
		r.readAll()
	}
	for _, p := range c.Paths {
		if p.Dir != r.dir {
			r.t.Fatalf("a change in %s, which is not watched", p.Dir)
		}
		if data, err := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(p.Name))); err == nil {
			r.files[p.Name] = string(data)
		} else {
			delete(r.files, p.Name)
		}
	}
}

// during reads while something is done, and then until what it has is what is on the disk.
func (r *reader) during(act func()) {
	r.t.Helper()
	acted := make(chan struct{})
	go func() {
		defer close(acted)
		act()
	}()
	late := time.After(patience)
	for waiting, busy := acted, true; busy || !maps.Equal(r.files, disk(r.t, r.dir)); {
		select {
		case <-waiting:
			waiting, busy = nil, false
		case c, ok := <-r.w.Changes():
			if !ok {
				r.t.Fatal("closed")
			}
			r.apply(c)
		case <-late:
			r.t.Fatalf("lost, after %d Changes (-disk +reader):\n%s", len(r.changes), cmp.Diff(disk(r.t, r.dir), r.files))
		}
	}
}

// disk is the content, as build reads it.
func disk(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	tree, err := source.ReadTree(dir, &source.Report{})
	if os.IsNotExist(err) {
		return files
	}
	must(t, err)
	for _, f := range tree.Files {
		files[f.Path] = string(f.Data)
	}
	for _, p := range tree.Attachments {
		data, err := os.ReadFile(filepath.Join(dir, p))
		must(t, err)
		files[p] = string(data)
	}
	return files
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, name, data string) {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		t.Error(err)
	}
}

// save writes as most editors do: beside the file, and then in its place.
func save(t *testing.T, name, data string) {
	temporary := name + ".tmp"
	write(t, temporary, data)
	rename(t, temporary, name)
}

func rename(t *testing.T, from, to string) {
	if err := os.Rename(from, to); err != nil {
		t.Error(err)
	}
}

func remove(t *testing.T, name string) {
	if err := os.RemoveAll(name); err != nil {
		t.Error(err)
	}
}
