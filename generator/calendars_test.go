package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"

	"minutebook/generator/site"
)

// TestCalendars looks at the bytes of every calendar, reads it with a parser that is not the writer's, and finds in it what
// the site knows: each occasion once, on its day and at its hour.
func TestCalendars(t *testing.T) {
	calendars, read, timed, labelled := 0, 0, 0, 0
	for _, f := range followedSites(t) {
		var all []*site.Occasion
		for _, kept := range f.site.Kept {
			all = append(all, kept.Occasions...)
			calendars++
			compareCalendar(t, f, strings.TrimPrefix(string(kept.Body.CalendarAt), "/"), kept.Occasions)
		}
		calendars++
		for _, e := range compareCalendar(t, f, "calendar.ics", all) {
			read++
			if start := e.GetProperty(ics.ComponentPropertyDtStart); strings.HasSuffix(start.Value, "Z") {
				timed++
			}
			summary := e.GetProperty(ics.ComponentPropertySummary).Value
			confidential := e.GetProperty(ics.ComponentPropertyClass)
			if strings.HasPrefix(summary, "[Label: ") != (confidential != nil) || confidential != nil && !f.site.Private {
				t.Errorf("%s: class %v of %s", f.name, confidential, summary)
			}
			if confidential != nil {
				labelled++
			}
		}
	}
	t.Logf("%d calendars, %d events, of which %d are timed and %d have a label", calendars, read, timed, labelled)
	if read < 300 || timed < 50 || labelled < 10 {
		t.Error("that is not enough to tell")
	}
}

func compareCalendar(t *testing.T, f followed, path string, occasions []*site.Occasion) []*ics.VEvent {
	t.Helper()
	text := f.files[path]
	for _, line := range strings.Split(text, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
			t.Errorf("%s: %s: the line %q", f.name, path, line)
		}
	}
	c, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %s: %v", f.name, path, err)
	}
	found := map[string]*ics.VEvent{}
	for _, e := range c.Events() {
		for _, name := range []ics.ComponentProperty{ics.ComponentPropertyUniqueId, ics.ComponentPropertyDtstamp, ics.ComponentPropertyDtStart, ics.ComponentPropertySequence, ics.ComponentPropertyStatus, ics.ComponentPropertyCategories} {
			if n := len(e.GetProperties(name)); n != 1 {
				t.Errorf("%s: %s: %s %d times", f.name, path, name, n)
			}
		}
		if found[e.Id()] != nil {
			t.Errorf("%s: %s: %s twice", f.name, path, e.Id())
		}
		found[e.Id()] = e
	}
	left := map[string]int{}
	for _, o := range occasions {
		if o.Kind != site.Opens {
			left[described(f.site, o)]++
		}
	}
	for _, e := range found {
		left[describedEvent(t, e)]--
	}
	for what, n := range left {
		if n != 0 {
			t.Errorf("%s: %s: %+d %s", f.name, path, -n, what)
		}
	}
	return c.Events()
}

// described is an occasion as the pages have it: when, what and where.
func described(s *site.Site, o *site.Occasion) string {
	when, what, where := o.Day.ISO, "", ""
	var to site.Address
	switch {
	case o.Meeting != nil:
		m := o.Meeting
		what, where, to = m.Name, m.Venue, m.To
		if m.Start != "" {
			zone, err := time.LoadLocation(s.Zone)
			if err != nil {
				panic(err)
			}
			moment := func(clock string) string {
				at, err := time.ParseInLocation("2006-01-02 15:04", m.Day.ISO+" "+clock, zone)
				if err != nil {
					return ""
				}
				return at.UTC().String()
			}
			when = moment(m.Start) + "-" + moment(m.End)
		}
	case o.Consultation != nil:
		what, to = "Consultation closes: ", o.Consultation.To
	case o.Action != nil:
		what, to = "Action "+o.Action.Ref+" due", o.Action.To
	}
	return fmt.Sprintf("%s %s at %q: %s", when, what, where, s.Full(to))
}

// describedEvent is the same of an event. The label before its summary, and the words behind what is described, are left
// to others.
func describedEvent(t *testing.T, e *ics.VEvent) string {
	value := func(p ics.ComponentProperty) string {
		if v := e.GetProperty(p); v != nil {
			return v.Value
		}
		return ""
	}
	what := value(ics.ComponentPropertySummary)
	for strings.HasPrefix(what, "[Label: ") {
		_, what, _ = strings.Cut(what, "] ")
	}
	switch value(ics.ComponentPropertyCategories)[:3] {
	case "Con":
		what = what[:len("Consultation closes: ")]
	case "Act":
		what = what[:strings.Index(what, " due")+len(" due")]
	}
	when := ""
	if start, err := e.GetStartAt(); err == nil && strings.HasSuffix(value(ics.ComponentPropertyDtStart), "Z") {
		when = start.UTC().String() + "-"
		if end, err := e.GetEndAt(); err == nil {
			when += end.UTC().String()
		}
	} else {
		day, err := e.GetAllDayStartAt()
		if err != nil {
			t.Error(err)
		}
		when = day.Format(time.DateOnly)
	}
	return fmt.Sprintf("%s %s at %q: %s", when, what, value(ics.ComponentPropertyLocation), value(ics.ComponentPropertyUrl))
}
