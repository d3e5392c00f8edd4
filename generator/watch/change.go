package watch

import (
	"cmp"
	"maps"
	"slices"
)

// name has the next Change name a path.
func (w *Watcher) name(p Path) {
	w.announce()
	if w.all {
		return
	}
	if w.found == nil {
		w.found = map[Path]bool{}
	}
	w.found[p] = true
	if len(w.found) > most {
		w.everything()
	}
}

// everything has the next Change say that anything may have changed.
func (w *Watcher) everything() {
	w.announce()
	w.found, w.all = nil, true
}

func (w *Watcher) announce() {
	if !w.announced {
		w.announced = true
		w.noticed()
	}
}

func (w *Watcher) change() Change {
	return Change{All: w.all, Paths: slices.SortedFunc(maps.Keys(w.found), func(a, b Path) int {
		return cmp.Or(cmp.Compare(a.Dir, b.Dir), cmp.Compare(a.Name, b.Name))
	})}
}
