package site

import (
	"cmp"
	"slices"
	"time"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
)

// The states of a consultation, which follow from its dates and from whether its outcome is there.
const (
	Announced = "announced"
	Upcoming  = "upcoming"
	Open      = "open"
	Closed    = "closed"
	Outcome   = "outcome published"
)

// A Consultation as it stands on the day of the build.
type Consultation struct {
	Ref           string
	Label, Above  *Label
	Title         markdown.Fragment
	To            Address
	Body          *Body
	State         string
	StateAbove    *Label  // of an outcome that readers of the public site do not see, where it is not that of the consultation
	Phases        []Phase // from the day of the page on; the first is what it is in
	Opens, Closes Day
	Soon          Day     // the day after which five working days are left, where it opens before
	States        []Phase // as Phases, but one for each state: the day on which it closes has none of its own
	Holidays      string  // the bank holidays until it closes, which are no working days, for data-holidays: "2026-12-25 2026-12-28"
	Document      Link    // what is consulted on, by its title
	DocumentRef   string
	Version       string
	Outcome       Statement

	source *release.Consultation
	opens  time.Time
}

// ConsultationPage is the page of a consultation, at one address for life.
type ConsultationPage struct {
	Page
	Consultation       *Consultation
	Until              string // its last moment, for machines: "2016-09-30T23:59:00+01:00"
	Weekday            string // of that moment: "Friday"
	Clock              string // of that moment: "23:59 BST"
	Authority, Respond string
	Audience           string // who is asked
	File               Link   // of the version that is consulted on, where it is published
	VersionAbove       *Label // the label of that version, where it is not that of the document
	Line               *Line  // its days, where there are any to show
	LaunchedBy         Link
	DecidedBy          Link
	Text               markdown.Fragment
	Feedback, Outcome  Statement
	Earlier, Later     []*Consultation // other rounds on the same document, by date
	Mentions           []Link
	References         []Link // what the page links, for paper
}

// A Statement is what was said on a day.
type Statement struct {
	Day   Day
	Text  markdown.Fragment
	Above *Label // where it is not that of the consultation
}

// Said tells whether anything was.
func (s Statement) Said() bool { return s.Day.ISO != "" || !s.Text.Empty() }

func (b *builder) statement(rs *release.Statement, c *Consultation) Statement {
	return Statement{dayOf(rs.Date), rs.Text, above(b, rs.Label, rs.By).beyond(c.Above)}
}

// ConsultationsPage lists all consultations by their states.
type ConsultationsPage struct {
	Page
	Groups []ConsultationGroup
}

// A ConsultationGroup has the consultations in a state, and those that will be in it.
type ConsultationGroup struct {
	Heading       string
	Anchor        string  // "opening-soon"
	Consultations []Phase // each while it is in the state; those with an After are yet to be
	Now           int     // how many are in it on the day of the page
}

func (b *builder) settleConsultation(body *Body, rc *release.Consultation) *Consultation {
	c := &Consultation{
		Ref:         rc.Ref,
		Label:       labelled(b, rc.Label, rc.By),
		Above:       above(b, rc.Label, rc.By),
		Title:       rc.Title,
		To:          b.claim(body.To+"consultations/"+Address(slugFile(rc.Path))+"/", rc.At),
		Body:        body,
		State:       consultationState(rc, b.today),
		Opens:       dayOf(rc.Opens),
		Closes:      dayOf(rc.Closes),
		DocumentRef: rc.Document,
		Version:     rc.Version,
		opens:       rc.Opens,
		source:      rc,
	}
	if soon := b.soonBefore(rc.Closes); !rc.Opens.IsZero() && rc.Opens.Before(soon) {
		c.Soon = dayOf(soon)
	}
	c.Outcome = b.statement(&rc.Outcome, c)
	c.Phases = b.phases(c)
	c.States = states(c.Phases)
	if c.State == Outcome {
		c.StateAbove = above(b, rc.Outcome.Label, rc.Outcome.By).beyond(c.Above)
	}
	if rc.Ref != "" {
		b.name(rc.Ref, c.To)
	}
	b.locate(&rc.Record, c.To, rc.Text, rc.Feedback.Text, rc.Outcome.Text)
	b.consultations = append(b.consultations, c)
	return c
}

