package site

import (
	"cmp"
	"slices"
	"strings"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
)

// A Register is a table that a body keeps.
type Register struct {
	Title        markdown.Fragment
	To           Address
	Label, Above *Label
	Body         *Body
	Columns      []Column
	Entries      []*Entry

	source *release.Register
}

// A Column of a register. Key is what entries call it; Plain is its title without markup, to be repeated where rows are
// stacked.
type Column struct {
	Key   string // "benefit"
	Title markdown.Fragment
	Plain string
	Above *Label // where it is not that of the register
}

// An Entry of a register as it stands after the last released word on it.
type Entry struct {
	Ref          string
	Label, Above *Label
	Title        markdown.Fragment
	To           Address
	Register     *Register
	Values       []Value
	State        string
	StateAbove   *Label // as in an Action, as are the next two
	OwnerAbove   *Label
	LastAbove    *Label
	Owner        markdown.Fragment
	Due          Due
	EarlierDue   []Due
	Last         Link
	Events       []*Event // newest first

	first      string // its status before any event
	firstOwner markdown.Fragment
}

// A Value of an entry in a column.
type Value struct {
	Column, Text string
	Above        *Label // of the column
}

// RegisterPage is the page of a register, or of a view of it; EntryPage is that of an entry.
type RegisterPage struct {
	Page
	Register *Register
	View     *View    // the part that the page shows; nil: the register itself
	Entries  []*Entry // those of the view, or all
	Views    []View   // the pages that list the entries of one state
	Data     DataAt   // the same rows, for programs
	Text     markdown.Fragment
	Titled   bool // some entry has a title
	Mentions []Link
}

// EntryPage is the page of an entry.
type EntryPage struct {
	Page
	Entry    *Entry
	Events   []*Event
	Before   string // always empty: entries are as old as their register
	Mentions []Link
}

// Table is what the files with the rows of a register are called, without their endings.
func (r *Register) Table() string {
	return strings.Trim(string(r.Body.To), "/") + "-" + slugFile(r.source.Path)
}

func (b *builder) settleRegister(body *Body, rr *release.Register) *Register {
	r := &Register{
		Title:  rr.Title,
		To:     b.claim(body.To+"registers/"+Address(slugFile(rr.Path))+"/", rr.At),
		Label:  labelled(b, rr.Label, rr.By),
		Above:  above(b, rr.Label, rr.By),
		Body:   body,
		source: rr,
	}
	b.locate(&rr.Record, r.To, rr.Text)
	for _, c := range rr.Columns {
		r.Columns = append(r.Columns, Column{c.Key, c.Title, c.Title.Plain(), above(b, c.Label, c.By).beyond(r.Above)})
	}
	for i := range rr.Entries {
		r.Entries = append(r.Entries, b.settleEntry(r, &rr.Entries[i]))
	}
	return r
}

func (b *builder) settleEntry(r *Register, re *release.Entry) *Entry {
	e := &Entry{
		Ref:      re.Ref,
		Label:    labelled(b, re.Label, re.By),
		Above:    above(b, re.Label, re.By),
		Title:    re.Title,
		To:       b.claim(r.To+Address(slugOf(re.Ref, r.Body.source.Prefix))+"/", re.At),
		Register: r,
		first:    re.Status,

		firstOwner: re.Owner,
	}
	if e.first == "" && len(r.source.Statuses) > 0 {
		e.first = r.source.Statuses[0]
	}
	for i, v := range re.Values {
		if i < len(r.Columns) {
			e.Values = append(e.Values, Value{r.Columns[i].Plain, v, r.Columns[i].Above})
		}
	}
	b.name(e.Ref, e.To)
	b.entries[e.Ref] = e
	return e
}

// own is what the register itself says of an entry's history, in its order. An event at a meeting that is not released
// has no day of its own, and stays behind the one before it.
func (b *builder) own(e *Entry, events []release.Event) []*Event {
	var own []*Event
	for i := range events {
		re := &events[i]
		event := &Event{
			Of: Link{e.Ref, e.To}, Day: dayOf(re.Date), Status: re.Status, Text: re.Text,
			Above: above(b, re.Label, re.By),
		}
		if re.Meeting != "" {
			event.Place = b.link(re.Meeting)
			if m := b.meetings[re.Meeting]; m != nil {
				event.Place.Text, event.Day = m.Name, m.Day
				event.PlaceAbove = m.Above.beyond(event.Above)
			}
		}
		own = append(own, event)
	}
	return own
}

// merge puts what meetings said, by date, among what the register says itself, and behind what it says of the same day.
func merge(own, said []*Event) []*Event {
	var all []*Event
	for _, e := range own {
		for len(said) > 0 && e.Day.ISO != "" && said[0].Day.ISO < e.Day.ISO {
			all, said = append(all, said[0]), said[1:]
		}
		all = append(all, e)
	}
	return append(all, said...)
}

// fold works out how an entry stands from its events, and leaves them newest first.
func (e *Entry) fold() {
	e.State = e.first
	for _, event := range e.Events {
		if event.Status != "" {
			e.State, e.StateAbove = event.Status, event.Above.beyond(e.Above)
		}
		if event.Place.Text != "" {
			e.Last, e.LastAbove = Link{cmp.Or(event.Day.Long, event.Place.Text), event.Place.To}, event.Above.beyond(e.Above)
		}
	}
	e.State = cmp.Or(e.State, "open")
	e.Owner, e.OwnerAbove, e.Due, e.EarlierDue = changes(e.firstOwner, e.Events, e.Above)
	slices.Reverse(e.Events)
}

// views are those of a register by the states that its entries are in. They stand one level below the entries, whose refs
// may be any words.
func (r *Register) views() []selection[*Entry] {
	return selected(r.To+"state/", r.Entries, func(e *Entry) (slug, name string) { return slugOfGroup(e.State), e.State },
		func(e *Entry) *Label { return cmp.Or(e.Above, e.StateAbove) })
}

func (b *builder) registerPage(r *Register, s *selection[*Entry]) *RegisterPage {
	title := r.Title.Plain()
	p := &RegisterPage{
		Page:     b.page("register", r.To, title, b.homeLink(), r.Body.link()).as("Register", r.Body, Day{}, ""),
		Register: r,
		Entries:  r.Entries,
		Views:    viewsOf("", r.views()).All,
		Data:     dataAt(r.dataName()),
	}
	if s != nil {
		p.Page = b.page("register", s.To, title+": "+s.Name, b.homeLink(), r.Body.link(), Link{title, r.To})
		p.View, p.Entries = &s.View, s.rows
	} else {
		p.Text, p.Mentions = r.source.Text, b.mentions[r.To]
	}
	p.Scripts = registerScripts
	p.Titled = slices.ContainsFunc(p.Entries, func(e *Entry) bool { return !e.Title.Empty() })
	p.Rows = len(p.Entries)
	return p
}

func (b *builder) entryPage(e *Entry) *EntryPage {
	r := e.Register
	var last Day
	if len(e.Events) > 0 {
		last = e.Events[0].Day
	}
	return &EntryPage{
		Page:     b.page("entry", e.To, e.Ref, b.homeLink(), r.Body.link(), Link{r.Title.Plain(), r.To}).as("Entry", r.Body, last, e.State),
		Entry:    e,
		Events:   e.Events,
		Mentions: b.mentions[e.To],
	}
}
