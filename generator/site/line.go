package site

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// A Line of time has the days of a consultation, as a list and as a drawing of it. The drawing has no more than the list;
// it stretches with the page, so that its places are parts of its width, in hundredths.
type Line struct {
	Moments      []Moment // by date, with that of the page
	First, Last  string   // the days between which places are in proportion: "2016-09-02"
	Opens, Shuts string   // the places between which it is open, in percent of the width
	Axis         int      // how far below the top the axis is, in pixels
	Height       int      // of the drawing, in pixels; 0 where there is none
	Above, Below []Moment // those that are drawn, by which side of the axis their words stand on
	Now          string   // the place of the day of the page, in percent of the width
}

// A Moment of a line is a day on which something begins, ends, or is said.
type Moment struct {
	Name  string
	Day   Day
	Now   bool   // it is the day of the page
	Free  bool   // it is a bank holiday
	Short string // "16 Nov", for the drawing
	Place string // in the drawing, in percent of its width
	Words int    // how far below the top its words stand, in pixels
	Above *Label // of what was said
}

// Rows of words are so far apart; the axis has so much room of its own.
const row, room = 20, 14

// line is that of a consultation, or nil where it has no two days.
func (b *builder) line(c *Consultation) *Line {
	rc := c.source
	l := &Line{}
	add := func(name string, day time.Time, by *Label) {
		if !day.IsZero() {
			l.Moments = append(l.Moments, Moment{Name: name, Day: dayOf(day), Short: day.Format("2 Jan"), Above: by})
		}
	}
	add("Opens", rc.Opens, nil)
	add("Closes", rc.Closes, nil)
	add("Answers", rc.Feedback.Date, above(b, rc.Feedback.Label, rc.Feedback.By).beyond(c.Above))
	add("Outcome", rc.Outcome.Date, above(b, rc.Outcome.Label, rc.Outcome.By).beyond(c.Above))
	if len(l.Moments) < 2 {
		return nil
	}
	byDay := func(x, y Moment) int { return cmp.Compare(x.Day.ISO, y.Day.ISO) }
	slices.SortStableFunc(l.Moments, byDay)
	if drawn := slices.DeleteFunc(slices.Clone(l.Moments), func(m Moment) bool { return m.Above != nil }); len(drawn) > 1 { // a drawing has no room for labels
		l.First, l.Last = drawn[0].Day.ISO, drawn[len(drawn)-1].Day.ISO
		l.draw(drawn, rc.Opens, rc.Closes)
		l.Now = l.place(b.today)
	}
	if !rc.Closes.IsZero() {
		for _, h := range b.holidays(rc.Opens, rc.Closes) {
			l.Moments = append(l.Moments, Moment{Name: h.Name, Day: dayOf(h.Date), Free: true})
		}
	}
	l.Moments = append(l.Moments, Moment{Day: b.site.AsAt, Now: true})
	slices.SortStableFunc(l.Moments, byDay)
	return l
}

// draw gives what is drawn its place. In the left half, words hang below the axis, to the right of a rule of their own; in the
// right half they stand above it, to the left of theirs. The nearer to the middle, the shorter the rule: so none crosses words.
func (l *Line) draw(moments []Moment, opens, closes time.Time) {
	for _, m := range moments {
		m.Place = l.placeOf(m.Day.ISO)
		if x, _ := strconv.ParseFloat(m.Place, 64); x < 50 {
			l.Below = append(l.Below, m)
		} else {
			l.Above = append(l.Above, m)
		}
	}
	l.Axis = room/2 + 2 + row*len(l.Above)
	for i := range l.Above {
		l.Above[i].Words = l.Axis - room/2 - 2 - row*i
	}
	for i := range l.Below {
		l.Below[i].Words = l.Axis + room + row*(len(l.Below)-i) - row/4
	}
	l.Height = l.Axis + room + row*len(l.Below)
	if !opens.IsZero() && !closes.IsZero() {
		l.Opens, l.Shuts = l.place(opens), l.place(closes)
	}
}

func (l *Line) placeOf(iso string) string {
	day, _ := time.Parse(time.DateOnly, iso)
	return l.place(day)
}

// place is that of a day. What lies before the first or after the last stands at an end of the axis, out of proportion.
func (l *Line) place(day time.Time) string {
	first, _ := time.Parse(time.DateOnly, l.First)
	last, _ := time.Parse(time.DateOnly, l.Last)
	switch {
	case day.Before(first):
		return "1.0"
	case day.After(last):
		return "99.0"
	case !last.After(first):
		return "50.0"
	}
	return hundredths(5 + 90*float64(day.Sub(first))/float64(last.Sub(first)))
}

func hundredths(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
