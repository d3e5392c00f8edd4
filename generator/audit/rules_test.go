package audit

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"minutebook/generator/document"
)

// everything is content in which all that can be withheld is, each with a word of its own.
const everything = `
-- clocks/body.md --
---
kind: body
title: Clock Committee
short: Clocks
prefix: CLK
classification: GREEN
members:
  - { name: Ada, as: Chair }
  - { name: Wordmember, as: Wordoffice, group: Wordgroup, classification: AMBER }
---
The clocks.
-- clocks/minutes/2026-01-13.md --
---
kind: minutes
ref: CLK_04_1301
number: 4
date: 2026-01-13
venue: The Long Room
state: approved
classification: GREEN
attendance:
  - { name: Wordattendee, classification: RED }
papers:
  - { ref: CLK_04_1301_01, title: Wordpaper, classification: AMBER, available: on request, public_title: Askable }
  - { ref: CLK_04_1301_02, title: Wordsilent, classification: AMBER, public_title: Wordunasked }
  - { ref: CLK_04_1301_03, title: Shown, available: on request, file: ../files/wordfile.txt }
actions:
  - { ref: CLK 04/01, owner: "Ada and :amber[Wordowner]", text: Wind it, due: 2026-02-03 }
  - { ref: CLK 04/02, item: 2, owner: Ada, text: Wordaction, due: 2026-04-05 }
updates:
  - { ref: RISK1, status: ongoing, text: "Still there, :red[wordupdate]" }
  - { ref: RISK2, status: ongoing, text: Wordheld, owner: Wordnewowner }
decisions:
  - { ref: CLK 04/D01, verb: AGREED, text: Worddecision, classification: AMBER }
---
## 1. Winding

Wound by :green[us], said :amber[Wordphrase and :red[Wordinner]]. <!-- wordcomment of nobody --> The ` + "`<!-- shown -->`" + ` is shown.

:::amber
Wordblock
:::

:::amber
## 2. Wordheading

Text
:::
-- clocks/minutes/2026-02-10.md --
---
kind: minutes
ref: CLK_05_1002
number: 5
date: 2026-02-10
state: approved
classification: AMBER
---
## 1. Wordmeeting
-- clocks/registers/risks.md --
---
kind: register
title: Risks
classification: GREEN
columns:
  - { key: shown, title: Shown }
  - { key: secret, title: Wordcolumn, classification: AMBER }
entries:
  - { ref: RISK1, title: A risk, shown: Here, secret: Wordvalue, history: [{ date: 2026-01-01, text: Wordevent, classification: RED }] }
  - { ref: RISK2, title: Wordentry, classification: RED }
---
-- clocks/documents/wordname.md --
---
kind: document
ref: DOC1
title: Wordtitle
classification: AMBER
available: on request
public_title: Known title
versions: [{ version: Wordversion, note: Wordnote }]
---
Wordtext
-- clocks/documents/terms.md --
---
kind: document
ref: DOC2
title: Terms
classification: GREEN
versions: [{ version: "1.0" }, { version: Wordold, classification: AMBER }]
---
Text
-- clocks/documents/being-drafted.md --
---
kind: document
ref: DOC3
title: Worddraft
classification: WHITE
draft: true
available: on request
public_title: Worddraftpublic
---
-- clocks/consultations/worksheet.md --
---
kind: consultation
ref: CON1
title: Consultation
classification: GREEN
outcome: { date: 2026-05-06, text: Wordoutcome, classification: AMBER }
---
-- wordfolder/body.md --
---
kind: body
title: Wordbody
short: Wordshort
prefix: WRDX
classification: RED
---
-- wordfolder/documents/x.md --
---
kind: document
ref: DOC4
title: Wordwithin
classification: WHITE
---
`

