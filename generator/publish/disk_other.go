//go:build !linux

package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

// A flusher brings what was written since it was opened to the disk, file by file.
type flusher struct{ dir string }

func openFlusher(dir string) (flusher, error) { return flusher{dir}, nil }

func (f flusher) all() error {
	return filepath.WalkDir(f.dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			return syncDir(path)
		}
		file, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(file.Sync(), file.Close())
	})
}

func (f flusher) close() {}

func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil // has no such thing
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// exchange puts staged in the place of out, and returns where the old site is now.
func exchange(staged, out, aside string) (remains string, err error) {
	return twoRenames(staged, out, aside)
}

// keepGroup does nothing: these systems give a new directory the group of the one it is in, or have no groups.
func keepGroup(string, fs.FileInfo) error { return nil }
