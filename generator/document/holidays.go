package document

import (
	_ "embed"
	"reflect"
	"slices"
	"sync"
	"time"

	"minutebook/generator/source"
)

// HolidaysFile is where the content has its bank holidays, if it has them.
const HolidaysFile = "bank-holidays.yaml"

// Those of England and Wales, for content without a file of its own. It is written as that would be.
//
//go:embed bank-holidays.yaml
var builtIn []byte

// ReadHolidays reads bank-holidays.yaml.
func ReadHolidays(path string, data []byte, r *source.Report) *Holidays {
	h := &Holidays{}
	d := keysOnly(path, data, r)
	if d == nil {
		return h
	}
	if root := d.parse(); root != nil {
		d.mapping(root, reflect.ValueOf(h).Elem())
	}
	for key, name := range h.Days.Names {
		if _, err := parseDay(key); err != nil {
			r.Error(name.KeyAt, "value-date", "write year, month and day in front of the colon, as 2026-12-25: Christmas Day", "this is not a date")
		}
	}
	return h
}

// BuiltInHolidays are those that are used where the content has none. They are read once, and changed by nobody.
var BuiltInHolidays = sync.OnceValue(func() *Holidays { return ReadHolidays("", builtIn, &source.Report{}) })

// WriteHolidays is bank-holidays.yaml made anew.
func WriteHolidays(h *Holidays) []byte {
	var w writer
	w.mapping(reflect.ValueOf(h).Elem(), "")
	if len(h.Days.Names) == 0 {
		w.line("days: {}")
	}
	return []byte(w.String())
}

// A Holiday is a day on which nobody works.
type Holiday struct {
	Date time.Time // midnight UTC
	Name string
}

// List is the holidays by date.
func (h *Holidays) List() []Holiday {
	list := make([]Holiday, 0, len(h.Days.Names))
	for key, name := range h.Days.Names {
		if day, err := parseDay(key); err == nil {
			list = append(list, Holiday{day, name.Text})
		}
	}
	slices.SortFunc(list, func(a, b Holiday) int { return a.Date.Compare(b.Date) })
	return list
}
