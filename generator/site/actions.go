package site

import (
	"cmp"
	"slices"
)

// ActionsPage is a register of actions: of a body, or of all.
type ActionsPage struct {
	Page
	Body    *Body     // nil: of all
	Open    []*Action // by due date; what has none comes last
	Done    []*Action // closed or withdrawn, newest first
	Overdue int
	Ahead   string // when others will be: see aheads
}

// sortOpen separates actions that are still to be done, soonest due first, from those that are done, and counts how many
// are overdue, and when others will be.
func sortOpen(actions []*Action) (open, done []*Action, overdue int, ahead aheads) {
	ahead = aheads{}
	for _, a := range actions {
		if a.Done {
			done = append(done, a)
			continue
		}
		open = append(open, a)
		if a.Overdue {
			overdue++
		} else if a.Due.Day.ISO != "" {
			ahead[a.Due.Day.ISO]++
		}
	}
	slices.SortStableFunc(open, soonestDue)
	return open, done, overdue, ahead
}

// soonestDue orders actions by when they are due; what is due on no day comes last.
func soonestDue(x, y *Action) int {
	if (x.Due.Day.ISO == "") != (y.Due.Day.ISO == "") {
		return -cmp.Compare(x.Due.Day.ISO, y.Due.Day.ISO)
	}
	return cmp.Compare(x.Due.Day.ISO, y.Due.Day.ISO)
}

func (p *ActionsPage) list(actions []*Action) {
	var ahead aheads
	p.Open, p.Done, p.Overdue, ahead = sortOpen(actions)
	p.Ahead, p.Rows = ahead.String(), len(actions)
}

func (b *builder) bodyActions(body *Body) *ActionsPage {
	p := &ActionsPage{
		Page: b.page("actions", body.ActionsAt, "Actions of "+body.Short, b.homeLink(), body.link()),
		Body: body,
	}
	p.list(body.actions)
	return p
}

func (b *builder) allActions() *ActionsPage {
	p := &ActionsPage{Page: b.page("actions", "/actions/", "Actions", b.homeLink())}
	p.Section = "actions"
	p.list(b.everyAction)
	return p
}
