package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"minutebook/generator/classification"
)

// channels are the ways out of what is published: which files are which. A file that is in none fails the test.
var channels = []struct {
	name string
	is   func(file string) bool
}{
	{"attachments", within("files/")}, // of any type
	{"pages", ending(".html")},
	{"feeds", ending("feed.xml")},
	{"calendars", ending(".ics")},
	{"sitemap", is("sitemap.xml")},
	{"robots.txt", is("robots.txt")},
	{"manifest", is("manifest.json")},
	{"search data", within("search/", "pagefind/")},
	{"JSON", ending(".json")},
	{"CSV", ending(".csv")},
	{"style, script, icon", within("assets/")},
	{"headers", is("_headers")},
	{"text for programs", ending(".txt")},
}

func ending(with string) func(string) bool {
	return func(file string) bool { return strings.HasSuffix(file, with) }
}
func is(name string) func(string) bool { return func(file string) bool { return file == name } }
func within(folders ...string) func(string) bool {
	return func(file string) bool {
		return slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(file, f) || strings.Contains(file, "/"+f) })
	}
}

const (
	names    = "names of files"
	told     = "what build tells"
	refused  = "what a refusal tells"
	checked  = "what check tells"
	detailed = "what explain tells"
	beside   = "files beside the site"
)

// A reader is a clearance, with the labels on this side of its edge and on the other.
type reader struct {
	name                string
	permitted, withheld string
	site                string // of site.yaml
	args                []string
}

var readers = []reader{
	{"public site up to GREEN", "GREEN", "AMBER", "publish: GREEN\n", nil},
	{"public site up to WHITE", "WHITE", "GREEN", "publish: WHITE\nwithheld: { GREEN: silent, AMBER: notice, RED: silent }\n", nil},
	{"private copy up to AMBER", "AMBER", "RED", "publish: GREEN\n", []string{"--clearance", "AMBER", "--base-url", "https://private.example.org/"}},
}

// fill writes the files of placement n for content in which what it depends on has the given label. An unknown label
// makes it malformed.
func (p placement) fill(n int, label string, draft string) map[string]string {
	letters := canaryOf(n)[6:8]
	folder, prefix := "place-"+letters, "P"+strings.ToUpper(letters)
	fill := strings.NewReplacer("{word}", canaryOf(n), "{WORD}", strings.ToUpper(canaryOf(n)), "{lower}", strings.ToLower(canaryOf(n)), "{LABEL}", label, "{label}", strings.ToLower(label),
		"{draft}", draft, "{folder}", folder, "{P}", prefix)
	files := map[string]string{}
	body := false
	for path, text := range p.files {
		files[fill.Replace(path)] = fill.Replace(text)
		body = body || strings.Count(path, "/") == 1 && strings.HasSuffix(path, "/body.md") && !strings.Contains(path, "-below")
	}
	if !body {
		files[folder+"/body.md"] = fill.Replace("---\nkind: body\nprefix: {P}\ntitle: Body\nshort: B\nclassification: WHITE\n---\n")
	}
	return files
}

// content is that of some placements.
func (r reader) content(of []int, label, draft string) map[string]string {
	files := map[string]string{"site.yaml": "title: Site\nurl: https://example.org/\ncontact: a@example.org\ntime_zone: Europe/London\n" + r.site}
	for _, n := range of {
		maps.Copy(files, placements[n].fill(n, label, draft))
	}
	return files
}

