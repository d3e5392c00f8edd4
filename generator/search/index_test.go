package search_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/txtar"

	"minutebook/generator/search"
)

var update = flag.Bool("update", false, "write the golden file anew")

// files are those of an index of pages, which are added by several goroutines.
func files(t testing.TB, pages []txtar.File) map[string]string {
	t.Helper()
	x := search.New()
	var adding sync.WaitGroup
	for _, p := range pages {
		adding.Go(func() {
			own := bytes.Clone(p.Data)
			x.Add(p.Name, own)
			clear(own) // they are the caller's again
		})
	}
	adding.Wait()
	all := map[string]string{}
	var mu sync.Mutex
	if err := x.Files(func(path string, content []byte) error {
		mu.Lock()
		defer mu.Unlock()
		if _, twice := all[path]; twice {
			t.Errorf("%s is written twice", path)
		}
		all[path] = string(content)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func tiny(t testing.TB) []txtar.File {
	t.Helper()
	site, err := txtar.ParseFile("testdata/site.txtar")
	if err != nil {
		t.Fatal(err)
	}
	return site.Files
}

// The index of a tiny site, to be read. Run with -update, and read the difference.
func TestGolden(t *testing.T) {
	const golden = "testdata/index.txtar"
	var got txtar.Archive
	all := files(t, tiny(t))
	for _, path := range slices.Sorted(maps.Keys(all)) {
		got.Files = append(got.Files, txtar.File{Name: path, Data: []byte(all[path])})
	}
	if *update {
		if err := os.WriteFile(golden, txtar.Format(&got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(txtar.Format(&got)) {
		t.Errorf("the index is not as it was:\n%s", txtar.Format(&got))
	}
}

// TestLabels holds that a result has the highest label of what is in it, so that in a private copy none looks public.
func TestLabels(t *testing.T) {
	for label, in := range map[string]string{
		"GREEN":        `<h1>A</h1><p class="tags"><span class="label" data-label="GREEN">Label: GREEN</span></p><p>Text</p>`,
		"AMBER":        `<h1>A</h1><p class="tags"><span class="label" data-label="GREEN">Label: GREEN</span></p><p>Text <span class="marked" data-label="AMBER">here</span></p>`,
		"AMBER+STRICT": `<h1>A <span class="label" data-label="AMBER+STRICT">Label: AMBER+STRICT</span></h1>`,
		"RED":          `<h1>A</h1><span class="state">open <span class="label" data-label="RED">Label: RED</span></span><span class="label" data-label="AMBER">Label: AMBER</span>`,
		"draft":        `<h1>A</h1><span class="label" data-label="RED">Label: RED</span> <span class="label" data-label="draft">draft</span>`,
	} {
		index := files(t, []txtar.File{{Name: "a/index.html", Data: []byte(`<main data-kind="Action">` + in + `</main>`)}})["search/index.js"]
		if !strings.Contains(index, `"labels":["`+label+`"]`) {
			t.Errorf("%s: %s", label, index)
		}
	}
	// What stands on a page has at least the label of the page.
	index := files(t, []txtar.File{{Name: "a/index.html", Data: []byte(`<main data-kind="Meeting"><h1>A</h1><p class="tags"><span class="label" data-label="AMBER">Label: AMBER</span></p>` +
		`<p data-label="RED" class="marked">Red</p><section data-kind="Item" id="item-1"><h2>1. B</h2></section></main>`)}})["search/index.js"]
	if !strings.Contains(index, `"labels":["AMBER","RED"]`) || !strings.Contains(index, `"groups":"0|0|0|0|0|1|1|0|0|0|1|1"`) {
		t.Error(index)
	}
}

// TestAnyOrder holds that the files do not depend on the order in which pages come.
func TestAnyOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var pages []txtar.File
	for i := range 300 {
		pages = append(pages, made(random, i))
	}
	want := files(t, pages)
	for range 20 {
		random.Shuffle(len(pages), func(i, j int) { pages[i], pages[j] = pages[j], pages[i] })
		if !maps.Equal(files(t, pages), want) {
			t.Fatal("in another order, the index is another")
		}
	}
	if len(want) < 10 {
		t.Errorf("%d files are too few to tell", len(want))
	}
}

// made is a page of random words, with units.
func made(random *rand.Rand, n int) txtar.File {
	word := func() string { return fmt.Sprintf("w%c%c%d", 'a'+random.IntN(26), 'a'+random.IntN(26), random.IntN(5)) }
	words := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(word() + " ")
		}
		return b.String()
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<!DOCTYPE html><title>T</title><main data-kind="Meeting" data-body="B%d" data-date="20%02d-01-02"><h1>%s</h1><p>%s</p>`, n%5, 10+n%7, words(4), words(40))
	for i := range random.IntN(12) {
		fmt.Fprintf(&b, `<section data-kind="Item"><h2 id="item-%d">%s</h2><p>%s</p></section>`, i, words(5), words(60))
	}
	b.WriteString("</main>")
	return txtar.File{Name: fmt.Sprintf("b%d/meetings/%d/index.html", n%5, n), Data: []byte(b.String())}
}

// TestNumbers holds that no number in the files has as many figures as an audit takes for somebody's own.
func TestNumbers(t *testing.T) {
	var pages []txtar.File
	for i := range 12_000 {
		text := "often"
		if i%11_000 == 0 {
			text = "rarely"
		}
		pages = append(pages, txtar.File{Name: fmt.Sprintf("p/%05d/index.html", i), Data: []byte("<main data-kind=\"Page\"><h1>T</h1><p>" + text + "</p></main>")})
	}
	all := files(t, pages)
	for path, content := range all {
		if strings.Contains(path, "/places-") {
			continue
		}
		content = hashes.ReplaceAllString(content, "")
		figures := 0
		for i := range len(content) {
			if figures++; content[i] < '0' || content[i] > '9' {
				figures = 0
			}
			if figures > 4 {
				t.Fatalf("%s has a number of five figures: …%s", path, content[max(0, i-40):i+1])
			}
		}
	}
	if index := all["search/index.js"]; !strings.Contains(index, `"documents":"1~2000"`) {
		t.Error(index[:200])
	}
	var rarely string
	for path, content := range all {
		if strings.Contains(path, "/words-") {
			rarely += content
		}
	}
	if !strings.Contains(rarely, `["rarely","","1|1~1000"]`) {
		t.Error(rarely)
	}
}

var hashes = regexp.MustCompile(`"[0-9a-f]{12}"`)

// TestWords holds the words of the index to those that the page looks up, by one table for both.
func TestWords(t *testing.T) {
	data, err := os.ReadFile("testdata/words.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases [][2]string
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, c := range cases {
		texts = append(texts, c[0])
		if got := search.Plain(c[0]); got != c[1] {
			t.Errorf("the index has %q as %q, not as %q", c[0], got, c[1])
		}
	}
	input, _ := json.Marshal(texts)
	cmd := exec.CommandContext(t.Context(), "node", "testdata/words.mjs", "../../templates/script.js")
	cmd.Stdin = bytes.NewReader(input)
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: `make test` installs node", err)
	}
	var plain []string
	if err := json.Unmarshal(output, &plain); err != nil {
		t.Fatal(err)
	}
	for i, c := range cases {
		if plain[i] != c[1] {
			t.Errorf("the page looks %q up as %q, not as %q", c[0], plain[i], c[1])
		}
	}
}

// TestMiniSearch holds the library that pages get to its package of npm, whose sum is in the lock file. To update it: change
// its version in testdata/browser/package.json of the commands, run npm install there, and put its dist/umd/index.js behind
// the notice in templates/minisearch.js.
func TestMiniSearch(t *testing.T) {
	ours, err := os.ReadFile("../../templates/minisearch.js")
	if err != nil {
		t.Fatal(err)
	}
	of := filepath.Join("..", "testdata", "browser", "node_modules", "minisearch")
	theirs, err := os.ReadFile(filepath.Join(of, "dist", "umd", "index.js"))
	if err != nil {
		t.Fatalf("%v: `make test` installs what the browser tests need", err)
	}
	licence, err := os.ReadFile(filepath.Join(of, "LICENSE.txt"))
	if err != nil {
		t.Fatal(err)
	}
	notice, code, _ := strings.Cut(string(ours), "*/\n")
	if code != string(theirs) {
		t.Error("templates/minisearch.js is not what npm has")
	}
	if !strings.Contains(notice, strings.TrimSpace(string(licence))) {
		t.Error("templates/minisearch.js does not have its licence")
	}
}

func BenchmarkIndex(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var pages []txtar.File
	size := int64(0)
	for i := range 3000 {
		pages = append(pages, made(random, i))
		size += int64(len(pages[i].Data))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		x := search.New()
		for _, p := range pages {
			x.Add(p.Name, p.Data)
		}
		if err := x.Files(func(string, []byte) error { return nil }); err != nil {
			b.Fatal(err)
		}
	}
}

// TestUnseen holds that what nobody sees on a page is not found: what will be true on a later day, what is drawn of words that
// stand beside it, and what paper alone has.
func TestUnseen(t *testing.T) {
	page := `<main data-kind="Consultation"><h1>Clocks</h1>
<p><span data-until="2026-12-18">Openly</span><span data-after="2026-12-18" hidden="">Closedly <b>twice</b></span> answered</p>
<section class="box" hidden=""><h2>Afterwards</h2><section><p>Inside</p></section></section>
<svg aria-hidden="true"><text>Drawn</text></svg>
<section class="printed references"><h2>References</h2><dl><dt class="ref">EXC-COP</dt></dl></section>
<p>Seen</p></main>`
	all := files(t, []txtar.File{{Name: "a/index.html", Data: []byte(page)}})
	var index strings.Builder
	for _, path := range slices.Sorted(maps.Keys(all)) {
		index.WriteString(strings.ToLower(all[path]))
	}
	for word, found := range map[string]bool{
		"openly": true, "answered": true, "seen": true,
		"closedly": false, "twice": false, "afterwards": false, "inside": false, "drawn": false, "references": false, "exc-cop": false,
	} {
		if strings.Contains(index.String(), word) != found {
			t.Errorf("%s is found: %t", word, !found)
		}
	}
}
