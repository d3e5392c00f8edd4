package site

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/release"
)

var summer = &release.Holidays{Calendar: "England and Wales", Days: []release.Holiday{
	{Date: day("2016-08-29"), Name: "Summer bank holiday"}, {Date: day("2016-12-25"), Name: "Christmas Day"},
	{Date: day("2016-12-26"), Name: "Boxing Day"}, {Date: day("2016-12-27"), Name: "Christmas Day (substitute day)"},
}}

func TestWorkingDays(t *testing.T) {
	b := newBuilder(release.Edition{Site: release.Site{Holidays: summer}}, Options{})
	for _, c := range []struct {
		after, upTo string
		want        int
	}{
		{"2016-09-02", "2016-09-02", 0}, // the last day itself
		{"2016-09-01", "2016-09-02", 1}, // Thursday to Friday
		{"2016-09-02", "2016-09-04", 0}, // over a weekend
		{"2016-09-02", "2016-09-05", 1},
		{"2016-09-03", "2016-09-05", 1}, // from a Saturday
		{"2016-08-22", "2016-09-02", 8}, // over a bank holiday
		{"2016-08-28", "2016-08-29", 0}, // up to it
		{"2016-08-29", "2016-08-30", 1}, // from it on
		{"2016-08-22", "2016-09-19", 19},
		{"2016-12-23", "2016-12-28", 1}, // one on a Sunday is not counted twice
		{"2016-09-05", "2016-09-02", 0},
	} {
		if got := b.workingDays(day(c.after), day(c.upTo)); got != c.want {
			t.Errorf("workingDays(%s, %s) = %d, want %d", c.after, c.upTo, got, c.want)
		}
	}
	if got := newBuilder(release.Edition{}, Options{}).workingDays(day("2016-08-22"), day("2016-09-02")); got != 9 {
		t.Errorf("without a calendar, %d days", got)
	}
}

// Whatever day a page is made for, it says what holds from that day on, without a gap and without an overlap.
func TestPhases(t *testing.T) {
	for _, c := range []struct{ opens, closes, asAt, want string }{
		{"", "", "2016-08-01", "announced"},
		{"2016-08-10", "2016-09-02", "2016-08-01", "upcoming -2016-08-09 (17 working days); open 2016-08-09-2016-09-01 (23 working days); open last 2016-09-01-2016-09-02 (23 working days); closed 2016-09-02-"},
		{"2016-08-10", "2016-09-02", "2016-08-10", "open -2016-09-01 (16 working days); open last 2016-09-01-2016-09-02 (16 working days); closed 2016-09-02-"},
		{"2016-08-10", "2016-09-02", "2016-09-01", "open -2016-09-01 (1 working day); open last 2016-09-01-2016-09-02 (1 working day); closed 2016-09-02-"},
		{"2016-08-10", "2016-09-02", "2016-09-02", "open last -2016-09-02 (0 working days); closed 2016-09-02-"},
		{"2016-08-10", "2016-09-02", "2016-09-03", "closed"},
		{"2016-08-10", "2016-08-10", "2016-08-09", "upcoming -2016-08-09 (1 working day); open last 2016-08-09-2016-08-10 (1 working day); closed 2016-08-10-"},
		{"2016-08-10", "", "2016-08-09", "upcoming -2016-08-09; open 2016-08-09-"},
		{"2016-08-10", "", "2016-08-10", "open"},
	} {
		e := edition()
		e.Site.Holidays = summer
		rc := release.Consultation{Opens: day(c.opens), Closes: day(c.closes)}
		rc.Path, rc.Label = "b/consultations/c.md", classification.Green
		e.Bodies[0].Consultations = []release.Consultation{rc}
		p := page[*ConsultationPage](t, build(t, e, c.asAt), "/b/consultations/c/")
		var got []string
		for _, phase := range p.Consultation.Phases {
			s := phase.State
			if phase.Last {
				s += " last"
			}
			if phase.After+phase.Until != "" {
				s += " " + phase.After + "-" + phase.Until
			}
			if phase.Left != "" {
				s += fmt.Sprintf(" (%s)", phase.Left)
			}
			got = append(got, s)
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s to %s, as at %s:\n%s, want\n%s", c.opens, c.closes, c.asAt, strings.Join(got, "; "), c.want)
		}
		if p.Consultation.State != p.Consultation.States[0].State {
			t.Errorf("%s to %s, as at %s: its state is %s, and its first one %s", c.opens, c.closes, c.asAt, p.Consultation.State, p.Consultation.States[0].State)
		}
	}
}

