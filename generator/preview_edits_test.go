package main

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// An editedContent is content that is edited while a preview looks on. What every page has to show is on the disk.
type editedContent struct {
	t       *testing.T
	dir     string            // the content directory
	address map[string]string // of the page of a file, by its path
	saves   int
}

func newEdited(t *testing.T, dir string) *editedContent {
	e := &editedContent{t: t, dir: filepath.Join(dir, "content"), address: map[string]string{}}
	write(t, e.at("site.yaml"), "title: Site\nurl: https://example.org/\ncontact: a@example.org\ntime_zone: Europe/London\npublish: GREEN\n")
	e.body("base", "BASE")
	return e
}

func (e *editedContent) at(p string) string { return filepath.Join(e.dir, filepath.FromSlash(p)) }

func (e *editedContent) body(folder, prefix string) {
	e.address[folder+"/body.md"] = "/" + folder + "/"
	write(e.t, e.at(folder+"/body.md"), bodyIn(folder, prefix))
}

func bodyIn(folder, prefix string) string {
	return "---\nkind: body\nprefix: " + prefix + "\ntitle: Body\nshort: B\nclassification: WHITE\n---\nThe body of " + folder + ".\n"
}

// document is the file of a document in some folder of a body.
func (e *editedContent) document(folder, name string) (file string) {
	file = folder + "/" + name + ".md"
	body, _, _ := strings.Cut(folder, "/")
	e.address[file] = "/" + body + "/documents/" + name + "/"
	return file
}

// documentIn is a document with a state, by which a page tells how old it is.
func documentIn(state, ref string) string {
	return "---\nkind: document\nref: " + ref + "\ntitle: Document\nclassification: WHITE\n---\nState " + state + " of " + ref + ".\n"
}

func minutesIn(state string, number int) string {
	day := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, number)
	return fmt.Sprintf("---\nkind: minutes\nref: BASE_%02d_%s\nnumber: %d\ndate: %s\nstate: approved\nclassification: WHITE\n---\nState %s of meeting %d.\n",
		number, day.Format("0201"), number, day.Format(time.DateOnly), state, number)
}

// save replaces a file at one go, as editors do.
func save(name, text string) error {
	draft, err := os.CreateTemp(filepath.Dir(name), ".save-")
	if err != nil {
		return err
	}
	_, err = draft.WriteString(text)
	return errors.Join(err, draft.Close(), os.Rename(draft.Name(), name))
}

// shown waits until the page of every file shows what is in it last, in both views.
func (e *editedContent) shown(s *sitting) {
	e.t.Helper()
	for file, at := range e.address {
		text, err := os.ReadFile(e.at(file))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			until(e.t, func() string {
				if a := s.get(at); a.status != http.StatusNotFound {
					return fmt.Sprintf("%s is gone, and its page (%d) has:\n%s\n%s", file, a.status, a.text, s.stderr)
				}
				return ""
			})
			continue
		case err != nil:
			e.t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		last := lines[len(lines)-1]
		s.shows(at, last, "")
		s.shows("/~published"+at, last, "")
	}
}

// TestPreviewLosesNothing holds that after all kinds of edits, however quickly they came, every page shows what its file has.
func TestPreviewLosesNothing(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
	}{{"told", nil}, {"polled", []string{"--poll", "50ms"}}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			e := newEdited(t, dir)
			s := sit(t, dir, append(test.args, "--as-at", "2016-11-01")...)
			for _, step := range []struct {
				name string
				do   func(s *sitting)
			}{
				{"two writers and new folders", e.twoWriters},
				{"a folder renamed away and back", e.away},
				{"content deleted and restored", e.restored},
				{"files written in parts", e.inParts},
				{"another branch", e.branch},
			} {
				step.do(s)
				e.shown(s)
				t.Logf("%s: %d pages are what their files are, after %d saves in all and %d drafts", step.name, len(e.address), e.saves, s.get("/").draft())
			}
		})
	}
}

// twoWriters save a thousand times in twenty files, while two hundred folders come.
func (e *editedContent) twoWriters(s *sitting) {
	const files, saves, folders = 20, 500, 200
	var names []string
	for i := range files {
		names = append(names, e.document("base/papers", fmt.Sprintf("doc-%02d", i)))
		write(e.t, e.at(names[i]), documentIn("first", fmt.Sprint("BASE", i)))
	}
	for i := range folders {
		if i%2 == 0 {
			e.address[fmt.Sprintf("new-%03d/body.md", i)] = fmt.Sprintf("/new-%03d/", i)
		} else {
			e.address[fmt.Sprintf("base/minutes/in-%03d/minutes.md", i)] = fmt.Sprintf("/base/meetings/%d/", i)
		}
	}
	var edits sync.WaitGroup
	failed := make(chan error, 3)
	for writer := range 2 {
		edits.Go(func() {
			chance := rand.New(rand.NewPCG(uint64(writer), 1))
			for n := range saves {
				i := chance.IntN(files)
				if err := save(e.at(names[i]), documentIn(fmt.Sprintf("%d-%d", writer, n), fmt.Sprint("BASE", i))); err != nil {
					failed <- err
					return
				}
				if n%20 == 0 { // so that there are drafts in between
					if _, err := s.ask(e.address[names[i]]); err != nil {
						failed <- err
						return
					}
				}
			}
		})
	}
	for i := range folders {
		if i%2 == 0 {
			folder := fmt.Sprintf("new-%03d", i)
			write(e.t, e.at(folder+"/body.md"), bodyIn(folder, fmt.Sprintf("NEW%c%c", 'A'+i/26, 'A'+i%26)))
		} else {
			write(e.t, e.at(fmt.Sprintf("base/minutes/in-%03d/minutes.md", i)), minutesIn("first", i))
		}
	}
	edits.Wait()
	close(failed)
	if err := <-failed; err != nil {
		e.t.Fatal(err)
	}
	e.saves += files + 2*saves + folders
}

