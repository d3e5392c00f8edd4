package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var runMutants = flag.Bool("mutants", false, "break each defence and see which test notices; make mutants does")

// ways are those by which withheld text has got out of tools like this one, or could get out of this one. Each has mutants.
var ways = []struct{ key, way string }{
	{"definition", "a link definition or a footnote of a withheld part still has its say"},
	{"heading", "ids of headings count what is withheld, or are made of it"},
	{"html", "raw HTML keeps its text; a private note leaves a trace"},
	{"front", "front matter that fails open"},
	{"label", "a label that is not understood, or not there, lets through"},
	{"reader", "a second reader of the source, or an export that the filter forgets: site map, search, lists of files"},
	{"vocabulary", "lists made beside the filter: people, columns, versions, owners"},
	{"derived", "neighbours, mentions, totals, order, numbers"},
	{"inherit", "a part that does not inherit from what holds it"},
	{"state", "the state of a public record that follows from a withheld update"},
	{"request", "what may be asked for shows more than that"},
	{"file", "files copied as they are, or from elsewhere"},
	{"earlier", "what an earlier build left; text whose label was raised afterwards"},
	{"private", "a private copy or a draft that comes out where the public site is, or looks like it"},
	{"preview", "a preview that writes where the public site is"},
	{"answers", "a preview that answers somebody else than its drafter"},
	{"rebuild", "a rebuild that skips the filter, or another shortcut past it"},
	{"diagnostic", "withheld names and values in messages and logs"},
	{"manifest", "what can be reckoned from: hashes, sizes, times, the length of a notice, how many there are"},
	{"near", "marks that are nearly marks"},
	{"unclosed", "marks that are not closed, or closed by something else"},
	{"hand", "public text that names or links what is withheld"},
	{"served", "pages that do more than be read"},
}

// A mutant is one deliberately broken defence, as a file of testdata/mutants tells it: a sentence on what is broken, then
//
//	way: the key of one of the ways
//	file: the file that is changed
//	caught: a package, a test of it that must fail, and flags for it; perhaps more such lines
//
// and the lines that are taken out, in a section "old", with those that are put in their place, in the section "new" that
// follows. There may be more of such pairs.
type mutant struct {
	name, says, way, file string
	catchers              []catcher
	source                string // of the file, changed
}

type catcher struct {
	dir, test string
	flags     []string
}

func (c catcher) String() string {
	return strings.Join(append([]string{c.dir, c.test}, c.flags...), " ")
}

// readMutants reads all of testdata/mutants. One that cannot be applied any more is a fault: what it breaks is no longer
// known to be looked after.
func readMutants(t *testing.T) []mutant {
	t.Helper()
	names, err := filepath.Glob("testdata/mutants/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []mutant
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := readMutant(archive)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		m.name = strings.TrimSuffix(filepath.Base(name), ".txt")
		all = append(all, m)
	}
	return all
}

func readMutant(archive *txtar.Archive) (m mutant, err error) {
	says, keys, _ := strings.Cut(strings.TrimSpace(string(archive.Comment)), "\n\n")
	m.says = strings.Join(strings.Fields(says), " ")
	for line := range strings.Lines(keys) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch words := strings.Fields(value); {
		case key == "way":
			m.way = value
		case key == "file":
			m.file = value
		case key == "caught" && len(words) >= 2:
			m.catchers = append(m.catchers, catcher{words[0], words[1], words[2:]})
		default:
			return m, fmt.Errorf("there is no %q", line)
		}
	}
	if m.says == "" || m.file == "" || m.catchers == nil {
		return m, fmt.Errorf("what is broken, in which file, or what catches it is missing")
	}
	text, err := os.ReadFile(filepath.Join("..", m.file))
	if err != nil {
		return m, err
	}
	m.source = string(text)
	if len(archive.Files) == 0 || len(archive.Files)%2 != 0 {
		return m, fmt.Errorf(`sections "old" and "new" are expected`)
	}
	for pair := range slices.Chunk(archive.Files, 2) {
		old, replacement := string(pair[0].Data), string(pair[1].Data)
		if pair[0].Name != "old" || pair[1].Name != "new" {
			return m, fmt.Errorf(`a section "old" and then one "new" is expected`)
		}
		if n := strings.Count(m.source, old); n != 1 {
			return m, fmt.Errorf("the old lines stand %d times in %s, and must stand there once", n, m.file)
		}
		m.source = strings.Replace(m.source, old, replacement, 1)
	}
	return m, nil
}

