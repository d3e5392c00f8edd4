package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var lookDir = flag.String("look", "", "a directory for pictures of every kind of page, taken while pages are tested in the browser")

// shownPages has a page of every kind. Whoever adds a kind adds a line.
var shownPages = []shownPage{
	{Kind: "home", Path: "", Keys: true},
	{Kind: "body", Path: "example-committee/"},
	{Kind: "body with too few meetings for a plot", Path: "smki-pma/"},
	{Kind: "meeting", Path: "smki-pma/meetings/25/"},
	{Kind: "meeting with withheld parts", Path: "example-committee/meetings/1/", Keys: true},
	{Kind: "meeting to come", Path: "example-committee/meetings/7/"},
	{Kind: "meeting without minutes", Path: "smki-pma/meetings/26/"},
	{Kind: "action", Path: "example-committee/actions/06-04/"},
	{Kind: "action with a long history", Path: "example-committee/actions/03-04/"},
	{Kind: "action before the archive", Path: "smki-pma/actions/22-04/"},
	{Kind: "actions of a body", Path: "smki-pma/actions/", Keys: true},
	{Kind: "actions of all", Path: "actions/"},
	{Kind: "decisions of a body", Path: "example-committee/decisions/"},
	{Kind: "decisions of all", Path: "decisions/"},
	{Kind: "actions overdue", Path: "actions/overdue/"},
	{Kind: "actions of an owner", Path: "smki-pma/actions/owner-secas/"},
	{Kind: "actions of a year", Path: "actions/2016/"},
	{Kind: "decisions of a verb", Path: "decisions/agreed/"},
	{Kind: "papers", Path: "example-committee/papers/"},
	{Kind: "consultations", Path: "consultations/"},
	{Kind: "consultation announced", Path: "smki-pma/consultations/recovery-key-guidance/"},
	{Kind: "consultation upcoming", Path: "example-committee/consultations/noon-ball/"},
	{Kind: "consultation open", Path: "example-committee/consultations/code-of-practice-second-round/"},
	{Kind: "consultation closed", Path: "example-committee/consultations/key-ceremony-handbook/"},
	{Kind: "consultation with outcome", Path: "example-committee/consultations/code-of-practice-first-round/"},
	{Kind: "document", Path: "example-committee/documents/code-of-practice/"},
	{Kind: "document on request", Path: "smki-pma/documents/certification-practice-statement/"},
	{Kind: "register", Path: "example-committee/registers/risks/"},
	{Kind: "register by state", Path: "example-committee/registers/risks/state/watched/"},
	{Kind: "entry", Path: "example-committee/registers/risks/exc-r01/"},
	{Kind: "calendar", Path: "calendar/", Keys: true},
	{Kind: "search", Path: "search/", Keys: true},
	{Kind: "about", Path: "about/"},
	{Kind: "no page", Path: "no/such/page/", Status: http.StatusNotFound},
}

type shownPage struct {
	Kind   string `json:"kind"`
	Path   string `json:"path"`   // below the site's address
	Status int    `json:"status"` // where it is not 200
	Keys   bool   `json:"keys"`   // whether Tab goes through the whole page
	Says   string `json:"says"`   // of a page with something planted in it: what must be complained of
}

type shownSite struct {
	At    string      `json:"at"` // ends with a slash
	Pages []shownPage `json:"pages"`
}

