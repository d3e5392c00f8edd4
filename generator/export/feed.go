package export

import (
	"cmp"
	"html"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"minutebook/generator/markdown"
	"minutebook/generator/site"
)

// newest is how many happenings a feed tells of. Whoever looks once a month has missed none of the busiest bodies.
const newest = 100

// A happening is something that a feed tells of, on the day it happened: the content knows no hour of it.
type happening struct {
	day   string // "2016-07-12"
	body  *site.Body
	tell  func() story
	order int // as it was found, which is how the registers have it
}

// A story is what is told of a happening. What stands at an address can happen in several ways, which the name tells apart.
type story struct {
	name      string
	kind      string // "Decision", for readers that sort by it
	title     string
	text      string // HTML with full addresses
	published string // the day on which it was told of first, if that is another
	to        site.Address
}

// A gathering keeps the newest of what happened, up to the day of the site.
type gathering struct {
	site *site.Site
	body *site.Body
	all  []happening
	from string // nothing before this day can be among the newest any more
	n    int
}

// old tells whether so much is newer than a day that nothing of it needs to be looked at.
func (g *gathering) old(day string) bool { return day < g.from }

// happened takes note of something; tell is asked only if it is among the newest.
func (g *gathering) happened(day string, tell func() story) {
	if day == "" || day > g.site.AsAt.ISO || g.old(day) {
		return
	}
	g.n++
	if g.all = append(g.all, happening{day, g.body, tell, g.n}); len(g.all) >= 4*newest {
		g.cut()
		g.from = g.all[newest-1].day
	}
}

// cut leaves the newest, latest first.
func (g *gathering) cut() []happening {
	slices.SortFunc(g.all, func(x, y happening) int { return cmp.Or(-cmp.Compare(x.day, y.day), cmp.Compare(x.order, y.order)) })
	g.all = g.all[:min(len(g.all), newest)]
	return g.all
}

// gather goes through what a body keeps, which is newest first, so that most of it is passed over.
func gather(s *site.Site, kept *site.Kept) []happening {
	g := &gathering{site: s, body: kept.Body}
	for _, m := range slices.Backward(kept.Meetings) {
		g.minutes(m)
	}
	for _, d := range kept.Decisions {
		if g.old(d.Meeting.Day.ISO) {
			break // so is what follows
		}
		g.happened(d.Meeting.Day.ISO, func() story {
			return g.story("Decision", d.To, "decision", above(d.Above)+d.Ref+" "+d.Verb+": "+g.beginning(d.Text), paragraph(d.Verb+" ", g.html(d.Text))+g.at(d.Meeting.Title, d.To))
		})
	}
	for _, a := range kept.Actions {
		g.action(a)
	}
	for _, c := range kept.Consultations {
		g.consultation(c)
	}
	return g.cut()
}

// minutes are told of with the day of the meeting, and anew with that of the one that approved them: when they were written
// is not known.
func (g *gathering) minutes(m *site.Meeting) {
	if m.State == "scheduled" {
		return
	}
	day, said := m.Day.ISO, "They are not approved yet."
	if m.State == "approved" {
		said = "They are approved."
	}
	var label *site.Label
	if by := m.ApprovedAt(); by != nil && by.Day.ISO > day && by.Day.ISO <= g.site.AsAt.ISO {
		day, said, label = by.Day.ISO, "They were approved on "+by.Day.Long+".", by.Above
	}
	g.happened(day, func() story {
		told := g.story("Minutes", m.To, "minutes", above(m.Above, label)+"Minutes of "+m.Name, paragraph("The minutes of "+m.Title+" are published. "+said, "")+g.at(m.Title, m.To))
		told.published = m.Day.ISO
		return told
	})
}

// action tells that it was raised, and of each meeting that closed or withdrew it.
func (g *gathering) action(a *site.Action) {
	events := a.Events // newest first
	for len(events) > 0 {
		e, rest := events[0], events[1:]
		for len(rest) > 0 && !rest[0].Raised && page(rest[0].Place.To) == page(e.Place.To) {
			rest = rest[1:] // the last word of a meeting is what counts
		}
		now, was := state(events), state(rest)
		switch {
		case g.old(e.Day.ISO):
		case e.Raised:
			g.happened(e.Day.ISO, func() story {
				return g.story("Action raised", a.To, "raised", above(a.Above)+"Action "+a.Ref+" raised: "+g.beginning(a.Text), g.asked(a)+g.at(e.Place.Text, e.Place.To))
			})
		case now != was && (now == "closed" || now == "withdrawn"):
			g.happened(e.Day.ISO, func() story {
				return g.story("Action "+now, a.To, now+" "+page(e.Place.To), above(a.Above, e.Above)+"Action "+a.Ref+" "+now+g.of(a), paragraph("", g.html(e.Text))+g.asked(a)+g.at(e.Place.Text, e.Place.To))
			})
		}
		events = rest
	}
}

