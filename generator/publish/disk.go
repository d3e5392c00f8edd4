package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Every change that this package makes to the disk is made here and in the files of the several systems, and each of
// these functions does one thing that can fail.

// aside is where the two renames put the old site in between.
const aside = "-previous"

func writeFile(path string, content []byte) error {
	// O_EXCL: where the file system holds two of our paths for one (by a rule of its own, as for accents), it is an
	// error and not a lost page.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}

func makeDir(path string) error { return os.Mkdir(path, 0o777) }

// makeParents makes a directory and those above it, and returns the ones that were missing, the deepest first.
func makeParents(dir string) (made []string, err error) {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(d); !errors.Is(err, fs.ErrNotExist) || filepath.Dir(d) == d {
			break
		}
		made = append(made, d)
	}
	return made, os.MkdirAll(dir, 0o777)
}

// makeHiddenDir makes a directory that nobody else can look into, and returns the mode it would have had otherwise.
func makeHiddenDir(path string) (fs.FileMode, error) {
	// Made first and closed then, since that is how to learn the umask without changing it; it is still empty.
	if err := makeDir(path); err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Mode(), os.Chmod(path, info.Mode()&^0o077)
}

// unhideDir opens a directory as far as the one it will replace was open, or to the given mode where there is none.
func unhideDir(path string, mode fs.FileMode, like fs.FileInfo) error {
	if like != nil {
		mode = like.Mode()
		if err := keepGroup(path, like); err != nil {
			return err
		}
	}
	return os.Chmod(path, mode)
}

// removeTree removes a directory, having closed it first: an old site may hold what was withdrawn since. It does so as
// far as it can. What stays harms nobody, is hidden, and is tried again by the next Stage.
func removeTree(path string) {
	os.Chmod(path, 0o700)
	os.RemoveAll(path)
}

// replace puts the staged directory in the place of the target, and returns where the old site is now, if there was one.
func (t target) replace(staged string, exists bool) (remains string, err error) {
	switch {
	case exists:
		remains, err = exchange(staged, t.path, t.beside(aside))
	default:
		err = os.Rename(staged, t.path)
	}
	if errors.Is(err, syscall.EBUSY) || errors.Is(err, syscall.EXDEV) {
		return "", t.refuse("publish to a directory within it", "a file system is mounted there, which cannot be exchanged")
	}
	return remains, err
}

// twoRenames puts staged in the place of out where the system cannot exchange them, and returns where the old site is.
func twoRenames(staged, out, aside string) (remains string, err error) {
	if err := os.Rename(out, aside); err != nil {
		return "", err
	}
	if err := os.Rename(staged, out); err != nil {
		return "", errors.Join(err, os.Rename(aside, out))
	}
	return aside, nil
}

// putBack undoes the first of two renames, after which a publisher was killed. The lock must be held.
func putBack(t target) error {
	if _, err := os.Lstat(t.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	err := os.Rename(t.beside(aside), t.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
