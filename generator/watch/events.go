package watch

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// told is what the system told and nobody has looked into yet.
type told struct {
	at      map[string]fsnotify.Op // by path as it is watched
	certain bool                   // there is something to report, whatever a look will show
	full    bool                   // more happened than was told
	err     error                  // nothing more will be told
}

// certainly is what a file is named for without a look. What else there is, a change of mode or of times, is compared
// with what is known of the file.
const certainly = fsnotify.Create | fsnotify.Write | fsnotify.Remove | fsnotify.Rename

// elsewhere is what may have happened to a folder for another to be in its place.
const elsewhere = fsnotify.Create | fsnotify.Remove | fsnotify.Rename

// receive takes what the system tells, as it tells it: fsnotify holds its lock while it waits, and another call to it
// would wait for ever.
func (w *Watcher) receive(sys *fsnotify.Watcher) {
	for {
		select {
		case e, ok := <-sys.Events:
			if !ok {
				return
			}
			w.tell(e.Name, e.Op)
		case err, ok := <-sys.Errors:
			if !ok {
				return
			}
			w.fail(err)
		}
	}
}

func (w *Watcher) tell(name string, op fsnotify.Op) {
	known := false
	for _, t := range w.trees {
		_, in := t.in(name)
		known = known || in
	}
	if !known {
		return
	}
	w.mu.Lock()
	w.told.at[name] |= op
	w.told.certain = w.told.certain || op&certainly != 0
	w.mu.Unlock()
	w.rouse()
}

func (w *Watcher) fail(err error) {
	w.mu.Lock()
	switch {
	case errors.Is(err, fsnotify.ErrEventOverflow):
		w.told.full = true
	case errors.Is(err, syscall.EINVAL): // a folder that moved and went before fsnotify could take its watch away
	default:
		w.told.err = err
	}
	w.mu.Unlock()
	w.rouse()
}

func (w *Watcher) rouse() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

func (w *Watcher) certain() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.told.certain || w.told.full || w.told.err != nil
}

func (w *Watcher) take() told {
	w.mu.Lock()
	defer w.mu.Unlock()
	t := w.told
	w.told = told{at: map[string]fsnotify.Op{}}
	return t
}

// settle looks into all that was told. It is false if it has to be done again, for folders that are still on the move.
func (w *Watcher) settle() bool {
	t := w.take()
	if w.fs == nil {
		if t.certain || t.full || t.err != nil {
			w.everything() // told before the system fell silent, and announced
		}
		return true
	}
	switch {
	case t.err != nil:
		w.compare(why(t.err))
	case t.full:
		w.everything()
		w.fs.Close()
		w.listen()
	default:
		w.lookInto(t.at)
	}
	switch {
	case w.fs == nil:
	case w.broken != nil:
		w.compare(why(w.broken))
	case !w.moved:
	case w.rewatch():
		w.moved, w.tried = false, 0
	case w.tried == tries:
		w.compare("a folder cannot be told from another")
	default:
		w.tried++
		return false
	}
	return true
}

// lookInto compares with the disk what is at some paths. All folders that may have moved are given up before any is
// watched, as the system has one watch for a folder, which goes along with it, and fsnotify gives that the first of its
// paths.
func (w *Watcher) lookInto(at map[string]fsnotify.Op) {
	paths := slices.Sorted(maps.Keys(at)) // a folder before what is in it
	for _, t := range w.trees {
		for _, p := range paths {
			if name, in := t.in(p); in && at[p]&elsewhere != 0 {
				t.giveUp(name)
			}
		}
	}
	for _, t := range w.trees {
		for _, p := range paths {
			name, in := t.in(p)
			if !in {
				continue
			}
			certain := at[p]&certainly != 0
			if certain {
				t.name(name)
			}
			switch in := t.folder(path.Dir(name)); {
			case name == "." && at[p]&elsewhere != 0:
				t.open()
			case name == ".":
				t.look(t.top, ".", false)
			case in != nil:
				// Some systems tell of a write to a folder when something in it was written.
				t.entry(in, name, certain && t.folder(name) == nil)
			}
		}
		t.lookAtLinks()
	}
}

