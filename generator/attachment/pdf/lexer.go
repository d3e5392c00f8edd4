package pdf

import (
	"errors"
	"math"
	"strconv"
	"strings"
)

// What Read and the methods of File return. None of them quotes the file.
var (
	ErrSyntax    = errors.New("this is not as the format says")
	ErrEncrypted = errors.New("this is encrypted")
	ErrFilter    = errors.New("a stream is encoded in a way that is not read here")
	ErrTooLarge  = errors.New("this is larger than what is read")
)

// maxDepth is how deep arrays and dictionaries nest.
const maxDepth = 64

// A Lexer reads objects one after another. Comments are white space to it.
type Lexer struct {
	data     []byte
	pos      int
	elements int // of the object that is being read, so far
}

// NewLexer reads the objects and operators of a content stream, or of what is written like one.
func NewLexer(data []byte) *Lexer { return &Lexer{data: data} }

// Next is the next object or Operator; ok is false at the end. There are no Refs in what it reads.
func (l *Lexer) Next() (o Object, ok bool, err error) {
	if l.skip(); l.pos == len(l.data) {
		return nil, false, nil
	}
	l.elements = 0
	o, err = l.object(0, false)
	return o, true, err
}

// Rest is what has not been read.
func (l *Lexer) Rest() []byte { return l.data[l.pos:] }

// Skip passes over n bytes of the rest.
func (l *Lexer) Skip(n int) { l.pos += n }

// skip passes over white space and comments.
func (l *Lexer) skip() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// peek is the byte i places on, or 0.
func (l *Lexer) peek(i int) byte {
	if l.pos+i < len(l.data) {
		return l.data[l.pos+i]
	}
	return 0
}

// object reads one object; with refs, two numbers and an R are one.
func (l *Lexer) object(depth int, refs bool) (Object, error) {
	if l.elements++; depth > maxDepth || l.elements > maxElements {
		return nil, ErrTooLarge
	}
	l.skip()
	switch c := l.peek(0); {
	case l.pos == len(l.data):
		return nil, ErrSyntax
	case c == '/':
		l.pos++
		return l.name()
	case c == '(':
		l.pos++
		return l.literal()
	case c == '<' && l.peek(1) == '<':
		l.pos += 2
		return l.dict(depth, refs)
	case c == '<':
		l.pos++
		s, err := l.hex()
		if err == nil && !refs {
			return Hex(s), nil
		}
		return s, err
	case c == '[':
		l.pos++
		return l.array(depth, refs)
	case c == '{' || c == '}':
		l.pos++
		return Operator(c), nil
	case isDelimiter(c):
		return nil, ErrSyntax
	}
	word := l.word()
	switch word {
	case "true", "false":
		return word == "true", nil
	case "null":
		return nil, nil
	}
	number, isNumber := parseNumber(word)
	if !isNumber {
		return Operator(word), nil
	}
	if n, ok := number.(int); ok && refs && n >= 0 {
		if ref, ok := l.ref(n); ok {
			return ref, nil
		}
	}
	return number, nil
}

// word reads regular characters.
func (l *Lexer) word() string {
	begin := l.pos
	for l.pos < len(l.data) && isRegular(l.data[l.pos]) {
		l.pos++
	}
	return string(l.data[begin:l.pos])
}

// parseNumber reads digits with a sign before them and a point among them.
func parseNumber(word string) (Object, bool) {
	digits := strings.TrimLeft(word, "+-")
	if len(word)-len(digits) > 1 || len(word) > 40 || strings.Trim(digits, "0123456789.") != "" ||
		strings.Count(digits, ".") > 1 || strings.Trim(digits, ".") == "" {
		return nil, false
	}
	if n, err := strconv.Atoi(word); err == nil && n >= math.MinInt32 && n <= math.MaxInt32 {
		return n, true
	}
	return Real(word), true
}

// ref reads the rest of a reference to object n, or nothing.
func (l *Lexer) ref(n int) (Ref, bool) {
	back := l.pos
	l.skip()
	generation, err := strconv.ParseUint(l.word(), 10, 16)
	if err == nil {
		if l.skip(); l.word() == "R" {
			return Ref{n, int(generation)}, true
		}
	}
	l.pos = back
	return Ref{}, false
}

