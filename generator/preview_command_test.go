package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestPreviewRefuses holds what a preview does not begin with, and that it says so as build does where build refuses it, too.
func TestPreviewRefuses(t *testing.T) {
	dir := t.TempDir()
	newEdited(t, dir)
	write(t, filepath.Join(dir, "file"), "text")
	write(t, filepath.Join(dir, "broken/frame.html"), "{{")
	for _, test := range []struct {
		name  string
		args  []string
		env   string
		build bool // refuses it, too
		says  string
	}{
		{"another machine may ask", []string{"--addr", "0.0.0.0:0"}, "", false, "served to this machine only"},
		{"any machine may ask", []string{"--addr", ":0"}, "", false, "served to this machine only"},
		{"an address of the network", []string{"--addr", "192.0.2.1:4000"}, "", false, "served to this machine only"},
		{"any machine may ask, by IPv6", []string{"--addr", "[::]:0"}, "", false, "served to this machine only"},
		{"a name", []string{"--addr", "example.org:4000"}, "", false, "served to this machine only"},
		{"no port", []string{"--addr", "127.0.0.1"}, "", false, "a host and a port"},
		{"a port that is none", []string{"--addr", "127.0.0.1:99999"}, "", false, "a host and a port"},
		{"looking all the time", []string{"--poll", "1ns"}, "", false, "--poll is too short"},
		{"looking never", []string{"--poll", "0"}, "", false, "--poll is too short"},
		{"a time before", []string{"--poll", "-1s"}, "", false, "--poll is too short"},
		{"no time", []string{"--poll", "often"}, "", false, "cannot be the value of --poll"},
		{"an editor that is none", nil, "javascript:alert({path})", false, "MINUTEBOOK_EDITOR begins with javascript:"},
		{"an editor without a path", nil, "vscode://file", false, "MINUTEBOOK_EDITOR is an address with {path}"},
		{"an argument", []string{"content"}, "", false, "preview takes no arguments"},
		{"no content", []string{"--content", "nowhere"}, "", true, "there is no directory nowhere"},
		{"content that is a file", []string{"--content", "file"}, "", true, "file is not a directory"},
		{"a day that is none", []string{"--as-at", "2026-02-30"}, "", true, "--as-at is not a date"},
		{"no templates", []string{"--templates", "nowhere"}, "", true, "there is no directory nowhere"},
		{"templates that are a file", []string{"--templates", "file"}, "", true, "there is no directory file"},
		{"broken templates", []string{"--templates", "broken"}, "", true, "minutebook: template: frame.html:1: unclosed action\n"},
		{"no format", []string{"--format", "xml"}, "", true, "--format is text or json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			said := refusedBy(t, dir, test.env, append([]string{"preview"}, test.args...)...)
			if !strings.HasPrefix(said, "minutebook: ") || !strings.Contains(said, test.says) || !strings.Contains(said, "\n  hint: ") {
				t.Errorf("it says %q", said)
			}
			if test.build {
				if built := refusedBy(t, dir, test.env, append([]string{"build"}, test.args...)...); said != built {
					t.Errorf("it says\n%s, and build\n%s", said, built)
				}
			}
		})
	}
}

// refusedBy runs a command that must refuse its command line, and returns what it says.
func refusedBy(t *testing.T, dir, editor string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var stdout, stderr bytes.Buffer
	command := exec.CommandContext(ctx, "minutebook", args...)
	command.Dir, command.Stdout, command.Stderr = dir, &stdout, &stderr
	command.Env = append(os.Environ(), editorVariable+"="+editor)
	if command.Run(); command.ProcessState.ExitCode() != exitUsage || stdout.Len() > 0 {
		t.Errorf("minutebook %v ends with %d and writes %q", args, command.ProcessState.ExitCode(), &stdout)
	}
	return stderr.String()
}

// TestPreviewOnBusyPort holds that a preview says where it is when it cannot be where it was asked to be, and that it listens
// nowhere else.
func TestPreviewOnBusyPort(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	dir := t.TempDir()
	newEdited(t, dir)
	s := begin(t, dir, "--addr", busy.Addr().String())
	s.open(nil)
	defer s.end()
	if s.root == "http://"+busy.Addr().String() {
		t.Errorf("it is at %s, where somebody else is", s.root)
	}
	s.shows("/base/", "The body of base.", "")
	if !strings.Contains(s.stderr.String(), busy.Addr().String()+" is taken") {
		t.Errorf("it does not say that it is elsewhere: %s", s.stderr)
	}
}

