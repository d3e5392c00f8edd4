package audit

import (
	"reflect"
	"sync"
)

// A form is what a struct of package document has: its keys, by their tags, and the fields by which others are ruled.
type form struct {
	keys             []key
	available, label []int // of the fields Available and Classification; nil where there is none
	versions         bool  // its files are those of its versions
}

type key struct {
	name, field string
	index       []int
	oneOf       bool // only certain words can stand there
}

var forms sync.Map // reflect.Type -> *form

func formOf(t reflect.Type) *form {
	if made, ok := forms.Load(t); ok {
		return made.(*form)
	}
	f := &form{}
	for _, field := range reflect.VisibleFields(t) {
		name, ok := field.Tag.Lookup("key")
		if !ok {
			continue
		}
		_, oneOf := field.Tag.Lookup("one")
		f.keys = append(f.keys, key{name, field.Name, field.Index, oneOf})
		switch field.Name {
		case "Available":
			f.available = field.Index
		case "Classification":
			f.label = field.Index
		case "Versions":
			f.versions = true
		}
	}
	forms.Store(t, f)
	return f
}
