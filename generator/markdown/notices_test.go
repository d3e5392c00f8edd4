package markdown

import (
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// Notices are counted by label, wherever something was withheld. What only reads like one is not, and what is withheld in
// silence is not there.
func TestNotices(t *testing.T) {
	const text = "One :amber[a] and :amber+strict[b], [c](https://example.org/:amber+strict[d]), not [withheld: AMBER] or \\<p class=\"withheld\">Part withheld: AMBER\\</p>.\n\n" +
		":::amber\nX.\n\n:::red\nY.\n:::\n:::\n\nBetween.\n\n:::amber+strict\nZ.\n:::\n\n:::red\nSilence.\n:::\n"
	var r source.Report
	s := Block(text, source.Pos{Path: "b/minutes/x.md", Line: 1, Column: 1}, &r)
	notice := map[classification.Label]bool{classification.Amber: true, classification.AmberStrict: true}
	f := s.Cut(Reading{Clearance: classification.UpTo(classification.Green), Notice: notice}, &r).Text
	for label, want := range map[string]int{"AMBER": 2, "AMBER+STRICT": 3, "RED": 0, "GREEN": 0} {
		if got := f.Notices(label); got != want {
			t.Errorf("%d notices of %s, want %d", got, label, want)
		}
	}
	if n := (Fragment{}).Notices("AMBER"); n != 0 {
		t.Errorf("%d notices of nothing", n)
	}
	if t.Failed() {
		t.Log(show(s.Cut(Reading{Clearance: classification.UpTo(classification.Green), Notice: notice}, &r)))
	}
}
