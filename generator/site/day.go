package site

import (
	"strconv"
	"time"

	"minutebook/generator/release"
)

// A Day is a date for machines and for people: "2016-07-12" and "12 July 2016". The zero Day is none.
type Day struct{ ISO, Long string }

func dayOf(t time.Time) Day {
	if t.IsZero() {
		return Day{}
	}
	return Day{t.Format(time.DateOnly), t.Format("2 January 2006")}
}

// A Due is when something is to be done. Of a day, only Day is set; of a meeting, Meeting says which, and Day is the
// meeting's, as soon as it is known.
type Due struct {
	Day     Day
	Meeting Link
	Above   *Label // of the meeting, or of what says so, where readers of the public site do not see it
}

// Said tells whether anything is said of when.
func (d Due) Said() bool { return !d.same(Due{}) }

func (d Due) same(other Due) bool { return d.Day == other.Day && d.Meeting == other.Meeting }

// before tells whether d is known to lie before a day.
func (d Due) before(day Day) bool { return d.Day.ISO != "" && d.Day.ISO < day.ISO }

// due is what d means when it was said at a meeting; at is nil for what was said elsewhere.
func (b *builder) due(d release.Due, at *Meeting) Due {
	switch {
	case !d.Date.IsZero():
		return Due{Day: dayOf(d.Date)}
	case d.Meeting != "":
		if m := b.meetings[d.Meeting]; m != nil {
			return Due{m.Day, Link{m.Name, m.To}, m.Above}
		}
		return Due{Meeting: Link{Text: d.Meeting}}
	case d.Next:
		if at != nil && at.next != nil {
			return Due{at.next.Day, Link{"next meeting", at.next.To}, at.next.Above}
		}
		return Due{Meeting: Link{Text: "next meeting"}}
	}
	return Due{}
}

// moment is an hour of a day where the site is, for machines; no hour is no moment.
func (b *builder) moment(day time.Time, clock string) string {
	at, err := time.Parse("15:04", clock)
	if err != nil {
		return ""
	}
	zone := b.edition.Site.TimeZone
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, at.Hour(), at.Minute(), 0, 0, zone).Format(time.RFC3339)
}

// soonBefore is the last day after which there are five working days, up to another day, to answer in. Before no day is none.
func (b *builder) soonBefore(closes time.Time) time.Time {
	if closes.IsZero() {
		return closes
	}
	soon := closes
	for b.workingDays(soon, closes) < 5 {
		soon = soon.AddDate(0, 0, -1)
	}
	return soon
}

// workingDays counts the days from Monday to Friday after one day, up to another, without bank holidays.
func (b *builder) workingDays(after, upTo time.Time) int {
	days := int((upTo.Unix() - after.Unix()) / (24 * 60 * 60)) // a Duration ends after 292 years, and no day may be the zero one
	if days <= 0 {
		return 0
	}
	n := days / 7 * 5
	for d := after.AddDate(0, 0, days/7*7+1); !d.After(upTo); d = d.AddDate(0, 0, 1) {
		if !weekend(d) {
			n++
		}
	}
	return n - len(b.holidays(after, upTo))
}

func weekend(d time.Time) bool { return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday }

// holidays are the bank holidays from Monday to Friday after one day, up to another, by date.
func (b *builder) holidays(after, upTo time.Time) []release.Holiday {
	if b.edition.Site.Holidays == nil {
		return nil
	}
	var found []release.Holiday
	for _, h := range b.edition.Site.Holidays.Days {
		if h.Date.After(after) && !h.Date.After(upTo) && !weekend(h.Date) {
			found = append(found, h)
		}
	}
	return found
}

// workdays counts working days in words.
func workdays(n int) string {
	if n == 1 {
		return "1 working day"
	}
	return strconv.Itoa(n) + " working days"
}
