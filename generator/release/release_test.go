package release

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// read makes a record of an archive of files. It must be without a fault.
func read(t *testing.T, archive string) *minutes.Record {
	t.Helper()
	record, r := readAnyhow(archive)
	for _, d := range r.Errors() {
		t.Fatalf("%v: %s", d.Pos, d.Message)
	}
	return record
}

func readAnyhow(archive string) (*minutes.Record, *source.Report) {
	r := &source.Report{}
	var files []*document.File
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files = append(files, document.Read(f.Name, f.Data, r))
	}
	site := document.ReadSite("site.yaml", []byte("title: T\nurl: https://example.org/\npublish: GREEN\ncontact: a@example.org\ntime_zone: UTC\n"), r)
	return minutes.New(site, nil, files, nil, r, nil), r
}

// canary is a word that stands in one place of the content, under one label. Drafts have the label 0.
func canary(place string, l classification.Label) string { return fmt.Sprintf("qw%s%dqw", place, l) }

// places are where text can stand in the record of TestAt; each has a canary of every label.
var places = []string{"body", "member", "as", "meeting", "preamble", "item", "itemtext", "block", "nested", "phrase", "bold", "link", "address",
	"code", "fence", "cell", "definition", "footnote", "heading", "attendee", "paper", "action", "owner", "printed", "update", "newowner", "decision",
	"inline", "inowner", "intitle", "innote", "inpaper", "incolumn", "inentry", "inevent", "instatement", "consultation", "respond", "feedback", "outcome", "document", "version", "note", "register", "column", "value", "entry", "entryowner", "event", "venue"}

