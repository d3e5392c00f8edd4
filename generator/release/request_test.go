package release

import (
	"reflect"
	"strings"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

const requested = `
-- b/body.md --
---
kind: body
title: T
short: B
prefix: BB
classification: GREEN
---
-- b/1.md --
---
kind: minutes
ref: BB_01_0101
number: 1
date: 2016-01-01
state: approved
classification: GREEN
papers:
  - { ref: BB_01_0101_01, title: secret, public_title: Public title, classification: AMBER, available: on request }
  - { ref: BB_01_0101_02, title: secret, classification: RED, available: on request }
  - { ref: BB_01_0101_03, title: secret, public_title: secret, classification: AMBER }
  - { ref: BB_01_0101_04, title: open, public_title: not needed, available: on request }
---
-- b/2.md --
---
kind: minutes
ref: BB_02_0102
number: 2
date: 2016-02-01
state: approved
classification: AMBER
papers:
  - { ref: BB_02_0102_01, title: secret, public_title: secret, available: on request }
---
-- b/a.md --
---
kind: document
ref: ASKED
title: secret
public_title: Public title
classification: AMBER
available: on request
versions:
  - { version: secret, date: 2016-01-01, note: secret, state: draft, approved_by: secret }
---
secret
-- b/b.md --
---
kind: document
ref: UNTITLED
title: secret
classification: AMBER+STRICT
available: on request
---
secret
-- b/c.md --
---
kind: document
ref: SECRET
title: secret
public_title: secret
classification: AMBER
---
-- b/d.md --
---
kind: document
ref: SECRET-DRAFT
title: secret
public_title: secret
classification: AMBER
available: on request
draft: true
---
-- hidden/body.md --
---
kind: body
title: secret
short: secret
prefix: HID
classification: AMBER
---
-- hidden/a.md --
---
kind: document
ref: SECRET-ASKED
title: secret
public_title: secret
classification: GREEN
available: on request
---
`

// TestOnRequest holds that of what is withheld and may be asked for, an edition has ref, label, public title and nothing
// else; and that nothing may be asked for in what is withheld itself.
func TestOnRequest(t *testing.T) {
	record := read(t, requested)
	var r source.Report
	e := At(record, classification.UpTo(classification.Green), false, &r)
	if len(e.Bodies) != 1 || len(e.Bodies[0].Meetings) != 1 {
		t.Fatalf("%d bodies", len(e.Bodies))
	}
	papers := e.Bodies[0].Meetings[0].Papers
	at := func(line int) source.Pos { return source.Pos{Path: "b/1.md", Line: line, Column: 12} }
	want := []Paper{
		{At: at(9), Ref: "BB_01_0101_01", Title: markdown.Words("Public title"), Label: classification.Amber, Available: "on request", Withheld: true},
		{At: at(10), Ref: "BB_01_0101_02", Title: markdown.Words(""), Label: classification.Red, Available: "on request", Withheld: true},
		{At: at(12), Ref: "BB_01_0101_04", Title: markdown.Words("open"), Label: classification.Green, Available: "on request"},
	}
	if !reflect.DeepEqual(papers, want) {
		t.Errorf("papers\n%+v\nwant\n%+v", papers, want)
	}
	wantDocuments := []Document{
		{Record: Record{Ref: "ASKED", Title: markdown.Words("Public title"), Label: classification.Amber}, Available: "on request", Withheld: true},
		{Record: Record{Ref: "UNTITLED", Title: markdown.Words(""), Label: classification.AmberStrict}, Available: "on request", Withheld: true},
	}
	if got := e.Bodies[0].Documents; !reflect.DeepEqual(got, wantDocuments) {
		t.Errorf("documents\n%+v\nwant\n%+v", got, wantDocuments)
	}
	if words := strings.Join(stringsIn(reflect.ValueOf(e)), " "); strings.Contains(strings.ToLower(words), "secret") {
		t.Error("the edition has more of what may be asked for")
	}
}
