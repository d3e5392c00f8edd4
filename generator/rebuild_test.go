package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minutebook/generator/attachment"
	"minutebook/generator/preview"
	"minutebook/generator/render"
	"minutebook/generator/site"
)

var (
	edits    = flag.Int("edits", defaultEdits, "how many edits of random contents the test of rebuilding makes")
	editSeed = flag.Uint64("edit-seed", 1, "seed of the first of these contents")
)

// TestRebuild edits random contents, and compares what the preview then shows with what build makes of the same files from
// nothing: every byte of every page, as published and as drafted, every error and every warning.
func TestRebuild(t *testing.T) {
	const perContent = 50
	published, states := 0, 0
	kinds := map[string]int{}
	for seed := *editSeed; states < *edits; seed++ {
		e := newEditing(t, seed)
		right := e.now // the last of its states without an error
		for range min(perContent, *edits-states) {
			states++
			kinds[e.edit(right)]++
			if e.compare() {
				published++
				right = maps.Clone(e.now)
			}
		}
	}
	t.Logf("%d states, %d of them without an error; edits: %v", states, published, kinds)
	if published < states/4 || published == states {
		t.Errorf("%d of %d states are without an error, so one of the two is hardly tried", published, states)
	}
}

// An editing is a content on a disk that is edited while a preview looks on.
type editing struct {
	t       *testing.T
	session *session
	chance  *rand.Rand
	seed    uint64
	written [3]map[string]string // the versions of it that there are
	now     map[string]string
	change  change
	warm    *drafting
	did     string
}

func newEditing(t *testing.T, seed uint64) *editing {
	var written [3]map[string]string
	for v, c := range newPair(seed).content {
		written[v] = c.texts(nil)
	}
	e := editingOf(t, written[0])
	e.seed, e.written, e.chance = seed, written, rand.New(rand.NewPCG(seed, 99))
	return e
}

// editingOf begins with a content, of which no draft has been made yet.
func editingOf(t *testing.T, content map[string]string) *editing {
	e := &editing{t: t, change: change{all: true}, did: "nothing yet", now: maps.Clone(content)}
	e.session = &session{content: filepath.Join(t.TempDir(), "content"), asAt: "2016-11-01", stderr: &bytes.Buffer{}}
	e.warm = newDrafting(e.session)
	for p, text := range e.now {
		write(t, e.at(p), text)
	}
	return e
}

func (e *editing) at(p string) string { return filepath.Join(e.session.content, filepath.FromSlash(p)) }

func (e *editing) set(p, text string) {
	write(e.t, e.at(p), text)
	e.now[p] = text
	e.change.paths = append(e.change.paths, p)
}

func (e *editing) remove(p string) {
	if err := os.Remove(e.at(p)); err != nil {
		e.t.Fatal(err)
	}
	delete(e.now, p)
	e.change.paths = append(e.change.paths, p)
}

func (e *editing) any(of map[string]string) string {
	names := slices.Sorted(maps.Keys(of))
	return names[e.chance.IntN(len(names))]
}

