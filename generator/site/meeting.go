package site

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
)

// A Meeting as other pages name it.
type Meeting struct {
	Ref          string
	Label, Above *Label
	Number       int    // 25: which meeting of its body it is
	Name         string // "SMKI PMA meeting 25"
	Title        string // "SMKI PMA meeting 25, 12 July 2016"
	Short        string // "Meeting 25"
	Day          Day
	To           Address
	Body         *Body
	State        string // scheduled, unapproved or approved
	Start, End   string // "12:00", or empty
	Venue        string
	ToCome       bool // it is scheduled, and its day is not over
	Papers       []*Paper

	date           time.Time
	turn           int // among all meetings, by date
	source         *release.Meeting
	items          map[int]Link // their places
	previous, next *Meeting
	approvedAt     *Meeting
	decisions      []*Decision
	actions        []*Action
	updates        []*Event
}

// MeetingPage is the page of a meeting: its minutes, or what is known of it before.
type MeetingPage struct {
	Page
	Meeting              *Meeting
	Weekday              string
	Start, End, Venue    string
	Starts, Ends         string // for machines: "2016-07-12T12:00:00+01:00", or the day alone
	Chair                string
	ChairAbove           *Label
	ApprovedAt, Approves Link
	Previous, Next       Link
	Decisions            []*Decision // all of them, for the summary at the head
	Actions              []*Action
	Preamble             markdown.Fragment
	Items                []Item
	Notes                markdown.Fragment
	Attendance           []Group
	Withheld             []Withheld // as far as notices say so, the least restricted first
	Contents             bool       // there are so many items that a list of them helps
	Mentions             []Link
	References           []Link // what the page links, for paper; none where the address of the site is not known
}

// Withheld is how many parts of a page its notices of one label stand for.
type Withheld struct {
	Label string
	Parts int // how many
}

// contentsFrom is from how many items on minutes have a list of them.
const contentsFrom = 5

// An Item of the agenda, with what was decided, asked and reported under it.
type Item struct {
	Number    string // "6"; the last one may have none, for what belongs to no item
	Anchor    string // "item-6"
	Title     markdown.Fragment
	Above     *Label // where it is not that of the meeting
	Text      markdown.Fragment
	Decisions []*Decision
	Updates   []*Event
	Actions   []*Action
}

func (b *builder) settleMeeting(body *Body, rm *release.Meeting) *Meeting {
	number := strconv.Itoa(rm.Number)
	m := &Meeting{
		Ref:    rm.Ref,
		Label:  labelled(b, rm.Label, rm.By),
		Above:  above(b, rm.Label, rm.By),
		Number: rm.Number,
		Short:  "Meeting " + number,
		Name:   body.Short + " meeting " + number,
		Day:    dayOf(rm.Date),
		To:     b.claim(body.To+"meetings/"+Address(number)+"/", rm.At),
		Body:   body,
		State:  rm.State,
		Start:  rm.Start,
		End:    rm.End,
		Venue:  rm.Venue,
		ToCome: rm.State == "scheduled" && !rm.Date.Before(b.today),
		date:   rm.Date,
		source: rm,
	}
	m.Title = m.Name + ", " + m.Day.Long
	b.meetings[rm.Ref] = m
	b.name(rm.Ref, m.To)
	m.settleItems()
	b.locateMinutes(body.source, rm, m.To)
	for i := range rm.Papers {
		m.Papers = append(m.Papers, b.settlePaper(m, &rm.Papers[i]))
	}
	for i := range rm.Actions {
		m.actions = append(m.actions, b.settleAction(m, &rm.Actions[i]))
	}
	for i := range rm.Decisions {
		m.decisions = append(m.decisions, b.settleDecision(m, &rm.Decisions[i]))
	}
	return m
}

// settleItems gives the items of a meeting their places.
func (m *Meeting) settleItems() {
	m.items = make(map[int]Link, len(m.source.Items))
	for i := range m.source.Items {
		n := strconv.Itoa(m.source.Items[i].Number)
		m.items[m.source.Items[i].Number] = Link{m.Name + ", item " + n, m.To + Address("#item-"+n)}
	}
}

// place is where an item stands, in words. What belongs to no item belongs to the meeting.
func (m *Meeting) place(item int) Link {
	if l, ok := m.items[item]; ok {
		return l
	}
	return Link{m.Name, m.To}
}

