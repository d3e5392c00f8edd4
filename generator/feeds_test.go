package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed/atom"
	"golang.org/x/net/html"

	"minutebook/generator/classification"
	"minutebook/generator/export"
	"minutebook/generator/release"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

// A followed site is one whose feeds and calendars are looked at.
type followed struct {
	name  string
	site  *site.Site
	files map[string]string
}

// followedSites are the shipped one and those of random contents, for the public and as private copies.
func followedSites(t *testing.T) (all []followed) {
	t.Helper()
	add := func(name string, r *reading, c classification.Clearance, private bool, o site.Options) {
		pages, wrong := site.Build(release.At(r.record, c, private, &source.Report{}), o)
		if len(wrong) > 0 {
			return
		}
		f := followed{name, pages, map[string]string{}}
		for _, file := range export.Files(pages) {
			f.files[file.Path] = string(file.Content)
		}
		all = append(all, f)
	}
	s := &session{stdout: io.Discard, stderr: io.Discard, content: "../content", asAt: "2026-11-23"}
	r, err := s.read()
	if err != nil {
		t.Fatal(err)
	}
	for _, day := range []string{"2016-07-20", "2026-04-17", "2026-11-23"} {
		asAt, _ := time.Parse(time.DateOnly, day)
		add("shipped, "+day, r, r.record.Clearance(), false, site.Options{AsAt: asAt})
		add("shipped, private, "+day, r, classification.UpTo(classification.Red), true, site.Options{AsAt: asAt, BaseURL: "https://private.example.org/minutes"})
		add("shipped, drafted, "+day, r, classification.Drafter, true, site.Options{AsAt: asAt})
	}
	asAt := time.Date(2016, 11, 1, 0, 0, 0, 0, time.UTC)
	for seed := range uint64(max(60, *pairs/200)) {
		p := newPair(seed)
		r := readTexts(p.content[first].texts(nil))
		if len(r.report.Errors()) > 0 {
			continue
		}
		add(fmt.Sprint("random ", seed), r, classification.UpTo(p.ceiling), p.private, site.Options{AsAt: asAt, BaseURL: "https://minutes.example.org/"})
	}
	if len(all) < 40 {
		t.Errorf("only %d sites can be built", len(all))
	}
	return all
}