// edit changes something, and says what kind of edit that was; right is what it may go back to.
func (e *editing) edit(right map[string]string) (kind string) {
	switch e.chance.IntN(24) {
	case 0, 1, 2, 3:
		kind = "another version of a file"
		v := e.written[e.chance.IntN(3)]
		p := e.any(v)
		e.set(p, v[p])
	case 4, 5:
		kind = "a paragraph"
		p := e.any(e.now)
		e.set(p, e.now[p]+fmt.Sprintf("\nOne more paragraph, number %d.\n", e.chance.IntN(9)))
	case 6:
		kind = "a line taken out or doubled"
		p := e.any(e.now)
		lines := strings.SplitAfter(e.now[p], "\n")
		i := e.chance.IntN(len(lines))
		e.set(p, strings.Join(slices.Replace(slices.Clone(lines), i, i+1, slices.Repeat([]string{lines[i]}, 2*e.chance.IntN(2))...), ""))
	case 7:
		kind = "a word in the place of another"
		words := []string{"open", "closed", "GREEN", "AMBER", "WHITE", "RED", "2016-05-01", "2016-06-02", "true", "silent", "notice"}
		p, from, to := e.any(e.now), words[e.chance.IntN(len(words))], words[e.chance.IntN(len(words))]
		e.set(p, strings.Replace(e.now[p], from, to, 1))
	case 8:
		kind = "a file taken away"
		if len(e.now) > 2 {
			e.remove(e.any(e.now))
		}
	case 9:
		kind = "a file moved"
		p := e.any(e.now)
		text := e.now[p]
		e.remove(p)
		e.set(filepath.ToSlash(filepath.Join(filepath.Dir(p), "moved-"+filepath.Base(p))), text)
	case 10:
		kind = "everything as it was"
		for p := range e.now {
			if _, was := e.written[0][p]; !was {
				e.remove(p)
			}
		}
		for p, text := range e.written[0] {
			if e.now[p] != text {
				e.set(p, text)
			}
		}
		if e.chance.IntN(2) == 0 {
			e.change = change{all: true}
		}
	case 11:
		kind = "many files at once"
		v := e.written[e.chance.IntN(3)]
		for range 5 {
			p := e.any(v)
			e.set(p, v[p])
		}
	case 12, 13, 14:
		kind = "a ref in the place of another"
		p := e.any(e.now)
		if refs := refPattern.FindAllStringIndex(e.now[p], -1); refs != nil {
			at := refs[e.chance.IntN(len(refs))]
			e.set(p, e.now[p][:at[0]]+e.ref()+e.now[p][at[1]:])
		}
	case 15, 16, 17:
		kind = "a field that names a record"
		field := pointers[e.chance.IntN(len(pointers))]
		for range 8 {
			p := e.any(e.now)
			if at := field.behind.FindStringIndex(e.now[p]); at != nil {
				e.set(p, e.now[p][:at[1]]+"\n"+fmt.Sprintf(field.line, e.ref())+e.now[p][at[1]:])
				break
			}
		}
	case 18:
		kind = "the ceiling"
		e.set("site.yaml", publishPattern.ReplaceAllString(e.now["site.yaml"], "publish: "+[]string{"WHITE", "GREEN", "AMBER"}[e.chance.IntN(3)]))
	case 19:
		kind = "prefixes the other way round"
		a, b := e.any(e.now), e.any(e.now)
		a, b = folderOf(a)+"/body.md", folderOf(b)+"/body.md"
		if one, other := prefixPattern.FindString(e.now[a]), prefixPattern.FindString(e.now[b]); one != "" && other != "" {
			e.set(a, strings.Replace(e.now[a], one, other, 1))
			e.set(b, strings.Replace(e.now[b], other, one, 1))
		}
	case 20:
		kind = "another name of a folder"
		if from := folderOf(e.any(e.now)); from != "" {
			for p, text := range maps.Clone(e.now) {
				if rest, in := strings.CutPrefix(p, from+"/"); in {
					e.remove(p)
					e.set("x"+from+"/"+rest, text)
				}
			}
			if e.chance.IntN(3) > 0 { // and links follow
				for p, text := range maps.Clone(e.now) {
					if follows := strings.ReplaceAll(text, "../"+from+"/", "../x"+from+"/"); follows != text {
						e.set(p, follows)
					}
				}
			}
		}
	case 21:
		kind = "a file moved to another body"
		from, to := e.any(e.now), folderOf(e.any(e.now))
		if rest, in := strings.CutPrefix(from, folderOf(from)+"/"); in && to != "" && from != to+"/"+rest {
			text := e.now[from]
			e.remove(from)
			e.set(to+"/"+rest, text)
		}
	default:
		kind = "back to what was right"
		e.become(right, "")
	}
	e.did = fmt.Sprintf("seed %d, %s: %v", e.seed, kind, e.change.paths)
	return kind
}

var (
	refPattern     = regexp.MustCompile(`\b[A-Z]{4}(?: \d\d/D?\d\d|_\d\d_\d{4}(?:_\d\d)?|-[A-Z]+-\d\d)`)
	publishPattern = regexp.MustCompile(`publish: \S+`)
	prefixPattern  = regexp.MustCompile(`(?m)^prefix: .*$`)
)

// pointers are fields that name records, and behind which lines they can stand.
var pointers = []struct {
	behind *regexp.Regexp
	line   string
}{
	{regexp.MustCompile(`(?m)^state: (?:un)?approved$`), "approves: %s"},
	{regexp.MustCompile(`(?m)^    verb: .*$`), "    supersedes: %s"},
	{regexp.MustCompile(`(?m)^updates:$`), "  - ref: %s\n    status: ongoing"},
	{regexp.MustCompile(`(?m)^updates:$`), "  - ref: %s\n    status: closed"},
	{regexp.MustCompile(`(?m)^    status: (?:open|ongoing)$`), "    due: %s"},
	{regexp.MustCompile(`(?m)^kind: consultation$`), "document: %s"},
	{regexp.MustCompile(`(?m)^kind: consultation$`), "launched_by: %s"},
	{regexp.MustCompile(`(?m)^kind: minutes$`), "updates:\n  - ref: %s\n    status: ongoing"},
	{regexp.MustCompile(`(?m)^    history:$`), "      - meeting: %s\n        text: It was told."},
	{regexp.MustCompile(`(?m)^$`), "See %[1]s, or [[%[1]s]].\n"},
}

