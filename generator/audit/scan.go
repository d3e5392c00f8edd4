package audit

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
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
	clean   *clean
	told    int // how often something was found, or may have been, in view of what file this is
}

const (
	isLetter = 1 << iota
	isDigit
	isUpper
	isHex
	noHex  // a letter that is no figure in hexadecimal
	inside // of a word: a letter or a figure
)

// What a byte is to the scanner.
const (
	apart uint8 = iota // white space, punctuation
	alnum
	tagOpens
	entity
	percent
	escape
	quote
	comma // or what else divides cells
	newline
	full // may end a sentence
	high // no ASCII
	money
)

var (
	class [256]uint8
	kind  [256]uint8
	folds [256]uint16 // the kind, and below it the byte without its case
	joins [256]bool   // what stands in base64, and in addresses, between letters and digits
)

func init() {
	for c := range 256 {
		b := byte(c)
		folded := b
		switch {
		case '0' <= b && b <= '9':
			class[c], kind[c] = alnum, isDigit|isHex
		case 'a' <= b && b <= 'z':
			class[c], kind[c] = alnum, isLetter
		case 'A' <= b && b <= 'Z':
			class[c], kind[c], folded = alnum, isLetter|isUpper, b|0x20
		case b >= 0x80:
			class[c] = high
		}
		if 'a' <= b|0x20 && b|0x20 <= 'f' {
			kind[c] |= isHex
		}
		if class[c] == alnum {
			kind[c] |= inside
		}
		if kind[c]&isLetter != 0 && kind[c]&isHex == 0 {
			kind[c] |= noHex
		}
		folds[c] = uint16(kind[c])<<8 | uint16(folded)
	}
	for b, what := range map[byte]uint8{'<': tagOpens, '&': entity, '%': percent, '\\': escape, '"': quote, ',': comma, ';': comma, '|': comma, '\t': comma, '\n': newline, '.': full, '!': full, '?': full, '$': money} {
		class[b] = what
	}
	for _, b := range []byte("+/-_") {
		joins[b] = true
	}
}

const (
	seed   = 0xcbf29ce484222325
	prime  = 0x100000001b3
	amount = 0x9e3779b97f4a7c15 // by what an amount of money is told from its figures
	share  = 0xc2b2ae3d27d4eb4f // and a percentage
)

func mix(h uint64) uint64 {
	h ^= h >> 29
	h *= 0xbf58476d1ce4e5b9
	return h ^ h>>32
}

// word tells one, and adds it to the run. Where there is a sieve, it tells only what is in it.
func (s *scanner) word(h uint64, from, size int, kinds uint8) {
	if t := s.sieve; t == nil || t.words.has(h) || t.ends[h%uint64(len(t.ends))]&(1<<min(s.many, longest-1)-1) != 0 && t.runs.hasAny(s.runs(h)) {
		s.tell(word{hash: h, runs: s.runs(h), from: s.base + from, size: size, kinds: kinds})
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
			end, divides := s.tag(b, i)
			if end == 0 {
				break
			}
			if divides {
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
	from, kinds, joined := i, uint8(0), false
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
		if is&isLetter == 0 {
			i, h, n = grouped(b, i, h, n)
		}
		h = mix(h)
		s.word(h, begin, n, is)
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
		joined = joined || joins[b[i]]
		i = next
	}
	switch n := i - from; {
	case n < 11 || len(s.ways) >= deepest:
	case !joined && kinds&noHex == 0 && n >= 16:
		s.hexadecimal(b[from:i])
	case kinds&isUpper != 0:
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

// inWord tells whether a character is part of a word, or shows nothing, so that a word may go on behind it.
func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) || unicode.Is(unicode.No, r) || unshown(r)
}

func unshown(r rune) bool { return unicode.Is(unicode.Cf, r) || r >= 0xfe00 && r <= 0xfe0f }

var fold = cases.Fold()

// foreign tells the words that stand at i and have characters beyond ASCII.
func (s *scanner) foreign(b []byte, i int) int {
	end := i
	for end < len(b) {
		if class[b[end]] == alnum {
			end++
			continue
		}
		r, n := utf8.DecodeRune(b[end:])
		if b[end] < 0x80 || r == utf8.RuneError || !inWord(r) {
			break
		}
		end += n
	}
	for _, w := range bytes.FieldsFunc(plainForm(b[i:end]), func(r rune) bool { return !inWord(r) }) {
		h, k := uint64(seed), uint8(0)
		for _, c := range w {
			h = (h ^ uint64(c)) * prime
			k |= kind[c]
			if c >= 0x80 {
				k |= isLetter
			}
		}
		s.word(mix(h), i, len(w), k)
	}
	return end
}