// TestWithheld looks for every word that the content withholds, and for everything that stands in public.
func TestWithheld(t *testing.T) {
	a := newAudit(t, everything, Attachment{Path: "clocks/files/wordattached.bin", Data: []byte("x\x00y")})
	for _, word := range strings.Fields(`Wordmember Wordoffice Wordgroup Wordattendee Wordpaper Wordsilent Wordunasked wordfile Wordowner Wordaction
		wordupdate Wordheld Wordnewowner Worddecision Wordphrase Wordinner wordcomment Wordblock Wordheading Wordmeeting Wordcolumn
		Wordvalue Wordevent Wordentry wordname Wordtitle Wordversion Wordnote Wordtext Wordold Worddraft Worddraftpublic Wordoutcome
		Wordfolder Wordbody Wordshort WRDX Wordwithin wordattached RISK2 DOC4 DOC3`) {
		if told(a, "x.txt", []byte(word)) == "" {
			t.Errorf("%s is withheld, and is not found", word)
		}
		if strings.Count(strings.ToLower(everything+"wordattached"), strings.ToLower(word)) == 0 {
			t.Errorf("%s is not there", word)
		}
	}
	for name, text := range map[string]string{
		"ref of a meeting":       "CLK_05_1002",
		"ref of a decision":      "CLK 04/D01",
		"ref of a silent paper":  "CLK_04_1301_02",
		"day of a meeting":       "10 February 2026",
		"due day of an action":   "5 April 2026",
		"the same in a calendar": "DTSTART:20260405",
		"day of a statement":     "2026-05-06",
		"address":                `<a href="/clocks/meetings/5/">5</a>`,
		"address of an action":   `<a href="../clocks/actions/04-02/">2</a>`,
		"address of a decision":  `<a href="clocks/meetings/4/#04-d01">1</a><a href="./clocks/meetings/4/#04-d01">1</a>`,
		"full address":           "<loc>https://example.org/clocks/meetings/5/</loc>",
		"address of an entry":    `<a href="/clocks/registers/risks/risk2/">2</a>`,
	} {
		if told(a, "x.html", []byte(text)) == "" {
			t.Errorf("%s: %s is withheld, and is not found", name, text)
		}
	}
	for _, file := range []string{"clocks/meetings/5/index.html", "clocks/actions/04-02/index.html", "clocks/documents/wordname/index.html", "wordfolder/feed.xml"} {
		if got := told(a, file, []byte("so")); !strings.Contains(got, "as its name") {
			t.Errorf("the name %s is not found: %q", file, got)
		}
	}
	for _, text := range []string{
		"Clock Committee", "Ada, Chair", "CLK_04_1301_01", "Askable", "DOC1", "Known title", "RISK1", "Here", "The Long Room", "DOC2",
		"13 January 2026", "2026-02-03", "20260204", "<!-- shown -->", "Still there", "worksheet", `<a href="/clocks/meetings/4/">4</a>`,
		`<a href="/clocks/actions/04-01/">1</a>`, "[withheld: AMBER]", "Part withheld: RED", "AGREED", "Label: AMBER+STRICT", "4 February 2026",
	} {
		if got := told(a, "x.html", []byte("<p>"+text+"</p>")); got != "" {
			t.Errorf("%s is public, and is found: %s", text, got)
		}
	}
	for _, file := range []string{"clocks/meetings/4/index.html", "clocks/actions/04-01/index.html", "clocks/consultations/worksheet/index.html", "about/index.html"} {
		if got := told(a, file, nil); got != "" {
			t.Errorf("the name %s is public, and is found: %s", file, got)
		}
	}
}

