package export

import (
	"strings"
	"testing"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

func day(iso string) time.Time {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		panic(err)
	}
	return t
}

func line(text string) markdown.Fragment { return read(text, markdown.Reading{}) }

func read(text string, as markdown.Reading) markdown.Fragment {
	var r source.Report
	at := source.Pos{Path: "board/minutes/x.md", Line: 1, Column: 1}
	return markdown.Inline(text, at, "", &r).Cut(as, &r).Text
}

func record(path, ref string) release.Record {
	return release.Record{Path: path, Ref: ref, Label: classification.Green, At: source.Pos{Path: path, Line: 1, Column: 1}}
}

// edition is a board with a little of everything that feeds and calendars tell of. The numbers of its meetings are those of
// their months.
func edition(t testing.TB, zone string) release.Edition {
	t.Helper()
	where, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	meeting := func(number int, date, state string) release.Meeting {
		m := release.Meeting{Record: record("board/minutes/"+date+".md", "B_0"+string(rune('0'+number))+"_"+day(date).Format("0201")), Number: number, Date: day(date), State: state}
		m.Items = []release.Item{{Number: 1, Title: line("One"), Text: line("It was said.")}}
		return m
	}
	winter, spring, summer, autumn := meeting(1, "2016-01-12", "approved"), meeting(4, "2016-04-12", "approved"), meeting(7, "2016-07-12", "unapproved"), meeting(9, "2016-09-13", "scheduled")
	winter.Start, winter.End, winter.Venue = "12:00", "15:00", "The Long Room; Custom House, Port Merrow"
	spring.Approves = winter.Ref
	summer.Start, summer.End = "20:00", "22:30"
	winter.Actions = []release.Action{
		{Ref: "B 01/01", Item: 1, Owner: line("Ada"), Text: line("Find the key."), Due: release.Due{Date: day("2016-03-01")}, Label: classification.Green},
		{Ref: "B 01/02", Item: 1, Owner: line("Ben"), Text: line("Wind the clock, and see B 01/01."), Due: release.Due{Next: true}, Label: classification.Green},
	}
	spring.Updates = []release.Update{
		{Ref: "B 01/01", Item: 1, Status: "ongoing", Due: release.Due{Date: day("2016-06-01")}, Label: classification.Green},
		{Ref: "B 01/02", Item: 1, Status: "ongoing", Label: classification.Green},
		{Ref: "B 01/02", Item: 1, Status: "closed", Text: line("It was wound."), Label: classification.Green},
	}
	summer.Updates = []release.Update{
		{Ref: "B 01/01", Item: 1, Status: "ongoing", Due: release.Due{Date: day("2016-10-03")}, Label: classification.Green},
		{Ref: "B 01/02", Item: 1, Status: "closed", Text: line("It was wound, as was said."), Label: classification.Green},
	}
	summer.Decisions = []release.Decision{{Ref: "B 07/D01", Item: 1, Verb: "AGREED", Text: line("Ask about *the key*: see B 01/01."), Label: classification.Green}}
	con := release.Consultation{Record: record("board/consultations/key.md", "B-CON-01"), Opens: day("2016-07-13"), Closes: day("2016-08-05"), Respond: "In writing."}
	con.Title = line("Who has *the key*?")
	body := release.Body{Record: record("board/body.md", ""), Folder: "board", Prefix: "B", Short: "Board", Meetings: []release.Meeting{winter, spring, summer, autumn}, Consultations: []release.Consultation{con}}
	return release.Edition{
		Site:      release.Site{Title: "Minutes", URL: "https://example.org/", TimeZone: where, Ceiling: classification.Green},
		Clearance: classification.UpTo(classification.Green), Bodies: []*release.Body{&body},
	}
}

// built are the files of an edition on a day, by path.
func built(t testing.TB, e release.Edition, o site.Options) map[string]string {
	t.Helper()
	s, wrong := site.Build(e, o)
	for _, d := range wrong {
		t.Fatalf("%v: %s", d.Pos, d.Message)
	}
	files := map[string]string{}
	for _, f := range Files(s) {
		files[f.Path] = string(f.Content)
	}
	return files
}

// events are those of a calendar, unfolded, each as its lines by their names.
func events(calendar string) (all []map[string]string) {
	calendar = strings.ReplaceAll(calendar, "\r\n ", "")
	for _, part := range strings.Split(calendar, "BEGIN:VEVENT\r\n")[1:] {
		e := map[string]string{}
		for line := range strings.SplitSeq(part, "\r\n") {
			name, value, _ := strings.Cut(line, ":")
			e[name] = value
		}
		all = append(all, e)
	}
	return all
}
