package site

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What a page says may be true on some days only: that a consultation is open, that an action is not overdue. Pages say
// what is true on the day of the build. What will be true later stands beside it, hidden, and both carry the days that they
// hold for: script.js shows, on the day when the page is read, what is true then. So the words are the same, whoever
// chooses them, and without scripts a page is what it was on its day.

// A Phase of a consultation is a state, for as long as it lasts. Of the day on which it closes there is one of its own.
type Phase struct {
	Of    *Consultation // whose it is
	State string        // "announced", "upcoming", "open", "closed" or "outcome published"
	Last  bool          // it closes at the end of this day
	After string        // the day before its first, for data-after; empty if it has begun
	Until string        // its last day, for data-until; empty if it has no end
	Left  string        // "19 working days" to answer in, not counting the day of the page; before it opens, all that there will be
}

// phases are those that a consultation has from today on, by date.
func (b *builder) phases(c *Consultation) []Phase {
	opens, closes := c.source.Opens, c.source.Closes
	if c.State == Outcome || c.State == Announced {
		return []Phase{{Of: c, State: c.State}}
	}
	dayBefore := func(day time.Time) string {
		if day.IsZero() {
			return ""
		}
		return day.AddDate(0, 0, -1).Format(time.DateOnly)
	}
	eve, end := dayBefore(opens), ""
	all := []Phase{{Of: c, State: Upcoming, Until: eve}, {Of: c, State: Open, After: eve}}
	if !closes.IsZero() {
		end = closes.Format(time.DateOnly)
		all[1].Until = dayBefore(closes)
		all = append(all, Phase{Of: c, State: Open, Last: true, After: all[1].Until, Until: end}, Phase{Of: c, State: Closed, After: end})
	}
	var free []string
	for _, h := range b.holidays(b.today, closes) {
		free = append(free, h.Date.Format(time.DateOnly))
	}
	c.Holidays = strings.Join(free, " ")
	today := b.today.Format(time.DateOnly)
	all = slices.DeleteFunc(all, func(p Phase) bool {
		return p.Until != "" && (p.Until < today || p.Until == p.After) || p.State == Upcoming && eve == ""
	})
	for i := range all {
		p := &all[i]
		switch {
		case end == "":
		case p.State == Upcoming:
			p.Left = workdays(b.workingDays(opens.AddDate(0, 0, -1), closes))
		case p.State == Open:
			p.Left = workdays(b.workingDays(b.today, closes))
		}
		if p.After < today {
			p.After = ""
		}
	}
	return all
}

// states are phases without regard to whether a day is the last.
func states(phases []Phase) []Phase {
	var all []Phase
	for _, p := range phases {
		if n := len(all); n > 0 && all[n-1].State == p.State {
			all[n-1].Until = p.Until
		} else {
			all = append(all, p)
		}
	}
	return all
}

// in is the phase of a state that a consultation has, or will have.
func (c *Consultation) in(state string) (Phase, bool) {
	all := c.States
	i := slices.IndexFunc(all, func(p Phase) bool { return p.State == state })
	if i < 0 {
		return Phase{}, false
	}
	return all[i], true
}

// begun counts those that have.
func begun(phases []Phase) int {
	n := 0
	for _, p := range phases {
		if p.After == "" {
			n++
		}
	}
	return n
}

// aheads are days on which open actions will be due, and how many are due on each: what is needed to count those that are
// overdue on a later day.
type aheads map[string]int

// aheadOf are those of some actions.
func aheadOf(actions []*Action) aheads {
	ahead := aheads{}
	for _, a := range actions {
		if !a.Done && !a.Overdue && a.Due.Day.ISO != "" {
			ahead[a.Due.Day.ISO]++
		}
	}
	return ahead
}

func (a aheads) and(other aheads) {
	for day, n := range other {
		a[day] += n
	}
}

// String is "2026-12-01:2 2026-12-21:1".
func (a aheads) String() string {
	var all []string
	for _, day := range slices.Sorted(maps.Keys(a)) {
		all = append(all, day+":"+strconv.Itoa(a[day]))
	}
	return strings.Join(all, " ")
}
