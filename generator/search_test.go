package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestEveryWordFinds holds that every word of a page's own text finds that page, or something on it, with the very scripts
// that pages have. What is told elsewhere is found there; lists are found by nothing.
func TestEveryWordFinds(t *testing.T) {
	files := shippedSite(t, buildFlags{})
	type page struct {
		Path string `json:"path"`
		Text string `json:"text"`
	}
	var pages []page
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(file, ".html") {
			if text := ownText(t, files[file]); text != "" {
				pages = append(pages, page{strings.TrimSuffix(file, "index.html"), text})
			}
		}
	}
	scripts := map[string]string{}
	for file, text := range files {
		if strings.HasSuffix(file, ".js") {
			scripts[file] = text
		}
	}
	job, err := json.Marshal(map[string]any{"files": scripts, "pages": pages})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), installed(t, "node"), "testdata/search/find.mjs")
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(job), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	lines := strings.Split(strings.TrimSpace(stdout.String()), "\n")
	for _, line := range lines[:len(lines)-1] {
		t.Error(line)
	}
	t.Logf("%d pages, %s", len(pages), lines[len(lines)-1])
	if len(pages) < 50 || len(lines[len(lines)-1]) < len("1000 words") {
		t.Errorf("%d pages with %s are too few", len(pages), lines[len(lines)-1])
	}
}

// ownText is the text in the main part of a page, without what its template says is told elsewhere or is the same on all
// pages of its kind, without lists, and without what is not to be seen.
func ownText(t *testing.T, page string) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	var walk func(n *html.Node, own bool)
	walk = func(n *html.Node, own bool) {
		switch {
		case has(n, "data-kind"):
			own = attribute(n, "data-kind") != ""
			if !own && n.Data != "main" {
				return
			}
		case has(n, "hidden") || has(n, "aria-hidden") || slices.Contains(strings.Fields(class(n)), "printed"): // nobody sees it
			return
		case slices.Contains([]string{"nav", "form", "head"}, n.Data) || slices.Contains([]string{"kind", "tags", "label", "permalink"}, class(n)):
			return
		}
		if n.Type == html.TextNode && own {
			text.WriteString(n.Data)
		}
		inline := slices.Contains([]string{"a", "b", "i", "em", "strong", "span", "time", "code", "sup", "del"}, n.Data)
		if !inline {
			text.WriteByte('\n')
		}
		for c := range n.ChildNodes() {
			walk(c, own)
		}
		if !inline {
			text.WriteByte('\n')
		}
	}
	walk(doc, false)
	return strings.TrimSpace(text.String())
}
