package main

import (
	"fmt"
	"slices"
	"time"
)

// nextMeeting proposes the day after the last of some meetings, given in their order, and says why.
func nextMeeting(held []time.Time) (day time.Time, why string) {
	last := held[len(held)-1]
	if len(held) == 1 {
		return last.AddDate(0, 0, 28), "four weeks after the only meeting so far"
	}
	recent := held[max(0, len(held)-5):]
	var months, days []int
	sameWeek, sameLast := true, true
	for i, d := range recent {
		sameWeek = sameWeek && d.Weekday() == last.Weekday() && week(d) == week(last)
		sameLast = sameLast && d.Weekday() == last.Weekday() && isLast(d)
		if i > 0 {
			before := recent[i-1]
			months = append(months, 12*(d.Year()-before.Year())+int(d.Month()-before.Month()))
			days = append(days, int(d.Sub(before).Hours()/24))
		}
	}
	if every := median(months); every > 0 && (sameWeek || sameLast) {
		month := time.Date(last.Year(), last.Month()+time.Month(every), 1, 0, 0, 0, 0, time.UTC)
		which := [...]string{"first", "second", "third", "fourth", "fifth"}[week(last)-1]
		day := nthWeekday(month, last.Weekday(), week(last))
		if sameLast {
			which, day = "last", nthWeekday(month.AddDate(0, 1, 0), last.Weekday(), 1).AddDate(0, 0, -7)
		}
		if day.Month() == month.Month() {
			return day, fmt.Sprintf("the %s %s %s, as the last %d meetings", which, last.Weekday(), everyMonths(every), len(recent))
		}
	}
	weeks := max(1, (median(days)+3)/7)
	return last.AddDate(0, 0, 7*weeks), fmt.Sprintf("%s after the last meeting, as is usual", count(weeks, "week", "weeks"))
}

func everyMonths(n int) string {
	switch n {
	case 1:
		return "of every month"
	case 2:
		return "of every second month"
	case 3:
		return "of every third month"
	}
	return fmt.Sprintf("every %d months", n)
}

// week is 1 for the first of its weekday in a month, 2 for the second, and so on.
func week(d time.Time) int { return (d.Day()-1)/7 + 1 }

// isLast tells whether a day is the last of its weekday in its month.
func isLast(d time.Time) bool { return d.AddDate(0, 0, 7).Month() != d.Month() }

// nthWeekday is in the month that begins on the day first, or, for a fifth one that is not there, after it.
func nthWeekday(first time.Time, w time.Weekday, n int) time.Time {
	return first.AddDate(0, 0, (int(w)-int(first.Weekday())+7)%7+7*(n-1))
}

// median is the middle one, the smaller of two.
func median(n []int) int {
	sorted := slices.Sorted(slices.Values(n))
	return sorted[(len(sorted)-1)/2]
}
