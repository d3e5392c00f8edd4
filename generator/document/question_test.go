package document

import (
	"testing"

	"minutebook/generator/source"
)

// A value may end in a question mark, as titles of consultations do; a key may not begin with one.
func TestQuestionMarks(t *testing.T) {
	for text, refused := range map[string]bool{
		"---\nkind: register\ntitle: When?\nclassification: GREEN\n---\n":                             false,
		"---\nkind: register\ntitle: \"When?\"\nclassification: GREEN\n---\n":                         false,
		"---\nkind: register\ntitle: When\n? classification\n: GREEN\n---\n":                          true,
		"---\nkind: register\ntitle: When\nclassification: GREEN\nentries: [{ ? ref\n  : A }]\n---\n": true,
	} {
		var r source.Report
		Read("b/x.md", []byte(text), &r)
		front := false
		for _, d := range r.All() {
			front = front || d.Code == "front-yaml"
		}
		if front != refused {
			t.Errorf("%s: refused %v, want %v: %v", text, front, refused, r.All())
		}
	}
}
