package render_test

import (
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"path"
	"regexp"
	"strings"
	"testing"

	"minutebook/generator/site"
)

var void = regexp.MustCompile(`<((?:meta|link|base|img|br|hr)\b[^>]*)>`)

// An element of a page, as a crawler needs it.
type element struct {
	name  string
	attrs map[string]string
}

// elements reads a page more strictly than a browser does: every element is closed, in its order, every attribute
// quoted, every character legal.
func elements(page string) ([]element, error) {
	text := strings.TrimPrefix(page, "<!DOCTYPE html>")
	text = void.ReplaceAllString(text, "<$1/>")
	d := xml.NewDecoder(strings.NewReader(text))
	d.Entity = xml.HTMLEntity
	var all []element
	for {
		token, err := d.Token()
		if err == io.EOF {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			e := element{start.Name.Local, map[string]string{}}
			for _, a := range start.Attr {
				if _, twice := e.attrs[a.Name.Local]; twice {
					return nil, errors.New("attribute " + a.Name.Local + " twice")
				}
				e.attrs[a.Name.Local] = a.Value
			}
			all = append(all, e)
		}
	}
}

// crawl follows every link of a site that is served below base, which ends in a slash. index is whether directories are
// served by their index.html.
func crawl(t *testing.T, out files, base string, index bool) {
	t.Helper()
	root, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]map[string]bool{}
	pages := map[string][]element{}
	for name, content := range out {
		if path.Ext(name) != ".html" {
			continue
		}
		all, err := elements(content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		pages[name], ids[name] = all, map[string]bool{}
		headings := 0
		for _, e := range all {
			if e.name == "h1" {
				headings++
			}
			if id, ok := e.attrs["id"]; ok {
				if id == "" || ids[name][id] {
					t.Errorf("%s: id %q twice, or empty", name, id)
				}
				ids[name][id] = true
			}
			inline := e.name == "script" && e.attrs["src"] == "" && e.attrs["type"] != "application/ld+json" // which is not run
			if inline || e.name == "style" || e.attrs["style"] != "" {
				t.Errorf("%s: inline %s", name, e.name)
			}
		}
		if headings != 1 {
			t.Errorf("%s has %d h1", name, headings)
		}
	}
	for name, all := range pages {
		here := base + strings.TrimSuffix(name, "index.html")
		if !index {
			here = base + name
		}
		at, err := url.Parse(here)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			if e.name == "base" {
				if at, err = at.Parse(e.attrs["href"]); err != nil {
					t.Fatal(err)
				}
			}
			for _, attr := range []string{"href", "src"} {
				href, ok := e.attrs[attr]
				if !ok || e.name == "base" || e.attrs["rel"] == "canonical" {
					continue
				}
				to, err := at.Parse(href)
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				if to.Scheme == "mailto" || href == "https://example.org/" { // which the fixture says
					continue
				}
				if strings.HasPrefix(href, "/") || strings.Contains(href, "://") {
					t.Errorf("%s: %s is not relative", name, href)
				}
				target, below := strings.CutPrefix(to.Path, root.Path)
				if !below || to.Host != root.Host {
					t.Errorf("%s: %s leads out of the site", name, href)
				}
				if index && (target == "" || strings.HasSuffix(target, "/")) {
					target += "index.html"
				}
				if strings.HasPrefix(target, "files/") || target == "manifest.json" {
					continue // which others publish
				}
				if _, ok := out[target]; !ok {
					t.Errorf("%s: %s leads to %q, where nothing is", name, href, target)
				} else if to.Fragment != "" && !strings.Contains(to.Fragment, "=") && !ids[target][to.Fragment] { // "#state=overdue" is for register.js
					t.Errorf("%s: %s: there is no such place in %s", name, href, target)
				}
			}
		}
	}
}

func TestEveryLinkLeadsSomewhere(t *testing.T) {
	for name, c := range map[string]struct {
		private bool
		options site.Options
		base    string
		index   bool
	}{
		"served":           {base: "https://minutes.example.org/code/", index: true},
		"at a root":        {options: site.Options{BaseURL: "http://127.0.0.1:4000/"}, base: "http://127.0.0.1:4000/", index: true},
		"on a disk":        {options: site.Options{Portable: true}, base: "file:///home/a%20b/"},
		"a private copy":   {private: true, base: "https://intranet.example/x/y/", index: true},
		"private, on disk": {private: true, options: site.Options{Portable: true}, base: "file:///media/"},
	} {
		t.Run(name, func(t *testing.T) {
			out := rendered(t, edition(t, c.private), c.options)
			if len(out) < 40 {
				t.Fatalf("only %d files", len(out))
			}
			crawl(t, out, c.base, c.index)
		})
	}
}

