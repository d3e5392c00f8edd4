package audit

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

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

// plainForm is text without case, in the form in which it is compared: composed, its look-alikes for compatibility (ligatures,
// full width) as what they stand for, and without what does not show.
func plainForm(b []byte) []byte {
	b = bytes.Map(func(r rune) rune {
		if unshown(r) {
			return -1
		}
		return r
	}, b)
	return norm.NFKC.Bytes(fold.Bytes(norm.NFKC.Bytes(b)))
}
