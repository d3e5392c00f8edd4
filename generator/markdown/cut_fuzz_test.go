package markdown

import (
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"

	"minutebook/generator/source"
)

// canary is a word that is looked for where it must not be.
const canary = "zqcanary"

var cutSeeds = []string{
	"One :amber[zqcanary] two\n\n:::amber\nzqcanary\n:::\n\nthree :green[shown] zqcanary\n",
	":::red\n- zqcanary\n\n:::green\ninner\n:::\nzqcanary\n:::\n\n- a\n  :amber[*zqcanary*]\n",
	"| a :amber[zqcanary] | b |\n|---|---|\n| `c :red[zqcanary]` | [d](https://example.org/:amber[zqcanary]) |\n",
	"```\n:amber[zqcanary]\n```\n\n    :amber[zqcanary]\n\n> :amber[zqcanary]\n> b\n",
	"a[^1] [b] <!-- zqcanary --> c\n\n:::amber\n[^1]: zqcanary\n\n[b]: https://example.org/zqcanary\n:::\n\n[^1]: d\n",
	"<!--\nzqcanary\n-->\n- a\n<!-- zqcanary -->\n- b &amp; \\:amber[x] \\::: ![:amber[zqcanary]](a.png)\n",
	"### :amber[zqcanary] Budget\n\n### Budget\n\n:::amber\n### Budget\n:::\n### Budget\n",
	"**a :amber[zqcanary]** _b :amber[**zqcanary**]_ ~~:green[~~x~~]~~ [:amber[zqcanary]](b.md) [[SECPMA 25/04]]\\\nSECPMA\n25/04",
	":::amber\na\n:::\n<!-- x -->\n:::red\nb\n:::\n\n    code\n:::red\n:::\n    code\n",
	"<https://example.org/:amber[zqcanary]> [a]: :amber[zqcanary] &#58;amber[x] ：amber[x] :Amber[x]",
	"## 1. One\n\n:::amber\n## 2. zqcanary\n:::\n\n## 3. Three[^n]\n\n[^n]: :amber[zqcanary]\n",
	"[a](<b.md> ':amber[zqcanary]') [c][d]\n\n[d]: https://example.org/:amber[zqcanary] (:amber[zqcanary])\n",
}

// FuzzCut reads any text as a block, as items and as a field. Where nothing is reported, what is withheld is not in what
// comes out, and the text with it taken out gives the same.
func FuzzCut(f *testing.F) {
	for _, seed := range cutSeeds {
		for form := range uint8(3) {
			f.Add(seed, form)
		}
	}
	f.Fuzz(func(t *testing.T, text string, form uint8) {
		if !utf8.ValidString(text) {
			return // files that are not UTF-8 are refused before
		}
		if form %= 3; forms[form] == "inline" {
			text = strings.TrimSpace(text)
		}
		shown, plain, report := cutPublic(text, form)
		checkPositions(t, text, report)
		if len(report.All()) > 0 {
			return
		}
		checkHTML(t, shown)
		if outside := withoutMarked(text, form == 2); !strings.Contains(strings.ToLower(outside), canary) && strings.Contains(strings.ToLower(shown+plain), canary) {
			t.Errorf("what is withheld is shown:\n%s", shown)
		}
		again, plainAgain, report := cutPublic(redacted(text, form), form)
		if len(report.All()) > 0 {
			var b strings.Builder
			source.WriteText(&b, "", report.All())
			t.Errorf("with the withheld parts taken out:\n%s", b.String())
		} else if again != shown || plainAgain != plain {
			t.Errorf("with the withheld parts taken out:\n%s\ninstead of:\n%s", again, shown)
		}
	})
}

var forms = [3]string{"block", "items", "inline"}

func cutPublic(text string, form uint8) (shown, plain string, r *source.Report) {
	r = &source.Report{}
	s := readForm(forms[form], text, r)
	s.Check(r)
	cut := s.Cut(public, r)
	html := func(f Fragment) string {
		return string(f.HTML(func(t Target) (string, bool) { return t.Ref + t.Path + t.Anchor, true }))
	}
	shown = html(cut.Text) + html(cut.Notes)
	plain = cut.Text.Plain()
	for _, section := range cut.Sections {
		shown += "<h2>" + html(section.Title) + "</h2>" + html(section.Body)
		plain += section.Title.Plain()
	}
	return shown, plain, r
}

// redacted is text as the public reads it, as source: what leaves a notice is emptied, what does not is gone.
func redacted(text string, form uint8) string {
	var r source.Report
	parts, _ := scan(text, forms[form] == "inline", func(int) source.Pos { return source.Pos{} }, &r)
	var b strings.Builder
	var write func(from, to int, parts []part)
	write = func(from, to int, parts []part) {
		for _, p := range parts {
			switch {
			case p.kind == plain:
				continue
			case public.Clearance.Permits(p.label):
				write(from, p.to, p.parts)
			case p.kind == phrase:
				b.WriteString(text[from:p.from] + ":" + strings.ToLower(p.label.String()) + "[]")
			case public.Notice[p.label]:
				b.WriteString(text[from:p.from] + ":::" + strings.ToLower(p.label.String()) + "\n:::\n")
			default:
				b.WriteString(text[from:p.from] + ":::green\n:::\n") // a boundary
			}
			from = p.to
		}
		b.WriteString(text[from:to])
	}
	write(0, len(text), parts)
	return b.String()
}

