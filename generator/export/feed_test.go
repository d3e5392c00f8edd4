package export

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/release"
	"minutebook/generator/site"
)

// entries are those of a feed.
func entries(t testing.TB, feed string) []atomEntry {
	t.Helper()
	var f atomFeed
	if err := xml.Unmarshal([]byte(feed), &f); err != nil {
		t.Fatalf("%v:\n%s", err, feed)
	}
	return f.Entries
}

// TestHappenings is a feed in short, on several days.
func TestHappenings(t *testing.T) {
	want := []string{
		"2016-08-20T00:00:00+01:00 Outcome of a consultation: Who has the key?",
		"2016-08-06T00:00:00+01:00 Consultation closed: Who has the key?",
		"2016-07-31T00:00:00+01:00 Consultation closes soon: Who has the key?",
		"2016-07-13T00:00:00+01:00 Consultation open: Who has the key?",
		"2016-07-12T00:00:00+01:00 Minutes of Board meeting 7",
		"2016-07-12T00:00:00+01:00 B 07/D01 AGREED: Ask about the key: see B 01/01.",
		"2016-04-12T00:00:00+01:00 Minutes of Board meeting 4",
		"2016-04-12T00:00:00+01:00 Minutes of Board meeting 1", // which it approved
		"2016-04-12T00:00:00+01:00 Action B 01/02 closed: Wind the clock, and see B 01/01.",
		"2016-01-12T00:00:00Z Action B 01/01 raised: Find the key.",
		"2016-01-12T00:00:00Z Action B 01/02 raised: Wind the clock, and see B 01/01.",
	}
	for asAt, newest := range map[string]int{"2016-08-20": 0, "2016-08-19": 1, "2016-08-05": 2, "2016-07-30": 3, "2016-07-12": 4} {
		e := edition(t, "Europe/London")
		e.Bodies[0].Consultations[0].Outcome = release.Statement{Date: day("2016-08-20"), Text: line("Ada has."), Label: classification.Green}
		var got []string
		for _, entry := range entries(t, built(t, e, site.Options{AsAt: day(asAt)})["board/feed.xml"]) {
			got = append(got, entry.Updated+" "+entry.Title)
		}
		if !slices.Equal(got, want[newest:]) {
			t.Errorf("%s:\n%s\nwant:\n%s", asAt, strings.Join(got, "\n"), strings.Join(want[newest:], "\n"))
		}
	}
}

// TestNames holds that what has a name keeps it: wherever the site is, on whatever day, whatever else is in it, and whatever
// becomes of it itself; and that no two have the same.
func TestNames(t *testing.T) {
	names := func(e release.Edition, o site.Options) map[string]string {
		files := built(t, e, o)
		all := map[string]string{}
		for _, entry := range entries(t, files["feed.xml"]) {
			all[entry.Link.To[strings.Index(entry.Link.To, "/board"):]+" "+entry.Category.Term] = entry.ID
		}
		for _, e := range events(files["calendar.ics"]) {
			all[e["SUMMARY"]] = e["UID"]
		}
		seen := map[string]string{}
		for what, name := range all {
			if seen[name] != "" {
				t.Errorf("%s and %s have the same name", what, seen[name])
			}
			seen[name] = what
		}
		return all
	}
	first := names(edition(t, "Europe/London"), site.Options{AsAt: day("2016-07-20")})
	if len(first) < 12 {
		t.Errorf("%d names", len(first))
	}
	kept := func(what string, change func(*release.Edition), o site.Options) {
		e := edition(t, "Europe/London")
		if change != nil {
			change(&e)
		}
		n := 0
		for what, now := range names(e, o) {
			if was := first[what]; was != "" {
				if n++; was != now {
					t.Errorf("%s: %s was %s and is %s", what, what, was, now)
				}
			}
		}
		if n < 7 {
			t.Errorf("%s: only %d names are compared", what, n)
		}
	}
	on := site.Options{AsAt: day("2016-07-20")}
	kept("at another address", nil, site.Options{AsAt: on.AsAt, BaseURL: "https://elsewhere.example/minutes/"})
	kept("on another day", nil, site.Options{AsAt: day("2016-08-10")})
	kept("with another title", func(e *release.Edition) { e.Site.Title = "Others" }, on)
	kept("without a meeting", func(e *release.Edition) { e.Bodies[0].Meetings = e.Bodies[0].Meetings[:3] }, on)
	kept("without an action", func(e *release.Edition) { e.Bodies[0].Meetings[0].Actions = e.Bodies[0].Meetings[0].Actions[:1] }, on)
	kept("on another day of its own", func(e *release.Edition) { e.Bodies[0].Consultations[0].Closes = day("2016-08-19") }, on)
	kept("with other words", func(e *release.Edition) { e.Bodies[0].Meetings[0].Actions[0].Text = line("Find it.") }, on)
	other := edition(t, "Europe/London")
	other.Bodies[0].Prefix = "OTHER"
	for what, name := range names(other, on) {
		if first[what] == name {
			t.Errorf("%s has the same name in another archive", what)
		}
	}
}

// TestNewest holds that a feed has the newest that there are, whatever the order in which they were found.
func TestNewest(t *testing.T) {
	e := edition(t, "UTC")
	board := e.Bodies[0]
	for i := range 400 {
		date := day("2010-01-01").AddDate(0, 0, i*37%400)
		m := release.Meeting{Record: record(fmt.Sprintf("board/minutes/more-%d.md", i), fmt.Sprintf("B_%d_%s", 10+i, date.Format("0201"))), Number: 10 + i, Date: date, State: "approved"}
		m.Decisions = []release.Decision{{Ref: fmt.Sprintf("B %d/D01", 10+i), Verb: "NOTED", Text: line("That it was."), Label: classification.Green}}
		board.Meetings = append(board.Meetings, m)
	}
	files := built(t, e, site.Options{AsAt: day("2011-01-05")})
	got := entries(t, files["feed.xml"])
	if len(got) != newest || !slices.EqualFunc(got, entries(t, files["board/feed.xml"]), func(x, y atomEntry) bool { return x == y }) {
		t.Fatalf("%d entries", len(got))
	}
	for i, entry := range got {
		if want := day("2011-01-05").AddDate(0, 0, -i/2).Format("2006-01-02T00:00:00Z"); entry.Updated != want {
			t.Fatalf("number %d is of %s, not of %s", i, entry.Updated, want)
		}
	}
}
