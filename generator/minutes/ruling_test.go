package minutes

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/source"
)

// read makes a record of an archive of files.
func read(t *testing.T, archive string) (*Record, *source.Report) {
	t.Helper()
	r := &source.Report{}
	var files []*document.File
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files = append(files, document.Read(f.Name, f.Data, r))
	}
	site := document.ReadSite("site.yaml", []byte("title: T\nurl: https://example.org/\npublish: GREEN\ncontact: a@example.org\ntime_zone: UTC\n"), r)
	return New(site, nil, files, nil, r, nil), r
}

// inheritance is a record with a label at every place where one can stand.
const inheritance = `
-- pub/body.md --
---
kind: body
title: Public
short: Public
prefix: PUB
classification: GREEN
---
-- pub/5.md --
---
kind: minutes
ref: PUB_05_0105
number: 5
date: 2016-05-01
classification: GREEN
state: approved
attendance:
  - { name: A, classification: RED }
  - { name: B, classification: WHITE }
papers:
  - { ref: PUB_05_0105_01, title: T, classification: AMBER }
actions:
  - { ref: PUB 05/01, item: 1, owner: O, due: next meeting, text: of the file }
  - { ref: PUB 05/02, item: 1, owner: O, due: next meeting, text: its own, classification: AMBER }
  - { ref: PUB 05/03, item: 1, owner: O, due: next meeting, text: lower than its file, classification: WHITE }
  - { ref: PUB 05/04, item: 2, owner: O, due: next meeting, text: of an item in a block }
  - { ref: PUB 05/05, item: 2, owner: O, due: next meeting, text: higher than its item, classification: RED }
  - { ref: PUB 05/06, item: 2, owner: O, due: next meeting, text: lower than its item, classification: GREEN }
  - { ref: PUB 05/07, item: 3, owner: O, due: next meeting, text: of an item in two blocks }
  - { ref: PUB 05/08, item: 4, owner: O, due: next meeting, text: of an item with a block in it }
  - { ref: PUB 05/09, owner: O, due: next meeting, text: of none }
  - { ref: PUB 05/10, item: 9, owner: O, due: next meeting, text: of an item that is not there }
  - { ref: PUB 05/11, item: 5, owner: O, due: next meeting, text: of an item in a lower block in a higher }
decisions:
  - { ref: PUB 05/D01, item: 2, verb: AGREED, text: of an item in a block }
  - { ref: PUB 05/D02, item: 1, verb: AGREED, text: its own, classification: AMBER+STRICT }
---
## 1. Open

:::amber
## 2. In a block

:::amber+strict
## 3. In two
:::
:::

## 4. With a block in it

:::red
Text.
:::

:::red
:::green
## 5. In a lower block in a higher
:::
:::
-- pub/6.md --
---
kind: minutes
ref: PUB_06_0106
number: 6
date: 2016-06-01
classification: GREEN
state: approved
updates:
  - { ref: PUB 05/01, status: open }
  - { ref: PUB 05/02, status: open }
  - { ref: PUB 05/05, status: open }
  - { ref: PUB 05/04, status: open, classification: GREEN }
  - { ref: PUB 05/03, status: open, classification: RED }
  - { ref: SEC 07/01, status: open }
  - { ref: SEC 01/01, status: open }
  - { ref: PUB 01/01, status: open }
  - { ref: LOW1, status: open }
  - { ref: HIGH1, status: open }
  - { ref: DRAFT 03/01, status: open }
  - { ref: DRAFT 01/01, status: open }
---
-- pub/amber.md --
---
kind: minutes
ref: PUB_07_0107
number: 7
date: 2016-07-01
classification: AMBER
state: approved
actions:
  - { ref: PUB 07/01, owner: O, due: next meeting, text: lower than its file, classification: GREEN }
---
-- pub/register.md --
---
kind: register
title: T
classification: WHITE
entries:
  - { ref: LOW1, title: T }
  - { ref: HIGH1, title: T, classification: RED }
---
-- pub/draft.md --
---
kind: document
ref: DRAFT-DOC
title: T
classification: WHITE
draft: true
---
-- pub/nolabel.md --
---
kind: document
ref: NOLABEL
title: T
---
-- pub/misspelt.md --
---
kind: register
title: T
classification: WHIT
entries:
  - { ref: MISSPELT, title: T, classification: WHITE }
---
-- pub/entry.md --
---
kind: register
title: T
classification: GREEN
entries:
  - { ref: ENTRY1, title: T, classification: amber }
  - { ref: ENTRY2, title: T, classification: }
  - { ref: ENTRY3, title: T, classification: WHITE, classification: WHITE }
  - { ref: ENTRY4, title: T, classification: [WHITE] }
---
-- pub/broken.md --
---
kind: minutes
ref: PUB_08_0108
number: 8
date: 2016-08-01
classification: GREEN
state: approved
actions:
  - { ref: PUB 08/01, item: 1, owner: O, due: next meeting, text: of an item in a text with a fault }
---
::: amber
## 1. Item
:::
-- secret/body.md --
---
kind: body
title: Secret
short: Secret
prefix: SEC
classification: AMBER
---
-- secret/7.md --
---
kind: minutes
ref: SEC_07_0101
number: 7
date: 2016-01-01
classification: GREEN
state: approved
actions:
  - { ref: SEC 07/01, owner: O, due: next meeting, text: lower than its body, classification: GREEN }
---
-- drafts/body.md --
---
kind: body
title: Drafts
short: Drafts
prefix: DRAFT
classification: WHITE
draft: true
---
-- drafts/3.md --
---
kind: minutes
ref: DRAFT_03_0101
number: 3
date: 2016-01-01
classification: WHITE
state: approved
actions:
  - { ref: DRAFT 03/01, owner: O, due: next meeting, text: of a body that is a draft }
---
`

