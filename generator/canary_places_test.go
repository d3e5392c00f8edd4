package main

import "strings"

// A placement is a place where withheld text can stand. What it consists of stands in a folder of its own, so that no
// placement has a say in what is shown of another.
//
// In its files {word} is the placement's canary, {lower} the same in lower case, {LABEL} and {label} are the label on which it depends whether readers may
// have it, as front matter and as marks write it, and {draft} is whether it is still a draft. {folder} is the folder,
// {P} the prefix of its body. Everything else is WHITE.
type placement struct {
	name  string
	why   string            // what withholds it
	files map[string]string // by path; where there is no body.md, a WHITE one is put in
	kind  placementKind
}

type placementKind uint8

const (
	shown  placementKind = iota // to those who may read it
	named                       // the same; and a ref, a key or a path, which commands may name to drafters
	hidden                      // shown to nobody, and named to nobody
	pathed                      // shown to nobody; a path, which commands may name to drafters
)

// The files that placements consist of.

func one(path, text string) map[string]string { return map[string]string{path: text} }

// and adds a file.
func and(files map[string]string, path, text string) map[string]string {
	files[path] = text
	return files
}

func textOf(text string) map[string]string {
	return one("{folder}/text.md", "---\nkind: document\nref: {P}1\ntitle: Document\nclassification: WHITE\n---\n"+text+"\n")
}

func docOf(front, text string) map[string]string {
	return one("{folder}/text.md", "---\nkind: document\nref: {P}1\n"+front+"---\n"+text+"\n")
}

func meetingOf(front, text string) map[string]string {
	return one("{folder}/1.md", "---\nkind: minutes\nref: {P}_01_0501\nnumber: 1\ndate: 2016-01-05\nstate: approved\n"+front+"---\n"+text+"\n")
}

func whiteMeeting(front, text string) map[string]string {
	return meetingOf("classification: WHITE\n"+front, text)
}

func consultationOf(front string) map[string]string {
	return one("{folder}/con.md", "---\nkind: consultation\nref: {P}CON\n"+front+"---\n")
}

func registerOf(front string) map[string]string {
	return one("{folder}/reg.md", "---\nkind: register\n"+front+"---\n")
}

func whiteRegister(front string) map[string]string {
	return registerOf("title: Register\nclassification: WHITE\n" + front)
}

func bodyOf(front, text string) map[string]string {
	return one("{folder}/body.md", "---\nkind: body\nprefix: {P}\n"+front+"---\n"+text+"\n")
}

const (
	action        = "actions:\n  - { ref: {P} 01/01, owner: Somebody, text: Something, due: 2016-03-01 }\n"
	decision      = "decisions:\n  - { ref: {P} 01/D01, verb: AGREED, text: Something }\n"
	secondMeeting = "---\nkind: minutes\nref: {P}_02_0202\nnumber: 2\ndate: 2016-02-02\nstate: approved\nclassification: WHITE\n"
)

