package document

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"minutebook/generator/markdown"
)

// Write is a file made anew from its content, a pointer to one of the kinds, and its text, as one reader may read their
// Markdown. Nothing of how it was written before is left: what Read makes of it is the same, and so are two files of the
// same content. The entries of the content are all written: Prune takes out those that the reader may not know of.
func Write(content any, text markdown.Source, reading markdown.Reading) []byte {
	w := writer{reading: reading}
	w.mapping(reflect.ValueOf(content).Elem(), "")
	return []byte("---\n" + w.String() + "---\n" + text.Redact(reading))
}

// WriteSite is site.yaml made anew.
func WriteSite(site *Site) []byte {
	var w writer
	w.mapping(reflect.ValueOf(site).Elem(), "")
	return []byte(w.String())
}

// writer writes the kinds of kinds.go as YAML, by their keys: every one that there is, in the order of that list.
type writer struct {
	strings.Builder
	reading markdown.Reading
}

func (w *writer) line(parts ...string) {
	for _, p := range parts {
		w.WriteString(p)
	}
	w.WriteByte('\n')
}

// mapping writes the keys that have a value, one a line. In an entry, its label comes behind what it is about.
func (w *writer) mapping(v reflect.Value, indent string) {
	fields := fieldsOf(v.Type())
	if isEntry(v.Type()) {
		fields = slices.Clone(fields)
		slices.SortStableFunc(fields, func(a, b field) int { return rank(v, a) - rank(v, b) })
	}
	for _, f := range fields {
		w.field(f, v.FieldByIndex(f.index), indent)
	}
}

func rank(v reflect.Value, f field) int {
	switch _, scalar := v.FieldByIndex(f.index).Addr().Interface().(valuer); {
	case f.key == "classification":
		return 1
	case !scalar && f.key != "*":
		return 2
	}
	return 0
}

func (w *writer) field(f field, v reflect.Value, indent string) {
	switch {
	case f.key == "*":
		values := v.Interface().(map[string]Value)
		for _, key := range slices.Sorted(maps.Keys(values)) {
			value := values[key]
			w.line(indent, Quote(key), ": ", value.encode(w.reading))
		}
	case v.Kind() == reflect.Slice:
		if v.Len() > 0 {
			w.line(indent, f.key, ":")
		}
		for i := range v.Len() {
			w.item(v.Index(i), indent+"  ")
		}
	default:
		if value, ok := v.Addr().Interface().(valuer); ok {
			if text := value.encode(w.reading); text != "" {
				w.line(indent, f.key, ": ", text)
			}
			return
		}
		within := writer{reading: w.reading}
		within.mapping(v, indent+"  ")
		if within.Len() > 0 {
			w.line(indent, f.key, ":")
			w.WriteString(within.String())
		}
	}
}

// item writes one of a list.
func (w *writer) item(v reflect.Value, indent string) {
	if value, ok := v.Addr().Interface().(valuer); ok {
		w.line(indent, "- ", value.encode(w.reading))
		return
	}
	within := writer{reading: w.reading}
	within.mapping(v, indent+"  ")
	w.WriteString(indent + "- " + strings.TrimPrefix(within.String(), indent+"  "))
}

func isEntry(t reflect.Type) bool {
	if t.Kind() != reflect.Struct {
		return false
	}
	f, ok := t.FieldByName("Entry")
	return ok && f.Type == reflect.TypeFor[Entry]()
}

// What encode returns is the value in YAML, or nothing where there is none.

func (p *Plain) encode(markdown.Reading) string {
	if p.Text == "" {
		return ""
	}
	return Quote(p.Text)
}

func (r *Ref) encode(markdown.Reading) string {
	if r.Text == "" {
		return ""
	}
	return Quote(r.Text)
}

func (i *Inline) encode(reading markdown.Reading) string {
	text := i.Redact(reading)
	if text == "" {
		return ""
	}
	return Quote(text)
}

func (t *Date) encode(markdown.Reading) string { return encodeDay(t.Time) }

func encodeDay(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}

func (c *Clock) encode(markdown.Reading) string {
	if c.Text == "" {
		return ""
	}
	return Quote(c.Text)
}

func (m *Number) encode(markdown.Reading) string {
	if m.N == 0 {
		return ""
	}
	return strconv.Itoa(m.N)
}

func (b *Flag) encode(markdown.Reading) string {
	if b.At.Line == 0 {
		return ""
	}
	return strconv.FormatBool(b.Value)
}

func (l *Label) encode(markdown.Reading) string {
	if l.At.Line == 0 {
		return ""
	}
	return l.String() // of a label that could not be read, a word that is none
}

func (u *Due) encode(markdown.Reading) string {
	switch {
	case u.Next:
		return "next meeting"
	case u.Meeting != "":
		return Quote(u.Meeting)
	}
	return encodeDay(u.Date)
}
