package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"minutebook/generator/document"
)

const goldenSchema = "testdata/schema.json"

func printedSchema(t *testing.T) []byte {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run([]string{"schema"}, &out, &errs); code != exitDone {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	return out.Bytes()
}

func TestSchemaGolden(t *testing.T) {
	got := string(printedSchema(t))
	if *update {
		writeFile(t, goldenSchema, got)
	}
	if diff := cmp.Diff(readFile(t, goldenSchema), got); diff != "" {
		t.Errorf("go test -run TestSchemaGolden -update writes the new one (-was +is):\n%s", diff)
	}
}

func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(printedSchema(t)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("minutebook.json", read); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("minutebook.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// value is a node of YAML as an editor understands it: by YAML 1.2, in which a date is a string.
func nodeValue(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch n.Kind {
	case yaml.DocumentNode:
		return nodeValue(t, n.Content[0])
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			m[n.Content[i].Value] = nodeValue(t, n.Content[i+1])
		}
		return m
	case yaml.SequenceNode:
		list := []any{}
		for _, item := range n.Content {
			list = append(list, nodeValue(t, item))
		}
		return list
	}
	switch n.ShortTag() {
	case "!!int", "!!float":
		return json.Number(n.Value)
	case "!!bool":
		return n.Value == "true"
	case "!!null":
		return nil
	}
	return n.Value
}

func validate(t *testing.T, s *jsonschema.Schema, front string) error {
	t.Helper()
	var n yaml.Node
	if err := yaml.Load([]byte(front), &n); err != nil {
		t.Fatal(err)
	}
	return s.Validate(nodeValue(t, &n))
}

// All front matter that is right by check is right by the schema.
func TestSchemaAcceptsContent(t *testing.T) {
	s := compiledSchema(t)
	files := 0
	for _, dir := range []string{"../content", "testdata/script/committee"} {
		err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			text := readFile(t, dir+"/"+p)
			switch {
			case strings.HasSuffix(p, ".md"):
				_, rest, _ := strings.Cut(text, "---\n")
				text, _, _ = strings.Cut(rest, "\n---\n")
			case p != "site.yaml" && p != document.HolidaysFile:
				return nil
			}
			files++
			if err := validate(t, s, text); err != nil {
				t.Errorf("%s/%s: %v", dir, p, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 20 {
		t.Errorf("only %d files were looked at", files)
	}
}

// What editors should underline, and what they should not.
func TestSchemaMistakes(t *testing.T) {
	s := compiledSchema(t)
	minutes := "kind: minutes\nref: CLK_04_1301\nnumber: 4\ndate: 2026-01-13\nclassification: GREEN\nstate: approved\n"
	site := "title: Minutes\nurl: https://minutes.example.org/\npublish: GREEN\ncontact: a@example.org\ntime_zone: Europe/London\n"
	holidays := "calendar: England and Wales\ndays:\n  2026-12-25: Christmas Day\n  2026-12-28: Boxing Day\n"
	register := "kind: register\ntitle: Risks\nclassification: GREEN\n"
	for _, right := range []string{
		minutes, site, register, holidays,
		"calendar: Nowhere\ndays: {}\n",
		minutes + "start: \"10:00\"\n",
		minutes + "venue: 12\n",
		minutes + "actions: [{ ref: CLK 04/01, text: Oil it., due: next meeting }, { ref: CLK 04/02, text: Oil it., due: 2026-02-01 }, { ref: CLK 04/03, text: Oil it., due: CLK_05_1002 }]\n",
		strings.Replace(minutes, "GREEN", "TLP:AMBER+STRICT", 1),
		strings.Replace(minutes, "GREEN", "CLEAR", 1),
		site + "withheld: { AMBER: silent, AMBER+STRICT: notice }\n",
		register + "columns: [{ key: place, title: Place }]\nentries: [{ ref: R01, title: It, place: Tower, owner: Keeper }]\n",
		"kind: document\nref: DOC\ntitle: A document\nclassification: RED\nversions: [{ version: 1.0, state: draft }]\n",
	} {
		if err := validate(t, s, right); err != nil {
			t.Errorf("refused:\n%s%v", right, err)
		}
	}
	for _, wrong := range []string{
		"title: nothing else\n",
		"kind: minuets\nclassification: GREEN\n",
		"kind: [minutes]\nclassification: GREEN\n",
		strings.Replace(minutes, "classification: GREEN\n", "", 1),
		strings.Replace(minutes, "GREEN", "Green", 1),
		strings.Replace(minutes, "GREEN", "GREN", 1),
		strings.Replace(minutes, "ref: CLK_04_1301\n", "", 1),
		strings.Replace(minutes, "CLK_04_1301", "CLK 04 1301", 1),
		strings.Replace(minutes, "number: 4", "number: \"4\"", 1),
		strings.Replace(minutes, "number: 4", "number: 0", 1),
		strings.Replace(minutes, "2026-01-13", "13.1.2026", 1),
		strings.Replace(minutes, "2026-01-13", "2026-13-01", 1),
		strings.Replace(minutes, "approved", "aproved", 1),
		minutes + "clasification: RED\n",
		minutes + "venue:\n",
		minutes + "draft: \"true\"\n",
		minutes + "start: \"9:30\"\n",
		minutes + "actions: { ref: CLK 04/01, text: Oil it. }\n",
		minutes + "actions: [{ ref: CLK 4/1, text: Oil it. }]\n",
		minutes + "actions: [{ ref: CLK 04/01 }]\n",
		minutes + "actions: [{ ref: CLK 04/01, text: Oil it., due: soon }]\n",
		minutes + "actions: [{ ref: CLK 04/01, text: Oil it., classificaton: RED }]\n",
		minutes + "decisions: [{ ref: CLK 04/01, verb: AGREED, text: It. }]\n",
		minutes + "decisions: [{ ref: CLK 04/D01, verb: agreed, text: It. }]\n",
		minutes + "papers: [{ ref: CLK_04_1301_1, title: It }]\n",
		"kind: document\nref: doc\ntitle: A document\nclassification: RED\n",
		"kind: document\nref: DOC\nclassification: RED\n",
		register + "entries: [{ ref: R01, title: It, history: [{ text: It. }] }]\n",
		register + "entries: [{ ref: R01, title: It, place: [Tower] }]\n",
		strings.Replace(site, "publish: GREEN", "publish: AMBER", 1),
		strings.Replace(site, "publish: GREEN\n", "", 1),
		site + "withheld: { AMBER: quiet }\n",
		site + "kind: site\n",
		strings.Replace(holidays, "calendar: England and Wales\n", "", 1),
		strings.Replace(holidays, "2026-12-25", "25.12.2026", 1),
		strings.Replace(holidays, "Christmas Day", "", 1),
		holidays + "classification: RED\n",
	} {
		if err := validate(t, s, wrong); err == nil {
			t.Errorf("accepted:\n%s", wrong)
		}
	}
}

// Every key that kinds.go has is told what it is for.
func TestEveryKeyHasADescription(t *testing.T) {
	var look func(where string, fields []document.Field)
	look = func(where string, fields []document.Field) {
		for _, f := range fields {
			if f.Doc == "" {
				t.Errorf("%s.%s has no doc", where, f.Key)
			}
			look(where+"."+f.Key, f.Fields)
		}
	}
	for _, kind := range append([]string{"site", "holidays"}, document.Kinds...) {
		if len(document.Fields(kind)) == 0 {
			t.Errorf("%s has no keys", kind)
		}
		look(kind, document.Fields(kind))
	}
	if document.Fields("nonsense") != nil {
		t.Error("a kind that is none has keys")
	}
}