// placements are all of them. A row says the name, what withholds the word, and the content around it.
var placements = []placement{
	// Marks in text.
	{"block", "its mark", textOf("Before.\n\n:::{label}\nThe {word}.\n:::\n\nBehind."), shown},
	{"second of several blocks with public text between", "its mark", textOf(":::white\nOne.\n:::\n\nBetween.\n\n:::{label}\nThe {word}.\n:::\n\nBetween.\n\n:::white\nThree.\n:::"), shown},
	{"last of blocks without text between", "its mark", textOf(":::white\nOne.\n:::\n:::{label}\nTwo.\n:::\n:::{label}\nThe {word}.\n:::"), shown},
	{"block in a block", "the inner mark", textOf(":::white\nOuter.\n\n:::{label}\nThe {word}.\n:::\n\nOuter.\n:::"), shown},
	{"block of a low label in a block", "the outer mark", textOf(":::{label}\nOuter.\n\n:::white\nThe {word}.\n:::\n:::"), shown},
	{"text behind a block in a block", "the outer mark", textOf(":::{label}\n:::white\nInner.\n:::\n\nThe {word}.\n:::"), shown},
	{"block at the end of a file", "its mark", textOf("Before.\n\n:::{label}\nThe {word}.\n:::"), shown},
	{"heading in a block", "the block's mark", textOf(":::{label}\n## The {word}\n:::\n\n## The other"), shown},
	{"list in a block", "the block's mark", textOf("- One\n- Two\n\n:::{label}\n- The {word}\n:::\n\n- Three"), shown},
	{"table in a block", "the block's mark", textOf(":::{label}\n| A | B |\n|---|---|\n| a | the {word} |\n:::"), shown},
	{"quotation in a block", "the block's mark", textOf(":::{label}\n> The {word}.\n:::"), shown},
	{"code in a block", "the block's mark", textOf(":::{label}\n```\nthe {word}\n```\n:::"), shown},
	{"indented code in a block", "the block's mark", textOf(":::{label}\n\n    the {word}\n\n:::"), shown},
	{"link in a block", "the block's mark", textOf(":::{label}\n[A link](https://example.org/{word})\n:::"), shown},
	{"phrase", "its mark", textOf("It came to :{label}[the {word}] in all."), shown},
	{"phrase in a phrase", "the inner mark", textOf("It :white[came to :{label}[the {word}]] in all."), shown},
	{"phrase of a low label in a phrase", "the outer mark", textOf("It :{label}[came to :white[the {word}]] in all."), shown},
	{"second phrase of a line", "its mark", textOf("It :white[came] to :{label}[the {word}], :white[in all]."), shown},
	{"phrase over a line end", "its mark", textOf("It came to :{label}[a\n{word}] in all."), shown},
	{"phrase in bold", "its mark", textOf("It **came to :{label}[the {word}]** in all."), shown},
	{"bold in a phrase", "its mark", textOf("It came to :{label}[**the {word}**] in all."), shown},
	{"phrase in struck text", "its mark", textOf("It ~~came to :{label}[the {word}]~~ in all."), shown},
	{"phrase in a heading", "its mark", textOf("## Of :{label}[the {word}]\n\nText."), shown},
	{"phrase in a heading with a line below", "its mark", textOf("Of :{label}[the {word}]\n---\n\nText."), shown},
	{"phrase in a list item", "its mark", textOf("- One\n- Of :{label}[the {word}]\n  - Inner"), shown},
	{"phrase in an inner list", "its mark", textOf("1. One\n   - Of :{label}[the {word}]\n2. Two"), shown},
	{"phrase in a table cell", "its mark", textOf("| A | B |\n|---|--:|\n| a | :{label}[the {word}] |"), shown},
	{"phrase in the head of a table", "its mark", textOf("| A | :{label}[the {word}] |\n|---|---|\n| a | b |"), shown},
	{"phrase in a quotation", "its mark", textOf("> One.\n> Of :{label}[the {word}].\nLazy."), shown},
	{"phrase in code", "its mark", textOf("Type `go :{label}[the {word}]`."), shown},
	{"phrase in a fence", "its mark", textOf("```\ngo :{label}[the {word}]\n```"), shown},
	{"phrase in indented code", "its mark", textOf("Type:\n\n    go :{label}[the {word}]\n"), shown},
	{"text of a link", "its mark", textOf("[Of :{label}[the {word}]](https://example.org/)"), shown},
	{"part of an address", "its mark", textOf("[A link](https://example.org/:{label}[{word}]/x)"), shown},
	{"whole address", "its mark", textOf("[A link](:{label}[https://example.org/{word}])"), shown},
	{"whole link", "its mark", textOf("A :{label}[[link](https://example.org/{word})]."), shown},
	{"address that is its own text", "its mark", textOf("A :{label}[<https://example.org/{word}>]."), shown},
	{"mail address", "its mark", textOf("A :{label}[<{word}@example.org>]."), shown},
	{"title of a link", "its mark; titles are not shown", textOf("[A link](https://example.org/ \":{label}[the {word}]\")"), hidden},
	{"name of a link definition", "the block's mark", textOf(":::{label}\n[{word}]: https://example.org/\n\n[{word}]\n:::"), shown},
	{"address of a link definition", "the block's mark", textOf("[A link][d] and [d].\n\n:::{label}\n[d]: https://example.org/{word}\n:::"), shown},
	{"address in a link definition", "its mark", textOf("[A link][d].\n\n[d]: https://example.org/:{label}[{word}]"), shown},
	{"link definition that wins over a public one", "the block's mark", textOf(":::{label}\n[d]: https://example.org/{word}\n:::\n\n[A link][d].\n\n[d]: https://example.org/public"), shown},
	{"footnote in a block", "the block's mark", textOf("A note[^n].\n\n:::{label}\n[^n]: The {word}.\n:::"), shown},
	{"phrase in a footnote", "its mark", textOf("A note[^n].\n\n[^n]: Of :{label}[the {word}]."), shown},
	{"footnote of a withheld reference", "the block's mark", textOf(":::{label}\nA note[^n].\n\n[^n]: The {word}.\n:::"), shown},
	{"name of a footnote", "the block's mark; names are not shown", textOf(":::{label}\nA note[^{word}].\n\n[^{word}]: A note.\n:::"), hidden},
	{"language of code", "the block's mark; languages are not shown", textOf(":::{label}\n```{word}\ncode\n```\n:::"), hidden},
	{"comment", "it is one", textOf("Before <!-- the {word} --> and behind.\n\n<!--\nThe {word}.\n-->"), hidden},
	{"comment in a block", "it is one", textOf(":::{label}\nText. <!-- the {word} -->\n:::"), hidden},
	// Minutes.
	{"item", "the block around it", whiteMeeting("", "## 1. One\n\n:::{label}\n## 2. The {word}\n\nText.\n:::\n\n## 3. Three"), shown},
	{"text of an item", "the block around the item", whiteMeeting("", "## 1. One\n\n:::{label}\n## 2. Two\n\nThe {word}.\n:::"), shown},
	{"block in an item", "its mark", whiteMeeting("", "## 1. One\n\n:::{label}\nThe {word}.\n:::"), shown},
	{"phrase in the heading of an item", "its mark", whiteMeeting("", "## 1. Of :{label}[the {word}]"), shown},
	{"heading in an item", "the block's mark", whiteMeeting("", "## 1. One\n\n:::{label}\n### The {word}\n:::"), shown},
	{"text before the first item", "its mark", whiteMeeting("", ":::{label}\nThe {word}.\n:::\n\n## 1. One"), shown},
	{"footnote of minutes", "the block's mark", whiteMeeting("", "## 1. One\n\nA note[^n].\n\n:::{label}\n[^n]: The {word}.\n:::"), shown},
	{"minutes", "the file's label", meetingOf("classification: {LABEL}\n", "## 1. The {word}\n\nThe {word}."), shown},
	{"venue", "the file's label", meetingOf("classification: {LABEL}\nvenue: The {word}\n", ""), shown},
	{"venue of a meeting to come", "the file's label", one("{folder}/1.md", "---\nkind: minutes\nref: {P}_01_0501\nnumber: 1\ndate: 2027-01-05\nstate: scheduled\nclassification: {LABEL}\nvenue: The {word}\n---\n"), shown},
	{"paper of a meeting to come", "its label", one("{folder}/1.md", "---\nkind: minutes\nref: {P}_01_0501\nnumber: 1\ndate: 2027-01-05\nstate: scheduled\nclassification: WHITE\npapers:\n  - { ref: {P}_01_0501_01, title: The {word}, classification: {LABEL} }\n---\n"), shown},
	{"person attending", "its label", whiteMeeting("attendance:\n  - { name: The {word}, classification: {LABEL} }\n  - { name: Another }\n", ""), shown},
	{"capacity of a person", "the entry's label", whiteMeeting("attendance:\n  - { name: A, as: The {word}, classification: {LABEL} }\n", ""), shown},
	{"group of a person", "the entry's label", whiteMeeting("attendance:\n  - { name: A, group: The {word}, classification: {LABEL} }\n", ""), shown},
	{"paper", "its label", whiteMeeting("papers:\n  - { ref: {P}_01_0501_01, title: The {word}, classification: {LABEL} }\n", ""), shown},
	{"phrase in the title of a paper", "its mark", whiteMeeting("papers:\n  - { ref: {P}_01_0501_01, title: 'Of :{label}[the {word}]' }\n", ""), shown},
	{"title of a paper on request", "its label", whiteMeeting("papers:\n  - { ref: {P}_01_0501_01, title: The {word}, public_title: A paper, available: on request, classification: {LABEL} }\n", ""), shown},
	{"public title of a paper that nobody may ask for", "its label, and nothing says on request", whiteMeeting("papers:\n  - { ref: {P}_01_0501_01, title: A paper, public_title: The {word}, classification: {LABEL} }\n", ""), hidden},
	{"name of the file of a paper on request", "it is on request", and(whiteMeeting("papers:\n  - { ref: {P}_01_0501_01, title: A paper, available: on request, file: '{word}.pdf', classification: {LABEL} }\n", ""), "{folder}/{word}.pdf", "%PDF-1.4 {word}"), pathed},
	{"action", "its label", whiteMeeting("actions:\n  - { ref: {P} 01/01, owner: Somebody, text: The {word}, due: next meeting, classification: {LABEL} }\n", ""), shown},
	{"owner of an action", "the action's label", whiteMeeting("actions:\n  - { ref: {P} 01/01, owner: The {word}, text: Something, due: 2016-03-01, classification: {LABEL} }\n", ""), shown},
	{"what was printed as the ref of an action", "the action's label", whiteMeeting("actions:\n  - { ref: {P} 01/01, printed_as: '{word}', owner: A, text: T, due: 2016-03-01, classification: {LABEL} }\n", ""), shown},
	{"phrase in an action", "its mark", whiteMeeting("actions:\n  - { ref: {P} 01/01, owner: A, text: 'Of :{label}[the {word}]', due: 2016-03-01 }\n", ""), shown},
	{"phrase in an owner", "its mark", whiteMeeting("actions:\n  - { ref: {P} 01/01, owner: 'A :{label}[the {word}]', text: Something, due: 2016-03-01 }\n", ""), shown},
	{"comment in an action", "it is one", whiteMeeting("actions:\n  - { ref: {P} 01/01, owner: A, text: 'Something <!-- the {word} -->', due: 2016-03-01 }\n", ""), hidden},
	{"action of an item", "the block around the item", whiteMeeting("actions:\n  - { ref: {P} 01/01, item: 2, owner: A, text: The {word}, due: 2016-03-01 }\n", "## 1. One\n\n:::{label}\n## 2. Two\n:::"), shown},
	{"decision", "its label", whiteMeeting("decisions:\n  - { ref: {P} 01/D01, verb: AGREED, text: The {word}, classification: {LABEL} }\n", ""), shown},
	{"phrase in a decision", "its mark", whiteMeeting("decisions:\n  - { ref: {P} 01/D01, verb: AGREED, text: 'Of :{label}[the {word}]' }\n", ""), shown},
	{"what was printed as the ref of a decision", "the decision's label", whiteMeeting("decisions:\n  - { ref: {P} 01/D01, verb: AGREED, text: T, printed_as: '{word}', classification: {LABEL} }\n", ""), shown},
	{"decision of an item", "the block around the item", whiteMeeting("decisions:\n  - { ref: {P} 01/D01, item: 1, verb: AGREED, text: The {word} }\n", ":::{label}\n## 1. One\n:::"), shown},
	{"decision that supersedes a public one", "its label", and(whiteMeeting(decision, ""), "{folder}/2.md", secondMeeting+"decisions:\n  - { ref: {P} 02/D01, verb: AGREED, text: The {word}, supersedes: {P} 01/D01, classification: {LABEL} }\n---\n"), shown},
	{"update", "its label", and(whiteMeeting(action, ""), "{folder}/2.md", secondMeeting+"updates:\n  - { ref: {P} 01/01, status: closed, text: The {word}, classification: {LABEL} }\n---\n"), shown},
	{"owner that only an update names", "the update's label", and(whiteMeeting(action, ""), "{folder}/2.md", secondMeeting+"updates:\n  - { ref: {P} 01/01, status: open, owner: The {word}, classification: {LABEL} }\n---\n"), shown},
	{"update of an action", "the action's label", and(whiteMeeting("actions:\n  - { ref: {P} 01/01, owner: A, text: T, due: 2016-03-01, classification: {LABEL} }\n", ""), "{folder}/2.md", secondMeeting+"updates:\n  - { ref: {P} 01/01, status: open, text: The {word} }\n---\n"), shown},
	{"update of an item", "the block around the item", and(whiteMeeting(action, ""), "{folder}/2.md", secondMeeting+"updates:\n  - { ref: {P} 01/01, item: 1, status: open, text: The {word} }\n---\n:::{label}\n## 1. One\n:::\n"), shown},
	{"update of minutes", "the file's label", and(meetingOf("classification: WHITE\n"+action, ""), "{folder}/2.md", strings.Replace(secondMeeting, "WHITE", "{LABEL}", 1)+"updates:\n  - { ref: {P} 01/01, status: open, text: The {word}, owner: The {word} }\n---\n"), shown},
	{"phrase in an update", "its mark", and(whiteMeeting(action, ""), "{folder}/2.md", secondMeeting+"updates:\n  - { ref: {P} 01/01, status: open, text: 'Of :{label}[the {word}]' }\n---\n"), shown},
	// Documents.
	{"text of a document", "the file's label", docOf("title: Document\nclassification: {LABEL}\n", "The {word}."), shown},
	{"title of a document", "the file's label", docOf("title: The {word}\nclassification: {LABEL}\n", ""), shown},
	{"phrase in the title of a document", "its mark", docOf("title: 'Of :{label}[the {word}]'\nclassification: WHITE\n", ""), shown},
	{"title of a document on request", "the file's label", docOf("title: The {word}\npublic_title: A document\navailable: on request\nclassification: {LABEL}\n", ""), shown},
	{"text of a document on request", "the file's label", docOf("title: Document\npublic_title: A document\navailable: on request\nclassification: {LABEL}\n", "The {word}."), shown},
	{"version of a document on request", "the file's label", docOf("title: Document\navailable: on request\nclassification: {LABEL}\nversions:\n  - { version: '{word}', note: The {word} }\n", ""), shown},
	{"draft", "it is one", docOf("title: The {word}\nclassification: WHITE\ndraft: {draft}\n", "The {word}."), shown},
	{"draft on request", "it is one", docOf("title: The {word}\nclassification: WHITE\navailable: on request\ndraft: {draft}\n", ""), shown},
	{"public title of a draft", "it is a draft", docOf("title: Document\nclassification: RED\navailable: on request\npublic_title: The {word}\ndraft: {draft}\n", ""), shown},
	{"version", "its label", docOf("title: Document\nclassification: WHITE\nversions:\n  - { version: '1' }\n  - { version: '{word}', classification: {LABEL} }\n", ""), shown},
	{"note of a version", "the version's label", docOf("title: Document\nclassification: WHITE\nversions:\n  - { version: '1', note: The {word}, classification: {LABEL} }\n", ""), shown},
	{"phrase in the note of a version", "its mark", docOf("title: Document\nclassification: WHITE\nversions:\n  - { version: '1', note: 'Of :{label}[the {word}]' }\n", ""), shown},
	{"who approved a version", "the version's label", docOf("title: Document\nclassification: WHITE\nversions:\n  - { version: '1', approved_by: The {word}, classification: {LABEL} }\n", ""), shown},
	{"ref of a document", "the file's label", one("{folder}/text.md", "---\nkind: document\nref: {word}\ntitle: Document\nclassification: {LABEL}\n---\n"), named},
	{"title of what mentions a public action", "the file's label", and(whiteMeeting(action, ""), "{folder}/text.md", "---\nkind: document\nref: {P}1\ntitle: The {word}\nclassification: {LABEL}\n---\nOf {P} 01/01 and [[{P} 01/01]].\n"), shown},
	// Consultations.
	{"title of a consultation", "the file's label", consultationOf("title: The {word}\nclassification: {LABEL}\n"), shown},
	{"how to answer a consultation", "the file's label", consultationOf("title: C\nclassification: {LABEL}\nopens: 2016-01-01\ncloses: 2030-01-01\nrespond: The {word}\n"), shown},
	{"who is asked by a consultation", "the file's label", consultationOf("title: C\nclassification: {LABEL}\naudience: The {word}\n"), shown},
	{"authority of a consultation", "the file's label", consultationOf("title: C\nclassification: {LABEL}\nauthority: The {word}\n"), shown},
	{"version that is consulted on", "the file's label", and(consultationOf("title: C\nclassification: {LABEL}\ndocument: {P}1\nversion: '{word}'\n"), "{folder}/text.md", docOf("title: Document\nclassification: WHITE\nversions:\n  - { version: '{word}', classification: {LABEL} }\n", "")["{folder}/text.md"]), shown},
	{"feedback", "its label", consultationOf("title: C\nclassification: WHITE\nfeedback: { date: 2016-01-01, text: The {word}, classification: {LABEL} }\n"), shown},
	{"outcome", "its label", consultationOf("title: C\nclassification: WHITE\noutcome: { date: 2016-01-01, text: The {word}, classification: {LABEL} }\n"), shown},
	{"phrase in an outcome", "its mark", consultationOf("title: C\nclassification: WHITE\noutcome: { date: 2016-01-01, text: 'Of :{label}[the {word}]' }\n"), shown},
	{"consultation that a public decision launched", "the file's label", and(consultationOf("title: The {word}\nclassification: {LABEL}\nlaunched_by: {P} 01/D01\n"), "{folder}/1.md", whiteMeeting(decision, "")["{folder}/1.md"]), shown},
	{"earlier round of a public consultation", "the file's label", and(and(consultationOf("title: The {word}\nclassification: {LABEL}\ndocument: {P}1\nopens: 2016-01-01\ncloses: 2016-02-01\n"),
		"{folder}/later.md", "---\nkind: consultation\nref: {P}LATER\ntitle: Later\nclassification: WHITE\ndocument: {P}1\nopens: 2016-03-01\ncloses: 2016-04-01\n---\n"), "{folder}/text.md", textOf("")["{folder}/text.md"]), shown},
	// Registers.
	{"title of a register", "the file's label", registerOf("title: The {word}\nclassification: {LABEL}\n"), shown},
	{"statuses of a register", "the file's label", registerOf("title: Register\nclassification: {LABEL}\nstatuses: ['{word}']\nentries:\n  - { ref: {P}1, title: Entry, status: '{word}' }\n"), shown},
	{"status of an entry", "the entry's label", whiteRegister("statuses: ['{word}', other]\nentries:\n  - { ref: {P}1, title: Entry, status: '{word}', classification: {LABEL} }\n  - { ref: {P}2, title: Entry, status: other }\n"), shown},
	{"title of a column", "the column's label", whiteRegister("columns: [{ key: one, title: The {word}, classification: {LABEL} }]\nentries:\n  - { ref: {P}1, title: Entry, one: Value }\n"), shown},
	{"phrase in the title of a column", "its mark", whiteRegister("columns: [{ key: one, title: 'Of :{label}[the {word}]' }]\nentries:\n  - { ref: {P}1, title: Entry, one: Value }\n"), shown},
	{"key of a column", "the column's label", whiteRegister("columns: [{ key: '{word}', title: A column, classification: {LABEL} }]\nentries:\n  - { ref: {P}1, title: Entry, '{word}': Value }\n"), named},
	{"value of a column", "the column's label", whiteRegister("columns: [{ key: one, title: A column, classification: {LABEL} }]\nentries:\n  - { ref: {P}1, title: Entry, one: The {word} }\n"), shown},
	{"value of an entry", "the entry's label", whiteRegister("columns: [{ key: one, title: A column }]\nentries:\n  - { ref: {P}1, title: Entry, one: The {word}, classification: {LABEL} }\n"), shown},
	{"entry", "its label", whiteRegister("entries:\n  - { ref: {P}1, title: The {word}, classification: {LABEL} }\n"), shown},
	{"phrase in the title of an entry", "its mark", whiteRegister("entries:\n  - { ref: {P}1, title: 'Of :{label}[the {word}]' }\n"), shown},
	{"owner of an entry", "the entry's label", whiteRegister("entries:\n  - { ref: {P}1, title: Entry, owner: The {word}, classification: {LABEL} }\n"), shown},
	{"ref of an entry", "the entry's label", whiteRegister("entries:\n  - { ref: '{word}', title: Entry, classification: {LABEL} }\n"), named},
	{"event of an entry", "its label", whiteRegister("entries:\n  - ref: {P}1\n    title: Entry\n    history:\n      - { date: 2016-01-01, text: The {word}, classification: {LABEL} }\n"), shown},
	{"phrase in an event", "its mark", whiteRegister("entries:\n  - ref: {P}1\n    title: Entry\n    history:\n      - { date: 2016-01-01, text: 'Of :{label}[the {word}]' }\n"), shown},
	{"history of an entry", "the entry's label", whiteRegister("entries:\n  - ref: {P}1\n    title: Entry\n    classification: {LABEL}\n    history:\n      - { date: 2016-01-01, text: The {word} }\n"), shown},
	{"update of an entry", "the entry's label", and(whiteRegister("entries:\n  - { ref: {P}1, title: Entry, classification: {LABEL} }\n"), "{folder}/2.md", secondMeeting+"updates:\n  - { ref: {P}1, status: open, text: The {word} }\n---\n"), shown},
	{"name of a register", "the file's label", one("{folder}/{word}.md", "---\nkind: register\ntitle: Register\nclassification: {LABEL}\n---\n"), named},
	// Bodies, files and folders.
	{"title of a body", "the body's label", bodyOf("title: The {word}\nshort: B\nclassification: {LABEL}\n", ""), shown},
	{"short name of a body", "the body's label", bodyOf("title: Body\nshort: The {word}\nclassification: {LABEL}\n", ""), shown},
	{"remit of a body", "the body's label", bodyOf("title: Body\nshort: B\nclassification: {LABEL}\n", "The {word}."), shown},
	{"how often a body meets", "the body's label", bodyOf("title: Body\nshort: B\nclassification: {LABEL}\nmeets: The {word}\n", ""), shown},
	{"whom a body reports to", "the body's label", bodyOf("title: Body\nshort: B\nclassification: {LABEL}\nreports_to: The {word}\n", ""), shown},
	{"body that reports to a public one", "its label", and(bodyOf("title: Body\nshort: B\nclassification: WHITE\n", ""), "{folder}-below/body.md", "---\nkind: body\ntitle: The {word}\nshort: The {word}\nprefix: {P}B\nreports_to: '{folder}'\nclassification: {LABEL}\n---\n"), shown},
	{"prefix of a body", "the body's label", and(one("{folder}/1.md", strings.ReplaceAll(whiteMeeting("", "")["{folder}/1.md"], "{P}", "{WORD}")), "{folder}/body.md", "---\nkind: body\nprefix: '{WORD}'\ntitle: Body\nshort: B\nclassification: {LABEL}\n---\n"), named},
	{"record of a body", "the body's label", and(bodyOf("title: Body\nshort: B\nclassification: {LABEL}\n", ""), "{folder}/text.md", textOf("The {word}.")["{folder}/text.md"]), shown},
	{"action of a body", "the body's label", and(bodyOf("title: Body\nshort: B\nclassification: {LABEL}\n", ""), "{folder}/1.md", whiteMeeting("actions:\n  - { ref: {P} 01/01, owner: The {word}, text: The {word}, due: 2016-03-01 }\n", "")["{folder}/1.md"]), shown},
	{"record of a draft body", "the body is a draft", and(bodyOf("title: Body\nshort: B\nclassification: WHITE\ndraft: {draft}\n", ""), "{folder}/text.md", textOf("The {word}.")["{folder}/text.md"]), shown},
	{"member", "its label", bodyOf("title: Body\nshort: B\nclassification: WHITE\nmembers:\n  - { name: The {word}, as: A, group: G, classification: {LABEL} }\n", ""), shown},
	{"office and group of a member", "the entry's label", bodyOf("title: Body\nshort: B\nclassification: WHITE\nmembers:\n  - { name: A, as: The {word}, group: The {word}, classification: {LABEL} }\n", ""), shown},
	{"phrase in the remit of a body", "its mark", bodyOf("title: Body\nshort: B\nclassification: WHITE\n", "Of :{label}[the {word}]."), shown},
	{"folder of a body", "the body's label", one("{word}/body.md", "---\nkind: body\nprefix: {P}\ntitle: Body\nshort: B\nclassification: {LABEL}\n---\n"), named},
	{"name of a document's file", "the file's label", one("{folder}/{word}.md", "---\nkind: document\nref: {P}1\ntitle: Document\nclassification: {LABEL}\n---\n"), named},
	{"name of a consultation's file", "the file's label", one("{folder}/{word}.md", "---\nkind: consultation\nref: {P}1\ntitle: C\nclassification: {LABEL}\n---\n"), named},
	{"former address", "the file's label", docOf("title: Document\nclassification: {LABEL}\nformerly: [/{folder}/documents/{lower}/]\n", ""), named},
	{"former address of a draft", "it is one", docOf("title: Document\nclassification: WHITE\ndraft: {draft}\nformerly: [/{lower}/]\n", ""), named},
	{"former address of a document on request", "the file's label", docOf("title: Document\navailable: on request\nclassification: {LABEL}\nformerly: [/{lower}/]\n", ""), named},
	{"former address of a body", "the body's label", bodyOf("title: Body\nshort: B\nclassification: {LABEL}\nformerly: [/{lower}/]\n", ""), named},
	{"folder within a body", "it is not shown", one("{folder}/{word}/text.md", textOf("")["{folder}/text.md"]), pathed},
	{"file of a paper", "its label", and(whiteMeeting("papers:\n  - { ref: {P}_01_0501_01, title: Paper, available: published, file: paper.txt, classification: {LABEL} }\n", ""),
		"{folder}/paper.txt", "The {word}."), shown},
	{"file of a version", "its label", and(docOf("title: Document\nclassification: WHITE\navailable: published\nversions:\n  - { version: v, file: v.csv, classification: {LABEL} }\n", ""),
		"{folder}/v.csv", "name,value\n{word},1\n"), shown},
	{"file that a text links", "its label", and(docOf("title: Document\nclassification: WHITE\nfiles: [{ file: f.txt, classification: {LABEL} }]\n", "A :{label}[[file](f.txt)]."),
		"{folder}/f.txt", "The {word}."), shown},
	{"name of a file that a text links", "its label", and(docOf("title: Document\nclassification: WHITE\nfiles: [{ file: {word}.txt, classification: {LABEL} }]\n", "A :{label}[[file]({word}.txt)]."),
		"{folder}/{word}.txt", "Text."), named},
	{"file of a record", "the label of the record", and(docOf("title: Document\nclassification: {LABEL}\nfiles: [{ file: f.txt, classification: WHITE }]\n", "A [file](f.txt)."),
		"{folder}/f.txt", "The {word}."), shown},
	{"alternative text of a picture", "its mark", and(docOf("title: Document\nclassification: WHITE\nfiles: [{ file: p.png, classification: WHITE }]\n", ":{label}[![The {word}](p.png)]"),
		"{folder}/p.png", plainPictures()[0]), shown},
	{"file of a paper on request", "it is only on request", and(whiteMeeting("papers:\n  - { ref: {P}_01_0501_01, title: Paper, available: on request, file: paper.txt, classification: {LABEL} }\n", ""),
		"{folder}/paper.txt", "The {word}."), hidden},
	{"attachment that nothing names", "nothing names it", one("{folder}/report.txt", "The {word}."), hidden},
	{"name of an attachment that nothing names", "nothing names it", one("{folder}/{word}.txt", "Text."), pathed},
	{"file that is ignored", "its name begins with _", one("{folder}/_draft.md", "The {word}."), hidden},
	{"hidden file", "its name begins with .", one("{folder}/.text.md.swp", "The {word}."), hidden},
	{"folder that is ignored", "its name begins with _", one("{folder}/_old/text.md", "The {word}."), hidden},
	{"name of a file that is ignored", "it begins with _", one("{folder}/_{word}.md", "Text."), pathed},
	{"comment of YAML", "it is one", docOf("# The {word}\ntitle: Document # the {word}\nclassification: WHITE\n", ""), hidden},
}
