package audit

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"io"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// In bytes that are not text, stretches of characters may be there by chance. From leastString of them on they are read,
// and longer words count; from sureString on they are text.
const (
	leastString = 8
	sureString  = 24
	leastWord   = 6 // in what may be there by chance, in bytes
)

// largest is how much is unpacked of one file. What has more cannot be looked through, so it is not published.
const largest = 64 << 20

// bytes reads what may be text or anything else, whatever it is called.
func (s *scanner) bytes(b []byte) {
	if s.blob != nil {
		s.blob(b)
	}
	strict := s.strict
	defer func() { s.strict = strict }()
	switch {
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}), bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		s.in("in UTF-16", func() { s.text(narrow(b[2:], b[0] == 0xfe), false) })
	case (len(s.ways) == 0 || len(b) >= sureString) && utf8.Valid(b) && bytes.IndexByte(b, 0) < 0:
		s.text(b, false)
		s.unfold(b)
		return
	}
	s.strings(b)
	s.wide(b)
	pdf := bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-"))
	if pdf {
		s.pdf(b)
	}
	s.unpack(b, pdf)
}

// unfold reads what has its long lines folded, as calendars have.
func (s *scanner) unfold(b []byte) {
	if !bytes.HasPrefix(b, []byte("BEGIN:V")) && !bytes.Contains(b, []byte("\r\n ")) && !bytes.Contains(b, []byte("\r\n\t")) {
		return
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] == '\r' && i+1 < len(b) && b[i+1] == '\n' {
			continue
		}
		if b[i] == '\n' && i+1 < len(b) && (b[i+1] == ' ' || b[i+1] == '\t') {
			i++
			continue
		}
		out = append(out, b[i])
	}
	s.in("over folded lines", func() { s.text(out, false) })
}

// strings reads the stretches of characters that stand in bytes.
func (s *scanner) strings(b []byte) {
	from := 0
	for i := 0; i <= len(b); {
		n := 0
		if i < len(b) {
			n = shown(b[i:])
		}
		if n > 0 {
			i += n
			continue
		}
		s.chance(b[from:i])
		i++
		from = i
	}
}

func (s *scanner) chance(b []byte) {
	if len(b) >= leastString {
		strict := s.strict
		s.strict = len(b) < sureString
		s.text(b, false)
		s.strict = strict
	}
}

// shown is the length of the character that b begins with, or 0 where it is none that shows.
func shown(b []byte) int {
	if c := b[0]; c < 0x80 {
		if c >= 0x20 && c < 0x7f || space(c) {
			return 1
		}
		return 0
	}
	if r, n := utf8.DecodeRune(b); n > 1 && (unicode.IsPrint(r) || unshown(r)) {
		return n
	}
	return 0
}

// wide reads the stretches of UTF-16 that stand in bytes.
func (s *scanner) wide(b []byte) {
	if bytes.Count(b, []byte{0}) < leastString/2 {
		return
	}
	for _, bigEndian := range []bool{false, true} {
		for skip := range 2 {
			var out []byte
			end := func() {
				if len(out) >= leastString/2 {
					text := out
					s.in("in UTF-16", func() {
						strict := s.strict
						s.strict = len(text) < sureString/2
						s.text(text, false)
						s.strict = strict
					})
				}
				out = nil
			}
			for i := skip; i+1 < len(b); i += 2 {
				u := binary.LittleEndian.Uint16(b[i:])
				if bigEndian {
					u = binary.BigEndian.Uint16(b[i:])
				}
				r := rune(u)
				if r >= 0x20 && r < 0x600 && r != 0x7f {
					out = utf8.AppendRune(out, r)
				} else {
					end()
				}
			}
			end()
		}
	}
}

func narrow(b []byte, bigEndian bool) []byte {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
		if bigEndian {
			units[i] = binary.BigEndian.Uint16(b[2*i:])
		}
	}
	return []byte(string(utf16.Decode(units)))
}

// packed tells whether bytes begin as gzip or zlib does.
func packed(b []byte) bool { _, ok := packedAt(b); return ok }