// consultationState reckons from the start of one day: a consultation is open through the whole of its last day.
func consultationState(c *release.Consultation, today time.Time) string {
	switch {
	case !c.Outcome.Date.IsZero() || !c.Outcome.Text.Empty():
		return Outcome
	case !c.Closes.IsZero() && c.Closes.Before(today):
		return Closed
	case c.Opens.IsZero() && c.Closes.IsZero():
		return Announced
	case today.Before(c.Opens):
		return Upcoming
	}
	return Open
}

// consult links consultations with the documents that they are on, and sorts them, the latest first.
func (b *builder) consult() {
	slices.SortStableFunc(b.consultations, func(x, y *Consultation) int { return y.opens.Compare(x.opens) })
	for _, c := range b.consultations {
		if c.DocumentRef == "" {
			continue
		}
		c.Document = b.link(c.DocumentRef)
		if d := b.documents[c.DocumentRef]; d != nil {
			c.Document.Text = cmp.Or(d.Title.Plain(), d.Ref)
			d.rounds = append(d.rounds, c)
		}
	}
	for _, body := range b.bodies {
		slices.SortStableFunc(body.consultations, func(x, y *Consultation) int { return y.opens.Compare(x.opens) })
	}
}

// inState are the consultations that are in a state, or will be: of those that can still be answered, what closes first comes
// first.
func (b *builder) inState(state string) []Phase {
	var found []Phase
	for _, c := range b.consultations {
		if p, ok := c.in(state); ok {
			found = append(found, p)
		}
	}
	if state == Open || state == Upcoming {
		slices.SortStableFunc(found, soonestClosed)
	}
	return found
}

func soonestClosed(x, y Phase) int { return cmp.Compare(x.Of.Closes.ISO, y.Of.Closes.ISO) }

func (b *builder) consultationList() *ConsultationsPage {
	p := &ConsultationsPage{Page: b.page("consultations", "/consultations/", "Consultations", b.homeLink())}
	p.Section = "consultations"
	for _, g := range []struct{ heading, anchor, state string }{
		{"Open now", "open", Open}, {"Opening soon", "opening-soon", Upcoming}, {"Announced", "announced", Announced},
		{"Closed, outcome awaited", "closed", Closed}, {"Outcome published", "outcome-published", Outcome},
	} {
		if found := b.inState(g.state); len(found) > 0 {
			p.Groups = append(p.Groups, ConsultationGroup{g.heading, g.anchor, found, begun(found)})
		}
	}
	return p
}

func (b *builder) consultationPage(c *Consultation) *ConsultationPage {
	rc := c.source
	p := &ConsultationPage{
		Page:         b.page("consultation", c.To, c.Title.Plain(), b.homeLink(), c.Body.link(), Link{"Consultations", "/consultations/"}).as("Consultation", c.Body, c.Opens, c.State),
		Consultation: c,
		Authority:    rc.Authority,
		Respond:      rc.Respond,
		Audience:     rc.Audience,
		Line:         b.line(c),
		Text:         rc.Text,
		Feedback:     b.statement(&rc.Feedback, c),
		Outcome:      c.Outcome,
		Mentions:     b.mentions[c.To],
	}
	if rc.LaunchedBy != "" {
		p.LaunchedBy = b.link(rc.LaunchedBy)
	}
	if rc.DecidedBy != "" {
		p.DecidedBy = b.link(rc.DecidedBy)
	}
	if !rc.Closes.IsZero() {
		zone := b.edition.Site.TimeZone
		if zone == nil {
			zone = time.UTC
		}
		y, m, d := rc.Closes.Date()
		last := time.Date(y, m, d, 23, 59, 0, 0, zone)
		p.Until, p.Weekday, p.Clock = last.Format(time.RFC3339), last.Weekday().String(), last.Format("15:04 MST")
	}
	if d := b.documents[c.DocumentRef]; d != nil {
		i := slices.Index(d.rounds, c) // latest first
		p.Later, p.Earlier = d.rounds[:i], d.rounds[i+1:]
		for _, v := range d.source.Versions {
			if v.Version == rc.Version && !d.Withheld {
				p.File = b.file(v.File)
				p.VersionAbove = above(b, v.Label, v.By).beyond(above(b, d.source.Label, d.source.By))
			}
		}
	}
	r := b.references(c.To)
	r.links(c.Document, p.LaunchedBy, p.DecidedBy)
	r.texts(p.Outcome.Text, p.Feedback.Text, p.Text)
	for _, other := range slices.Concat(p.Later, p.Earlier) {
		r.add(other.Title.Plain(), other.To)
	}
	r.links(p.Mentions...)
	p.References = r.all
	return p
}
