package watch

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// makes are the ways in which a Watcher comes to know of changes.
var makes = []struct {
	name string
	make func(dir string, noticed func()) (*Watcher, error)
}{
	{"told", func(dir string, noticed func()) (*Watcher, error) { return New([]string{dir}, 0, noticed) }},
	{"looking", func(dir string, noticed func()) (*Watcher, error) {
		return New([]string{dir}, 2*time.Millisecond, noticed)
	}},
}

var scenarios = []struct {
	name string
	act  func(t *testing.T, dir string)
}{
	{"1,000 saves by several writers", func(t *testing.T, dir string) {
		var wg sync.WaitGroup
		for writer := range 5 {
			wg.Go(func() {
				for i := range 200 {
					save(t, fmt.Sprintf("%s/a/%d-%d.md", dir, writer, i%20), fmt.Sprint("save ", i))
				}
			})
		}
		wg.Wait()
	}},
	{"writes in place, of one size", func(t *testing.T, dir string) {
		for i := range 1000 {
			write(t, fmt.Sprintf("%s/a/b/%d.md", dir, i%7), fmt.Sprintf("%06d", i))
		}
	}},
	{"200 new folders", func(t *testing.T, dir string) {
		for i := range 200 {
			write(t, fmt.Sprintf("%s/new-%d/minutes.md", dir, i), "one")
			write(t, fmt.Sprintf("%s/new-%d/agenda.pdf", dir, i), "two")
			write(t, fmt.Sprintf("%s/deep/%d/x/y/z/minutes.md", dir, i), "three")
			write(t, fmt.Sprintf("%s/new-%d/minutes.md", dir, i), "four")
		}
	}},
	{"folders on the move", func(t *testing.T, dir string) {
		for i := range 50 {
			at := func(name string) string { return fmt.Sprintf("%s/%d-%s", dir, i, name) }
			write(t, at("a/b/c/minutes.md"), "one")
			must(t, os.Mkdir(at("p"), 0o755))
			rename(t, at("a"), at("p/q"))
			write(t, at("p/q/b/c/minutes.md"), "two")
			write(t, at("a/b/c/minutes.md"), "another")
			rename(t, at("p"), at("aside"))
			rename(t, at("a"), at("p"))
			rename(t, at("aside"), at("a"))
			write(t, at("a/q/b/c/minutes.md"), "three")
			rename(t, at("p/b"), at("gone"))
			remove(t, at("gone"))
			rename(t, at("a/q"), filepath.Join(filepath.Dir(dir), fmt.Sprint("outside-", i)))
			rename(t, filepath.Join(filepath.Dir(dir), fmt.Sprint("outside-", i)), at("back"))
			write(t, at("back/b/c/minutes.md"), "four")
		}
	}},
	{"a folder deleted and restored", func(t *testing.T, dir string) {
		for i := range 100 {
			remove(t, dir+"/a")
			write(t, dir+"/a/b/minutes.md", fmt.Sprint("restored ", i))
			remove(t, dir+"/a/b")
			write(t, dir+"/a/b/minutes.md", fmt.Sprint("again ", i))
		}
	}},
	{"the directory deleted", func(t *testing.T, dir string) { remove(t, dir) }},
	{"the directory deleted and restored", func(t *testing.T, dir string) {
		remove(t, dir)
		write(t, dir+"/a/minutes.md", "restored")
		write(t, dir+"/a/minutes.md", "edited")
	}},
	{"the directory moved and restored", func(t *testing.T, dir string) {
		rename(t, dir, dir+"-aside")
		write(t, dir+"/a/other.md", "other")
		remove(t, dir)
		rename(t, dir+"-aside", dir)
		write(t, dir+"/a/minutes.md", "edited")
	}},
	{"the directory around it replaced", func(t *testing.T, dir string) {
		around := filepath.Dir(dir)
		rename(t, around, around+"-aside")
		write(t, dir+"/a/other.md", "other")
	}},
	{"5,000 files come, move and go", func(t *testing.T, dir string) {
		for i := range 5000 {
			write(t, fmt.Sprintf("%s/branch/%d/%d.md", dir, i%50, i), "one")
		}
		for i := range 2500 {
			save(t, fmt.Sprintf("%s/branch/%d/%d.md", dir, i%50, i), "two")
		}
		rename(t, dir+"/branch", dir+"/other")
		remove(t, dir+"/other/7")
	}},
	{"links", func(t *testing.T, dir string) {
		write(t, dir+"/_shared/target.md", "one")
		must(t, os.Symlink("../_shared/target.md", dir+"/a/link.md"))
		must(t, os.Symlink("minutes.md", dir+"/a/near.md"))
		write(t, dir+"/a/minutes.md", "two")
		write(t, dir+"/_shared/target.md", "two")
		save(t, dir+"/_shared/target.md", "six")
	}},
	{"anything", func(t *testing.T, dir string) { anything(t, dir, 1) }},
}

