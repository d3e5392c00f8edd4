// Package publish is where the pipeline ends: it puts finished files where readers find them, all at once or not at all.
//
// A site is staged in a hidden directory beside the published one, looked through there, flushed to the disk, and
// exchanged with the published one in a single step (renameat2 with RENAME_EXCHANGE), so that a reader who opens files
// by their path finds the old site or the new one at every moment, and a kill or a full disk leaves one of them whole.
//
// Systems other than Linux, and the few file systems that cannot exchange, get two renames: for the time between them
// there is no site, and a kill just then leaves the old one set aside, from where the next Stage puts it back.
//
// The published directory belongs to the tool. Only a missing one, an empty one, and one whose every file is listed in
// its manifest are published over; anything else is refused, because nothing of the old directory survives the swap.
// Whoever serves it must open it by its path: a process or a container that holds the directory itself (as its working
// directory, or as a mount) goes on seeing the old site, which is then removed.
//
// Beside a site "public" stand, while a publisher runs, ".public.minutebook.lock" and ".public.minutebook-" with a
// random part. The staged files can be read by nobody else until they are swapped in, as they may not have been audited
// yet. Modes follow the umask, except that the directory itself keeps the mode (and on Linux the group) that it had,
// so that a private site stays private and a web server keeps its access.
package publish

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"sync"
)

// A Staging is a site that is being put together, which nobody sees yet. It holds the lock of its destination until
// Swap has succeeded or Discard is called; one of the two must be.
type Staging struct {
	out   target
	dir   string      // the staged files, absolute
	mode  fs.FileMode // what dir would have had, had it not been hidden
	lock  *lock
	flush flusher
	made  []string // directories above the destination that Stage made, the deepest first

	mu      sync.Mutex
	names   names
	files   manifest
	encoded []byte // the manifest of these, once it was asked for
	failed  error  // the first failed Write: a site that lacks a file is not published
	sealed  bool   // Swap or Discard was called
	ended   bool   // nothing is held any more
}

// A Result counts what a publication changed, against the manifest of the site before it. The manifest itself is not
// counted.
type Result struct {
	Files     int // in the site now
	Written   int // of these, new or with other bytes than before
	Unchanged int // of these, with the same bytes as before
	Removed   int // in the site before, and no longer there
}

// Stage prepares a publication to the directory out, making the directories above it where they are missing.
// It fails with a *Refusal, having changed nothing, when out may not be published over: when it is a file or a symbolic
// link, holds what is not in its manifest, is being published to by someone else, or is, contains or lies within one of
// the directories never. An empty name in never stands for no directory. Any other error is the machine's.
//
// A symbolic link in place of out is refused, not followed, because it is the link that a swap would replace; links
// among the directories above it are followed.
func Stage(out string, never ...string) (*Staging, error) {
	return prepare(out, false, newNames(), never)
}

// StageFresh prepares the same for files that are no site and get no manifest. So the directory out must be missing or
// empty: what these files are, no later publication could tell.
func StageFresh(out string, never ...string) (*Staging, error) {
	return prepare(out, true, names{}, never)
}

func prepare(out string, fresh bool, taken names, never []string) (*Staging, error) {
	t, err := locate(out, fresh, never)
	if err != nil {
		return nil, err
	}
	s := &Staging{out: t, files: manifest{}, names: taken}
	if err := s.begin(); err != nil {
		s.Discard()
		return nil, err
	}
	return s, nil
}

func (s *Staging) begin() (err error) {
	if s.made, err = makeParents(s.out.parent()); err != nil {
		return err
	}
	if s.lock, err = s.out.take(); err != nil {
		return err
	}
	if err := putBack(s.out); err != nil {
		return err
	}
	if _, err := s.out.inspect(); err != nil {
		return err
	}
	removeLeftovers(s.out)
	s.dir = s.out.beside("-" + rand.Text())
	if s.mode, err = makeHiddenDir(s.dir); err != nil {
		return err
	}
	// Opened before the first file is written: what a flush reports are the faults since then.
	s.flush, err = openFlusher(s.dir)
	return err
}

// Dir is the absolute path of the directory that holds the staged files, for an audit to look through.
func (s *Staging) Dir() string { return s.dir }

// Files are the paths of the files written so far, sorted: all that are in Dir.
func (s *Staging) Files() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.files))
}

// Manifest is the name and the bytes of the file that Swap will add, as the files are that were written so far.
func (s *Staging) Manifest() (path string, content []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return manifestName, s.listing()
}

