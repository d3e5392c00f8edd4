package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"minutebook/generator/classification"
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
		case slices.Contains([]string{"nav", "form", "head"}, n.Data) || slices.Contains([]string{"kind", "tags", "label", "permalink"}, class(n)) || strings.HasSuffix(attribute(n, "id"), "_") && n.Data == "h2":
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

// TestResultsAreLabelled holds that a result which shows anything that readers of the public site do not see has a label
// that says so, in the drafter's edition, which has everything.
func TestResultsAreLabelled(t *testing.T) {
	var all []int
	for n := range placements {
		all = append(all, n)
	}
	secret := regexp.MustCompile(`(?i)quokka[a-z]{2}zebu`)
	for _, r := range readers[:2] {
		texts := r.content(all, r.withheld, "true")
		for path := range texts {
			if strings.Contains(path, "/_") || strings.Contains(path, "/.") {
				delete(texts, path)
			}
		}
		read := readTexts(texts)
		drafted, wrong := draftReading(t, read)
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		withheld, _ := classification.Parse(r.withheld)
		found := 0
		for shown, label := range shownResults(t, drafted) {
			if !secret.MatchString(shown) {
				continue
			}
			found++
			if l, _ := classification.Parse(label); label != "draft" && slices.Index(classification.Labels, l) < slices.Index(classification.Labels, withheld) {
				t.Errorf("%s: a result shows what readers do not see, and is labelled %q: %s", r.name, label, shown)
			}
		}
		if found < 40 {
			t.Errorf("%s: %d results are too few to tell", r.name, found)
		}
	}
}

// shownResults is what can be shown of each document of an index, with its label.
func shownResults(t *testing.T, files map[string]string) map[string]string {
	t.Helper()
	taken := func(file string, into any) {
		text := strings.TrimSuffix(strings.TrimPrefix(files[file], "minutebook.take("), ")\n")
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	var index struct {
		Labels, At []string
		Groups     string
	}
	taken("search/index.js", &index)
	var labels []string // of documents, one after the other
	numbers := strings.Split(index.Groups, "|")
	for group := range slices.Chunk(numbers, 6) {
		label, _ := strconv.Atoi(group[4])
		many, _ := strconv.Atoi(group[5])
		labels = append(labels, slices.Repeat([]string{index.Labels[label]}, many)...)
	}
	all := map[string]string{}
	n := 0
	for _, hash := range index.At {
		var places []json.RawMessage
		taken("search/places-"+hash+".js", &places)
		for _, p := range places {
			all[string(p)] = labels[n]
			n++
		}
	}
	if n != len(labels) {
		t.Errorf("%d documents, of which %d are shown", len(labels), n)
	}
	return all
}
