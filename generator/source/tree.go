package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode"
	"unicode/utf8"
)

// A Tree is what stands in a content directory, but for what begins with "." or "_". Paths have slashes and begin at its
// root.
type Tree struct {
	Files       []File   // site.yaml, bank-holidays.yaml and everything that ends in .md, by path
	Attachments []string // paths of everything else

	dir    string
	faulty bool              // something in the directory was reported
	kept   map[string][]byte // attachments of a tree that is in no directory
}

// Attach adds an attachment with what is in it.
func (t *Tree) Attach(p string, data []byte) {
	if t.kept == nil {
		t.kept = map[string][]byte{}
	}
	t.kept[p] = data
	i, _ := slices.BinarySearch(t.Attachments, p)
	t.Attachments = slices.Insert(t.Attachments, i, p)
}

// A File is a path and its bytes. Of one that is unchanged since it was read before, it has no bytes.
type File struct {
	Path      string
	Data      []byte
	Unchanged bool
}

// ReadTree reads a content directory. What a drafter can mend goes to the report; the error is the machine's.
func ReadTree(dir string, r *Report) (Tree, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return Tree{}, err
	}
	defer root.Close()
	tree := Tree{dir: dir}
	err = fs.WalkDir(root.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p == ".":
			return nil
		case hidden(e.Name()):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case unshowable(e.Name()):
			tree.fault(r, path.Dir(p), "file-name", "rename it with letters, digits and hyphens", "a file or folder in this folder has a name with characters that cannot be shown")
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		return tree.add(root, p, e, r)
	})
	if err != nil {
		return Tree{}, err
	}
	return tree, tree.load(root)
}

func (t *Tree) add(root *os.Root, p string, e fs.DirEntry, r *Report) error {
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := root.Stat(p) // a Root does not follow a link out of it
		if err != nil || info.IsDir() {
			t.fault(r, p, "file-link", "put the file itself here", "this is a symbolic link that leads out of the content, or to a folder")
			return nil
		}
		mode = info.Mode().Type()
	}
	switch {
	case mode != 0:
		t.fault(r, p, "file-link", "put an ordinary file here", "this is not a file")
	case isFile(p):
		t.Files = append(t.Files, File{Path: p})
	default:
		t.Attachments = append(t.Attachments, p)
	}
	return nil
}

func (t *Tree) fault(r *Report, p, code, hint, message string) {
	t.faulty = true
	r.Error(Pos{Path: p}, code, hint, "%s", message)
}

// Again is the tree after something happened to what has some paths, or to where it leads, and to nothing else. It reads
// that; the other files are unchanged. False means that it cannot tell, as where one is a folder, so that all has to be read.
func (t Tree) Again(paths []string) (Tree, bool, error) {
	root, err := os.OpenRoot(t.dir)
	if err != nil || t.faulty {
		return Tree{}, false, err
	}
	defer root.Close()
	named := make(map[string]bool, len(paths))
	for _, p := range paths {
		named[p] = true
	}
	same := func(p string) bool { // neither it nor a folder around it is named
		for ; p != "." && !named[p]; p = path.Dir(p) {
		}
		return p == "."
	}
	again := Tree{dir: t.dir}
	for _, f := range t.Files {
		if same(f.Path) {
			again.Files = append(again.Files, File{Path: f.Path, Unchanged: true})
		}
	}
	for _, a := range t.Attachments {
		if same(a) {
			again.Attachments = append(again.Attachments, a)
		}
	}
	for p := range named {
		if slices.ContainsFunc(strings.Split(p, "/"), hidden) {
			continue
		}
		switch info, err := root.Lstat(p); {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return Tree{}, false, err
		case !info.Mode().IsRegular() || unshowable(p):
			return Tree{}, false, nil
		case !isFile(p):
			again.Attachments = append(again.Attachments, p)
		default:
			file := File{Path: p}
			if file.Data, err = root.ReadFile(p); err != nil {
				return Tree{}, false, err
			}
			again.Files = append(again.Files, file)
		}
	}
	again.sort()
	return again, true, nil
}

// hidden tells whether what has a name is none of the content.
func hidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") }

// isFile tells the Files from the Attachments, by their paths.
func isFile(p string) bool {
	return p == "site.yaml" || p == "bank-holidays.yaml" || strings.HasSuffix(p, ".md")
}

func (t *Tree) sort() {
	slices.SortFunc(t.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	slices.Sort(t.Attachments)
}

// unshowable tells whether a name has what a message must not print, or what is no letter of a name everywhere.
func unshowable(name string) bool {
	return !utf8.ValidString(name) || strings.Contains(name, `\`) ||
		strings.ContainsFunc(name, func(c rune) bool { return unicode.IsControl(c) || unicode.Is(unicode.Bidi_Control, c) })
}

// load reads the files, several at a time.
func (t *Tree) load(root *os.Root) error {
	errs := make([]error, len(t.Files))
	Each(len(t.Files), func(i int) { t.Files[i].Data, errs[i] = root.ReadFile(t.Files[i].Path) })
	t.sort()
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("reading the content: %w", err)
	}
	return nil
}

// Attachment reads one of the Attachments: at most limit bytes and one more, by which a file that is too large is known.
func (t Tree) Attachment(p string, limit int64) ([]byte, error) {
	if data, ok := t.kept[p]; ok {
		return data, nil
	}
	root, err := os.OpenRoot(t.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	f, err := root.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, limit+1))
}

// Each calls do for 0 to n-1, on all processors.
func Each(n int, do func(i int)) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wg.Wait()
}
