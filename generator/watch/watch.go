// Package watch notices that files below some directories changed, came or went, and loses none of it: after the last
// write to a file there is a Change that was delivered later than that write and names the file.
//
// Where the system tells of changes, what it tells is only where to look. What is known of the files is kept beside it,
// so that a folder that came, moved or went has every file in it named, and so that nothing is missed when the system
// tells too little: after its queue was full everything has changed, and when it cannot watch at all, the files are
// compared with what is known every so often.
//
// As in the content, names that begin with "." or "_" stand for nothing: of them, and of what is below them, no change
// is told. A symbolic link is as good as the file that it leads to, and is looked at several times a second, since
// that file may be where nothing is watched. A folder behind a link is not.
package watch

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	quiet   = 6 * time.Millisecond   // without an event, and the burst that one save makes is over
	longest = 100 * time.Millisecond // from the first event of a burst to its Change, so that no stream holds it back
	beat    = 250 * time.Millisecond // between looks at what no event tells of: links, and where the directories are
	unasked = 500 * time.Millisecond // between looks at everything, where nobody said how often
	most    = 1000                   // paths that a Change names
	tries   = 20                     // of watching folders that are on the move, each after another quiet
)

// A Change is what differs since the Change before it, or for the first since New.
type Change struct {
	Paths []Path // sorted; nil if All
	All   bool   // too much happened to say what: anything may have changed
}

// A Path is that of a file that changed, came or went, or of a folder that came or went. The files in such a folder have
// Paths of their own. Some have not changed after all: whoever reads them again sees that.
type Path struct {
	Dir  string // as New was given it
	Name string // in Dir, with slashes; "." if Dir itself came or went
}

// A Watcher watches directories until it is closed.
type Watcher struct {
	trees   []*tree
	every   time.Duration // between looks at everything, if the system does not tell
	noticed func()
	changes chan Change
	done    chan struct{}
	ended   chan struct{}
	close   sync.Once

	// What only one goroutine at a time has: New's, then that of run.
	system    system
	fs        *fsnotify.Watcher // nil if the system does not tell
	found     map[Path]bool     // what the next Change is to name
	all       bool              // it cannot name it
	announced bool              // noticed was called for it
	moved     bool              // folders came or went, so that watches may be on what is elsewhere now
	tried     int               // times in a row that this could not be put right
	broken    error             // why a folder cannot be watched

	mu     sync.Mutex
	told   told
	wake   chan struct{} // holds something if told does
	reason string        // why the system does not tell, or empty
}

// system is what is asked of the system, which a test can have refuse.
type system struct {
	open func() (*fsnotify.Watcher, error)
	add  func(*fsnotify.Watcher, string) error
}

// New watches directories and all folders in them. What is read of them after New has returned, and again after each
// Change for what it names, is as it is on the disk. With poll above zero, New does not ask the system to tell of changes,
// but looks at all files that often.
//
// Unless it is nil, noticed is called once for each Change, as soon as there is something to tell, which is before it is
// known what. The Change follows when all is quiet, and is delivered after noticed has returned; noticed must not wait
// for it. An error says that a directory cannot be read.
func New(dirs []string, poll time.Duration, noticed func()) (*Watcher, error) {
	return open(dirs, poll, noticed, system{fsnotify.NewWatcher, (*fsnotify.Watcher).Add})
}

func open(dirs []string, poll time.Duration, noticed func(), sys system) (*Watcher, error) {
	w := &Watcher{
		every:   unasked,
		noticed: func() {},
		changes: make(chan Change),
		done:    make(chan struct{}),
		ended:   make(chan struct{}),
		system:  sys,
		told:    told{at: map[string]fsnotify.Op{}},
		wake:    make(chan struct{}, 1),
	}
	reason := ""
	for _, dir := range dirs {
		path, err := filepath.Abs(dir)
		if err != nil {
			return nil, err
		}
		info, err := os.Stat(path)
		if err == nil && !info.IsDir() {
			err = &fs.PathError{Op: "watch", Path: dir, Err: syscall.ENOTDIR}
		}
		if err != nil {
			return nil, err
		}
		w.trees = append(w.trees, &tree{w: w, dir: dir, path: path})
		if on := network(path); on != "" {
			reason = fmt.Sprintf("%s is on a file system (%s) where not every change is told", dir, on)
		}
	}
	if poll > 0 {
		w.every, reason = poll, "that was asked for"
	}
	if reason != "" {
		w.compare(reason)
	} else {
		w.listen()
	}
	w.found, w.all = nil, false // all that was found has not been read yet
	if noticed != nil {
		w.noticed = noticed
	}
	w.announced = false
	go w.run()
	return w, nil
}

// Changes delivers what changed. What happens before a Change is received is in it; it is closed by Close.
func (w *Watcher) Changes() <-chan Change { return w.changes }

// Polling says how often all files are looked at, and why, as the end of a sentence; or 0 if the system tells of changes.
// It can come to that after New, when a limit is reached; a Change with All says that it may have.
func (w *Watcher) Polling() (every time.Duration, why string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.reason == "" {
		return 0, ""
	}
	return w.every, w.reason
}

// Close ends watching. Changes is closed when it returns.
func (w *Watcher) Close() error {
	w.close.Do(func() { close(w.done) })
	<-w.ended
	return nil
}

// run looks where there is something to be seen, and delivers it.
func (w *Watcher) run() {
	defer close(w.ended)
	defer close(w.changes)
	defer func() {
		if w.fs != nil {
			w.fs.Close()
		}
	}()
	var first time.Time // event of those that were not looked into; zero if there are none
	settle := time.NewTimer(quiet)
	settle.Stop()
	look := time.NewTimer(w.interval())
	for {
		var out chan Change
		var next Change
		if first.IsZero() && w.announced {
			out, next = w.changes, w.change()
		}
		select {
		case out <- next:
			w.found, w.all, w.announced = nil, false, false
		case <-w.wake:
			if first.IsZero() {
				first = time.Now()
			}
			if w.certain() {
				w.announce()
			}
			settle.Reset(min(quiet, time.Until(first.Add(longest))))
		case <-settle.C:
			first = time.Time{}
			if !w.settle() {
				first = time.Now()
				settle.Reset(quiet)
			}
		case <-look.C:
			w.look()
			look.Reset(w.interval())
		case <-w.done:
			return
		}
	}
}

func (w *Watcher) interval() time.Duration {
	if w.fs == nil {
		return w.every
	}
	return beat
}
