package preview

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"minutebook/generator/source"
)

var onlyAct = flag.String("act", "", "what is done with the preview in the browser, if not everything: part of a name in preview.mjs")

var lookDir = flag.String("look", "", "a directory for pictures of the preview, taken while it is tested in the browser")

// TestInBrowser works with the preview as a drafter does, in a real browser. What is done and checked stands in
// testdata/browser/preview.mjs of the command; it has files saved by way of a server of its own.
func TestInBrowser(t *testing.T) {
	const script = "../testdata/browser/preview.mjs"
	node, chromium := installed(t, "node"), installed(t, "chromium")
	for _, name := range []string{"playwright-core", "axe-core"} {
		if _, err := os.Stat(filepath.Join(filepath.Dir(script), "node_modules", name)); err != nil {
			t.Fatalf("%v: `make test` installs what the browser tests need", err)
		}
	}
	plain := drafting(t, Options{Addr: "127.0.0.1:0", Content: "content"})
	edited := drafting(t, Options{Addr: "127.0.0.1:0", Content: "content", Root: "/home/drafter/content", Editor: "vscode://file{path}:{line}:{column}"})
	job, err := json.Marshal(map[string]any{"chromium": chromium, "plain": plain, "edited": edited, "look": *lookDir, "only": *onlyAct})
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(t.Context(), node, script)
	cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir()) // where the browser keeps its profile
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(job), &stdout, &stderr
	failed := cmd.Run()
	checks := 0
	for lines := bufio.NewScanner(&stdout); lines.Scan(); {
		var line struct {
			Doing, Finding string
			Checks         int
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatalf("preview.mjs wrote %q: %v", lines.Text(), err)
		}
		if line.Finding != "" {
			t.Errorf("%s: %s", line.Doing, line.Finding)
		}
		checks += line.Checks
	}
	if failed != nil {
		t.Fatalf("preview.mjs: %v\n%s", failed, stderr.String())
	}
	if checks == 0 {
		t.Fatal("preview.mjs did not come to its end")
	}
	t.Logf("%d checks", checks)
}

func installed(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: `make test` installs it", name)
	}
	return path
}

// drafting starts a preview, and a server through which a test saves, stops and starts. Its address is returned.
//
//	/save/NAME  shows the draft of that name, and says so to browsers
//	/working    tells that a rebuild runs
//	/stop       stops the preview
//	/start      starts it again at the same place, with another token; answers with its address
func drafting(t *testing.T, o Options) string {
	var mu sync.Mutex
	var preview *Server
	stop := func() {}
	start := func() {
		var err error
		if preview, err = Listen(o); err != nil {
			t.Error(err)
			return
		}
		preview.Show(draftOf(t, "first"), nil)
		o.Addr = strings.TrimPrefix(preview.Address()[:strings.Index(preview.Address(), "/?")], "http://")
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- preview.Serve(ctx) }()
		stop = func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			stop = func() {}
		}
	}
	control := http.NewServeMux()
	control.HandleFunc("/save/{name}", func(w http.ResponseWriter, r *http.Request) {
		preview.Show(draftOf(t, r.PathValue("name")), []string{"example/minutes/" + map[bool]string{true: "second.md", false: "first.md"}[r.PathValue("name") == "second"]})
	})
	control.HandleFunc("/working", func(http.ResponseWriter, *http.Request) { preview.Working() })
	control.HandleFunc("/stop", func(http.ResponseWriter, *http.Request) { stop() })
	control.HandleFunc("/start", func(w http.ResponseWriter, r *http.Request) {
		stop()
		start()
		fmt.Fprint(w, preview.Address())
	})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		control.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		server.Close()
		stop()
	})
	return server.URL
}