// everyPlace is a record with a canary of every label at every place. Where something can be labelled itself, it stands in
// what is WHITE.
func everyPlace() string {
	var b strings.Builder
	file := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "-- %s --\n%s", name, fmt.Sprintf(format, args...))
	}
	var members, attendance, papers, actions, updates, decisions, items, text, feedback, versions, columns, entries, values, definitions strings.Builder
	var inAction, inOwner, inTitle, inNote, inPaper, inColumn, inEntry, inEvent, inStatement strings.Builder
	fields := []struct {
		place string
		text  *strings.Builder
	}{{"inline", &inAction}, {"inowner", &inOwner}, {"intitle", &inTitle}, {"innote", &inNote}, {"inpaper", &inPaper}, {"incolumn", &inColumn},
		{"inentry", &inEntry}, {"inevent", &inEvent}, {"instatement", &inStatement}}
	for n, l := range classification.Labels {
		c := func(place string) string { return canary(place, l) }
		mark := strings.ToLower(l.String())
		// Whole files, and a whole body.
		fmt.Fprintf(&b, "-- own%d/body.md --\n---\nkind: body\ntitle: %s\nshort: S\nprefix: OWN%d\nclassification: %s\n---\n%s\n", n, c("body"), n, l, c("body"))
		file(fmt.Sprintf("b/m%d.md", n), "---\nkind: minutes\nref: BB_%02d_0101\nnumber: %d\ndate: 2016-01-01\nstate: approved\nclassification: %s\nvenue: %s\n---\n%s\n\n## 1. %s\n\n%s\n",
			10+n, 10+n, l, c("venue"), c("meeting"), c("meeting"), c("meeting"))
		file(fmt.Sprintf("b/c%d.md", n), "---\nkind: consultation\nref: CON%d\ntitle: %s\nclassification: %s\nrespond: %s\n---\n%s\n", n, c("consultation"), l, c("respond"), c("consultation"))
		file(fmt.Sprintf("b/d%d.md", n), "---\nkind: document\nref: DOC%d\ntitle: %s\nclassification: %s\n---\n%s\n", n, c("document"), l, c("document"))
		file(fmt.Sprintf("b/r%d.md", n), "---\nkind: register\ntitle: %s\nclassification: %s\n---\n%s\n", c("register"), l, c("register"))
		// Entries of front matter.
		fmt.Fprintf(&members, "  - { name: %s, as: %s, classification: %s }\n", c("member"), c("as"), l)
		fmt.Fprintf(&attendance, "  - { name: %s, classification: %s }\n", c("attendee"), l)
		fmt.Fprintf(&papers, "  - { ref: BB_01_0101_%02d, title: %s, classification: %s }\n", n+1, c("paper"), l)
		fmt.Fprintf(&actions, "  - { ref: BB 01/%02d, owner: %s, text: %s, printed_as: %s, due: next meeting, classification: %s }\n",
			n+1, c("owner"), c("action"), c("printed"), l)
		fmt.Fprintf(&updates, "  - { ref: BB 01/%02d, status: open, text: %s, owner: %s }\n", n+1, c("update"), c("newowner"))
		fmt.Fprintf(&decisions, "  - { ref: BB 01/D%02d, verb: AGREED, text: %s, classification: %s }\n", n+1, c("decision"), l)
		fmt.Fprintf(&versions, "  - { version: %s, note: %s, classification: %s }\n", c("version"), c("note"), l)
		fmt.Fprintf(&columns, "  - { key: col%d, title: %s, classification: %s }\n", n, c("column"), l)
		fmt.Fprintf(&values, "    col%d: %s\n", n, c("value"))
		fmt.Fprintf(&entries, "  - ref: ENTRY%d\n    title: %s\n    owner: %s\n    classification: %s\n", n, c("entry"), c("entryowner"), l)
		fmt.Fprintf(&entries, "  - ref: EVENT%d\n    title: T\n    history:\n      - { date: 2016-01-01, text: %s, classification: %s }\n", n, c("event"), l)
		fmt.Fprintf(&feedback, "-- b/f%d.md --\n---\nkind: consultation\nref: FEED%d\ntitle: T\nclassification: WHITE\nfeedback: { date: 2016-01-01, text: %s, classification: %s }\noutcome: { date: 2016-01-01, text: %s, classification: %s }\n---\n",
			n, n, c("feedback"), l, c("outcome"), l)
		// Marks, in fields and in text.
		for _, f := range fields {
			fmt.Fprintf(f.text, " :%s[%s]", mark, c(f.place))
		}
		fmt.Fprintf(&items, ":::%s\n## %d. %s\n\n%s\n:::\n\n", mark, n+1, c("item"), c("itemtext"))
		fmt.Fprintf(&text, ":::%[1]s\n%[2]s\n\n:::white\n%[3]s\n:::\n\n### %[4]s\n\n```\n%[5]s\n```\n\n[^n%[6]d]: %[7]s\n:::\n\n", mark, c("block"), c("nested"), c("heading"), c("fence"), n, c("footnote"))
		fmt.Fprintf(&text, "Words :%[1]s[%[2]s], **:%[1]s[%[3]s]**, [:%[1]s[%[4]s]](https://example.org/:%[1]s[%[5]s]) and `:%[1]s[%[6]s]`, noted[^n%[7]d], [defined][d%[7]d].\n\n| A |\n|---|\n| :%[1]s[%[8]s] |\n\n",
			mark, c("phrase"), c("bold"), c("link"), c("address"), c("code"), n, c("cell"))
		fmt.Fprintf(&definitions, ":::%s\n[d%d]: https://example.org/%s\n:::\n\n", mark, n, c("definition"))
		fmt.Fprintf(&definitions, ":::%s\n%s\n:::\n\n", mark, c("preamble"))
	}
	fmt.Fprintf(&actions, "  - { ref: BB 01/50, owner: 'O%s', text: 'T%s', due: next meeting }\n", &inOwner, &inAction)
	fmt.Fprintf(&papers, "  - { ref: BB_01_0101_50, title: 'T%s' }\n", &inPaper)
	fmt.Fprintf(&versions, "  - { version: v, note: 'N%s' }\n", &inNote)
	fmt.Fprintf(&columns, "  - { key: marked, title: 'T%s' }\n", &inColumn)
	fmt.Fprintf(&entries, "  - ref: MARKED\n    title: 'T%s'\n    history:\n      - { date: 2016-01-01, text: 'T%s' }\n", &inEntry, &inEvent)
	fmt.Fprintf(&feedback, "-- b/marked.md --\n---\nkind: consultation\nref: MARKS\ntitle: 'T%s'\nclassification: WHITE\noutcome: { date: 2016-01-01, text: 'T%s' }\n---\n", &inTitle, &inStatement)
	file("b/body.md", "---\nkind: body\ntitle: T\nshort: B\nprefix: BB\nclassification: WHITE\nmembers:\n%s---\n", &members)
	file("b/1.md", "---\nkind: minutes\nref: BB_01_0101\nnumber: 1\ndate: 2016-01-01\nstate: approved\nclassification: WHITE\nattendance:\n%spapers:\n%sactions:\n%sdecisions:\n%s---\n%s%s%s",
		&attendance, &papers, &actions, &decisions, &text, &definitions, &items)
	file("b/2.md", "---\nkind: minutes\nref: BB_02_0102\nnumber: 2\ndate: 2016-02-01\nstate: approved\nclassification: WHITE\nupdates:\n%s---\n", &updates)
	b.WriteString(feedback.String())
	file("b/versions.md", "---\nkind: document\nref: VERSIONS\ntitle: T\nclassification: WHITE\nversions:\n%s---\n%s%s", &versions, &text, &definitions)
	file("b/entries.md", "---\nkind: register\ntitle: T\nclassification: WHITE\ncolumns:\n%sentries:\n%s  - ref: VALUES\n    title: T\n%s---\n", &columns, &entries, &values)
	file("b/draft.md", "---\nkind: document\nref: DRAFT\ntitle: %[1]s\nclassification: WHITE\ndraft: true\navailable: on request\npublic_title: %[1]s\n---\n%[1]s\n", canary("draft", classification.Unknown))
	return b.String()
}