func (b *builder) meetingPage(m *Meeting) *MeetingPage {
	rm := m.source
	p := &MeetingPage{
		Page:       b.page("meeting", m.To, m.Title, b.homeLink(), m.Body.link()).as("Meeting", m.Body, m.Day, meetingStates[m.State]),
		Meeting:    m,
		Weekday:    m.date.Weekday().String(),
		Start:      rm.Start,
		End:        rm.End,
		Venue:      rm.Venue,
		Starts:     cmp.Or(b.moment(rm.Date, rm.Start), m.Day.ISO),
		Ends:       b.moment(rm.Date, rm.End),
		Previous:   m.previous.link(),
		Next:       m.next.link(),
		ApprovedAt: m.approvedAt.link(),
		Decisions:  m.decisions,
		Actions:    m.actions,
		Preamble:   rm.Preamble,
		Notes:      rm.Notes,
		Attendance: b.groups(rm.Attendance),
		Mentions:   b.mentions[m.To],
	}
	if by := chair(rm.Attendance); by != nil {
		p.Chair, p.ChairAbove = by.Name, above(b, by.Label, by.By).beyond(m.Above)
	}
	if rm.Approves != "" {
		p.Approves = b.link(rm.Approves)
		if other := b.meetings[rm.Approves]; other != nil {
			p.Approves.Text = other.Title
		}
	}
	p.Items = make([]Item, len(rm.Items), len(rm.Items)+1)
	place := make(map[int]*Item, len(rm.Items))
	for i, item := range rm.Items {
		n := strconv.Itoa(item.Number)
		p.Items[i] = Item{Number: n, Anchor: "item-" + n, Title: item.Title, Text: item.Text, Above: above(b, item.Label, item.By).beyond(m.Above)}
		place[item.Number] = &p.Items[i]
	}
	p.Contents = len(p.Items) >= contentsFrom
	p.Withheld = withheld(rm)
	var others Item
	at := func(item int) *Item {
		if i := place[item]; i != nil {
			return i
		}
		return &others
	}
	for i, d := range m.decisions {
		item := at(rm.Decisions[i].Item)
		item.Decisions = append(item.Decisions, d)
	}
	for i, u := range m.updates {
		item := at(rm.Updates[i].Item)
		item.Updates = append(item.Updates, u)
	}
	for i, a := range m.actions {
		item := at(rm.Actions[i].Item)
		item.Actions = append(item.Actions, a)
	}
	if others.Decisions != nil || others.Updates != nil || others.Actions != nil {
		p.Items = append(p.Items, others)
	}
	p.References = b.references(m.To).meeting(p)
	return p
}

// ApprovedAt is the meeting that approved the minutes, if one did that is known.
func (m *Meeting) ApprovedAt() *Meeting { return m.approvedAt }

// meeting are what the page of a meeting links, but for the meetings before and after.
func (r *references) meeting(p *MeetingPage) []Link {
	r.links(p.ApprovedAt, p.Approves)
	decided := func(d *Decision) {
		r.texts(d.Text)
		r.links(d.Supersedes)
		r.links(d.SupersededBy...)
	}
	for _, d := range p.Decisions {
		decided(d)
	}
	for _, a := range p.Actions {
		r.add(a.Ref, a.To)
		r.texts(a.Text, a.Owner)
	}
	r.texts(p.Preamble)
	for _, item := range p.Items {
		r.texts(item.Title, item.Text)
		for _, u := range item.Updates {
			r.links(u.Of)
			r.texts(u.Text, u.Owner)
		}
		for _, d := range item.Decisions {
			r.links(d.Mentions...)
		}
		for _, a := range item.Actions {
			r.texts(a.FirstOwner)
		}
	}
	r.texts(p.Notes)
	for _, paper := range p.Meeting.Papers {
		r.add(paper.Ref, paper.To)
		r.texts(paper.Title)
		r.links(paper.File)
	}
	r.links(p.Mentions...)
	return r.all
}

// withheld counts the notices in the released text of a meeting's page. What is left out without a notice is not there to be
// counted.
func withheld(rm *release.Meeting) []Withheld {
	texts := []markdown.Fragment{rm.Preamble, rm.Notes}
	for i := range rm.Items {
		texts = append(texts, rm.Items[i].Title, rm.Items[i].Text)
	}
	for i := range rm.Decisions {
		texts = append(texts, rm.Decisions[i].Text)
	}
	for i := range rm.Updates {
		texts = append(texts, rm.Updates[i].Text, rm.Updates[i].Owner)
	}
	for i := range rm.Actions {
		texts = append(texts, rm.Actions[i].Text, rm.Actions[i].Owner)
	}
	for i := range rm.Papers {
		texts = append(texts, rm.Papers[i].Title)
	}
	var all []Withheld
	for _, label := range []string{"GREEN", "AMBER", "AMBER+STRICT", "RED"} {
		parts := 0
		for _, text := range texts {
			parts += text.Notices(label)
		}
		if parts > 0 {
			all = append(all, Withheld{label, parts})
		}
	}
	return all
}

// meetingStates are the states of minutes as readers know them.
var meetingStates = map[string]string{"approved": "approved", "unapproved": "not yet approved", "scheduled": "minutes awaited"}

// link names a meeting with its date; no meeting is no link.
func (m *Meeting) link() Link {
	if m == nil {
		return Link{}
	}
	return Link{m.Title, m.To}
}

func (body *Body) link() Link { return Link{body.Short, body.To} }

// chair is who took the chair, as far as attendance says so.
func chair(people []release.Person) *release.Person {
	for i, p := range people {
		as := strings.ToLower(p.As)
		if strings.EqualFold(p.Group, "apologies") || strings.Contains(as, "vice") || strings.Contains(as, "deputy") {
			continue
		}
		if as == "chair" || strings.HasSuffix(as, " chair") {
			return &people[i]
		}
	}
	return nil
}