// TestBrowser shows built pages to a real browser. What is checked stands in testdata/browser/check.mjs.
func TestBrowser(t *testing.T) {
	node, chromium := installed(t, "node"), installed(t, "chromium")
	for _, name := range []string{"check.mjs", "node_modules/playwright-core/package.json", "node_modules/axe-core/package.json"} {
		if _, err := os.Stat(filepath.Join("testdata/browser", name)); err != nil {
			t.Fatalf("%v: `make test` installs what the browser tests need", err)
		}
	}

	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	root, deep, private := server.URL+"/", server.URL+"/deep/base/", server.URL+"/private/"
	headers := documentedHeaders(t)
	dir := t.TempDir()
	built := func(name, at string, args ...string) string {
		out := filepath.Join(dir, name)
		args = append([]string{"build", "--content", "../content", "--as-at", "2026-11-23", "--out", out}, args...)
		if at != "" {
			args = append(args, "--base-url", at)
			mux.Handle(strings.TrimPrefix(at, server.URL), served(out, strings.TrimPrefix(at, server.URL), headers))
		}
		var stderr bytes.Buffer
		if code := run(args, &stderr, &stderr); code != exitDone {
			t.Fatalf("minutebook %s: exit code %d\n%s", strings.Join(args, " "), code, stderr.String())
		}
		return out
	}
	built("root", root)
	public := built("deep", deep)
	built("private", private, "--clearance", "AMBER")
	disk := url.URL{Scheme: "file", Path: filepath.ToSlash(built("portable", "", "--portable")) + "/"}

	var aged []agedSite
	for _, day := range []string{"2026-12-18", "2026-12-19", "2027-01-18", "2027-02-27"} {
		at := server.URL + "/as-at/" + day + "/"
		built(day, at, "--as-at", day)
		aged = append(aged, agedSite{day, shownSite{at, shownPages}})
	}
	easter := server.URL + "/easter/"
	built("easter", easter, "--content", easterContent(t), "--as-at", "2026-04-01")

	planted := shownSite{At: server.URL + "/planted/"}
	mux.Handle("/planted/", plant(t, &planted, public, headers, strings.TrimPrefix(deep, server.URL)))
	job, err := json.Marshal(map[string]any{
		"chromium": chromium,
		"root":     shownSite{root, shownPages},
		"deep":     shownSite{deep, shownPages},
		"private":  shownSite{private, shownPages},
		"portable": shownSite{disk.String(), nil},
		"planted":  planted,
		"aged":     aged,
		"easter":   shownSite{easter, nil},
		"now":      "2026-11-23T12:00:00Z",
		"open":     openActions(t, public),
		"look":     *lookDir,
	})
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), node, "testdata/browser/check.mjs")
	cmd.Env = append(os.Environ(), "TMPDIR="+dir) // where the browser keeps its profile
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(job), &stdout, &stderr
	failed := cmd.Run()
	checks := 0
	for lines := bufio.NewScanner(&stdout); lines.Scan(); {
		var line struct {
			Page, Finding string
			Checks        int
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("check.mjs wrote %q: %v", lines.Text(), err)
		}
		if line.Finding != "" {
			t.Errorf("/%s: %s", line.Page, line.Finding)
		}
		checks += line.Checks
	}
	if failed != nil {
		t.Fatalf("check.mjs: %v\n%s", failed, stderr.String())
	}
	if checks == 0 {
		t.Fatal("check.mjs did not come to its end")
	}
	t.Logf("%d checks of %d kinds of pages", checks, len(shownPages))
}

// An agedSite was made for a later day than the others.
type agedSite struct {
	Day  string    `json:"day"`
	Site shownSite `json:"site"`
}

// easterContent has consultations that close in summer time and in winter time, each behind bank holidays.
func easterContent(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	consultation := "---\nkind: consultation\nref: %s\ntitle: When?\nclassification: GREEN\nopens: %s\ncloses: %s\n---\n"
	for name, text := range map[string]string{
		"site.yaml":            goodSite,
		"keepers/body.md":      goodBody,
		"keepers/easter.md":    fmt.Sprintf(consultation, "EASTER", "2026-03-02", "2026-04-07"),
		"keepers/christmas.md": fmt.Sprintf(consultation, "CHRISTMAS", "2026-12-01", "2026-12-29"),
	} {
		write(t, filepath.Join(dir, name), text)
	}
	return dir
}

// installed is where a program is that the tests cannot do without.
func installed(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: `make test` installs it", name)
	}
	return path
}

// served shows a site at a path as a host of static pages does, with the documented headers, and its 404.html wherever
// there is nothing.
func served(dir, at string, headers []headerRule) http.Handler {
	files := os.DirFS(dir)
	found := http.FileServerFS(files)
	return http.StripPrefix(at, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := r.URL.Path
		addHeaders(w.Header(), headers, "/"+name)
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		if _, err := fs.Stat(files, name); err == nil {
			found.ServeHTTP(w, r)
			return
		}
		page, err := fs.ReadFile(files, "404.html")
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		w.Write(page)
	}))
}

var stateOfAction = regexp.MustCompile(`<p class="tags"><span class="state" data-state="(open|ongoing)"`)

// openActions are the addresses of the pages of open actions.
func openActions(t *testing.T, dir string) []string {
	t.Helper()
	pages, err := fs.Glob(os.DirFS(dir), "*/actions/*/index.html")
	if err != nil {
		t.Fatal(err)
	}
	var open []string
	for _, page := range pages {
		data, err := os.ReadFile(filepath.Join(dir, page))
		if err != nil {
			t.Fatal(err)
		}
		if stateOfAction.Match(data) {
			open = append(open, strings.TrimSuffix(page, "index.html"))
		}
	}
	if len(open) == 0 {
		t.Fatal("no action is open in the content")
	}
	return open
}