// TestCanaries puts a word of its own into every place where text can stand and publishes it for each clearance: first with
// a label that readers may see, so that it is known to be found; then the label is raised, and the site is published again
// to the same directory. Then the word is nowhere: not in what is published, whatever its kind and encoding, not in names,
// not beside the site, not in what build, check and explain tell.
func TestCanaries(t *testing.T) {
	if len(placements) < 100 {
		t.Errorf("%d placements", len(placements))
	}
	var all []int
	for n := range placements {
		all = append(all, n)
	}
	for _, r := range readers {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.write(r.content(all, r.permitted, "false"))
			open, files := d.look(r)
			onPages := d.shown()
			inContent := hits{}
			for p, data := range d.files("content") {
				inContent.add("content", append([]byte(p+"\n"), data...))
			}
			d.write(r.content(all, r.withheld, "true"))
			shut, _ := d.look(r)
			hashes := d.hashes()
			fresh := newDesk(t)
			fresh.write(r.content(all, r.withheld, "true"))
			fresh.build(r)
			if !maps.EqualFunc(d.files("out"), fresh.files("out"), bytes.Equal) {
				t.Error("published again, the site is not the one that is published for the first time")
			}
			for of, text := range d.explained() {
				if len(text) == 0 {
					t.Errorf("explain says nothing of %s", of)
				}
				shut.add(detailed, text)
			}
			shut.add(detailed, d.run(exitDone, "__complete", "explain", ""))
			shut.add(checked, d.run(exitDone, "check"))
			shut.add(checked, d.run(exitDone, "check", "--format", "json"))
			d.write(r.content(all, "AMBRE", "yes")) // everything is refused, and check has much to say
			shut.add(checked, d.run(exitContent, "check"))
			shut.add(checked, d.run(exitContent, "check", "--format", "json"))
			shut.add(refused, d.run(exitContent, append([]string{"build", "--out", filepath.Join(d.dir, "out")}, r.args...)...))

			expected, found := map[string]int{}, map[string]int{}
			for n, p := range placements {
				word := strings.ToLower(canaryOf(n))
				where := open.of(word)
				switch p.kind {
				case shown, named:
					if len(where) == 0 {
						t.Errorf("%s: it is not published where readers may have it, so this test would not find it either", p.name)
					}
				default:
					if len(where) > 0 {
						t.Errorf("%s: it is published %v, and the table says that it never is", p.name, where)
					}
					if inContent["content"][word] == 0 {
						t.Errorf("%s: it is not even found in the content", p.name)
					}
				}
				for _, channel := range where {
					expected[channel]++
					if slices.Contains([]string{"feeds", "calendars", "JSON", "CSV", "search data"}, channel) && !onPages[word] && p.name != "key of a column" { // which pages show by its title
						t.Errorf("%s: found in %s, and no page shows it, so that a plan would not tell of it", p.name, channel)
					}
				}
				for _, channel := range shut.of(word) {
					if (p.kind == named || p.kind == pathed) && (channel == refused || channel == checked || channel == detailed) {
						continue // refs and paths are told to drafters
					}
					found[channel]++
					t.Errorf("%s, withheld by %s: found in %s", p.name, p.why, channel)
				}
			}
			for p, data := range d.files("out") {
				for hash, of := range hashes {
					if bytes.Contains(lower(data), []byte(hash)) {
						t.Errorf("%s has the hash of %s", p, of)
					}
				}
			}
			if n := expected["search data"]; n < 40 {
				t.Errorf("%d placements are found in search data where readers may have them: too few to tell", n)
			}
			t.Logf("%d placements. Files; placements found where readers may have them; and where they may not:", len(placements))
			for _, channel := range channelNames() {
				t.Logf("  %-24s %4d files  %4d  %4d", channel, files[channel], expected[channel], found[channel])
				if filled := []string{"pages", "feeds", "calendars", "JSON", "CSV"}; slices.Contains(filled, channel) && (files[channel] == 0 || expected[channel] == 0) {
					t.Errorf("nothing is found in %s where readers may have it, so nothing would be found of what they may not", channel)
				}
			}
		})
	}
}

// look builds, and looks at what is published and told.
func (d desk) look(r reader) (hits, map[string]int) {
	d.t.Helper()
	count := map[string]int{}
	text := d.build(r)
	h := d.published(count)
	h.add(told, text)
	return h, count
}

func channelNames() []string {
	var all []string
	for _, c := range channels {
		all = append(all, c.name)
	}
	return append(all, names, beside, told, refused, checked, detailed)
}

// of are the channels in which a word was found.
func (h hits) of(word string) (where []string) {
	for _, channel := range channelNames() {
		if h[channel][word] > 0 {
			where = append(where, channel)
		}
	}
	return where
}

