package publish

import (
	"errors"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// A lock keeps a second publisher from the same target. The operating system drops it when its holder dies.
type lock struct{ file *flock.Flock }

// take takes the lock of a target, or refuses at once when another publisher has it.
func (t target) take() (*lock, error) {
	path := t.beside(".lock")
	for {
		file := flock.New(path)
		locked, err := file.TryLock()
		if err != nil {
			return nil, err
		}
		if !locked {
			return nil, t.refuse("wait until it has ended", "another minutebook is publishing to it")
		}
		// The holder before us may have removed the file between our opening and our locking it. Then we hold the
		// lock of a file that the next publisher cannot see.
		ours, err := file.Stat()
		if err != nil {
			return nil, errors.Join(err, file.Unlock())
		}
		there, err := os.Lstat(path)
		if err == nil && os.SameFile(ours, there) {
			return &lock{file}, nil
		}
		if err := file.Unlock(); err != nil {
			return nil, err
		}
		if err == nil && !there.Mode().IsRegular() {
			return nil, t.refuse("remove "+path, "its lock is not a plain file")
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
}

// release gives the lock back and removes its file, in the order that leaves nobody with the lock of a removed file.
func (l *lock) release() {
	if l == nil {
		return
	}
	os.Remove(l.file.Path()) // best effort: a lock file that stays is no lock
	l.file.Unlock()
}
