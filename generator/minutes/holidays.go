package minutes

import (
	"fmt"

	"minutebook/generator/document"
)

// checkHolidays advises on consultations that close in a year of which no bank holiday is known. It looks at all of them each
// time, as they have not changed where only that file did.
func (r *Record) checkHolidays() {
	known := 0
	if days := r.Holidays.List(); len(days) > 0 {
		known = days[len(days)-1].Date.Year()
	}
	for _, b := range r.Bodies {
		for _, c := range b.Consultations {
			if year := c.Closes.Year(); !c.Closes.IsZero() && year > known {
				r.report.Warn(c.Closes.At, "holidays-unknown", fmt.Sprintf("write those of %d into %s", year, document.HolidaysFile),
					"no bank holiday of that year is known, so all days from Monday to Friday are counted as working days")
			}
		}
	}
}
