package export

import (
	"slices"
	"strconv"
	"strings"

	"minutebook/generator/site"
)

// Of times, calendars have the moment in UTC. A meeting happens once, so there is nothing that a zone with its rules for
// summer and winter would have to be told for: every program shows a moment as the clock of its own place does, and one
// that reads zones wrongly cannot be wrong. The hour as it was announced, with its zone, is in the description.

// A noted occasion is one as calendars have it: the same bytes in that of its body and in that of all.
type noted struct {
	day   string
	due   bool // it is the day by which an action is due
	event []byte
}

// note writes the occasions of a body: meetings, closing days and due days.
func note(s *site.Site, kept *site.Kept) []noted {
	all := make([]noted, 0, len(kept.Occasions))
	written := make(content, 0, 512*len(kept.Occasions))
	for _, o := range kept.Occasions {
		if o.Kind != site.Opens {
			begin := len(written)
			written.event(s, o)
			all = append(all, noted{o.Day.ISO, o.Kind == site.IsDue, written[begin:len(written):len(written)]})
		}
	}
	return all
}

func calendar(s *site.Site, title string, at site.Address, events []noted) File {
	size := 500
	for _, e := range events {
		size += len(e.event)
	}
	c := make(content, 0, size)
	c.is("BEGIN", "VCALENDAR")
	c.is("VERSION", "2.0")
	c.is("PRODID", "-//minutebook//minutebook//EN")
	c.is("METHOD", "PUBLISH")
	c.text("NAME", private(s)+title)
	c.text("X-WR-CALNAME", private(s)+title) // the same for programs that are older than RFC 7986
	c.is("REFRESH-INTERVAL;VALUE=DURATION", "P1D")
	c.is("X-PUBLISHED-TTL", "P1D")
	for _, e := range events {
		c = append(c, e.event...)
	}
	if len(events) == 0 { // a calendar must have something in it, and who has subscribed to it must find it
		for _, p := range [][2]string{{"BEGIN", "VTIMEZONE"}, {"TZID", "Etc/UTC"}, {"BEGIN", "STANDARD"}, {"DTSTART", "19700101T000000"}, {"TZOFFSETFROM", "+0000"}, {"TZOFFSETTO", "+0000"}, {"END", "STANDARD"}, {"END", "VTIMEZONE"}} {
			c.is(p[0], p[1])
		}
	}
	c.is("END", "VCALENDAR")
	return File{path(at), c}
}

// event writes an occasion.
//
// SEQUENCE rises when an event is another than it was, as far as the record tells. Of an action it knows how often readers
// were told another date. Of a meeting it knows only how far it has come: announced, minuted, approved; not that it was
// announced for another day before, as an announcement that is mended says nothing of it. Of a consultation it knows
// nothing: one that is prolonged after it closed would fall back. For programs that look at it, DTSTAMP is the day of the
// site, which rises anyway.
func (c *content) event(s *site.Site, o *site.Occasion) {
	c.is("BEGIN", "VEVENT")
	c.is("DTSTAMP", strings.ReplaceAll(s.AsAt.ISO, "-", "")+"T000000Z")
	e := eventOf{site: s, content: c, body: o.Body, day: o.Day}
	switch o.Kind {
	case site.Meets:
		e.meeting(o.Meeting)
	case site.Closes:
		e.closing(o.Consultation)
	case site.IsDue:
		e.due(o.Action)
	}
	c.is("STATUS", "CONFIRMED")
	c.is("END", "VEVENT")
}

// An eventOf writes what is of one kind of occasion.
type eventOf struct {
	*content
	site *site.Site
	body *site.Body
	day  site.Day
}

// head is what all kinds have.
func (e *eventOf) head(kind string, sequence int, to site.Address, what, label, summary string, details ...string) {
	e.is("UID", name(e.body, to, what))
	e.is("SEQUENCE", strconv.Itoa(sequence))
	e.text("SUMMARY", label+summary)
	if full := e.site.Full(to); full != "" {
		e.is("URL", full)
		details = append(details, full)
	}
	e.text("DESCRIPTION", strings.Join(slices.DeleteFunc(details, func(d string) bool { return d == "" }), "\n"))
	begin := len(*e.content)
	*e.content = append(*e.content, "CATEGORIES:"+kind+","...)
	e.escape(e.body.Short)
	e.end(begin)
	if label != "" {
		e.is("CLASS", "CONFIDENTIAL")
	}
}

func (e *eventOf) wholeDay() {
	e.is("DTSTART;VALUE=DATE", strings.ReplaceAll(e.day.ISO, "-", ""))
	e.is("TRANSP", "TRANSPARENT") // nobody is busy all day for it
}

func (e *eventOf) moment(name, clock string) {
	e.is(name, e.site.Moment(e.day, clock).UTC().Format("20060102T150405Z"))
}

func (e *eventOf) meeting(m *site.Meeting) {
	hours, state, sequence := "", "", 0
	switch {
	case m.Start != "":
		e.moment("DTSTART", m.Start)
		hours = m.Start
		if m.End != "" {
			e.moment("DTEND", m.End)
			hours += " to " + m.End
		}
		hours += " " + e.zone(m.Start)
	default:
		e.wholeDay()
	}
	switch m.State {
	case "unapproved":
		state, sequence = "The minutes are not approved yet.", 1
	case "approved":
		state, sequence = "The minutes are approved.", 2
	}
	if m.Venue != "" {
		e.text("LOCATION", m.Venue)
	}
	e.head("Meeting", sequence, m.To, "meeting", above(m.Above), m.Name, hours, state)
}

func (e *eventOf) closing(c *site.Consultation) {
	e.wholeDay()
	last := e.site.Moment(e.day, "23:59")
	e.head("Consultation", 0, c.To, "closes", above(c.Above), "Consultation closes: "+words(e.site, c.Title),
		"Open until "+last.Format("Monday 2 January 2006, 15:04 ")+e.zone("23:59"))
}

func (e *eventOf) due(a *site.Action) {
	e.wholeDay()
	asked, owner, of := "Raised at meeting "+a.Before+", before this archive.", "", ""
	if a.Before == "" {
		asked = words(e.site, a.Text)
	}
	if !a.Owner.Empty() {
		of = above(a.OwnerAbove) + words(e.site, a.Owner)
		owner, of = "Owner: "+of, ", "+of
	}
	e.head("Action", len(a.EarlierDue), a.To, "due", above(a.Above, a.Due.Above), "Action "+a.Ref+" due"+of, asked, owner)
}

// zone is what clocks go by, in words: "BST (Europe/London)".
func (e *eventOf) zone(clock string) string {
	short := e.site.Moment(e.day, clock).Format("MST")
	if e.site.Zone == "" || e.site.Zone == short {
		return short
	}
	return short + " (" + e.site.Zone + ")"
}
