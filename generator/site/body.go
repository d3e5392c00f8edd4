package site

import (
	"cmp"
	"slices"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
)

// A Body is a committee as other pages name it.
type Body struct {
	Short        string // "SMKI PMA"
	Prefix       string // "SECPMA", with which its refs begin
	Title        markdown.Fragment
	To           Address
	Label, Above *Label
	Closed       bool
	Meets        string
	ReportsTo    Link
	Remit        markdown.Fragment
	Members      []Group

	ActionsAt, DecisionsAt, PapersAt Address
	FeedAt                           Address // of what happens in it, for feed readers; empty where the address of the site is not known
	CalendarAt                       Address // of its days, for calendar programs

	place         int // among the bodies
	source        *release.Body
	actionTrail   []Link     // of the pages of its actions
	meetings      []*Meeting // by date
	actions       []*Action  // by meeting, newest first
	decisions     []*Decision
	consultations []*Consultation
	documents     []*Document
	registers     []*Register
}

// A Group of people who attended a meeting, or are members.
type Group struct {
	Name   string
	People []Person
	Above  *Label // of one of them, if readers of the public site see none
}

// A Person in a group. Vote is "voting", "not voting", or empty where nothing is said.
type Person struct {
	Name, As, Vote string
	Above          *Label
}

// BodyPage is the page of a committee.
type BodyPage struct {
	Page
	Body          *Body
	Upcoming      []*Meeting // soonest first
	Recent        []*Meeting // the last few that were held, latest first, and before them those ToCome, since their days will come while the page is read
	Held          int        // how many were held
	Few           int        // how many of Recent are shown at most
	Years         []Year     // all meetings by year, those ToCome among them, if they are or will be more than Few
	YearsAfter    string     // the day after which they are more; empty if they are now
	Open          []*Action
	Overdue       int         // how many of them
	Ahead         string      // as of the HomePage
	All           int         // how many actions there are, open or not
	Latest        []*Decision // the decisions of the last meeting that made any
	Decisions     int
	Papers        int
	Documents     []*Document
	Consultations []*Consultation
	Registers     []*Register
	Reports       []Link    // of the bodies that report to it
	Over          *OpenPlot // its open actions over its meetings, where there is enough to see
	Ages          *AgePlot  // for how long they have been open, where there is enough to see
	Mentions      []Link
}

// A Year in which a body met, or will meet.
type Year struct {
	Name     string     // "2016"
	Meetings []*Meeting // latest first; those ToCome are there, too
	Held     int        // how many were held
}

func (b *builder) settleBody(rb *release.Body) *Body {
	at := bodyAt(rb)
	body := &Body{
		Short:       cmp.Or(rb.Short, rb.Title.Plain()),
		Prefix:      rb.Prefix,
		Title:       rb.Title,
		To:          at,
		Label:       labelled(b, rb.Label, rb.By),
		Above:       above(b, rb.Label, rb.By),
		Closed:      rb.Closed,
		Meets:       rb.Meets,
		Remit:       rb.Text,
		Members:     b.groups(rb.Members),
		ActionsAt:   at + "actions/",
		DecisionsAt: at + "decisions/",
		PapersAt:    at + "papers/",
		FeedAt:      b.feedOf(at),
		CalendarAt:  at + "calendar.ics",
		source:      rb,
	}
	body.actionTrail = []Link{b.homeLink(), body.link(), {"Actions", body.ActionsAt}}
	return body
}

// bodyAt is the address of a body.
func bodyAt(rb *release.Body) Address { return Address("/" + markdown.Slug(rb.Folder) + "/") }

// fill gives everything that a body keeps its place.
func (b *builder) fill(body *Body) {
	rb := body.source
	b.claim(body.To, rb.At)
	b.locate(&rb.Record, body.To, rb.Text)
	for i := range rb.Meetings {
		body.meetings = append(body.meetings, b.settleMeeting(body, &rb.Meetings[i]))
	}
	body.neighbours()
	b.chronology = append(b.chronology, body.meetings...)
	for i := range rb.Consultations {
		body.consultations = append(body.consultations, b.settleConsultation(body, &rb.Consultations[i]))
	}
	for i := range rb.Documents {
		body.documents = append(body.documents, b.settleDocument(body, &rb.Documents[i]))
	}
	for i := range rb.Registers {
		body.registers = append(body.registers, b.settleRegister(body, &rb.Registers[i]))
	}
}

