// Package minutes puts the files together: the whole record of all bodies, with everything that is in it, each thing with
// the label that holds for it; and it checks the record's integrity. It knows everything, so nothing that shows anything
// may import it; what readers get is made from it by package release.
package minutes

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// A Record is everything that the content says.
type Record struct {
	Site        *document.Site
	Holidays    *document.Holidays // the content's, or the built-in ones
	OwnHolidays bool               // they are the content's
	TimeZone    *time.Location
	Bodies      []*Body // by folder
	Attachments []string
	Logo        string // which of them is that of who keeps the site; empty: none, or none that can be

	prefixes map[string]*Body          // whose refs begin with a prefix
	strays   map[string]*Thing         // by ref, what has a ref of no such prefix, such as documents
	folders  map[string]*Body          // by folder
	unread   map[string]bool           // paths of files that could not be read, so that nobody knows what is in them
	labelled map[string]document.Label // the labels of attachments that a record names, by path; one may lack it
	attached source.Report             // what is wrong with the fields that name attachments
	report   *source.Report
}

// A Ruling is the label that holds for a thing, and where it was decided.
type Ruling struct {
	classification.Label
	By    source.Pos
	Draft *source.Pos // where it is said that this is still being written, so that only its drafter may have it; nil: it is not
}

// Permits tells whether a reader with that clearance may have the thing.
func (r Ruling) Permits(c classification.Clearance) bool {
	return (r.Draft == nil || c.ReadsDrafts()) && c.Permits(r.Label)
}

// Under is the ruling on something with a label of its own, or none, in what outer rules. A label can only add.
func (r Ruling) Under(own document.Label) Ruling {
	if own.At.Line == 0 {
		return r
	}
	return r.with(Ruling{Label: own.Label, By: own.At})
}

// with is the ruling on what stands under both.
func (r Ruling) with(other Ruling) Ruling {
	result := r
	if highest := classification.Highest(r.Label, other.Label); highest != r.Label || r.By.Line == 0 {
		result.Label, result.By = highest, other.By
	}
	result.Draft = cmp.Or(r.Draft, other.Draft)
	return result
}

// A File is one file under the rule of its body.
type File struct {
	*document.File
	Ruling Ruling
}

// A Body and the files in its folder.
type Body struct {
	File
	*document.Body
	Folder        string
	Prefix        document.Plain // as it is written; empty where it cannot be one
	Meetings      []*Meeting     // by number
	Consultations []*Consultation
	Documents     []*Document
	Registers     []*Register // these three by path

	known // what follows from these files, and what it depends on
}

// A Meeting and its minutes.
type Meeting struct {
	File
	*document.Minutes
	Body      *Body
	Attending []Ruling // of each entry of Minutes.Attendance; the same for the others
	Papers    []Ruling
	Actions   []Ruling
	Updates   []Ruling
	Decisions []Ruling
}

// A Consultation of a body.
type Consultation struct {
	File
	*document.Consultation
	Body *Body
}

// A Document of a body.
type Document struct {
	File
	*document.Document
	Body *Body
}

// A Register of a body.
type Register struct {
	File
	*document.Register
	Body *Body
}

// A Thing is what can be referred to.
type Thing struct {
	Kind   Kind
	Ref    string
	At     source.Pos
	Ruling Ruling
	Body   *Body
	// One of these, by kind, and the index in it.
	Meeting  *Meeting
	Register *Register
	File     *File
	Index    int
}

// A Kind of thing, as messages name it.
type Kind string

// The kinds of things.
const (
	KindBody         Kind = "body"
	KindMeeting      Kind = "meeting"
	KindPaper        Kind = "paper"
	KindAction       Kind = "action"
	KindDecision     Kind = "decision"
	KindConsultation Kind = "consultation"
	KindDocument     Kind = "document"
	KindRegister     Kind = "register"
	KindEntry        Kind = "entry"
)

// Complete tells whether all files could be read. Where one could not, what is said of others may be wrong for that.
func (r *Record) Complete() bool { return len(r.unread) == 0 }

// Clearance is that of the public site's readers.
func (r *Record) Clearance() classification.Clearance {
	return classification.UpTo(r.Site.Publish.Label)
}