// hashes are those by which somebody who guesses what is withheld could know it: of the words, alone and in a sentence, and of
// the files in which they stand. Twelve digits are enough to tell, and as many as names of files have.
func (d desk) hashes() map[string]string {
	all := map[string]string{}
	add := func(text, of string) {
		sum := sha256.Sum256([]byte(text))
		all[hex.EncodeToString(sum[:])[:12]] = of
	}
	for n, p := range placements {
		for _, text := range []string{canaryOf(n), strings.ToLower(canaryOf(n)), "The " + canaryOf(n), "The " + canaryOf(n) + ".", "the " + canaryOf(n), canaryOf(n) + "\n"} {
			add(text, p.name)
		}
	}
	for p, data := range d.files("content") {
		if len(canariesIn(data)) > 0 {
			add(string(data), p)
		}
	}
	return all
}

// explained is all that explain can be asked for, in one text for each: every file and every ref.
func (d desk) explained() map[string][]byte {
	d.t.Helper()
	s := &session{stdout: io.Discard, stderr: io.Discard, content: filepath.Join(d.dir, "content"), asAt: "2016-11-01"}
	r, err := s.read()
	if err != nil {
		d.t.Fatal(err)
	}
	pages, _, err := s.layOut(r, buildFlags{})
	if err != nil {
		d.t.Fatal(err)
	}
	all := map[string][]byte{}
	e := &explainer{content: s.content, files: r.tree.Files, record: r.record, clearance: r.record.Clearance(), pages: pages}
	e.gather()
	for _, p := range append(slices.Concat(e.paths, r.tree.Attachments), "site.yaml", "bank-holidays.yaml") {
		var b bytes.Buffer
		e.out = &b
		e.explainFile(p)
		all[p] = b.Bytes()
	}
	for _, ref := range e.refs {
		var b bytes.Buffer
		e.out = &b
		e.explainRef(ref)
		all[ref] = b.Bytes()
	}
	return all
}

// TestCanaryOneByOne does the same for one placement at a time, so that none is found, or missed, for the sake of another.
func TestCanaryOneByOne(t *testing.T) {
	builds := 0
	for _, r := range readers {
		ceiling, _ := classification.Parse(r.permitted)
		for n, p := range placements {
			for _, of := range []struct {
				label, draft string
				want         bool
			}{{r.permitted, "false", p.kind == shown || p.kind == named}, {r.withheld, "true", false}} {
				files := r.content([]int{n}, of.label, of.draft)
				for file := range files {
					if strings.HasPrefix(path.Base(file), ".") || strings.Contains(file, "/_") {
						delete(files, file)
					}
				}
				b := buildTexts(files, ceiling, r.args != nil, false, "2016-11-01")
				builds++
				if len(b.wrong) > 0 {
					t.Fatalf("%s: %v", p.name, b.wrong)
				}
				found := false
				for file, text := range b.files {
					if strings.HasPrefix(file, "assets/") {
						continue // the same in all sites, and looked at above
					}
					found = found || len(canariesIn([]byte(file+"\n"+text))) > 0
				}
				if found != of.want {
					t.Errorf("%s, %s: withheld by %s, and of label %s: found is %v", r.name, p.name, p.why, of.label, found)
				}
			}
		}
	}
	t.Logf("%d builds", builds)
}

// TestChannels holds that the channels are those of the addresses of a site, the ones that nothing fills yet included.
func TestChannels(t *testing.T) {
	for file, want := range map[string]string{
		"index.html": "pages", "a-body/actions/25-04/index.html": "pages", "feed.xml": "feeds", "a-body/feed.xml": "feeds", "calendar.ics": "calendars",
		"data/actions.json": "JSON", "data/actions.csv": "CSV", "sitemap.xml": "sitemap", "manifest.json": "manifest", "search/index.js": "search data", "search/words-0.js": "search data",
		"files/a-body/report.pdf": "attachments", "files/a-body/rows.csv": "attachments", "assets/style-0.css": "style, script, icon", "robots.txt": "robots.txt", "new.bin": "",
	} {
		got := ""
		for _, c := range channels {
			if c.is(file) {
				got = c.name
				break
			}
		}
		if got != want {
			t.Errorf("%s is in %q, not in %q", file, got, want)
		}
	}
}
