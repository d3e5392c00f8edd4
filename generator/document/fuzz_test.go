package document

import (
	"regexp"
	"strings"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

var labelLine = regexp.MustCompile(`(?m)^classification: *"?'?(TLP:)?(WHITE|CLEAR|GREEN|AMBER|AMBER\+STRICT|RED)"?'? *( #.*)?$`)

// FuzzFrontMatter reads any bytes as a file. No message says the word that stands in values; and a file without an error
// has the label that a person finds in it with a look: on a line of its own, before the first line "---" but one.
func FuzzFrontMatter(f *testing.F) {
	const minutes = "kind: minutes\nref: BOD_01_0107\nnumber: 1\ndate: 2016-07-01\nstate: approved\nvenue: Quillwort\n"
	for _, s := range []string{
		"---\n" + minutes + "classification: GREEN\n---\nQuillwort\n", "\ufeff---\r\n" + minutes + "classification: RED\r\n---\r\n",
		"---\n" + minutes + "---\n", "---\n" + minutes + " ---\nclassification: GREEN\n---\n", "---\n" + minutes + "classification: &a GREEN\nvenue: *a\n---\n",
		"---\n" + minutes + "classification: GREEN\nclassification: RED\n---\n", "---\n" + minutes + "classification: !!str GREEN\n---\n",
		"---\n" + minutes + "classification: green Quillwort\n---\n", "---\n" + minutes + "classification: GREEN\n...\n---\n", "--- \n" + minutes,
		"---\nkind: body\ntitle: \"Quillwort: \\u0041\"\nshort: B\nprefix: BOD\nclassification: \"GREEN\"\n---\ntext\n",
		"---\nkind: register\ntitle: >-\n  Quillwort\n  two\nclassification: WHITE\nentries:\n  - { ref: R-1, title: Quillwort, x: Quillwort }\n---\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var r source.Report
		file := Read("body/a.md", data, &r)
		for _, d := range r.All() {
			if strings.Contains(d.Message+d.Hint, "Quillwort") {
				t.Fatalf("quoted: %v", d)
			}
			if d.Line < 0 || d.Column < 0 || d.Line > strings.Count(string(data), "\n")+2 {
				t.Fatalf("no such place: %v", d)
			}
		}
		if len(r.Errors()) > 0 {
			return
		}
		text := strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
		rest, ok := strings.CutPrefix(text, "---\n")
		front, _, closed := strings.Cut("\n"+rest+"\n", "\n---\n")
		if !ok || !closed {
			t.Fatalf("accepted without front matter: %q", data)
		}
		found := labelLine.FindAllStringSubmatch(front, -1)
		if len(found) == 0 {
			return // written in a way that this simple look does not know, such as on several lines
		}
		want, _ := classification.Parse(found[0][2])
		if len(found) == 1 && file.Common.Classification.Label != want {
			t.Fatalf("read as %v: %q", file.Common.Classification.Label, data)
		}
	})
}
