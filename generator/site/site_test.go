package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

func day(iso string) time.Time {
	if iso == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		panic(err)
	}
	return t
}

func line(text string) markdown.Fragment {
	var r source.Report
	at := source.Pos{Path: "b/minutes/x.md", Line: 1, Column: 1}
	return markdown.Inline(text, at, "", &r).Cut(markdown.Reading{}, &r).Text
}

// meeting is one of a body with the prefix B. Edit adds what it minuted.
func meeting(number int, date string, edit func(*release.Meeting)) release.Meeting {
	d := day(date)
	m := release.Meeting{Number: number, Date: d, State: "approved"}
	m.Ref = fmt.Sprintf("B_%02d_%s", number, d.Format("0201"))
	m.Path = "b/minutes/" + date + ".md"
	m.Label = classification.Green
	m.Items = []release.Item{{Number: 1, Text: line("One.")}, {Number: 2}}
	if edit != nil {
		edit(&m)
	}
	return m
}

func edition(meetings ...release.Meeting) release.Edition {
	body := release.Body{Folder: "b", Prefix: "B", Short: "Board", Meetings: meetings}
	body.Path, body.Label = "b/body.md", classification.Green
	return release.Edition{Site: release.Site{Ceiling: classification.Green}, Clearance: classification.UpTo(classification.Green), Bodies: []*release.Body{&body}}
}

func build(t *testing.T, e release.Edition, asAt string) *Site {
	t.Helper()
	s, ds := Build(e, Options{AsAt: day(asAt)})
	for _, d := range ds {
		t.Errorf("%v: %s [%s]", d.Pos, d.Message, d.Code)
	}
	return s
}

func page[M Model](t *testing.T, s *Site, at Address) M {
	t.Helper()
	for _, p := range s.Pages {
		if p.Base().Address == at {
			return p.(M)
		}
	}
	t.Fatalf("there is no page at %s", at)
	panic("unreached")
}

func raise(ref string, due release.Due) func(*release.Meeting) {
	return func(m *release.Meeting) {
		m.Actions = append(m.Actions, release.Action{Ref: ref, Item: 1, Owner: line("Ada"), Text: line("Do it."), Due: due, Label: classification.Green})
	}
}

func say(u ...release.Update) func(*release.Meeting) {
	return func(m *release.Meeting) { m.Updates = u }
}

func TestActionStates(t *testing.T) {
	in := func(iso string) release.Due { return release.Due{Date: day(iso)} }
	for _, c := range []struct {
		name    string
		due     release.Due
		said    []release.Update
		asAt    string
		state   string
		overdue bool
		dueOn   string
		before  int // earlier due dates
	}{
		{"only raised", release.Due{}, nil, "2020-06-01", "open", false, "", 0},
		{"on its day", in("2020-06-01"), nil, "2020-06-01", "open", false, "2020-06-01", 0},
		{"the day after", in("2020-06-01"), nil, "2020-06-02", "open", true, "2020-06-01", 0},
		{"ongoing is open", in("2020-06-01"), []release.Update{{Status: "ongoing"}}, "2020-06-02", "ongoing", true, "2020-06-01", 0},
		{"closed is never late", in("2020-06-01"), []release.Update{{Status: "closed"}}, "2021-01-01", "closed", false, "2020-06-01", 0},
		{"withdrawn", in("2020-06-01"), []release.Update{{Status: "withdrawn"}}, "2021-01-01", "withdrawn", false, "2020-06-01", 0},
		{"taken up again", in("2020-06-01"), []release.Update{{Status: "closed"}, {Status: "open", Reopens: true}}, "2021-01-01", "open", true, "2020-06-01", 0},
		{"put off", in("2020-02-01"), []release.Update{{Status: "ongoing", Due: in("2020-06-01")}}, "2020-03-01", "ongoing", false, "2020-06-01", 1},
		{"the same date again", in("2020-06-01"), []release.Update{{Status: "ongoing", Due: in("2020-06-01")}}, "2020-03-01", "ongoing", false, "2020-06-01", 0},
		{"a meeting", release.Due{Meeting: "B_03_0103"}, nil, "2020-03-02", "open", true, "2020-03-01", 0},
		{"a meeting that is not released", release.Due{Meeting: "B_99_0101"}, nil, "2030-01-01", "open", false, "", 0},
		{"next meeting", release.Due{Next: true}, nil, "2020-02-02", "open", true, "2020-02-01", 0},
		{"next after the one that put it off", release.Due{Next: true}, []release.Update{{Status: "ongoing", Due: release.Due{Next: true}}}, "2020-02-15", "ongoing", false, "2020-03-01", 1},
		{"next, but none is known", in("2020-02-01"), []release.Update{{}, {Status: "ongoing", Due: release.Due{Next: true}}}, "2030-01-01", "ongoing", false, "", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			ms := []release.Meeting{meeting(1, "2020-01-01", raise("B 01/01", c.due)), meeting(2, "2020-02-01", nil), meeting(3, "2020-03-01", nil)}
			for i, u := range c.said {
				u.Ref = "B 01/01"
				ms[i+1].Updates = []release.Update{u}
			}
			slices.Reverse(ms) // files need not come in the order of their dates
			a := page[*ActionPage](t, build(t, edition(ms...), c.asAt), "/b/actions/01-01/").Action
			if a.State != c.state || a.Overdue != c.overdue || a.Due.Day.ISO != c.dueOn || len(a.EarlierDue) != c.before {
				t.Errorf("state %q overdue %v due %q earlier %d; want %q %v %q %d", a.State, a.Overdue, a.Due.Day.ISO, len(a.EarlierDue), c.state, c.overdue, c.dueOn, c.before)
			}
		})
	}
}