// TestInheritance holds the rule that a label can only make a part more restricted than what holds it, at every level at
// which something holds something.
func TestInheritance(t *testing.T) {
	r, _ := read(t, inheritance)
	for ref, want := range map[string]string{
		"PUB_05_0105":    "GREEN",
		"PUB_05_0105_01": "AMBER",
		"PUB 05/01":      "GREEN",
		"PUB 05/02":      "AMBER",
		"PUB 05/03":      "GREEN", // its own WHITE does not lower
		"PUB 05/04":      "AMBER",
		"PUB 05/05":      "RED",
		"PUB 05/06":      "AMBER",
		"PUB 05/07":      "AMBER+STRICT",
		"PUB 05/08":      "GREEN", // the block does not hold the item
		"PUB 05/09":      "GREEN",
		"PUB 05/10":      "unknown",
		"PUB 05/11":      "RED",
		"PUB 05/D01":     "AMBER",
		"PUB 05/D02":     "AMBER+STRICT",
		"PUB 07/01":      "AMBER",
		"PUB 08/01":      "unknown",
		"SEC_07_0101":    "AMBER",
		"SEC 07/01":      "AMBER",
		"LOW1":           "GREEN", // of its body, above its register
		"HIGH1":          "RED",
		"NOLABEL":        "unknown",
		"MISSPELT":       "unknown",
		"ENTRY1":         "unknown",
		"ENTRY2":         "unknown",
		"ENTRY3":         "unknown",
		"ENTRY4":         "unknown",
		"DRAFT-DOC":      "GREEN draft",
		"DRAFT_03_0101":  "WHITE draft",
		"DRAFT 03/01":    "WHITE draft",
	} {
		if thing := r.Thing(ref); thing == nil {
			t.Errorf("%s is not in the record", ref)
		} else if got := rulingWords(thing.Ruling); got != want {
			t.Errorf("%s: %s, want %s", ref, got, want)
		}
	}
	for _, m := range r.Bodies[1].Meetings {
		if m.Number.N == 5 {
			if got := rulingWords(m.Attending[0]) + ", " + rulingWords(m.Attending[1]); got != "RED, GREEN" {
				t.Errorf("attendance: %s", got)
			}
		}
	}
}

// TestUpdatesInherit holds it for updates, which stand elsewhere than what they are of.
func TestUpdatesInherit(t *testing.T) {
	r, _ := read(t, inheritance)
	want := map[string]string{
		"PUB 05/01":   "GREEN",
		"PUB 05/02":   "AMBER",
		"PUB 05/05":   "RED",
		"PUB 05/04":   "AMBER", // its own GREEN does not lower
		"PUB 05/03":   "RED",
		"SEC 07/01":   "AMBER",
		"SEC 01/01":   "AMBER", // older than the archive, of a body that is withheld
		"PUB 01/01":   "GREEN",
		"LOW1":        "GREEN",
		"HIGH1":       "RED",
		"DRAFT 03/01": "GREEN draft",
		"DRAFT 01/01": "GREEN draft",
	}
	for _, m := range r.Thing("PUB_06_0106").Body.Meetings {
		for i, u := range m.Minutes.Updates {
			if got := rulingWords(m.Updates[i]); got != want[u.Ref.Text] {
				t.Errorf("update of %s: %s, want %s", u.Ref.Text, got, want[u.Ref.Text])
			}
			delete(want, u.Ref.Text)
		}
	}
	for ref := range want {
		t.Errorf("no update of %s", ref)
	}
}