// TestTwoPreviews holds that two contents can be looked at in one browser.
func TestTwoPreviews(t *testing.T) {
	var both [2]*sitting
	jar, _ := cookiejar.New(nil)
	addr := "127.0.0.1:0"
	for i := range both {
		dir := t.TempDir()
		e := newEdited(t, dir)
		write(t, e.at(e.document("base", "text")), documentIn(fmt.Sprint("here ", i), "BASE1"))
		both[i] = begin(t, dir, "--addr", addr)
		both[i].open(jar)
		defer both[i].end()
		addr = strings.TrimPrefix(both[i].root, "http://")
	}
	if both[0].root == both[1].root {
		t.Fatalf("both are at %s", both[0].root)
	}
	for range 2 {
		for i, s := range both {
			s.shows("/base/documents/text/", fmt.Sprintf("State here %d of", i), "")
		}
	}
}

// TestPreviewEnds holds that a preview ends when it is told to, streams and waiting requests with it.
func TestPreviewEnds(t *testing.T) {
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		dir := t.TempDir()
		newEdited(t, dir)
		s := sit(t, dir)
		events := s.stream()
		if e := s.next(events); !strings.HasPrefix(e, "event: ") {
			t.Fatal(e)
		}
		s.process.Process.Signal(signal)
		deadline := time.After(patience)
		for open := true; open; {
			select {
			case _, open = <-events:
			case <-deadline:
				t.Fatal("the stream does not end")
			}
		}
		s.end()
		if _, err := s.ask("/"); err == nil {
			t.Errorf("after %v somebody answers", signal)
		}
	}
}

// TestPreviewShowsTemplates holds that templates and the style sheet are those of now, and that a broken one is told and mended.
func TestPreviewShowsTemplates(t *testing.T) {
	dir := t.TempDir()
	newEdited(t, dir)
	original, err := os.ReadFile("../templates/frame.html")
	if err != nil {
		t.Fatal(err)
	}
	frame, style := filepath.Join(dir, "templates/frame.html"), filepath.Join(dir, "templates/style.css")
	write(t, frame, string(original))
	s := sit(t, dir, "--templates", "templates")
	events := s.stream()
	styleOf := func() string {
		_, rest, _ := strings.Cut(s.get("/").text, `<link rel="stylesheet" href="`)
		at, _, _ := strings.Cut(rest, `"`)
		return "/" + at
	}
	saved := func(name, text string) func() {
		return func() {
			if err := save(name, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	before := styleOf()
	s.noticed(events, saved(style, "p { color: rebeccapurple }\n"))
	if at := styleOf(); at == before || !strings.Contains(s.get(at).text, "rebeccapurple") {
		t.Errorf("the style sheet is still %s", at)
	}
	for round := range 3 {
		s.noticed(events, saved(frame, strings.Replace(string(original), "<body>", fmt.Sprintf(`<body><p>Round %d.</p>`, round), 1)))
		if a := s.get("/about/"); a.status != http.StatusOK || !strings.Contains(a.text, fmt.Sprintf("Round %d.", round)) {
			t.Errorf("%d: %s", a.status, a.text)
		}
		s.noticed(events, saved(frame, string(original)+"{{nothing}}"))
		for _, at := range []string{"/about/", "/~published/", "/~difference/base/"} {
			if a := s.get(at); a.status != http.StatusInternalServerError || !strings.Contains(a.text, "frame.html") || !strings.Contains(a.text, "mend the template") {
				t.Errorf("%s: %d: %s", at, a.status, a.text)
			}
		}
	}
	s.noticed(events, saved(frame, string(original)))
	if a := s.get("/about/"); a.status != http.StatusOK || strings.Contains(a.text, "Round") {
		t.Errorf("%d: %s", a.status, a.text)
	}
	s.noticed(events, func() {
		if err := os.Remove(style); err != nil {
			t.Fatal(err)
		}
	})
	if at := styleOf(); at != before {
		t.Errorf("the style sheet is gone, and it is still %s and not %s", at, before)
	}
}

// TestPreviewOverMidnight holds that a preview that stands overnight reckons from the next day, unless it was told a day.
func TestPreviewOverMidnight(t *testing.T) {
	dir := t.TempDir()
	e := newEdited(t, dir)
	began := time.Now()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	evening := time.Date(2016, 7, 5, 23, 59, 59, 500e6, london) // which is 22:59 of Greenwich
	var stderr bytes.Buffer
	stdout := &record{line: make(chan struct{})}
	s := &session{stdout: stdout, stderr: &stderr, content: e.dir, clock: func() time.Time { return evening.Add(time.Since(began)) }}
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- servePreview(ctx, s, previewFlags{addr: "127.0.0.1:0"}) }()
	look := &sitting{t: t, stdout: stdout, stderr: &record{}, ended: make(chan struct{})}
	look.open(nil)
	look.shows("/", `<time datetime="2016-07-06">`, "2016-07-05")
	end()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
