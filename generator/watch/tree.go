package watch

import (
	"hash/maphash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// A tree is one of the directories, and what is known of it.
type tree struct {
	w     *Watcher
	dir   string      // as New was given it
	path  string      // absolute
	info  fs.FileInfo // of the directory that is known; nil while there is none
	top   *folder
	links map[string]bool // names of symbolic links; some may be gone
}

// A folder is what was in it when it was last looked at.
type folder struct {
	files   map[string]stamp
	folders map[string]*folder
	closed  bool // it cannot be read
}

func newFolder() *folder { return &folder{files: map[string]stamp{}, folders: map[string]*folder{}} }

// hidden tells whether a name, or that of a folder around it, stands for nothing. The rule is that of source.ReadTree.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part != "." && (strings.HasPrefix(part, ".") || strings.HasPrefix(part, "_")) {
			return true
		}
	}
	return false
}

func (t *tree) full(name string) string { return filepath.Join(t.path, filepath.FromSlash(name)) }

func (t *tree) name(name string) { t.w.name(Path{t.dir, name}) }

// folder is the one that is known by a name, or nil.
func (t *tree) folder(name string) *folder {
	f := t.top
	if name == "." {
		return f
	}
	for part := range strings.SplitSeq(name, "/") {
		if f = f.folders[part]; f == nil {
			return nil
		}
	}
	return f
}

// each visits a folder and those in it, but for what cannot be read.
func (t *tree) each(f *folder, name string, visit func(f *folder, name string)) {
	if f.closed {
		return
	}
	visit(f, name)
	for sub, in := range f.folders {
		t.each(in, path.Join(name, sub), visit)
	}
}

// open begins anew with what is known, and names what is there.
func (t *tree) open() {
	t.info, _ = os.Stat(t.path) // before it is watched: of another in its place, then, the next look tells
	t.top, t.links = newFolder(), map[string]bool{}
	t.name(".")
	t.w.moved = true
	t.look(t.top, ".", true)
}

// look compares a folder and all in it with the disk, and names what differs.
func (t *tree) look(f *folder, name string, certain bool) {
	t.w.watch(t.full(name)) // first, so that what comes after it is read is told
	entries, err := os.ReadDir(t.full(name))
	if err != nil {
		t.forget(f, name)
		f.closed = true
		return
	}
	f.closed = false
	there := make(map[string]bool, len(entries))
	for _, e := range entries {
		if !hidden(e.Name()) {
			there[e.Name()] = true
		}
	}
	for known := range f.files {
		if !there[known] {
			t.entry(f, path.Join(name, known), false)
		}
	}
	for known := range f.folders {
		if !there[known] {
			t.entry(f, path.Join(name, known), false)
		}
	}
	for found := range there {
		t.entry(f, path.Join(name, found), certain)
	}
}

// entry compares one name in a folder with the disk. If it differs it is named, and so it is, with all below it, if that
// is certain.
func (t *tree) entry(in *folder, name string, certain bool) {
	base := path.Base(name)
	info, err := os.Lstat(t.full(name))
	was, isFile := in.files[base]
	sub, isFolder := in.folders[base]
	if isFile && (err != nil || info.IsDir()) {
		delete(in.files, base)
		t.name(name)
	}
	if isFolder && (err != nil || !info.IsDir()) {
		t.giveUp(name)
	}
	switch {
	case err != nil:
	case info.IsDir():
		if !isFolder {
			sub = newFolder()
			in.folders[base] = sub
			t.w.moved, certain = true, true
		}
		if certain {
			t.name(name)
		}
		t.look(sub, name, certain)
	default:
		now := t.stamp(name, info, was)
		in.files[base] = now
		if certain || !isFile || now.differs(was) {
			t.name(name)
		}
	}
}

// giveUp names a known folder and all in it, and knows and watches it no longer.
func (t *tree) giveUp(name string) {
	f := t.folder(name)
	if f == nil {
		return
	}
	t.w.moved = true
	t.name(name)
	t.forget(f, name)
	t.w.unwatch(t.full(name))
	if name != "." {
		delete(t.folder(path.Dir(name)).folders, path.Base(name))
	}
}

// forget names all in a folder, and empties it.
func (t *tree) forget(f *folder, name string) {
	for file := range f.files {
		t.name(path.Join(name, file))
	}
	for sub := range f.folders {
		t.giveUp(path.Join(name, sub))
	}
	clear(f.files)
}

// lookAtLinks compares where symbolic links lead.
func (t *tree) lookAtLinks() {
	for name := range t.links {
		in := t.folder(path.Dir(name))
		if in == nil || !in.files[path.Base(name)].link {
			delete(t.links, name)
			continue
		}
		t.entry(in, name, false)
	}
}

// A stamp is what a file is known by.
type stamp struct {
	size     int64
	modified int64 // ns
	inode    uint64
	mode     fs.FileMode // its type, and who may read it
	link     bool
	young    bool // it may have been written again within one tick of the file system's clock, so its hash counts
	hash     uint64
}

// tick is the longest between two moments that a file system can tell apart: FAT counts two seconds at a time.
const tick = 2 * time.Second

var seed = maphash.MakeSeed()

func (s stamp) differs(was stamp) bool {
	hash := s.hash
	if !was.young {
		hash = was.hash
	}
	return s.facts() != was.facts() || hash != was.hash
}

func (s stamp) facts() stamp {
	s.young, s.hash = false, 0
	return s
}

// stamp is what a file is known by now. Where an event tells of every write, there is no need of its content.
func (t *tree) stamp(name string, info fs.FileInfo, was stamp) stamp {
	s := stamp{link: info.Mode()&fs.ModeSymlink != 0}
	if s.link {
		t.links[name] = true
		target, err := os.Stat(t.full(name))
		if err != nil {
			return s
		}
		info = target
	}
	s.mode = info.Mode() & (fs.ModeType | 0o444)
	if !info.Mode().IsRegular() {
		return s
	}
	s.size, s.modified, s.inode = info.Size(), info.ModTime().UnixNano(), inode(info)
	if t.w.fs == nil || s.link {
		s.young = time.Since(info.ModTime()) < tick
		if s.young || was.young && s.facts() == was.facts() {
			s.hash = hash(t.full(name))
		}
	}
	return s
}

// hash is that of what is in a file, or 0 if it cannot be read.
func hash(name string) uint64 {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // it could be a pipe by now
	if err != nil {
		return 0
	}
	defer f.Close()
	var h maphash.Hash
	h.SetSeed(seed)
	if _, err := io.Copy(&h, f); err != nil {
		return 0
	}
	return h.Sum64()
}
