package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"golang.org/x/tools/txtar"

	"minutebook/generator/preview"
	"minutebook/templates"
)

// oneOfThree is a body of which nothing points at another one. There are three: AA in alpha, BB in beta, CC in gamma.
const oneOfThree = `
-- body.md --
---
kind: body
title: Committee AA
short: AA
prefix: AA
classification: GREEN
---
It meets.
-- minutes/03.md --
---
kind: minutes
ref: AA_03_0305
number: 3
date: 2016-05-03
classification: GREEN
state: approved
papers:
  - ref: AA_03_0305_01
    title: The paper of AA
    classification: GREEN
    available: published
    file: ../files/plan.txt
actions:
  - ref: AA 03/01
    item: 1
    owner: An owner
    text: The action of AA.
    due: 2016-07-01
decisions:
  - ref: AA 03/D01
    item: 1
    verb: AGREED
    text: The decision of AA.
---
## 1. Matters

What AA said.
-- minutes/04.md --
---
kind: minutes
ref: AA_04_0410
number: 4
date: 2016-10-04
classification: GREEN
state: unapproved
actions:
  - ref: AA 04/01
    item: 1
    owner: An owner
    text: Another action of AA.
    due: next meeting
updates:
  - ref: AA 03/01
    item: 1
    status: ongoing
decisions:
  - ref: AA 04/D01
    item: 1
    verb: AGREED
    text: Another decision of AA.
---
## 1. Other matters

More of what AA said.
-- minutes/05.md --
---
kind: minutes
ref: AA_05_0612
number: 5
date: 2016-12-06
classification: GREEN
state: scheduled
---
-- consultations/round.md --
---
kind: consultation
ref: AACON
title: The consultation of AA
classification: GREEN
opens: 2016-10-01
closes: 2016-11-15
---
What AA asks.
-- documents/terms.md --
---
kind: document
ref: AADOC
title: The terms of AA
classification: GREEN
available: on request
versions:
  - version: "1.0"
    date: 2016-03-01
    state: approved
---
The terms.
-- registers/risks.md --
---
kind: register
title: The risks of AA
classification: GREEN
statuses: [new, open, closed]
entries:
  - ref: AARISK
    title: The risk of AA
    history:
      - date: 2016-02-01
        status: open
        text: It was seen.
---
The risks.
-- files/plan.txt --
The plan of AA.
`

// three are the files of all three bodies.
func three() map[string]string {
	texts := map[string]string{"site.yaml": "title: Minutes\nurl: https://minutes.example.org/\npublish: GREEN\ncontact: secretariat@example.org\ntime_zone: Europe/London\n"}
	for prefix, folder := range map[string]string{"AA": "alpha", "BB": "beta", "CC": "gamma"} {
		for _, f := range txtar.Parse([]byte(strings.ReplaceAll(oneOfThree, "AA", prefix))).Files {
			texts[folder+"/"+f.Name] = string(f.Data)
		}
	}
	return texts
}

// An alteration is what somebody does to a content, in the words of the one who does it.
type alteration struct {
	name string
	do   []func(texts map[string]string)
}

// in writes something in the place of something that stands in a file; from is all of it where it is empty.
func in(path, from, to string) func(map[string]string) {
	return func(texts map[string]string) {
		if from == "" {
			texts[path] = to
		} else if text, there := texts[path]; there {
			texts[path] = strings.Replace(text, from, to, 1)
		}
	}
}

// gone takes away a file, or all of a folder.
func gone(path string) func(map[string]string) {
	return func(texts map[string]string) {
		maps.DeleteFunc(texts, func(p, _ string) bool { return p == path || strings.HasPrefix(p, path+"/") })
	}
}

// moved moves a file, or all of a folder.
func moved(from, to string) func(map[string]string) {
	return func(texts map[string]string) {
		for p, text := range maps.Clone(texts) {
			if rest, ok := strings.CutPrefix(p, from); ok && (rest == "" || rest[0] == '/') {
				delete(texts, p)
				texts[to+rest] = text
			}
		}
	}
}

const (
	meeting4 = "beta/minutes/04.md"
	another  = "updates:\n  - ref: "
	also     = "\n    item: 1\n    status: "
)

