package document

import "reflect"

// A Keep tells whether an entry of front matter stays, and which of the entries in it do. It is told the key of the list
// that the entry stands in, or its own, where it stands alone, and its index there.
type Keep func(key string, index int, e Entry) (within Keep, stays bool)

// Prune is a copy of the content of a file, a pointer to one of the kinds, with those entries only that are kept. Every
// list that kinds.go has is asked about, so that one that is added there cannot be forgotten.
func Prune[T any](content *T, keep Keep) *T {
	pruned := *content
	prune(reflect.ValueOf(&pruned).Elem(), keep)
	return &pruned
}

func prune(v reflect.Value, keep Keep) {
	for _, f := range fieldsOf(v.Type()) {
		switch field := v.FieldByIndex(f.index); {
		case field.Kind() == reflect.Slice && isEntry(field.Type().Elem()):
			kept := reflect.MakeSlice(field.Type(), 0, field.Len())
			for i := range field.Len() {
				if within, stays := keep(f.key, i, entryOf(field.Index(i))); stays {
					kept = reflect.Append(kept, field.Index(i))
					prune(kept.Index(kept.Len()-1), within)
				}
			}
			field.Set(kept)
		case isEntry(field.Type()):
			if e := entryOf(field); e.At.Line > 0 {
				if within, stays := keep(f.key, 0, e); stays {
					prune(field, within)
				} else {
					field.SetZero()
				}
			}
		}
	}
}

func entryOf(v reflect.Value) Entry { return v.FieldByName("Entry").Interface().(Entry) }
