package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A body's page has two pictures of its actions, each with the table behind it. Both are counted from released events
// alone, and all that is drawn is a whole number, so that they come out the same on every machine.

// enough is how many there must be of what a picture is of. Fewer are read as fast.
const enough = 3

// As many meetings fit side by side on a narrow screen, and as many dots do not run into each other there.
const (
	mostPoints = 40
	mostDots   = 20
)

// An OpenPlot is how many actions of a body were open after each of its meetings. What another committee's meeting said of one
// between two of them is counted with the earlier, so that the last number is that of the register.
type OpenPlot struct {
	Says        string      // the finding, in a sentence
	Points      []OpenPoint // the meetings that are shown, by date
	Of          int         // how many meetings there are, where the picture has no room for all; else 0
	First, Last OpenPoint   // of those that are shown
	Most        int         // the most that were open: the height of the picture, in actions
	Right       int         // its width, in steps from one meeting to the next
	Line, Dots  string      // paths in it, for the d of an SVG path
	LastAt      int         // where the last number stands, in percent of the height from the top
}

// An OpenPoint is a meeting, with what was raised or taken up again, what was done, and what was open afterwards.
type OpenPoint struct {
	Meeting         *Meeting
	New, Done, Open int // how many actions
}

// An AgePlot is for how long the actions that are open have been.
type AgePlot struct {
	Says   string   // the finding, in a sentence
	Bars   []AgeBar // the youngest first
	Before int      // how many were raised before the archive, and are counted from what is first said of them here
}

// An AgeBar is how many have been open for some time. Width is in percent of the longest; Top and Middle are its place, in
// percent of the height.
type AgeBar struct {
	Name               string // "3 to 6 months"
	Count              int
	Width, Top, Middle int // of the bar, in percent
}

// openPlot counts what was open after each meeting of a body that has minutes. Too few meetings, or no action, are no picture.
func openPlot(body *Body) *OpenPlot {
	var points []OpenPoint
	for _, m := range body.meetings {
		if m.State != "scheduled" {
			points = append(points, OpenPoint{Meeting: m})
		}
	}
	if len(points) < enough {
		return nil
	}
	for _, a := range body.actions {
		open, turn := false, 0
		for _, e := range slices.Backward(a.Events) { // oldest first
			turn = max(turn, e.at.turn) // an action is raised before anything is said of it, in whatever order the days are
			if e.Status == "" || open != isDone(e.Status) {
				continue
			}
			open = !open
			i, at := slices.BinarySearchFunc(points, turn, func(p OpenPoint, turn int) int { return p.Meeting.turn - turn })
			if !at {
				i = max(i-1, 0)
			}
			if open {
				points[i].New++
			} else {
				points[i].Done++
			}
		}
	}
	open := 0
	for i := range points {
		open += points[i].New - points[i].Done
		points[i].Open = open
	}
	p := &OpenPlot{Points: points}
	if n := len(points); n > mostPoints {
		p.Points, p.Of = points[n-mostPoints:], n
	}
	if !p.draw() {
		return nil
	}
	return p
}

// draw makes the paths of the points, and the sentence. Between two meetings the line holds; a dot is a line of no length.
func (p *OpenPlot) draw() bool {
	most := p.Points[0]
	for _, point := range p.Points {
		if point.Open >= most.Open {
			most = point
		}
	}
	if most.Open == 0 {
		return false
	}
	p.First, p.Last = p.Points[0], p.Points[len(p.Points)-1]
	p.Most, p.Right = most.Open, len(p.Points)-1
	p.LastAt = 100 * (p.Most - p.Last.Open) / p.Most
	var line, dots strings.Builder
	for i, point := range p.Points {
		y := strconv.Itoa(p.Most - point.Open)
		if i == 0 {
			line.WriteString("M0 " + y)
		} else {
			line.WriteString("H" + strconv.Itoa(i) + "V" + y)
		}
		if i == p.Right || p.Right < mostDots {
			dots.WriteString("M" + strconv.Itoa(i) + " " + y + "h0")
		}
	}
	p.Line, p.Dots = line.String(), dots.String()
	p.Says = fmt.Sprintf("%s open after meeting %d", are(p.Last.Open), p.Last.Meeting.Number)
	if most.Meeting == p.Last.Meeting {
		p.Says += ", the most after any meeting shown."
	} else {
		p.Says += fmt.Sprintf("; at most %d %s, after meeting %d.", most.Open, map[bool]string{true: "was", false: "were"}[most.Open == 1], most.Meeting.Number)
	}
	return true
}

// are begins a sentence on some actions.
func are(n int) string {
	switch n {
	case 0:
		return "No action is"
	case 1:
		return "1 action is"
	}
	return strconv.Itoa(n) + " actions are"
}

// agePlot counts for how long actions have been open on a day.
func agePlot(open []*Action, today time.Time) *AgePlot {
	if len(open) < enough {
		return nil
	}
	p := &AgePlot{Bars: []AgeBar{{Name: "under 3 months"}, {Name: "3 to 6 months"}, {Name: "6 to 12 months"}, {Name: "over a year"}}}
	most := 0
	for _, a := range open {
		if a.Before != "" {
			p.Before++
		}
		i := 0
		for _, months := range []int{3, 6, 12} {
			if a.since().AddDate(0, months, 0).After(today) {
				break
			}
			i++
		}
		p.Bars[i].Count++
		most = max(most, p.Bars[i].Count)
	}
	for i := range p.Bars {
		b := &p.Bars[i]
		b.Width, b.Top, b.Middle = 100*b.Count/most, 25*i+4, 25*i+12
	}
	switch old := p.Bars[len(p.Bars)-1].Count; old {
	case 0:
		p.Says = fmt.Sprintf("None of the %d open actions has been open for a year.", len(open))
	case 1:
		p.Says = fmt.Sprintf("Of %d open actions, 1 has been open for more than a year.", len(open))
	case len(open):
		p.Says = fmt.Sprintf("All %d open actions have been open for more than a year.", old)
	default:
		p.Says = fmt.Sprintf("Of %d open actions, %d have been open for more than a year.", len(open), old)
	}
	return p
}

// since is the day on which an action was raised, or first heard of.
func (a *Action) since() time.Time { return a.Events[len(a.Events)-1].at.date }