// withoutMarked is what of a text is in no withheld mark, found in another way than the scanner's: lines and brackets are
// counted, and comments, which are published to nobody, are dropped.
func withoutMarked(text string, inline bool) string {
	var b strings.Builder
	var open []bool // for each block, whether it is withheld
	for line := range strings.Lines(text) {
		name, isMark := strings.CutPrefix(strings.TrimSuffix(line, "\n"), ":::")
		switch {
		case inline || !isMark:
			if !slices.Contains(open, true) {
				b.WriteString(line)
			}
		case name != "":
			open = append(open, name == "amber" || name == "amber+strict" || name == "red")
		case len(open) > 0:
			open = open[:len(open)-1]
		}
	}
	return withoutPhrases(b.String())
}

var phraseOpening = regexp.MustCompile(`(^|[^\\:]):(amber|amber\+strict|red)\[`)

func withoutPhrases(text string) string {
	for {
		m := phraseOpening.FindStringSubmatchIndex(text)
		if m == nil {
			break
		}
		to, depth := m[1], 1
		for ; to < len(text) && depth > 0; to++ {
			switch text[to] {
			case '\\':
				to++
			case '[':
				depth++
			case ']':
				depth--
			}
		}
		text = text[:m[3]] + text[min(to, len(text)):]
	}
	if strings.ContainsAny(text, "`~\t\\") || strings.Contains(text, "    ") {
		return text // where it may be code, a comment is shown
	}
	return comment.ReplaceAllString(text, "")
}

var comment = regexp.MustCompile(`(?s)<!--.*?-->`)

func checkPositions(t *testing.T, text string, r *source.Report) {
	lines := strings.Split(text, "\n")
	for _, d := range r.All() {
		if d.Line < 1 || d.Line > len(lines)+1 || d.Column < 1 || d.Line <= len(lines) && d.Column > utf8.RuneCountInString(lines[d.Line-1])+1 {
			t.Errorf("%s is no place in the text: %s", d.Pos, d.Code)
		}
		if strings.Contains(d.Message+d.Hint, canary) {
			t.Errorf("a diagnostic quotes the text: %s", d.Message)
		}
	}
}

// allowedElements are all that the dialect makes, with their attributes.
var allowedElements = map[string][]string{
	"p": {"class"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"}, "a": {"href", "class", "aria-label", "role"},
	"em": nil, "strong": nil, "del": nil, "code": nil, "pre": nil, "blockquote": nil, "ul": nil, "ol": {"start"}, "li": {"id"}, "br": nil, "hr": nil,
	"span": {"class", "data-label"}, "div": {"class", "data-label", "role"}, "img": {"src", "alt"}, "sup": {"id"},
	"table": nil, "thead": nil, "tbody": nil, "tr": nil, "th": {"class"}, "td": {"class"},
}

// checkHTML checks that every element is one that the dialect makes and is closed where it must be, and that there are no
// control characters and no addresses that run something.
func checkHTML(t *testing.T, text string) {
	if i := strings.IndexFunc(text, source.Forbidden); i >= 0 {
		t.Errorf("a control character is shown at %d: %q", i, text)
	}
	z := html.NewTokenizer(strings.NewReader(text))
	var open []string
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			if z.Err() != io.EOF {
				t.Errorf("%v: %s", z.Err(), text)
			}
			break
		}
		token := z.Token()
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			if err := checkElement(token); err != nil {
				t.Errorf("%v: %s", err, text)
			}
			if token.Data != "br" && token.Data != "hr" && token.Data != "img" {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %v: %s", token.Data, open, text)
			}
			open = open[:len(open)-1]
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("a comment is shown: %s", text)
		}
	}
	if len(open) > 0 {
		t.Errorf("%v not closed: %s", open, text)
	}
}

func checkElement(token html.Token) error {
	allowed, ok := allowedElements[token.Data]
	if !ok {
		return fmt.Errorf("<%s> is made", token.Data)
	}
	for i, a := range token.Attr {
		if !slices.Contains(allowed, a.Key) {
			return fmt.Errorf("<%s> has %s", token.Data, a.Key)
		}
		if slices.ContainsFunc(token.Attr[:i], func(b html.Attribute) bool { return a.Key == b.Key }) {
			return fmt.Errorf("<%s> has %s twice", token.Data, a.Key)
		}
		if u, err := url.Parse(a.Val); a.Key == "href" && err == nil && u.Scheme != "" && u.Scheme != "https" && u.Scheme != "mailto" {
			return fmt.Errorf("a link leads to %s", u.Scheme)
		}
	}
	return nil
}