func rulingWords(r Ruling) string {
	if r.Draft != nil {
		return r.Label.String() + " draft"
	}
	return r.Label.String()
}

// TestWhereItIsWritten holds that every known label is known to be written somewhere, WHITE as well.
func TestWhereItIsWritten(t *testing.T) {
	r, _ := read(t, strings.ReplaceAll(inheritance, "classification: GREEN", "classification: WHITE"))
	n := 0
	for _, b := range r.Bodies {
		for _, m := range b.Meetings {
			for _, ruling := range append(append([]Ruling{b.File.Ruling, m.File.Ruling}, m.Actions...), m.Updates...) {
				if n++; ruling.Label != classification.Unknown && ruling.By.Line == 0 {
					t.Errorf("%s: %s, as nothing says", m.Path, ruling.Label)
				}
			}
		}
	}
	if n < 20 {
		t.Errorf("%d rulings", n)
	}
}

// TestDraft holds that what is a draft is read by its drafter alone, whatever the label says, and what has no label by nobody.
func TestDraft(t *testing.T) {
	for _, l := range classification.Labels {
		c := classification.UpTo(l)
		draft := Ruling{Label: l, Draft: &source.Pos{Line: 1}}
		if draft.Permits(c) || (Ruling{}).Permits(c) {
			t.Errorf("%v reads a draft, or what has no label", c)
		}
		if !draft.Permits(classification.Drafter) || !(Ruling{Label: l}).Permits(classification.Drafter) {
			t.Errorf("the drafter does not read what is labelled %v", l)
		}
		if !(Ruling{Label: l}).Permits(c) {
			t.Errorf("%v does not read what has that label", c)
		}
	}
	if (Ruling{Draft: &source.Pos{Line: 1}}).Permits(classification.Drafter) {
		t.Error("the drafter reads what has no label")
	}
}

// TestReopenedStable goes through all histories of four updates, each open or closed, reopening or not, with a label or a
// draft: when nothing is wrong with one, nothing is wrong with what readers see of it, whichever label they read up to.
func TestReopenedStable(t *testing.T) {
	type choice struct {
		status  string
		reopens bool
		ruling  Ruling
	}
	var choices []choice
	for _, status := range []string{"open", "closed"} {
		for _, reopens := range []bool{false, true} {
			for _, ruling := range []Ruling{{Label: classification.Green}, {Label: classification.Amber}, {Label: classification.Red}, {Label: classification.Green, Draft: &source.Pos{Line: 1}}} {
				choices = append(choices, choice{status, reopens, ruling})
			}
		}
	}
	wrong := func(history []said) int {
		var r source.Report
		checkReopened("A 01/01", history, &r)
		return len(r.All())
	}
	right, refused := 0, 0
	n := len(choices)
	for i := range n * n * n * n {
		var history []said
		for k := range 4 {
			c := choices[i/[]int{1, n, n * n, n * n * n}[k]%n]
			ref := document.Ref{At: source.Pos{Path: "a.md", Line: k + 1}}
			history = append(history, said{ref: ref, status: document.Plain{Text: c.status}, reopens: c.reopens, ruling: c.ruling})
		}
		if wrong(history) > 0 {
			refused++
			continue
		}
		right++
		for _, l := range []classification.Label{classification.Green, classification.Amber, classification.Red} {
			var seen []said
			var words []string
			for _, s := range history {
				words = append(words, s.status.Text+" "+rulingWords(s.ruling))
				if s.ruling.Permits(classification.UpTo(l)) {
					seen = append(seen, s)
				}
			}
			if wrong(seen) > 0 {
				t.Fatalf("this is right, and not for readers up to %v: %s", l, strings.Join(words, ", "))
			}
		}
	}
	if right == 0 || refused == 0 {
		t.Errorf("%d histories are right, %d wrong", right, refused)
	}
}
