package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync"
)

const manifestName = "manifest.json"

// A manifest maps the path of every file of a site but its own to the SHA-256 of the file's bytes, in hexadecimal.
type manifest map[string]string

// The form of the file. encoding/json sorts the keys of a map, which makes the bytes a function of the files alone.
type manifestFile struct {
	Files manifest `json:"files"`
}

func (m manifest) encode() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(manifestFile{m}); err != nil {
		panic(err) // strings alone: cannot be
	}
	return b.Bytes()
}

// Sums makes the manifest of a site that is not published. It may be used by several goroutines. The zero Sums is ready.
type Sums struct {
	mu sync.Mutex
	of manifest
}

// Add adds a file. There is no error.
func (s *Sums) Add(path string, content []byte) error {
	sum := sha256.Sum256(content)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == nil {
		s.of = manifest{}
	}
	s.of[path] = hex.EncodeToString(sum[:])
	return nil
}

// Manifest is the manifest of the files so far.
func (s *Sums) Manifest() []byte { return s.of.encode() }

// errNotOurs says that a file is missing, or is not a manifest of this tool: many programs name a file manifest.json.
var errNotOurs = errors.New("not a manifest of minutebook")

func readManifest(path string) (manifest, error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errNotOurs
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errNotOurs
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return decodeManifest(data)
}

func decodeManifest(data []byte) (manifest, error) {
	var f manifestFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if dec.Decode(&f) != nil || f.Files == nil {
		return nil, errNotOurs
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errNotOurs
	}
	for p, sum := range f.Files {
		if b, err := hex.DecodeString(sum); err != nil || len(b) != 32 || validPath(p) != nil || p == manifestName {
			return nil, errNotOurs
		}
	}
	return f.Files, nil
}

// since counts what has changed from old to m.
func (m manifest) since(old manifest) Result {
	r := Result{Files: len(m)}
	for p, sum := range m {
		if old[p] == sum {
			r.Unchanged++
		} else {
			r.Written++
		}
	}
	for p := range old {
		if _, stays := m[p]; !stays {
			r.Removed++
		}
	}
	return r
}