// ref is one that stands somewhere in the content, or of an action from before it.
func (e *editing) ref() string {
	for range 8 {
		if refs := refPattern.FindAllString(e.now[e.any(e.now)], -1); refs != nil {
			ref := refs[e.chance.IntN(len(refs))]
			if e.chance.IntN(10) == 0 {
				ref = ref[:4] + " 01/01"
			}
			return ref
		}
	}
	return "SECA 01/01"
}

// folderOf is the folder of the body that a file lies in, or empty.
func folderOf(p string) string {
	folder, _, nested := strings.Cut(p, "/")
	if !nested {
		return ""
	}
	return folder
}

// compare compares the preview with a build from nothing, and tells whether there is one.
func (e *editing) compare() bool {
	got := e.warm.draft(e.change)
	e.change = change{}
	cold := newDrafting(e.session)
	cold.renderer = e.warm.renderer // templates are no content, and take longest
	want := cold.draft(change{all: true})
	if d := cmp.Diff(want.Errors, got.Errors); d != "" {
		e.t.Fatalf("%s: errors, -cold +warm\n%s", e.did, d)
	}
	if d := cmp.Diff(want.Warnings, got.Warnings); d != "" {
		e.t.Fatalf("%s: warnings, -cold +warm\n%s", e.did, d)
	}
	if len(want.Errors) > 0 {
		return false
	}
	r, err := e.session.read()
	if err != nil {
		e.t.Fatal(err)
	}
	layout, err := e.session.lay(r, buildFlags{}, new(shelf))
	if err != nil {
		e.t.Fatal(err)
	}
	if err := r.attach(layout.Files); err != nil {
		e.t.Fatal(err)
	}
	e.same(got, preview.Published, rendered(e.t, e.session, layout.Site(), cold.renderer))
	for p := range e.now {
		if a, b := want.Home(p), got.Home(p); a != b {
			e.t.Fatalf("%s: %s is at %s, and in the preview at %s", e.did, p, a, b)
		}
	}
	if errs := r.report.Errors(); len(errs) > 0 {
		e.t.Fatalf("%s: build has errors that the preview has not: %v", e.did, errs)
	}
	everything := cold.everything(r, cold.day)
	if err := r.attach(everything.Files); err != nil {
		e.t.Fatal(err)
	}
	drafted := rendered(e.t, e.session, everything.Site(), cold.renderer)
	e.same(got, preview.Drafted, drafted)
	for file := range drafted {
		if d := cmp.Diff(want.Notes(addressOf(file)), got.Notes(addressOf(file))); d != "" {
			e.t.Fatalf("%s: notes on %s, -cold +warm\n%s", e.did, file, d)
		}
	}
	return true
}

// same compares every page of a view with what build wrote.
func (e *editing) same(d *preview.Draft, v preview.View, want map[string]string) {
	for file, text := range want {
		address := addressOf(file)
		page, err := d.Page(v, address)
		if errors.As(err, new(*attachment.Refusal)) && text == "" {
			continue // a file that cannot be published, and which readers do not get
		}
		if err != nil {
			e.t.Fatalf("%s: %s as %s: %v", e.did, address, v, err)
		}
		if !page.Found && file != "404.html" || string(page.Content) != text {
			e.t.Fatalf("%s: %s as %s, -build +preview (found: %v)\n%s", e.did, address, v, page.Found, cmp.Diff(strings.Split(text, "\n"), strings.Split(string(page.Content), "\n")))
		}
	}
	if page, err := d.Page(v, "/no/such/page/"); err != nil || page.Found || string(page.Content) != want["404.html"] {
		e.t.Fatalf("%s: a page that is not there, as %s: %v", e.did, v, err)
	}
}

// addressOf is where a file of the site is found.
func addressOf(file string) string { return "/" + strings.TrimSuffix(file, "index.html") }

func rendered(t *testing.T, s *session, pages *site.Site, r *render.Renderer) map[string]string {
	t.Helper()
	files, err := s.inMemory(pages, r)
	if err != nil {
		t.Fatal(err)
	}
	return files
}
