package render_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/render"
	"minutebook/generator/site"
)

// synthetic is a record of so many meetings of twenty bodies, each with 14 items, 14 actions, 12 updates of earlier
// ones, 10 decisions, 5 papers and 10 people.
func synthetic(t testing.TB, meetings int) release.Edition {
	r := reader{t, markdown.Reading{Clearance: classification.UpTo(classification.Green)}}
	bodies := min(20, max(1, meetings/10))
	e := release.Edition{
		Site:      release.Site{Title: "Minutes of all committees", URL: "https://minutes.example.org/", Contact: "secretary@example.org", TimeZone: time.UTC, Ceiling: green},
		Clearance: r.reading.Clearance,
	}
	for b := range bodies {
		prefix, folder := fmt.Sprintf("BODY%c", 'A'+b), fmt.Sprintf("body-%c", 'a'+b)
		body := release.Body{Record: record(folder+"/body.md", "", r.line("The committee number "+fmt.Sprint(b)), release.Text{}), Folder: folder, Prefix: prefix, Short: "Body " + string(rune('A'+b))}
		for n := 1; n <= meetings/bodies; n++ {
			body.Meetings = append(body.Meetings, syntheticMeeting(r, folder, prefix, n))
		}
		e.Bodies = append(e.Bodies, &body)
	}
	return e
}

func syntheticMeeting(r reader, folder, prefix string, n int) release.Meeting {
	date := day("2010-01-05").AddDate(0, n, 0)
	ref := func(m, k int) string { return fmt.Sprintf("%s %02d/%02d", prefix, m, k) }
	m := release.Meeting{Record: record(fmt.Sprintf("%s/minutes/%03d.md", folder, n), fmt.Sprintf("%s_%02d_%s", prefix, n, date.Format("0201")), release.Text{}, release.Text{}),
		Number: n, Date: date, Start: "10:00", End: "13:00", Venue: "Leeds", State: "approved"}
	for i := range 10 {
		m.Attendance = append(m.Attendance, release.Person{Name: fmt.Sprintf("Person %d", i), As: "member", Group: []string{"Members", "Apologies"}[i/8], Label: green})
	}
	for i := range 5 {
		m.Papers = append(m.Papers, release.Paper{Ref: fmt.Sprintf("%s_%02d", m.Ref, i+1), Title: r.line("The paper on the quarter and its figures"), Label: green})
	}
	for i := range 14 {
		m.Actions = append(m.Actions, release.Action{Ref: ref(n, i+1), Item: i + 1, Owner: r.line("Ada Harker"),
			Text: r.line("Bring the revised figures for the harbour and the road to the Chair, with the answer to " + ref(max(1, n-1), i+1) + " attached."), Due: release.Due{Next: i%2 == 0, Date: map[bool]time.Time{false: date.AddDate(0, 2, 0)}[i%2 == 0]}, Label: green})
	}
	for i := range 12 {
		if n > 1 {
			m.Updates = append(m.Updates, release.Update{Ref: ref(n-1-i%2*min(1, n-2), i+1), Item: 2, Status: []string{"closed", "ongoing"}[i%2], Label: green,
				Text: r.line("The work was found to be done in part, and the Committee thanked those who had done it."), Owner: map[bool]release.Text{true: r.line("Ben Ashe")}[i%3 == 0]})
		}
	}
	for i := range 10 {
		m.Decisions = append(m.Decisions, release.Decision{Ref: fmt.Sprintf("%s %02d/D%02d", prefix, n, i+1), Item: i + 1, Verb: "AGREED", Text: r.line("The estimate is accepted as it stands, and is to be published with these minutes."), Label: green})
	}
	var text strings.Builder
	for i := range 14 {
		fmt.Fprintf(&text, "## %d. Matters of the quarter\n\nThe Committee heard a report on the harbour, the road and the estimate. It went through %s and %s_01, and asked for more figures. Several members spoke of the cost, which had risen since the spring; the Chair said that it would fall again.\n\n- first the estimate\n- then the rest\n\n", i+1, ref(n, i+1), m.Ref)
	}
	r.items(&m, text.String())
	return m
}

func benchmark(b *testing.B, meetings int, work func(release.Edition) (pages int, bytes int64)) {
	e := synthetic(b, meetings)
	b.ReportAllocs()
	pages, bytes := 0, int64(0)
	for b.Loop() {
		p, n := work(e)
		pages, bytes = pages+p, bytes+n
	}
	b.ReportMetric(float64(pages)/b.Elapsed().Seconds(), "pages/s")
	if bytes > 0 {
		b.ReportMetric(float64(bytes)/float64(pages), "B/page")
	}
}

var options = site.Options{AsAt: day("2014-03-01"), Version: "test"}

func BenchmarkBuild(b *testing.B) {
	benchmark(b, 1000, func(e release.Edition) (int, int64) {
		s, _ := site.Build(e, options)
		return len(s.Pages), 0
	})
}

func BenchmarkRender(b *testing.B) {
	r, err := render.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	var s *site.Site
	benchmark(b, 1000, func(e release.Edition) (int, int64) {
		if s == nil {
			s, _ = site.Build(e, options)
		}
		var written atomic.Int64
		if err := r.Render(s, func(_ string, content []byte) error {
			written.Add(int64(len(content)))
			return nil
		}); err != nil {
			b.Fatal(err)
		}
		return len(s.Pages), written.Load()
	})
}