// look compares with the disk what no event tells of; where there are no events, everything.
func (w *Watcher) look() {
	for _, t := range w.trees {
		switch info, err := os.Stat(t.path); {
		case w.fs == nil && err == nil && t.info != nil:
			t.info = info
			t.look(t.top, ".", false)
		case err != nil && t.info == nil:
		case err != nil || t.info == nil || !os.SameFile(info, t.info):
			if w.fs != nil {
				w.tell(t.path, fsnotify.Create)
			} else {
				t.giveUp(".")
				t.open()
			}
		case t.top.closed: // nothing tells that it can be read again
			t.look(t.top, ".", true)
		default:
			t.lookAtLinks()
		}
	}
}

// listen has the system tell of changes, and begins anew with all that is known.
func (w *Watcher) listen() {
	w.fs, w.broken, w.moved, w.tried = nil, nil, true, 0
	sys, err := w.system.open()
	if err != nil {
		w.compare(why(err))
		return
	}
	w.fs = sys
	go w.receive(sys)
	for _, t := range w.trees {
		t.open()
	}
	if w.broken != nil {
		w.compare(why(w.broken))
	}
}

// compare gives up having the system tell of changes, says why, and begins anew with all that is known.
func (w *Watcher) compare(reason string) {
	w.everything()
	if w.fs != nil {
		w.fs.Close()
		w.fs = nil
	}
	w.mu.Lock()
	w.reason = reason
	w.mu.Unlock()
	for _, t := range w.trees {
		t.open()
	}
}

// rewatch sees to it that exactly the folders that there are are watched, each under the path where it is now, and looks
// into those that were not. It is false if that did not succeed.
func (w *Watcher) rewatch() bool {
	for again := range 2 {
		want := map[string]func(){}
		for _, t := range w.trees {
			t.each(t.top, ".", func(f *folder, name string) {
				want[t.full(name)] = func() {
					if name == "." {
						t.open()
					} else if in := t.folder(path.Dir(name)); in != nil {
						t.entry(in, name, true)
					}
				}
			})
		}
		for _, p := range w.fs.WatchList() {
			if want[p] == nil {
				w.unwatch(p)
			}
			delete(want, p)
		}
		if len(want) == 0 {
			return true
		}
		if again == 0 {
			for _, p := range slices.Sorted(maps.Keys(want)) {
				want[p]()
			}
		}
	}
	return false
}

// watch asks for events of a folder. One that is gone by now, or not to be read, has none.
func (w *Watcher) watch(p string) {
	if w.fs == nil || w.broken != nil {
		return
	}
	err := w.system.add(w.fs, p)
	for _, ordinary := range []error{fs.ErrNotExist, fs.ErrPermission, syscall.ENOTDIR} {
		if errors.Is(err, ordinary) {
			return
		}
	}
	w.broken = err
}

func (w *Watcher) unwatch(p string) {
	if w.fs != nil {
		w.fs.Remove(p) // or it is gone already
	}
}

// why says of an error of the system why it does not tell of changes.
func why(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "the system watches as many folders as it may (fs.inotify.max_user_watches)"
	case errors.Is(err, syscall.EMFILE):
		return "as many programs watch folders as may (fs.inotify.max_user_instances), or too many files are open"
	}
	var at *fs.PathError
	if errors.As(err, &at) {
		err = at.Err
	}
	return "the system does not tell of them: " + err.Error()
}

// in is where a path is in the tree, and whether it is there and is content.
func (t *tree) in(p string) (name string, content bool) {
	if p == t.path {
		return ".", true
	}
	rel, err := filepath.Rel(t.path, p)
	if err != nil || !filepath.IsLocal(rel) {
		return "", false
	}
	name = filepath.ToSlash(rel)
	return name, !hidden(name)
}