// relations are all ways in which a body can point at another one: beta at alpha, and gamma at either.
var relations = []alteration{
	{"nothing", nil},
	{"minutes that approve", do(in(meeting4, "state: unapproved\n", "state: unapproved\napproves: AA_03_0305\n"))},
	{"an action that is due at a meeting", do(in(meeting4, "due: next meeting", "due: AA_05_0612"))},
	{"an update", do(in(meeting4, "updates:\n", another+"AA 03/01"+also+"closed\n"))},
	{"an update that is due at a meeting", do(in(meeting4, "status: ongoing\n", "status: ongoing\n    due: AA_05_0612\n"))},
	{"an update of an action from before the archive", do(in(meeting4, "updates:\n", another+"AA 01/01"+also+"ongoing\n"))},
	{"an update of an action from before the archive of a body that fewer may read", do(in("beta/body.md", "GREEN", "AMBER"),
		in("gamma/minutes/04.md", "updates:\n", another+"BB 01/01"+also+"ongoing\n"))},
	{"mentions of an action from before the archive", do(
		in(meeting4, "updates:\n", another+"AA 01/01"+also+"ongoing\n    classification: AMBER\n"),
		in("gamma/body.md", "It meets.", "It meets, as AA 01/01 asks."), in("alpha/body.md", "It meets.", "It meets, as AA 01/01 asks."))},
	{"an update of an entry", do(in(meeting4, "updates:\n", another+"AARISK"+also+"closed\n"))},
	{"updates of two bodies", do(
		in(meeting4, "updates:\n", another+"AA 03/01"+also+"closed\n"),
		in("gamma/minutes/04.md", "updates:\n", another+"AA 03/01"+also+"ongoing\n    reopens: true\n"))},
	{"an update of what has no such prefix", do(in("gamma/registers/risks.md", "CCRISK", "AA_RISK"),
		in("alpha/minutes/04.md", "updates:\n", another+"AA_RISK"+also+"closed\n"))},
	{"an update of what is spelt in another way", do(in(meeting4, "updates:\n", another+"AA 3/1"+also+"closed\n"))},
	{"an update of what nobody has", do(in(meeting4, "updates:\n", another+"AA 09/01"+also+"closed\n"))},
	{"a decision that supersedes", do(in(meeting4, "verb: AGREED\n", "verb: AGREED\n    supersedes: AA 03/D01\n"))},
	{"a consultation on a document", do(in("beta/consultations/round.md", "opens:", "document: AADOC\nversion: \"1.0\"\nopens:"))},
	{"consultations on one document", do(in("beta/consultations/round.md", "opens:", "document: AADOC\nversion: \"1.0\"\nopens:"),
		in("gamma/consultations/round.md", "opens:", "document: AADOC\nversion: \"1.0\"\nopens:"))},
	{"a consultation on what is spelt in another way", do(in("beta/consultations/round.md", "opens:", "document: aadoc\nopens:"))},
	{"a consultation that is launched and decided", do(in("beta/consultations/round.md", "opens:", "launched_by: AA 03/D01\ndecided_by: AA 04/01\nopens:"))},
	{"a version that is approved", do(in("beta/documents/terms.md", "state: approved\n", "state: approved\n    approved_by: AA 03/D01\n"))},
	{"an event at a meeting", do(in("beta/registers/risks.md", "date: 2016-02-01", "meeting: AA_03_0305"))},
	{"a body that reports", do(in("beta/body.md", "prefix:", "reports_to: alpha\nprefix:"))},
	{"mentions", do(in(meeting4, "More of", "See AA 03/01, AA 03/D01, AA_03_0305, AA_03_0305_01, AADOC, AACON and AARISK. More of"))},
	{"a mention in another spelling", do(in(meeting4, "More of", "See AA 3/1 and AA_3_0305. More of"))},
	{"a mention of what nobody has", do(in(meeting4, "More of", "See AA 09/01 and ZZ 01/01. More of"))},
	{"a link to a ref", do(in(meeting4, "More of", "See [[AA 03/01]] and [[AADOC]]. More of"))},
	{"a link to a file", do(in(meeting4, "More of", "See [there](../../alpha/minutes/03.md) and [there](../../alpha/documents/terms.md). More of"))},
	{"a link to an item", do(in(meeting4, "More of", "See [there](../../alpha/minutes/03.md#item-1) and [there](../../alpha/minutes/03.md#03-01). More of"))},
	{"a link to a file of a name that is elsewhere", do(in(meeting4, "More of", "See [there](../../alpha/moved.md). More of"))},
	{"a file of another body", do(in("beta/documents/terms.md", "versions:\n", "files: [{ file: ../../alpha/files/plan.txt, classification: GREEN }]\nversions:\n"))},
	{"a link to a file that another body names", do(in(meeting4, "More of", "See [the plan](../../alpha/files/plan.txt). More of"))},
	{"files of one name, of which readers get one", do(in("alpha/other/plan.txt", "", "The other plan of AA.\n"),
		in("alpha/minutes/04.md", "actions:\n", "papers:\n  - ref: AA_04_0410_01\n    title: Another paper\n    classification: AMBER\n    available: published\n    file: ../other/plan.txt\nactions:\n"))},
	{"a former address in another body", do(in("beta/documents/terms.md", "ref: BBDOC", "ref: BBDOC\nformerly: [/alpha/documents/older/]"))},
	{"a former address at which another body has a page", do(in("beta/documents/terms.md", "ref: BBDOC", "ref: BBDOC\nformerly: [/alpha/registers/risks/aarisk/]"))},
	{"one ref twice", do(in("beta/documents/terms.md", "BBDOC", "AADOC"))},
	{"refs that differ in capitals", do(in("beta/documents/terms.md", "BBDOC", "AADoc"))},
	{"an entry with the prefix of another body", do(in("beta/registers/risks.md", "BBRISK", "AA-RISK"), in("gamma/minutes/04.md", "updates:\n", another+"AA-RISK"+also+"closed\n"))},
}

