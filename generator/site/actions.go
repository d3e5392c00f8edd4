package site

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"sync"
)

// ActionsPage is a register of actions, of a body or of all, or a view of one.
type ActionsPage struct {
	Page
	Body      *Body         // whose it is; nil: of all committees
	Heading   string        // of the page
	View      *View         // the part that the page shows; nil: the register itself
	Register  View          // the whole register, of which it is a view
	Groups    []ActionGroup // those still to be done, soonest due first, then those that are done, newest first
	Dated     bool          // it is of those that are overdue: the page says on which day, as script.js does not put its rows right
	Count     int           // how many there are, those that are listed elsewhere, too
	Open      int           // how many are still to be done
	Done      int           // how many are closed or withdrawn
	Overdue   int           // how many of those that are still to be done
	Ahead     string        // as of the HomePage
	Views     []Views       // the pages that list a part of the register, by what divides it: state, year, owner, committee
	Long      bool          // it has so many rows here that they are laid out as they come into view
	Divided   string        // by what the rest is listed, where it is too long to be shown whole: "year" or "committee"
	Elsewhere []View        // the pages that list the rest
	Shown     string        // which of them are here all the same: "those that are open"
}

// An ActionGroup is a part of a register of actions.
type ActionGroup struct {
	Name, Anchor string
	Actions      []*Action
}

// sortOpen separates actions that are still to be done, soonest due first, from those that are done, and counts how many
// are overdue, and when others will be.
func sortOpen(actions []*Action) (open, done []*Action, overdue int, ahead aheads) {
	for _, a := range actions {
		if a.Done {
			done = append(done, a)
			continue
		}
		open = append(open, a)
		if a.Overdue {
			overdue++
		}
	}
	slices.SortStableFunc(open, soonestDue)
	return open, done, overdue, aheadOf(open)
}

// soonestDue orders actions by when they are due; what is due on no day comes last.
func soonestDue(x, y *Action) int {
	if (x.Due.Day.ISO == "") != (y.Due.Day.ISO == "") {
		return -cmp.Compare(x.Due.Day.ISO, y.Due.Day.ISO)
	}
	return cmp.Compare(x.Due.Day.ISO, y.Due.Day.ISO)
}

// An actionRegister is what the pages of one register are made of. Its views derive from the actions as they were
// released, so that none is there for the sake of what is withheld.
type actionRegister struct {
	at                   Address
	body                 *Body
	actions              []*Action
	states, years, owned []selection[*Action]
}

func (b *builder) actionRegister(body *Body) *actionRegister {
	r := &actionRegister{at: "/actions/", body: body, actions: b.everyAction}
	if body != nil {
		r.at, r.actions = body.ActionsAt, body.actions
	}
	for _, state := range []struct {
		slug, name, heading string
		in                  func(*Action) bool
	}{
		{"open", "Open", "Open actions", func(a *Action) bool { return !a.Done }},
		{"overdue", "Overdue", "Overdue actions", func(a *Action) bool { return a.Overdue }},
		{"closed", "Closed or withdrawn", "Closed and withdrawn actions", func(a *Action) bool { return a.Done }},
	} {
		s := selection[*Action]{View: View{Name: state.name, To: r.at + Address(state.slug) + "/"}, slug: state.slug, heading: state.heading, divided: "year"}
		for _, a := range r.actions {
			if state.in(a) {
				s.rows = append(s.rows, a)
			}
		}
		if state.slug == "overdue" {
			s.Ahead = aheadOf(r.actions).String()
		}
		s.count(func(a *Action) *Label { return foremost(a.Above, a.StateAbove) })
		r.states = append(r.states, s)
	}
	r.years = selected(r.at, r.actions, func(a *Action) (slug, name string) {
		return cmp.Or(a.Year, "earlier"), cmp.Or(a.Year, "Before this archive")
	}, func(a *Action) *Label { return a.Above })
	for i := range r.years {
		s := &r.years[i]
		if s.heading, s.divided = "Actions raised in "+s.Name, "committee"; s.slug == "earlier" {
			s.heading = "Actions from before this archive"
		}
	}
	r.owned = byName(selected(r.at, r.actions, func(a *Action) (slug, name string) {
		name = a.Owner.Plain()
		if slug = slugOfGroup(name); slug != "" {
			slug = "owner-" + slug
		}
		return slug, name
	}, func(a *Action) *Label { return foremost(a.Above, a.OwnerAbove) }))
	for i := range r.owned {
		s := &r.owned[i]
		s.heading, s.divided = "Actions of "+s.Name, "committee"
	}
	return r
}

// actionPages are a register of actions and its views.
func (b *builder) actionPages(body *Body) iter.Seq2[Address, func() Model] {
	register := sync.OnceValue(func() *actionRegister { return b.actionRegister(body) })
	at := Address("/actions/")
	if body != nil {
		at = body.ActionsAt
	}
	return registerPages(at, func() []selection[*Action] {
		r := register()
		return slices.Concat(r.states, r.years, r.owned)
	}, func(s *selection[*Action]) Model { return b.actionsPage(register(), s) })
}

func (b *builder) actionsPage(r *actionRegister, s *selection[*Action]) *ActionsPage {
	p := &ActionsPage{Body: r.body, Register: View{Name: "Actions", To: r.at, Count: len(r.actions)}}
	p.Page, p.Heading = listPage(b, "actions", p.Register, r.body, s)
	actions, divided := r.actions, "year"
	if s != nil {
		actions, divided, p.View = s.rows, s.divided, &s.View
		p.Dated = s.slug == "overdue"
	}
	open, done, overdue, ahead := sortOpen(actions)
	p.Count, p.Open, p.Done, p.Overdue, p.Ahead = len(actions), len(open), len(done), overdue, ahead.String()
	if len(actions) > b.longest() && !(divided == "committee" && r.body != nil) {
		p.Divided = divided
		if divided == "year" {
			p.Elsewhere = viewsOf("", r.years).All
		} else {
			p.Elsewhere = elsewhere(b, s.slug, actions, func(a *Action) *Body { return a.Body }, actionsAt)
		}
		open, done = open[:min(len(open), b.longest())], nil
		switch p.Shown = "those that are open"; {
		case len(open) == 0:
			p.Shown = "none of them, as none is open"
		case len(open) < p.Open:
			p.Shown = "the " + strconv.Itoa(len(open)) + " open ones that are due soonest"
		}
	}
	if len(open) > 0 {
		p.Groups = append(p.Groups, ActionGroup{"Open", "open", open})
	}
	if len(done) > 0 {
		p.Groups = append(p.Groups, ActionGroup{"Closed or withdrawn", "closed", done})
	}
	p.Rows = len(open) + len(done)
	p.Long = p.Rows > long
	p.Views = r.views(b, s)
	return p
}

func actionsAt(body *Body) Address { return body.ActionsAt }

// views are what a page lists of the others of its register. Of owners there may be very many, so the register alone
// lists them.
func (r *actionRegister) views(b *builder, s *selection[*Action]) []Views {
	all := []Views{viewsOf("State", r.states), viewsOf("Year raised", r.years)}
	if s != nil {
		return all
	}
	all = append(all, viewsOf("Owner", r.owned))
	if r.body == nil {
		all = append(all, folded("Committee", b.committees(actionsAt, func(body *Body) int { return len(body.actions) })))
	}
	return slices.DeleteFunc(all, func(v Views) bool { return len(v.All) == 0 })
}
