package redact

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

const asked = `
-- site.yaml --
title: Minutes
url: https://minutes.example.org/
publish: GREEN
contact: a@example.org
time_zone: Europe/London
-- b/body.md --
---
kind: body
title: B
short: B
prefix: BB
classification: GREEN
---
-- b/minutes/1.md --
---
kind: minutes
ref: BB_01_0101
number: 1
date: 2016-01-01
state: approved
classification: GREEN
papers:
  - { ref: BB_01_0101_01, title: secret, public_title: Public title, file: ../files/secret.pdf, classification: AMBER, available: on request }
  - { ref: BB_01_0101_02, title: open, file: ../files/secret.pdf, available: on request }
  - { ref: BB_01_0101_03, title: secret, public_title: secret, classification: AMBER }
---
-- b/old/aa-b.md --
---
kind: document
ref: OPEN
title: A permitted document, the address of which is taken
classification: GREEN
available: on request
versions:
  - { version: "1", file: ../files/secret.pdf }
---
-- b/Documents/AA-B-2.md --
---
kind: consultation
ref: CON
title: A permitted file, the place of which is taken
classification: GREEN
---
-- b/secret/1.md --
---
kind: document
ref: AA-B
title: secret
public_title: First
classification: AMBER
available: on request
versions:
  - { version: secret, note: secret, file: ../files/secret.pdf }
---
secret
-- b/secret/0.md --
---
kind: document
ref: AA.B
title: secret
classification: RED
available: on request
---
-- b/documents/ask.md --
---
kind: document
ref: SECRET
title: secret
classification: AMBER
---
-- b/secret/2.md --
---
kind: document
ref: ASK
title: secret
classification: AMBER
available: on request
---
-- b/secret/3.md --
---
kind: document
ref: SECRET-DRAFT
title: secret
classification: AMBER
available: on request
draft: true
---
`

// TestAsked holds that what may be asked for is reduced to what its page shows, and lies where nothing withheld has a say.
func TestAsked(t *testing.T) {
	var r source.Report
	var site *document.Site
	var files []*document.File
	for _, f := range txtar.Parse([]byte(asked)).Files {
		if f.Name == "site.yaml" {
			site = document.ReadSite(f.Name, f.Data, &r)
		} else {
			files = append(files, document.Read(f.Name, f.Data, &r))
		}
	}
	record := minutes.New(site, nil, files, []string{"b/files/secret.pdf"}, &r, nil)
	if errs := r.Errors(); len(errs) > 0 {
		t.Fatal(errs)
	}
	got := At(record, classification.UpTo(classification.Green), false)
	want := []string{"b/Documents/AA-B-2.md", "b/body.md", "b/documents/aa-b-3.md", "b/documents/aa-b-4.md", "b/documents/ask.md", "b/minutes/1.md", "b/old/aa-b.md", "site.yaml"}
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(got))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	for path, data := range got {
		if strings.Contains(strings.ToLower(path+string(data)), "secret") {
			t.Errorf("%s has what is withheld:\n%s", path, data)
		}
	}
	const first = "---\nkind: document\nref: AA-B\ntitle: Withheld\nclassification: AMBER\npublic_title: First\navailable: on request\n---\n"
	if diff := cmp.Diff(first, string(got["b/documents/aa-b-3.md"])); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	const papers = "papers:\n  - ref: BB_01_0101_01\n    title: Withheld\n    public_title: Public title\n    available: on request\n    classification: AMBER\n" +
		"  - ref: BB_01_0101_02\n    title: open\n    available: on request\n---\n"
	if text := string(got["b/minutes/1.md"]); !strings.HasSuffix(text, papers) {
		t.Errorf("papers:\n%s", text)
	}
}

// TestHolidays holds that bank holidays are carried over whole, as working days are counted by them, and their comments are
// not. Where the content has none, neither has what is written.
func TestHolidays(t *testing.T) {
	var r source.Report
	site := document.ReadSite("site.yaml", []byte("title: T\nurl: https://example.org/\npublish: GREEN\ncontact: a@example.org\ntime_zone: UTC\n"), &r)
	own := document.ReadHolidays("bank-holidays.yaml", []byte("calendar: Utopia # secret\ndays:\n  2016-02-29: Leap day\n"), &r)
	for _, c := range []struct {
		holidays *document.Holidays
		want     string
	}{
		{own, "calendar: Utopia\ndays:\n  \"2016-02-29\": Leap day\n"},
		{nil, ""},
	} {
		record := minutes.New(site, c.holidays, nil, nil, &r, nil)
		if errs := r.Errors(); len(errs) > 0 {
			t.Fatal(errs)
		}
		if got := string(At(record, classification.UpTo(classification.White), false)["bank-holidays.yaml"]); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
