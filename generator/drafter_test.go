package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"minutebook/generator/classification"
	"minutebook/generator/release"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

// draftReading is build for the drafter, without a disk. The second result is what would be reported of it.
func draftReading(t *testing.T, r *reading) (map[string]string, []source.Diagnostic) {
	t.Helper()
	report := &source.Report{}
	edition := release.At(r.record, classification.Drafter, true, report)
	pages, wrong := site.Build(edition, site.Options{AsAt: time.Date(2016, 11, 1, 0, 0, 0, 0, time.UTC), Version: version})
	report.Add(wrong...)
	files := map[string]string{}
	written := make(chan [2]string)
	failed := make(chan error, 1)
	go func() {
		failed <- renderer().Render(pages, func(path string, text []byte) error {
			written <- [2]string{path, string(text)}
			return nil
		})
		close(written)
	}()
	for f := range written {
		files[f[0]] = f[1]
	}
	if err := <-failed; err != nil {
		t.Fatal(err)
	}
	return files, append(r.report.Errors(), report.Errors()...)
}

// A draftedPage looks through a page of the drafter's edition.
type draftedPage struct {
	texts  map[string]string // the content
	secret *regexp.Regexp    // what readers do not see
	found  map[string]int    // what of it is shown
	places map[string]int    // that labels are said to be decided at
	wrong  []string
}

func (p *draftedPage) look(name, text string) {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		p.wrong = append(p.wrong, err.Error())
		return
	}
	whole := false // is the page that of something withheld
	for n := range doc.Descendants() {
		whole = whole || class(n) == "label" && class(n.Parent) == "tags" && has(n, "data-withheld")
	}
	for n := range doc.Descendants() {
		of := n.FirstChild // a label of the whole site has no place, and those that the site explains have none
		if c := class(n); (c == "label" || c == "marked") && !has(n, "data-by") && !strings.HasPrefix(of.Data, "Label: up to ") && name != "about/index.html" {
			p.wrong = append(p.wrong, name+": a label is shown without its place: "+of.Data)
		}
		if n.Type == html.TextNode {
			p.shown(name, n, n.Data, whole)
		}
		for _, a := range n.Attr {
			elsewhere := a.Key == "href" && (strings.HasPrefix(a.Val, "https:") || strings.HasPrefix(a.Val, "mailto:"))
			if elsewhere || slices.Contains([]string{"alt", "title", "aria-label", "data-column"}, a.Key) {
				p.shown(name, n, a.Val, whole)
			}
			if a.Key == "data-by" {
				p.places[a.Val]++
				p.decided(name, n, a.Val)
			} else if a.Key == "data-withheld" && !has(n, "data-by") {
				p.wrong = append(p.wrong, name+": it is said of something that it is withheld, and not by what")
			}
		}
	}
}

// shown holds that what readers do not see is marked.
func (p *draftedPage) shown(name string, n *html.Node, text string, whole bool) {
	for _, word := range p.secret.FindAllString(text, -1) {
		if p.found[strings.ToLower(word)]++; !whole && !withheld(n) {
			p.wrong = append(p.wrong, fmt.Sprintf("%s: %q is shown without a mark: …%s…", name, word, text))
		}
	}
}

// withheld tells whether something stands in what is withheld, or in an entry, a row or a section that has the label of it.
func withheld(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if has(n, "data-withheld") {
			return true
		}
		switch {
		case n.Type != html.ElementNode:
		case slices.Contains([]string{"li", "tr", "th", "h2", "h3", "p"}, n.Data), n.Data == "div" && n.Parent.Data == "dl":
			if n.Data == "tr" && n.Parent.Data == "thead" {
				continue // a label is that of its column
			}
			if labelled(n) {
				return true
			}
		case strings.HasPrefix(class(n), "entry"), class(n) == "state":
			if labelled(n) {
				return true
			}
		case n.Data == "section":
			for child := range n.ChildNodes() {
				if child.Data == "h2" && labelled(child) {
					return true
				}
			}
		}
	}
	return false
}

func labelled(n *html.Node) bool {
	for d := range n.Descendants() {
		if class(d) == "label" && has(d, "data-withheld") {
			return true
		}
	}
	return false
}

func class(n *html.Node) string { return attribute(n, "class") }

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

var (
	placePattern = regexp.MustCompile(`^(.+):(\d+):(\d+)$`)
	labelPattern = regexp.MustCompile(`^(?:["']?(?:TLP:)?([A-Z+]+)|:::([a-z+]+)|:([a-z+]+)\[)`)
)

// decided holds that what is said to have decided is a label, and that very one.
func (p *draftedPage) decided(name string, n *html.Node, by string) {
	m := placePattern.FindStringSubmatch(by)
	if m == nil {
		p.wrong = append(p.wrong, name+": "+by+" is no place")
		return
	}
	var line, column int
	fmt.Sscan(m[2], &line)
	fmt.Sscan(m[3], &column)
	at := ""
	if lines := strings.Split(p.texts[m[1]], "\n"); line <= len(lines) {
		if runes := []rune(lines[line-1]); column <= len(runes) {
			at = string(runes[column-1:])
		}
	}
	said := attribute(n, "data-label")
	if said == "draft" {
		if !strings.HasPrefix(at, "true") {
			p.wrong = append(p.wrong, fmt.Sprintf("%s: a draft, as is said at %s, where %q stands", name, by, at))
		}
		return
	}
	if quoted := strings.HasPrefix(at, `"`) && strings.Contains(at, ":"+strings.ToLower(said)+"["); quoted {
		return // of a mark in a field with escapes, the place is that of the field
	}
	label := labelPattern.FindStringSubmatch(at)
	if label == nil {
		p.wrong = append(p.wrong, fmt.Sprintf("%s: %s, as decided at %s, where %q stands", name, said, by, at))
		return
	}
	if l, _ := classification.Parse(strings.ToUpper(label[1] + label[2] + label[3])); l.String() != said {
		p.wrong = append(p.wrong, fmt.Sprintf("%s: %s, as decided at %s, where %q stands", name, said, by, at))
	}
}