func TestNothingIsLost(t *testing.T) {
	for _, m := range makes {
		for _, s := range scenarios {
			t.Run(m.name+"/"+s.name, func(t *testing.T) {
				dir := content(t)
				r := follow(t, dir, func(noticed func()) (*Watcher, error) { return m.make(dir, noticed) })
				r.during(func() { s.act(t, dir) })
				r.during(func() { write(t, dir+"/a/b/afterwards.md", "afterwards") })
			})
		}
	}
}

// content makes a directory with some files.
func content(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "project", "content")
	write(t, dir+"/site.yaml", "title: x")
	write(t, dir+"/a/minutes.md", "one")
	write(t, dir+"/a/b/minutes.md", "two")
	return dir
}

// anything does a thousand things, chosen at random, to a few files and folders.
func anything(t *testing.T, dir string, n uint64) {
	random := rand.New(rand.NewPCG(n, n))
	some := func() string {
		p := dir
		for range 1 + random.IntN(3) {
			p = path.Join(p, string("abcd"[random.IntN(4)]))
		}
		return p
	}
	for i := range 1000 { // what cannot be done is not done
		p, q := some(), some()
		switch random.IntN(12) {
		case 0, 1:
			os.MkdirAll(p, 0o755)
		case 2, 3:
			os.Rename(p, q)
		case 4:
			os.RemoveAll(p)
		case 5:
			os.Rename(p+".md", q+".md")
		case 6:
			if to, err := filepath.Rel(filepath.Dir(p), q+".md"); err == nil {
				os.Symlink(to, p+".md")
			}
		case 7:
			os.Rename(p, filepath.Join(filepath.Dir(dir), "outside"))
		case 8:
			os.Rename(filepath.Join(filepath.Dir(dir), "outside"), p)
		default:
			os.WriteFile(p+".md", fmt.Appendf(nil, "%04d", i), 0o644)
		}
	}
}

// A receiver that is away gets one Change with all that happened, and a stream of events does not hold it back.
func TestReceivers(t *testing.T) {
	dir := content(t)
	noticed := make(chan struct{}, 1)
	w, err := New([]string{dir}, 0, func() { noticed <- struct{}{} })
	must(t, err)
	defer w.Close()
	r := &reader{t: t, w: w, dir: dir, files: map[string]string{}, noticed: new(atomic.Int64)}
	r.noticed.Store(1)
	write(t, dir+"/a/minutes.md", "first")
	<-noticed
	for i := range 300 {
		write(t, fmt.Sprintf("%s/a/%d.md", dir, i), "more")
	}
	r.readAll()
	for c := r.next(); !slices.Contains(c.Paths, Path{dir, "a/299.md"}); c = r.next() {
		r.noticed.Add(1)
		<-noticed
	}

	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-noticed:
			default:
				write(t, dir+"/a/minutes.md", fmt.Sprint("stream ", i))
			}
		}
	}()
	for range 3 {
		select {
		case <-w.Changes():
		case <-time.After(patience):
			t.Fatal("a stream of events holds the Change back")
		}
	}
	close(stop)
	<-stopped
}