// rule finds the label that holds for everything of a body but updates, which stand under what they update.
func (b *Body) rule() {
	fileRuling := func(f *File, outer Ruling) {
		f.Ruling = outer.Under(f.Common.Classification)
		if f.Common.Classification.At.Line == 0 {
			f.Ruling.Label = classification.Unknown
		}
		if f.Common.Draft.Value && outer.Draft == nil {
			f.Ruling.Draft = &f.Common.Draft.At
		}
	}
	fileRuling(&b.File, Ruling{Label: classification.White})
	for _, m := range b.Meetings {
		fileRuling(&m.File, b.File.Ruling)
		m.rule()
	}
	for _, c := range b.Consultations {
		fileRuling(&c.File, b.File.Ruling)
	}
	for _, d := range b.Documents {
		fileRuling(&d.File, b.File.Ruling)
	}
	for _, g := range b.Registers {
		fileRuling(&g.File, b.File.Ruling)
	}
	slices.SortStableFunc(b.Meetings, func(x, y *Meeting) int {
		return cmp.Or(x.Number.N-y.Number.N, x.Date.Compare(y.Date.Time), strings.Compare(x.Path, y.Path))
	})
	if len(b.Meetings) > 0 {
		b.lowest = b.Meetings[0].Number.N
	}
}

func (m *Meeting) rule() {
	entry := func(e document.Entry, item document.Number) Ruling {
		return m.ItemRuling(item.N).Under(e.Classification)
	}
	m.Attending = make([]Ruling, 0, len(m.Minutes.Attendance)) // each exactly as long as it will be: there are very many
	m.Papers = make([]Ruling, 0, len(m.Minutes.Papers))
	m.Actions = make([]Ruling, 0, len(m.Minutes.Actions))
	m.Updates = make([]Ruling, 0, len(m.Minutes.Updates))
	m.Decisions = make([]Ruling, 0, len(m.Minutes.Decisions))
	for _, e := range m.Minutes.Attendance {
		m.Attending = append(m.Attending, entry(e.Entry, document.Number{}))
	}
	for _, e := range m.Minutes.Papers {
		m.Papers = append(m.Papers, entry(e.Entry, document.Number{}))
	}
	for _, e := range m.Minutes.Actions {
		m.Actions = append(m.Actions, entry(e.Entry, e.Item))
	}
	for _, e := range m.Minutes.Updates {
		m.Updates = append(m.Updates, entry(e.Entry, e.Item))
	}
	for _, e := range m.Minutes.Decisions {
		m.Decisions = append(m.Decisions, entry(e.Entry, e.Item))
	}
}

// ItemRuling is the ruling on what belongs to an item: where the whole item is inside a mark, it inherits the mark.
func (m *Meeting) ItemRuling(number int) Ruling {
	ruling := m.File.Ruling
	if number > 0 && !slices.ContainsFunc(m.Whole.Sections, func(s markdown.Section) bool { return s.Number == number }) {
		ruling.Label = classification.Unknown // there is no such item, or the text has a fault: its mark is not known
	}
	for _, s := range m.Whole.Sections {
		if s.Number == number && s.Mark != classification.White {
			ruling = ruling.with(Ruling{Label: s.Mark, By: m.Text.Around(s.At)})
		}
	}
	return ruling
}

// ruleUpdates puts updates under what they update, wherever that stands. Of an action older than the archive, no more is
// known than whose it was.
func (c *checker) ruleUpdates() {
	for _, m := range c.body.Meetings {
		for i, u := range m.Minutes.Updates {
			if t := c.thing(u.Ref.Text); t != nil {
				m.Updates[i] = m.Updates[i].with(t.Ruling)
			} else if of := c.olderOf(u.Ref.Text); of != nil {
				m.Updates[i] = m.Updates[i].with(of.File.Ruling)
			}
		}
	}
}

// Thing is what a ref names, or nil.
func (r *Record) Thing(ref string) *Thing {
	if b := r.prefixes[markdown.PrefixOf(ref)]; b != nil {
		if t := b.things[ref]; t != nil {
			return t
		}
	}
	return r.strays[ref]
}

// FileThing is the record that a file holds, or nil. The path begins at the root of the content.
func (r *Record) FileThing(p string) *Thing {
	p = path.Clean(p)
	folder, _, _ := strings.Cut(p, "/")
	if b := r.folders[folder]; b != nil {
		return b.files[p]
	}
	return nil
}
