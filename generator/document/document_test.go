package document

import (
	"strings"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// TestUnknownLabel holds that a label that is not exactly one is unknown, and never that of what holds it: it was written,
// so it has a place, and where it has a place nothing is inherited.
func TestUnknownLabel(t *testing.T) {
	for name, lines := range map[string]string{
		"lower case":     "classification: green",
		"misspelt":       "classification: GREN",
		"empty":          "classification:",
		"empty quotes":   `classification: ""`,
		"null":           "classification: null",
		"tilde":          "classification: ~",
		"list":           "classification: [GREEN]",
		"mapping":        "classification: { GREEN: GREEN }",
		"twice":          "classification: GREEN\nclassification: GREEN",
		"twice, unequal": "classification: RED\nclassification: GREEN",
		"space":          `classification: "GREEN "`,
		"look-alike":     "classification: GRЕEN",
		"mark":           `classification: ":amber[GREEN]"`,
	} {
		t.Run(name, func(t *testing.T) {
			entry := "  - version: '1'\n    " + strings.ReplaceAll(lines, "\n", "\n    ")
			var r source.Report
			f := Read("b/a.md", []byte("---\nkind: document\nref: A1\ntitle: T\n"+lines+"\nversions:\n"+entry+"\n---\n"), &r)
			d, ok := f.Content.(*Document)
			if !ok {
				t.Fatalf("not read: %v", r.All())
			}
			for where, l := range map[string]Label{"file": f.Common.Classification, "entry": d.Versions[0].Classification} {
				if l.Label != classification.Unknown || l.At.Line == 0 {
					t.Errorf("%s: %v at %v", where, l.Label, l.At)
				}
			}
			if len(r.Errors()) < 2 {
				t.Errorf("errors: %v", r.All())
			}
		})
	}
}

// TestNotUnderstood holds that front matter whose meaning is not certain gives nothing at all: no label, no content.
func TestNotUnderstood(t *testing.T) {
	const good = "---\nkind: document\nref: A1\ntitle: T\nclassification: GREEN\n---\ntext\n"
	for name, file := range map[string]string{
		"anchor":            strings.Replace(good, "title: T", "title: &a T", 1),
		"alias":             strings.Replace(good, "title: T", "title: &a T\nnote: *a", 1),
		"merge":             strings.Replace(good, "title: T", "title: T\n<<: { classification: WHITE }", 1),
		"tag":               strings.Replace(good, "GREEN", "!!str GREEN", 1),
		"binary":            strings.Replace(good, "GREEN", "!!binary R1JFRU4=", 1),
		"complex key":       strings.Replace(good, "title: T", "? [a]\n: b\ntitle: T", 1),
		"indented end":      strings.Replace(good, "GREEN\n---", "GREEN\n ---", 1),
		"space behind end":  strings.Replace(good, "GREEN\n---", "GREEN\n--- ", 1),
		"tab behind end":    strings.Replace(good, "GREEN\n---", "GREEN\n---\t", 1),
		"four hyphens":      strings.Replace(good, "GREEN\n---", "GREEN\n----", 1),
		"dots":              strings.Replace(good, "GREEN\n---", "GREEN\n...", 1),
		"two documents":     strings.Replace(good, "title: T", "--- #\ntitle: T", 1),
		"directive":         strings.Replace(good, "kind", "%YAML 1.2\nkind", 1),
		"blank line before": "\n" + good,
		"space before":      " " + good,
		"two marks":         "\uFEFF\uFEFF" + good,
		"no-break space":    "---\u00a0" + good[3:],
		"not closed":        strings.Replace(good, "\n---\ntext", "", 1),
		"NUL":               strings.Replace(good, "title: T", "title: \x00", 1),
		"lone CR":           strings.Replace(good, "title: T\n", "title: T\r", 1),
		"toml":              strings.ReplaceAll(good, "---", "+++"),
		"upper case":        strings.Replace(good, "kind", "Kind", 1),
	} {
		var r source.Report
		f := Read("b/a.md", []byte(file), &r)
		if len(r.Errors()) == 0 {
			t.Errorf("%s: nothing is wrong with it", name)
		}
		if f.Content != nil || f.Common.Classification.Label != classification.Unknown {
			t.Errorf("%s: read all the same, as %T %v", name, f.Content, f.Common.Classification.Label)
		}
	}
	for name, file := range map[string]string{
		"as it is":         good,
		"byte-order mark":  "\uFEFF" + good,
		"Windows":          strings.ReplaceAll(good, "\n", "\r\n"),
		"no text":          strings.TrimSuffix(good, "text\n"),
		"no last line end": strings.TrimSuffix(good, "\ntext\n"),
		"rule in the text": good + "\n---\n\n...\n",
	} {
		var r source.Report
		f := Read("b/a.md", []byte(file), &r)
		if _, ok := f.Content.(*Document); !ok || len(r.All()) > 0 || f.Common.Classification.Label != classification.Green {
			t.Errorf("%s: %v", name, r.All())
		}
	}
}

// TestPlaces holds that each value knows where it stands, so that what is said of it later names the right place.
func TestPlaces(t *testing.T) {
	var r source.Report
	f := Read("b/a.md", []byte(`---
# A comment.
kind: minutes
ref: B_01_0101
number: 1
date: 2016-01-01
classification: GREEN
state: approved
actions:
  - ref: B 01/01
    due: next meeting
    text: >-
      Ünder a
      fold :amber[x].
decisions: [{ ref: B 01/D01, verb: AGREED, text: "ä :amber[x]" }]
---
Text.
`), &r)
	if len(r.All()) > 0 {
		t.Fatal(r.All())
	}
	m := f.Content.(*Minutes)
	var marks []source.Pos
	for _, i := range f.Inlines {
		i.Marks(func(_ classification.Label, at source.Pos, _ bool) { marks = append(marks, at) })
	}
	for name, got := range map[string]source.Pos{
		"3:1":   m.Common.At,
		"7:17":  m.Common.Classification.At,
		"10:5":  m.Actions[0].At,
		"10:10": m.Actions[0].Ref.At,
		"11:10": m.Actions[0].Due.At,
		"12:11": m.Actions[0].Text.At,
		"14:12": marks[0],
		"15:13": m.Decisions[0].At,
		"15:53": marks[1],
	} {
		if got.String() != "b/a.md:"+name {
			t.Errorf("got %v, want %s", got, name)
		}
	}
}
