package main

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"minutebook/generator/classification"
	"minutebook/generator/release"
	"minutebook/generator/render"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

var (
	pairs    = flag.Int("pairs", defaultPairs, "how many pairs of random contents the two-run test compares")
	pairSeed = flag.Uint64("seed", 1, "seed of the first of them")
	shrink   = flag.Bool("shrink", true, "make a content that fails smaller before it is shown")
)

// renderer has the built-in templates.
var renderer = sync.OnceValue(func() *render.Renderer {
	r, err := render.New(nil)
	if err != nil {
		panic(err)
	}
	return r
})

// A built is what a build of some content makes, in memory, or why it is refused.
type built struct {
	files map[string]string
	pages int
	wrong []source.Diagnostic
}

// readTexts reads content without a disk: files by path, attachments among them.
func readTexts(texts map[string]string) *reading {
	var tree source.Tree
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		if path == "site.yaml" || path == "bank-holidays.yaml" || strings.HasSuffix(path, ".md") {
			tree.Files = append(tree.Files, source.File{Path: path, Data: []byte(texts[path])})
		} else {
			tree.Attach(path, []byte(texts[path]))
		}
	}
	return understand(tree, &source.Report{}, new(memory))
}

// buildTexts is build without a disk.
func buildTexts(texts map[string]string, ceiling classification.Label, private, portable bool, day string) built {
	return buildReading(readTexts(texts), ceiling, private, portable, day)
}

// buildReading is build from the record on. What it says is not added to the report of the reading.
func buildReading(r *reading, ceiling classification.Label, private, portable bool, day string) built {
	report := &source.Report{}
	report.Add(r.report.All()...)
	asAt, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	edition := release.At(r.record, classification.UpTo(ceiling), private, report)
	pages, wrong := site.Build(edition, site.Options{AsAt: asAt, Portable: portable, Version: version})
	report.Add(wrong...)
	if err := (&reading{tree: r.tree, record: r.record, report: report}).attach(pages.Files); err != nil {
		panic(err)
	}
	b := built{files: map[string]string{}, pages: len(pages.Pages), wrong: report.Errors()}
	if len(b.wrong) > 0 {
		return b
	}
	var mu sync.Mutex
	err = renderer().Render(pages, func(path string, text []byte) error {
		mu.Lock()
		defer mu.Unlock()
		b.files[path] = string(text)
		return nil
	})
	if err != nil {
		panic(err)
	}
	return b
}

func (p pair) build(version int, dropped map[string]bool) built {
	c := p.content[version]
	return buildTexts(c.texts(dropped), p.ceiling, p.private, false, "2016-11-01")
}

// differ tells the first thing in which two builds differ, or in which one shows what is withheld.
func differ(a, b built) string {
	if a.pages != b.pages {
		return fmt.Sprintf("%d pages, and %d", a.pages, b.pages)
	}
	for _, path := range slices.Sorted(maps.Keys(a.files)) {
		if i := strings.Index(a.files[path], secretWord); i >= 0 {
			return path + " shows a withheld word: …" + around(a.files[path], i)
		}
		other, ok := b.files[path]
		if !ok {
			return path + " is in one version only"
		}
		if a.files[path] != other {
			i := 0
			for i < min(len(a.files[path]), len(other)) && a.files[path][i] == other[i] {
				i++
			}
			return fmt.Sprintf("%s differs at byte %d:\n- …%s\n+ …%s", path, i, around(a.files[path], i), around(other, i))
		}
	}
	for path := range b.files {
		if _, ok := a.files[path]; !ok {
			return path + " is in the other version only"
		}
	}
	return ""
}

func around(s string, i int) string { return s[max(0, i-80):min(len(s), i+80)] + "…" }

// try builds the versions of a pair and tells what is wrong with them, and whether one was refused.
func (p pair) try(dropped map[string]bool) (failure string, refused []source.Diagnostic) {
	a := p.build(first, dropped)
	if len(a.wrong) > 0 {
		return "", a.wrong
	}
	for _, v := range []int{second, redacted} {
		b := p.build(v, dropped)
		if len(b.wrong) > 0 {
			return "", b.wrong
		}
		if d := differ(a, b); d != "" {
			return fmt.Sprintf("versions %d and %d: %s", first, v, d), nil
		}
	}
	return "", nil
}

// shrink drops as much of a pair's content as it can while it still fails.
func (p pair) shrink() (map[string]bool, string) {
	dropped := map[string]bool{}
	failure, _ := p.try(dropped)
	for again, rounds := *shrink, 0; again && rounds < 4; rounds++ {
		again = false
		var ids []string
		for _, c := range p.content {
			ids = append(ids, c.ids()...)
		}
		slices.SortStableFunc(ids, func(x, y string) int { return strings.Compare(x, y) })
		for _, id := range slices.Compact(ids) {
			if dropped[id] {
				continue
			}
			dropped[id] = true
			if f, _ := p.try(dropped); f != "" {
				failure, again = f, true
			} else {
				delete(dropped, id)
			}
		}
	}
	return dropped, failure
}

