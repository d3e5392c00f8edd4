package render_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"minutebook/generator/site"
)

var dataBlock = regexp.MustCompile(`<script type="application/ld\+json">(.*?)</script>`)

// aboutOf is what a page says that it is about, for programs.
func aboutOf(t *testing.T, page string) []map[string]any {
	t.Helper()
	m := dataBlock.FindAllStringSubmatch(page, -1)
	if len(m) == 0 {
		return nil // the vocabulary has no word for it
	}
	if len(m) != 1 {
		t.Errorf("%d blocks of data", len(m))
		return nil
	}
	var g struct {
		Context string           `json:"@context"`
		Graph   []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(m[0][1]), &g); err != nil || g.Context != "https://schema.org" {
		t.Errorf("%v: %s", err, m[0][1])
	}
	return g.Graph
}

// addresses are all that stand in data.
func addresses(v any, yield func(string)) {
	switch v := v.(type) {
	case map[string]any:
		for key, inner := range v {
			if text, ok := inner.(string); ok && (key == "url" || key == "item" || key == "contentUrl") {
				yield(text)
			}
			addresses(inner, yield)
		}
	case []any:
		for _, inner := range v {
			addresses(inner, yield)
		}
	}
}

// Pages say for programs what they say for readers, and name nothing that is not there.
func TestLinkedData(t *testing.T) {
	out := rendered(t, edition(t, false), site.Options{})
	const root = "https://minutes.example.org/code/"
	tables := false // they are there as soon as package export writes them
	for name := range out {
		tables = tables || strings.HasPrefix(name, "data/")
	}
	kinds := map[string]bool{}
	for name, page := range out {
		if !strings.HasSuffix(name, ".html") || name == "404.html" {
			continue
		}
		for _, about := range aboutOf(t, page) {
			kinds[about["@type"].(string)] = true
			addresses(about, func(address string) {
				file, ours := strings.CutPrefix(address, root)
				if file == "" || strings.HasSuffix(file, "/") {
					file += "index.html"
				}
				if _, there := out[file]; !ours || !there && (tables || !strings.HasPrefix(file, "data/")) {
					t.Errorf("%s names %s, where nothing is", name, address)
				}
			})
		}
		for _, says := range []string{`<meta name="description" property="og:description" content="`, `<meta property="og:title" content="`, `<meta property="og:url" content="` + root} {
			if empty := !strings.HasSuffix(says, "/") && strings.Contains(page, says+`"`); empty || strings.Count(page, says) != 1 {
				t.Errorf("%s does not say once %s", name, says)
			}
		}
	}
	for _, kind := range []string{"WebSite", "Organization", "Event", "Dataset"} {
		if !kinds[kind] {
			t.Errorf("no page is about a thing of the kind %s", kind)
		}
	}
	meeting := aboutOf(t, out["smki-pma/meetings/25/index.html"])[0]
	if meeting["startDate"] != "2016-07-12T12:00:00+01:00" || meeting["name"] != "SMKI PMA meeting 25" || meeting["eventStatus"] != nil {
		t.Errorf("the meeting is %v", meeting)
	}
	if next := aboutOf(t, out["smki-pma/meetings/27/index.html"])[0]; next["eventStatus"] != "https://schema.org/EventScheduled" {
		t.Errorf("the meeting to come is %v", next)
	}
}

// Nothing in a text can end the element that the data stands in.
func TestLinkedDataEndsWhereItEnds(t *testing.T) {
	e := edition(t, false)
	e.Site.Title = `</script><script>alert(1)</script><!--<script>`
	page := rendered(t, e, site.Options{})["index.html"]
	if about := aboutOf(t, page); len(about) != 1 || about[0]["name"] != e.Site.Title {
		t.Errorf("the site is %v", about)
	}
	if n := strings.Count(strings.ToLower(page), "<script"); n != 2 || strings.Contains(page, "<!--") {
		t.Errorf("%d scripts in\n%s", n, page)
	}
}

// Others are not asked to show a private copy, or pages whose address is not known.
func TestOnlyPublicPagesAreDescribed(t *testing.T) {
	unknown := edition(t, false)
	unknown.Site.URL = ""
	drafted := edition(t, true)
	drafted.Drafted = true
	for kind, out := range map[string]files{
		"private":          rendered(t, edition(t, true), site.Options{}),
		"private, at home": rendered(t, edition(t, true), site.Options{BaseURL: "https://intranet.example/"}),
		"drafted":          rendered(t, drafted, site.Options{BaseURL: "https://intranet.example/"}),
		"without address":  rendered(t, unknown, site.Options{}),
	} {
		for name, page := range out {
			if strings.Contains(page, "ld+json") || strings.Contains(page, "og:") || strings.Contains(page, `name="description"`) {
				t.Errorf("%s: %s is described", kind, name)
			}
		}
	}
}
