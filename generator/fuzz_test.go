package main

import (
	"maps"
	"strings"
	"testing"

	"minutebook/generator/classification"
)

// FuzzContent takes whole minutes through the whole of a build, with a RED item, phrase and action in them. They are refused,
// or they build, twice to the same bytes, and to the same bytes whatever stands in the withheld parts, none of which is there.
func FuzzContent(f *testing.F) {
	for _, s := range []string{
		"", "Text.", "- a\n- b", "[a]: https://example.org/", "[a] [^1]\n\n[^1]: note", "| a |\n|---|\n| 1 |", "BOD 01/01 and BOD_01_0107", "[[BOD 01/01]]",
		":amber[x]", ":::amber\nx\n:::", "### h\n\n### h", "<!-- note -->", "> quoted", "```\ncode\n```", "a\\", "&amp;", "[x](../body.md)", "[x](#item-1)",
	} {
		f.Add(s, s, s)
	}
	f.Fuzz(func(t *testing.T, front, text, withheld string) {
		if len(front)+len(text)+len(withheld) > 3000 || strings.Contains(front+text+withheld, "Quillwort") ||
			strings.ContainsAny(withheld, "\\[]\"\n") || strings.Contains(withheld, ":::") || strings.HasSuffix(strings.TrimRight(text, ":"), `\`) {
			return // marks and quotes around what is withheld are to stay what they are
		}
		one := fuzzed(front, text, "Quillwort "+withheld)
		again := fuzzed(front, text, "Quillwort "+withheld)
		other := fuzzed(front, text, "x")
		if !maps.Equal(one.files, again.files) {
			t.Fatal("two builds of the same are not the same")
		}
		for path, page := range one.files {
			if strings.Contains(page, "Quillwort") {
				t.Fatalf("%s shows the withheld word", path)
			}
		}
		if len(one.wrong) == 0 && len(other.wrong) == 0 && !maps.Equal(one.files, other.files) {
			t.Fatal("what is withheld changes the rest")
		}
		for _, d := range append(one.wrong, other.wrong...) {
			if strings.Contains(d.Message+d.Hint, "Quillwort") {
				t.Fatalf("quoted: %v", d)
			}
		}
	})
}

func fuzzed(front, text, withheld string) built {
	indented := strings.ReplaceAll(front, "\n", "\n      ")
	return buildTexts(map[string]string{
		"site.yaml":    "title: Minutes\nurl: https://minutes.example.org/\npublish: GREEN\ncontact: a@example.org\ntime_zone: Europe/London\nwithheld: { RED: silent }\n",
		"body/body.md": "---\nkind: body\ntitle: Body\nshort: Body\nprefix: BOD\nclassification: GREEN\n---\n",
		"body/minutes/1.md": "---\nkind: minutes\nref: BOD_01_0107\nnumber: 1\ndate: 2016-07-01\nclassification: GREEN\nstate: approved\nactions:\n" +
			"  - ref: BOD 01/01\n    item: 1\n    owner: \"A :red[" + withheld + "] B\"\n    text: |\n      x " + indented + "\n" +
			"  - ref: BOD 01/02\n    item: 2\n    text: \"" + withheld + "\"\n---\n" +
			"## 1. One\n\n" + text + " :red[" + withheld + "] " + text + "\n\n:::red\n## 2. " + withheld + "\n\n" + withheld + "\n:::\n\n## 3. Three\n\n" + text + "\n",
	}, classification.Green, false, false, "2016-11-01")
}
