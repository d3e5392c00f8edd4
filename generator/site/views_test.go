package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/release"
)

// addresses are those of the pages below one.
func addresses(s *Site, below string) []string {
	var all []string
	for _, p := range s.Pages {
		if at, ok := strings.CutPrefix(string(p.Base().Address), below); ok && at != "" {
			all = append(all, at)
		}
	}
	return all
}

// owned raises actions, each of another owner.
func owned(owners ...string) func(*release.Meeting) {
	return func(m *release.Meeting) {
		for i, owner := range owners {
			raise(fmt.Sprintf("B %02d/%02d", m.Number, i+1), release.Due{Date: m.Date})(m)
			m.Actions[i].Owner = line(owner)
		}
	}
}

func TestViews(t *testing.T) {
	s := build(t, edition(
		meeting(1, "2019-11-01", owned("SECAS", "Ada Harker", "?!", strings.Repeat("very long ", 20))),
		meeting(2, "2020-01-01", func(m *release.Meeting) {
			owned("secas", "SECAS and DCC")(m)
			m.Decisions = []release.Decision{{Ref: "B 02/D01", Verb: "AGREED", Text: line("So be it."), Label: classification.Green}}
			m.Updates = []release.Update{{Ref: "B 01/02", Status: "closed", Owner: line("Ben"), Label: classification.Green}, {Ref: "B 00/07", Status: "ongoing", Label: classification.Green}}
		}),
	), "2020-05-01")
	// A new owner is the one that counts; who has no letters, or too many, is in no view; several people are another owner.
	want := []string{"2019/", "2020/", "closed/", "earlier/", "open/", "overdue/", "owner-ben/", "owner-secas-and-dcc/", "owner-secas/"}
	if got := addresses(s, "/actions/"); !slices.Equal(got, want) {
		t.Errorf("views of all: %q", got)
	}
	for _, want := range want {
		if page[*ActionsPage](t, s, Address("/b/actions/"+want)).Body == nil {
			t.Errorf("the view %s is not of the body", want)
		}
	}
	if got := addresses(s, "/decisions/"); !slices.Equal(got, []string{"2020/", "agreed/"}) {
		t.Errorf("views of decisions: %q", got)
	}
	for at, want := range map[Address]string{
		"/actions/":               "Open 6, Closed or withdrawn 1",
		"/actions/open/":          "Open 6",
		"/actions/overdue/":       "Open 5",
		"/actions/closed/":        "Closed or withdrawn 1",
		"/actions/2019/":          "Open 3, Closed or withdrawn 1",
		"/actions/earlier/":       "Open 1",
		"/b/actions/owner-secas/": "Open 2",
		"/b/actions/owner-ben/":   "Closed or withdrawn 1",
	} {
		p := page[*ActionsPage](t, s, at)
		var got []string
		for _, g := range p.Groups {
			got = append(got, fmt.Sprint(g.Name, " ", len(g.Actions)))
		}
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s shows %s", at, got)
		}
	}
}

// TestViewsOfWithheld holds that in a private copy a view whose rows readers of the public site do not see says so, and that
// on the public site there is none.
func TestViewsOfWithheld(t *testing.T) {
	withheld := func(m *release.Meeting) {
		owned("Ada", "Ben")(m)
		m.Actions[1].Label = classification.Amber
		m.Updates = []release.Update{{Ref: "B 01/01", Status: "ongoing", Owner: line("Cora"), Label: classification.Amber}}
	}
	e := edition(meeting(1, "2020-01-01", withheld))
	e.Private, e.Clearance = true, classification.UpTo(classification.Amber)
	s := build(t, e, "2020-05-01")
	for at, above := range map[Address]bool{"/actions/owner-ben/": true, "/b/actions/owner-cora/": true, "/actions/open/": true, "/b/actions/2020/": false} {
		if v := page[*ActionsPage](t, s, at).View; (v.Above != nil) != above {
			t.Errorf("%s has the label %v", at, v.Above)
		}
	}
	m := meeting(1, "2020-01-01", withheld)
	m.Actions, m.Updates = m.Actions[:1], nil // as it is released to the public
	if got := addresses(build(t, edition(m), "2020-05-01"), "/actions/"); slices.ContainsFunc(got, func(at string) bool { return at == "owner-ben/" || at == "owner-cora/" }) {
		t.Errorf("views of all: %q", got)
	}
}

