package markdown

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// drafter is the reading of whoever drafts for the readers of public.
var drafter = Reading{Clearance: classification.Drafter, Labelled: true, Ceiling: classification.Green}

var (
	placed = regexp.MustCompile(`class="marked" data-label="([A-Z+]*)" data-by="([^"]*)"( data-withheld(?:="")?)?`)
	// What is made of the words of readers: ids of headings, names of their links, what stands for a picture, and plain text.
	ofReaders = regexp.MustCompile(` id="[^"]*"|href="#[^"]*"|aria-label="[^"]*"|alt="[^"]*"|(?m)^plain: .*|plain: .*, line`)
)

// TestDrafter holds of each testdata that the drafter sees what everybody does who may read all of it, and, on every mark, where
// it stands and whether it hides something from readers; and that nobody else is told.
func TestDrafter(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	seen := 0
	for _, file := range files {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		in := archive.Files[0]
		var r source.Report
		s := readForm(in.Name, string(in.Data), &r)
		if s.Check(&r); len(r.Errors()) > 0 {
			continue
		}
		labels := map[string]string{}
		s.Marks(func(l classification.Label, at source.Pos, _ bool) { labels[at.String()] = l.String() })
		drafted, everything := show(s.Cut(drafter, &r)), show(s.Cut(Everything, &r))
		for _, m := range placed.FindAllStringSubmatch(drafted, -1) {
			seen++
			l, _ := classification.Parse(m[1])
			if labels[m[2]] != m[1] {
				t.Errorf("%s: a mark is said to be %s and to stand at %s, where %q is", file, m[1], m[2], labels[m[2]])
			}
			if (m[3] != "") != (l > classification.Green) {
				t.Errorf("%s: %s", file, m[0])
			}
		}
		same := func(s string) string { return ofReaders.ReplaceAllString(s, "") }
		if diff := cmp.Diff(same(everything), same(placed.ReplaceAllString(drafted, `class="marked" data-label="$1"`))); diff != "" {
			t.Errorf("%s: -everything +drafted\n%s", file, diff)
		}
		for _, other := range []string{everything, show(s.Cut(public, &r))} {
			if strings.Contains(other, `" data-by`) || strings.Contains(other, `" data-withheld`) {
				t.Errorf("%s: others are told where marks stand:\n%s", file, other)
			}
		}
	}
	if seen < 50 {
		t.Errorf("%d marks", seen)
	}
}

// TestPlainOfDrafter holds that what cannot be marked is for the drafter as it is for readers.
func TestPlainOfDrafter(t *testing.T) {
	for _, text := range []string{
		"Of :amber[the word]", "Of :amber[**the** :green[word]] and :green[others]", "Of `code :red[word]` and :green[`code`]",
		":green[a :amber[b] c]", "A [link :amber[b]](https://example.org/)",
	} {
		var r source.Report
		s := readForm("inline", text, &r)
		if got, want := s.Cut(drafter, &r).Text.Plain(), s.Cut(public, &r).Text.Plain(); got != want || len(r.All()) > 0 {
			t.Errorf("%s: %q, and for readers %q", text, got, want)
		}
	}
}
