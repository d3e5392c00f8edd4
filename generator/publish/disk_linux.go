package publish

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A flusher brings what was written since it was opened to the disk, in one call: to sync thousands of small files one
// by one takes minutes on a slow disk. It needs Linux 5.8 to hear of faults.
type flusher struct{ dir *os.File }

func openFlusher(dir string) (flusher, error) {
	f, err := os.Open(dir)
	return flusher{f}, err
}

func (f flusher) all() error {
	return os.NewSyscallError("syncfs", ignoringEINTR(func() error { return unix.Syncfs(int(f.dir.Fd())) }))
}

func (f flusher) close() {
	if f.dir != nil {
		f.dir.Close()
	}
}

func syncDir(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// exchange puts staged in the place of out, and returns where the old site is now.
func exchange(staged, out, aside string) (remains string, err error) {
	err = ignoringEINTR(func() error {
		return unix.Renameat2(unix.AT_FDCWD, staged, unix.AT_FDCWD, out, unix.RENAME_EXCHANGE)
	})
	switch err {
	case nil:
		return staged, nil
	case unix.ENOSYS, unix.EINVAL, unix.ENOTSUP: // the kernel, or more often the file system, does not know how
		return twoRenames(staged, out, aside)
	}
	return "", &os.LinkError{Op: "renameat2", Old: staged, New: out, Err: err}
}

// keepGroup gives a directory the group of the one it replaces, by which a web server may have its access.
func keepGroup(path string, like fs.FileInfo) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	have, want := info.Sys().(*syscall.Stat_t).Gid, like.Sys().(*syscall.Stat_t).Gid
	if have == want {
		return nil
	}
	return os.Chown(path, -1, int(want))
}

func ignoringEINTR(call func() error) error {
	for {
		if err := call(); err != unix.EINTR {
			return err
		}
	}
}