func (l *Lexer) name() (Object, error) {
	word := l.word()
	if !strings.Contains(word, "#") {
		return Name(word), nil
	}
	var b []byte
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c == '#' && i+2 < len(word) {
			n, err := strconv.ParseUint(word[i+1:i+3], 16, 8)
			if err != nil {
				return nil, ErrSyntax
			}
			c, i = byte(n), i+2
		}
		b = append(b, c)
	}
	return Name(b), nil
}

// literal reads a string behind its opening parenthesis (7.3.4.2).
func (l *Lexer) literal() (Object, error) {
	var b []byte
	for open := 1; l.pos < len(l.data); {
		c := l.data[l.pos]
		l.pos++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return String(b), nil
			}
		case '\r':
			if l.peek(0) == '\n' {
				l.pos++
			}
			c = '\n'
		case '\\':
			var shown bool
			if c, shown = l.escape(); !shown {
				continue
			}
		}
		b = append(b, c)
	}
	return nil, ErrSyntax
}

// escape reads what stands behind a backslash; shown is false where that is the end of a line, which is nothing.
func (l *Lexer) escape() (c byte, shown bool) {
	c = l.peek(0)
	l.pos++
	switch c {
	case 'n':
		return '\n', true
	case 'r':
		return '\r', true
	case 't':
		return '\t', true
	case 'b':
		return '\b', true
	case 'f':
		return '\f', true
	case '\n':
		return 0, false
	case '\r':
		if l.peek(0) == '\n' {
			l.pos++
		}
		return 0, false
	}
	if c < '0' || c > '7' {
		return c, true
	}
	n := int(c - '0')
	for range 2 {
		if d := l.peek(0); d >= '0' && d <= '7' {
			n = n*8 + int(d-'0')
			l.pos++
		}
	}
	return byte(n), true
}

// hex reads a string behind its opening angle bracket.
func (l *Lexer) hex() (String, error) {
	b, n, err := decodeHex(l.data[l.pos:])
	l.pos += n
	return String(b), err
}

// DecodeHex reads pairs of digits up to a closing angle bracket.
func DecodeHex(data []byte) ([]byte, error) {
	b, _, err := decodeHex(data)
	return b, err
}

// decodeHex reads pairs of digits up to a closing angle bracket, and tells how many bytes it read.
func decodeHex(data []byte) (b []byte, n int, err error) {
	half, high := false, byte(0)
	for n < len(data) {
		c := data[n]
		n++
		var d byte
		switch {
		case c == '>':
			if half {
				b = append(b, high<<4)
			}
			return b, n, nil
		case isSpace(c):
			continue
		case c >= '0' && c <= '9':
			d = c - '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			d = c | 0x20 - 'a' + 10
		default:
			return nil, n, ErrSyntax
		}
		if half {
			b = append(b, high<<4|d)
		}
		half, high = !half, d
	}
	return nil, n, ErrSyntax
}

func (l *Lexer) array(depth int, refs bool) (Object, error) {
	a := Array{}
	for {
		l.skip()
		if l.peek(0) == ']' {
			l.pos++
			return a, nil
		}
		o, err := l.object(depth+1, refs)
		if err != nil {
			return nil, err
		}
		if _, is := o.(Operator); is {
			return nil, ErrSyntax
		}
		a = append(a, o)
	}
}

func (l *Lexer) dict(depth int, refs bool) (Object, error) {
	d := Dict{}
	for {
		l.skip()
		if l.peek(0) == '>' && l.peek(1) == '>' {
			l.pos += 2
			return d, nil
		}
		key, err := l.object(depth+1, refs)
		if err != nil {
			return nil, err
		}
		name, ok := key.(Name)
		if _, twice := d[name]; !ok || twice {
			return nil, ErrSyntax
		}
		value, err := l.object(depth+1, refs)
		if err != nil {
			return nil, err
		}
		if _, is := value.(Operator); is {
			return nil, ErrSyntax
		}
		d[name] = value
	}
}