// packedAt is where the packed bytes begin, behind what tells that they are: gzip's header, zlib's, or that of a file in
// a zip.
func packedAt(b []byte) (int, bool) {
	switch {
	case len(b) < 12:
	case b[0] == 0x1f && b[1] == 0x8b && b[2] == 8:
		at, flags := 10, b[3]
		if flags&4 != 0 && len(b) > at+2 {
			at += 2 + int(binary.LittleEndian.Uint16(b[at:]))
		}
		for _, named := range []byte{8, 16} {
			if flags&named != 0 && at < len(b) {
				at += bytes.IndexByte(b[at:], 0) + 1
			}
		}
		if flags&2 != 0 {
			at += 2
		}
		return at, at < len(b)
	case b[0]&0xf == 8 && b[0]>>4 <= 7 && b[1]&0x20 == 0 && (uint(b[0])<<8|uint(b[1]))%31 == 0:
		return 2, true
	case len(b) > 30 && string(b[:4]) == "PK\x03\x04" && b[8] == 8:
		at := 30 + int(binary.LittleEndian.Uint16(b[26:])) + int(binary.LittleEndian.Uint16(b[28:]))
		return at, at < len(b)
	}
	return 0, false
}

// unpack reads everything packed that begins anywhere in bytes: so the chunks of a picture, the streams of a PDF and the
// files of an archive need not be told apart.
func (s *scanner) unpack(b []byte, pdf bool) {
	for i := 0; i+12 < len(b); i++ {
		at, ok := packedAt(b[i:])
		if !ok {
			continue
		}
		out, used, whole := s.inflate.all(b[i+at:], largest-s.opened)
		s.opened += int64(len(out))
		if s.opened >= largest {
			s.unread = true
			return
		}
		if len(out) >= leastString {
			s.in("in compressed data", func() {
				if pdf {
					s.pdf(out)
				}
				s.bytes(out)
			})
		}
		if whole {
			i += at + used - 1
		}
	}
}

// An inflater keeps what unpacking needs, as most of what seems to be packed is not.
type inflater struct{ reader io.ReadCloser }

// all unpacks up to limit bytes. It tells how many it was made from, and whether it came to the end.
func (f *inflater) all(b []byte, limit int64) (out []byte, used int, whole bool) {
	from := bytes.NewReader(b)
	reader := f.reader
	f.reader = nil // what is unpacked may have packed data in it
	if reader == nil {
		reader = flate.NewReader(from)
	} else {
		reader.(flate.Resetter).Reset(from, nil)
	}
	out, err := io.ReadAll(io.LimitReader(reader, limit))
	f.reader = reader
	return out, len(b) - from.Len(), err == nil
}

// pdf reads the strings of a PDF: those that are shown one after the other may be one word.
func (s *scanner) pdf(b []byte) {
	var together, apart []byte
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '(':
			end := literalEnd(b, i)
			text := unescaped(b[i+1 : end])
			if bytes.HasPrefix(text, []byte{0xfe, 0xff}) {
				text = narrow(text[2:], true)
			}
			together = append(together, text...)
			apart = append(append(apart, ' '), text...)
			i = end
		case b[i] == '<' && i+1 < len(b) && kind[b[i+1]]&isHex != 0:
			end := bytes.IndexByte(b[i:], '>')
			if end < 0 {
				continue
			}
			text := make([]byte, 0, end/2)
			for at := i + 1; at+1 < i+end; at += 2 {
				text = append(text, nibble(b[at])<<4|nibble(b[at+1]))
			}
			if bytes.HasPrefix(text, []byte{0xfe, 0xff}) {
				text = narrow(text[2:], true)
			}
			together = append(together, text...)
			apart = append(append(apart, ' '), text...)
			i += end
		case b[i] == ']' || b[i] == 'T' && i+1 < len(b) && (b[i+1] == '*' || b[i+1] == 'd' || b[i+1] == 'D'):
			together = append(together, ' ')
		}
	}
	s.in("in a PDF's text", func() { s.strings(together); s.strings(apart) })
}

// literalEnd is where the string at i is closed.
func literalEnd(b []byte, i int) int {
	deep := 0
	for at := i; at < len(b); at++ {
		switch b[at] {
		case '\\':
			at++
		case '(':
			deep++
		case ')':
			if deep--; deep == 0 {
				return at
			}
		}
	}
	return len(b)
}
