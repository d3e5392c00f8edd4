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
}

// sortOpen separates actions that are still to be done, soonest due first, from those that are done, and counts how many
// are overdue.
func sortOpen(actions []*Action) (open, done []*Action, overdue int) {
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
	return open, done, overdue
}

// soonestDue orders actions by when they are due; what is due on no day comes last.
func soonestDue(x, y *Action) int {
	if (x.Due.Day.ISO == "") != (y.Due.Day.ISO == "") {
		return -cmp.Compare(x.Due.Day.ISO, y.Due.Day.ISO)
	}
	return cmp.Compare(x.Due.Day.ISO, y.Due.Day.ISO)
}

func (b *builder) bodyActions(body *Body) *ActionsPage {
	p := &ActionsPage{
		Page: b.page("actions", body.ActionsAt, "Actions of "+body.Short, b.homeLink(), body.link()).as("", body, Day{}, ""),
		Body: body,
	}
	p.Open, p.Done, p.Overdue = sortOpen(body.actions)
	p.Rows = len(body.actions)
	return p
}

func (b *builder) allActions() *ActionsPage {
	p := &ActionsPage{Page: b.page("actions", "/actions/", "Actions", b.homeLink())}
	p.Section = "actions"
	p.Open, p.Done, p.Overdue = sortOpen(b.everyAction)
	p.Rows = len(b.everyAction)
	return p
}
