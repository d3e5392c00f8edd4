package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

var clientTag = regexp.MustCompile(`<script src="/~preview/client\.js" defer data-view="\w+" data-draft="\d+" data-sum="[0-9a-f]{16}" data-page="[^"]*" data-content="[^"]*" data-editor="[^"]*"></script></head>`)

// plain takes out of a page what a preview puts in. Base is where the page begins that says that there is none.
func plain(view, base, page string) (string, error) {
	if len(clientTag.FindAllString(page, -1)) != 1 {
		return page, errors.New("the client is not in it, or more than once")
	}
	page = clientTag.ReplaceAllLiteralString(page, "</head>")
	if view == "/~difference/" { // which is written anew
		return strings.Replace(page, `<link rel="stylesheet" href="/~preview/client.css"/>`, "", 1), nil
	}
	const added = "; connect-src 'self'\">"
	if strings.Count(page, added) != 1 {
		return page, errors.New("the policy does not let the client run")
	}
	page = strings.Replace(page, added, `">`, 1)
	return strings.Replace(page, `<base href="`+view+`">`, `<base href="`+base+`">`, 1), nil
}

// TestPreviewPublishes holds that what is shown as published is, byte for byte, what build writes of the same content, and
// that everything is there in the other views, too.
func TestPreviewPublishes(t *testing.T) {
	shipped, err := filepath.Abs("../content")
	if err != nil {
		t.Fatal(err)
	}
	t.Run("shipped", func(t *testing.T) {
		t.Parallel()
		samePublished(t, t.TempDir(), shipped, "2026-11-23")
	})
	tried := 0
	for seed, done := uint64(1), 0; done < 3; seed++ {
		if tried++; tried > 40 {
			t.Fatal("hardly any random content can be built")
		}
		d := newDesk(t)
		d.write(newPair(seed).content[first].texts(nil))
		content := filepath.Join(d.dir, "content")
		if code := run([]string{"check", "--content", content, "--as-at", "2016-11-01"}, io.Discard, io.Discard); code != exitDone {
			continue
		}
		done++
		t.Run(fmt.Sprint("random ", seed), func(t *testing.T) {
			t.Parallel()
			samePublished(t, d.dir, content, "2016-11-01")
		})
	}
}

func samePublished(t *testing.T, dir, content, day string) {
	var told bytes.Buffer
	if code := run([]string{"build", "--content", content, "--as-at", day, "--out", filepath.Join(dir, "out")}, &told, &told); code != exitDone {
		t.Fatal(told.String())
	}
	s := sit(t, dir, "--content", content, "--as-at", day)
	pages, files := 0, 0
	base := ""
	for file, want := range (desk{t, dir}).files("out") {
		if strings.HasSuffix(file, "/") {
			continue
		}
		a := s.get("/~published/" + strings.TrimSuffix(file, "index.html"))
		text := a.text
		if strings.HasSuffix(file, ".html") {
			if file == "404.html" {
				if m := regexp.MustCompile(`<base href="([^"]*)">`).FindStringSubmatch(string(want)); m != nil {
					base = m[1]
				}
			}
			if text, err := plain("/~published/", base, a.text); err != nil || text != string(want) {
				t.Errorf("%s: %v: %s", file, err, firstDifferent(strings.Split(string(want), "\n"), strings.Split(text, "\n")))
			}
			for _, view := range []string{"/", "/~difference/"} {
				if a := s.get(view + strings.TrimSuffix(file, "index.html")); a.status != http.StatusOK {
					t.Errorf("%s%s: %d", view, file, a.status)
				}
			}
			pages++
		} else if files++; text != string(want) {
			t.Errorf("%s is not what build writes", file)
		}
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", file, a.status)
		}
	}
	drafted := crawlView(s, "/")
	published := crawlView(s, "/~published/")
	compared := crawlView(s, "/~difference/")
	for at, a := range drafted {
		if compared[at].status != http.StatusOK && s.get("/~difference"+at).status != http.StatusOK {
			t.Errorf("there is no difference of %s", at)
		}
		if a.status != http.StatusOK {
			t.Errorf("%s: %d", at, a.status)
		}
	}
	t.Logf("%d pages and %d files are what build writes; by links there are %d drafted, %d published, %d compared", pages, files, len(drafted), len(published), len(compared))
	if len(drafted) < len(published) || len(published) < 10 {
		t.Errorf("%d of the drafted view and %d of the published one are not all", len(drafted), len(published))
	}
}

// crawlView follows every link of a view, which does not lead out of it, and looks at every page as TestCrawl does. What is
// there is returned by address.
func crawlView(s *sitting, root string) map[string]answered {
	s.t.Helper()
	found := map[string]answered{}
	c := &crawler{files: map[string]string{}, pages: map[string]*crawledPage{}}
	for todo := []string{root, root + "404.html"}; len(todo) > 0; todo = todo[1:] {
		address := strings.TrimPrefix(todo[0], strings.TrimSuffix(root, "/"))
		if _, ok := found[address]; ok {
			continue
		}
		a := s.get(todo[0])
		found[address] = a
		if a.status != http.StatusOK {
			s.t.Errorf("%s: %d", todo[0], a.status)
			continue
		}
		file := strings.TrimPrefix(address, "/")
		if strings.HasPrefix(a.header.Get("Content-Type"), "text/html") && !strings.HasPrefix(address, "/files/") {
			if strings.HasSuffix(file, "/") || file == "" {
				file += "index.html"
			}
			page, err := plain(root, root, a.text)
			if err != nil {
				s.t.Errorf("%s: %v", todo[0], err)
			}
			for _, to := range localLinks(s.t, todo[0], page) {
				if !strings.HasPrefix(to, root) || root == "/" && strings.HasPrefix(to, "/~") {
					s.t.Errorf("%s leads out of its view: %s", todo[0], to)
				} else {
					todo = append(todo, to)
				}
			}
			a.text = page
		}
		c.files[file] = a.text
	}
	for _, file := range slices.Sorted(maps.Keys(c.files)) {
		if strings.HasSuffix(file, ".html") {
			c.read(s.t, file)
		}
	}
	for _, file := range slices.Sorted(maps.Keys(c.pages)) {
		p := c.pages[file]
		p.hrefs = slices.DeleteFunc(p.hrefs, func(href string) bool {
			u, err := url.Parse(href)
			return err == nil && u.Scheme != "" // TestCrawl tells which of these there may be
		})
		c.follow(s.t, file)
	}
	return found
}

// localLinks are the paths of this server that a page links.
func localLinks(t *testing.T, at, page string) (paths []string) {
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	here := &url.URL{Scheme: "http", Host: "here", Path: at}
	for n := range doc.Descendants() {
		if n.Data == "base" {
			here, _ = here.Parse(attribute(n, "href"))
		}
		for _, key := range []string{"href", "src"} {
			if to, err := here.Parse(attribute(n, key)); err == nil && n.Data != "base" && has(n, key) && attribute(n, "rel") != "canonical" && to.Host == "here" {
				paths = append(paths, to.EscapedPath())
			}
		}
	}
	return paths
}