// show is what is left of a content, for a person to read.
func (p pair) show(dropped map[string]bool) string {
	var b strings.Builder
	shown := map[string]bool{}
	for version, c := range p.content {
		texts := c.texts(dropped)
		for _, path := range slices.Sorted(maps.Keys(texts)) {
			if text := "=== " + path + "\n" + texts[path]; !shown[text] {
				shown[text] = true
				fmt.Fprintf(&b, "version %d %s", version, text)
			}
		}
	}
	return b.String()
}

// TestTwoRuns states the law of the gate: change, add or take out what a clearance may not read, and no byte of what is
// published changes; and the content with all of it taken out builds the same. Seeds are gone through until there are as
// many pairs as were asked for.
func TestTwoRuns(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(1600))
	var mu sync.Mutex
	compared, refused, told := map[classification.Label]int{}, map[string]int{}, 0
	failed := false
	begin := time.Now()
	seed, total, seeds := *pairSeed, 0, 0
	for total < *pairs && !failed && told*10 <= seeds {
		more := (*pairs - total + 1) / 2
		source.Each(more, func(i int) {
			mu.Lock()
			enough := failed
			mu.Unlock()
			if enough {
				return
			}
			p := newPair(seed + uint64(i))
			failure, wrong := p.try(nil)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case failed: // told already
			case failure != "":
				failed = true
				dropped, smaller := p.shrink()
				t.Errorf("seed %d, up to %s: %s\nmade smaller: %s\n%s", p.seed, p.ceiling, failure, smaller, p.show(dropped))
			case wrong != nil:
				told++
				if refused[wrong[0].Code]++; refused[wrong[0].Code] <= 2 {
					var b strings.Builder
					source.WriteText(&b, "", wrong)
					t.Logf("seed %d refused:\n%s", p.seed, b.String())
				}
			default:
				compared[p.ceiling] += 2
				total += 2
			}
		})
		seed, seeds = seed+uint64(more), seeds+more
	}
	t.Logf("%d pairs of contents that differ only in what is withheld build the same: %d for WHITE, %d for GREEN, %d for AMBER, in %.0f s on %d processors",
		total, compared[classification.White], compared[classification.Green], compared[classification.Amber], time.Since(begin).Seconds(), runtime.GOMAXPROCS(0))
	if told*10 > seeds {
		t.Errorf("%d of %d seeds made content that was refused, which should be right: %v", told, seeds, refused)
	}
}

// FuzzTwoRuns does the same with contents of which not the seed says what they are, but a tape, which the fuzzer can change
// in one place.
func FuzzTwoRuns(f *testing.F) {
	for seed := range uint64(8) {
		tape := func(n byte) []byte {
			b := make([]byte, 300)
			rand.NewChaCha8([32]byte{byte(seed), n}).Read(b)
			return b
		}
		f.Add(seed, byte(seed), tape(0), tape(1), tape(2))
	}
	f.Fuzz(func(t *testing.T, seed uint64, clearance byte, open, one, other []byte) {
		p := pairOf(seed, clearances[int(clearance)%len(clearances)], [3][]byte{open, one, other})
		if failure, _ := p.try(nil); failure != "" {
			dropped, smaller := p.shrink()
			t.Errorf("up to %s: %s\nmade smaller: %s\n%s", p.ceiling, failure, smaller, p.show(dropped))
		}
	})
}

// TestTwoRunsOfTheCommand does the same for a few pairs with the command and a disk: what build tells, and every file that
// it publishes, those beside the pages included.
func TestTwoRunsOfTheCommand(t *testing.T) {
	for seed := uint64(1); seed <= 12; seed++ {
		var told, tree [3]string
		p := newPair(seed)
		for v, c := range p.content {
			dir := t.TempDir()
			for path, text := range c.texts(nil) {
				putFile(t, filepath.Join(dir, "content", filepath.FromSlash(path)), text)
			}
			args := []string{"build", "--content", filepath.Join(dir, "content"), "--out", filepath.Join(dir, "out"), "--as-at", "2016-11-01"}
			if p.private {
				args = append(args, "--clearance", p.ceiling.String())
			}
			var stdout, stderr strings.Builder
			if code := run(args, &stdout, &stderr); code != exitDone {
				t.Fatalf("seed %d: exit code %d\n%s", seed, code, stderr.String())
			}
			told[v] = elapsed.ReplaceAllString(strings.ReplaceAll(stdout.String()+stderr.String(), dir, ""), "")
			tree[v] = everyFile(t, filepath.Join(dir, "out"))
		}
		if told[first] != told[second] || told[first] != told[redacted] {
			t.Errorf("seed %d: build does not tell the same: %q", seed, told)
		}
		if diff := cmp.Diff(tree[first], tree[second]); diff != "" {
			t.Errorf("seed %d: -first +second\n%s", seed, diff)
		}
		if diff := cmp.Diff(tree[first], tree[redacted]); diff != "" {
			t.Errorf("seed %d: -first +redacted\n%s", seed, diff)
		}
	}
}

var elapsed = regexp.MustCompile(`[0-9.]+ s\b`)

func putFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// everyFile is all files of a directory in one text, each behind its name.
func everyFile(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(filepath.Join(dir, path))
		fmt.Fprintf(&b, "=== %s\n%s\n", path, text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
