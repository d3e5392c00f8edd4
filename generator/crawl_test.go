package main

import (
	"fmt"
	"io"
	"maps"
	"net/url"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
)

// TestCrawl goes through every page of the site that the content of this repository makes, and follows every link.
func TestCrawl(t *testing.T) {
	for _, test := range []struct {
		name  string
		flags buildFlags
	}{
		{"public", buildFlags{}},
		{"portable", buildFlags{portable: true}},
		{"below a path", buildFlags{baseURL: "https://www.example.org/minutes/public"}},
		{"private", buildFlags{clearance: "RED"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := &crawler{files: shippedSite(t, test.flags), portable: test.flags.portable, pages: map[string]*crawledPage{}}
			for _, name := range slices.Sorted(maps.Keys(c.files)) {
				if strings.HasSuffix(name, ".html") {
					c.read(t, name)
				}
			}
			for _, name := range slices.Sorted(maps.Keys(c.pages)) {
				c.follow(t, name)
			}
			if c.links < 1000 {
				t.Errorf("only %d links were followed", c.links)
			}
			if sitemap, ok := c.files["sitemap.xml"]; ok {
				c.checkSitemap(t, sitemap)
			} else if test.flags.clearance == "" {
				t.Error("there is no sitemap")
			}
		})
	}
}

// shippedSite is the site of the content of this repository, by path.
func shippedSite(t *testing.T, flags buildFlags) map[string]string {
	t.Helper()
	var stderr strings.Builder
	s := &session{stdout: io.Discard, stderr: &stderr, content: "../content", asAt: "2026-11-23"}
	r, err := s.read()
	if err != nil {
		t.Fatal(err)
	}
	pages, renderer, err := s.layOut(r, flags)
	if err != nil {
		t.Fatal(err)
	}
	if s.tell(r.report.Errors()); stderr.Len() > 0 {
		t.Fatal(stderr.String())
	}
	files := map[string]string{}
	var mu sync.Mutex
	err = renderer.Render(pages, func(path string, text []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[path] = string(text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

type crawler struct {
	files    map[string]string
	portable bool
	pages    map[string]*crawledPage // by file
	links    int
}

// A crawledPage is what other pages may link, and what it links itself.
type crawledPage struct {
	ids       map[string]bool
	base      string
	canonical string
	moved     bool // it leads elsewhere
	hrefs     []string
	permanent map[string]string // where permalinks lead, by their names
}

// withoutContent are the elements of HTML that have no end.
var withoutContent = map[string]bool{"meta": true, "link": true, "base": true, "img": true, "br": true, "hr": true}

// read reads a page token by token, so that nothing is mended on the way.
func (c *crawler) read(t *testing.T, name string) {
	p := &crawledPage{ids: map[string]bool{}, permanent: map[string]string{}}
	c.pages[name] = p
	z := html.NewTokenizer(strings.NewReader(c.files[name]))
	var open []string
	headings, struck := 0, 0 // a comparison has a title as it is and as it was
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			break
		}
		token := z.Token()
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			if !withoutContent[token.Data] && kind == html.StartTagToken {
				open = append(open, token.Data)
			}
			if token.Data == "h1" {
				headings++
				if slices.Contains(open, "del") {
					struck++
				}
			}
			c.attributes(t, name, p, token)
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Errorf("%s: </%s> closes %v", name, token.Data, open)
				return
			}
			open = open[:len(open)-1]
		case html.CommentToken:
			t.Errorf("%s: a comment is published: %s", name, token.Data)
		}
	}
	if len(open) > 0 {
		t.Errorf("%s: %v not closed", name, open)
	}
	if headings == 0 || headings-struck > 1 {
		t.Errorf("%s: %d headings of level 1", name, headings)
	}
}

func (c *crawler) attributes(t *testing.T, name string, p *crawledPage, token html.Token) {
	if token.Data == "style" {
		t.Errorf("%s: an inline style", name)
	}
	attr := map[string]string{}
	for _, a := range token.Attr {
		if _, twice := attr[a.Key]; twice {
			t.Errorf("%s: <%s> has %s twice", name, token.Data, a.Key)
		}
		attr[a.Key] = a.Val
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			t.Errorf("%s: <%s> has %s, which the policy forbids", name, token.Data, a.Key)
		}
	}
	if id, ok := attr["id"]; ok {
		if id == "" || p.ids[id] || strings.ContainsAny(id, " \t\n") {
			t.Errorf("%s: id %q is empty, has a space or stands here twice", name, id)
		}
		p.ids[id] = true
	}
	if attr["class"] == "permalink" {
		p.permalink(t, name, attr["aria-label"], attr["href"])
	}
	switch {
	case token.Data == "script" && attr["src"] == "" && attr["type"] == "application/ld+json": // data, which is not run
	case token.Data == "script" && attr["src"] == "":
		t.Errorf("%s: an inline script", name)
	case attr["http-equiv"] == "refresh":
		p.moved = true
		p.hrefs = append(p.hrefs, strings.TrimPrefix(attr["content"], "0; url="))
	case token.Data == "base":
		p.base = attr["href"]
	case token.Data == "link" && attr["rel"] == "canonical":
		p.canonical = attr["href"]
	default:
		for _, key := range []string{"href", "src"} {
			if to, ok := attr[key]; ok {
				p.hrefs = append(p.hrefs, to)
			}
		}
	}
}

