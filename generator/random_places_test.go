package main

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/document"
)

// textPlaces are those in the text below the front matter, which every kind of file has.
var textPlaces = []string{
	"a block", "a block in a block",
	"a heading as a whole", "a paragraph as a whole", "a list as a whole", "a table as a whole", "a quotation as a whole", "a block of code as a whole",
	"a definition of a link as a whole", "a footnote as a whole", "a reference of a footnote",
	"a phrase in a paragraph", "a phrase in a heading", "a phrase in a list", "a phrase in a table", "a phrase in a quotation", "a phrase in a block of code",
	"a phrase in a definition of a link", "a phrase in a footnote",
	"a phrase in a phrase", "a phrase in bold or the like", "a phrase in code",
	"a phrase in the text of a link", "a phrase in an address", "a phrase in the place of an address", "a phrase in the title of a link",
}

// labelledPlaces are the others where a label of its own withholds what stands there.
var labelledPlaces = []string{
	"a whole file", "a document on request",
	"a member", "an attendee", "a paper", "a paper on request", "an action", "a decision", "an update", "a statement", "a version", "a column", "an entry", "an event",
	"an item", "an item in two marks", "a phrase in the title of an item",
	"a phrase in the title of a body", "a phrase in the title of a consultation", "a phrase in the title of a document", "a phrase in the title of a register",
	"a phrase in the title of a paper", "a phrase in the title of a column", "a phrase in the title of an entry",
	"a phrase in the text of an action", "a phrase in the owner of an action", "a phrase in the text of a decision",
	"a phrase in the text of an update", "a phrase in the owner in an update",
	"a file", "a file that is published",
	"a phrase in the text of a statement", "a phrase in the note of a version", "a phrase in the owner of an entry", "a phrase in the text of an event",
}

// heldPlaces are those that what holds them withholds.
var heldPlaces = []string{
	"a draft", "a file of a withheld body", "an update of what is withheld", "a printed ref", "a value of a column", "a former address",
	"the name of a file", "the name of a folder", "the name of an attachment", "what a picture does not show",
}

// shapes are what marks of labels above the ceiling look like where they touch each other, or the ends of a text.
var shapes = map[string]*regexp.Regexp{
	"two blocks with nothing between":        regexp.MustCompile(`(?m)^:::\n\s*:::(?:amber(?:\+strict)?|red)$`),
	"two blocks with text between":           regexp.MustCompile(`(?m)^:::\n\s*[^:\s].*\n\s*:::(?:amber(?:\+strict)?|red)$`),
	"a block at the beginning of a text":     regexp.MustCompile(`(?m)^---\n\s*:::(?:amber(?:\+strict)?|red)\n`),
	"a block at the end of a text":           regexp.MustCompile(`(?m)^:::\n\s*\z`),
	"a block directly behind another's text": regexp.MustCompile(`(?m)^[^:\s].*\n:::(?:amber(?:\+strict)?|red)$`),
	"an empty block":                         regexp.MustCompile(`(?m)^:::(?:amber(?:\+strict)?|red)\n\s*:::$`),
	"two phrases with nothing between":       regexp.MustCompile(`\]:(?:amber(?:\+strict)?|red)\[`),
	"a phrase directly behind a word":        regexp.MustCompile(`\w:(?:amber(?:\+strict)?|red)\[`),
	"an empty phrase":                        regexp.MustCompile(`:(?:amber(?:\+strict)?|red)\[\]`),
	"a phrase at the beginning of a line":    regexp.MustCompile(`(?m)^:(?:amber(?:\+strict)?|red)\[`),
	"a phrase at the end of a line":          regexp.MustCompile(`(?m):(?:amber(?:\+strict)?|red)\[[^\[\]]*\]$`),
}

// changes are lines, by what stands in them, that the withheld parts of two versions have for themselves.
var changes = []string{
	"owner: ", "status: ", "state: ", "date: ", "due: ", "text: ", "title: ", "name: ", "number: ", "ref: ", "opens: ", "closes: ", "supersedes: ", "approves: ",
	"prefix: ", "version: ", "note: ", "key: ", "meeting: ", "formerly: ", "draft: ", "available: ", "classification: ",
	"[d1]: ", "[^n1]: ", "### ", "## ", "| ", "> ", "```", "<!--", "https://example.org/",
}

// TestRandomContentReachesEveryPlace holds that the contents of the two-run test have something withheld at every place
// where text can stand, under every label, in every kind of file; that marks touch in every way; and that what is withheld
// differs between the versions in everything that it can say.
func TestRandomContentReachesEveryPlace(t *testing.T) {
	const seeds = 300
	places, labelled, kinds := map[string]int{}, map[string]int{}, map[string]int{}
	shaped, changed := map[string]int{}, map[string]int{}
	for seed := uint64(1); seed <= seeds; seed++ {
		p := newPair(seed)
		for at, n := range p.reached {
			places[at.place] += n
			labelled[at.place+", "+at.label.String()] += n
			kinds[at.kind+": "+at.place] += n
		}
		one, other := p.content[first].texts(nil), p.content[second].texts(nil)
		for _, text := range one {
			for name, shape := range shapes {
				shaped[name] += len(shape.FindAllString(text, -1))
			}
		}
		for _, change := range changes {
			if lines(one, change) != lines(other, change) {
				changed[change]++
			}
		}
		if len(one) != len(other) {
			changed["the number of files"]++
		}
		if lines(one, "") != lines(other, "") {
			changed["the number of lines"]++
		}
	}
	want := func(what string, n int) {
		t.Logf("%6d  %s", n, what)
		if n == 0 {
			t.Errorf("in %d seeds, never: %s", seeds, what)
		}
	}
	for _, place := range slices.Concat(textPlaces, labelledPlaces) {
		for _, l := range classification.Labels[1:] {
			want(place+", "+l.String(), labelled[place+", "+l.String()])
		}
	}
	for _, place := range heldPlaces {
		want(place, places[place])
	}
	for _, kind := range document.Kinds {
		for _, place := range textPlaces {
			want(kind+": "+place, kinds[kind+": "+place])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(shapes)) {
		want(name, shaped[name])
	}
	for _, change := range append(changes, "the number of files", "the number of lines") {
		want("versions differ in "+change, changed[change])
	}
	for place := range places {
		if !slices.Contains(slices.Concat(textPlaces, labelledPlaces, heldPlaces), place) {
			t.Errorf("%s is in no list here", place)
		}
	}
}

// lines are all that have a mark in them, sorted; of the empty mark, how many there are.
func lines(texts map[string]string, mark string) string {
	var found []string
	n := 0
	for _, text := range texts {
		for line := range strings.Lines(text) {
			if n++; mark != "" && strings.Contains(line, mark) {
				found = append(found, line)
			}
		}
	}
	if mark == "" {
		return strconv.Itoa(n)
	}
	slices.Sort(found)
	return strings.Join(found, "")
}