// state is that of an action after some events, newest first.
func state(events []*site.Event) string {
	for _, e := range events {
		if e.Status != "" {
			return e.Status
		}
	}
	return ""
}

func page(a site.Address) string {
	at, _, _ := strings.Cut(string(a), "#")
	return at
}

// asked is what an action asks of whom, by when, as it stands.
func (g *gathering) asked(a *site.Action) string {
	if a.Before != "" {
		return paragraph("Raised at meeting "+a.Before+", before this archive.", "")
	}
	text := paragraph("Asked: ", g.html(a.Text))
	if !a.FirstOwner.Empty() {
		text += paragraph("Of: ", g.html(a.FirstOwner))
	}
	if a.FirstDue.Day.ISO != "" {
		text += paragraph("Due: "+above(a.FirstDue.Above)+a.FirstDue.Day.Long, "")
	}
	return text
}

// consultation tells when it opened, when five working days were left, when it closed, which is at the end of its last day,
// and of its outcome.
func (g *gathering) consultation(c *site.Consultation) {
	tell := func(day site.Day, kind, what, of string, label *site.Label, text string) {
		g.happened(day.ISO, func() story {
			return g.story("Consultation "+kind, c.To, what, above(c.Above, label)+of+words(g.site, c.Title), text+g.at(words(g.site, c.Title), c.To))
		})
	}
	if c.Opens.ISO != "" {
		text := "Answers are asked for."
		if c.Closes.ISO != "" {
			text = "Answers are asked for until the end of " + c.Closes.Long + "."
		}
		tell(c.Opens, "opened", "opened", "Consultation open: ", nil, paragraph(text, ""))
	}
	if c.Soon.ISO != "" {
		tell(c.Soon, "closing", "closing", "Consultation closes soon: ", nil, paragraph("It closes at the end of "+c.Closes.Long+"; five working days are left.", ""))
	}
	if last, err := time.Parse(time.DateOnly, c.Closes.ISO); err == nil {
		end := site.Day{ISO: last.AddDate(0, 0, 1).Format(time.DateOnly)}
		tell(end, "closed", "closed", "Consultation closed: ", nil, paragraph("It closed at the end of "+c.Closes.Long+".", ""))
	}
	tell(c.Outcome.Day, "outcome", "outcome", "Outcome of a consultation: ", c.Outcome.Above, paragraph("", g.html(c.Outcome.Text)))
}

func (g *gathering) story(kind string, to site.Address, what, title, text string) story {
	return story{name: name(g.body, to, what), kind: kind, title: title, text: text, to: to}
}

// beginning is enough of a text to know it by.
func (g *gathering) beginning(f markdown.Fragment) string {
	text := words(g.site, f)
	if utf8.RuneCountInString(text) <= 120 {
		return text
	}
	text = string([]rune(text)[:119])
	if i := strings.LastIndexByte(text, ' '); i > 0 {
		text = text[:i]
	}
	return text + "…"
}

// of is what is asked, behind what became of it.
func (g *gathering) of(a *site.Action) string {
	if a.Before != "" {
		return ""
	}
	return ": " + g.beginning(a.Text)
}

func (g *gathering) html(f markdown.Fragment) string {
	return shown(g.site, f, func(t markdown.Target) (string, bool) {
		to, ok := g.site.Find(t)
		return g.site.Full(to), ok
	})
}

// at says where all of it stands.
func (g *gathering) at(text string, to site.Address) string {
	return `<p><a href="` + html.EscapeString(g.site.Full(to)) + `">` + html.EscapeString(text) + `</a></p>`
}

// paragraph is one of plain text and then HTML, or nothing.
func paragraph(text, markup string) string {
	if text+markup == "" {
		return ""
	}
	return "<p>" + html.EscapeString(text) + markup + "</p>"
}
