package audit

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is how many words a run has at most. Four words of a withheld part that follow each other nowhere in what is
// public are no coincidence, and fewer may be.
const longest = 4

// deepest is how many encodings are taken off, one below the other.
const deepest = 5

// A word is a stretch of letters and digits, folded and normalised so that neither case nor form nor what a slug leaves of
// it matters, with the runs that it ends.
type word struct {
	hash  uint64
	runs  [longest - 1]uint64 // of two words, of three, …; 0 where there are not as many since the last edge
	from  int                 // offset in the text
	size  int                 // in bytes, without what groups figures
	kinds uint8
	sum   bool // an amount of money or a percentage, which is no part of a run
}

// A scanner reads text in all the ways in which a reader or a program may read it, and tells its words. Those of other
// text, such as the next cell of a table, are no part of a run.
type scanner struct {
	tell   func(word)
	sieve  *terms       // nil: all words are told
	ended  func(n int)  // told that a stretch of n words ends
	link   func([]byte) // told of what stands in quotes in a tag
	blob   func([]byte) // told of bytes that were encoded in text
	source bool         // the text is Markdown
	strict bool         // the text may be there by chance: only what cannot be counts
	ways   []string     // how the text at hand was encoded
	unread bool         // something is too large to be looked through

	base    int                 // where the text at hand stands in what is read
	before  [longest - 1]uint64 // hashes of the last words, the last one first
	many    int                 // of them since the last edge
	opened  int64               // bytes that were unpacked
	copied  []byte              // buffers
	scratch []byte
	inflate inflater
	struck  [1 << 10]uint64 // words that need not be told again

	clean    *clean
	found    int // how often something was found, in what does not depend on the file that it is in
	followed int // how many links were followed, which does
}

// word tells one, and adds it to the run. Where there is a sieve, it tells only what is in it.
func (s *scanner) word(h uint64, from, size int, kinds uint8) {
	if t := s.sieve; t == nil {
		s.tell(word{hash: h, runs: s.runs(h), from: s.base + from, size: size, kinds: kinds})
	} else if first := t.first[h%uint64(len(t.first))] & (isWord | 1<<min(s.many, longest-1) - 1); first != 0 {
		is := first&isWord != 0 && t.words.has(h) && s.struck[h%uint64(len(s.struck))] != h
		if is || first&^isWord != 0 && t.runs.hasAny(s.runs(h)) {
			s.tell(word{hash: h, runs: s.runs(h), from: s.base + from, size: size, kinds: kinds})
		}
	}
	s.before[2], s.before[1], s.before[0] = s.before[1], s.before[0], h
	s.many++
}

// runs are hashes of those that a word ends: of two words, of three, and so on.
func (s *scanner) runs(h uint64) (runs [longest - 1]uint64) {
	for i := range min(s.many, longest-1) {
		h = bits.RotateLeft64(h, 23)*amount + s.before[i]
		runs[i] = h ^ h>>31
	}
	return runs
}

// What stands in a stretch between edges that can be read in another way.
const (
	hasTags uint8 = 1 << iota // within a word
	hasEntities
	hasPercents
	hasEscapes
)

