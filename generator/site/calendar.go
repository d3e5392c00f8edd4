package site

import (
	"cmp"
	"slices"
	"time"
)

// The kinds of what stands in the calendar.
const (
	Meets  = "meeting"
	Opens  = "opens"
	Closes = "closes"
	IsDue  = "due"
	Today  = "today" // on the page alone: the as-at day, which divides what was from what is to come
)

var kinds = []string{Today, Meets, Closes, Opens, IsDue} // in the order in which people would look for them on a day

// An Occasion is what happens on a day: a meeting, the first or the last day of a consultation, or the day by which an open
// action is to be done.
type Occasion struct {
	Kind string // "meeting", "opens" or "closes" of a consultation, "due", or "today": the as-at day, which divides what was from what is to come
	Day  Day
	Date string // "Tuesday 12", below the name of its month
	Body *Body  // none of today

	Meeting      *Meeting      // that is held; else nothing
	Consultation *Consultation // that opens or closes; else nothing
	Action       *Action       // that is due; else nothing

	date time.Time
	rank int // among those of a day
}

// CalendarPage is what is to come, month by month, and what was in the last twelve months.
type CalendarPage struct {
	Page
	Bodies   []*Body
	Calendar Address // the file for calendar programs that has all of it
	Spans    []Span  // what is to come, then what was
	Left     int     // due actions that are left to the register, as there are too many
}

// crowded tells whether the calendar of all bodies leaves out the days by which actions are due, for the number of
// occasions: nobody reads a list of a thousand by month. The register has them all, and the calendar of each body its own.
func (b *builder) crowded(occasions int) bool { return occasions > cmp.Or(b.most, 1000) }

// A Span of the calendar: what is to come, from the month of the as-at day on; or what was before, latest first. On a later
// day, calendar.js moves months from the one to the other, by their names.
type Span struct {
	Name    string // "next" or "past"
	Heading string
	Months  []*Month // those in which something happens, in the order of the span
}

// A Month has at least one occasion.
type Month struct {
	Name      string      // "November 2026"
	ISO       string      // "2026-11"
	Anchor    string      // "month-2026-11"
	Occasions []*Occasion // in the order of the span
}

// remembered is since when the past is in the calendar: for twelve months.
func (b *builder) remembered() time.Time { return b.today.AddDate(-1, 0, 0) }

// occasions are those of a body: what is to come, and what was in the last twelve months; of open actions all. They are by
// day, and on one day meetings come first.
func (b *builder) occasions(body *Body) []*Occasion {
	from := b.remembered()
	var all []*Occasion
	add := func(date time.Time, o Occasion) {
		if !date.IsZero() && (o.Kind == IsDue || !date.Before(from)) {
			o.date, o.Day, o.Date, o.Body = date, dayOf(date), date.Format("Monday 2"), body
			o.rank = slices.Index(kinds, o.Kind)
			all = append(all, &o)
		}
	}
	for _, m := range body.meetings {
		add(m.date, Occasion{Kind: Meets, Meeting: m})
	}
	for _, c := range body.consultations {
		add(c.source.Closes, Occasion{Kind: Closes, Consultation: c})
		add(c.source.Opens, Occasion{Kind: Opens, Consultation: c})
	}
	for _, a := range body.actions {
		if date, err := time.Parse(time.DateOnly, a.Due.Day.ISO); err == nil && !a.Done {
			add(date, Occasion{Kind: IsDue, Action: a})
		}
	}
	slices.SortStableFunc(all, inOrder)
	return all
}

func inOrder(x, y *Occasion) int {
	if x.date.Equal(y.date) && x.Meeting != nil && y.Meeting != nil {
		return cmp.Compare(x.Meeting.Start, y.Meeting.Start)
	}
	return cmp.Or(x.date.Compare(y.date), cmp.Compare(x.rank, y.rank))
}

func (b *builder) calendar() *CalendarPage {
	p := &CalendarPage{Page: b.page("calendar", "/calendar/", "Calendar", b.homeLink()), Bodies: b.bodies, Calendar: "/calendar.ics"}
	p.Section, p.Feed, p.Scripts = "calendar", b.feedOf("/"), []string{"calendar.js"}
	all := []*Occasion{{Kind: Today, Day: b.site.AsAt, Date: b.today.Format("Monday 2"), date: b.today}}
	for _, body := range b.bodies {
		all = append(all, b.occasions(body)...)
	}
	if n := len(all); b.crowded(n - 1) { // today is none
		all = slices.DeleteFunc(all, func(o *Occasion) bool { return o.Kind == IsDue })
		p.Left = n - len(all)
	}
	slices.SortStableFunc(all, inOrder)
	var next, past []*Month
	for _, o := range all {
		switch {
		case o.date.Before(b.remembered()): // an action that has been due for longer stands in the register
			continue
		case o.date.Before(b.today.AddDate(0, 0, 1-b.today.Day())):
			past = with(past, o)
		default:
			next = with(next, o)
		}
		p.Rows++
	}
	slices.Reverse(past)
	for _, m := range past {
		slices.Reverse(m.Occasions)
	}
	p.Spans = []Span{{"next", "This month, and to come", next}, {"past", "The last twelve months", past}}
	return p
}

// with puts the next occasion into the last of some months, or into one more.
func with(months []*Month, o *Occasion) []*Month {
	name := o.date.Format("January 2006")
	if len(months) == 0 || months[len(months)-1].Name != name {
		iso := o.date.Format("2006-01")
		months = append(months, &Month{Name: name, ISO: iso, Anchor: "month-" + iso})
	}
	last := months[len(months)-1]
	last.Occasions = append(last.Occasions, o)
	return months
}

// feedOf is where the feed of what is below an address stands; nowhere where the address of the site is not known, which
// feeds cannot do without.
func (b *builder) feedOf(a Address) Address {
	if b.site.URL == "" {
		return ""
	}
	return a + "feed.xml"
}