func do(all ...func(map[string]string)) []func(map[string]string) { return all }

// changes that somebody then makes to what is pointed at, or to what points.
var changesOfOne = []alteration{
	{"another day of the meeting", do(in("alpha/minutes/03.md", "date: 2016-05-03", "date: 2015-05-03"))},
	{"a later day of the meeting", do(in("alpha/minutes/03.md", "date: 2016-05-03", "date: 2017-05-03"))},
	{"another day of the next meeting", do(in("alpha/minutes/05.md", "date: 2016-12-06", "date: 2014-12-06"))},
	{"another label of the meeting", do(in("alpha/minutes/03.md", "classification: GREEN\nstate", "classification: AMBER\nstate"))},
	{"another label of the next meeting", do(in("alpha/minutes/05.md", "GREEN", "AMBER"))},
	{"a draft of the meeting", do(in("alpha/minutes/03.md", "state:", "draft: true\nstate:"))},
	{"the meeting unread", do(in("alpha/minutes/03.md", "number: 3", "number: ["))},
	{"the meeting gone", do(gone("alpha/minutes/03.md"))},
	{"the meeting under another name", do(moved("alpha/minutes/03.md", "alpha/moved.md"))},
	{"the meeting in another folder", do(moved("alpha/minutes/03.md", "gamma/minutes/03-of-alpha.md"))},
	{"another number of the item", do(in("alpha/minutes/03.md", "## 1.", "## 2."))},
	{"a label of the action", do(in("alpha/minutes/03.md", "text: The action", "classification: AMBER\n    text: The action"))},
	{"another ref of the action", do(in("alpha/minutes/03.md", "ref: AA 03/01", "ref: AA 03/02"), in("alpha/minutes/04.md", "ref: AA 03/01", "ref: AA 03/02"))},
	{"another ref of the decision", do(in("alpha/minutes/03.md", "ref: AA 03/D01", "ref: AA 03/D02"))},
	{"a paper in the place of the action", do(in("alpha/minutes/04.md", "actions:", "papers:"))},
	{"the action closed", do(in("alpha/minutes/04.md", "status: ongoing", "status: closed"))},
	{"the decision withheld", do(in("alpha/minutes/03.md", "verb: AGREED", "classification: RED\n    verb: AGREED"))},
	{"another label of the body", do(in("alpha/body.md", "GREEN", "AMBER"))},
	{"a draft of the body", do(in("alpha/body.md", "classification:", "draft: true\nclassification:"))},
	{"another short name of the body", do(in("alpha/body.md", "short: AA", "short: The first"))},
	{"another prefix of the body", do(in("alpha/body.md", "prefix: AA", "prefix: ZZ"))},
	{"the prefix of another body", do(in("alpha/body.md", "prefix: AA", "prefix: BB"))},
	{"the prefix for another body", do(in("gamma/body.md", "prefix: CC", "prefix: AA"))},
	{"prefixes the other way round", do(in("alpha/body.md", "prefix: AA", "prefix: CC"), in("gamma/body.md", "prefix: CC", "prefix: AA"))},
	{"the body gone", do(gone("alpha/body.md"))},
	{"all of the body gone", do(gone("alpha"))},
	{"another folder of the body", do(moved("alpha", "omega"))},
	{"an older meeting", do(in("alpha/minutes/01.md", "", "---\nkind: minutes\nref: AA_01_0102\nnumber: 1\ndate: 2016-02-01\nclassification: GREEN\nstate: approved\n---\n## 1. Matters\n"))},
	{"another title of the document", do(in("alpha/documents/terms.md", "title: The", "title: Other"))},
	{"another version of the document", do(in("alpha/documents/terms.md", `version: "1.0"`, `version: "2.0"`))},
	{"another ref of the document", do(in("alpha/documents/terms.md", "AADOC", "AADOCU"))},
	{"a consultation in the place of the document", do(in("alpha/documents/terms.md", "kind: document", "kind: consultation"))},
	{"the document withheld", do(in("alpha/documents/terms.md", "GREEN", "AMBER"))},
	{"the document gone", do(gone("alpha/documents/terms.md"))},
	{"other statuses of the register", do(in("alpha/registers/risks.md", "new, open, closed", "new, open"))},
	{"the entry withheld", do(in("alpha/registers/risks.md", "title: The risk of", "classification: AMBER\n    title: The risk of"))},
	{"another ref of the entry", do(in("alpha/registers/risks.md", "AARISK", "AAHAZARD"))},
	{"the file gone", do(gone("alpha/files/plan.txt"))},
	{"another label of the file", do(in("alpha/minutes/03.md", "classification: GREEN\n    available", "classification: AMBER\n    available"))},
	{"nothing that names the file", do(in("alpha/minutes/03.md", "    available: published\n    file: ../files/plan.txt\n", ""))},
	{"a file that cannot be published", do(in("alpha/files/plan.txt", "", "caf\xe9"))},
	{"another update by another body", do(in("gamma/minutes/04.md", "updates:\n", another+"AA 03/01"+also+"closed\n"))},
	{"another day of the other body's meeting", do(in("gamma/minutes/04.md", "date: 2016-10-04", "date: 2015-10-04"))},
	{"a label of the other body", do(in("gamma/body.md", "GREEN", "AMBER"))},
	{"what points withheld", do(in(meeting4, "classification: GREEN", "classification: AMBER"), in("beta/consultations/round.md", "GREEN", "AMBER"))},
	{"another body's file unread", do(in("gamma/documents/terms.md", "kind: document", "kind: ["))},
	{"the ceiling", do(in("site.yaml", "publish: GREEN", "publish: WHITE"))},
	{"the ceiling and a label", do(in("site.yaml", "publish: GREEN", "publish: WHITE"), in("alpha/body.md", "GREEN", "WHITE"))},
	{"the prefix of another body, and a word of the third", do(in("alpha/body.md", "prefix: AA", "prefix: BB"), in("gamma/minutes/04.md", "\nMore", "\nMuch more"))},
	{"who keeps the site", do(in("site.yaml", "publish:", "publisher: { name: Keeper, colour: '#1f4e79', footer: 'By [them](https://example.org/).' }\npublish:"))},
	{"a former address of the body", do(in("alpha/body.md", "prefix:", "formerly: [/omega/]\nprefix:"))},
	{"another title of the site", do(in("site.yaml", "title: Minutes", "title: Other minutes"))},
	{"another time zone", do(in("site.yaml", "Europe/London", "Asia/Tokyo"))},
	{"silence", do(in("site.yaml", "publish:", "withheld: { AMBER: silent }\npublish:"), in("alpha/documents/terms.md", "The terms.", ":::amber\nThe terms.\n:::"))},
	{"no site", do(gone("site.yaml"))},
	{"bank holidays", do(in("bank-holidays.yaml", "", "calendar: Everywhere\ndays:\n  2016-11-07: Stocktaking\n"))},
	{"bank holidays until the year before", do(in("bank-holidays.yaml", "", "calendar: Everywhere\ndays:\n  2015-12-01: Stocktaking\n"))},
	{"bank holidays that are none", do(in("bank-holidays.yaml", "", "calendar: Everywhere\ndays:\n  2016-13-01: Stocktaking\n"))},
}