// draftOf is the content after one save or another:
//
//	first     as it is in the beginning
//	changed   the first meeting has another paragraph above, and another word below
//	style     the style is another
//	second    the second meeting is another
//	gone      there is no first meeting
//	scripted  the site has a script of its own; scripted-2: and another paragraph
//	errors    three errors; one-error: one
func draftOf(t *testing.T, name string) *Draft {
	style, err := os.ReadFile("../../templates/style.css")
	if err != nil {
		t.Error(err)
	}
	pages := map[string]string{
		"/":                       `<header class="head"><h1>Minutes</h1></header><ul><li><a href="example/meetings/1/">Meeting 1</a></li><li><a href="example/meetings/2/">Meeting 2</a></li></ul>`,
		"/example/meetings/1/":    firstMeeting(name),
		"/example/meetings/2/":    secondMeeting(name),
		"/example/actions/01-04/": `<header class="head"><p class="kind">Action</p><h1 class="ref">EXC 01/04</h1><p class="tags"><span class="label" data-label="AMBER" data-by="example/minutes/first.md:33:5" data-withheld="">Label: AMBER</span></p></header><p>Have a second padlock put on that hatch, bought inland.</p>`,
	}
	d := &Draft{
		Home: func(file string) string {
			return map[string]string{"example/minutes/first.md": "/example/meetings/1/", "example/minutes/second.md": "/example/meetings/2/"}[file]
		},
		Page: func(v View, address string) (Page, error) {
			if strings.HasSuffix(address, ".js") { // which takes out what is not true today
				return Page{[]byte(`window.minutebook = { putRight(page) { for (const e of page.querySelectorAll("[data-after]")) e.remove() } }; minutebook.putRight(document)`), true}, nil
			}
			if strings.HasSuffix(address, ".css") {
				return Page{append(style, map[bool]string{true: "h1 { letter-spacing: .05em; }", false: ""}[strings.Contains(address, "2")]...), true}, nil
			}
			main, ok := pages[address]
			if name == "gone" && address == "/example/meetings/1/" {
				ok = false
			}
			if v == Published && address == "/example/actions/01-04/" {
				ok = false
			}
			if !ok {
				main = `<header class="head"><h1>There is no such page</h1></header>`
			}
			up := strings.Repeat("../", strings.Count(address, "/")-1)
			if !ok {
				up = ""
			}
			head := ""
			if !ok {
				head = `<base href="/">` // the page for it is the same at every address
			}
			head += `<link rel="stylesheet" href="` + up + map[bool]string{true: "assets/style-2.css", false: "assets/style-1.css"}[name == "style"] + `">`
			head += `<script src="` + up + `assets/script-0123456789ab.js" defer></script>`
			if strings.HasPrefix(name, "scripted") {
				head += `<script src="` + up + `own.js" defer></script>`
			}
			return Page{framed(up, head, reading(main, v)), ok}, nil
		},
		Notes: func(address string) []Note {
			if address != "/example/meetings/1/" {
				return nil
			}
			return []Note{
				{source.Diagnostic{Pos: source.Pos{Path: "example/minutes/first.md", Line: 41, Column: 10}, Severity: source.Warning, Code: "ref-unknown", Message: "nothing is known of EXC 00/09", Hint: "write the reference as it was given"}, ""},
				{source.Diagnostic{Pos: source.Pos{Path: "example/minutes/first.md"}, Severity: source.Warning, Message: "EXC 01/02 is outstanding, and nothing is said of it"}, "/example/meetings/2/"},
				{source.Diagnostic{Message: "the next free number of an action is EXC 01/06"}, ""},
			}
		},
		Warnings: []source.Diagnostic{
			{Pos: source.Pos{Path: "example/minutes/first.md", Line: 41, Column: 10}, Severity: source.Warning, Code: "ref-unknown"},
			{Pos: source.Pos{Path: "example/minutes/second.md", Line: 2, Column: 1}, Severity: source.Warning, Code: "ref-unknown"},
		},
	}
	if name == "errors" || name == "one-error" {
		d.Errors = []source.Diagnostic{
			{Pos: source.Pos{Path: "example/body.md", Line: 3, Column: 1}, Code: "field-unknown", Message: "there is no field remitt", Hint: "is it remit?"},
			{Pos: source.Pos{Path: "example/minutes/first.md", Line: 41, Column: 10}, Code: "ref-meeting", Message: "action EXC 24/12 was raised at meeting 25", Hint: "if it was misprinted, write the number it should have had and keep the old one in printed_as"},
			{Pos: source.Pos{Path: "example/minutes/first.md", Line: 60, Column: 1}, Code: "mark-open", Message: "a mark is not closed"},
		}
		if name == "one-error" {
			d.Errors = d.Errors[:1]
		}
	}
	return d
}

// framed is a page. In its foot stands what will be true on a later day.
func framed(up, head, main string) []byte {
	return []byte(`<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
` + head + `
<title>Example – Minutes</title>
</head>
<body>
<header class="masthead">
<a class="skip" href="#main_">Skip to the text</a>
<p class="title"><a href="` + up + `./">Minutes</a></p>
<nav aria-label="Main"><ul><li><a href="` + up + `example/meetings/1/">Meeting 1</a></li><li><a href="` + up + `example/meetings/2/">Meeting 2</a></li></ul></nav>
</header>
<main id="main_" tabindex="-1">
` + main + `
</main>
<footer><p>As at <time datetime="2026-11-23">23 November 2026</time>.</p><p data-after="2026-12-24" hidden="">It is Christmas.</p></footer>
</body>
</html>
`)
}

