package export

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/site"
)

// TestHours holds that a meeting is at its hour for whoever subscribes, in summer as in winter.
func TestHours(t *testing.T) {
	for zone, want := range map[string][]string{
		"Europe/London":    {"20160112T120000Z 20160112T150000Z 12:00 to 15:00 GMT (Europe/London)", "20160712T190000Z 20160712T213000Z 20:00 to 22:30 BST (Europe/London)"},
		"America/New_York": {"20160112T170000Z 20160112T200000Z 12:00 to 15:00 EST (America/New_York)", "20160713T000000Z 20160713T023000Z 20:00 to 22:30 EDT (America/New_York)"},
		"UTC":              {"20160112T120000Z 20160112T150000Z 12:00 to 15:00 UTC", "20160712T200000Z 20160712T223000Z 20:00 to 22:30 UTC"},
	} {
		var got []string
		for _, e := range events(built(t, edition(t, zone), site.Options{AsAt: day("2016-07-20")})["calendar.ics"]) {
			if e["DTSTART"] != "" {
				hours, _, _ := strings.Cut(e["DESCRIPTION"], `\n`)
				got = append(got, e["DTSTART"]+" "+e["DTEND"]+" "+hours)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", zone, got, want)
		}
	}
}

// TestEvents is a calendar in short: kind of time, summary, SEQUENCE and class of each event.
func TestEvents(t *testing.T) {
	short := func(e release.Edition, asAt string) (all []string) {
		for _, e := range events(built(t, e, site.Options{AsAt: day(asAt)})["board/calendar.ics"]) {
			all = append(all, fmt.Sprintf("%s%s %s #%s %s%s", e["DTSTART"], e["DTSTART;VALUE=DATE"], e["SUMMARY"], e["SEQUENCE"], e["TRANSP"], e["CLASS"]))
		}
		return all
	}
	want := []string{
		"20160112T120000Z Board meeting 1 #2 ", // approved
		"20160412 Board meeting 4 #2 TRANSPARENT",
		"20160712T190000Z Board meeting 7 #1 ",
		"20160805 Consultation closes: Who has the key? #0 TRANSPARENT",
		"20160913 Board meeting 9 #0 TRANSPARENT",
		`20161003 Action B 01/01 due\, Ada #2 TRANSPARENT`, // moved twice
	}
	if got := short(edition(t, "Europe/London"), "2016-07-20"); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	// A year later the meetings are forgotten one by one; an open action never is.
	if got := short(edition(t, "Europe/London"), "2017-07-13"); !slices.Equal(got, want[3:]) {
		t.Errorf("a year later: %q, want %q", got, want[3:])
	}
	if got := short(edition(t, "Europe/London"), "2027-07-13"); !slices.Equal(got, want[5:]) {
		t.Errorf("ten years later: %q, want %q", got, want[5:])
	}
}

// TestLabelsInCalendars holds that in a private copy an event of what public readers do not see says so in words, also where
// only its day is theirs, or a phrase.
func TestLabelsInCalendars(t *testing.T) {
	e := edition(t, "Europe/London")
	e.Private, e.Clearance = true, classification.UpTo(classification.Amber)
	board := e.Bodies[0]
	autumn := &board.Meetings[3]
	autumn.Label = classification.Amber
	winter, summer := &board.Meetings[0], &board.Meetings[2]
	winter.Actions[0].Text = read("Find :amber[the brass] key.", markdown.Reading{Clearance: e.Clearance, Labelled: true})
	summer.Updates[0].Due = release.Due{Meeting: autumn.Ref}
	files := built(t, e, site.Options{AsAt: day("2016-07-20")})
	if _, ok := files["feed.xml"]; ok {
		t.Error("a private copy whose address is not known has a feed")
	}
	calendar := files["calendar.ics"]
	var got []string
	for _, e := range events(calendar) {
		if e["CLASS"] != "" {
			got = append(got, e["CLASS"]+" "+e["SUMMARY"]+" "+e["DESCRIPTION"])
		}
	}
	want := []string{
		"CONFIDENTIAL [Label: AMBER] Board meeting 9 ",
		`CONFIDENTIAL [Label: AMBER] Action B 01/01 due\, Ada Find [Label: AMBER] the brass key.\nOwner: Ada`,
	}
	if !slices.Equal(got, want) || !strings.Contains(calendar, `NAME:Private copy\, up to AMBER: Minutes`) {
		t.Errorf("%q, want %q, in\n%s", got, want, calendar)
	}
	feed := built(t, e, site.Options{AsAt: day("2016-07-20"), BaseURL: "https://private.example.org/"})["feed.xml"]
	for _, say := range []string{"<title>Private copy, up to AMBER: Minutes</title>", "[Label: AMBER] the brass"} {
		if !strings.Contains(feed, say) {
			t.Errorf("the feed does not say %q:\n%s", say, feed)
		}
	}
}

// TestEmptyCalendar holds that there is a calendar, with something in it, before there is anything to put into it.
func TestEmptyCalendar(t *testing.T) {
	e := edition(t, "Europe/London")
	e.Bodies[0].Meetings, e.Bodies[0].Consultations = nil, nil
	files := built(t, e, site.Options{AsAt: day("2016-07-20")})
	for _, name := range []string{"calendar.ics", "board/calendar.ics"} {
		if c := files[name]; strings.Count(c, "BEGIN:V") != 2 || !strings.HasSuffix(c, "END:VTIMEZONE\r\nEND:VCALENDAR\r\n") {
			t.Errorf("%s: %q", name, c)
		}
	}
	if f := files["feed.xml"]; !strings.Contains(f, "<updated>1970-01-01T00:00:00Z</updated>") {
		t.Errorf("the feed of nothing: %s", f)
	}
}

// TestFolding writes random texts, of characters of one octet and of four, and reads the lines by the letter of RFC 5545.
func TestFolding(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("ab ,;:\\\"\n\té–漢😀 \u00a0")
	for range 20000 {
		var text strings.Builder
		for range chance.IntN(200) {
			text.WriteRune(alphabet[chance.IntN(len(alphabet))])
		}
		var c content
		c.text("SUMMARY", text.String())
		written := string(c)
		for _, line := range strings.Split(strings.TrimSuffix(written, "\r\n"), "\r\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.ContainsAny(line, "\r\n") {
				t.Fatalf("%q is written as %q: %q", text.String(), written, line)
			}
		}
		value, ok := strings.CutPrefix(strings.ReplaceAll(strings.TrimSuffix(written, "\r\n"), "\r\n ", ""), "SUMMARY:")
		if read := unescaped(value); !ok || read != text.String() {
			t.Fatalf("%q is written as %q and read as %q", text.String(), written, read)
		}
	}
}

func unescaped(value string) string {
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] == '\\' {
			if i++; value[i] == 'n' {
				b.WriteByte('\n')
				continue
			}
		}
		b.WriteByte(value[i])
	}
	return b.String()
}