// TestRebuildAcrossBodies has one body point at another in each way that there is, changes what is pointed at in each way
// that there is, and takes the change back as it makes the next one. What the preview shows must be what build makes of it.
func TestRebuildAcrossBodies(t *testing.T) {
	var published, states atomic.Int64
	t.Cleanup(func() {
		published, states := published.Load(), states.Load()
		t.Logf("%d states, %d of them without an error", states, published)
		if published < states/4 || published == states {
			t.Errorf("%d of %d states are without an error, so one of the two is hardly tried", published, states)
		}
	})
	for i, relation := range relations {
		t.Run(relation.name, func(t *testing.T) {
			t.Parallel()
			base := three()
			alter(t, base, relation)
			e := editingOf(t, three())
			e.compare()
			e.become(base, "there is "+relation.name)
			e.compare()
			for j, change := range changesOfOne {
				if (i+j)%everyNth != 0 {
					continue
				}
				texts := maps.Clone(base)
				alter(t, texts, change)
				e.become(texts, relation.name+", and then "+change.name)
				states.Add(1)
				if e.compare() {
					published.Add(1)
				}
			}
			e.become(three(), "there is no more "+relation.name)
			e.compare()
		})
	}
}

// alter does all of an alteration. What it does must make a difference.
func alter(t *testing.T, texts map[string]string, a alteration) {
	t.Helper()
	for i, do := range a.do {
		before := maps.Clone(texts)
		do(texts)
		if maps.Equal(before, texts) {
			t.Fatalf("%s: step %d does nothing", a.name, i+1)
		}
	}
}

