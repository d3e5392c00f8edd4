package site

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"minutebook/generator/release"
)

// both is an edition of two bodies, B and C, of which each may say something of what the other tracks.
func both(b, c []release.Meeting) release.Edition {
	e := edition(b...)
	other := *e.Bodies[0]
	other.Path, other.Folder, other.Prefix, other.Short, other.Meetings = "c/body.md", "c", "C", "Council", c
	e.Bodies = append(e.Bodies, &other)
	return e
}

func ofOther(m release.Meeting) release.Meeting {
	m.Ref, m.Path = "C"+strings.TrimPrefix(m.Ref, "B"), "c"+strings.TrimPrefix(m.Path, "b")
	return m
}

func TestOpenOverMeetings(t *testing.T) {
	raises := func(refs ...string) func(*release.Meeting) {
		return func(m *release.Meeting) {
			for _, ref := range refs {
				raise(ref, release.Due{})(m)
			}
		}
	}
	plot := func(asAt string, b, c []release.Meeting) *OpenPlot {
		return page[*BodyPage](t, build(t, both(b, c), asAt), "/b/").Over
	}
	b := []release.Meeting{
		meeting(4, "2020-01-01", raises("B 04/01", "B 04/02", "B 04/03")),
		meeting(5, "2020-02-01", say(release.Update{Ref: "B 04/01", Status: "closed"}, release.Update{Ref: "B 03/07", Status: "ongoing"}, release.Update{Ref: "B 02/01", Status: "closed"})),
		meeting(6, "2020-03-01", func(m *release.Meeting) {
			raises("B 06/01")(m)
			m.Updates = []release.Update{{Ref: "B 06/01", Status: "closed"}, {Ref: "B 04/01", Status: "open", Reopens: true}, {Ref: "B 04/02", Status: "ongoing"}}
		}),
		meeting(7, "2020-04-01", say(release.Update{Ref: "B 04/03", Status: "withdrawn"})),
		meeting(8, "2020-05-01", func(m *release.Meeting) { m.State = "scheduled" }),
	}
	// Another committee closes one between meetings 5 and 6, and another after the last of them.
	c := []release.Meeting{
		ofOther(meeting(1, "2020-02-15", say(release.Update{Ref: "B 03/07", Status: "closed"}))),
		ofOther(meeting(2, "2020-04-20", say(release.Update{Ref: "B 04/02", Status: "closed"}))),
	}
	p := plot("2020-06-01", b, c)
	var got []string
	for _, point := range p.Points {
		got = append(got, fmt.Sprintf("%d +%d -%d =%d", point.Meeting.Number, point.New, point.Done, point.Open))
	}
	if want := []string{"4 +3 -0 =3", "5 +1 -2 =2", "6 +2 -1 =3", "7 +0 -2 =1"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if p.Line != "M0 0H1V1H2V0H3V2" || p.Dots != "M0 0h0M1 1h0M2 0h0M3 2h0" || p.Most != 3 || p.Right != 3 || p.LastAt != 66 || p.Of != 0 {
		t.Errorf("drawn as %+v", p)
	}
	for _, c := range []struct {
		says string
		of   []release.Meeting
	}{
		{"1 action is open after meeting 7; at most 4 were, after meeting 6.", b},
		{"4 actions are open after meeting 6, the most after any meeting shown.", []release.Meeting{b[0], meeting(5, "2020-02-01", nil), meeting(6, "2020-03-01", raises("B 06/01"))}},
		{"No action is open after meeting 6; at most 1 was, after meeting 5.", []release.Meeting{meeting(4, "2020-01-01", raises("B 04/01")), meeting(5, "2020-02-01", nil), meeting(6, "2020-03-01", say(release.Update{Ref: "B 04/01", Status: "closed"}))}},
		{"", b[:2]}, // too few
		{"", []release.Meeting{meeting(4, "2020-01-01", nil), meeting(5, "2020-02-01", nil), meeting(6, "2020-03-01", nil)}}, // of nothing
		{"", []release.Meeting{b[0], b[1], b[4]}}, // one of the three is yet to be held
	} {
		var other []release.Meeting
		if len(c.of) == len(b) {
			other = []release.Meeting{ofOther(meeting(2, "2020-04-20", say(release.Update{Ref: "B 04/02", Status: "closed"}, release.Update{Ref: "B 03/07", Status: "closed"})))}
		}
		says := ""
		if p := plot("2020-06-01", c.of, other); p != nil {
			says = p.Says
		}
		if says != c.says {
			t.Errorf("says %q, want %q", says, c.says)
		}
	}
}

func TestOpenOverManyMeetings(t *testing.T) {
	var ms []release.Meeting
	for n := range 45 {
		ms = append(ms, meeting(n+1, day("2016-01-01").AddDate(0, n, 0).Format("2006-01-02"), raise(fmt.Sprintf("B %02d/01", n+1), release.Due{})))
	}
	p := page[*BodyPage](t, build(t, edition(ms...), "2020-01-01"), "/b/").Over
	if len(p.Points) != 40 || p.Of != 45 || p.First.Meeting.Number != 6 || p.First.Open != 6 || p.Last.Open != 45 || p.Right != 39 || p.Dots != "M39 0h0" {
		t.Errorf("%d points of %d, from meeting %d with %d open, to %d; dots %q", len(p.Points), p.Of, p.First.Meeting.Number, p.First.Open, p.Last.Open, p.Dots)
	}
}

func TestAges(t *testing.T) {
	for _, c := range []struct{ asAt, bars, says string }{
		{"2020-03-31", "5 0 0 0", "None of the 5 open actions has been open for a year."},
		{"2020-04-01", "1 4 0 0", "None of the 5 open actions has been open for a year."},
		{"2020-06-30", "1 4 0 0", "None of the 5 open actions has been open for a year."},
		{"2020-07-01", "0 1 4 0", "None of the 5 open actions has been open for a year."},
		{"2021-01-01", "0 0 1 4", "Of 5 open actions, 4 have been open for more than a year."},
		{"2021-04-01", "0 0 0 5", "All 5 open actions have been open for more than a year."},
	} {
		e := edition(
			meeting(4, "2020-01-01", func(m *release.Meeting) {
				for _, ref := range []string{"B 04/01", "B 04/02", "B 04/03", "B 04/04"} {
					raise(ref, release.Due{})(m)
				}
			}),
			meeting(5, "2020-04-01", say(release.Update{Ref: "B 04/01", Status: "closed"}, release.Update{Ref: "B 03/01", Status: "open"})),
			meeting(6, "2020-04-02", say(release.Update{Ref: "B 04/01", Status: "open", Reopens: true})), // it is as old as it was
		)
		p := page[*BodyPage](t, build(t, e, c.asAt), "/b/").Ages
		var bars []string
		for _, bar := range p.Bars {
			bars = append(bars, strconv.Itoa(bar.Count))
		}
		if got := strings.Join(bars, " "); got != c.bars || p.Says != c.says || p.Before != 1 {
			t.Errorf("as at %s: %s, %d from before, %q; want %s, 1, %q", c.asAt, got, p.Before, p.Says, c.bars, c.says)
		}
	}
}

// Over random records of two committees, what is said to be open after a meeting is what the register would have said if the
// site had been made before the next one; the last number is that of the register; the picture says what the table does.
func TestPlotsAgreeWithTheRegister(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 7))
		b, c := randomMeetings(r)
		whole := page[*BodyPage](t, build(t, both(b, c), "2030-01-01"), "/b/")
		p := whole.Over
		if p == nil {
			t.Fatalf("seed %d: no picture", seed)
		}
		if p.Last.Open != len(whole.Open) {
			t.Errorf("seed %d: %d open after the last meeting, %d in the register", seed, p.Last.Open, len(whole.Open))
		}
		aged := 0
		if whole.Ages != nil {
			for _, bar := range whole.Ages.Bars {
				aged += bar.Count
			}
			if aged != len(whole.Open) {
				t.Errorf("seed %d: %d open by age, %d in the register", seed, aged, len(whole.Open))
			}
		}
		var drawn []int
		for _, step := range strings.Split(strings.TrimPrefix(p.Line, "M0 "), "H") {
			_, y, ok := strings.Cut(step, "V")
			if !ok {
				y = step
			}
			n, err := strconv.Atoi(y)
			if err != nil {
				t.Fatal(err)
			}
			drawn = append(drawn, p.Most-n)
		}
		for i, point := range p.Points {
			if drawn[i] != point.Open {
				t.Errorf("seed %d: %d are drawn after meeting %d, and %d listed", seed, drawn[i], point.Meeting.Number, point.Open)
			}
			if i > 0 && p.Points[i-1].Open+point.New-point.Done != point.Open {
				t.Errorf("seed %d: %+v does not follow from %+v", seed, point, p.Points[i-1])
			}
			if i+1 == len(p.Points) || i%7 != 0 {
				continue
			}
			until := p.Points[i+1].Meeting.date
			before := func(m *release.Meeting) bool { return m.Date.Before(until) }
			then := page[*BodyPage](t, build(t, both(only(b, before), only(c, before)), "2030-01-01"), "/b/")
			if len(then.Open) != point.Open {
				t.Errorf("seed %d: %d open after meeting %d, %d in the register of that time", seed, point.Open, point.Meeting.Number, len(then.Open))
			}
		}
	}
}

