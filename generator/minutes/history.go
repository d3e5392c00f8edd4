package minutes

import (
	"cmp"
	"slices"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/document"
)

// A said is an update in its meeting.
type said struct {
	update  *document.Update
	meeting *Meeting
	ruling  Ruling
}

// checkHistories checks what meetings said of each action and entry, in the order of the meetings.
func (r *Record) checkHistories() {
	byRef := map[string][]said{}
	var refs []string
	for _, b := range r.Bodies {
		for _, m := range b.Meetings {
			for i := range m.Minutes.Updates {
				u := &m.Minutes.Updates[i]
				if u.Ref.Text == "" {
					continue
				}
				if byRef[u.Ref.Text] == nil {
					refs = append(refs, u.Ref.Text)
				}
				byRef[u.Ref.Text] = append(byRef[u.Ref.Text], said{u, m, m.Updates[i]})
			}
		}
	}
	for _, ref := range refs {
		history := byRef[ref]
		slices.SortStableFunc(history, func(a, b said) int {
			return cmp.Or(a.meeting.Date.Compare(b.meeting.Date.Time), a.meeting.Number.N-b.meeting.Number.N)
		})
		r.checkHistory(ref, history)
	}
	r.checkForgotten(byRef)
}

func (r *Record) checkHistory(ref string, history []said) {
	t := r.things[ref]
	statuses := ActionStatuses
	switch {
	case t != nil && t.Kind == KindEntry:
		statuses = StatusesOf(t.Register)
	case t != nil && t.Kind == KindAction:
	case t != nil:
		for _, s := range history {
			r.report.Error(s.update.Ref.At, "ref-kind", "give the ref of an action or of an entry of a register", "%s is %s", ref, article(t.Kind))
		}
		return
	case !r.older(ref):
		for _, s := range history {
			if len(r.unread) == 0 && !r.misspelt(s.update.Ref) {
				r.reportUnknown(s)
			}
		}
		return
	}
	if t != nil && t.Kind == KindAction {
		for _, s := range history {
			if s.meeting.Date.Before(t.Meeting.Date.Time) {
				r.report.Error(s.update.Ref.At, "update-early", "mend the ref, or the dates of the meetings", "%s was raised at a later meeting, %d", ref, t.Meeting.Number.N)
			}
		}
	}
	for i, s := range history {
		r.checkStatus(s.update.Status, statuses)
		if i > 0 && history[i-1].meeting == s.meeting {
			r.report.Error(s.update.Ref.At, "update-twice", "make one update of the two", "these minutes update %s twice", ref)
		}
	}
	r.checkReopened(ref, history)
}

func (r *Record) reportUnknown(s said) {
	ref := s.update.Ref
	n, ok := parseNumbered(ref.Text)
	switch b := r.bodies[n.prefix]; {
	case ok && b == nil:
		r.report.Error(ref.At, "update-unknown", "mend the prefix, or add the body", "no body has the prefix of this ref")
	case ok && !n.decision:
		r.report.Error(ref.At, "update-unknown", "mend the ref; meeting numbers below the first one kept here are taken as older than the archive", "there is no action %s", n)
	default:
		r.report.Error(ref.At, "update-unknown", "mend the ref: actions are as SECPMA 25/04, entries as their register has them", "there is no action or entry of this name")
	}
}

// checkReopened reports updates of what was closed. It asks for each clearance that reads the update, with the updates
// that this clearance reads: so an update stays right when the withheld ones before it are gone.
func (r *Record) checkReopened(ref string, history []said) {
	var closed [classification.Drafter + 1]bool // for the readers of each clearance
	for _, s := range history {
		refused := false
		for c := range classification.Drafter + 1 {
			if !s.ruling.Permits(c) && c != classification.Drafter { // who wrote it, whatever its label
				continue
			}
			if closed[c] && !s.update.Reopens.Value && !refused {
				refused = true
				hint, message := "if it was taken up again, add reopens: true; if not, take the update out", "%s was closed before"
				if !closed[classification.Drafter] {
					message = "%s was closed before, for readers who may not see the update that took it up again"
				}
				r.report.Error(s.update.Ref.At, "update-closed", hint, message, ref)
			}
			closed[c] = s.update.Status.Text == "closed" || s.update.Status.Text == "withdrawn"
		}
	}
}

// checkForgotten warns of open actions that the last two meetings of their body did not mention.
func (r *Record) checkForgotten(byRef map[string][]said) {
	for _, b := range r.Bodies {
		held := slices.DeleteFunc(slices.Clone(b.Meetings), func(m *Meeting) bool { return m.State.Text == "scheduled" })
		if len(held) < 3 {
			continue
		}
		mentioned := map[string]bool{}
		last := held[len(held)-2:]
		for _, m := range last {
			for ref := range mentions(m.File.File) {
				mentioned[ref] = true
			}
			for _, u := range m.Minutes.Updates {
				mentioned[u.Ref.Text] = true
			}
		}
		for _, m := range held[:len(held)-2] {
			for _, a := range m.Minutes.Actions {
				if a.Ref.Text != "" && !mentioned[a.Ref.Text] && isOpen(byRef[a.Ref.Text]) {
					r.report.Warn(a.Ref.At, "action-forgotten", "add an update to the latest minutes, if only to say that it is still open",
						"%s is open, and the last two meetings did not mention it", a.Ref.Text)
				}
			}
		}
	}
}

func isOpen(history []said) bool {
	if len(history) == 0 {
		return true
	}
	last := history[len(history)-1].update.Status.Text
	return last != "closed" && last != "withdrawn"
}

// Outstanding are the actions of a body that are open after all meetings, oldest first, with the update that was the last
// word on each, if there was one.
func (r *Record) Outstanding(b *Body) []Tracked {
	last := map[string]*document.Update{}
	var refs []string
	for _, m := range b.Meetings {
		for i := range m.Minutes.Updates {
			u := &m.Minutes.Updates[i]
			t := r.things[u.Ref.Text]
			if t == nil && last[u.Ref.Text] == nil && strings.HasPrefix(u.Ref.Text, b.Prefix.Text+" ") {
				refs = append(refs, u.Ref.Text)
			}
			last[u.Ref.Text] = u
		}
		for _, a := range m.Minutes.Actions {
			refs = append(refs, a.Ref.Text)
		}
	}
	var open []Tracked
	for _, ref := range refs {
		if u := last[ref]; u == nil || u.Status.Text != "closed" && u.Status.Text != "withdrawn" {
			open = append(open, Tracked{Ref: ref, Thing: r.things[ref], Last: u})
		}
	}
	return open
}

// Tracked is an action and the last that was said of it. Thing is nil for one older than the archive.
type Tracked struct {
	Ref   string
	Thing *Thing
	Last  *document.Update
}