// become edits the content until it is what is wanted.
func (e *editing) become(texts map[string]string, did string) {
	e.did = did
	for _, p := range slices.Sorted(maps.Keys(e.now)) {
		if _, stays := texts[p]; !stays {
			e.remove(p)
		}
	}
	for _, p := range slices.Sorted(maps.Keys(texts)) {
		if now, there := e.now[p]; !there || now != texts[p] {
			e.set(p, texts[p])
		}
	}
}

// TestRebuildOnAnotherDay makes the next draft on another day, with nothing else changed.
func TestRebuildOnAnotherDay(t *testing.T) {
	texts := three()
	for _, relation := range relations[1:4] {
		alter(t, texts, relation)
	}
	e := editingOf(t, texts)
	for _, day := range []string{"2016-11-01", "2016-11-16", "2016-12-07", "2016-09-30"} {
		e.session.asAt, e.did = day, "it is "+day
		if !e.compare() {
			t.Fatalf("%s: there are errors", e.did)
		}
	}
}

// TestRebuildWithOtherTemplates changes a template, with nothing of the content changed.
func TestRebuildWithOtherTemplates(t *testing.T) {
	e := editingOf(t, three())
	e.session.templates = t.TempDir()
	e.compare()
	about, err := templates.Files.ReadFile("about.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Quillwort", "Bogbean"} {
		write(t, filepath.Join(e.session.templates, "about.html"), strings.Replace(string(about), "</h1>", "</h1><p>"+word+"</p>", 1))
		page, err := e.warm.draft(change{templates: true}).Page(preview.Published, "/about/")
		if err != nil || !strings.Contains(string(page.Content), word) {
			t.Fatalf("%s is not shown: %v\n%s", word, err, page.Content)
		}
	}
}