// TestPartlyPublic holds what the rules say of text that is also public, or the site's own: a line of the table is what is
// public, what is withheld, what a page shows, and whether that is a leak.
func TestPartlyPublic(t *testing.T) {
	for _, test := range []struct {
		public, withheld, shown string
		leak                    bool
	}{
		{"Ada spoke.", "Ada Lovelace spoke.", "Ada Lovelace", true},
		{"Ada spoke. Lovelace did not.", "Ada Lovelace", "Ada Lovelace", true},
		{"Ada spoke. Lovelace did not.", "Ada Lovelace", "Ada and Lovelace", false},
		{"Ada spoke. Lovelace did not.", "Ada Lovelace", "<td>Ada</td><td>Lovelace</td>", false},
		{"Ada Lovelace spoke.", "Ada Lovelace", "Ada Lovelace", false},
		{"### Any other business", "### Any other business\n\nNone", "Any other business", false},
		{"The DCC will act.", "DCC", "Owner: DCC", false},
		{"So.", "DCC", "Owner: DCC", true},
		{"So.", "DCC", "adcc", false},
		{"So.", "Raised at meeting 4, item 7", "Raised at meeting 4, item 7", false},
		{"So.", "It is closed.", "closed", false},
		{"So.", "£12,000", "£12,000", true},
		{"So.", "£12,000", "12000", true},
		{"So.", "£12,000", `"cost":12000`, true},
		{"It was £12,000.", "£12,000", "£12,000", false},
		{"So.", "£900", "£900", true},
		{"So.", "£900", "900 pages", false},
		{"So.", "€1.5m", "€1.5m", true},
		{"So.", "37%", "37%", true},
		{"So.", "37%", "37 items, width: 37px", false},
		{"So.", "7 of 12", "7 of 12", false},
		{"So.", "2016", "2016", false},
		{"See CLK 03/09 for it.", "CLK 03/09", "CLK 03/09", false},
		{"The keeper wound the great clock of the harbour on Monday.", "The keeper wound the small clock of the harbour on Monday.", "The keeper wound the great clock of the harbour on Monday.", false},
		{"The keeper wound the great clock of the harbour on Monday. A small one stopped.", "The keeper sold the small clock", "A keeper wound the clock", false},
		{"The keeper wound the small clock. He sold the great one.", "The keeper sold the small clock", "The keeper sold the small clock", true},
		{"The keeper wound the small clock. He sold the great one.", "The keeper sold the small clock", "He sold the small clock", true},
		{"The [keeper](https://example.org/x) wound the clock.", "The keeper wound the clock.", "The keeper wound the clock.", false},
		{"The keeper[^1] wound the clock.\n\n[^1]: A note", "The keeper wound the clock.", "The keeper wound the clock.", false},
		{"The key<!-- so -->stone", "keystone", "The keystone", false},
		{"key**stone**", "keystone", "keystone", false},
		{"Caf&eacute; here", "café", "Café", false},
		{"So.", "Caf&eacute;", "Café", true},
		{"So.", "Café", "cafe\u0301", true},
		{"So.", "Quill**wort**", "Quillwort", true},
		{"Ada.", "![Ada](x.png)", "Ada", false},
		{"The clock.", "clock", "the<b>clock</b>s", false},
	} {
		a := newAudit(t, fmt.Sprintf("-- clocks/body.md --\n---\nkind: body\ntitle: Committee\nshort: Clocks\nprefix: CLK\nclassification: GREEN\n---\n%s\n\n:::amber\n%s\n:::\n",
			test.public, strings.ReplaceAll(test.withheld, "![Ada](x.png)", "Ada")))
		if got := told(a, "x/index.html", page("<p>"+test.shown+"</p>")); (got != "") != test.leak {
			t.Errorf("public %q, withheld %q, shown %q: leak %v, found %q", test.public, test.withheld, test.shown, test.leak, got)
		}
	}
}

// TestDayOfTheSite holds that the day that all pages show is no leak, though it is withheld somewhere; on some pages it is.
func TestDayOfTheSite(t *testing.T) {
	shown := page("<p>As at <time datetime=\"2026-04-05\">5 April 2026</time></p>")
	for _, test := range []struct {
		pages [][]byte
		want  int
	}{{[][]byte{shown, shown, shown}, 0}, {[][]byte{shown, page("<p>So</p>"), shown}, 2}} {
		a := newAudit(t, everything)
		for i, p := range test.pages {
			a.Look(fmt.Sprintf("p%d/index.html", i), p)
		}
		if got := a.Findings(); len(got) != test.want {
			t.Errorf("%d findings, not %d: %v", len(got), test.want, got)
		}
	}
}

