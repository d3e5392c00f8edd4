package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"unicode"
)

// validPath tells whether a path may be published.
func validPath(p string) error {
	switch {
	case p == "." || !fs.ValidPath(p):
		return errors.New("not a clean, relative path with slashes")
	case strings.ContainsRune(p, '\\'):
		return errors.New("a path with a backslash")
	case strings.ContainsFunc(p, unicode.IsControl):
		return errors.New("a path with a control character")
	case !filepath.IsLocal(filepath.FromSlash(p)):
		return errors.New("a name that this system reserves") // COM1 and the like
	}
	return nil
}

// fold maps the paths that differ by case alone to one, as strings.EqualFold has it.
func fold(p string) string {
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII {
			return unicode.ToLower(r)
		}
		// The runes that differ by case alone form a ring; the smallest of them stands for all.
		smallest := r
		for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
			smallest = min(smallest, next)
		}
		if smallest <= unicode.MaxASCII {
			return unicode.ToLower(smallest) // the Kelvin sign and the long s are in rings with K and S
		}
		return smallest
	}, p)
}

// A name is taken by a file or a directory of the site.
type name struct {
	spelling string
	make     func() error // makes the directory and those above it, once; nil for a file
}

// names are the taken ones, by their folded paths. To claim a name is not safe for concurrent use; to make a directory is.
type names map[string]name

func newNames() names { return names{manifestName: {spelling: manifestName}} }

// claim takes the path of a file, and returns what makes the directory that it is in, below root.
func (n names) claim(p, root string) (makeDirectory func() error, err error) {
	key := fold(p)
	if taken, ok := n[key]; ok {
		return nil, taken.clash(p, false)
	}
	makeDirectory, err = n.directory(path.Dir(p), root)
	if err == nil {
		n[key] = name{spelling: p}
	}
	return makeDirectory, err
}

func (n names) directory(p, root string) (makeDirectory func() error, err error) {
	if p == "." {
		return func() error { return nil }, nil
	}
	key := fold(p)
	if taken, ok := n[key]; ok {
		if taken.make == nil || taken.spelling != p {
			return nil, taken.clash(p, true)
		}
		return taken.make, nil
	}
	above, err := n.directory(path.Dir(p), root)
	if err != nil {
		return nil, err
	}
	makeDirectory = sync.OnceValue(func() error {
		if err := above(); err != nil {
			return err
		}
		return makeDir(filepath.Join(root, filepath.FromSlash(p)))
	})
	n[key] = name{spelling: p, make: makeDirectory}
	return makeDirectory, nil
}

// clash says why p, which is to be a directory or a file, cannot be where the name is taken.
func (n name) clash(p string, directory bool) error {
	switch {
	case n.spelling != p:
		return fmt.Errorf("differs from %q by case alone", n.spelling)
	case directory != (n.make != nil):
		return fmt.Errorf("%q would be a file and a directory", p)
	}
	return errors.New("written already")
}