// listing encodes the manifest, once for the files that there are. The lock must be held.
func (s *Staging) listing() []byte {
	if s.encoded == nil {
		s.encoded = s.files.encode()
	}
	return s.encoded
}

// Write stages a file. Its path is relative to the site, with slashes, in the form that fs.ValidPath asks for, without
// backslashes and control characters. A path that was written before, that differs from an earlier one by case alone
// (in any part, as some file systems make no difference), or that would be a file and a directory, is an error.
// After a failed Write the site cannot be swapped in any more. Write may be called by several goroutines at once.
func (s *Staging) Write(path string, content []byte) error {
	if err := s.write(path, content); err != nil {
		err = fmt.Errorf("write %q: %w", path, err)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.failed == nil {
			s.failed = err
		}
		return err
	}
	return nil
}

func (s *Staging) write(path string, content []byte) error {
	if err := validPath(path); err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	makeDirectory, err := s.claim(path, hex.EncodeToString(sum[:]))
	if err != nil {
		return err
	}
	if err := makeDirectory(); err != nil {
		return err
	}
	return writeFile(filepath.Join(s.dir, filepath.FromSlash(path)), content)
}

// claim enters a path into the manifest to be, and returns what makes the directory it needs. Making it is left to the
// caller so that the lock is not held across a system call.
func (s *Staging) claim(path, sum string) (makeDirectory func() error, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sealed {
		return nil, errors.New("the site is swapped in or discarded already")
	}
	makeDirectory, err = s.names.claim(path, s.dir)
	if err != nil {
		return nil, err
	}
	s.files[path], s.encoded = sum, nil
	return makeDirectory, nil
}

// Swap adds the manifest, flushes the site to the disk, puts it in the place of the published one in one step, and
// removes the old one. It is called once, after every Write has returned.
//
// On an error the old site is in its place, whole, with one exception that the error names: the new one was put there,
// whole, but the disk could not confirm it. A *Refusal says that the destination has changed since Stage in a way
// that forbids publishing over it. When the old site cannot be removed Swap still succeeds, as what readers see is
// right; what is left of it is closed to everybody else, and the next Stage removes it.
func (s *Staging) Swap() (Result, error) {
	if err := s.seal(); err != nil {
		return Result{}, err
	}
	old, err := s.out.inspect()
	if err != nil {
		return Result{}, err
	}
	if !s.out.fresh {
		if err := writeFile(filepath.Join(s.dir, manifestName), s.listing()); err != nil {
			return Result{}, err
		}
	}
	if err := unhideDir(s.dir, s.mode, old.info); err != nil {
		return Result{}, err
	}
	if err := s.flush.all(); err != nil {
		return Result{}, err
	}
	remains, err := s.out.replace(s.dir, old.info != nil)
	if err != nil {
		return Result{}, err
	}
	err = syncDir(s.out.parent())
	s.end(func() {
		if remains != "" && err == nil {
			removeTree(remains)
		}
	})
	if err != nil {
		return Result{}, fmt.Errorf("the new site is in place, but may not survive a loss of power: %w", err)
	}
	return s.files.since(old.files), nil
}

func (s *Staging) seal() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.sealed {
		return errors.New("the site is swapped in or discarded already")
	}
	s.sealed = true
	return s.failed
}

// Discard gives the publication up: it removes the staged files and whatever else Stage made, and releases the lock.
// After a successful Swap, and when it is called again, it does nothing. No Write may be under way.
func (s *Staging) Discard() {
	s.end(func() {
		if s.dir != "" {
			removeTree(s.dir)
		}
	})
	// In vain, as it should be, where they hold something: a published site among others.
	for _, dir := range s.made {
		os.Remove(dir)
	}
}

// end does the last thing that is done under the lock, and lets go of everything. It does so once: to release a lock
// again could take it from another publisher.
func (s *Staging) end(last func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return
	}
	s.sealed, s.ended = true, true
	last()
	s.flush.close()
	s.lock.release()
}

var randomPart = regexp.MustCompile(`^-[A-Z2-7]{26}$`) // of rand.Text

// removeLeftovers removes what a killed publisher left beside the destination. The lock must be held.
func removeLeftovers(t target) {
	entries, _ := os.ReadDir(t.parent())
	for _, e := range entries {
		suffix, ours := t.suffix(e.Name())
		if ours && e.IsDir() && (randomPart.MatchString(suffix) || suffix == aside) {
			removeTree(filepath.Join(t.parent(), e.Name()))
		}
	}
}
