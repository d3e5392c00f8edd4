package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// A toldError is an error as check and the notes of a page tell it.
type toldError struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
}

// A toldPage is what there is to tell beside a page.
type toldPage struct {
	Draft  int         `json:"draft"`
	Errors []toldError `json:"errors"`
	Notes  []toldError `json:"notes"`
}

func (s *sitting) notes(page string) toldPage {
	s.t.Helper()
	var told toldPage
	a := s.get("/~preview/notes?page=" + page)
	if err := json.Unmarshal([]byte(a.text), &told); err != nil || a.status != http.StatusOK {
		s.t.Fatalf("%d, %v: %s", a.status, err, a.text)
	}
	return told
}

// checkTells are the errors that check tells of content, paths as in the content.
func checkTells(t *testing.T, content string) (errors []toldError) {
	t.Helper()
	var out bytes.Buffer
	run([]string{"check", "--content", content, "--as-at", "2016-11-01", "--format", "json"}, io.Discard, &out)
	for line := range strings.Lines(out.String()) {
		var e toldError
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		e.Path = strings.TrimPrefix(e.Path, content+"/")
		if e.Severity == "error" {
			errors = append(errors, e)
		}
	}
	return errors
}

// TestPreviewTellsErrors breaks content in one place and in many, and mends it. Whoever asks when the change has been noticed
// gets all that check tells and no page, and then the page again.
func TestPreviewTellsErrors(t *testing.T) {
	dir := t.TempDir()
	e := newEdited(t, dir)
	name := e.at(e.document("base", "text"))
	other := e.at("base/other.md")
	write(t, name, documentIn("0", "BASE1"))
	s := sit(t, dir, "--as-at", "2016-11-01")
	events := s.stream()
	saved := func(name, text string) func() {
		return func() {
			if err := save(name, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	whole := documentIn("0", "BASE1")
	all := 0
	for i, broken := range []string{
		strings.Replace(whole, "WHITE", "WITHE", 1),
		strings.Replace(whole, "---\nState", "::: \nState", 1),
		whole + "\n:::amber\nNever closed.\n",
		whole + "\nA [link](nowhere.md), another [link](../nobody.md#at-all) and ![a picture](none.png).\n",
		strings.Replace(whole, "kind: document", "kind: dokument", 1),
		strings.Replace(whole, "ref: BASE1\n", "ref: BASE1\nowner: [A\n", 1),
		"",
		"no front matter",
		whole + "\n" + strings.Repeat("A [link](nowhere.md).\n\n", 30),
	} {
		s.noticed(events, saved(name, broken))
		if i%2 == 1 {
			s.noticed(events, saved(other, documentIn("0", "BASE2")+"\n:::\n<b>\n"))
		}
		want := checkTells(t, e.dir)
		if len(want) == 0 {
			t.Fatalf("%q has no error", broken)
		}
		for _, at := range []string{"/base/documents/text/", "/", "/~published/base/documents/text/", "/~difference/", "/~published/about/", "/no/such/page/", "/404.html"} {
			a := s.get(at)
			if a.status != http.StatusInternalServerError || strings.Contains(a.text, "State 0") {
				t.Errorf("%q, %s: %d: %s", broken, at, a.status, a.text)
			}
			for _, e := range want {
				if !strings.Contains(a.text, ">"+html.EscapeString(e.Message)+"<") || !strings.Contains(a.text, e.Code) {
					t.Errorf("%q, %s: %s is not told:\n%s", broken, at, e.Message, a.text)
				}
			}
		}
		if got := s.notes("/").Errors; !slices.Equal(got, want) {
			t.Errorf("%q: preview tells\n%v, and check\n%v", broken, got, want)
		}
		all += len(want)
		if i%2 == 1 {
			s.noticed(events, func() {
				if err := os.Remove(other); err != nil {
					t.Fatal(err)
				}
			})
		}
		s.noticed(events, saved(name, documentIn(strconv.Itoa(i+1), "BASE1")))
		for _, view := range []string{"", "/~published", "/~difference"} {
			if a := s.get(view + "/base/documents/text/"); a.status != http.StatusOK || !strings.Contains(a.text, fmt.Sprintf("State %d of", i+1)) {
				t.Errorf("after %q was mended, %s: %d: %s", broken, view, a.status, a.text)
			}
		}
	}
	t.Logf("%d errors were told, and mended", all)
}

// TestPreviewGoesForward holds that nobody who looks while files are saved is shown a page of an older state than one that
// anybody was shown before, in whichever view, and whether or not there were errors in between.
func TestPreviewGoesForward(t *testing.T) {
	dir := t.TempDir()
	e := newEdited(t, dir)
	name := e.at(e.document("base", "text"))
	write(t, name, documentIn("0", "BASE1"))
	s := sit(t, dir, "--as-at", "2016-11-01")
	state := regexp.MustCompile(`State (\d+) of`)
	var shown, newest atomic.Int64 // the latest state that somebody was shown, and the latest draft
	var asked, refused atomic.Int64
	raise := func(to *atomic.Int64, n int64) {
		for was := to.Load(); was < n && !to.CompareAndSwap(was, n); was = to.Load() {
		}
	}
	done := make(chan struct{})
	var readers sync.WaitGroup
	for _, view := range []string{"", "", "/~published", "/~difference"} {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				wasShown, wasNewest := shown.Load(), newest.Load()
				a, err := s.ask(view + "/base/documents/text/")
				if err != nil {
					t.Error(err)
					return
				}
				asked.Add(1)
				draft := int64(a.draft())
				if draft < wasNewest {
					t.Errorf("draft %d is shown after draft %d", draft, wasNewest)
				}
				raise(&newest, draft)
				m := state.FindStringSubmatch(a.text)
				switch {
				case a.status == http.StatusInternalServerError && m == nil:
					refused.Add(1)
				case a.status != http.StatusOK || m == nil:
					t.Errorf("%d: %s", a.status, a.text)
				default:
					n, _ := strconv.ParseInt(m[1], 10, 64)
					if n < wasShown {
						t.Errorf("state %d is shown after state %d", n, wasShown)
					}
					raise(&shown, n)
				}
			}
		})
	}
	const saves = 300
	for n := 1; n <= saves; n++ {
		text := documentIn(strconv.Itoa(n), "BASE1")
		if n%10 == 0 && n < saves {
			text = strings.Replace(text, "WHITE", "WITHE", 1)
		}
		if err := save(name, text); err != nil {
			t.Fatal(err)
		}
		if n%3 == 0 { // others follow at once
			was := asked.Load()
			until(t, func() string {
				if asked.Load() < was+4 && !t.Failed() {
					return "nobody gets an answer"
				}
				return ""
			})
		}
	}
	s.shows("/base/documents/text/", fmt.Sprintf("State %d of", saves), "")
	close(done)
	readers.Wait()
	t.Logf("%d saves, %d drafts, %d answers, %d of them errors", saves, newest.Load(), asked.Load(), refused.Load())
	if refused.Load() == 0 || newest.Load() < 20 {
		t.Error("hardly anything was seen")
	}
}