// What is no change is not told: when a file is written afterwards, that alone is named.
func TestNoChange(t *testing.T) {
	for _, m := range makes {
		t.Run(m.name, func(t *testing.T) {
			dir := content(t)
			r := follow(t, dir, func(noticed func()) (*Watcher, error) { return m.make(dir, noticed) })
			must(t, os.Chmod(dir+"/site.yaml", 0o755))
			must(t, os.Chmod(dir+"/a", 0o700))
			must(t, os.Chmod(dir, 0o700))
			write(t, dir+"/a/.minutes.md.swp", "x")
			remove(t, dir+"/a/.minutes.md.swp")
			write(t, dir+"/_drafts/minutes.md", "x")
			write(t, dir+"/.git/index", "x")
			save(t, dir+"/.git/index", "y")
			write(t, dir+"/a/minutes.md", "edited")
			if c := r.next(); !slices.Equal(c.Paths, []Path{{dir, "a/minutes.md"}}) {
				t.Errorf("a Change of %v", c)
			}
		})
	}
}

// What could not be read before, and can be now, is a change, although only the mode is another.
func TestReadableAgain(t *testing.T) {
	for _, m := range makes {
		t.Run(m.name, func(t *testing.T) {
			dir := content(t)
			must(t, os.Chmod(dir+"/a/minutes.md", 0))
			r := follow(t, dir, func(noticed func()) (*Watcher, error) { return m.make(dir, noticed) })
			must(t, os.Chmod(dir+"/a/minutes.md", 0o644))
			if c := r.next(); !slices.Equal(c.Paths, []Path{{dir, "a/minutes.md"}}) {
				t.Errorf("a Change of %v", c)
			}
		})
	}
}

// Where one write follows another within one tick of the file system's clock, size and time are the same.
func TestSameTime(t *testing.T) {
	dir := content(t)
	r := follow(t, dir, func(noticed func()) (*Watcher, error) {
		return New([]string{dir}, time.Millisecond, noticed)
	})
	for i := range 20 {
		f, err := os.OpenFile(dir+"/a/minutes.md", os.O_RDWR, 0)
		must(t, err)
		info, err := f.Stat()
		must(t, err)
		_, err = f.WriteAt(fmt.Appendf(nil, "%03d", i), 0)
		must(t, err)
		must(t, os.Chtimes(dir+"/a/minutes.md", time.Time{}, info.ModTime()))
		must(t, f.Close())
		r.during(func() {})
	}
}

func TestSeveralDirectories(t *testing.T) {
	for _, poll := range []time.Duration{0, time.Millisecond} {
		one, two := content(t), content(t)
		t.Chdir(filepath.Dir(one))
		w, err := New([]string{"content", two}, poll, nil)
		must(t, err)
		write(t, one+"/a/minutes.md", "edited")
		if c := <-w.Changes(); !slices.Equal(c.Paths, []Path{{"content", "a/minutes.md"}}) {
			t.Errorf("a Change of %v", c)
		}
		write(t, two+"/new/minutes.md", "edited")
		for c := range w.Changes() {
			if slices.Contains(c.Paths, Path{two, "new/minutes.md"}) {
				break
			}
		}
		must(t, w.Close())
		must(t, w.Close())
		if _, open := <-w.Changes(); open {
			t.Error("a Change after Close")
		}
	}
	if _, err := New([]string{content(t), filepath.Join(t.TempDir(), "none")}, 0, nil); !os.IsNotExist(err) {
		t.Errorf("without the directory: %v", err)
	}
	if _, err := New([]string{content(t) + "/site.yaml"}, 0, nil); err == nil {
		t.Error("watches a file")
	}
}
