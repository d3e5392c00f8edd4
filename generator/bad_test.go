package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what comes out into testdata, to be read before it is committed")

// canary is the word that the bad files put wherever text can stand. No diagnostic may have it: they never quote content.
const canary = "Quillwort"

const (
	goodSite = `title: Minutes
url: https://minutes.example.org/
publish: GREEN
contact: secretary@example.org
time_zone: Europe/London
`
	goodBody = `---
kind: body
title: Committee of the Tests
short: Committee
prefix: BOD
classification: GREEN
---
Its remit.
`
)

// TestBad checks the content of each testdata/bad/*.txt and compares everything that there is to say with its section
// "want". Where the archive has no site.yaml, or no body.md in the folder "body", a good one is put in; those that stand
// under "without" are left out. What cannot be seen on a page is written «U+200B» or «byte FF».
func TestBad(t *testing.T) {
	for _, file := range badFiles(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(bytes.TrimSpace(archive.Comment)) == 0 {
				t.Error("a comment that says the idea is missing")
			}
			dir := unpack(t, archive)
			got := txtar.Archive{Comment: archive.Comment}
			for _, f := range archive.Files {
				if f.Name != "want" {
					got.Files = append(got.Files, f)
				}
			}
			told := checkAndBuild(t, dir)
			got.Files = append(got.Files, txtar.File{Name: "want", Data: []byte(told)})
			if *update {
				if err := os.WriteFile(file, txtar.Format(&got), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(&got))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// malformed are the first words of the names of bad files that are about marks, and of those about front matter.
var malformed = map[string]string{"mark": "marks", "front": "front matter", "label": "front matter", "key": "front matter"}

// TestRefusals counts the bad files of malformed marks and front matter, and holds that each file of content in them is
// refused for itself, but for one that is called good and is the other side of the rule.
func TestRefusals(t *testing.T) {
	count, contents := map[string]int{}, 0
	for _, file := range badFiles(t) {
		kind, _, _ := strings.Cut(filepath.Base(file), "-")
		if malformed[kind] == "" {
			continue
		}
		count[malformed[kind]]++
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want := string(archive.Files[len(archive.Files)-1].Data)
		for _, f := range archive.Files[:len(archive.Files)-1] {
			if strings.HasPrefix(filepath.Base(f.Name), "good") {
				continue
			}
			contents++
			if !slices.ContainsFunc(strings.Split(want, "\n"), func(line string) bool { return strings.HasPrefix(line, f.Name+":") && isError(line) }) {
				t.Errorf("%s: nothing is wrong with %s", file, f.Name)
			}
		}
	}
	t.Logf("%d archives of malformed marks and %d of malformed front matter, with %d files of content", count["marks"], count["front matter"], contents)
	if count["marks"]+count["front matter"] < 150 {
		t.Error("fewer than 150 archives")
	}
}

func badFiles(t *testing.T) []string {
	files, err := filepath.Glob("testdata/bad/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// checkAndBuild runs check, and build after it, over the content in dir, and returns what check says. Content with errors
// is refused by both alike, and nothing is published; of content that is only to be warned of, build says nothing.
func checkAndBuild(t *testing.T, dir string) string {
	t.Helper()
	content, out := filepath.Join(dir, "content"), filepath.Join(dir, "public")
	args := []string{"--quiet", "--as-at", "2026-11-23", "--content", content}
	var stdout, told, built bytes.Buffer
	code := run(append(args, "check"), &stdout, &told)
	if stdout.Len() > 0 {
		t.Errorf("check writes %d bytes to standard output", stdout.Len())
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("check leaves %v beside the content, %v", entries, err)
	}
	text := strings.ReplaceAll(told.String(), dir+"/", "")
	lines := strings.SplitAfter(text, "\n")
	bad := slices.ContainsFunc(lines, isError)
	if want := map[bool]int{true: exitContent, false: exitDone}[bad]; code != want {
		t.Errorf("check: exit %d, want %d", code, want)
	}
	if strings.TrimSpace(text) == "" {
		t.Error("nothing is wrong with this content")
	}
	if at := strings.Index(strings.ToLower(text), strings.ToLower(canary)); at >= 0 {
		t.Errorf("a diagnostic quotes content:\n%s", text)
	}
	if !bad {
		if code := run(append(args, "build", "--out", out), &stdout, &built); code != exitDone || built.Len() > 0 {
			t.Errorf("build: exit %d, and it says of content with warnings only:\n%s", code, &built)
		}
		return text
	}
	if code := run(append(args, "build", "--out", out), &stdout, &built); code != exitContent {
		t.Errorf("build: exit %d, want %d", code, exitContent)
	}
	if want := errorsOnly(lines); want != strings.ReplaceAll(built.String(), dir+"/", "") {
		t.Errorf("build does not say the errors that check says:\n%s", &built)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("build leaves %v beside the content, %v", entries, err)
	}
	return text
}

func isError(line string) bool { return strings.Contains(line, ": error: ") }

// errorsOnly are the errors of a text of diagnostics, with their hints.
func errorsOnly(lines []string) string {
	var b strings.Builder
	keep := false
	for _, line := range lines {
		if !strings.HasPrefix(line, "  hint: ") {
			keep = isError(line)
		}
		if keep {
			b.WriteString(line)
		}
	}
	return b.String()
}

// unpack writes an archive's files into a new directory and returns it.
func unpack(t *testing.T, archive *txtar.Archive) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{"content/site.yaml": goodSite, "content/body/body.md": goodBody}
	canaries := 0
	for _, f := range archive.Files {
		text := string(f.Data)
		canaries += strings.Count(text, canary)
		switch f.Name {
		case "want":
		case "without":
			for name := range strings.FieldsSeq(text) {
				delete(files, name)
			}
		default:
			files[f.Name] = visible.ReplaceAllStringFunc(text, invisible)
		}
	}
	if canaries == 0 {
		t.Errorf("the word %s stands nowhere, so it is not known whether content would be quoted", canary)
	}
	for name, text := range files {
		write(t, filepath.Join(dir, filepath.FromSlash(name)), text)
	}
	return dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// visible is how the files write characters that do not show, and bytes that are none.
var visible = regexp.MustCompile(`«(?:U\+[0-9A-F]{4,5}|byte [0-9A-F]{2})»`)

func invisible(s string) string {
	s = strings.Trim(s, "«»")
	if digits, ok := strings.CutPrefix(s, "byte "); ok {
		b, _ := strconv.ParseUint(digits, 16, 8)
		return string([]byte{byte(b)})
	}
	r, _ := strconv.ParseUint(strings.TrimPrefix(s, "U+"), 16, 32)
	return string(rune(r))
}
