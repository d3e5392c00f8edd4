package site

import (
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
	Number       int
	Name         string // "SMKI PMA meeting 25"
	Title        string // "SMKI PMA meeting 25, 12 July 2016"
	Short        string // "Meeting 25"
	Day          Day
	To           Address
	Body         *Body
	State        string // scheduled, unapproved or approved
	Papers       []*Paper

	date           time.Time
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
	Chair                string
	ChairAbove           *Label
	Past                 bool // the day is over
	ApprovedAt, Approves Link
	Previous, Next       Link
	Decisions            []*Decision // all of them, for the summary at the head
	Actions              []*Action
	Preamble             markdown.Fragment
	Items                []Item
	Notes                markdown.Fragment
	Attendance           []Group
	Mentions             []Link
}

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
		Past:       m.date.Before(b.today),
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
	return p
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
