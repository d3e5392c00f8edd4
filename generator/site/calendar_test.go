package site

import (
	"fmt"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/release"
)

// Where there are too many days for a page, those by which actions are due are left to the register.
func TestCrowdedCalendar(t *testing.T) {
	e := edition(meeting(1, "2020-01-07", func(m *release.Meeting) {
		for i := range 3 {
			m.Actions = append(m.Actions, release.Action{Ref: fmt.Sprintf("B 01/%02d", i+1), Text: line("So."), Due: release.Due{Date: day("2020-06-01")}, Label: classification.Green})
		}
	}))
	for longest, left := range map[int]int{4: 0, 3: 3} {
		s, _ := Build(e, Options{AsAt: day("2020-05-01"), Longest: longest})
		p := page[*CalendarPage](t, s, "/calendar/")
		shown := 0
		for _, span := range p.Spans {
			for _, m := range span.Months {
				shown += len(m.Occasions)
			}
		}
		if p.Left != left || s.Crowded != (left > 0) || shown != 5-left {
			t.Errorf("with room for %d, %d are shown and %d left out", longest, shown, p.Left)
		}
	}
}
