package minutes

import (
	"cmp"
	"slices"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/source"
)

// checkHistories checks what meetings said of each action and entry of a body, in the order of the meetings, and what its
// own said of what nobody has.
func (c *checker) checkHistories() {
	byRef := map[string][]said{}
	var refs []string
	note := func(s said) {
		if byRef[s.ref.Text] == nil {
			refs = append(refs, s.ref.Text)
		}
		byRef[s.ref.Text] = append(byRef[s.ref.Text], s)
	}
	for _, m := range c.body.Meetings {
		for i := range m.Minutes.Updates {
			if s := m.say(i); s.ref.Text != "" && c.ownerOf(s.ref.Text, c.body) == c.body {
				note(s)
			}
		}
	}
	for _, s := range c.body.said {
		note(s)
	}
	for _, ref := range refs {
		history := byRef[ref]
		slices.SortStableFunc(history, func(a, b said) int {
			return cmp.Or(a.day.Compare(b.day.Time), a.meeting-b.meeting, strings.Compare(a.folder, b.folder))
		})
		c.checkHistory(ref, history)
	}
	c.checkForgotten(byRef)
}

func (c *checker) checkHistory(ref string, history []said) {
	t := c.thing(ref)
	statuses := ActionStatuses
	report := &c.body.among
	switch {
	case t != nil && t.Kind == KindEntry:
		statuses = StatusesOf(t.Register)
	case t != nil && t.Kind == KindAction:
	case t != nil:
		for _, s := range history {
			report.Error(s.ref.At, "ref-kind", "give the ref of an action or of an entry of a register", "%s is %s", ref, article(t.Kind))
		}
		return
	case !c.older(ref):
		for _, s := range history {
			if !c.someUnread() && !c.misspelt(s.ref) {
				c.reportUnknown(s.ref)
			}
		}
		return
	}
	if t != nil && t.Kind == KindAction {
		for _, s := range history {
			if s.day.Before(t.Meeting.Date.Time) {
				report.Error(s.ref.At, "update-early", "mend the ref, or the dates of the meetings", "%s was raised at a later meeting, %d", ref, t.Meeting.Number.N)
			}
		}
	}
	for i, s := range history {
		c.checkStatus(s.status, statuses)
		if i > 0 && history[i-1].path == s.path {
			report.Error(s.ref.At, "update-twice", "make one update of the two", "these minutes update %s twice", ref)
		}
	}
	checkReopened(ref, history, report)
}

func (c *checker) reportUnknown(ref document.Ref) {
	report := &c.body.among
	n, ok := parseNumbered(ref.Text)
	switch b := c.prefixes[n.prefix]; {
	case ok && b == nil:
		report.Error(ref.At, "update-unknown", "mend the prefix, or add the body", "no body has the prefix of this ref")
	case ok && !n.decision:
		report.Error(ref.At, "update-unknown", "mend the ref; meeting numbers below the first one kept here are taken as older than the archive", "there is no action %s", n)
	default:
		report.Error(ref.At, "update-unknown", "mend the ref: actions are as SECPMA 25/04, entries as their register has them", "there is no action or entry of this name")
	}
}

// checkReopened reports updates of what was closed. It asks for each clearance that reads the update, with the updates
// that this clearance reads: so an update stays right when the withheld ones before it are gone.
func checkReopened(ref string, history []said, r *source.Report) {
	var closed [classification.Drafter + 1]bool // for the readers of each clearance
	for _, s := range history {
		refused := false
		for c := range classification.Drafter + 1 {
			if !s.ruling.Permits(c) && c != classification.Drafter { // who wrote it, whatever its label
				continue
			}
			if closed[c] && !s.reopens && !refused {
				refused = true
				hint, message := "if it was taken up again, add reopens: true; if not, take the update out", "%s was closed before"
				if !closed[classification.Drafter] {
					message = "%s was closed before, for readers who may not see the update that took it up again"
				}
				r.Error(s.ref.At, "update-closed", hint, message, ref)
			}
			closed[c] = s.status.Text == "closed" || s.status.Text == "withdrawn"
		}
	}
}

// checkForgotten warns of open actions that the last two meetings of their body did not mention.
func (c *checker) checkForgotten(byRef map[string][]said) {
	held := slices.DeleteFunc(slices.Clone(c.body.Meetings), func(m *Meeting) bool { return m.State.Text == "scheduled" })
	if len(held) < 3 {
		return
	}
	mentioned := map[string]bool{}
	for _, m := range held[len(held)-2:] {
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
				c.body.among.Warn(a.Ref.At, "action-forgotten", "add an update to the latest minutes, if only to say that it is still open",
					"%s is open, and the last two meetings did not mention it", a.Ref.Text)
			}
		}
	}
}

func isOpen(history []said) bool {
	if len(history) == 0 {
		return true
	}
	last := history[len(history)-1].status.Text
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
			t := r.Thing(u.Ref.Text)
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
			open = append(open, Tracked{Ref: ref, Thing: r.Thing(ref), Last: u})
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
