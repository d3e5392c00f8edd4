package site

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// DecisionsPage is a register of decisions, of a body or of all, or a view of one.
type DecisionsPage struct {
	Page
	Body      *Body          // whose it is; nil: of all committees
	Heading   string         // of the page
	View      *View          // the part that the page shows; nil: the register itself
	Register  View           // the whole register, of which it is a view
	Years     []DecisionYear // those that are listed here, by year
	Count     int            // how many there are, those that are listed elsewhere, too
	Views     []Views        // the pages that list a part of the register, by what divides it: year, verb, committee
	Long      bool           // it has so many rows here that they are laid out as they come into view
	Divided   string         // by what the rest is listed, as of an ActionsPage
	Elsewhere []View         // the pages that list the rest
	Shown     string         // which of them are here all the same: "those since 2019"
}

// A DecisionYear is a part of the register, latest first.
type DecisionYear struct {
	Name, Anchor string
	Decisions    []*Decision
}

// A decisionRegister is what the pages of one register are made of.
type decisionRegister struct {
	at           Address
	body         *Body
	decisions    []*Decision // latest first
	years, verbs []selection[*Decision]
}

func (b *builder) decisionRegister(body *Body) *decisionRegister {
	r := &decisionRegister{at: "/decisions/", body: body}
	if body != nil {
		r.at, r.decisions = body.DecisionsAt, body.decisions
	} else {
		for i := len(b.chronology) - 1; i >= 0; i-- {
			r.decisions = append(r.decisions, b.chronology[i].decisions...)
		}
	}
	above := func(d *Decision) *Label { return d.Above }
	r.years = selected(r.at, r.decisions, func(d *Decision) (slug, name string) {
		year := strconv.Itoa(d.Meeting.date.Year())
		return year, year
	}, above)
	for i := range r.years {
		r.years[i].heading, r.years[i].divided = "Decisions of "+r.years[i].Name, "committee"
	}
	r.verbs = byName(selected(r.at, r.decisions, func(d *Decision) (slug, name string) {
		verb := strings.ToLower(d.Verb)
		return slugOfGroup(verb), strings.ToUpper(verb[:min(1, len(verb))]) + verb[min(1, len(verb)):]
	}, above))
	for i := range r.verbs {
		r.verbs[i].heading, r.verbs[i].divided = "What was "+strings.ToLower(r.verbs[i].Name), "year"
	}
	return r
}

// decisionPages are a register of decisions and its views.
func (b *builder) decisionPages(body *Body) iter.Seq2[Address, func() Model] {
	register := sync.OnceValue(func() *decisionRegister { return b.decisionRegister(body) })
	at := Address("/decisions/")
	if body != nil {
		at = body.DecisionsAt
	}
	return registerPages(at, func() []selection[*Decision] {
		r := register()
		return slices.Concat(r.years, r.verbs)
	}, func(s *selection[*Decision]) Model { return b.decisionsPage(register(), s) })
}

func (b *builder) decisionsPage(r *decisionRegister, s *selection[*Decision]) *DecisionsPage {
	p := &DecisionsPage{Body: r.body, Register: View{Name: "Decisions", To: r.at, Count: len(r.decisions)}}
	p.Page, p.Heading = listPage(b, "decisions", p.Register, r.body, s)
	decisions, divided := r.decisions, "year"
	if s != nil {
		decisions, divided, p.View = s.rows, s.divided, &s.View
	}
	p.Count, p.Years = len(decisions), decisionYears(decisions)
	if len(decisions) > b.longest() && !(divided == "committee" && r.body != nil) {
		p.Divided = divided
		if divided == "year" {
			p.Elsewhere = viewsOf("", r.years).All
		} else {
			p.Elsewhere = elsewhere(b, s.slug, decisions, func(d *Decision) *Body { return d.Meeting.Body }, decisionsAt)
		}
		p.Years = p.Years[:fitting(p.Years, b.longest())]
		if p.Shown = "none of them"; len(p.Years) > 0 {
			p.Shown = "those since " + p.Years[len(p.Years)-1].Name
		}
	}
	for _, year := range p.Years {
		p.Rows += len(year.Decisions)
	}
	p.Long = p.Rows > long
	p.Views = []Views{viewsOf("Year", r.years), viewsOf("Verb", r.verbs)}
	if s == nil && r.body == nil {
		p.Views = append(p.Views, folded("Committee", b.committees(decisionsAt, func(body *Body) int { return len(body.decisions) })))
	}
	p.Views = slices.DeleteFunc(p.Views, func(v Views) bool { return len(v.All) == 0 })
	return p
}

// fitting is how many of the years, the latest first, have no more rows than fit.
func fitting(years []DecisionYear, rows int) int {
	for i, year := range years {
		if rows -= len(year.Decisions); rows < 0 {
			return i
		}
	}
	return len(years)
}

func decisionsAt(body *Body) Address { return body.DecisionsAt }

func decisionYears(decisions []*Decision) []DecisionYear {
	var years []DecisionYear
	for i, d := range decisions {
		year := d.Meeting.date.Year()
		if i == 0 || decisions[i-1].Meeting.date.Year() != year {
			name := strconv.Itoa(year)
			years = append(years, DecisionYear{Name: name, Anchor: "year-" + name})
		}
		last := &years[len(years)-1]
		last.Decisions = append(last.Decisions, d)
	}
	return years
}
