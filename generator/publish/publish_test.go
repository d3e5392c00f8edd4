package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// site is what a directory holds: the contents of its files by their paths; for what is not a file, its kind in
// brackets.
type site map[string]string

// read returns all that is below a directory, links not followed.
func read(t *testing.T, dir string) site {
	t.Helper()
	s := site{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || path == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		if !e.Type().IsRegular() {
			s[filepath.ToSlash(rel)] = "[" + e.Type().String() + "]"
			return nil
		}
		data, err := os.ReadFile(path)
		s[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// files are the files of a site, without its directories and its manifest.
func (s site) files() site {
	files := maps.Clone(s)
	maps.DeleteFunc(files, func(path, content string) bool {
		return path == manifestName || strings.HasPrefix(content, "[")
	})
	return files
}

// lay makes the files of a site; a path that ends in a slash is a directory.
func lay(t *testing.T, dir string, s site) {
	t.Helper()
	for path, content := range s {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if strings.HasSuffix(path, "/") {
			must(t, os.MkdirAll(full, 0o755))
			continue
		}
		must(t, os.MkdirAll(filepath.Dir(full), 0o755))
		must(t, os.WriteFile(full, []byte(content), 0o644))
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal(t *testing.T, what string, got, want site) {
	t.Helper()
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if g, ok := got[path]; !ok {
			t.Errorf("%s: %s is missing", what, path)
		} else if g != want[path] {
			t.Errorf("%s: %s holds %.80q, want %.80q", what, path, g, want[path])
		}
	}
	for _, path := range slices.Sorted(maps.Keys(got)) {
		if _, ok := want[path]; !ok {
			t.Errorf("%s: %s should not be there", what, path)
		}
	}
}

func stage(t testing.TB, out string, s site) *Staging {
	t.Helper()
	st, err := Stage(out)
	must(t, err)
	t.Cleanup(st.Discard)
	for path, content := range s {
		must(t, st.Write(path, []byte(content)))
	}
	return st
}

func publish(t testing.TB, out string, s site) Result {
	t.Helper()
	r, err := stage(t, out, s).Swap()
	must(t, err)
	return r
}

var (
	before = site{"index.html": "old home", "smki-pma/actions/index.html": "old actions", "feed.xml": "feed"}
	after  = site{"index.html": "new home", "feed.xml": "feed", "calendar/index.html": "calendar"}
)

func TestPublish(t *testing.T) {
	tests := []struct {
		name   string
		before func(t *testing.T, out string)
		want   Result
	}{
		{"missing", func(t *testing.T, out string) {}, Result{Files: 3, Written: 3}},
		{"empty", func(t *testing.T, out string) { must(t, os.Mkdir(out, 0o755)) }, Result{Files: 3, Written: 3}},
		{"published", func(t *testing.T, out string) { publish(t, out, before) },
			Result{Files: 3, Written: 2, Unchanged: 1, Removed: 1}},
		{"published the same", func(t *testing.T, out string) { publish(t, out, after) },
			Result{Files: 3, Unchanged: 3}},
		{"a listed file is missing", func(t *testing.T, out string) {
			publish(t, out, after)
			must(t, os.Remove(filepath.Join(out, "feed.xml")))
		}, Result{Files: 3, Written: 1, Unchanged: 2}},
		{"all but the manifest is missing", func(t *testing.T, out string) {
			publish(t, out, before)
			for path := range before {
				must(t, os.RemoveAll(filepath.Join(out, strings.Split(path, "/")[0])))
			}
		}, Result{Files: 3, Written: 3}},
		{"an empty site", func(t *testing.T, out string) { publish(t, out, nil) }, Result{Files: 3, Written: 3}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			beside := t.TempDir()
			out := filepath.Join(beside, "public")
			test.before(t, out)
			if got := publish(t, out, after); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
			equal(t, "site", read(t, out).files(), after)
			equal(t, "with what is beside it", read(t, beside), read(t, out).in("public").with("public"))
		})
	}
}

// with is a site and directories.
func (s site) with(dirs ...string) site {
	s = maps.Clone(s)
	for _, dir := range dirs {
		s[dir] = "[d---------]"
	}
	return s
}

// in is a site as it looks from the directory that holds its directory.
func (s site) in(dir string) site {
	moved := site{}
	for path, content := range s {
		moved[dir+"/"+path] = content
	}
	return moved
}

func TestManifest(t *testing.T) {
	const want = `{
  "files": {
    "a&b.html": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "a/index.html": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "manifest.json.html": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "é.html": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
  }
}
`
	out := filepath.Join(t.TempDir(), "public")
	publish(t, out, site{"é.html": "abc", "a/index.html": "abc", "a&b.html": "", "manifest.json.html": ""})
	if got := read(t, out)[manifestName]; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestNothingIsSeenBeforeSwap(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	publish(t, out, before)
	st := stage(t, out, after)
	equal(t, "published", read(t, out).files(), before)
	equal(t, "staged", read(t, st.Dir()), after.with("calendar"))
	info, err := os.Stat(st.Dir())
	must(t, err)
	if info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the staging directory has mode %v: others can read what was not audited", info.Mode())
	}
}

func TestDiscardLeavesNothing(t *testing.T) {
	for _, test := range []struct{ name, out string }{
		{"where nothing is", "public"}, {"where directories above are made", "a/b/public"},
	} {
		t.Run(test.name, func(t *testing.T) {
			beside := t.TempDir()
			st := stage(t, filepath.Join(beside, filepath.FromSlash(test.out)), after)
			st.Discard()
			st.Discard()
			equal(t, "after Discard", read(t, beside), site{})
			if err := st.Write("late.html", nil); err == nil {
				t.Error("Write after Discard succeeded")
			}
			if _, err := st.Swap(); err == nil {
				t.Error("Swap after Discard succeeded")
			}
			equal(t, "after the late calls", read(t, beside), site{})
		})
	}
}

func TestDiscardAfterSwapKeepsTheSite(t *testing.T) {
	out := filepath.Join(t.TempDir(), "a", "b", "public")
	st := stage(t, out, after)
	_, err := st.Swap()
	must(t, err)
	next := stage(t, out, before)
	st.Discard() // must not take the lock or the files of the next publisher
	if _, err := Stage(out); !isRefusal(err) {
		t.Errorf("a third publisher got %v, want a refusal", err)
	}
	equal(t, "site", read(t, out).files(), after)
	equal(t, "staged", read(t, next.Dir()).files(), before)
	if _, err := st.Swap(); err == nil {
		t.Error("a second Swap succeeded")
	}
	if err := st.Write("late.html", nil); err == nil {
		t.Error("Write after Swap succeeded")
	}
}

func isRefusal(err error) bool {
	var r *Refusal
	return errors.As(err, &r) && r.Reason != "" && r.Hint != ""
}

func TestConcurrentWriters(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	st := stage(t, out, nil)
	page := func(writer, n int) string { return fmt.Sprintf("body-%d/actions/%02d-%d/index.html", n%7, n, writer) }
	want := site{}
	for writer := range 8 {
		for n := range 50 {
			want[page(writer, n)] = fmt.Sprint(writer, n)
		}
	}
	var wg sync.WaitGroup
	for writer := range 8 {
		wg.Go(func() {
			for n := range 50 {
				if err := st.Write(page(writer, n), fmt.Append(nil, fmt.Sprint(writer, n))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	r, err := st.Swap()
	must(t, err)
	if want := (Result{Files: 400, Written: 400}); r != want {
		t.Errorf("got %+v, want %+v", r, want)
	}
	equal(t, "site", read(t, out).files(), want)
}

func TestOneOfConcurrentWritersHasThePath(t *testing.T) {
	st := stage(t, filepath.Join(t.TempDir(), "public"), nil)
	var (
		wg      sync.WaitGroup
		written atomic.Int32
	)
	for range 8 {
		wg.Go(func() {
			if st.Write("index.html", nil) == nil {
				written.Add(1)
			}
		})
	}
	wg.Wait()
	if n := written.Load(); n != 1 {
		t.Errorf("%d writers of one path succeeded", n)
	}
}

func TestOnePublisherAtATime(t *testing.T) {
	beside := t.TempDir()
	out := filepath.Join(beside, "public")
	first := stage(t, out, after)
	want := read(t, beside)
	for _, same := range []string{out, out + "/", filepath.Join(beside, ".", "x", "..", "public")} {
		if _, err := Stage(same); !isRefusal(err) {
			t.Errorf("a second publisher to %s got %v, want a refusal", same, err)
		}
	}
	equal(t, "after the refusals", read(t, beside), want)
	stage(t, filepath.Join(beside, "other"), after).Discard() // another site is nobody else's
	first.Discard()
	publish(t, out, after)
}

// A publisher removes its lock file when it ends, which must not let two others have the lock of two files.
func TestOnePublisherAtATimeAmongMany(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "public")
	var (
		wg         sync.WaitGroup
		publishing atomic.Int32
		published  atomic.Int32
	)
	for range 8 {
		wg.Go(func() {
			for range 200 {
				st, err := Stage(out)
				if isRefusal(err) {
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				if n := publishing.Add(1); n != 1 {
					t.Errorf("%d publishers at a time", n)
				}
				published.Add(1)
				runtime.Gosched()
				publishing.Add(-1)
				st.Discard()
			}
		})
	}
	wg.Wait()
	if published.Load() == 0 {
		t.Error("nobody could publish")
	}
}

func TestModes(t *testing.T) {
	beside := t.TempDir()
	usual := filepath.Join(beside, "usual") // what the umask leaves
	must(t, os.Mkdir(usual, 0o777))
	out := filepath.Join(beside, "public")
	mode := func(path string) fs.FileMode {
		info, err := os.Stat(path)
		must(t, err)
		return info.Mode()
	}
	publish(t, out, site{"a/index.html": ""})
	for _, dir := range []string{out, filepath.Join(out, "a")} {
		if mode(dir) != mode(usual) {
			t.Errorf("%s has mode %v, want %v", dir, mode(dir), mode(usual))
		}
	}
	if got, want := mode(filepath.Join(out, "a", "index.html")), mode(usual).Perm()&0o666; got != want {
		t.Errorf("a file has mode %v, want %v", got, want)
	}
	must(t, os.Chmod(out, 0o750))
	publish(t, out, site{"index.html": ""})
	if got := mode(out).Perm(); got != 0o750 {
		t.Errorf("a site of mode 0750 was replaced by one of %v", got)
	}
}

func TestManifestsThatAreNotOurs(t *testing.T) {
	sum := strings.Repeat("0", 64)
	tests := []struct{ name, data string }{
		{"nothing", ``}, {"null", `null`}, {"an array", `[]`}, {"no files", `{}`}, {"files of null", `{"files": null}`},
		{"a web application's", `{"name": "minutes", "icons": []}`},
		{"a key more", `{"files": {}, "time": 0}`},
		{"a second value", `{"files": {}} {}`},
		{"a short hash", `{"files": {"a": "00"}}`},
		{"no hash", `{"files": {"a": "` + strings.Repeat("x", 64) + `"}}`},
		{"a path outside", `{"files": {"../a": "` + sum + `"}}`},
		{"itself", `{"files": {"manifest.json": "` + sum + `"}}`},
		{"cut short", `{"files": {"a": "` + sum + `"`},
	}
	for _, test := range tests {
		if m, err := decodeManifest([]byte(test.data)); !errors.Is(err, errNotOurs) {
			t.Errorf("%s: got %v, %v", test.name, m, err)
		}
	}
	ours := manifest{"a": sum, "b/c": sum}
	if m, err := decodeManifest(bytes.ReplaceAll(ours.encode(), []byte("\n"), []byte("\r\n"))); err != nil || !maps.Equal(m, ours) {
		t.Errorf("ours, with other line ends: got %v, %v", m, err)
	}
}
