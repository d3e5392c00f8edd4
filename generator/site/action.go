package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

// An Action as it stands after the last released word on it.
type Action struct {
	Ref        string
	PrintedAs  string // the wrong ref that was printed, if any
	Label      *Label // none where it is from before the archive and nothing is said of it
	Above      *Label
	To         Address
	Anchor     string // in the minutes of the meeting that raised it
	Body       *Body
	Text       markdown.Fragment
	FirstOwner markdown.Fragment // as it was raised
	FirstDue   Due
	Owner      markdown.Fragment
	Due        Due
	EarlierDue []Due
	State      string // open, ongoing, closed or withdrawn
	StateAbove *Label // of what a withheld event says, as are the next two, where it is not that of the action
	OwnerAbove *Label
	LastAbove  *Label
	Done       bool
	Overdue    bool
	Last       Link     // the day of the meeting that had the last word, and where it did
	Events     []*Event // newest first
	Year       string   // in which it was raised, if that is known
	Before     string   // the number of the meeting that raised it, where that is older than the archive

	raised *Meeting
	label  uint8
}

// ActionPage is the page of an action.
type ActionPage struct {
	Page
	Action   *Action
	Events   []*Event
	Before   string
	Mentions []Link

	References []Link // what the page links, for paper
}

// An Event in the history of an action, or of an entry of a register.
type Event struct {
	Of       Link   // whose history
	Raised   bool   // the first: what was asked
	Day      Day    // none where the meeting is not released
	Place    Link   // the item of the meeting; no words for what no meeting did
	Status   string // which it has since
	Text     markdown.Fragment
	Owner    markdown.Fragment // set where it changed, as are the next
	OwnerWas markdown.Fragment
	Due      Due
	DueWas   Due
	Above    *Label

	OwnerWasAbove *Label
	PlaceAbove    *Label // of the meeting, where it is not that of the event

	at *Meeting // which said it; nil where it is the register itself that did
}

// settleAction gives an action its place. Its own page, not the minutes, is where its ref leads.
func (b *builder) settleAction(m *Meeting, ra *release.Action) *Action {
	a := &Action{
		Ref:        ra.Ref,
		PrintedAs:  ra.PrintedAs,
		Label:      labelled(b, ra.Label, ra.By),
		Above:      above(b, ra.Label, ra.By),
		Anchor:     slugOf(ra.Ref, m.Body.source.Prefix),
		Body:       m.Body,
		Text:       ra.Text,
		FirstOwner: ra.Owner,
		Year:       strconv.Itoa(m.date.Year()),
		raised:     m,
	}
	a.To = b.claim(m.Body.ActionsAt+Address(a.Anchor)+"/", ra.At)
	b.name(a.Ref, a.To)
	b.actions[a.Ref] = a
	return a
}

// older makes an action of a ref that no released meeting raised: one from before the archive, if it has the prefix of a
// released body.
func (b *builder) older(ref string, at source.Pos) *Action {
	number, rest := olderAction(ref)
	if number == "" {
		return nil
	}
	for _, body := range b.bodies {
		if body.source.Prefix != markdown.PrefixOf(ref) {
			continue
		}
		a := &Action{Ref: ref, Body: body, Before: number}
		a.To = b.claim(body.ActionsAt+Address(markdown.Slug(rest))+"/", at)
		b.name(a.Ref, a.To)
		b.actions[a.Ref] = a
		body.actions = append(body.actions, a)
		return a
	}
	return nil
}

// olderAction takes the ref of an action apart: the number of its meeting, and all but the prefix.
func olderAction(ref string) (number, rest string) {
	_, rest, ok := strings.Cut(ref, " ")
	number, _, slash := strings.Cut(rest, "/")
	n, err := strconv.Atoi(number)
	if !ok || !slash || err != nil {
		return "", ""
	}
	return strconv.Itoa(n), rest
}

// settleOlder gives the actions from before the archive that a body's own minutes name their places.
func (b *builder) settleOlder(body *Body) {
	for _, m := range body.meetings {
		for _, u := range m.source.Updates {
			if b.entries[u.Ref] == nil && b.actions[u.Ref] == nil && markdown.PrefixOf(u.Ref) == body.source.Prefix {
				b.older(u.Ref, u.At)
			}
		}
	}
}

// follow gathers what meetings said of actions and entries, in the order of their dates, into histories.
func (b *builder) follow() {
	for _, m := range b.chronology {
		for i, a := range m.actions {
			ra := &m.source.Actions[i]
			a.FirstDue = b.due(ra.Due, m)
			a.Events = append(a.Events, &Event{
				Of: Link{a.Ref, a.To}, Raised: true, Day: m.Day, Place: Link{m.place(ra.Item).Text, m.To + Address("#"+a.Anchor)},
				Status: "open", Text: a.Text, Owner: a.FirstOwner, Due: a.FirstDue, Above: a.Above, at: m,
			})
			m.Body.actions = append(m.Body.actions, a)
		}
	}
	for _, m := range b.chronology {
		for i := range m.source.Updates {
			m.updates = append(m.updates, b.update(m, &m.source.Updates[i]))
		}
	}
	for _, body := range b.bodies {
		for _, a := range body.actions {
			a.fold(b.site.AsAt)
		}
		slices.SortStableFunc(body.actions, newestFirst)
		b.everyAction = append(b.everyAction, body.actions...)
		for _, r := range body.registers {
			for i, e := range r.Entries {
				said := e.Events
				e.Events = merge(b.own(e, r.source.Entries[i].History), said)
				e.fold()
			}
		}
	}
	slices.SortStableFunc(b.everyAction, newestFirst)
}

