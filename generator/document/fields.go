package document

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
)

// A Field is a key of front matter, of site.yaml or of bank-holidays.yaml, as kinds.go has it.
type Field struct {
	Key      string // "*": any other key, too
	Required bool
	OneOf    []string // the words that can stand here, if only some can
	Doc      string
	List     bool
	Value    string  // the type of the value: Plain, Value, Ref, Inline, Date, Clock, Number, Flag, Label or Due; of a mapping, its struct
	Fields   []Field // of a mapping
}

// Fields are the keys of one of the Kinds, or of "site" or "holidays", which are site.yaml and bank-holidays.yaml, in the
// order of kinds.go.
func Fields(kind string) []Field {
	content := contentOf(kind)
	switch kind {
	case "site":
		content = &Site{}
	case "holidays":
		content = &Holidays{}
	}
	if content == nil {
		return nil
	}
	return listFields(reflect.TypeOf(content).Elem())
}

func listFields(t reflect.Type) []Field {
	var all []Field
	for _, f := range fieldsOf(t) {
		value := t.FieldByIndex(f.index).Type
		field := Field{Key: f.key, Required: f.required, OneOf: f.one, Doc: f.doc}
		if field.List = value.Kind() == reflect.Slice; field.List || value.Kind() == reflect.Map {
			value = value.Elem()
		}
		field.Value = value.Name()
		if !reflect.PointerTo(value).Implements(reflect.TypeFor[valuer]()) {
			field.Fields = listFields(value)
		}
		all = append(all, field)
	}
	return all
}

// Near are the known words for which word may be a slip, nearest first.
func Near(word string, known []string) []string {
	type miss struct {
		word string
		far  int
	}
	var misses []miss
	limit := min(3, max(1, len(word)/3))
	for _, k := range known {
		far := distance(strings.ToLower(word), strings.ToLower(k))
		if far <= limit && far < len(k) {
			misses = append(misses, miss{k, far})
		}
	}
	slices.SortStableFunc(misses, func(a, b miss) int { return cmp.Compare(a.far, b.far) })
	var near []string
	for _, m := range misses {
		near = append(near, m.word)
	}
	return near
}