// away has a body go, change where nobody looks, and come back.
func (e *editedContent) away(s *sitting) {
	away := filepath.Join(filepath.Dir(e.dir), "away")
	for round := range 5 {
		if err := os.Rename(e.at("base"), away); err != nil {
			e.t.Fatal(err)
		}
		if round%2 == 0 { // otherwise it is back before anybody has looked
			until(e.t, func() string {
				if a := s.get("/base/documents/doc-03/"); a.status != http.StatusNotFound {
					return fmt.Sprintf("a folder is gone and its page is shown (%d)", a.status)
				}
				return ""
			})
		}
		write(e.t, filepath.Join(away, "papers/doc-03.md"), documentIn(fmt.Sprint("away ", round), "BASE3"))
		if err := os.Rename(away, e.at("base")); err != nil {
			e.t.Fatal(err)
		}
		e.saves++
		s.shows("/base/documents/doc-03/", fmt.Sprint("State away ", round, " of BASE3."), "")
	}
}

// restored has the whole content go and come back, another in its place.
func (e *editedContent) restored(s *sitting) {
	kept := filepath.Join(filepath.Dir(e.dir), "kept")
	if err := os.CopyFS(kept, os.DirFS(e.dir)); err != nil {
		e.t.Fatal(err)
	}
	if err := os.RemoveAll(e.dir); err != nil {
		e.t.Fatal(err)
	}
	until(e.t, func() string {
		if a := s.get("/"); a.status != http.StatusInternalServerError || !strings.Contains(a.text, "cannot be read") {
			return fmt.Sprintf("the content is gone, and there is a page (%d): %s", a.status, a.text)
		}
		return ""
	})
	for _, at := range []string{"/assets/icon.svg", "/~published/robots.txt", "/~difference/files/base/report.pdf", "/favicon.ico"} {
		if a := s.get(at); a.status != http.StatusInternalServerError || !strings.Contains(a.text, "cannot be read") {
			e.t.Errorf("the content is gone, and %s is %d: %s", at, a.status, a.text)
		}
	}
	write(e.t, filepath.Join(kept, "base/papers/doc-04.md"), documentIn("restored", "BASE4"))
	if err := os.CopyFS(e.dir, os.DirFS(kept)); err != nil {
		e.t.Fatal(err)
	}
	e.saves++
}

// branch is what a change of branches does to more than a thousand files: each is taken away and made anew.
func (e *editedContent) branch(s *sitting) {
	const bodies, each = 20, 60
	for b := range bodies {
		folder := fmt.Sprintf("branch-%02d", b)
		e.body(folder, fmt.Sprintf("BR%c", 'A'+b))
		for i := range each {
			write(e.t, e.at(e.document(folder, fmt.Sprintf("doc-%02d", i))), documentIn("main", fmt.Sprintf("BR%c%d", 'A'+b, i)))
		}
	}
	s.shows("/branch-19/documents/doc-59/", "State main of", "")
	for b := range bodies {
		for i := range each {
			name := e.at(fmt.Sprintf("branch-%02d/doc-%02d.md", b, i))
			if err := os.Remove(name); err != nil {
				e.t.Fatal(err)
			}
			if i%5 > 0 {
				write(e.t, name, documentIn("topic", fmt.Sprintf("BR%c%d", 'A'+b, i)))
			} else {
				write(e.t, e.at(e.document(fmt.Sprintf("branch-%02d/topic", b), fmt.Sprintf("other-%02d", i))), documentIn("topic", fmt.Sprintf("BR%c1%02d", 'A'+b, i)))
			}
		}
	}
	e.saves += 2 * bodies * each
}

// inParts writes files as simple editors do: they are emptied, and written part by part.
func (e *editedContent) inParts(s *sitting) {
	for n := range 100 {
		i := n % 20
		f, err := os.Create(e.at(fmt.Sprintf("base/papers/doc-%02d.md", i)))
		if err != nil {
			e.t.Fatal(err)
		}
		text := documentIn(fmt.Sprint("parts ", n), fmt.Sprint("BASE", i))
		for _, part := range []string{text[:10], text[10 : len(text)-20], text[len(text)-20:]} {
			if _, err := f.WriteString(part); err != nil {
				e.t.Fatal(err)
			}
		}
		if err := f.Close(); err != nil {
			e.t.Fatal(err)
		}
		e.saves++
	}
}
