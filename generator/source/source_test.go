package source

import (
	"strings"
	"sync"
	"testing"
)

func TestAdvance(t *testing.T) {
	at := Pos{"a.md", 3, 5}
	for text, want := range map[string]Pos{
		"":          at,
		"abc":       {"a.md", 3, 8},
		"äöü":       {"a.md", 3, 8},
		"\n":        {"a.md", 4, 1},
		"ab\nc\n\n": {"a.md", 6, 1},
		"ab\n«c»":   {"a.md", 4, 4},
	} {
		if got := Advance(at, text); got != want {
			t.Errorf("Advance(%v, %q) = %v, want %v", at, text, got, want)
		}
	}
}

// TestReport gathers diagnostics from several goroutines: all come out, each once, by place, errors before warnings.
func TestReport(t *testing.T) {
	var r Report
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			r.Warn(Pos{"a.md", 1, 1}, "one", "", "a warning")
			r.Error(Pos{"a.md", 1, 1}, "two", "mend %s", "an error of %d", 5)
			r.Error(Pos{"a.md", 10, 1}, "three", "", "later")
			r.Error(Pos{"a.md", 9, 20}, "three", "", "earlier")
			r.Error(Pos{Path: "B.md"}, "four", "", "the whole file")
		})
	}
	wg.Wait()
	var b strings.Builder
	WriteText(&b, "content", r.All())
	const want = `content/B.md: error: the whole file [four]
content/a.md:1:1: error: an error of 5 [two]
  hint: mend %s
content/a.md:1:1: warning: a warning [one]
content/a.md:9:20: error: earlier [three]
content/a.md:10:1: error: later [three]
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
	if n := len(r.Errors()); n != 4 {
		t.Errorf("%d errors", n)
	}
}

// TestAddUntold leaves out what follows from an error at the same place, and nothing else.
func TestAddUntold(t *testing.T) {
	var r Report
	r.Error(Pos{"a.md", 1, 1}, "told", "", "")
	r.Warn(Pos{"a.md", 2, 1}, "told", "", "")
	r.AddUntold(Diagnostic{Pos: Pos{"a.md", 1, 1}, Code: "later"}, Diagnostic{Pos: Pos{"a.md", 2, 1}, Code: "later"}, Diagnostic{Pos: Pos{"a.md", 3, 1}, Code: "later"})
	var got []string
	for _, d := range r.All() {
		got = append(got, d.Code+" "+d.String())
	}
	if s := strings.Join(got, ", "); s != "told a.md:1:1, later a.md:2:1, told a.md:2:1, later a.md:3:1" {
		t.Error(s)
	}
}

func TestWriteJSON(t *testing.T) {
	var b strings.Builder
	WriteJSON(&b, "content", []Diagnostic{{Pos{"a.md", 2, 3}, Warning, "code", `a "<b>"`, ""}, {Pos: Pos{Path: "b.md"}, Code: "x", Message: "m", Hint: "h"}})
	const want = `{"path":"content/a.md","line":2,"column":3,"severity":"warning","code":"code","message":"a \"<b>\"","hint":""}
{"path":"content/b.md","line":0,"column":0,"severity":"error","code":"x","message":"m","hint":"h"}
`
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}