// reading is text with its marks as a view has it: what is between <?AMBER and a notice ?> and <?end?> is withheld.
func reading(text string, v View) string {
	for {
		before, rest, ok := strings.Cut(text, "<?")
		if !ok {
			return text
		}
		notice, rest, _ := strings.Cut(rest, "?>")
		part, after, _ := strings.Cut(rest, "<?end?>")
		if v != Drafted {
			part = notice
		}
		text = before + part + after
	}
}

func firstMeeting(name string) string {
	extra, word := "", "excellent"
	if name == "changed" || name == "scripted-2" {
		extra, word = "<p id=\"extra\">"+strings.Repeat("A paragraph that was not there before. ", 12)+"</p>\n", "rusty"
	}
	return `<header class="head"><p class="kind">Minutes of the Example Committee</p><h1>Meeting 1, <time datetime="2026-01-13">13 January 2026</time></h1><p class="tags"><span class="state" data-state="approved">approved</span> <span class="label" data-label="GREEN" data-by="example/minutes/first.md:4:8">Label: GREEN</span></p></header>
<section class="summary"><h2>Decisions and new actions</h2><table class="register"><caption><?4?>5<?end?> decisions</caption><thead><tr><th scope="col">Decision</th><th scope="col">What was decided</th></tr></thead><tbody>
<tr><th scope="row"><a href="#01-d03">EXC 01/D03</a></th><td><b class="verb">AGREED</b> Keys are counted at every meeting.</td></tr>
<??><tr><th scope="row"><a href="#01-d04">EXC 01/D04</a> <span class="label" data-label="AMBER" data-by="example/minutes/first.md:30:5" data-withheld="">AMBER</span></th><td><b class="verb">AGREED</b> Shift spares underground before Lent.</td></tr>
<?end?></tbody></table></section>
<section class="item"><h2 id="item-1"><span class="number">1.</span> Opening</h2><div class="prose"><p>The chair opened the meeting at ten.</p>
` + extra + strings.Repeat("<p>The keeper reported that the lamp had been trimmed, the brass polished and the log written up, as it should be.</p>\n", 6) + `</div></section>
<section class="item"><h2 id="item-5"><span class="number">5.</span> Keys</h2><div class="prose"><p id="keys">The last list of keys is of 1974. It counts nineteen and names <?<span class="withheld">[withheld: AMBER]</span>?><span class="marked" id="marked" data-label="AMBER" data-by="example/minutes/first.md:41:10" data-withheld="">a publican, long since drowned,</span><?end?> as the holder of seven of them. See <a id="link" href="../2/">meeting 2</a>.</p>
<?<p class="withheld">Part withheld: RED</p>?><div class="marked" data-label="RED" data-by="example/minutes/first.md:44:1" data-withheld=""><p>Duplicates hang in the beer cellar of the Pilot Inn, on a nail.</p></div><?end?></div>
<div class="entry decision" id="01-d03"><p class="hang"><a class="ref" href="#01-d03">EXC 01/D03</a></p><p><b class="verb">AGREED</b> Keys are counted at every meeting.</p></div>
<??><div class="entry decision" id="01-d04"><p class="hang"><a class="ref" href="#01-d04">EXC 01/D04</a></p><p><b class="verb">AGREED</b> <span class="label" data-label="AMBER" data-by="example/minutes/first.md:30:5" data-withheld="">Label: AMBER</span> Shift spares underground before Lent.</p></div>
<div class="entry action" id="01-04"><p class="hang"><a class="ref" href="../../actions/01-04/">EXC 01/04</a></p><p><b class="verb">ACTION</b> <span class="label" data-label="AMBER" data-by="example/minutes/first.md:33:5" data-withheld="">Label: AMBER</span> Have a second padlock put on that hatch, bought inland.</p></div>
<?end?></section>
<section class="item"><h2 id="item-6"><span class="number">6.</span> Nails</h2><div class="prose"><p id="nail">Mr Wren observed that the nail is ` + word + `.</p>
` + strings.Repeat("<p>It was noted that nothing else was known of it, and that nobody had asked; the committee thanked the keeper.</p>\n", 8) + `<p><a id="last" href="../2/">The next meeting</a></p></div></section>`
}

func secondMeeting(name string) string {
	word := "quiet"
	if name == "second" {
		word = "loud"
	}
	return `<header class="head"><p class="kind">Minutes of the Example Committee</p><h1>Meeting 2, <time datetime="2026-03-10">10 March 2026</time></h1></header>
<div class="prose"><p>It was a ` + word + ` evening.</p></div>`
}
