package plan

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write what comes out into testdata, to be read before it is committed")

// TestRules plans each testdata/*.txt: what is published is in its sections before/…, what would be in after/…, and files
// of both in both/…. The section "want" is the plan as a person reads it.
func TestRules(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) == 0 {
		t.Fatal("no testdata")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			before, after := map[string]string{}, map[string]string{}
			got := txtar.Archive{Comment: archive.Comment}
			for _, f := range archive.Files {
				side, path, _ := strings.Cut(f.Name, "/")
				if side == "before" || side == "both" {
					before[path] = string(f.Data)
				}
				if side == "after" || side == "both" {
					after[path] = string(f.Data)
				}
				if side != "want" {
					got.Files = append(got.Files, f)
				}
			}
			got.Files = append(got.Files, txtar.File{Name: "want", Data: []byte(planned(t, before, after, false))})
			if *update {
				if err := os.WriteFile(file, txtar.Format(&got), 0o666); err != nil {
					t.Fatal(err)
				}
			} else if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(&got))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// planned is the plan for two sites as a person reads it.
func planned(t *testing.T, before, after map[string]string, full bool) string {
	t.Helper()
	published := Site{
		Paths: slices.Sorted(maps.Keys(before)),
		Read: func(path string) ([]byte, error) {
			if text, ok := before[path]; ok {
				return []byte(text), nil
			}
			return nil, os.ErrNotExist
		},
	}
	var files []File
	for path, text := range after {
		if old, ok := before[path]; !ok {
			files = append(files, File{Path: path, After: []byte(text)})
		} else if old != text {
			files = append(files, File{Path: path, Before: []byte(old), After: []byte(text)})
		}
	}
	for path, old := range before {
		if _, ok := after[path]; !ok {
			files = append(files, File{Path: path, Before: []byte(old)})
		}
	}
	p, err := Of(published, files, full)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.WriteText(&b, full); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestKinds holds which kind of page stands at an address.
func TestKinds(t *testing.T) {
	for path, want := range map[string]kind{
		"index.html":                                   list,
		"404.html":                                     list,
		"about/index.html":                             list,
		"actions/index.html":                           list,
		"clocks/index.html":                            body,
		"clocks/papers/index.html":                     list,
		"clocks/meetings/5/index.html":                 meeting,
		"clocks/actions/04-02/index.html":              action,
		"clocks/consultations/noon/index.html":         consultation,
		"clocks/documents/custody/index.html":          document,
		"clocks/registers/risks/index.html":            register,
		"clocks/registers/risks/r01/index.html":        entry,
		"clocks/actions/2016/index.html":               list,
		"clocks/actions/overdue/index.html":            list,
		"clocks/actions/owner-7-11/index.html":         list,
		"clocks/decisions/agreed/index.html":           list,
		"actions/owner-chair/index.html":               list,
		"decisions/2016/index.html":                    list,
		"clocks/registers/risks/state/open/index.html": list,
		"clocks/charts/a/index.html":                   otherPage,
		"clocks/old.html":                              otherPage,
		"files/clocks/a.pdf":                           attachment,
		"files/clocks/a.html":                          attachment,
		"clocks/feed.xml":                              program,
		"calendar.ics":                                 program,
		"data/clocks-risks.csv":                        program,
		"data/actions.json":                            program,
		"search/words-0123.js":                         program,
		"sitemap.xml":                                  program,
		"robots.txt":                                   otherFile,
		"data/a.pdf":                                   otherFile,
		"assets/style-0123.css":                        otherFile,
	} {
		if got := placeOf(path).kind; got != want {
			t.Errorf("%s is a %s, not a %s", path, got, want)
		}
	}
}

// FuzzDifference holds that nothing that comes is left out, whatever the texts: the lines that go and come, applied to
// the one text, make the other.
func FuzzDifference(f *testing.F) {
	f.Add("a\nb\nc", "a\nc\nd")
	f.Add("-- x\n@@ -1,1 +1,1 @@\n+++", "++ x\n--- a\ndiff a b\n@@ -1,1 +1,1 @@")
	f.Add("x\nx\nx\ny\nx", "x\ny\nx\nx")
	f.Add("", "a")
	f.Fuzz(func(t *testing.T, a, b string) {
		before, after := blocksOf(a), blocksOf(b)
		var goes, comes []string
		for _, h := range difference(before, after) {
			for _, g := range h.goes {
				goes = append(goes, g.text)
			}
			for _, c := range h.comes {
				comes = append(comes, c.text)
			}
		}
		if kept, same := without(textsOf(before), goes), without(textsOf(after), comes); !slices.Equal(sorted(kept), sorted(same)) {
			t.Errorf("what stays is %q of the one and %q of the other", kept, same)
		}
		if len(goes)+len(comes) == 0 && !sameText(before, after) {
			t.Error("no difference is told")
		}
	})
}

func blocksOf(text string) []block {
	var blocks []block
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			blocks = append(blocks, block{text: line})
		}
	}
	return blocks
}

func textsOf(blocks []block) []string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.text)
	}
	return all
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

// FuzzPages holds that a word that comes to the text of a page is told by a full plan, whatever stands around it: pages may
// be of any age and by any hand.
func FuzzPages(f *testing.F) {
	f.Add("<main><p>Old.</p></main>", "<ul><li>", "</main>")
	f.Add("<p>Old.", "<table><tr><td>", "<section class=summary>")
	f.Add("", "<dl class=facts><dt>Owner</dt><dd>", "</dd></dl>")
	f.Add("", "<ol class=history><li><p class=hang>", "</p></li></ol>")
	f.Add("<h1>a</h1>", "<main><nav><a href='https://example.org/'>", "</a></nav></main>")
	f.Fuzz(func(t *testing.T, before, opening, closing string) {
		const word, path = "Quillfeather", "clocks/meetings/4/index.html"
		if strings.Contains(strings.ToLower(before+opening+closing), "quillfeather") {
			return
		}
		after := opening + word + closing
		told := planned(t, map[string]string{path: before}, map[string]string{path: after}, true)
		if visible(after, word) && !strings.Contains(told, word) {
			t.Errorf("the word is not told:\n%s", told)
		}
	})
}

// visible tells whether a browser would show a word within main, or, without one, within body.
func visible(page, word string) bool {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return false
	}
	within := "body"
	if find(root, func(n *html.Node) bool { return n.DataAtom == atom.Main }) != nil {
		within = "main"
	}
	for n := range root.Descendants() {
		if n.Type != html.TextNode || !strings.Contains(n.Data, word) {
			continue
		}
		in := map[string]bool{}
		for above := range n.Ancestors() {
			in[above.Data] = true
			if has(above, "permalink") || has(above, "skip") || hidden(above) {
				return false
			}
		}
		if in[within] && !in["script"] && !in["style"] && !in["template"] {
			return true
		}
	}
	return false
}
