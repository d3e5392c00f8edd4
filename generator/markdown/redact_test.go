package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// readings are those of the public of two sites, and of readers of private copies.
var readings = []Reading{
	public,
	{Clearance: classification.UpTo(classification.White), Notice: map[classification.Label]bool{classification.Green: true, classification.Red: true}},
	{Clearance: classification.UpTo(classification.Green), Labelled: true},
	{Clearance: classification.UpTo(classification.Amber), Labelled: true, Notice: map[classification.Label]bool{classification.Red: true}},
	Everything,
}

// FuzzRedact reads any text as a block, as items and as a field, for every reading: where nothing is wrong with it, what a
// reader may read of it, written as source, is right, gives that reader the same, has none of what is withheld, and is
// left as it is when it is redacted again.
func FuzzRedact(f *testing.F) {
	for _, seed := range append(cutSeeds, redactSeeds...) {
		for form := range uint8(3) {
			f.Add(seed, form)
		}
	}
	f.Fuzz(func(t *testing.T, text string, form uint8) {
		if utf8.ValidString(text) {
			checkRedacted(t, text, forms[form%3])
		}
	})
}

var redactSeeds = []string{
	"a\n:::red\nx\n:::\n\n:::amber\ny\n:::\n:::green\n:::amber\nz\n:::\nw\n:::\n", "a<!-- x -->b\n<!-- y -->\n> <!-- z -->\nc <!--\n\nd --> e\n",
	`\:::` + "\n" + `\:amber[x] :green[\:red[y] \] <!-- \:amber[z] -->]`, ":am<!-- -->ber[x] :green[<!-- [ --> a] b]", ":::clear\n:clear[a]\n:::\n",
	":::red\n:::\n    :amber[x]\n", "    <!-- a -->\n:::red\nx\n:::\n    <!-- b -->\n", ":::green\n:::red\nx\n:::\n:::\n:::amber\ny\n:::", "<!<!-- a -->-- b -->c\n",
	"- a\n\n:::red\nx\n:::\n\n- b\n", "a\n:::green\n:::amber\nx\n:::\n<!-- n -->\n:::\n<!-- m -->\n:::red\ny\n:::\nb\n", "<!-- a --> <!-- b -->",
	"## 1. A\n\n:::green\n## 2. B\n\n:::amber\nx\n:::\n:::\n:::amber\n## 3. C\n:::\n\n## 4. D\n",
}

func checkRedacted(t *testing.T, text, form string) (right bool) {
	t.Helper()
	var r source.Report
	s := readForm(form, text, &r)
	s.Check(&r)
	cut := make([]Cutting, len(readings))
	for i, reading := range readings {
		cut[i] = s.Cut(reading, &r)
	}
	if len(r.All()) > 0 {
		return false
	}
	hidden := !strings.Contains(strings.ToLower(withoutMarked(text, form == "inline")), canary)
	for i, reading := range readings {
		redacted := s.Redact(reading)
		var r source.Report
		again := readForm(form, redacted, &r)
		again.Check(&r)
		got, want := show(again.Cut(reading, &r)), show(cut[i])
		if len(r.All()) > 0 {
			var b strings.Builder
			source.WriteText(&b, "", r.All())
			t.Errorf("%s %q, reading %d, is redacted to\n%q, which is refused:\n%s", form, text, i, redacted, b.String())
		} else if unplaced(got) != unplaced(want) {
			t.Errorf("%s %q, reading %d, is redacted to\n%q, of which is made\n%s\ninstead of\n%s", form, text, i, redacted, got, want)
		} else if twice := again.Redact(reading); twice != redacted {
			t.Errorf("%s %q, reading %d, is redacted to\n%q, and that to\n%q", form, text, i, redacted, twice)
		}
		if i == 0 && hidden && strings.Contains(strings.ToLower(redacted), canary) {
			t.Errorf("%s %q is redacted to\n%q", form, text, redacted)
		}
	}
	return true
}

// unplaced leaves out where items stand, as there may be fewer lines before them.
func unplaced(shown string) string {
	var b strings.Builder
	for line := range strings.Lines(shown) {
		if head, _, ok := strings.Cut(line, ", line "); ok && strings.HasPrefix(line, "== ") {
			line = head + "\n"
		}
		b.WriteString(line)
	}
	return b.String()
}

// TestRedactRandom does the same for texts put together of what matters here.
func TestRedactRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 0))
	right := 0
	for i := range 12_000 {
		if checkRedacted(t, randomText(r, append(markedPieces, redactPieces...), 14), forms[i%3]) {
			right++
		}
		if t.Failed() {
			return
		}
	}
	if right < 2_000 {
		t.Errorf("only %d texts were right", right)
	}
}

var redactPieces = []string{"<!-- n -->\n", "\n<!-- n -->\n", " <!--", "-->", "\n:::green\n", "\n:::red\n", "\n:::\n", "\n:::\n", ":::\n", ":green[", "]", "]", `\:::`, `\`, ":", "[", "\n    x\n", "> <!-- n -->\n"}