// untold holds that nobody but the drafter is told where labels stand.
func untold(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		for _, attribute := range []string{` data-by="`, ` data-withheld=""`} {
			if i := strings.Index(text, attribute); i >= 0 {
				t.Errorf("%s has%s: …%s", name, attribute, around(text, i))
			}
		}
	}
}

// TestDrafterSeesEveryCanary holds that the drafter's edition shows every canary that can be shown and that readers of the
// public site do not see, and that wherever it does, it is marked, with the place of a label.
func TestDrafterSeesEveryCanary(t *testing.T) {
	for _, r := range readers[:2] {
		t.Run(r.name, func(t *testing.T) {
			var all []int
			for n := range placements {
				all = append(all, n)
			}
			texts := r.content(all, r.withheld, "true")
			for path := range texts {
				if strings.Contains(path, "/_") || strings.Contains(path, "/.") {
					delete(texts, path)
				}
			}
			read := readTexts(texts)
			files, wrong := draftReading(t, read)
			if len(wrong) > 0 {
				t.Fatal(wrong)
			}
			p := &draftedPage{texts: texts, secret: regexp.MustCompile(`(?i)quokka[a-z]{2}zebu`), found: map[string]int{}, places: map[string]int{}}
			for _, name := range slices.Sorted(maps.Keys(files)) {
				if strings.HasSuffix(name, ".html") {
					p.look(name, files[name])
				}
			}
			for _, w := range p.wrong {
				t.Error(w)
			}
			if page := files["about/index.html"]; strings.Contains(page, "Private copy") || !strings.Contains(page, "noindex") || strings.Contains(files["robots.txt"], "Allow") {
				t.Errorf("the drafter's edition says that it is a private copy, or may be indexed:\n%s\n%s", page, files["robots.txt"])
			}
			for n, of := range placements {
				word := strings.ToLower(canaryOf(n))
				switch p.found[word] > 0 {
				case false:
					if of.kind == shown && !slices.ContainsFunc([]string{"file ", "name of ", "public title of a draft"}, func(elsewhere string) bool { return strings.HasPrefix(of.name, elsewhere) }) {
						t.Errorf("%s is not shown to the drafter", of.name)
					}
				case true:
					if of.kind == hidden || of.kind == pathed {
						t.Errorf("%s is shown to the drafter", of.name)
					}
				}
			}
			t.Logf("%d canaries are shown; %d places decided", len(p.found), len(p.places))
			ceiling, _ := classification.Parse(r.permitted)
			untold(t, buildReading(read, ceiling, false, false, "2016-11-01").files)
			untold(t, buildReading(read, classification.Red, true, false, "2016-11-01").files)
		})
	}
}

// TestDrafterOfRandomContent holds the same of the contents of the two-run test, but for what is shown.
func TestDrafterOfRandomContent(t *testing.T) {
	seeds := uint64(max(40, *pairs/100))
	shown, places, refused := 0, 0, 0
	for seed := uint64(1); seed <= seeds && !t.Failed(); seed++ {
		p := newPair(seed)
		texts := p.content[first].texts(nil)
		read := readTexts(texts)
		files, wrong := draftReading(t, read)
		if len(wrong) > 0 {
			if refused++; refused <= 2 {
				t.Logf("seed %d: %v: %s", seed, wrong[0].Pos, wrong[0].Message)
			}
			continue
		}
		page := &draftedPage{texts: texts, secret: regexp.MustCompile(`\bqz\w*`), found: map[string]int{}, places: map[string]int{}}
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if strings.HasSuffix(name, ".html") {
				page.look(name, files[name])
			}
		}
		for _, w := range page.wrong {
			t.Errorf("seed %d, %s", seed, w)
		}
		shown, places = shown+len(page.found), places+len(page.places)
		untold(t, buildReading(read, p.ceiling, p.private, false, "2016-11-01").files)
	}
	t.Logf("of %d contents, %d words that readers do not see are shown and marked, by %d places; %d are refused", seeds, shown, places, refused)
	if refused*10 > int(seeds) {
		t.Errorf("%d of %d are refused", refused, seeds)
	}
}

// TestDrafterIsNoLabel holds that nobody can ask for the drafter's clearance.
func TestDrafterIsNoLabel(t *testing.T) {
	record := readTexts(readers[0].content(nil, "", "")).record
	for _, flag := range []string{"", "WHITE", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED", "TLP:RED", "DRAFT", "draft", "drafter", "DRAFTER", "unknown", "5", "6", "RED+1"} {
		c, _, err := readership(record, flag)
		if c.ReadsDrafts() {
			t.Errorf("--clearance %s reads drafts (%v)", flag, err)
		}
	}
}
