package minutes

import (
	"path"
	"slices"
	"strconv"

	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// A checker checks a body among all others. What it looks up in them is written down with the answer, so that it is known,
// after a change, whether the body would be found the same again. What all bodies know of each other (prefixes, first
// meetings, rulings on bodies) is not written down: when that changes, every body is looked at again.
type checker struct {
	*Record
	body *Body
}

// A question is what a checker looks up.
type question struct {
	what   asked
	of     string
	anchor string // of a place
}

type asked uint8

const (
	aThing  asked = iota // what a ref names
	aFold                // how a ref is spelt that differs in capitals at most
	aPlace               // a place in a file, by path and anchor
	aFile                // a file that is no record
	aUnread              // whether some file could not be read
)

// An answer is as much of what was found as a check can depend on. The zero answer is that there is nothing.
type answer struct {
	kind     Kind
	at       source.Pos // and so in which body, and in which minutes
	ruling   Ruling
	day      document.Date  // of the meeting
	document *document.File // which versions it has
	text     string
	found    found
}

// found is how much there is of a place or a file.
type found uint8

const (
	nothing   found = iota
	elsewhere       // a file of that name in another folder
	unclear         // it could not be read
	noPlace         // the file, without the place
	whole
)

// answer looks a question up.
func (r *Record) answer(q question) answer {
	switch q.what {
	case aThing:
		return answerOf(r.Thing(q.of))
	case aFold:
		return answer{text: r.fold(q.of)}
	case aPlace:
		return answer{found: r.findPlace(q.of, q.anchor)}
	case aFile:
		_, there := slices.BinarySearch(r.Attachments, q.of)
		_, named := r.labelled[q.of]
		return answer{found: map[bool]found{true: whole}[there], text: map[bool]string{true: "named"}[named]}
	default:
		return answer{found: map[bool]found{true: unclear}[len(r.unread) > 0]}
	}
}

func answerOf(t *Thing) answer {
	if t == nil {
		return answer{}
	}
	a := answer{kind: t.Kind, at: t.At, ruling: t.Ruling}
	if t.Meeting != nil {
		a.day = t.Meeting.Date
	}
	if t.Kind == KindDocument {
		a.document = t.File.File
	}
	return a
}

// answers tells whether all questions of a body have the answers that they had.
func (r *Record) answers(b *Body) bool {
	for q, a := range b.asked {
		if r.answer(q) != a {
			return false
		}
	}
	return true
}

// ask looks a question up and writes the answer down.
func (c *checker) ask(q question) answer {
	a, known := c.body.asked[q]
	if !known {
		a = c.answer(q)
		c.body.asked[q] = a
	}
	return a
}

// thing is what a ref names, or nil. What it is in the body itself needs no writing down.
func (c *checker) thing(ref string) *Thing {
	if c.body.owns && markdown.PrefixOf(ref) == c.body.Prefix.Text {
		if t := c.body.things[ref]; t != nil {
			return t
		}
	}
	if c.ask(question{what: aThing, of: ref}) == (answer{}) {
		return nil
	}
	return c.Thing(ref)
}

// someUnread tells whether a file could not be read, so that what is missing may stand there.
func (c *checker) someUnread() bool { return c.ask(question{what: aUnread}).found == unclear }

// fold is the spelling of a ref that differs from one in lower case in capitals alone, or empty.
func (r *Record) fold(lower string) string {
	right := ""
	for _, b := range r.Bodies {
		if ref := b.folded()[lower]; ref != "" && (right == "" || ref < right) {
			right = ref
		}
	}
	return right
}

// findPlace looks for a file of the content and a place in it.
func (r *Record) findPlace(p, anchor string) found {
	t := r.FileThing(p)
	switch {
	case t == nil && r.unread[p], t != nil && t.File.Text.Broken():
		return unclear
	case t == nil:
		for _, b := range r.Bodies {
			for other := range b.files {
				if path.Base(other) == path.Base(p) {
					return elsewhere
				}
			}
		}
		return nothing
	case anchor != "" && !hasAnchor(t, anchor):
		return noPlace
	}
	return whole
}

func hasAnchor(t *Thing, anchor string) bool {
	for a := range t.File.Whole.Text.Anchors() {
		if a == anchor {
			return true
		}
	}
	if t.Meeting == nil {
		return false
	}
	for _, s := range t.File.Whole.Sections {
		if anchor == "item-"+strconv.Itoa(s.Number) {
			return true
		}
	}
	prefix := t.Body.Prefix.Text
	for _, a := range t.Meeting.Minutes.Actions {
		if anchor == address(a.Ref.Text, prefix) {
			return true
		}
	}
	for _, d := range t.Meeting.Minutes.Decisions {
		if anchor == address(d.Ref.Text, prefix) {
			return true
		}
	}
	return false
}