// TestAt releases a record with a word of its own for every place and label, for every clearance. What a clearance may not
// read is nowhere in the edition, not behind a pointer either; what it may read is there.
func TestAt(t *testing.T) {
	record := read(t, everyPlace())
	for _, l := range classification.Labels {
		for _, private := range []bool{false, true} {
			var r source.Report
			edition := At(record, classification.UpTo(l), private, &r)
			for _, d := range r.Errors() {
				t.Fatalf("%v: %s", d.Pos, d.Message)
			}
			words := strings.ToLower(strings.Join(stringsIn(reflect.ValueOf(edition)), "\x00") + fmt.Sprintf("%+v", edition))
			if strings.Contains(words, canary("draft", classification.Unknown)) {
				t.Errorf("up to %v: a draft is released", l)
			}
			for _, place := range places {
				for _, of := range classification.Labels {
					got := strings.Contains(words, canary(place, of))
					switch want := of <= l; {
					case got && !want:
						t.Errorf("up to %v: %s of %v is released", l, place, of)
					case want && !got:
						t.Errorf("up to %v: %s of %v is not released, so that this test would not find it either", l, place, of)
					}
				}
			}
		}
	}
}

// stringsIn are all strings that a value holds, behind pointers and in fields that are not exported, too.
func stringsIn(v reflect.Value) (all []string) {
	switch v.Kind() {
	case reflect.String:
		return []string{v.String()}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() && v.Type() != reflect.TypeFor[*time.Location]() {
			return stringsIn(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			all = append(all, stringsIn(v.Field(i))...)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			all = append(all, stringsIn(v.Index(i))...)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			all = append(all, stringsIn(k)...)
			all = append(all, stringsIn(v.MapIndex(k))...)
		}
	}
	return all
}

// TestColumn holds that a withheld column takes its values with it, and that the others stay with their own.
func TestColumn(t *testing.T) {
	record := read(t, `
-- b/body.md --
---
kind: body
title: T
short: B
prefix: BB
classification: GREEN
---
-- b/r.md --
---
kind: register
title: T
classification: GREEN
columns:
  - { key: one, title: One }
  - { key: two, title: secret, classification: AMBER }
  - { key: three, title: Three }
entries:
  - { ref: E1, title: T, three: 3, two: secret, one: 1 }
  - { ref: E2, title: T, two: secret }
---
`)
	var r source.Report
	g := At(record, classification.UpTo(classification.Green), false, &r).Bodies[0].Registers[0]
	var keys []string
	for _, c := range g.Columns {
		keys = append(keys, c.Key)
	}
	if got := fmt.Sprintf("%q %q %q", keys, g.Entries[0].Values, g.Entries[1].Values); got != `["one" "three"] ["1" "3"] ["" ""]` {
		t.Error(got)
	}
	if strings.Contains(strings.Join(stringsIn(reflect.ValueOf(g)), " "), "secret") {
		t.Error("the withheld column is released")
	}
}

// TestUnknownIsWithheld releases content with faults, as nothing does: a label that is not one withholds what has it, even
// from those who read everything.
func TestUnknownIsWithheld(t *testing.T) {
	const archive = `
-- b/body.md --
---
kind: body
title: T
short: B
prefix: BB
classification: WHITE
members:
  - { name: secret, classification: amber }
  - { name: secret, classification: }
---
-- b/a.md --
---
kind: document
ref: A1
title: secret
---
secret
-- b/c.md --
---
kind: document
ref: C1
title: secret
classification: WITHE
available: on request
public_title: secret
---
-- b/d.md --
---
kind: document
ref: D1
title: Open
classification: WHITE
versions:
  - { version: secret, classification: [WHITE] }
  - { version: secret, classification: WHITE, classification: WHITE }
---
::: amber
secret
:::
-- b/e.md --
---
kind: document
ref: E1
title: Open
classification: WHITE
---
Open.

<!-- secret

` + "```\nsecret\n" + `
-- secret/body.md --
---
kind: body
title: secret
short: secret
prefix: SEC
---
`
	record, report := readAnyhow(archive)
	if len(report.Errors()) == 0 {
		t.Fatal("nothing is wrong")
	}
	for _, l := range append(classification.Labels, classification.Unknown) {
		var r source.Report
		words := strings.Join(stringsIn(reflect.ValueOf(At(record, classification.UpTo(l), true, &r))), " ")
		if strings.Contains(words, "secret") {
			t.Errorf("up to %v: what has no label is released", l)
		}
		if !strings.Contains(words, "Open") {
			t.Errorf("up to %v: nothing is released at all", l)
		}
	}
}

// TestNoClearance holds that a clearance that nobody set reads WHITE only.
func TestNoClearance(t *testing.T) {
	record := read(t, everyPlace())
	var r source.Report
	none := At(record, 0, false, &r)
	if white := At(record, classification.UpTo(classification.White), false, &r); !reflect.DeepEqual(none, white) {
		t.Error("no clearance and WHITE do not read the same")
	}
	words := strings.ToLower(strings.Join(stringsIn(reflect.ValueOf(none)), "\x00"))
	if strings.Contains(words, canary("action", classification.Green)) || !strings.Contains(words, canary("action", classification.White)) {
		t.Error("no clearance does not read WHITE only")
	}
}
