package document

import (
	"bytes"
	"os"
	"testing"
	"time"

	"minutebook/generator/source"
)

// easter is Easter Sunday in the Gregorian calendar, as Clavius has it: by golden number and epact.
func easter(year int) time.Time {
	century := year/100 + 1
	golden := year%19 + 1
	solar, lunar := 3*century/4-12, (8*century+5)/25-5
	sunday := 5*year/4 - solar - 10
	epact := ((11*golden+20+lunar-solar)%30 + 30) % 30
	if epact == 25 && golden > 11 || epact == 24 {
		epact++
	}
	moon := 44 - epact
	if moon < 21 {
		moon += 30
	}
	moon += 7 - (sunday+moon)%7
	return time.Date(year, time.March, moon, 0, 0, 0, 0, time.UTC)
}

func on(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// monday is the first one on or after a day.
func monday(d time.Time) time.Time { return d.AddDate(0, 0, (8-int(d.Weekday()))%7) }

// oneOff are days that followed no rule: what was moved, and what was added.
var oneOff = map[string]map[string]string{
	"moved": {"2020-05-04": "2020-05-08", "2012-05-28": "2012-06-04", "2022-05-30": "2022-06-02"},
	"added": {"2012-06-05": "jubilee", "2022-06-03": "jubilee", "2022-09-19": "funeral", "2023-05-08": "coronation"},
}

// TestBuiltInHolidays compares the built-in list with the rules of the Banking and Financial Dealings Act 1971 and with the
// proclamations since: eight days a year, those on a weekend on the next day that is free.
func TestBuiltInHolidays(t *testing.T) {
	var told source.Report
	h := ReadHolidays(HolidaysFile, builtIn, &told)
	for _, d := range told.All() {
		t.Errorf("%v: %s", d.Pos, d.Message)
	}
	want := map[string]bool{}
	for year := 2012; year <= 2030; year++ {
		sunday := easter(year)
		days := []time.Time{
			on(year, time.January, 1), sunday.AddDate(0, 0, -2), sunday.AddDate(0, 0, 1), monday(on(year, time.May, 1)),
			monday(on(year, time.May, 25)), monday(on(year, time.August, 25)), on(year, time.December, 25), on(year, time.December, 26),
		}
		taken := map[string]bool{}
		for _, fixed := range []bool{true, false} { // a day on a weekend is not moved onto one that is a holiday itself
			for _, d := range days {
				if weekday := d.Weekday() != time.Saturday && d.Weekday() != time.Sunday; weekday == fixed {
					for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || !fixed && taken[d.Format(time.DateOnly)] {
						d = d.AddDate(0, 0, 1)
					}
					taken[d.Format(time.DateOnly)] = true
				}
			}
		}
		if len(taken) != 8 {
			t.Fatalf("%d: %d days by the rules", year, len(taken))
		}
		for d := range taken {
			if to := oneOff["moved"][d]; to != "" {
				d = to
			}
			want[d] = true
		}
	}
	for d := range oneOff["added"] {
		want[d] = true
	}
	got := map[string]bool{}
	for _, day := range h.List() {
		if got[day.Date.Format(time.DateOnly)] = true; day.Name == "" {
			t.Errorf("%s has no name", day.Date.Format(time.DateOnly))
		}
	}
	for d := range want {
		if !got[d] {
			t.Errorf("%s is missing", d)
		}
	}
	for d := range got {
		if !want[d] {
			t.Errorf("%s is no bank holiday", d)
		}
	}
	if len(want) != 19*8+4 {
		t.Errorf("%d days by the rules", len(want))
	}
}

// The file that the content comes with is the built-in one, until somebody edits it.
func TestContentHolidays(t *testing.T) {
	data, err := os.ReadFile("../../content/" + HolidaysFile)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, builtIn) {
		t.Error("content/bank-holidays.yaml is not generator/document/bank-holidays.yaml")
	}
}

// What is written anew says the same, and of the same days the same bytes.
func TestWriteHolidays(t *testing.T) {
	for _, text := range []string{
		string(builtIn),
		"calendar: \"Nowhere: at all\" # a note\ndays: {}\n",
		"days: { 2026-12-28: 'Boxing Day: substitute', \"2026-12-25\": Christmas Day }\ncalendar: Elsewhere\n",
	} {
		var r source.Report
		h := ReadHolidays(HolidaysFile, []byte(text), &r)
		written := WriteHolidays(h)
		again := ReadHolidays(HolidaysFile, written, &r)
		if all := r.All(); len(all) > 0 {
			t.Fatalf("%s: %v", text, all)
		}
		if bytes.Contains(written, []byte("note")) {
			t.Error("a comment is written")
		}
		a, b := h.List(), again.List()
		if h.Calendar.Text != again.Calendar.Text || len(a) != len(b) || !bytes.Equal(written, WriteHolidays(again)) {
			t.Errorf("%s became %s", text, written)
		}
		for i := range a {
			if a[i] != b[i] {
				t.Errorf("%v became %v", a[i], b[i])
			}
		}
	}
}
