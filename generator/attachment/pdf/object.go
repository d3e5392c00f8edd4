// Package pdf is the syntax of the Portable Document Format (ISO 32000-1, chapter 7) for package attachment: it reads
// the objects of a file, and writes objects as a new file. What the objects mean, and which may be published, is not
// decided here.
//
// It reads strictly. Libraries that show or edit PDFs mend what is broken: they look for objects where the table of
// objects does not say that they are, and may so find what an earlier revision of the document showed. Here, what is
// not as the format says is an error. Nothing is read but what is asked for, and all that is decompressed counts
// towards one limit.
package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// An Object is one of: nil (null), bool, int, Real, Name, String, Array, Dict, Ref, *Stream, and, in content streams and
// their like, Hex and Operator.
type Object any

// A Real is a number with a fraction, or one too large for an int, as it was written.
type Real string

// A Name is a name without its slash, decoded.
type Name string

// A String is the bytes of a string, decoded.
type String string

// A Hex is the bytes of a string that a content stream, or what is written like one, has in hexadecimal digits. Programs
// that read the maps of fonts expect them there, so they are written again as they were.
type Hex string

// An Operator is a keyword of a content stream, a brace included.
type Operator string

// An Array is what stands between square brackets.
type Array []Object

// A Dict is a dictionary. No key stands twice in it.
type Dict map[Name]Object

// A Ref names an indirect object.
type Ref struct{ Number, Generation int }

// A Stream is a dictionary and bytes, encoded as its Filter says.
type Stream struct {
	Dict Dict
	Raw  []byte
}

// Append writes an object in the one spelling that it has here: keys in order, strings in parentheses.
func Append(b []byte, o Object) []byte {
	switch o := o.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, o)
	case int:
		return strconv.AppendInt(b, int64(o), 10)
	case Real:
		return append(b, o...)
	case Operator:
		return append(b, o...)
	case Name:
		return appendName(b, o)
	case String:
		return appendString(b, o)
	case Hex:
		return fmt.Appendf(b, "<%X>", string(o))
	case Ref:
		return fmt.Appendf(b, "%d %d R", o.Number, o.Generation)
	case Array:
		b = append(b, '[')
		for i, e := range o {
			if i > 0 {
				b = append(b, ' ')
			}
			b = Append(b, e)
		}
		return append(b, ']')
	case Dict:
		b = append(b, "<<"...)
		for _, key := range slices.Sorted(maps.Keys(o)) {
			b = append(Append(append(appendName(b, key), ' '), o[key]), '\n')
		}
		return append(b, ">>"...)
	case *Stream:
		d := maps.Clone(o.Dict)
		d["Length"] = len(o.Raw)
		b = append(Append(b, d), "\nstream\n"...)
		return append(append(b, o.Raw...), "\nendstream"...)
	}
	panic(fmt.Sprintf("no object: %T", o))
}

func appendName(b []byte, n Name) []byte {
	b = append(b, '/')
	for i := range len(n) {
		if c := n[i]; c > ' ' && c < 0x7f && c != '#' && !isDelimiter(c) {
			b = append(b, c)
		} else {
			b = fmt.Appendf(b, "#%02X", c)
		}
	}
	return b
}

// appendString escapes what would end the string, and the carriage return, which would be read as a line feed.
func appendString(b []byte, s String) []byte {
	b = append(b, '(')
	for i := range len(s) {
		switch c := s[i]; c {
		case '(', ')', '\\':
			b = append(b, '\\', c)
		case '\r':
			b = append(b, `\r`...)
		default:
			b = append(b, c)
		}
	}
	return append(b, ')')
}

// Write is a file of these objects, numbered from 1; the first is the catalog. It has nothing that is not in them: no
// information about the document, no identifier, no earlier revision.
func Write(objects []Object) []byte {
	b := []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") // the second line tells programs that copy files that this is no text
	offsets := make([]int, len(objects))
	for i, o := range objects {
		offsets[i] = len(b)
		b = fmt.Appendf(b, "%d 0 obj\n", i+1)
		b = append(Append(b, o), "\nendobj\n"...)
	}
	start := len(b)
	b = fmt.Appendf(b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, offset := range offsets {
		b = fmt.Appendf(b, "%010d 00000 n \n", offset)
	}
	b = append(Append(append(b, "trailer\n"...), Dict{"Root": Ref{Number: 1}, "Size": len(objects) + 1}), '\n')
	return fmt.Appendf(b, "startxref\n%d\n%%%%EOF\n", start)
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}
func isDelimiter(c byte) bool { return strings.IndexByte("()<>[]{}/%", c) >= 0 }
func isRegular(c byte) bool   { return !isSpace(c) && !isDelimiter(c) }