// The pages say what they must, and nothing of what was cut.
func TestPagesSay(t *testing.T) {
	public, private := rendered(t, edition(t, false), site.Options{Version: "1.2.3"}), rendered(t, edition(t, true), site.Options{})
	for name, content := range public {
		for _, secret := range []string{"12,000", "only the committee may read", "quotation to the committee", "25/13", "documents/certification"} {
			if strings.Contains(content, secret) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
		if strings.Contains(content, "Private copy") || strings.Contains(content, "noindex") {
			t.Errorf("%s says that it is private", name)
		}
		if path.Ext(name) == ".html" && !strings.Contains(content, `As at <time datetime="2016-08-22">22 August 2016</time>`) {
			t.Errorf("%s does not say as at when", name)
		}
	}
	for name, content := range private {
		if path.Ext(name) == ".html" && !strings.Contains(content, "<strong>Private copy.</strong> It holds what is labelled up to AMBER") {
			t.Errorf("%s of the private copy has no banner", name)
		}
	}
	for _, c := range []struct{ page, says string }{
		{"smki-pma/meetings/25/index.html", "Part withheld: AMBER"},
		{"smki-pma/meetings/25/index.html", `approved at <a href="../26/">SMKI PMA meeting 26, 9 August 2016</a>`},
		{"smki-pma/meetings/26/index.html", "not yet approved"},
		{"smki-pma/meetings/27/index.html", "This meeting is yet to be held."},
		{"smki-pma/actions/25-12/index.html", `Printed as <span class="ref">SECPMA 24/12</span>`},
		{"smki-pma/actions/22-04/index.html", "Raised at meeting 22, before this archive."},
		{"smki-pma/actions/25-01/index.html", "<del>DCC</del>, now DSP"},
		{"smki-pma/actions/index.html", `<strong>4</strong> open<span data-ahead="">, of which <strong>3</strong> overdue on `},
		{"decisions/index.html", `superseded</span> by <a class="ref" href="../smki-pma/meetings/25/#25-d02">SECPMA 25/D02</a>`},
		{"smki-pma/papers/index.html", `id="25-1207-06"`},
		{"smki-pma/papers/index.html", `Title withheld <span class="label" data-label="AMBER">Label: AMBER</span>`},
		{"smki-pma/index.html", `id="document-smki-doc-02"`},
		{"smki-pma/consultations/recovery-key-guidance-2/index.html", `<time datetime="2016-09-02T23:59:00&#43;01:00">2 September 2016, 23:59 BST</time>`},
		{"smki-pma/consultations/recovery-key-guidance-2/index.html", `<span data-left="2016-09-02" data-holidays="2016-08-29">8 working days</span> left after`},
		{"smki-pma/consultations/recovery-key-guidance-2/index.html", `<section class="box over" data-after="2016-09-02" hidden="">`},
		{"smki-pma/consultations/recovery-key-guidance-2/index.html", `<dd>Networks and suppliers</dd>`},
		{"smki-pma/consultations/recovery-key-guidance-2/index.html", `Summer bank holiday`},
		{"smki-pma/consultations/recovery-key-guidance-1/index.html", `Later: <a href="../recovery-key-guidance-2/">`},
		{"smki-pma/documents/recovery-key-guidance/index.html", `<a href="../../../files/smki-pma/guidance-1-1.pdf">guidance-1-1.pdf</a>`},
		{"smki-pma/registers/change-requests/cr101/index.html", "Costs awaited"},
		{"ssc/index.html", "This committee is closed and meets no more."},
		{"ssc/decisions/index.html", "No decision is recorded here yet."},
		{"about/index.html", "Made with minutebook 1.2.3."},
		{"about/index.html", `<a href="../about/" aria-current="page">`},
		{"sitemap.xml", "<url><loc>https://minutes.example.org/code/smki-pma/actions/25-04/</loc></url>"},
		{"robots.txt", "Sitemap: https://minutes.example.org/code/sitemap.xml"},
	} {
		if !strings.Contains(public[c.page], c.says) {
			t.Errorf("%s does not say %s", c.page, c.says)
		}
	}
	for _, c := range []struct{ page, says string }{
		{"smki-pma/meetings/25/index.html", `<span class="label" data-label="AMBER">Label: AMBER</span> Keep the quotation`},
		{"smki-pma/meetings/25/index.html", `25/13</a> <span class="label" data-label="AMBER">AMBER</span></th>`},
		{"robots.txt", "Disallow: /\n"},
	} {
		if !strings.Contains(private[c.page], c.says) {
			t.Errorf("%s of the private copy does not say %s", c.page, c.says)
		}
	}
	if private["sitemap.xml"] != "" {
		t.Error("a private copy has a site map")
	}
}
