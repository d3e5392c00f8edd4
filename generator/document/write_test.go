package document

import (
	"io/fs"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// sameContent compares what two files say, wherever in them it stands.
var sameContent = cmp.Options{
	cmpopts.IgnoreTypes(source.Pos{}),
	cmp.Transformer("text", func(i Inline) string { return i.Redact(markdown.Everything) }),
	cmp.Transformer("flag", func(f Flag) [2]bool { return [2]bool{f.At.Line > 0, f.Value} }),
	cmpopts.EquateEmpty(),
}

// checkWritten reads a file, writes what it says, and reads that: it says the same, and is written the same again.
func checkWritten(t *testing.T, path string, data []byte) (right bool) {
	t.Helper()
	var r source.Report
	file := Read(path, data, &r)
	if len(r.Errors()) > 0 {
		return false
	}
	written := Write(file.Content, file.Text, markdown.Everything)
	again := Read(path, written, &r)
	if len(r.Errors()) > 0 {
		t.Fatalf("written as\n%s\nit is refused: %v", written, r.Errors())
	}
	if diff := cmp.Diff(file.Content, again.Content, sameContent); diff != "" {
		t.Fatalf("written as\n%s\n-read +read again\n%s", written, diff)
	}
	if got, want := again.Text.Redact(markdown.Everything), file.Text.Redact(markdown.Everything); got != want {
		t.Fatalf("the text is written as\n%s\ninstead of\n%s", got, want)
	}
	if twice := Write(again.Content, again.Text, markdown.Everything); string(twice) != string(written) {
		t.Fatalf("written as\n%s\nand that as\n%s", written, twice)
	}
	return true
}

// TestWriteContent holds that of the files that are there, each says the same when it is made anew.
func TestWriteContent(t *testing.T) {
	for _, dir := range []string{"../../content", "../testdata/script/committee"} {
		n := 0
		err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || !strings.HasSuffix(p, ".md") {
				return err
			}
			data, err := os.ReadFile(dir + "/" + p)
			if n++; err == nil && !checkWritten(t, p, data) {
				t.Errorf("%s has errors", p)
			}
			return err
		})
		if err != nil || n == 0 {
			t.Errorf("%d files in %s, %v", n, dir, err)
		}
	}
}

// FuzzWrite does the same for any bytes that can be read.
func FuzzWrite(f *testing.F) {
	for _, s := range []string{
		"---\nkind: minutes\nref: BOD_01_0107\nnumber: 1\ndate: 2016-07-01\nstate: approved\nclassification: TLP:CLEAR\nstart: '09:00'\nvenue: 'yes'\ndraft: false\n" +
			"attendance: [{ name: '~' }]\nactions:\n  - { ref: BOD 01/01, text: >-\n      a\n\n      b, owner: \"<!-- x --> :amber[\\t]\", item: 1, due: next meeting }\nupdates:\n- ref: R-1\n  status: \"1\"\n  reopens: true\n---\n\n## 1. A\n",
		"---\nkind: register\ntitle: |\n  a\n  b\nclassification: RED\nstatuses: ['no', \"- a\"]\ncolumns: [{key: '1', title: x}, {key: 'a: b', title: y}]\nentries:\n  - { ref: R, title: z, '1': '2', 'a: b': '#', history: [{ date: 2016-01-01, text: c }] }\n---\n",
		"---\nkind: body\ntitle: B\nshort: ' B '\nprefix: BB\nclassification: AMBER+STRICT\nmembers: [{ name: N, voting: false }]\n---\n---\ntext\n",
		"---\nkind: consultation\nref: C1\ntitle: \"\\u00e9\\u2009\"\nclassification: WHITE\nversion: 0.1\nopens: 2016-01-01\nfeedback: { date: \"2016-02-01\", text: '\\:amber[x]', classification: AMBER }\n---\n<!-- x -->\n\n:::red\nx\n:::",
		"---\nkind: document\nref: D1\ntitle: <!-- x -->\nclassification: WHITE\nversions: [{ version: 1.0, note: \"a\\nb\" }]\n---\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) { checkWritten(t, "body/a.md", data) })
}

// TestWrite shows what is written, in full.
func TestWrite(t *testing.T) {
	const in = "---\n# Nobody's.\nclassification: 'GREEN' # nor this\nkind: minutes\n\nnumber: 25\nref: \"SECPMA_25_1207\"\ndate: 2016-07-12\nstart: \"12:00\"\nstate: approved\n" +
		"attendance: [{ as: Chair, name: \"Hextall, Gordon\", classification: TLP:AMBER }]\n" +
		"updates:\n  - text: >-\n      Went\n      on, at :amber[£5].\n    status: ongoing\n    ref: SECPMA 22/04\n    due: 2016-09-30\n    reopens: true\n---\nText, <!-- note -->at :amber[£5].\n"
	const want = `---
kind: minutes
ref: SECPMA_25_1207
classification: GREEN
number: 25
date: 2016-07-12
start: "12:00"
state: approved
attendance:
  - name: "Hextall, Gordon"
    as: Chair
    classification: AMBER
updates:
  - ref: SECPMA 22/04
    status: ongoing
    text: "Went on, at :amber[]."
    due: 2016-09-30
    reopens: true
---
Text, at :amber[].
`
	var r source.Report
	file := Read("b/a.md", []byte(in), &r)
	if len(r.All()) > 0 {
		t.Fatal(r.All())
	}
	got := Write(file.Content, file.Text, markdown.Reading{Clearance: classification.UpTo(classification.Green)})
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
	site := ReadSite("site.yaml", []byte("withheld: { AMBER+STRICT: notice, RED: silent }\npublish: TLP:GREEN\ntitle: \"Minutes: all\"\nurl: https://a.example/\ncontact: a@a.example\ntime_zone: Europe/London\n"), &r)
	const wantSite = "title: \"Minutes: all\"\nurl: \"https://a.example/\"\npublish: GREEN\ncontact: \"a@a.example\"\ntime_zone: Europe/London\nwithheld:\n  AMBER+STRICT: notice\n  RED: silent\n"
	if diff := cmp.Diff(wantSite, string(WriteSite(site))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// TestEverythingListedIsAnEntry holds that what front matter lists, but for single values, can have a label of its own, by
// which Prune knows it.
func TestEverythingListedIsAnEntry(t *testing.T) {
	var look func(of reflect.Type)
	look = func(of reflect.Type) {
		for _, f := range fieldsOf(of) {
			value := of.FieldByIndex(f.index).Type
			if value.Kind() == reflect.Slice {
				value = value.Elem()
			}
			if value.Kind() == reflect.Map || reflect.PointerTo(value).Implements(reflect.TypeFor[valuer]()) {
				continue
			}
			if look(value); !isEntry(value) {
				t.Errorf("%s of a %s has no label", f.key, of.Name())
			}
		}
	}
	for _, kind := range Kinds {
		look(reflect.TypeOf(contentOf(kind)).Elem())
	}
}