// text reads text, in which quotes are edges if it stands in a tag.
func (s *scanner) text(b []byte, inTag bool) {
	outer, outerMany := s.before, s.many
	s.many = 0
	edge, other := 0, uint8(0)
	settle := func(at int) {
		if other != 0 {
			s.otherwise(b[edge:at], other)
			other = 0
		}
		if s.many > 0 && s.ended != nil {
			s.ended(s.many)
		}
		s.many = 0
	}
	wordEnd, tagEnd := -1, -1 // of the last ones
	paid := false             // a sign of money is just before
	for i := 0; i < len(b); {
		c := b[i]
		switch class[c] {
		case alnum:
			if tagEnd == i && wordEnd >= 0 {
				other |= hasTags
			}
			i = s.words(b, i, paid)
			wordEnd, tagEnd, paid = i, -1, false
			continue
		case high:
			r, n := utf8.DecodeRune(b[i:])
			if inWord(r) {
				if tagEnd == i && wordEnd >= 0 {
					other |= hasTags
				}
				i = s.foreign(b, i)
				wordEnd, tagEnd, paid = i, -1, false
				continue
			}
			paid = unicode.Is(unicode.Sc, r)
			i += n
			wordEnd = -1
			continue
		case money:
			paid = true
			i++
			wordEnd = -1
			continue
		case tagOpens:
			if s.source && !bytes.HasPrefix(b[i:], []byte("<!--")) {
				break // an address between angle brackets is shown
			}
			end, divides := s.tag(b, i)
			if end == 0 {
				break
			}
			if divides {
				if s.link != nil && i > edge && b[edge] == 'h' {
					s.link(b[edge:i]) // as in a sitemap
				}
				settle(i)
				if s.clean != nil && end < len(b) && b[end] == '\n' {
					end = s.lines(b, end+1)
				}
				edge, wordEnd = end, -1
			} else if wordEnd == i || tagEnd == i {
				tagEnd = end
			}
			i = end
			continue
		case entity:
			if n := entityAt(b[i:]); n > 0 { // what it stands for is read below
				other |= hasEntities
				i += n
				wordEnd, paid = -1, false
				continue
			}
		case percent:
			if i+2 < len(b) && kind[b[i+1]]&kind[b[i+2]]&isHex != 0 {
				other |= hasPercents
			}
		case escape:
			other |= hasEscapes
			if i+1 < len(b) && b[i+1] == '"' {
				i++ // it is no end of anything
			}
		case quote:
			if inTag || i > 0 && bytes.IndexByte([]byte(",:{[=("), b[i-1]) >= 0 || i+1 < len(b) && bytes.IndexByte([]byte(",:}])"), b[i+1]) >= 0 {
				if inTag && s.link != nil {
					s.link(b[edge:i])
				}
				settle(i)
				edge = i + 1
			}
		case comma:
			if i+1 < len(b) && !space(b[i+1]) && kind[b[i+1]]&isDigit == 0 || c == '\t' || c == '|' {
				settle(i)
				edge = i + 1
			}
		case full:
			if i+1 == len(b) || space(b[i+1]) || b[i+1] == '<' {
				settle(i)
				edge = i + 1
			}
		case newline:
			if i+1 < len(b) && (b[i+1] == '\n' || b[i+1] == '\r' && i+2 < len(b) && b[i+2] == '\n') {
				settle(i)
				edge = i + 1
			}
		default:
			if s.source && (wordEnd == i || tagEnd == i) && sign(c) {
				i++ // signs of Markdown are as tags
				tagEnd = i
				paid = false
				continue
			}
		}
		i++
		wordEnd, paid = -1, false
	}
	settle(len(b))
	s.before, s.many = outer, outerMany
}

// signs can be Markdown's within a word, so that they are not shown.
const signs = "*~`[]" + wasMark

func sign(c byte) bool { return strings.IndexByte(signs, c) >= 0 }

func space(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

// words tells those that stand at i with nothing between them but what base64 can have, and looks into them as base64.
func (s *scanner) words(b []byte, i int, money bool) int {
	from, kinds := i, uint8(0)
	for {
		begin, h, k := i, uint64(seed), uint16(0)
		for ; i < len(b); i++ {
			f := folds[b[i]]
			if f < inside<<8 {
				break
			}
			h = (h ^ uint64(f&0xff)) * prime
			k |= f
		}
		k >>= 8
		if i < len(b) && b[i] >= 0x80 {
			if r, _ := utf8.DecodeRune(b[i:]); inWord(r) {
				return s.foreign(b, begin)
			}
		}
		is := uint8(k)
		kinds |= is
		n := i - begin
		if is&isLetter == 0 && i < len(b) && b[i] == ',' {
			i, h, n = grouped(b, i, h, n)
		}
		h = mix(h)
		s.word(h, begin, n, is)
		if n >= 16 && is&noHex == 0 && len(s.ways) < deepest {
			s.hexadecimal(b[begin:i])
		}
		if money || is&isDigit != 0 && i < len(b) && b[i] == '%' {
			s.sum(b, begin, i, word{hash: h, from: s.base + begin, size: n, kinds: is, sum: true}, money)
			money = false
		}
		next := i
		for next < len(b) && (joins[b[next]] || i-from >= 40 && (b[next] == '\n' || b[next] == '\r')) {
			next++
		}
		if next == i || next == len(b) || class[b[next]] != alnum {
			break
		}
		i = next
	}
	if i-from >= 11 && kinds&isUpper != 0 && len(s.ways) < deepest {
		s.base64(b[from:i])
	}
	return i
}

// sum tells an amount of money or a percentage, if a word with a sign of money before it or a sign of percent behind is one.
func (s *scanner) sum(b []byte, from, to int, w word, money bool) {
	switch {
	case kind[b[from]]&isDigit == 0:
	case money:
		w.hash ^= amount
		s.tell(w)
	case !(to+2 < len(b) && kind[b[to+1]]&kind[b[to+2]]&isHex != 0): // not the beginning of an encoded byte
		w.hash ^= share
		s.tell(w)
	}
}

// grouped goes on over the thousands of a number: 12,000 is 12000.
func grouped(b []byte, i int, h uint64, n int) (int, uint64, int) {
	for i+3 < len(b) && b[i] == ',' && kind[b[i+1]]&kind[b[i+2]]&kind[b[i+3]]&isDigit != 0 && (i+4 == len(b) || class[b[i+4]] != alnum) {
		for _, c := range b[i+1 : i+4] {
			h = (h ^ uint64(c)) * prime
		}
		i, n = i+4, n+3
	}
	return i, h, n
}
