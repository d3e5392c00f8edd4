package preview

import (
	"fmt"
	"strings"
	"testing"

	"minutebook/generator/source"
)

var someErrors = []source.Diagnostic{
	{Pos: source.Pos{Path: "a/body.md", Line: 3, Column: 1}, Code: "field-unknown", Message: `there is no field "remitt"`},
	{Pos: source.Pos{Path: "b/minutes/2016-07-12.md", Line: 41, Column: 10}, Code: "ref-meeting", Message: "action B 24/12 was raised at meeting 25", Hint: "if it was misprinted, write the number it should have had"},
	{Pos: source.Pos{Path: "b/minutes/2016-07-12.md", Line: 60, Column: 1}, Code: "mark-open", Message: "a mark <is> not closed"},
	{Message: "the page cannot be made"},
}

func TestErrorsPage(t *testing.T) {
	for _, c := range []struct {
		name    string
		errors  []source.Diagnostic
		changed []string
		p       places
		order   []string // what the page has, one after the other
		not     string
	}{
		{"in their order", someErrors, nil, places{content: "content"}, []string{
			"<title>4 errors", "<h1>4 errors</h1>", "<h2>content/a/body.md</h2>", "there is no field &#34;remitt&#34;", `data-place="content/a/body.md:3:1"`, "field-unknown",
			"<h2>content/b/minutes/2016-07-12.md</h2>", "B 24/12", "if it was misprinted", "content/b/minutes/2016-07-12.md:41:10", "ref-meeting", "a mark &lt;is&gt; not closed",
			"<h2>The site as a whole</h2>", "the page cannot be made",
		}, "changed last"},
		{"what changed comes first", someErrors, []string{"b/minutes/2016-07-12.md", "c.md"}, places{content: "content"}, []string{
			`<h2>content/b/minutes/2016-07-12.md <span class="changed">`, "B 24/12", "is&gt; not closed", "<h2>content/a/body.md</h2>", "The site as a whole",
		}, ""},
		{"with an editor", someErrors[:1], nil, places{content: "content", editor: "vscode://file/x/{path}:{line}:{column}"}, []string{
			"<h1>1 error</h1>", "When it is mended", `<a class="place" href="vscode://file/x/a/body.md:3:1">content/a/body.md:3:1</a>`,
		}, "data-place"},
		{"without a place", someErrors[3:], nil, places{content: "content", editor: "vscode://file/x/{path}"}, []string{"the page cannot be made"}, "place\""},
	} {
		page := string(errorsPage(c.errors, c.changed, c.p))
		rest := page
		for _, want := range c.order {
			_, after, ok := strings.Cut(rest, want)
			if !ok {
				t.Errorf("%s: %q is missing, or not where it should be:\n%s", c.name, want, page)
				break
			}
			rest = after
		}
		if c.not != "" && strings.Contains(page, c.not) {
			t.Errorf("%s: it has %q", c.name, c.not)
		}
	}
}

func TestErrorsPageIsBounded(t *testing.T) {
	var many []source.Diagnostic
	for i := range 10_000 {
		many = append(many, source.Diagnostic{Pos: source.Pos{Path: fmt.Sprint(i, ".md"), Line: 1, Column: 1}, Message: "wrong"})
	}
	page := string(errorsPage(many, []string{"9999.md"}, places{}))
	if strings.Count(page, "<li>") != manyErrors || !strings.Contains(page, "10000 errors") || !strings.Contains(page, "And 9800 more") || !strings.Contains(page, "<h2>9999.md <span") {
		t.Errorf("a page of 10,000 errors has %d of them, of %d bytes", strings.Count(page, "<li>"), len(page))
	}
}
