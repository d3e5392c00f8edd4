package site

import (
	"cmp"
	"net/url"
	"slices"
)

// HomePage is the first page: what is next, what is open, what was decided.
type HomePage struct {
	Page
	Bodies   []*Body
	Upcoming []*Meeting  // the first few, soonest first
	Open     []Phase     // of consultations, each while it is open; those with an After are yet to open
	OpenNow  int         // how many of them are open on the day of the page
	Due      []*Action   // the first few of those that are open, by due date
	Actions  int         // how many are open, in all
	Overdue  int         // how many of them
	Ahead    string      // on which days how many more will be overdue, for data-ahead: "2026-12-01:2 2026-12-21:1"
	Minutes  []*Meeting  // the latest few that have minutes
	Decided  []*Decision // the latest few

	ahead aheads
}

// firstFew is how much of a longer list the home page shows; of minutes, whose decisions are there too, it names latestFew.
const (
	firstFew  = 5
	latestFew = 3
)

// AboutPage says what readers must know of the site itself.
type AboutPage struct {
	Page
	Labels []LabelMeaning
	Tables []TableMeaning // the files with the rows of registers and lists, and what their columns mean
}

// A LabelMeaning says what a label means for a reader.
type LabelMeaning struct {
	Label, Meaning string
	Shown          bool // on this site
}

// NotFoundPage is what a server shows where there is nothing, whatever the address.
type NotFoundPage struct{ Page }

func (b *builder) homeLink() Link { return Link{"Home", "/"} }

func (b *builder) home() *HomePage {
	p := &HomePage{
		Page:   b.page("home", "/", ""),
		Bodies: b.bodies,
		Open:   b.inState(Open),
	}
	p.Feed = b.feedOf("/")
	upcoming, _ := b.split(b.chronology)
	p.Upcoming = upcoming[:min(len(upcoming), firstFew)]
	p.Due, _, p.Overdue, p.ahead = sortOpen(b.everyAction)
	p.Ahead, p.OpenNow = p.ahead.String(), begun(p.Open)
	p.Actions = len(p.Due)
	p.Due = p.Due[:min(len(p.Due), firstFew)]
	for _, m := range slices.Backward(b.chronology) {
		if len(p.Minutes) == latestFew && len(p.Decided) == firstFew {
			break
		}
		if len(p.Minutes) < latestFew && m.State != "scheduled" {
			p.Minutes = append(p.Minutes, m)
		}
		p.Decided = append(p.Decided, m.decisions[:min(len(m.decisions), firstFew-len(p.Decided))]...)
	}
	return p
}

// and puts together what two home pages show, each of some bodies, as that of all of these would.
func (p *HomePage) and(q *HomePage) {
	p.Upcoming = firstOf(firstFew, p.Upcoming, q.Upcoming, func(x, y *Meeting) int {
		return cmp.Or(x.date.Compare(y.date), cmp.Compare(x.Number, y.Number), cmp.Compare(x.Body.place, y.Body.place))
	})
	p.Due = firstOf(firstFew, p.Due, q.Due, func(x, y *Action) int {
		return cmp.Or(soonestDue(x, y), newestFirst(x, y), cmp.Compare(x.Body.place, y.Body.place))
	})
	later := func(m, n *Meeting) int {
		return cmp.Or(n.date.Compare(m.date), cmp.Compare(n.Number, m.Number), cmp.Compare(n.Body.place, m.Body.place))
	}
	p.Minutes = firstOf(latestFew, p.Minutes, q.Minutes, later)
	p.Decided = firstOf(firstFew, p.Decided, q.Decided, func(x, y *Decision) int { return later(x.Meeting, y.Meeting) })
	p.Open = append(p.Open, q.Open...)
	slices.SortStableFunc(p.Open, func(x, y Phase) int {
		return cmp.Or(soonestClosed(x, y), y.Of.opens.Compare(x.Of.opens), cmp.Compare(x.Of.Body.place, y.Of.Body.place))
	})
	p.Actions += q.Actions
	p.Overdue += q.Overdue
	p.OpenNow += q.OpenNow
	p.ahead.and(q.ahead)
	p.Ahead = p.ahead.String()
}

// firstOf are the first few of two lists, each of which is in order.
func firstOf[T any](few int, a, b []T, order func(x, y T) int) []T {
	all := slices.Concat(a, b)
	slices.SortStableFunc(all, order)
	return all[:min(len(all), few)]
}

// The meanings are those of the Traffic Light Protocol 2.0 of FIRST, in the words of committees.
var meanings = []LabelMeaning{
	{"WHITE", "For everyone. It may be passed on without limit.", false},
	{"GREEN", "For the community that the committees serve. It may be passed on within it.", false},
	{"AMBER", "For the members of the committee, and those in their organisations and clients who need to know it.", false},
	{"AMBER+STRICT", "For the members of the committee, and those in their own organisations who need to know it.", false},
	{"RED", "For the people who were at the meeting, and nobody else.", false},
}

func (b *builder) about() *AboutPage {
	p := &AboutPage{Page: b.page("about", "/about/", "About this site", b.homeLink()).as("Page", nil, Day{}, "")}
	p.Section = "about"
	p.Tables = tableMeanings()
	shown := true
	for _, m := range meanings {
		m.Shown = shown
		if m.Label == b.site.Ceiling {
			shown = false
		}
		p.Labels = append(p.Labels, m)
	}
	return p
}

func (b *builder) notFound() *NotFoundPage {
	p := &NotFoundPage{Page: b.page("notfound", "/404.html", "Page not found")}
	if !b.site.Portable {
		p.Root = rootPath(b.site.URL)
	}
	return p
}

// rootPath is the path of the site on its server.
func rootPath(full string) string {
	u, err := url.Parse(full)
	if err != nil || full == "" {
		return ""
	}
	return u.Path
}