// permalink checks that a permalink says what it leads to, and not what another one says that leads elsewhere: all of them look
// alike, so who has them read aloud, one after the other, has only their names.
func (p *crawledPage) permalink(t *testing.T, page, name, href string) {
	if of, ok := strings.CutPrefix(name, "Permalink to "); !ok || strings.TrimSpace(of) == "" {
		t.Errorf("%s: the permalink to %s is called %q, which does not say what it leads to", page, href, name)
	}
	if other, ok := p.permanent[name]; ok && other != href {
		t.Errorf("%s: the permalinks to %s and %s are both called %q", page, other, href, name)
	}
	p.permanent[name] = href
}

// declared are the places elsewhere that the content of this repository links.
var declared = []string{"https://www.first.org/tlp/", "https://smartenergycodecompany.co.uk/", "mailto:secas@example.org", "mailto:clocks@example.org"}

// follow checks that what a page links is there. Links are relative, so that the site may stand at any address.
func (c *crawler) follow(t *testing.T, name string) {
	p := c.pages[name]
	here := &url.URL{Scheme: "site", Host: "root", Path: "/" + name}
	if p.base != "" {
		here = &url.URL{Scheme: "site", Host: "root", Path: "/"} // which is where it is shown from: any address
	}
	for _, href := range p.hrefs {
		u, err := url.Parse(href)
		if err != nil {
			t.Errorf("%s: %s: %v", name, href, err)
			continue
		}
		if u.Scheme != "" || u.Host != "" {
			if !slices.ContainsFunc(declared, func(d string) bool { return strings.HasPrefix(href, d) }) {
				t.Errorf("%s links elsewhere: %s", name, href)
			}
			continue
		}
		if strings.HasPrefix(href, "/") || u.RawQuery != "" {
			t.Errorf("%s: %s would lead elsewhere when the site stands below a path", name, href)
		}
		c.links++
		to := here.ResolveReference(u)
		file := strings.TrimPrefix(to.Path, "/")
		if file == "" || strings.HasSuffix(file, "/") {
			if c.portable {
				t.Errorf("%s: %s names no file", name, href)
			}
			file += "index.html"
		}
		switch target, isPage := c.pages[file]; {
		case c.files[file] == "" && !isPage && file != "manifest.json": // which publish adds
			t.Errorf("%s: %s leads to %s, which is not there", name, href, file)
		case u.Fragment != "" && !strings.Contains(u.Fragment, "=") && isPage && !target.ids[u.Fragment]: // "#state=overdue" is for register.js
			t.Errorf("%s: %s leads to no place in %s", name, href, file)
		}
	}
}

// checkSitemap checks that it lists exactly the pages, by the addresses that they give themselves.
func (c *crawler) checkSitemap(t *testing.T, sitemap string) {
	var listed, pages []string
	for part := range strings.SplitSeq(sitemap, "<loc>") {
		if address, _, ok := strings.Cut(part, "</loc>"); ok {
			listed = append(listed, html.UnescapeString(address))
		}
	}
	root := c.pages["index.html"].canonical
	for name, p := range c.pages {
		if name == "404.html" || p.moved {
			continue
		}
		if want := root + strings.TrimPrefix(path.Dir(name)+"/", "./"); p.canonical != want {
			t.Errorf("%s: its canonical address is %q, not %q", name, p.canonical, want)
		}
		pages = append(pages, p.canonical)
	}
	slices.Sort(listed)
	slices.Sort(pages)
	if !slices.Equal(listed, pages) {
		t.Errorf("the sitemap lists %d pages, and there are %d:\n%s", len(listed), len(pages), firstDifferent(listed, pages))
	}
}

func firstDifferent(x, y []string) string {
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("%s, and %s", x[i], y[i])
		}
	}
	return "one goes on"
}
