package audit

import (
	"bytes"
	"html"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// in reads what was encoded in a way that findings name.
func (s *scanner) in(way string, read func()) {
	if len(s.ways) >= deepest {
		return
	}
	base := s.base
	s.base, s.ways = 0, append(s.ways, way)
	read()
	s.base, s.ways = base, s.ways[:len(s.ways)-1]
}

// otherwise reads a stretch of text in the other ways in which it can be read.
func (s *scanner) otherwise(b []byte, has uint8) {
	again := func(way string, decoded []byte) {
		if !bytes.Equal(decoded, b) {
			s.in(way, func() { s.text(decoded, false) })
		}
	}
	if has&hasTags != 0 {
		again("split by tags", untagged(b, s.source))
	}
	if has&hasEntities != 0 {
		again("in entities", []byte(html.UnescapeString(string(b))))
	}
	if has&hasPercents != 0 {
		again("percent-encoded", unpercented(b))
	}
	if has&hasEscapes != 0 {
		again("in escapes", unescaped(b))
		again("in escapes", unescapedCSS(b))
	}
}

// entityAt is the length of the entity that b begins with, or 0.
func entityAt(b []byte) int {
	n := 1
	for n < min(len(b), 40) && (class[b[n]] == alnum || b[n] == '#') {
		n++
	}
	if n == len(b) || b[n] != ';' || html.UnescapeString(string(b[:n+1])) == string(b[:n+1]) {
		return 0
	}
	return n + 1
}

func unpercented(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '%' && i+2 < len(b) && kind[b[i+1]]&kind[b[i+2]]&isHex != 0 {
			out = append(out, nibble(b[i+1])<<4|nibble(b[i+2]))
			i += 2
			continue
		}
		out = append(out, b[i])
	}
	return out
}

func nibble(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c&0xf + 9
}

// unescaped takes the backslashes of JSON, of scripts, calendars and PDF's strings off.
func unescaped(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		i++
		switch c := b[i]; {
		case c == 'n', c == 'r', c == 't', c == 'N', c == 'f':
			out = append(out, ' ')
		case c == '\n': // the line goes on
		case c == 'u' && number(b, i+1, 4, 16) >= 0:
			r := rune(number(b, i+1, 4, 16))
			i += 4
			if utf16.IsSurrogate(r) && i+2 < len(b) && b[i+1] == '\\' {
				r = utf16.DecodeRune(r, rune(number(b, i+3, 4, 16)))
				i += 6
			}
			out = utf8.AppendRune(out, r)
		case c == 'u' && i+1 < len(b) && b[i+1] == '{':
			n := max(0, bytes.IndexByte(b[i:], '}'))
			out = utf8.AppendRune(out, rune(max(0, number(b, i+2, n-2, 16))))
			i += n
		case c == 'x' && number(b, i+1, 2, 16) >= 0:
			out = utf8.AppendRune(out, rune(number(b, i+1, 2, 16)))
			i += 2
		case number(b, i, 3, 8) >= 0:
			out = append(out, byte(number(b, i, 3, 8)))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}

// unescapedCSS takes those of style sheets off: up to six figures, and a space that belongs to them.
func unescapedCSS(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		n := 0
		for b[i] == '\\' && n < 6 && i+1+n < len(b) && kind[b[i+1+n]]&isHex != 0 {
			n++
		}
		if n == 0 {
			out = append(out, b[i])
			continue
		}
		out = utf8.AppendRune(out, rune(number(b, i+1, n, 16)))
		if i += n; i+1 < len(b) && b[i+1] == ' ' {
			i++
		}
	}
	return out
}

// number reads n figures at i, or gives -1.
func number(b []byte, i, n, base int) int {
	if n < 1 || i+n > len(b) {
		return -1
	}
	v, err := strconv.ParseUint(string(b[i:i+n]), base, 31)
	if err != nil {
		return -1
	}
	return int(v)
}

var sixBits [256]int8

func init() {
	for c := range sixBits {
		sixBits[c] = -1
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		sixBits[c] = int8(i)
	}
	sixBits['-'], sixBits['_'] = 62, 63
}

// base64 reads what may be, in either alphabet and beginning at any place: what stands before it may be made of the same
// letters.
func (s *scanner) base64(b []byte) {
	const digest = 43 // characters, which may stand behind the name of what made it
	for _, skip := range []int{0, 1, 2, 3, len(b) - digest} {
		if skip < 0 || skip >= len(b) {
			continue
		}
		out := s.scratch[:0]
		bits, n := uint32(0), 0
		for _, c := range b[skip:] {
			v := sixBits[c]
			if v < 0 {
				continue // the end of a line
			}
			bits = bits<<6 | uint32(v)
			if n += 6; n >= 8 {
				n -= 8
				out = append(out, byte(bits>>n))
			}
		}
		s.scratch = out
		if promising(out) {
			decoded := bytes.Clone(out)
			s.in("in base64", func() { s.bytes(decoded) })
		}
	}
}

func (s *scanner) hexadecimal(b []byte) {
	out := s.scratch[:0]
	high, half := byte(0), false
	for _, c := range b {
		if kind[c]&isHex == 0 {
			continue
		}
		if half = !half; half {
			high = nibble(c) << 4
		} else {
			out = append(out, high|nibble(c))
		}
	}
	s.scratch = out
	if len(out) != 32 && promising(out) || hasString(out) { // a digest is looked for as it is written
		decoded := bytes.Clone(out)
		s.in("in hexadecimal", func() { s.bytes(decoded) })
	}
}

// promising tells whether there may be something in bytes that may be nothing: text, a digest, packed data.
func promising(b []byte) bool {
	return len(b) == 32 || len(b) > 64 || packed(b) || hasString(b)
}

// hasString tells whether a stretch of characters stands in bytes.
func hasString(b []byte) bool {
	n := 0
	for _, c := range b {
		if c >= 0x20 && c < 0x7f || c == 0 {
			if n++; n >= leastString {
				return true
			}
		} else if c < 0x80 {
			n = 0
		}
	}
	return false
}
