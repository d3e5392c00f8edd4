package export

import (
	"fmt"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/release"
	"minutebook/generator/site"
)

// BenchmarkFiles makes all feeds and calendars of archives of a body for each 50 meetings, held every three weeks. A meeting
// raises 14 actions, 12 of which the next one closes, and makes 10 decisions.
func BenchmarkFiles(b *testing.B) {
	for _, meetings := range []int{1000, 10000} {
		b.Run(fmt.Sprintf("%d_meetings", meetings), func(b *testing.B) {
			s, wrong := site.Build(archive(meetings), site.Options{AsAt: day("2025-12-01")})
			if len(wrong) > 0 {
				b.Fatal(wrong[0])
			}
			size := 0
			for b.Loop() {
				size = 0
				for _, f := range Files(s) {
					size += len(f.Content)
				}
			}
			b.ReportMetric(float64(size)/1e6, "MB")
		})
	}
}

func archive(meetings int) release.Edition {
	e := release.Edition{
		Site:      release.Site{Title: "Minutes of all committees", URL: "https://minutes.example.org/", Ceiling: classification.Green},
		Clearance: classification.UpTo(classification.Green),
	}
	owner, said := line("SECAS"), line("Bring the revised figures for the harbour and the road to the Chair, with the answer of the Board attached.")
	for n := range meetings {
		number := n%50 + 1
		prefix := fmt.Sprintf("B%03d", n/50)
		if number == 1 {
			e.Bodies = append(e.Bodies, &release.Body{Record: record(prefix+"/body.md", ""), Folder: prefix, Prefix: prefix, Short: "Body " + prefix})
		}
		body := e.Bodies[len(e.Bodies)-1]
		date := day("2023-01-01").AddDate(0, 0, 21*number)
		m := release.Meeting{Record: record(fmt.Sprintf("%s/minutes/%d.md", prefix, number), fmt.Sprintf("%s_%02d_%s", prefix, number, date.Format("0201"))), Number: number, Date: date, Start: "10:00", End: "12:30", Venue: "Leeds", State: "approved"}
		for i := range 14 {
			m.Actions = append(m.Actions, release.Action{Ref: fmt.Sprintf("%s %02d/%02d", prefix, number, i+1), Owner: owner, Text: said, Due: release.Due{Date: date.AddDate(0, 0, 30)}, Label: classification.Green})
			if i < 12 && number > 1 {
				m.Updates = append(m.Updates, release.Update{Ref: fmt.Sprintf("%s %02d/%02d", prefix, number-1, i+1), Status: "closed", Text: said, Label: classification.Green})
			}
			if i < 10 {
				m.Decisions = append(m.Decisions, release.Decision{Ref: fmt.Sprintf("%s %02d/D%02d", prefix, number, i+1), Verb: "AGREED", Text: said, Label: classification.Green})
			}
		}
		body.Meetings = append(body.Meetings, m)
	}
	return e
}
