package publish

import (
	"errors"
	"io/fs"
	"os"
)

// A Published is a site as readers have it now, for somebody who only looks. It is held open: when another takes its
// place meanwhile, a read fails rather than give a file of the other.
type Published struct {
	Files map[string]string // the listed files that are there, by path, with the SHA-256 that the manifest has for each
	root  *os.Root
}

// Open looks at what is published in the directory out, and writes nothing, not even a lock. It is nil where there is no
// such directory, or an empty one. The error is a *Refusal where Stage would refuse the directory for what it is, or
// where it is or holds; when a manifest of ours is in it all the same, the Published is there too. Any other error is
// the machine's.
func Open(out string, never ...string) (*Published, error) {
	t, err := locate(out, false, never)
	if err != nil {
		return nil, err
	}
	held, refused := t.inspect()
	var refusal *Refusal
	if refused != nil && !errors.As(refused, &refusal) {
		return nil, refused
	}
	if len(held.files) == 0 {
		return nil, refused
	}
	root, err := os.OpenRoot(t.path)
	if err != nil {
		return nil, err
	}
	return &Published{held.files, root}, refused
}

// Read is the content of a published file. That it is what the manifest says is for the caller to see.
func (p *Published) Read(path string) ([]byte, error) { return fs.ReadFile(p.root.FS(), path) }

// Close lets go of the site.
func (p *Published) Close() { p.root.Close() }