// An element of XML is, read without any idea of what it should be.
type element struct {
	XMLName  xml.Name
	Attr     []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (n element) attr(name string) string {
	for _, a := range n.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n element) all(name string) (found []element) {
	for _, c := range n.Children {
		if c.XMLName.Local == name {
			found = append(found, c)
		}
	}
	return found
}

// invalid tells what RFC 4287 has against a feed.
func invalid(text string) (wrong []string) {
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	var feed element
	if err := xml.Unmarshal([]byte(text), &feed); err != nil {
		return []string{err.Error()}
	}
	absolute := func(what, iri string) {
		if u, err := url.Parse(iri); err != nil || !u.IsAbs() || u.Host == "" && u.Opaque == "" {
			say("%s: %q is no absolute IRI", what, iri)
		}
	}
	ids := map[string]bool{}
	moments := func(of element, what string) (updated time.Time) {
		for _, name := range []string{"updated", "published"} {
			for _, at := range of.all(name) {
				m, err := time.Parse(time.RFC3339, at.Text)
				if err != nil {
					say("%s: %s: %v", what, name, err)
				}
				if name == "updated" {
					updated = m
				} else if m.After(updated) {
					say("%s: published after it was updated", what)
				}
			}
		}
		return updated
	}
	check := func(of element, what string, known, once string) {
		for _, name := range strings.Fields(once) {
			if n := len(of.all(name)); n != 1 {
				say("%s: %d times %s", what, n, name)
			} else if c := of.all(name)[0]; name != "link" && name != "category" && strings.TrimSpace(c.Text) == "" && len(c.Children) == 0 {
				say("%s: an empty %s", what, name)
			}
		}
		for _, c := range of.Children {
			if c.XMLName.Space != "http://www.w3.org/2005/Atom" || !slices.Contains(strings.Fields(known), c.XMLName.Local) {
				say("%s: there is no %s", what, c.XMLName.Local)
			}
		}
		for _, id := range of.all("id") {
			absolute(what, id.Text)
			if ids[id.Text] {
				say("%s: the id of another", what)
			}
			ids[id.Text] = true
		}
		seen := map[string]bool{}
		for _, l := range of.all("link") {
			absolute(what, l.attr("href"))
			if kind := l.attr("rel") + l.attr("type"); seen[kind] {
				say("%s: two links that are %s", what, kind)
			} else {
				seen[kind] = true
			}
		}
		for _, a := range of.all("author") {
			if n := a.all("name"); len(n) != 1 || n[0].Text == "" {
				say("%s: an author without a name", what)
			}
		}
	}
	if feed.XMLName.Local != "feed" {
		say("it is no feed but a %s", feed.XMLName.Local)
	}
	check(feed, "feed", "title id updated link author entry", "title id updated author")
	updated := moments(feed, "feed")
	last := updated
	for i, e := range feed.all("entry") {
		what := fmt.Sprintf("entry %d, %s", i, e.all("title")[0].Text)
		check(e, what, "title id updated published link author category content", "title id updated published link author category content")
		if e.all("category")[0].attr("term") == "" {
			say("%s: a category without a term", what)
		}
		now := moments(e, what)
		if i == 0 && !now.Equal(updated) {
			say("the newest is of %v, and the feed of %v", now, updated)
		}
		if now.After(last) {
			say("%s: newer than the one before", what)
		}
		last = now
		content := e.all("content")[0]
		if content.attr("type") != "html" || len(content.Children) > 0 {
			say("%s: its content is no escaped HTML", what)
		}
		shown, err := html.Parse(strings.NewReader(content.Text))
		if err != nil {
			say("%s: %v", what, err)
			continue
		}
		for n := range shown.Descendants() {
			for _, key := range []string{"href", "src"} {
				if to := attribute(n, key); has(n, key) && !strings.HasPrefix(to, "mailto:") {
					absolute(what, to)
				}
			}
			if n.Data == "script" || n.Data == "style" {
				say("%s: a %s", what, n.Data)
			}
		}
	}
	return wrong
}

// TestFeeds holds every feed to RFC 4287, and reads it as feed readers do, with a parser that is not the writer's.
func TestFeeds(t *testing.T) {
	feeds, entries, labelled := 0, 0, 0
	for _, f := range followedSites(t) {
		followed := 0
		for path, text := range f.files {
			if strings.HasSuffix(path, ".ics") {
				followed++
			}
			if !strings.HasSuffix(path, ".xml") {
				continue
			}
			followed++
			feeds++
			if f.site.URL == "" {
				t.Errorf("%s: %s, and the address of the site is not known", f.name, path)
			}
			for _, wrong := range invalid(text) {
				t.Errorf("%s: %s: %s", f.name, path, wrong)
			}
			read, err := new(atom.Parser).Parse(strings.NewReader(text))
			if err != nil {
				t.Errorf("%s: %s: %v", f.name, path, err)
				continue
			}
			entries += len(read.Entries)
			for _, e := range read.Entries {
				if !strings.HasPrefix(e.Links[0].Href, f.site.URL) || e.UpdatedParsed.Format(time.DateOnly) > f.site.AsAt.ISO {
					t.Errorf("%s: %s: %s leads to %s, on %s", f.name, path, e.Title, e.Links[0].Href, e.Updated)
				}
				if labels := strings.Contains(e.Title, "[Label: "); labels && !f.site.Private {
					t.Errorf("%s: %s: a label in public: %s", f.name, path, e.Title)
				} else if labels {
					labelled++
				}
			}
		}
		if n := len(f.site.Kept) + 1; f.site.URL != "" && followed != 2*n || f.site.URL == "" && followed != n {
			t.Errorf("%s: %d feeds and calendars for %d bodies", f.name, followed, len(f.site.Kept))
		}
	}
	t.Logf("%d feeds, %d entries, %d of them with a label", feeds, entries, labelled)
	if entries < 1000 || labelled < 20 {
		t.Error("that is not enough to tell")
	}
}

// TestInvalidFeeds shows the check what is wrong.
func TestInvalidFeeds(t *testing.T) {
	right := shippedSite(t, buildFlags{})["feed.xml"]
	if wrong := invalid(right); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for name, change := range map[string][2]string{
		"no XML":                {"</feed>", ""},
		"another namespace":     {"2005/Atom", "2005/Atoms"},
		"no id":                 {" <id>", " <name>"},
		"no moment":             {"T00:00:00Z</updated>", "</updated>"},
		"a moment of no zone":   {"T00:00:00Z</updated>", "T00:00:00</updated>"},
		"a relative link":       {`href="https://minutes.example.org/`, `href="/`},
		"a relative link in it": {`href=&#34;https://minutes.example.org/`, `href=&#34;../`},
		"an empty author":       {"<name>Example Committee</name>", "<name></name>"},
		"no term":               {`term="Decision"`, `term=""`},
	} {
		text := strings.ReplaceAll(right, change[0], change[1])
		if name == "no id" {
			text = strings.ReplaceAll(text, "</id>", "</name>")
		}
		if text == right || len(invalid(text)) == 0 {
			t.Errorf("%s is not noticed", name)
		}
	}
	first := right[strings.Index(right, " <entry>"):strings.Index(right, "</entry>\n")] + "</entry>\n"
	if len(invalid(strings.Replace(right, first, first+first, 1))) == 0 {
		t.Error("the same entry twice is not noticed")
	}
}