func TestLongRegistersAreDivided(t *testing.T) {
	e := edition(
		meeting(1, "2019-11-01", owned("Ada", "Ada", "Ada")),
		meeting(2, "2020-01-01", func(m *release.Meeting) {
			owned("Ada", "Ada")(m)
			for i := range 3 {
				m.Decisions = append(m.Decisions, release.Decision{Ref: fmt.Sprintf("B 02/D%02d", i+1), Verb: "NOTED", Text: line("So."), Label: classification.Green})
			}
			for i := range 3 {
				m.Updates = append(m.Updates, release.Update{Ref: fmt.Sprintf("B 01/%02d", i+1), Status: "closed", Label: classification.Green})
			}
		}))
	s, _ := Build(e, Options{AsAt: day("2020-05-01"), Longest: 2})
	is := func(at Address, rows int, divided, elsewhere string) {
		t.Helper()
		p := page[*ActionsPage](t, s, at)
		got := ""
		for _, v := range p.Elsewhere {
			got += fmt.Sprint(v.To, " ", v.Count, " ")
		}
		if p.Rows != rows || p.Divided != divided || strings.TrimSpace(got) != elsewhere {
			t.Errorf("%s shows %d, divided by %q: %s", at, p.Rows, p.Divided, got)
		}
	}
	is("/actions/", 2, "year", "/actions/2020/ 2 /actions/2019/ 3")
	is("/b/actions/", 2, "year", "/b/actions/2020/ 2 /b/actions/2019/ 3")
	is("/actions/closed/", 0, "year", "/actions/2020/ 2 /actions/2019/ 3")
	is("/actions/open/", 2, "", "")
	is("/actions/2019/", 0, "committee", "/b/actions/2019/ 3")
	is("/b/actions/2019/", 3, "", "") // there is no less than a year of a committee
	is("/b/actions/owner-ada/", 5, "", "")
	if p := page[*DecisionsPage](t, s, "/decisions/"); p.Rows != 0 || p.Shown != "none of them" || p.Elsewhere[0].To != "/decisions/2020/" {
		t.Errorf("decisions: %d rows, %s", p.Rows, p.Shown)
	}
	if p := page[*DecisionsPage](t, s, "/b/decisions/2020/"); p.Rows != 3 || p.Divided != "" {
		t.Errorf("decisions of a year: %d rows", p.Rows)
	}
	// Every row is on some page of its body, and none on a longer one than that needs.
	seen := map[string]bool{}
	for _, p := range s.Pages {
		if p, ok := p.(*ActionsPage); ok && p.Body != nil {
			for _, g := range p.Groups {
				for _, a := range g.Actions {
					seen[a.Ref] = true
				}
			}
		}
	}
	if len(seen) != 5 {
		t.Errorf("%d of five actions are listed", len(seen))
	}
}

func TestNamesOfColumns(t *testing.T) {
	e := edition()
	r := release.Register{Columns: []release.Column{{Key: "state"}, {Key: "Due"}, {Key: "section no."}, {Key: "section-no"}, {Key: "…"}}}
	r.Path, r.Label, r.Title = "b/registers/r.md", classification.Green, line("R")
	r.Entries = []release.Entry{{Ref: "R1", Label: classification.Green, Values: []string{"1", "2", "3", "4", "5"}}}
	e.Bodies[0].Registers = []release.Register{r}
	for _, table := range build(t, e, "2020-05-01").Tables() {
		if table.Name != "b-r" {
			continue
		}
		if got := strings.Join(table.Columns, " "); got != "ref label title state_ due_ section_no section_no_ _ owner due state last_discussed address" {
			t.Errorf("columns: %s", got)
		}
		if got := strings.Join(table.Rows[0], " "); got != "R1 GREEN  1 2 3 4 5   open  /b/registers/r/r1/" {
			t.Errorf("row: %s", got)
		}
		return
	}
	t.Error("the register has no table")
}