// update makes an event of what a meeting said, and puts it into the history that it belongs to, if that is released.
func (b *builder) update(m *Meeting, u *release.Update) *Event {
	e := &Event{
		Of: Link{Text: u.Ref}, Day: m.Day, Place: m.place(u.Item),
		Status: u.Status, Text: u.Text, Owner: u.Owner, Due: b.due(u.Due, m),
		Above: above(b, u.Label, u.By), at: m,
	}
	if entry := b.entries[u.Ref]; entry != nil {
		e.Of.To = entry.To
		entry.Events = append(entry.Events, e)
		return e
	}
	a := b.actions[u.Ref]
	if a == nil {
		a = b.older(u.Ref, u.At)
	}
	if a == nil {
		return e
	}
	if a.Before != "" && a.label <= uint8(u.Label) {
		// Nothing but its updates is known of an action from before the archive, so it is labelled as the highest of them.
		a.label, a.Label, a.Above = uint8(u.Label), labelled(b, u.Label, u.By), e.Above
	}
	e.Of.To = a.To
	a.Events = append(a.Events, e)
	return e
}

// fold works out how an action stands from its events, and leaves them newest first.
func (a *Action) fold(today Day) {
	if a.Label != nil && a.Label.Withheld && slices.ContainsFunc(a.Events, func(e *Event) bool { return e.Above == nil }) {
		published := *a.Label // an action from before the archive has the highest label of its updates, and readers see another
		published.Withheld, published.Draft = false, ""
		a.Label, a.Above = &published, &published
	}
	for _, e := range a.Events {
		if e.Status != "" {
			a.State, a.StateAbove = e.Status, e.Above.beyond(a.Above)
		}
		if e.Place.Text != "" {
			a.Last, a.LastAbove = Link{cmp.Or(e.Day.Long, e.Place.Text), e.Place.To}, e.Above.beyond(a.Above)
		}
	}
	a.Owner, a.OwnerAbove, a.Due, a.EarlierDue = changes(markdown.Fragment{}, a.Events, a.Above)
	a.Done = isDone(a.State)
	a.Overdue = !a.Done && a.Due.before(today)
	slices.Reverse(a.Events)
}

// isDone tells whether an action of a status is no longer open.
func isDone(status string) bool { return status == "closed" || status == "withdrawn" }

// changes tells each of the events, oldest first, what it changed from the first owner on, and returns what holds in the end,
// with the labels of what says so where they are not that of the whole.
func changes(first markdown.Fragment, events []*Event, whole *Label) (owner markdown.Fragment, by *Label, due Due, earlier []Due) {
	owner = first
	for _, e := range events {
		switch {
		case e.Owner.Empty():
		case e.Owner.Same(owner):
			e.Owner = markdown.Fragment{}
		default:
			e.OwnerWas, e.OwnerWasAbove = owner, by.beyond(e.Above)
			owner, by = e.Owner, e.Above.beyond(whole)
		}
		switch {
		case !e.Due.Said():
		case e.Due.same(due):
			e.Due = Due{}
		default:
			if due.Said() {
				earlier = append(earlier, due)
			}
			e.DueWas, due = due, e.Due
			e.DueWas.Above = e.DueWas.Above.beyond(e.Above)
			due.Above = cmp.Or(e.Above, due.Above).beyond(whole)
		}
	}
	return owner, by, due, earlier
}

// newestFirst orders the actions of a body by the meeting that raised them, and within it as it minuted them.
func newestFirst(x, y *Action) int {
	if x.raised != nil && y.raised != nil {
		return y.raised.date.Compare(x.raised.date)
	}
	if x.raised == nil && y.raised == nil {
		return cmp.Or(-cmp.Compare(len(x.Before), len(y.Before)), -cmp.Compare(x.Before, y.Before), cmp.Compare(x.Ref, y.Ref))
	}
	if x.raised == nil {
		return 1
	}
	return -1
}

func (b *builder) actionPage(a *Action) *ActionPage {
	var raised Day
	if a.raised != nil {
		raised = a.raised.Day
	}
	state := a.State
	if a.Overdue {
		state = "overdue"
	}
	p := &ActionPage{
		Page:     b.page("action", a.To, "Action "+a.Ref, a.Body.actionTrail...).as("Action", a.Body, raised, state),
		Action:   a,
		Events:   a.Events,
		Before:   a.Before,
		Mentions: b.mentions[a.To],
	}
	r := b.references(a.To)
	r.texts(a.Text, a.Owner)
	r.links(a.Due.Meeting)
	for _, e := range a.Events {
		r.links(e.Place)
		r.texts(e.Text, e.OwnerWas)
	}
	r.links(p.Mentions...)
	p.References = r.all
	return p
}