// TestPreviewJudgesAnew holds that an attachment that changed while there were errors elsewhere, or while the templates were
// broken, is judged anew.
func TestPreviewJudgesAnew(t *testing.T) {
	dir := t.TempDir()
	e := newEdited(t, dir)
	picture := e.at("base/picture.png")
	write(t, e.at(e.document("base", "text")), strings.Replace(documentIn("0", "BASE1"), "---\nState", "files: [{ file: picture.png, classification: WHITE }]\n---\n![A picture](picture.png)\n\nState", 1))
	write(t, picture, plainPictures()[0])
	templates := filepath.Join(dir, "templates")
	original, err := os.ReadFile("../templates/document.html")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(templates, "document.html"), string(original))
	s := sit(t, dir, "--templates", templates, "--as-at", "2016-11-01")
	events := s.stream()
	s.shows("/base/documents/text/", "State 0", "")
	for _, edit := range [][2]string{
		{filepath.Join(templates, "document.html"), "{{"}, {picture, "no picture"}, {filepath.Join(templates, "document.html"), string(original)},
	} {
		s.noticed(events, func() {
			if err := save(edit[0], edit[1]); err != nil {
				t.Fatal(err)
			}
		})
	}
	want := checkTells(t, e.dir)
	if got := s.notes("/").Errors; len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("preview tells\n%v, and check\n%v", got, want)
	}
}
