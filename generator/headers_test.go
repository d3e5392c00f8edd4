package main

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A headerRule is a header that SECURITY.md says to send with files whose path fits a pattern.
type headerRule struct{ pattern, name, value string }

// documentedBlock is a block of code of SECURITY.md.
func documentedBlock(t *testing.T, language string) string {
	t.Helper()
	text, err := os.ReadFile("../SECURITY.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(text), "\n```"+language+"\n")
	block, _, closed := strings.Cut(rest, "\n```\n")
	if !ok || !closed {
		t.Fatalf("SECURITY.md has no block of %s", language)
	}
	return block
}

// documentedHeaders are those of the _headers of SECURITY.md.
func documentedHeaders(t *testing.T) []headerRule {
	t.Helper()
	var rules []headerRule
	pattern := ""
	for line := range strings.SplitSeq(documentedBlock(t, "_headers"), "\n") {
		if !strings.HasPrefix(line, " ") {
			pattern = line
			continue
		}
		name, value, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			t.Fatalf("%q is no header", line)
		}
		rules = append(rules, headerRule{pattern, name, value})
	}
	return rules
}

// addHeaders does what hosts do with _headers: a star is any end of a path, and rules add up.
func addHeaders(h http.Header, rules []headerRule, path string) {
	for _, r := range rules {
		if strings.HasPrefix(path, strings.TrimSuffix(r.pattern, "*")) {
			h.Add(r.name, r.value)
		}
	}
}

var (
	policyMeta    = regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`)
	beforePolicy  = regexp.MustCompile(`<(?:base|link|script|style|img)`)
	serverHeaders = map[string]*regexp.Regexp{
		"nginx":  regexp.MustCompile(`(?m)^    add_header ([A-Za-z-]+) "(.*)" always;$`),
		"apache": regexp.MustCompile(`(?m)^Header always set ([A-Za-z-]+) "(.*)"$`),
		"caddy":  regexp.MustCompile(`(?m)^        header ([A-Za-z-]+) "(.*)"$`),
	}
)

// TestPolicy holds that the policy that pages carry is the documented one, but for what only a header can say, that it
// stands before anything that it is to govern, and that all servers are told to send the same.
func TestPolicy(t *testing.T) {
	want := map[string]string{}
	var particular []string
	for _, r := range documentedHeaders(t) {
		if r.pattern == "/*" {
			want[r.name] = r.value
		} else {
			particular = append(particular, r.value)
		}
	}
	inPages, ok := strings.CutSuffix(want["Content-Security-Policy"], "; frame-ancestors 'none'")
	if !ok || !strings.HasPrefix(inPages, "default-src 'none'; ") || strings.Contains(inPages, "unsafe") {
		t.Errorf("the documented policy is %q", want["Content-Security-Policy"])
	}
	for name, flags := range map[string]buildFlags{"public": {}, "portable": {portable: true}, "private": {clearance: "RED"}, "below a path": {baseURL: "https://example.org/a/"}} {
		for file, text := range shippedSite(t, flags) {
			if !strings.HasSuffix(file, ".html") {
				continue
			}
			at := policyMeta.FindStringSubmatchIndex(text)
			if at == nil {
				t.Errorf("%s: %s carries no policy", name, file)
				continue
			}
			policy := text[at[2]:at[3]]
			if flags.portable {
				policy = strings.ReplaceAll(policy, " file:", "")
			}
			if policy != inPages {
				t.Errorf("%s: the policy of %s is %q, not %q", name, file, policy, inPages)
			}
			if early := beforePolicy.FindString(text[:at[0]]); early != "" {
				t.Errorf("%s: in %s, %s stands before the policy", name, file, early)
			}
		}
	}
	for server, pattern := range serverHeaders {
		block := documentedBlock(t, server)
		got := map[string]string{}
		for _, m := range pattern.FindAllStringSubmatch(block, -1) {
			got[m[1]] = m[2]
		}
		delete(got, "Cache-Control") // which hosts say without being told
		if !maps.Equal(got, want) {
			t.Errorf("%s sends %q, not %q", server, got, want)
		}
		for _, value := range particular {
			if !strings.Contains(block, `"`+value+`"`) {
				t.Errorf("%s does not send %q", server, value)
			}
		}
		if !strings.Contains(block, `"no-cache"`) {
			t.Errorf("%s lets pages be kept that are no longer published", server)
		}
	}
}

// What can be planted in a page, and what the browser must then say of it.
var plantings = []struct{ kind, html string }{
	{"nothing", ""},
	{"inline script", `<script>document.title = "planted"</script>`},
	{"script in its address", `<script src="data:text/javascript,document.title=1"></script>`},
	{"script from elsewhere", `<script src="https://elsewhere.example/planted.js"></script>`},
	{"event handler", `<p onclick="alert(1)">Planted.</p>`},
	{"inline style", `<style>p { color: red }</style>`},
	{"style of an element", `<p style="color: red">Planted.</p>`},
	{"style from elsewhere", `<link rel="stylesheet" href="https://elsewhere.example/planted.css">`},
	{"picture from elsewhere", `<img alt="Planted" src="https://elsewhere.example/planted.png">`},
	{"picture in its address", `<img alt="Planted" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">`},
	{"frame", `<iframe title="Planted" src="../about/"></iframe>`},
	{"object", `<object data="../icon.svg" type="image/svg+xml"></object>`},
	{"video", `<video src="../planted.webm"></video>`},
}

const saysPolicy, saysElsewhere = "Content Security Policy", "outside the site"

// plant serves a site with pages in which something is planted, so that the browser test cannot pass because it sees
// nothing. Each stands there twice, with the policy of the page alone and with that of the server alone; then a picture
// from elsewhere without any policy, and a page that frames another of the site at framed.
func plant(t *testing.T, s *shownSite, dir string, headers []headerRule, framed string) http.Handler {
	t.Helper()
	about, err := os.ReadFile(filepath.Join(dir, "about", "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	bare := policyMeta.ReplaceAllString(string(about), "")
	if bare == string(about) {
		t.Fatal("no policy to take out")
	}
	mux := http.NewServeMux()
	mux.Handle("/planted/", served(dir, "/planted/", nil))
	add := func(kind, page, html, says string, headers []headerRule) {
		name := strings.ReplaceAll(kind, " ", "-") + "/"
		s.Pages = append(s.Pages, shownPage{Kind: kind, Path: name, Says: says})
		text := strings.Replace(page, "</main>", html+"</main>", 1)
		mux.HandleFunc("/planted/"+name, func(w http.ResponseWriter, r *http.Request) {
			addHeaders(w.Header(), headers, "/"+path.Base(name)+"/")
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, text)
		})
	}
	for _, p := range plantings {
		says := saysPolicy
		if p.html == "" {
			says = ""
		}
		add(p.kind+" by the page", string(about), p.html, says, nil)
		add(p.kind+" by the server", bare, p.html, says, headers)
	}
	elsewhere := slices.IndexFunc(plantings, func(p struct{ kind, html string }) bool { return p.kind == "picture from elsewhere" })
	add("no policy", bare, plantings[elsewhere].html, saysElsewhere, nil)
	add("framed", bare, `<iframe title="Planted" src="`+framed+`"></iframe>`, saysPolicy, nil)
	return mux
}
