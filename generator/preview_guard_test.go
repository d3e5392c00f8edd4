package main

import (
	"net"
	"net/http"
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
	stranger := &sitting{t: t, root: s.root, browser: &http.Client{}}
	for _, at := range []string{"/", "/base/", "/~published/", "/~preview/events", "/~preview/notes?page=/", "/~preview/client.js", "/?token=", "/?token=" + strings.Repeat("A", 26)} {
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
	write(t, e.at("other/text.md"), strings.Replace(documentIn("1", "OTHER1"), "title: Document", "title: The zanzibar", 1))
	s := sit(t, dir, "--as-at", "2016-11-01")
	events := s.stream()
	pages := []string{"/", "/base/", "/other/", "/base/documents/text/", "/other/documents/text/", "/sitemap.xml"}
	s.shows("/~published/base/documents/text/", "zanzibar", "")
	for _, step := range []struct {
		file, old, new string
		withheld       []string
	}{
		{"site.yaml", "publish: GREEN", "publish: WHITE", []string{"/base/documents/text/"}},
		{"base/text.md", ":::green", ":::amber", []string{"/base/documents/text/"}},
		{"base/text.md", "classification: WHITE", "classification: AMBER", []string{"/base/documents/text/"}},
		{"base/body.md", "classification: WHITE", "classification: RED", []string{"/base/documents/text/"}},
		{"base/text.md", "title: Document", "title: Document\ndraft: true", []string{"/base/documents/text/"}},
		{"other/body.md", "classification: WHITE", "classification: AMBER", []string{"/other/", "/other/documents/text/", "/sitemap.xml"}},
		{"other/text.md", "title: The zanzibar", "title: 'The :amber[zanzibar]'", []string{"/other/", "/other/documents/text/"}},
	} {
		text, err := os.ReadFile(e.at(step.file))
		if err != nil {
			t.Fatal(err)
		}
		raised := strings.Replace(string(text), step.old, step.new, 1)
		if raised == string(text) {
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
		for _, at := range step.withheld {
			if a := s.get("/~published" + at); strings.Contains(a.text, "zanzibar") {
				t.Errorf("%s in %s: %s is published: %s", step.new, step.file, at, a.text)
			}
		}
		if a := s.get("/base/documents/text/"); !strings.Contains(a.text, "zanzibar") {
			t.Errorf("%s in %s: the drafter does not see it (%d)", step.new, step.file, a.status)
		}
		s.noticed(events, func() {
			if err := save(e.at(step.file), string(text)); err != nil {
				t.Fatal(err)
			}
		})
		for _, at := range pages {
			if a := s.get("/~published" + at); a.status != http.StatusOK || at == step.withheld[0] && at != "/other/" && !strings.Contains(a.text, "zanzibar") {
				t.Errorf("%s in %s, taken back: %s is %d: %s", step.new, step.file, at, a.status, a.text)
			}
		}
	}
}
