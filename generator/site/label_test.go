package site

import (
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

// drafted is an edition for the drafter, in which the place of every label is line 9 of a file.
func drafted(meetings ...release.Meeting) release.Edition {
	e := edition(meetings...)
	e.Clearance, e.Private, e.Drafted = classification.Drafter, true, true
	for i := range e.Bodies[0].Meetings {
		m := &e.Bodies[0].Meetings[i]
		m.By = by(m.Path)
		for j := range m.Actions {
			m.Actions[j].By = by(m.Path)
		}
		for j := range m.Updates {
			m.Updates[j].By = by(m.Path)
		}
	}
	e.Bodies[0].By = by("b/body.md")
	return e
}

func by(file string) *release.By {
	return &release.By{Label: source.Pos{Path: file, Line: 9, Column: 1}}
}

func TestWhatWithheldUpdatesSayIsMarked(t *testing.T) {
	red := func(ref, status string) release.Update {
		return release.Update{Ref: ref, Status: status, Owner: line("Grace"), Label: classification.Red}
	}
	green := func(ref, status string) release.Update {
		return release.Update{Ref: ref, Status: status, Label: classification.Green}
	}
	s := build(t, drafted(
		meeting(3, "2020-01-01", raise("B 03/01", release.Due{})),
		meeting(4, "2020-02-01", say(red("B 03/01", "closed"), green("B 01/01", "open"), green("B 01/02", "open"))),
		meeting(5, "2020-03-01", say(green("B 03/01", ""), red("B 01/01", "closed"), red("B 01/03", "open"))),
	), "2020-05-01")
	a := page[*ActionPage](t, s, "/b/actions/03-01/").Action
	const place = "b/minutes/2020-02-01.md:9:1"
	if a.Above != nil || a.Label.Withheld || a.StateAbove == nil || a.StateAbove.By != place || a.OwnerAbove == nil || a.OwnerAbove.By != place || a.LastAbove != nil {
		t.Errorf("above %v, state above %v, owner above %v, last above %v", a.Above, a.StateAbove, a.OwnerAbove, a.LastAbove)
	}
	home := page[*HomePage](t, s, "/")
	for _, older := range []struct {
		at       Address
		withheld bool // is the action itself
		state    bool // is its state
	}{{"/b/actions/01-01/", false, true}, {"/b/actions/01-02/", false, false}, {"/b/actions/01-03/", true, false}} {
		a := page[*ActionPage](t, s, older.at).Action
		if a.Label.Withheld != older.withheld || (home.Above(older.at) != nil) != older.withheld || (a.StateAbove != nil) != older.state {
			t.Errorf("%s: label %+v, above %v, state above %v", older.at, *a.Label, home.Above(older.at), a.StateAbove)
		}
	}
}

func TestDraftsAreWithheldWhateverTheirLabel(t *testing.T) {
	e := drafted(meeting(1, "2020-01-01", nil))
	e.Bodies[0].Meetings[0].By.Draft = &source.Pos{Path: "b/minutes/2020-01-01.md", Line: 8, Column: 8}
	s := build(t, e, "2020-05-01")
	m := page[*MeetingPage](t, s, "/b/meetings/1/").Meeting
	if want := (Label{"GREEN", "b/minutes/2020-01-01.md:9:1", "b/minutes/2020-01-01.md:8:8", true}); m.Above == nil || *m.Above != want || *m.Label != want {
		t.Errorf("above %v, label %v", m.Above, m.Label)
	}
	home := page[*HomePage](t, s, "/")
	if home.Above(m.To) == nil || home.Above("/b/") != nil || home.Above("/actions/") != nil || home.Above("/nowhere/at/all/") != nil {
		t.Error("links to a draft, and no others, have a label")
	}
}

func TestBeyond(t *testing.T) {
	amber, red, draft := &Label{Name: "AMBER", Withheld: true}, &Label{Name: "RED", Withheld: true}, &Label{Name: "AMBER", Draft: "a.md:1:1", Withheld: true}
	for _, c := range []struct{ l, whole, want *Label }{
		{nil, nil, nil}, {nil, red, nil}, {amber, nil, amber}, {amber, &Label{Name: "AMBER", Withheld: true, By: "b.md:1:1"}, nil}, {red, amber, red},
		{draft, amber, draft}, {amber, &Label{Name: "AMBER"}, amber},
	} {
		if got := c.l.beyond(c.whole); got != c.want {
			t.Errorf("%+v beyond %+v is %+v", c.l, c.whole, got)
		}
	}
}

func TestStateThatFollowsFromAWithheldOutcome(t *testing.T) {
	e := drafted(meeting(1, "2020-01-01", nil))
	c := release.Consultation{Opens: day("2020-01-01"), Closes: day("2020-02-01"), Outcome: release.Statement{Text: line("Done."), Label: classification.Red, By: by("b/c.md")}}
	c.Path, c.Label, c.By = "b/c.md", classification.Green, by("b/c.md")
	e.Bodies[0].Consultations = []release.Consultation{c}
	p := page[*ConsultationPage](t, build(t, e, "2020-05-01"), "/b/consultations/c/")
	if p.Consultation.State != Outcome || p.Consultation.Above != nil || p.Consultation.StateAbove == nil || p.Outcome.Above == nil {
		t.Errorf("%s, above %v, its state above %v, its outcome above %v", p.Consultation.State, p.Consultation.Above, p.Consultation.StateAbove, p.Outcome.Above)
	}
}

// What decides whether readers see something stands first, whatever else is said of it.
func TestForemost(t *testing.T) {
	raised, withheld := &Label{Name: "AMBER"}, &Label{Name: "AMBER", By: "b/minutes/1.md:9:3", Withheld: true}
	for _, c := range []struct{ first, second, want *Label }{
		{nil, nil, nil}, {raised, nil, raised}, {nil, withheld, withheld}, {raised, withheld, withheld}, {withheld, raised, withheld},
	} {
		if got := foremost(c.first, c.second); got != c.want {
			t.Errorf("of %v and %v, %v stands first", c.first, c.second, got)
		}
	}
}

// A row of data says the highest label of what is in it, as nothing else in it can be marked.
func TestRowsHaveTheHighestLabel(t *testing.T) {
	s := build(t, drafted(
		meeting(3, "2020-01-01", raise("B 03/01", release.Due{})),
		meeting(4, "2020-02-01", say(release.Update{Ref: "B 03/01", Status: "closed", Label: classification.Red})),
	), "2020-05-01")
	for _, table := range s.Tables() {
		if table.Name == "actions" {
			if row := table.Rows[0]; row[0] != "B 03/01" || row[1] != "RED" {
				t.Errorf("the row is %q", row)
			}
			return
		}
	}
	t.Error("there are no actions")
}
