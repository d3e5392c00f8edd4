package markdown

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/text"

	"minutebook/generator/source"
)

var exportFragment = cmp.AllowUnexported(Fragment{}, fragment{}, hole{})

// pieces of text of which random ones are put together.
var (
	harmlessPieces = []string{"word", "Word", "£12,000", " ", " ", "  ", ".", ": ", "1. ", "- ", "# ", "+ ", "> "[1:], "a_b", "SECPMA 25/04", "CR101a", "pre-CR097",
		"SECPMA_25_1207", "\u00a0", "é", "(", ")", "{x}", "|", "=", "---", "$", "%41", "\"", "'", "!", "@", "https://example.org", "^", "?", "…", "e\u0301", "25/", "A", "/"}
	markedPieces = []string{"word", " ", "\n", "\n\n", "- ", "> ", "### ", "| a | b |\n|---|---|\n", "**", "*", "`", "[x]", "(https://example.org)", "[^1]", "[^1]: ",
		"\n```\n", "<!-- n -->", ":amber[SECRET]", ":red[SECRET *x*]", ":green[shown]", "\n:::amber\nSECRET\n:::\n", "\n:::red\nSECRET\n:::\n", "\n:::green\nshown\n:::\n",
		"\n:::amber\n[x]: https://example.org/SECRET\n\n[^1]: SECRET\n:::\n", "[x]: https://example.org/public\n", "    ", "\\\n", "&amp;", "\\:amber[x]", "SECPMA 25/04", "[[A]]"}
)

func randomText(r *rand.Rand, pieces []string, most int) string {
	var b strings.Builder
	for range 1 + r.IntN(most) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// TestHarmlessInline: text that is taken past the Markdown parser comes out as the parser would have it.
func TestHarmlessInline(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 0))
	tried := 0
	for range 40_000 {
		in := strings.TrimSpace(randomText(r, harmlessPieces, 8))
		var report source.Report
		s := Inline(in, source.Pos{Path: "body/in.md", Line: 1, Column: 1}, "", &report)
		if in == "" || !harmless([]byte(in)) || len(report.All()) > 0 {
			continue
		}
		tried++
		quick := s.Cut(public, &report).Text
		c := &compilation{copied: copied{bytes: []byte(in), pieces: []copiedPiece{{0, 0}}}, origin: s.origin, form: inline, reading: public, report: &report}
		slow := c.inline(forInline, forInline.Parser().Parse(text.NewReader(c.bytes)))
		if diff := cmp.Diff(slow, quick, exportFragment); diff != "" {
			t.Fatalf("%q: -parsed +quick\n%s", in, diff)
		}
	}
	if tried < 20_000 {
		t.Errorf("only %d texts were harmless", tried)
	}
}

// TestUnmarkedIsForAll: text without marks is the same for all readers.
func TestUnmarkedIsForAll(t *testing.T) {
	var unmarked []string
	for _, p := range markedPieces {
		if !strings.Contains(p, ":amber") && !strings.Contains(p, ":red") && !strings.Contains(p, ":green") {
			unmarked = append(unmarked, p)
		}
	}
	r := rand.New(rand.NewPCG(2, 0))
	for i := range 5_000 {
		in := randomText(r, unmarked, 20)
		var report source.Report
		s := readForm(forms[i%3], in, &report)
		if diff := cmp.Diff(s.Cut(Everything, &report), s.Cut(public, &report), exportFragment, cmp.AllowUnexported(Cutting{})); diff != "" {
			t.Fatalf("%q: -everything +public\n%s", in, diff)
		}
	}
}

// TestCutIsRedacted: of text that is right, the public sees nothing that is withheld, and the same as if it had never been
// written.
func TestCutIsRedacted(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 0))
	right := 0
	for i := range 12_000 {
		in, form := randomText(r, markedPieces, 14), uint8(i%2)
		shown, plain, report := cutPublic(in, form)
		if len(report.All()) > 0 {
			continue
		}
		right++
		if strings.Contains(shown+plain, "SECRET") {
			t.Fatalf("%q shows what is withheld:\n%s", in, shown)
		}
		if again, _, report := cutPublic(redacted(in, form), form); again != shown {
			var b strings.Builder
			source.WriteText(&b, "", report.All())
			t.Fatalf("%q\n%s: -shown +redacted\n%s", in, b.String(), cmp.Diff(shown, again))
		}
	}
	if right < 2_000 {
		t.Errorf("only %d texts were right", right)
	}
}

// TestBounds: what the bounds let through is cut in a time that is in proportion to it. The times are not measured here,
// where other programs run too; a text that took minutes would be noticed.
func TestBounds(t *testing.T) {
	for _, paragraph := range []string{
		strings.Repeat("[a](", maxBrackets), strings.Repeat("[a]((((", maxBrackets), strings.Repeat("*a_ ", maxEmphasis/2), strings.Repeat("```\n```\n", 4000),
		strings.Repeat("### Budget\n", 5000), strings.Repeat("[a](b.md)", maxBrackets), strings.Repeat("> ", maxNesting/2) + "a", strings.Repeat("a\\\n", 20_000),
		"|a|b|\n|-|-|\n" + strings.Repeat("|a\n", 6000), strings.Repeat("<!-- x -->", 6000), strings.Repeat("：\u200b", 10_000),
	} {
		var report source.Report
		s := Block(strings.Repeat(paragraph+"\n\n", 3), source.Pos{Path: "body/in.md", Line: 1, Column: 1}, &report)
		s.Check(&report)
		for _, d := range report.All() {
			if d.Code == "text-too-large" {
				t.Errorf("%.20q…: %s", paragraph, d.Message)
			}
		}
	}
	for _, beyond := range []string{
		strings.Repeat("[", maxBrackets+1), strings.Repeat("*", maxEmphasis+1), strings.Repeat("a", maxParagraph+1), strings.Repeat(">", maxNesting+1),
		strings.Repeat("|", 200) + strings.Repeat("\nx", maxCells/200), strings.Repeat(strings.Repeat("[", maxBrackets)+strings.Repeat(" a", 10_000)+"\n\n", 20),
	} {
		var report source.Report
		if s := Block(beyond, source.Pos{Path: "body/in.md", Line: 1, Column: 1}, &report); fmt.Sprint(s.Cut(public, &report)) != fmt.Sprint(Cutting{}) {
			t.Errorf("%.20q… is published", beyond)
		}
		if all := report.All(); len(all) == 0 || all[0].Code != "text-too-large" {
			t.Errorf("%.20q…: %v", beyond, all)
		}
	}
}