// neighbours tells the meetings of a body which comes after which.
func (body *Body) neighbours() {
	slices.SortStableFunc(body.meetings, func(x, y *Meeting) int {
		return cmp.Or(x.date.Compare(y.date), cmp.Compare(x.Number, y.Number))
	})
	for i, m := range body.meetings {
		if i > 0 {
			m.previous, body.meetings[i-1].next = body.meetings[i-1], m
		}
	}
}

// reportsTo is a link when the body that body reports to is released; the name of one elsewhere is only words.
func (b *builder) reportsTo(body *Body) Link {
	for _, other := range b.bodies {
		if other.source.Folder == body.source.ReportsTo {
			return Link{other.Short, other.To}
		}
	}
	return Link{Text: body.source.ReportsTo}
}

// groups sorts people into their groups, in the order in which the groups are first named.
func (b *builder) groups(people []release.Person) []Group {
	var groups []Group
	for _, p := range people {
		i := slices.IndexFunc(groups, func(g Group) bool { return g.Name == p.Group })
		if i < 0 {
			i = len(groups)
			groups = append(groups, Group{Name: p.Group, Above: above(b, p.Label, p.By)})
		}
		person := Person{Name: p.Name, As: p.As, Above: above(b, p.Label, p.By)}
		if p.Voting != nil {
			person.Vote = map[bool]string{true: "voting", false: "not voting"}[*p.Voting]
		}
		if person.Above == nil {
			groups[i].Above = nil
		}
		groups[i].People = append(groups[i].People, person)
	}
	return groups
}

func (b *builder) bodyPage(body *Body) *BodyPage {
	state := "active"
	if body.Closed {
		state = "closed"
	}
	p := &BodyPage{
		Page:          b.page("body", body.To, body.Short, b.homeLink()).as("Committee", body, Day{}, state),
		Body:          body,
		All:           len(body.actions),
		Decisions:     len(body.decisions),
		Documents:     body.documents,
		Consultations: body.consultations,
		Registers:     body.registers,
		Mentions:      b.mentions[body.To],
	}
	p.Feed = body.FeedAt
	p.held(b)
	open, _, overdue, ahead := sortOpen(body.actions)
	p.Open, p.Overdue, p.Ahead = open, overdue, ahead.String()
	p.Over, p.Ages = openPlot(body), agePlot(p.Open, b.today)
	p.Latest = latest(body.decisions)
	for _, m := range body.meetings {
		p.Papers += len(m.Papers)
	}
	p.Rows = len(p.Open) + len(body.meetings)
	for _, other := range b.bodies {
		if other.ReportsTo.To == body.To {
			p.Reports = append(p.Reports, Link{other.Short, other.To})
		}
	}
	return p
}

// held lists the meetings that were held, and, since their days will come while the page is read, those to come.
func (p *BodyPage) held(b *builder) {
	p.Few = firstFew
	p.Upcoming, _ = b.split(p.Body.meetings)
	p.Held = len(p.Body.meetings) - len(p.Upcoming)
	all := slices.Clone(p.Body.meetings)
	slices.Reverse(all)
	n := 0
	for _, m := range all {
		if m.ToCome || n < firstFew {
			p.Recent = append(p.Recent, m)
		}
		if !m.ToCome {
			n++
		}
	}
	if len(all) > firstFew {
		p.Years = years(all)
	}
	if more := firstFew - p.Held; more >= 0 && more < len(p.Upcoming) {
		p.YearsAfter = p.Upcoming[more].Day.ISO
	}
}

// split separates meetings, given by date, into those to come, soonest first, and those held, latest first. A meeting with
// minutes was held, whatever day it is reckoned to be.
func (b *builder) split(meetings []*Meeting) (upcoming, held []*Meeting) {
	for _, m := range meetings {
		if m.ToCome {
			upcoming = append(upcoming, m)
		} else {
			held = append(held, m)
		}
	}
	slices.Reverse(held)
	return upcoming, held
}

// years groups meetings, given latest first.
func years(meetings []*Meeting) []Year {
	var all []Year
	for _, m := range meetings {
		name := m.date.Format("2006")
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, Year{Name: name})
		}
		last := &all[len(all)-1]
		last.Meetings = append(last.Meetings, m)
		if !m.ToCome {
			last.Held++
		}
	}
	return all
}