// TestAttachments holds what is found of a withheld attachment, and that what also stands in a published one is not.
func TestAttachments(t *testing.T) {
	secret := noise(1, 4000)
	copy(secret, "\x89PNG\r\n\x1a\n")
	shared := noise(2, 2000)
	public := append(noise(3, 500), shared...)
	text := []byte("owner,cost\nQuillwort,9\n")
	a := newAudit(t, everything,
		Attachment{Path: "clocks/files/plan.png", Data: append(bytes.Clone(secret), shared...)},
		Attachment{Path: "clocks/files/prices.csv", Data: text},
		Attachment{Path: "clocks/files/logo.png", Published: true, Data: public})
	sum := sha256.Sum256(text)
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"the file":              {append(bytes.Clone(secret), shared...), "plan.png"},
		"a piece of it":         {append(noise(4, 33), secret[1000:1200]...), "plan.png"},
		"in base64":             {[]byte(`<img src="data:image/png;base64,` + base64.StdEncoding.EncodeToString(secret) + `">`), "plan.png, in base64"},
		"its text":              {[]byte("<td>quillwort</td>"), "prices.csv:2:1"},
		"its digest":            {[]byte(`{"prices": "` + hex.EncodeToString(sum[:]) + `"}`), "prices.csv"},
		"its digest, in base64": {[]byte(`integrity="sha256-` + base64.StdEncoding.EncodeToString(sum[:]) + `"`), "prices.csv, in base64"},
		"the published one":     {public, ""},
		"what both have":        {append(noise(5, 40), shared...), ""},
		"another file":          {noise(6, 4000), ""},
		"a published digest":    {[]byte(hex.EncodeToString(make([]byte, 32))), ""},
	} {
		got := told(a, "files/other.bin", test.data)
		if test.want == "" && got != "" || !strings.Contains(got, test.want) {
			t.Errorf("%s: found %q, not %q", name, got, test.want)
		}
	}
}

func noise(n byte, size int) []byte {
	var b []byte
	for sum := sha256.Sum256([]byte{n}); len(b) < size; sum = sha256.Sum256(sum[:]) {
		b = append(b, sum[:]...)
	}
	return b[:size]
}

// TestAuditUnread holds that what unpacks to more than can be looked through is a finding, and does not fill the memory.
func TestAuditUnread(t *testing.T) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	for range 65 {
		w.Write(make([]byte, 1<<20))
	}
	w.Close()
	a := newAudit(t, everything)
	a.Look("a.gz", b.Bytes())
	a.Look("b.gz", gzipped("small"))
	if got := a.Findings(); len(got) != 1 || got[0].File != "a.gz" || got[0].Withheld.Path != "" {
		t.Errorf("%v", got)
	}
}

// TestEveryKind holds that the walker knows each type of value that a key can have, and that no kind of file has one that
// it would fall over.
func TestEveryKind(t *testing.T) {
	known := map[string]bool{"Plain": true, "Value": true, "Ref": true, "Inline": true, "Date": true, "Due": true, "Clock": true, "Number": true, "Flag": true, "Label": true}
	var look func(where string, fields []document.Field)
	look = func(where string, fields []document.Field) {
		for _, f := range fields {
			if len(f.Fields) == 0 && !known[f.Value] {
				t.Errorf("%s %s is a %s, which the audit does not know", where, f.Key, f.Value)
			}
			look(where+" "+f.Key, f.Fields)
		}
	}
	for _, kind := range append([]string{"site"}, document.Kinds...) {
		look(kind, document.Fields(kind))
	}
	for _, content := range []any{&document.Minutes{}, &document.Body{}, &document.Consultation{}, &document.Document{}, &document.Register{}, &document.Site{}} {
		w := &walker{yield: func(*passage) {}}
		w.value(reflect.ValueOf(content).Elem(), ruled{})
	}
}