// TestMutantsApply holds that every mutant can still be made, that there are some for every way, and that the table in
// testdata/mutants/README.md tells of all.
func TestMutantsApply(t *testing.T) {
	mutants := readMutants(t)
	var b strings.Builder
	b.WriteString("# What is broken on purpose, and what notices\n\n" +
		"Each file here breaks one defence; `make mutants` makes each change in turn, and fails unless the tests named fail.\n" +
		"To add one, write a file: a sentence on what is broken; the lines `way:` (a key of `ways` in `mutants_test.go`), `file:`, and\n" +
		"`caught:` (a package's folder, a test in it, flags; as many lines as tests that must fail); a section `-- old --` with whole\n" +
		"lines that stand in the file once, and a section `-- new --` with what takes their place. Then try it, and write this table anew:\n\n" +
		"```sh\ngo test ./generator -v -run 'TestMutants/each/NAME$' -mutants\ngo test ./generator -run TestMutantsApply -update\n```\n")
	for _, w := range ways {
		fmt.Fprintf(&b, "\n## %s\n\n| mutant | what is broken | in | caught by |\n|---|---|---|---|\n", strings.ToUpper(w.way[:1])+w.way[1:])
		n := 0
		for _, m := range mutants {
			if m.way != w.key {
				continue
			}
			n++
			var catchers []string
			for _, c := range m.catchers {
				catchers = append(catchers, "`"+c.test+"`")
			}
			fmt.Fprintf(&b, "| [%s](%s.txt) | %s | `%s` | %s |\n", m.name, m.name, m.says, strings.TrimPrefix(m.file, "generator/"), strings.Join(catchers, ", "))
		}
		if n == 0 {
			t.Errorf("there is no mutant for: %s", w.way)
		}
	}
	for _, m := range mutants {
		if !slices.ContainsFunc(ways, func(w struct{ key, way string }) bool { return w.key == m.way }) {
			t.Errorf("%s: there is no way %q", m.name, m.way)
		}
	}
	const table = "testdata/mutants/README.md"
	if *update {
		if err := os.WriteFile(table, []byte(b.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(table)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), b.String()); diff != "" {
		t.Errorf("%s is not what the files say, -have +want\n%s", table, diff)
	}
}

// TestMutants makes the mutants, one by one, and runs the tests that are to catch each. It fails unless every one of them
// fails, as it must pass where nothing is broken. It takes minutes, so it is asked for: by make mutants, of which make
// test is made.
func TestMutants(t *testing.T) {
	if !*runMutants {
		t.Log("not done here: make mutants does")
		return
	}
	mutants := readMutants(t)
	begin := time.Now()
	var made, caught atomic.Int64
	t.Run("none", func(t *testing.T) { passWithout(t, mutants) })
	t.Run("each", func(t *testing.T) {
		for _, m := range mutants {
			t.Run(m.name, func(t *testing.T) {
				t.Parallel()
				made.Add(1)
				overlay := m.overlay(t)
				for _, c := range m.catchers {
					if problem := survives(goTest(t, c, overlay), c.test); problem != "" {
						t.Errorf("%s %s: %s", m.file, c, problem)
					}
				}
				if !t.Failed() {
					caught.Add(1)
				}
			})
		}
	})
	t.Logf("%d mutants made, %d caught, in %.0f s", made.Load(), caught.Load(), time.Since(begin).Seconds())
}

// passWithout holds that what is to catch mutants passes where there is none, and is there at all.
func passWithout(t *testing.T, mutants []mutant) {
	tests, names := map[string]catcher{}, map[string][]string{}
	for _, m := range mutants {
		for _, c := range m.catchers {
			whole, _, _ := strings.Cut(c.test, "/")
			tests[catcher{c.dir, whole, c.flags}.String()] = catcher{c.dir, whole, c.flags}
			names[c.dir+" "+whole] = append(names[c.dir+" "+whole], c.test)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(tests)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := tests[name]
			out := goTest(t, c, "")
			for _, test := range names[c.dir+" "+c.test] {
				if !strings.Contains(out, "--- PASS: "+test+" ") || strings.Contains(out, "--- FAIL") {
					t.Fatalf("%s does not pass without a mutant:\n%s", test, last(out))
				}
			}
		})
	}
}

// survives tells why a mutant is not caught, or nothing.
func survives(out, test string) string {
	switch {
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		return "it cannot be built:\n" + last(out)
	case strings.Contains(out, "panic: "):
		return "it panics, which is not to be caught:\n" + last(out)
	case !strings.Contains(out, "--- FAIL: "+test+" "):
		return "it survives"
	}
	return ""
}

func last(out string) string { return out[max(0, len(out)-2000):] }

// overlay is a file that tells the go command to take the mutant for the file that it changes.
func (m mutant) overlay(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	original, err := filepath.Abs(filepath.Join("..", m.file))
	if err != nil {
		t.Fatal(err)
	}
	changed := filepath.Join(dir, filepath.Base(m.file))
	text, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "overlay.json")
	write(t, changed, m.source)
	write(t, name, string(text))
	return name
}

// goTest runs one test and returns what it says.
func goTest(t *testing.T, c catcher, overlay string) string {
	t.Helper()
	var run []string
	for part := range strings.SplitSeq(c.test, "/") {
		run = append(run, "^"+regexp.QuoteMeta(part)+"$")
	}
	args := []string{"test", "-vet=off", "-v", "-timeout", "5m", "-run", strings.Join(run, "/")}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	cmd := exec.Command("go", append(append(args, "./"+c.dir), c.flags...)...)
	cmd.Dir = ".."
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String()
}