// randomMeetings are of B and C, on days of their own. Both say something of actions of B, some of which are from before.
func randomMeetings(r *rand.Rand) (b, c []release.Meeting) {
	statuses := []string{"open", "ongoing", "closed", "closed", "withdrawn"}
	refs := []string{"B 05/01", "B 09/02"}
	date := day("2016-01-01")
	for n := range 3 + r.IntN(50) {
		m := meeting(10+n, date.Format("2006-01-02"), nil)
		for i := range r.IntN(4) {
			ref := fmt.Sprintf("B %02d/%02d", m.Number, i+1)
			raise(ref, release.Due{})(&m)
			refs = append(refs, ref)
		}
		if n == 0 && m.Actions == nil {
			raise("B 10/01", release.Due{})(&m)
			refs = append(refs, "B 10/01")
		}
		of := ofOther(meeting(10+n, date.AddDate(0, 0, 9).Format("2006-01-02"), nil))
		for range r.IntN(5) {
			at := &m
			if r.IntN(3) == 0 {
				at = &of
			}
			if ref := refs[r.IntN(len(refs))]; !slices.ContainsFunc(at.Updates, func(u release.Update) bool { return u.Ref == ref }) {
				at.Updates = append(at.Updates, release.Update{Ref: ref, Item: 1, Status: statuses[r.IntN(len(statuses))], Label: m.Label})
			}
		}
		b, c = append(b, m), append(c, of)
		date = date.AddDate(0, 0, 20+r.IntN(20))
	}
	return b, c
}