func TestHistory(t *testing.T) {
	e := edition(
		meeting(1, "2020-01-01", raise("B 01/01", release.Due{Date: day("2020-02-01")})),
		meeting(2, "2020-02-01", say(release.Update{Ref: "B 01/01", Item: 2, Status: "ongoing", Owner: line("Ben"), Due: release.Due{Date: day("2020-04-01")}})),
		meeting(3, "2020-03-01", say(release.Update{Ref: "B 01/01", Item: 9, Status: "closed", Owner: line("Ben")})),
	)
	a := page[*ActionPage](t, build(t, e, "2020-05-01"), "/b/actions/01-01/").Action
	var got []string
	for _, ev := range a.Events {
		got = append(got, fmt.Sprintf("%s %s %s: %s<%s %s<%s", ev.Day.ISO, ev.Status, ev.Place.To, ev.Owner.Plain(), ev.OwnerWas.Plain(), ev.Due.Day.ISO, ev.DueWas.Day.ISO))
	}
	want := []string{
		"2020-03-01 closed /b/meetings/3/: < <", // an item that is not released has no place; an owner who stays is no change
		"2020-02-01 ongoing /b/meetings/2/#item-2: Ben<Ada 2020-04-01<2020-02-01",
		"2020-01-01 open /b/meetings/1/#01-01: Ada< 2020-02-01<",
	}
	if !slices.Equal(got, want) {
		t.Errorf("history:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if a.Owner.Plain() != "Ben" || a.Last.To != "/b/meetings/3/" {
		t.Errorf("owner %q, last %v", a.Owner.Plain(), a.Last)
	}
}

func TestOlderThanTheArchive(t *testing.T) {
	e := edition(meeting(7, "2020-01-01", say(
		release.Update{Ref: "B 05/02", Status: "ongoing", Label: classification.Green},
		release.Update{Ref: "X 05/02", Status: "closed"}, // of a body that is not here
		release.Update{Ref: "CR7", Status: "closed"},     // of no register that is here
	)))
	s := build(t, e, "2020-05-01")
	p := page[*ActionPage](t, s, "/b/actions/05-02/")
	if p.Before != "5" || p.Action.State != "ongoing" || p.Action.Label.Name != "GREEN" || len(p.Events) != 1 {
		t.Errorf("before %q, state %q, label %q, %d events", p.Before, p.Action.State, p.Action.Label, len(p.Events))
	}
	m := page[*MeetingPage](t, s, "/b/meetings/7/")
	others := m.Items[len(m.Items)-1]
	if others.Number != "" || len(others.Updates) != 3 {
		t.Fatalf("updates of no item are not shown: %+v", others)
	}
	for i, linked := range []bool{true, false, false} {
		if u := others.Updates[i]; (u.Of.To != "") != linked {
			t.Errorf("%s: linked to %q", u.Of.Text, u.Of.To)
		}
	}
	if r := page[*ActionsPage](t, s, "/b/actions/"); r.Open != 1 {
		t.Errorf("the register has %d open actions", r.Open)
	}
}

// TestOlderThanTheArchiveOfAnother has one body update an action from before the archive of another that says nothing of it
// itself: it has a page, which is found, linked and told who mentions it, also when nothing but that page is made.
func TestOlderThanTheArchiveOfAnother(t *testing.T) {
	e := edition(meeting(7, "2020-01-01", nil))
	by := release.Body{Folder: "c", Prefix: "C", Short: "Club"}
	by.Path, by.Label, by.Text = "c/body.md", classification.Green, line("It follows from B 05/02, not from X 05/02.")
	m := meeting(8, "2020-02-01", say(release.Update{Ref: "B 05/02", Status: "ongoing", Label: classification.Green}))
	m.Ref, m.Path = "C_08_0102", "c/minutes/2020-02-01.md"
	by.Meetings = []release.Meeting{m}
	e.Bodies = append(e.Bodies, &by)
	l, wrong := Lay(e, Options{AsAt: day("2020-05-01")}, new(Memory))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	const at = "/b/actions/05-02/"
	for how, p := range map[string]*ActionPage{"among all": page[*ActionPage](t, l.Site(), at), "alone": l.Page(at).(*ActionPage)} {
		if len(p.Events) != 1 || p.Events[0].Place.To != "/c/meetings/8/" || !slices.Equal(p.Mentions, []Link{{"Club", "/c/"}}) {
			t.Errorf("%s: %d events, mentions %v", how, len(p.Events), p.Mentions)
		}
	}
	if to, found := l.Find(markdown.Target{Ref: "B 05/02"}); !found || to != at {
		t.Errorf("it is found at %q", to)
	}
}

func TestSupersession(t *testing.T) {
	decide := func(ref, old string) func(*release.Meeting) {
		return func(m *release.Meeting) {
			m.Decisions = []release.Decision{{Ref: ref, Item: 1, Verb: "AGREED", Supersedes: old}}
		}
	}
	s := build(t, edition(
		meeting(1, "2020-01-01", decide("B 01/D01", "B 00/D09")),
		meeting(2, "2020-02-01", decide("B 02/D01", "B 01/D01")),
		meeting(3, "2020-03-01", decide("B 03/D01", "B 01/D01")),
	), "2020-05-01")
	all := page[*DecisionsPage](t, s, "/decisions/").Years[0].Decisions
	if all[0].Ref != "B 03/D01" || all[2].Ref != "B 01/D01" {
		t.Fatalf("the latest is not first: %s … %s", all[0].Ref, all[2].Ref)
	}
	if got := fmt.Sprint(all[2].SupersededBy); got != "[{B 02/D01 /b/meetings/2/#02-d01} {B 03/D01 /b/meetings/3/#03-d01}]" {
		t.Errorf("superseded by %s", got)
	}
	if all[0].Supersedes.To != "/b/meetings/1/#01-d01" || all[2].Supersedes != (Link{Text: "B 00/D09"}) {
		t.Errorf("supersedes %v, %v", all[0].Supersedes, all[2].Supersedes)
	}
}

func TestNeighboursAndApproval(t *testing.T) {
	s := build(t, edition(
		meeting(5, "2020-05-01", func(m *release.Meeting) { m.State = "scheduled" }),
		meeting(1, "2020-01-01", nil),
		meeting(3, "2020-03-01", func(m *release.Meeting) { m.Approves = "B_01_0101" }),
	), "2020-05-01")
	m := page[*MeetingPage](t, s, "/b/meetings/1/")
	if m.Next.To != "/b/meetings/3/" || m.Previous.To != "" || m.ApprovedAt.Text != "Board meeting 3, 1 March 2020" {
		t.Errorf("next %v, previous %v, approved at %v", m.Next, m.Previous, m.ApprovedAt)
	}
	if p := page[*MeetingPage](t, s, "/b/meetings/3/"); p.Approves.To != "/b/meetings/1/" || p.Next.To != "/b/meetings/5/" {
		t.Errorf("approves %v, next %v", p.Approves, p.Next)
	}
	if b := page[*BodyPage](t, s, "/b/"); len(b.Upcoming) != 1 || b.Upcoming[0].Number != 5 || b.Recent[0].Number != 5 || b.Recent[1].Number != 3 || b.Held != 2 || !b.Recent[0].ToCome {
		t.Errorf("a meeting of today is not to come")
	}
}

func TestMentions(t *testing.T) {
	e := edition(
		meeting(1, "2020-01-01", func(m *release.Meeting) {
			raise("B 01/01", release.Due{})(m)
			m.Actions[0].Text = line("Do B 01/01, and B 01/02 with it; B 01/02 first.")
			raise("B 01/02", release.Due{})(m)
			m.Decisions = []release.Decision{{Ref: "B 01/D01", Text: line("As in B_01_0101, B 77/01 is done.")}}
			m.Items[0].Text = line("See B 01/D01 and B 01/01.")
		}),
		meeting(2, "2020-02-01", func(m *release.Meeting) {
			m.Updates = []release.Update{{Ref: "B 01/02", Item: 1, Status: "closed", Text: line("B 01/02 follows from B 01/D01 and B_01_0101.")}}
		}),
	)
	s := build(t, e, "2020-05-01")
	is := func(what string, got []Link, want ...string) {
		t.Helper()
		var all []string
		for _, l := range got {
			all = append(all, l.Text+" "+string(l.To))
		}
		if !slices.Equal(all, want) {
			t.Errorf("%s is mentioned in %q, want %q", what, all, want)
		}
	}
	is("01/01", page[*ActionPage](t, s, "/b/actions/01-01/").Mentions, "Board meeting 1, item 1 /b/meetings/1/#item-1")
	is("01/02", page[*ActionPage](t, s, "/b/actions/01-02/").Mentions, "action B\u00a001/01 /b/actions/01-01/")
	is("meeting 1", page[*MeetingPage](t, s, "/b/meetings/1/").Mentions, "B\u00a001/02, at Board meeting 2 /b/actions/01-02/")
	is("01/D01", page[*DecisionsPage](t, s, "/decisions/").Years[0].Decisions[0].Mentions, "B\u00a001/02, at Board meeting 2 /b/actions/01-02/")
	text := string(page[*ActionPage](t, s, "/b/actions/01-01/").HTML(e.Bodies[0].Meetings[0].Actions[0].Text))
	if strings.Count(text, "<a ") != 2 || !strings.HasPrefix(text, "Do B 01/01,") {
		t.Errorf("a page links itself: %s", text)
	}
}

func TestConsultationStates(t *testing.T) {
	for _, c := range []struct{ opens, closes, outcome, asAt, want string }{
		{"", "", "", "2020-01-10", Announced},
		{"2020-01-11", "2020-02-01", "", "2020-01-10", Upcoming},
		{"2020-01-10", "2020-02-01", "", "2020-01-10", Open},
		{"2020-01-10", "2020-02-01", "", "2020-02-01", Open},
		{"2020-01-10", "2020-02-01", "", "2020-02-02", Closed},
		{"2020-01-10", "", "", "2020-02-02", Open},
		{"", "2020-02-01", "", "2020-02-02", Closed},
		{"2020-01-10", "2020-02-01", "2020-03-01", "2020-03-02", Outcome},
	} {
		rc := &release.Consultation{Opens: day(c.opens), Closes: day(c.closes), Outcome: release.Statement{Date: day(c.outcome)}}
		if got := consultationState(rc, day(c.asAt)); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestEntryHistory(t *testing.T) {
	e := edition(meeting(1, "2020-01-15", say(release.Update{Ref: "R1", Item: 1, Status: "watched"})), meeting(2, "2020-02-15", nil))
	r := release.Register{Columns: []release.Column{{Key: "k", Title: line("Kept by")}}, Statuses: []string{"new", "watched", "over"}, Entries: []release.Entry{
		{Ref: "R1", Values: []string{"Ada"}, History: []release.Event{{Date: day("2020-01-01"), Status: "new"}, {Meeting: "B_09_0909", Text: line("Elsewhere.")}, {Meeting: "B_02_1502", Status: "over"}}},
		{Ref: "R2", Values: []string{""}},
		{Ref: "R3", Values: []string{""}, Status: "watched"},
	}}
	r.Path = "b/registers/risks.md"
	e.Bodies[0].Registers = []release.Register{r}
	s := build(t, e, "2020-05-01")
	entry := page[*EntryPage](t, s, "/b/registers/risks/r1/").Entry
	var got []string
	for _, ev := range entry.Events {
		got = append(got, ev.Day.ISO+ev.Status+ev.Place.Text)
	}
	want := []string{"2020-02-15overBoard meeting 2", "2020-01-15watchedBoard meeting 1, item 1", "B_09_0909", "2020-01-01new"}
	if !slices.Equal(got, want) || entry.State != "over" {
		t.Errorf("%s: %q, want %q", entry.State, got, want)
	}
	for ref, state := range map[Address]string{"r2": "new", "r3": "watched"} {
		if got := page[*EntryPage](t, s, "/b/registers/risks/"+ref+"/").Entry.State; got != state {
			t.Errorf("%s is %q, want %q", ref, got, state)
		}
	}
}

func TestDiagnostics(t *testing.T) {
	e := edition(
		meeting(1, "2020-01-01", func(m *release.Meeting) {
			m.Preamble = line("See [a](2020-02-01.md), [b](2020-02-01.md#item-2), [c](2020-02-01.md#item-7), [d](gone.md), [[B 09/01]] and B 09/02.")
		}),
		meeting(2, "2020-02-01", func(m *release.Meeting) {
			raise("B 02/01", release.Due{})(m)
			raise("B 02-01", release.Due{})(m)
		}),
	)
	_, ds := Build(e, Options{AsAt: day("2020-05-01")})
	var got []string
	for _, d := range ds {
		got = append(got, d.Code)
		if strings.Contains(d.Message+d.Hint, "gone") || strings.Contains(d.Message+d.Hint, "09/") {
			t.Errorf("a diagnostic says where a withheld link leads: %s %s", d.Message, d.Hint)
		}
	}
	if want := []string{"address-taken", "link-withheld", "link-withheld", "link-withheld"}; !slices.Equal(got, want) {
		t.Errorf("diagnostics %q, want %q", got, want)
	}
}

func TestWithheldDocumentHasNoPage(t *testing.T) {
	e := edition()
	d := release.Document{Withheld: true, Available: "on request"}
	d.Ref, d.Label = "B-CPS", classification.Amber
	e.Bodies[0].Documents = []release.Document{d}
	s := build(t, e, "2020-05-01")
	if a := s.book.ref("B-CPS"); a != "/b/#document-b-cps" {
		t.Errorf("it stands at %q", a)
	}
	for _, p := range s.Pages {
		if p.Base().Kind == "document" {
			t.Errorf("it has a page: %s", p.Base().Address)
		}
	}
}

func TestLabelsAboveThePublicCeiling(t *testing.T) {
	e := edition(meeting(1, "2020-01-01", func(m *release.Meeting) {
		raise("B 01/01", release.Due{})(m)
		raise("B 01/02", release.Due{})(m)
		m.Actions[1].Label = classification.Amber
	}))
	e.Private, e.Clearance, e.Site.URL = true, classification.UpTo(classification.Amber), "https://public.example/"
	s := build(t, e, "2020-05-01")
	if a := page[*ActionPage](t, s, "/b/actions/01-01/").Action; a.Above != nil {
		t.Errorf("a public action is marked %v", a.Above)
	}
	if a := page[*ActionPage](t, s, "/b/actions/01-02/").Action; a.Above == nil || *a.Above != (Label{Name: "AMBER"}) {
		t.Errorf("an action above the ceiling is marked %v", a.Above)
	}
	if s.URL != "" || page[*HomePage](t, s, "/").Canonical() != "" {
		t.Error("a private copy claims the public address")
	}
}