// Meetings to come are listed among those held, for the day on which they will have been.
func TestMeetingsToComeAmongHeld(t *testing.T) {
	scheduled := func(m *release.Meeting) { m.State = "scheduled" }
	e := edition(meeting(1, "2020-01-01", nil), meeting(2, "2020-02-01", nil), meeting(3, "2020-03-01", nil), meeting(4, "2020-04-01", nil),
		meeting(5, "2020-05-01", scheduled), meeting(6, "2020-06-01", scheduled), meeting(7, "2020-07-01", nil))
	for asAt, want := range map[string]string{
		"2020-04-15": "[7 6 5 4 3 2 1] 5, more after 2020-05-01",
		"2020-05-02": "[7 6 5 4 3 2] 6, more after ",
		"2020-06-02": "[7 6 5 4 3] 7, more after ",
	} {
		p := page[*BodyPage](t, build(t, e, asAt), "/b/")
		var numbers []int
		for _, m := range p.Recent {
			numbers = append(numbers, m.Number)
		}
		if got := fmt.Sprintf("%v %d, more after %s", numbers, p.Held, p.YearsAfter); got != want {
			t.Errorf("as at %s: %s, want %s", asAt, got, want)
		}
	}
}

func TestAheads(t *testing.T) {
	in := func(iso string) release.Due { return release.Due{Date: day(iso)} }
	e := edition(meeting(1, "2020-01-01", func(m *release.Meeting) {
		for i, due := range []release.Due{in("2020-02-01"), in("2020-01-15"), in("2020-02-01"), {}, in("2020-03-01"), in("2020-02-02")} {
			raise(fmt.Sprintf("B 01/%02d", i+1), due)(m)
		}
	}), meeting(2, "2020-01-10", say(release.Update{Ref: "B 01/06", Status: "closed"})))
	s := build(t, e, "2020-01-20")
	const want = "2020-02-01:2 2020-03-01:1"
	got := []string{page[*ActionsPage](t, s, "/b/actions/").Ahead, page[*ActionsPage](t, s, "/actions/").Ahead, page[*BodyPage](t, s, "/b/").Ahead, page[*HomePage](t, s, "/").Ahead}
	if slices.ContainsFunc(got, func(g string) bool { return g != want }) {
		t.Errorf("ahead %q, want %q", got, want)
	}
	if p := page[*HomePage](t, s, "/"); p.Overdue != 1 {
		t.Errorf("%d overdue", p.Overdue)
	}
}

// A drawing has the order of the days, words of which none lies over another's, and nothing that needs a label.
func TestLine(t *testing.T) {
	e := edition()
	e.Site.Holidays, e.Clearance, e.Private = summer, classification.UpTo(classification.Red), true
	rc := release.Consultation{Opens: day("2016-08-10"), Closes: day("2016-09-02"),
		Feedback: release.Statement{Date: day("2016-09-20"), Label: classification.Green},
		Outcome:  release.Statement{Date: day("2016-10-10"), Label: classification.Red}}
	rc.Path, rc.Label = "b/consultations/c.md", classification.Green
	e.Bodies[0].Consultations = []release.Consultation{rc}
	l := page[*ConsultationPage](t, build(t, e, "2016-08-30"), "/b/consultations/c/").Line
	var names []string
	for _, m := range l.Moments {
		name := m.Day.ISO + " " + m.Name
		if m.Now {
			name += "now"
		}
		if m.Above != nil {
			name += ", " + m.Above.Name
		}
		names = append(names, name)
	}
	want := []string{"2016-08-10 Opens", "2016-08-29 Summer bank holiday", "2016-08-30 now", "2016-09-02 Closes", "2016-09-20 Answers", "2016-10-10 Outcome, RED"}
	if !slices.Equal(names, want) {
		t.Errorf("%q, want %q", names, want)
	}
	if l.First != "2016-08-10" || l.Last != "2016-09-20" || l.Opens != "5.0" || l.Shuts != "55.5" || l.Now != "48.9" {
		t.Errorf("from %s to %s, open between %s and %s, now %s", l.First, l.Last, l.Opens, l.Shuts, l.Now)
	}
	var heights []int
	for _, m := range append(slices.Clone(l.Above), l.Below...) {
		if m.Name == "Outcome" {
			t.Error("what needs a label is drawn without one")
		}
		if m.Words <= 0 || m.Words > l.Height {
			t.Errorf("the words of %s stand outside", m.Name)
		}
		heights = append(heights, m.Words)
	}
	if slices.Sort(heights); len(slices.Compact(heights)) != 3 {
		t.Errorf("words lie over each other: %v", heights)
	}
}
