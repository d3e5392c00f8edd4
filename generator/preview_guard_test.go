package main

import (
	"net"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestPreviewAsksForCookie holds that what was printed is needed, and is enough.
func TestPreviewAsksForCookie(t *testing.T) {
	dir := t.TempDir()
	newEdited(t, dir)
	s := sit(t, dir)
	jar, _ := cookiejar.New(nil)
	stranger := &sitting{t: t, root: s.root, browser: &http.Client{Jar: jar}}
	for _, at := range []string{"/", "/base/", "/~published/", "/~preview/notes?page=/", "/~preview/client.js", "/?token=", "/?token=" + strings.Repeat("A", 26)} {
		if a := stranger.get(at); a.status != http.StatusForbidden || strings.Contains(a.text, "base") {
			t.Errorf("%s: %d: %s", at, a.status, a.text)
		}
	}
	s.shows("/base/", "The body of base.", "")
}

// TestPreviewListensHereOnly holds that a preview has the one address that it printed, and no other of this machine.
func TestPreviewListensHereOnly(t *testing.T) {
	dir := t.TempDir()
	newEdited(t, dir)
	s := sit(t, dir)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(s.root, "http://"))
	hosts := []string{"127.0.0.2", "::1"}
	of, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range of {
		if n, ok := a.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			hosts = append(hosts, n.IP.String())
		}
	}
	for _, host := range hosts {
		if c, err := net.DialTimeout("tcp", net.JoinHostPort(host, port), 10*time.Second); err == nil {
			c.Close()
			t.Errorf("it answers at %s", host)
		}
	}
	s.shows("/base/", "The body of base.", "")
}

// TestPreviewServesNoFiles asks for files of the content, and for others, by their paths.
func TestPreviewServesNoFiles(t *testing.T) {
	dir := t.TempDir()
	e := newEdited(t, dir)
	write(t, e.at("base/text.md"), documentIn("0", "BASE1"))
	write(t, e.at("base/_text.md"), documentIn("0", "BASE1"))
	write(t, e.at("base/report.txt"), "State 0 that nothing names.\n")
	write(t, filepath.Join(dir, "content/base/.text.md.swp"), "State 0")
	write(t, filepath.Join(dir, "public/index.html"), "State 0 of another site.")
	s := sit(t, dir)
	for _, view := range []string{"/", "/~published/", "/~difference/"} {
		for _, p := range []string{"site.yaml", "base/text.md", "base/_text.md", "base/report.txt", "base/.text.md.swp", "content/base/text.md", "files/base/report.txt", "files/base/text.md",
			"public/index.html", "../public/index.html", "%2e%2e/public/index.html", "etc/passwd", "../../../../../../etc/passwd", "preview/client.js", "templates/frame.html", "base/../base/text.md"} {
			if a := s.get(view + p); a.status == http.StatusOK || strings.Contains(a.text, "State 0") || strings.Contains(a.text, "example.org/\n") || strings.Contains(a.text, "root:") {
				t.Errorf("%s%s: %d: %s", view, p, a.status, a.text)
			}
		}
	}
}

// TestPreviewWithholdsAnew raises labels and lowers the ceiling while a preview looks on: whatever it remembers, the next
// page as published has nothing any more of what is withheld now, and the one after what may be read again.
func TestPreviewWithholdsAnew(t *testing.T) {
	dir := t.TempDir()
	e := newEdited(t, dir)
	write(t, e.at("base/text.md"), documentIn("0", "BASE1")+"\n:::green\nThe zanzibar.\n:::\n\nSee OTHER1.\n")
	e.body("other", "OTHER")
	write(t, e.at("base/1.md"), strings.Replace(minutesIn("0", 1), "---\nState", "actions:\n  - { ref: BASE 01/01, owner: Somebody, text: Something, due: 2016-03-01 }\n---\nState", 1))
	write(t, e.at("other/2.md"), strings.Replace(strings.Replace(minutesIn("0", 2), "BASE", "OTHER", 1), "---\nState", "updates:\n  - { ref: BASE 01/01, status: open, text: The quetzal }\n---\nState", 1))
	write(t, e.at("other/text.md"), strings.Replace(documentIn("1", "OTHER1"), "title: Document", "title: The zanzibar", 1))
	s := sit(t, dir, "--as-at", "2016-11-01")
	events := s.stream()
	const text, document, meeting, action = "/base/documents/text/", "/other/documents/text/", "/other/meetings/2/", "/base/actions/01-01/"
	s.shows("/~published"+text, "zanzibar", "")
	for _, step := range []struct {
		file, old, new string
		secret         string
		shown          []string // before, and to the drafter; not to readers
	}{
		{"site.yaml", "publish: GREEN", "publish: WHITE", "zanzibar", []string{text}},
		{"base/text.md", ":::green", ":::amber", "zanzibar", []string{text}},
		{"base/text.md", "classification: WHITE", "classification: AMBER", "zanzibar", []string{text}},
		{"base/text.md", "title: Document", "title: Document\ndraft: true", "zanzibar", []string{text}},
		{"base/body.md", "classification: WHITE", "classification: RED", "zanzibar", []string{text}},
		{"other/body.md", "classification: WHITE", "classification: AMBER", "zanzibar", []string{document, "/other/"}},
		{"other/body.md", "classification: WHITE", "classification: AMBER", "quetzal", []string{meeting, action}},
		{"other/text.md", "title: The zanzibar", "title: 'The :amber[zanzibar]'", "zanzibar", []string{document}},
		{"other/2.md", "classification: WHITE", "classification: RED", "quetzal", []string{meeting, action}},
		{"base/1.md", "due: 2016-03-01", "due: 2016-03-01, classification: AMBER", "quetzal", []string{meeting, action}},
		{"base/1.md", "classification: WHITE", "classification: AMBER", "quetzal", []string{meeting, action}},
	} {
		before, err := os.ReadFile(e.at(step.file))
		if err != nil {
			t.Fatal(err)
		}
		raised := strings.Replace(string(before), step.old, step.new, 1)
		if raised == string(before) {
			t.Fatalf("%q is not in %s", step.old, step.file)
		}
		s.noticed(events, func() {
			if err := save(e.at(step.file), raised); err != nil {
				t.Fatal(err)
			}
		})
		if told := s.notes("/").Errors; len(told) > 0 {
			t.Fatalf("%s: %v", step.new, told)
		}
		for _, at := range step.shown {
			if a := s.get("/~published" + at); strings.Contains(a.text, step.secret) {
				t.Errorf("%s in %s: %s is published: %s", step.new, step.file, at, a.text)
			}
			if a := s.get(at); a.status != http.StatusOK || !strings.Contains(a.text, step.secret) {
				t.Errorf("%s in %s: the drafter does not see %s (%d): %s", step.new, step.file, at, a.status, a.text)
			}
		}
		s.noticed(events, func() {
			if err := save(e.at(step.file), string(before)); err != nil {
				t.Fatal(err)
			}
		})
		for _, at := range step.shown {
			if a := s.get("/~published" + at); a.status != http.StatusOK || !strings.Contains(a.text, step.secret) {
				t.Errorf("%s in %s, taken back: %s is %d: %s", step.new, step.file, at, a.status, a.text)
			}
		}
	}
}
