package publish

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
)

// A Refusal says that a directory may not be published to. It is for the user to put right, and nothing was changed;
// every other error of this package means that the machine failed.
type Refusal struct {
	Out    string // the directory, as it was given
	Doing  string // what cannot be done to it: publish, or write
	Reason string // what is wrong with it, naming the path that is in the way
	Hint   string // what the user can do
}

func (r *Refusal) Error() string { return "cannot " + r.Doing + " to " + r.Out + ": " + r.Reason }

// A target is the directory to publish to.
type target struct {
	given string // by the user, for messages
	path  string // absolute, and without symbolic links above its last element
	fresh bool   // what goes there is no site, and must be the first
}

func (t target) parent() string { return filepath.Dir(t.path) }

// beside names a file of ours in the directory that holds the target. Being there, it is on the same file system.
func (t target) beside(suffix string) string {
	return filepath.Join(t.parent(), "."+filepath.Base(t.path)+".minutebook"+suffix)
}

// suffix is the inverse of beside.
func (t target) suffix(name string) (string, bool) {
	return strings.CutPrefix(name, filepath.Base(t.beside("")))
}

func (t target) refuse(hint, format string, args ...any) error {
	doing := "publish"
	if t.fresh {
		doing = "write"
		if hint == hintElsewhere || hint == hintMove {
			hint = "name a directory that is not there yet"
		}
	}
	return &Refusal{Out: t.given, Doing: doing, Reason: fmt.Sprintf(format, args...), Hint: hint}
}

const (
	hintElsewhere = "publish to a directory of its own, such as public"
	hintMove      = "move it elsewhere, or publish to another directory: everything in this one is replaced"
)

// locate finds where out is, and refuses places where no site may be, whatever they hold.
func locate(out string, fresh bool, never []string) (target, error) {
	t := target{given: out, fresh: fresh}
	if out == "" {
		return t, t.refuse(hintElsewhere, "its name is empty")
	}
	abs, err := filepath.Abs(out)
	if err != nil {
		return t, err
	}
	if filepath.Dir(abs) == abs {
		return t, t.refuse(hintElsewhere, "it is the root of the file system")
	}
	parent, err := resolve(filepath.Dir(abs))
	if errors.Is(err, syscall.ENOTDIR) {
		return t, t.refuse(hintElsewhere, "a file is in the place of a directory above it")
	}
	if err != nil {
		return t, err
	}
	t.path = filepath.Join(parent, filepath.Base(abs))
	for _, dir := range never {
		if dir == "" {
			continue
		}
		abs, err := filepath.Abs(dir)
		if err != nil {
			return t, err
		}
		if abs, err = resolve(abs); err != nil {
			return t, err
		}
		switch below, above := within(abs, t.path), within(t.path, abs); {
		case below && above:
			return t, t.refuse(hintElsewhere, "it is %s, which is read and never written", dir)
		case below:
			return t, t.refuse(hintElsewhere, "it lies within %s, which is read and never written", dir)
		case above:
			return t, t.refuse(hintElsewhere, "it contains %s, which is read and never written", dir)
		}
	}
	return t, nil
}

// resolve follows the symbolic links in an absolute path, the end of which need not exist.
func resolve(p string) (string, error) {
	missing := ""
	for {
		there, err := filepath.EvalSymlinks(p)
		if err == nil {
			return filepath.Join(there, missing), nil
		}
		if !errors.Is(err, fs.ErrNotExist) || filepath.Dir(p) == p {
			return "", err
		}
		missing = filepath.Join(filepath.Base(p), missing)
		p = filepath.Dir(p)
	}
}

// within tells whether the absolute path p is dir or lies in it, by name or by identity: the names of one directory
// differ where case makes no difference, and where it is mounted twice.
func within(dir, p string) bool {
	want, err := os.Stat(dir)
	for {
		if p == dir {
			return true
		}
		if err == nil {
			if have, err := os.Stat(p); err == nil && os.SameFile(want, have) {
				return true
			}
		}
		if filepath.Dir(p) == p {
			return false
		}
		p = filepath.Dir(p)
	}
}

// What a target holds before it is published to.
type held struct {
	info  fs.FileInfo // nil where there is nothing yet
	files manifest    // of the files that are listed and there; a listed file may be missing
}

// inspect reads what the target holds, and refuses it when anything there is not the tool's, or, where what goes there must
// be the first, when there is anything.
func (t target) inspect() (held, error) {
	info, err := os.Lstat(t.path)
	if errors.Is(err, fs.ErrNotExist) {
		return held{}, nil
	}
	switch {
	case err != nil:
		return held{}, err
	case info.Mode()&fs.ModeSymlink != 0:
		return held{}, t.refuse("name the directory that the link leads to", "it is a symbolic link, which a swap would replace")
	case !info.IsDir():
		return held{}, t.refuse(hintElsewhere, "it is not a directory")
	}
	entries, err := os.ReadDir(t.path)
	if err != nil {
		return held{}, err
	}
	if len(entries) == 0 {
		return held{info: info}, nil
	}
	if t.fresh {
		return held{}, t.refuse(hintMove, "it holds %q", entries[0].Name())
	}
	listed, err := readManifest(filepath.Join(t.path, manifestName))
	if errors.Is(err, errNotOurs) {
		return held{}, t.refuse(hintMove, "it holds %q, and has no %s of minutebook", entries[0].Name(), manifestName)
	}
	if err != nil {
		return held{}, err
	}
	files, err := t.compare(listed)
	return held{info, files}, err
}

// compare returns the listed files that are there, all of them also when it refuses the target, because anything else is.
func (t target) compare(listed manifest) (manifest, error) {
	directories := map[string]bool{".": true}
	for p := range listed {
		for dir := path.Dir(p); !directories[dir]; dir = path.Dir(dir) {
			directories[dir] = true
		}
	}
	found := manifest{}
	var refused error
	err := fs.WalkDir(os.DirFS(t.path), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		sum, isListed := listed[p]
		switch {
		case e.IsDir() && directories[p], e.Type().IsRegular() && p == manifestName:
			return nil
		case e.Type().IsRegular() && isListed:
			found[p] = sum
			return nil
		}
		if refused == nil {
			refused = t.refuse(hintMove, "it holds %q, which minutebook did not put there", p)
		}
		if e.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
	return found, cmp.Or(err, refused)
}
