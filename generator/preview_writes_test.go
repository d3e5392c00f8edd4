package main

import (
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A seen is all that can be seen of a file without reading it, and its content.
type seen struct {
	mode  fs.FileMode
	time  time.Time // a directory's is that of what is in it
	bytes string
}

func everythingIn(t *testing.T, dir string) map[string]seen {
	t.Helper()
	all := map[string]seen{}
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		s := seen{mode: info.Mode(), time: info.ModTime()}
		if e.Type().IsRegular() {
			text, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			s.bytes = string(text)
		}
		all[strings.TrimPrefix(p, dir)] = s
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPreviewWritesNothing holds that a preview leaves everything around it as it was, the public site first of all, whether
// there is one or not: content, templates, the directory where it runs, and the one for temporary files.
func TestPreviewWritesNothing(t *testing.T) {
	for _, built := range []bool{false, true} {
		t.Run(fmt.Sprint("public ", built), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../content")); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, "templates/style.css"), "p { color: green }\n")
			if err := os.Mkdir(filepath.Join(dir, "tmp"), 0o777); err != nil {
				t.Fatal(err)
			}
			if built {
				args := []string{"build", "--content", filepath.Join(dir, "content"), "--out", filepath.Join(dir, "public"), "--as-at", "2026-11-23"}
				if code := run(args, io.Discard, io.Discard); code != exitDone {
					t.Fatal("it cannot be built")
				}
			}
			edited := filepath.Join(dir, "content/smki-pma/body.md")
			before := everythingIn(t, dir)
			s := sit(t, dir, "--templates", "templates", "--as-at", "2026-11-23")
			events := s.stream()
			text, err := os.ReadFile(edited)
			if err != nil {
				t.Fatal(err)
			}
			for n := range 20 {
				s.noticed(events, func() {
					what := fmt.Sprintf("\nParagraph %d of the drafter.\n", n)
					if n%5 == 4 {
						what = "\n:::amber\n"
					}
					if err := os.WriteFile(edited, append(slices.Clone(text), what...), 0o666); err != nil {
						t.Fatal(err)
					}
				})
				for _, view := range []string{"", "/~published", "/~difference"} {
					for _, at := range []string{"/", "/smki-pma/", "/robots.txt", "/sitemap.xml", "/smki-pma/meetings/28/", "/no/such/page/", "/about/"} {
						s.get(view + at)
					}
				}
				s.notes("/smki-pma/")
			}
			s.noticed(events, func() {
				if err := os.WriteFile(edited, text, 0o666); err != nil {
					t.Fatal(err)
				}
			})
			s.shows("/smki-pma/", "", "of the drafter")
			s.end()
			after := everythingIn(t, dir)
			const own = "/content/smki-pma/body.md"
			if after[own].bytes != before[own].bytes {
				t.Error("the file that was edited is not what was written last")
			}
			after[own] = before[own]
			for _, p := range slices.Sorted(maps.Keys(after)) {
				if was, ok := before[p]; !ok || was != after[p] {
					t.Errorf("%s is not what it was, or was not there", p)
				}
			}
			if len(after) != len(before) {
				t.Errorf("there were %d files and folders, and there are %d", len(before), len(after))
			}
			if _, there := after["/public"]; there != built {
				t.Errorf("public is there: %v", there)
			}
		})
	}
}

// TestPreviewOfWhatCannotBeWritten shows content that is for reading alone.
func TestPreviewOfWhatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	e := newEdited(t, dir)
	write(t, e.at(e.document("base", "text")), documentIn("0", "BASE1"))
	chmod := func(write fs.FileMode) {
		err := filepath.WalkDir(e.dir, func(p string, _ fs.DirEntry, err error) error {
			info, statErr := os.Stat(p)
			if err != nil || statErr != nil {
				return fmt.Errorf("%w %w", err, statErr)
			}
			return os.Chmod(p, info.Mode()&^0o222|write)
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	chmod(0)
	t.Cleanup(func() { chmod(0o200) })
	before := everythingIn(t, e.dir)
	s := sit(t, dir, "--as-at", "2016-11-01")
	s.shows("/base/documents/text/", "State 0", "")
	s.end()
	if !maps.Equal(everythingIn(t, e.dir), before) {
		t.Error("the content is not what it was")
	}
}

// TestPreviewCanaries looks for what is withheld in all that a preview sends. Every canary that can be shown stands in the
// drafted view; none is published, told in notes or events, or sent in a header, but for refs and paths, which notes may name.
func TestPreviewCanaries(t *testing.T) {
	for _, r := range readers[:2] {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			var all []int
			for n := range placements {
				all = append(all, n)
			}
			d := newDesk(t)
			d.write(r.content(all, r.withheld, "true"))
			s := sit(t, d.dir, "--as-at", "2016-11-01")
			events := s.stream()
			found, looked := hits{}, map[string]bool{}
			look := func(channel, text string) {
				if !looked[channel+text] { // most that is not there is not there in the same words
					looked[channel+text] = true
					found.add(channel, []byte(text))
				}
			}
			// The client is told the address, which may be a ref, so what is put in is taken out first.
			published := func(at string) {
				a := s.get("/~published" + at)
				look("headers", headerText(a))
				text := a.text
				if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
					var err error
					if text, err = plain("/~published/", "/", text); err != nil {
						t.Fatalf("%s: %v", at, err)
					}
				}
				look("published", text)
			}
			for at, a := range crawlView(s, "/") {
				look("drafted", at+"\n"+a.text)
				look("headers", headerText(a))
				look("headers", headerText(s.get("/~difference"+at)))
				// The answer repeats the address that was asked for, which the drafter's page may have of an owner.
				look("notes", strings.ReplaceAll(s.get("/~preview/notes?page="+at).text, at, ""))
				published(at)
			}
			for at := range crawlView(s, "/~published/") {
				look("published", at)
				published(at)
			}
			published("/sitemap.xml")
			published("/robots.txt")
			s.noticed(events, func() {
				write(t, filepath.Join(d.dir, "content/site.yaml"), r.content(nil, "", "")["site.yaml"]+"\n")
			})
			look("events", s.next(events))
			s.end()
			look("events", s.stdout.String()+s.stderr.String())
			for event := range events {
				look("events", event)
			}
			shownOnes := 0
			for n, p := range placements {
				word := strings.ToLower(canaryOf(n))
				inFile := slices.ContainsFunc([]string{"name of ", "public title of a draft"}, func(of string) bool { return strings.HasPrefix(p.name, of) })
				switch drafted := found["drafted"][word] > 0; {
				case p.kind == shown && !drafted && !inFile:
					t.Errorf("%s is not shown to the drafter", p.name)
				case drafted && (p.kind == hidden || p.kind == pathed):
					t.Errorf("%s is shown to the drafter", p.name)
				case drafted:
					shownOnes++
				}
				for channel, words := range found {
					if words[word] > 0 && channel != "drafted" && !(channel == "notes" && (p.kind == named || p.kind == pathed)) {
						t.Errorf("%s, withheld by %s: found in %s", p.name, p.why, channel)
					}
				}
			}
			t.Logf("%d of %d canaries are shown to the drafter alone", shownOnes, len(placements))
		})
	}
}

func headerText(a answered) string {
	var b strings.Builder
	a.header.Write(&b)
	return b.String()
}
