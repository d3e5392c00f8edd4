package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// A desk is a directory with content and, beside it, what is made of it.
type desk struct {
	t   *testing.T
	dir string
}

func newDesk(t *testing.T) desk { return desk{t, t.TempDir()} }

func (d desk) write(files map[string]string) {
	d.t.Helper()
	if err := os.RemoveAll(filepath.Join(d.dir, "content")); err != nil {
		d.t.Fatal(err)
	}
	for path, text := range files {
		write(d.t, filepath.Join(d.dir, "content", filepath.FromSlash(path)), text)
	}
}

// run runs a command over the content and returns all that it tells.
func (d desk) run(want int, args ...string) []byte {
	d.t.Helper()
	var told bytes.Buffer
	args = append(args, "--content", filepath.Join(d.dir, "content"), "--as-at", "2016-11-01")
	if code := run(args, &told, &told); code != want {
		d.t.Fatalf("minutebook %s: exit %d\n%s", strings.Join(args, " "), code, &told)
	}
	return told.Bytes()
}

func (d desk) build(r reader) []byte {
	d.t.Helper()
	return d.run(exitDone, append([]string{"build", "--out", filepath.Join(d.dir, "out")}, r.args...)...)
}

// files are all those in a directory, by path.
func (d desk) files(dir string) map[string][]byte {
	d.t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(filepath.Join(d.dir, dir)), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			files[p+"/"] = nil // its name counts
			return nil
		}
		files[p], err = os.ReadFile(filepath.Join(d.dir, dir, filepath.FromSlash(p)))
		return err
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return files
}

// hits are which canaries were found in which channel, and in how many files of it.
type hits map[string]map[string]int

func (h hits) add(channel string, data []byte) {
	if h[channel] == nil {
		h[channel] = map[string]int{}
	}
	for word := range canariesIn(data) {
		h[channel][word]++
	}
}

// shown are the canaries that pages show, to whoever only looks at them: not in what they say to programs, and not in what
// they keep for later days.
func (d desk) shown() map[string]bool {
	d.t.Helper()
	all := map[string]bool{}
	for p, data := range d.files("out") {
		if !strings.HasSuffix(p, ".html") {
			continue
		}
		root, err := html.Parse(bytes.NewReader(data))
		if err != nil {
			d.t.Fatal(err)
		}
		var text func(*html.Node)
		text = func(n *html.Node) {
			if n.Type == html.TextNode {
				maps.Copy(all, canariesIn([]byte(n.Data)))
			}
			for child := range n.ChildNodes() {
				if child.Data != "head" && child.Data != "script" && !has(child, "hidden") {
					text(child)
				}
			}
		}
		text(root)
	}
	return all
}

// published sorts a site into channels. Count is how many files each has.
func (d desk) published(count map[string]int) hits {
	d.t.Helper()
	h := hits{}
	for p, data := range d.files("out") {
		count[names]++
		h.add(names, []byte(p))
		if strings.HasSuffix(p, "/") {
			continue
		}
		k := slices.IndexFunc(channels, func(c struct {
			name string
			is   func(string) bool
		}) bool {
			return c.is(p)
		})
		if k < 0 {
			d.t.Errorf("%s is in no channel: add one to channels, so that it is known what is searched", p)
			continue
		}
		count[channels[k].name]++
		h.add(channels[k].name, data)
	}
	for p, data := range d.files(".") {
		if first, _, _ := strings.Cut(p, "/"); first != "content" && first != "out" && first != "." {
			count[beside]++
			h.add(beside, append([]byte(p+"\n"), data...))
		}
	}
	return h
}
