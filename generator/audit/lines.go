package audit

import (
	"bytes"
	"hash/maphash"
)

// clean remembers tags and lines in which nothing was found and that stand between edges, so that nothing of them goes on
// elsewhere. Pages have many in common. It forgets some.
type clean struct {
	seed  maphash.Seed
	lines [1 << 15]uint64
	tags  [1 << 13]uint64 // few make the most of them
}

func newClean() *clean { return &clean{seed: maphash.MakeSeed()} }

// inTag reads what stands in a tag behind its name. If it is known to be clean, it only looks at the links, which lead
// elsewhere from another file.
func (s *scanner) inTag(b []byte, from, to int) {
	if s.clean == nil {
		s.nested(b, from, to, true)
		return
	}
	h := maphash.Bytes(s.clean.seed, b[from:to])
	slot := &s.clean.tags[h%uint64(len(s.clean.tags))]
	if *slot != h {
		found := s.found
		s.nested(b, from, to, true)
		if s.found == found {
			*slot = h
		}
		return
	}
	for rest := b[from:to]; ; {
		_, behind, ok := bytes.Cut(rest, quoteMark)
		if !ok {
			return
		}
		if rest = behind; len(rest) > 0 && leads(rest[0]) {
			value, behind, _ := bytes.Cut(rest, quoteMark)
			s.link(value)
			rest = behind
		}
	}
}

var quoteMark = []byte{'"'}

// leads tells whether what begins with a character can be an address within the site: a relative or a full one.
func leads(c byte) bool { return c == '.' || c == '/' || c == '#' || c == 'h' }

// lines reads the lines behind an edge, as long as each begins and ends with a tag that divides text, and so with another
// edge. What it returns is where the first other one begins.
func (s *scanner) lines(b []byte, i int) int {
	for i < len(b) && b[i] == '<' {
		n := bytes.IndexByte(b[i:], '\n')
		if n < 3 || b[i+n-1] != '>' {
			break
		}
		h := maphash.Bytes(s.clean.seed, b[i:i+n])
		if slot := &s.clean.lines[h%uint64(len(s.clean.lines))]; *slot != h {
			if !closed(b[i : i+n]) {
				break
			}
			told := s.found + s.followed
			s.nested(b, i, i+n, false)
			if s.found+s.followed == told {
				*slot = h
			}
		}
		i += n + 1
	}
	return i
}

func closed(line []byte) bool {
	last := bytes.LastIndexByte(line, '<')
	if len(line)-last < 3 {
		return false
	}
	_, _, first := element(line, 0)
	_, _, final := element(line, last)
	return first == dividing && final == dividing
}
