package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// mistakes are planted in a page, so that the test cannot pass because nothing is looked at: what is put in place of what,
// and the rule that must complain.
var mistakes = map[string]struct{ old, new, rule string }{
	"closed crosswise":      {"</main>", "<b><i>Planted</b></i></main>", "close-order"},
	"id twice":              {"</main>", `<p id="main_">Planted</p></main>`, "no-dup-id"},
	"link in a link":        {"</main>", `<a href="../"><a href="../">Planted</a></a></main>`, "element-permitted-content"},
	"list of no items":      {"</main>", "<ul><p>Planted</p></ul></main>", "element-permitted-content"},
	"attribute of no word":  {"</main>", `<ol type="z"><li>Planted</li></ol></main>`, "attribute-allowed-values"},
	"element of no name":    {"</main>", "<planted>Planted</planted></main>", "element-name"},
	"element of the past":   {"</main>", "<center>Planted</center></main>", "deprecated"},
	"picture of nothing":    {"</main>", `<img alt="Planted"></main>`, "element-required-attributes"},
	"page without its type": {"<!DOCTYPE html>\n", "", "missing-doctype"},
}

// TestValid holds every page of the site to the standard of HTML.
func TestValid(t *testing.T) {
	pages := map[string]string{}
	for name, flags := range map[string]buildFlags{"public": {}, "private": {clearance: "RED"}, "portable": {portable: true}} {
		for file, text := range shippedSite(t, flags) {
			if strings.HasSuffix(file, ".html") {
				pages[name+"/"+file] = text
			}
		}
	}
	sound := len(pages)
	for name, m := range mistakes {
		pages["planted/"+name] = strings.Replace(pages["public/about/index.html"], m.old, m.new, 1)
	}
	data, err := json.Marshal(pages)
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), installed(t, "node"), "testdata/browser/valid.mjs")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(data), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("valid.mjs: %v; `make test` installs what it needs\n%s", err, &stderr)
	}
	looked, complained := 0, map[string]bool{}
	for lines := bufio.NewScanner(&stdout); lines.Scan(); {
		var line struct {
			Page, Rule, Message string
			Pages               int
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("valid.mjs wrote %q: %v", lines.Text(), err)
		}
		looked += line.Pages
		if planted, ok := strings.CutPrefix(line.Page, "planted/"); ok {
			complained[planted+": "+line.Rule] = true
		} else if line.Rule != "" {
			t.Errorf("%s: %s [%s]", line.Page, line.Message, line.Rule)
		}
	}
	for name, m := range mistakes {
		if !complained[name+": "+m.rule] {
			t.Errorf("%s is planted, and nothing complains by the rule %s: %v", name, m.rule, complained)
		}
	}
	if looked != len(pages) || sound < 400 {
		t.Errorf("%d of %d pages were looked at", looked, len(pages))
	}
	t.Logf("%d pages are valid", sound)
}
