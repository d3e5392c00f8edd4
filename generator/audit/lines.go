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
	tags  [1 << 10]uint64 // few make the most of them
}

func newClean() *clean { return &clean{seed: maphash.MakeSeed()} }

// inTag reads what stands in a tag behind its name, unless it is known to be clean. Of links, few come again.
func (s *scanner) inTag(b []byte, from, to int) {
	if s.clean == nil || bytes.HasPrefix(b[from:], []byte(" href=")) {
		s.nested(b, from, to, true)
		return
	}
	h := maphash.Bytes(s.clean.seed, b[from:to])
	if slot := &s.clean.tags[h%uint64(len(s.clean.tags))]; *slot != h {
		s.remember(slot, h, b, from, to, true)
	}
}

func (s *scanner) remember(slot *uint64, h uint64, b []byte, from, to int, inTag bool) {
	told := s.told
	s.nested(b, from, to, inTag)
	if s.told == told {
		*slot = h
	}
}

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
			s.remember(slot, h, b, i, i+n, false)
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
