package markdown

import (
	"strings"
	"testing"

	nethtml "golang.org/x/net/html"

	"minutebook/generator/source"
)

// secret stands in every withheld part, and nowhere else.
const secret = "Quillwort"

// FuzzMarks puts text before, within and after a mark. Either there is an error, or readers get the same bytes whatever
// stands in the mark, without the word that does, in HTML that is well-formed.
func FuzzMarks(f *testing.F) {
	for _, s := range []string{
		"", "text", "- a\n- b", "1. a\n\n2. b", "> quoted", "```\ncode\n```", "[a]: /b", "[a][] [^1]\n\n[^1]: note", "| a | b |\n|---|---|\n| 1 | 2 |",
		":green[x]", ":::green\nx\n:::", "**b", "`c", "<!-- note -->", "<!--", "# h", "## 1. h", "a\n---", "    code", "[x](y.md#z)", "![x](y.png)",
		"SECPMA 25/04", "[[SECPMA 25/04]]", "\\", "\\:::", "&#2;", "&amp;", "<https://example.org>", "]", "[", "~~x~~", "a  \nb", "\t- x", "* * *", ":", "::", "\u200b",
	} {
		f.Add(s, "Budget "+s, s, uint8(len(s)))
		f.Add(s, s, "", uint8(len(s)+1))
	}
	f.Fuzz(func(t *testing.T, before, within, after string, kind uint8) {
		for _, s := range []string{before, within, after} {
			if strings.Contains(s, secret) || strings.ContainsFunc(s, source.Forbidden) || len(s) > 2000 {
				return
			}
		}
		if strings.HasSuffix(strings.TrimRight(before, ":"), "\\") || strings.ContainsAny(within, "\\[]") || strings.Contains(within, ":::") {
			return // the text around is the mark's own: escaped, or ending where it would not
		}
		form := []string{"in", "items", "inline"}[kind%3]
		wrap := func(within string) string {
			if kind&8 == 0 || form == "inline" {
				return before + ":amber[" + within + "]" + after
			}
			return before + "\n:::amber\n" + within + "\n:::\n" + after
		}
		one, ok1 := cut(form, wrap(secret+" "+within))
		other, ok2 := cut(form, wrap("x"))
		if ok1 && strings.Contains(one, secret) {
			t.Fatalf("%q: the withheld word is there: %q", wrap(within), one)
		}
		if ok1 && ok2 && one != other {
			t.Fatalf("%q: what is withheld changes the rest:\n%q\n%q", wrap(within), one, other)
		}
		if ok1 {
			html, _, _ := strings.Cut(one, "\nplain: ")
			balanced(t, html)
		}
	})
}

// cut is what readers of the public site see, and false if there is an error.
func cut(form, text string) (string, bool) {
	var r source.Report
	s := readForm(form, text, &r)
	s.Check(&r)
	public := s.Cut(public, &r)
	return show(public), len(r.Errors()) == 0
}

// balanced checks that every tag that is opened is closed, in order.
func balanced(t *testing.T, fragment string) {
	var open []string
	z := nethtml.NewTokenizer(strings.NewReader(fragment))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("%v left open in %q", open, fragment)
			}
			return
		case nethtml.StartTagToken:
			name, _ := z.TagName()
			if n := string(name); n != "br" && n != "hr" && n != "img" {
				open = append(open, n)
			}
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			if len(open) == 0 || open[len(open)-1] != string(name) {
				t.Fatalf("</%s> closes %v in %q", name, open, fragment)
			}
			open = open[:len(open)-1]
		}
	}
}
