package attachment

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"minutebook/generator/attachment/pdf"
)

// maxContent is how many bytes the content of one page may have.
const maxContent = 32 << 20

// operators are those of content streams (ISO 32000-1, annex A), each with its operands: n is a number, s a string, a an
// array of them, / a name; c is a colour, numbers and perhaps a name. Those of marked content are left out of what is
// published, with what stands at them, which is for programs and not seen.
var operators = func() map[pdf.Operator]string {
	all := map[pdf.Operator]string{}
	for _, word := range strings.Fields(`w:n J:n j:n M:n d:an ri:/ i:n gs:/ q: Q: cm:nnnnnn m:nn l:nn c:nnnnnn v:nnnn y:nnnn h: re:nnnn
		S: s: f: F: f*: B: B*: b: b*: n: W: W*: BT: ET: Tc:n Tw:n Tz:n TL:n Tf:/n Tr:n Ts:n Td:nn TD:nn Tm:nnnnnn T*: Tj:s TJ:a ':s ":nns
		d0:nn d1:nnnnnn CS:/ cs:/ SC:c SCN:c sc:c scn:c G:n g:n RG:nnn rg:nnn K:nnnn k:nnnn sh:/ Do:/ BX: EX:`) {
		i := strings.LastIndexByte(word, ':')
		all[pdf.Operator(word[:i])] = word[i+1:]
	}
	return all
}()

var marked = map[pdf.Operator]int{"MP": 1, "DP": 2, "BMC": 1, "BDC": 2, "EMC": 0} // with how many operands

// named are the operators that name a resource, with its category.
var named = map[pdf.Operator]pdf.Name{
	"gs": "ExtGState", "Tf": "Font", "CS": "ColorSpace", "cs": "ColorSpace", "SCN": "Pattern", "scn": "Pattern", "sh": "Shading", "Do": "XObject",
}

// uses are the names of resources that a content uses, by category.
type uses map[pdf.Name]map[pdf.Name]bool

func (u uses) add(category, name pdf.Name) {
	if category == "ColorSpace" && elements[name] != nil {
		return // it needs no resource
	}
	if u[category] == nil {
		u[category] = map[pdf.Name]bool{}
	}
	u[category][name] = true
}

// cleanContent writes a content stream anew: its operators with their operands, without comments and marked content.
func (c *copier) cleanContent(data []byte, used uses) ([]byte, error) {
	l := pdf.NewLexer(data)
	var clean []byte
	var operands []pdf.Object
	for {
		o, more, err := l.Next()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		operator, is := o.(pdf.Operator)
		if !is {
			if operands = append(operands, o); len(operands) > 64 {
				return nil, pdf.ErrSyntax
			}
			continue
		}
		if operator == "BI" {
			if clean, err = c.inlineImage(clean, l, used); err != nil || len(operands) > 0 {
				return nil, pdf.ErrSyntax
			}
			continue
		}
		if n, is := marked[operator]; is {
			if len(operands) != n {
				return nil, pdf.ErrSyntax
			}
			operands = operands[:0]
			continue
		}
		kinds, known := operators[operator]
		if !known || !fits(operands, kinds) {
			return nil, pdf.ErrSyntax
		}
		if operator == "Tr" && (operands[0] == 3 || operands[0] == 7) {
			return nil, hidden("the document has text that is not shown, as recognition of scanned text leaves it", hintPrint+", or publish the scan as .png or .jpg")
		}
		if category := named[operator]; category != "" {
			for _, o := range operands {
				if name, is := o.(pdf.Name); is {
					used.add(category, name)
				}
			}
		}
		for _, o := range operands {
			clean = append(pdf.Append(clean, o), ' ')
		}
		if clean = append(append(clean, operator...), '\n'); len(clean) > maxContent {
			return nil, pdf.ErrTooLarge
		}
		operands = operands[:0]
	}
	if len(operands) > 0 {
		return nil, pdf.ErrSyntax
	}
	return clean, nil
}

// fits tells whether operands are what an operator takes.
func fits(operands []pdf.Object, kinds string) bool {
	if kinds == "c" {
		for i, o := range operands {
			if _, isName := o.(pdf.Name); !isNumber(o) && !(isName && i == len(operands)-1) {
				return false
			}
		}
		return len(operands) > 0
	}
	if len(operands) != len(kinds) {
		return false
	}
	for i, o := range operands {
		ok := false
		switch kinds[i] {
		case 'n':
			ok = isNumber(o)
		case 's':
			ok = isString(o)
		case '/':
			_, ok = o.(pdf.Name)
		case 'a':
			var a pdf.Array
			a, ok = o.(pdf.Array)
			for _, e := range a {
				ok = ok && (isNumber(e) || isString(e))
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

func isNumber(o pdf.Object) bool {
	_, is := o.(int)
	_, is2 := o.(pdf.Real)
	return is || is2
}

func isString(o pdf.Object) bool {
	_, is := o.(pdf.String)
	_, is2 := o.(pdf.Hex)
	return is || is2
}

// rewrite writes a map of a font, or a function in PostScript, anew without its comments.
func rewrite(data []byte) ([]byte, error) {
	l := pdf.NewLexer(data)
	var clean []byte
	for {
		o, more, err := l.Next()
		if err != nil {
			return nil, err
		}
		if !more {
			return clean, nil
		}
		clean = pdf.Append(clean, o)
		if _, is := o.(pdf.Operator); is {
			clean = append(clean, '\n')
		} else {
			clean = append(clean, ' ')
		}
	}
}

// long are the abbreviations that the dictionary of a picture within a content stream may have (ISO 32000-1, 8.9.7).
var long = map[pdf.Name]pdf.Name{
	"BPC": "BitsPerComponent", "CS": "ColorSpace", "D": "Decode", "DP": "DecodeParms", "F": "Filter", "H": "Height", "IM": "ImageMask",
	"I": "Interpolate", "W": "Width", "G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "AHx": "ASCIIHexDecode", "A85": "ASCII85Decode",
	"Fl": "FlateDecode", "DCT": "DCTDecode",
}

func expand(o pdf.Object) pdf.Object {
	if name, is := o.(pdf.Name); is && long[name] != "" {
		return long[name]
	}
	return o
}

// inlineImage writes a picture that stands in the content itself. Its samples are written as hexadecimal digits, among
// which no reader can take anything for their end.
func (c *copier) inlineImage(clean []byte, l *pdf.Lexer, used uses) ([]byte, error) {
	d := pdf.Dict{}
	for {
		key, _, err := l.Next()
		if err != nil {
			return nil, err
		}
		if key == pdf.Operator("ID") {
			break
		}
		name, ok := expand(key).(pdf.Name)
		value, more, err := l.Next()
		if _, twice := d[name]; err != nil || !ok || !more || twice {
			return nil, pdf.ErrSyntax
		}
		d[name] = expand(value)
	}
	n, err := c.imageBytes(d, nil)
	if err != nil {
		return nil, err
	}
	if name, is := d["ColorSpace"].(pdf.Name); is && elements[name] == nil {
		return nil, pdf.ErrSyntax
	}
	samples, err := c.inlineSamples(d, l, n)
	if err != nil {
		return nil, err
	}
	if end, _, err := l.Next(); err != nil || end != pdf.Operator("EI") {
		return nil, pdf.ErrSyntax
	}
	clean = append(clean, "BI\n"...)
	for _, key := range []pdf.Name{"BitsPerComponent", "ColorSpace", "Decode", "Height", "ImageMask", "Interpolate", "Width"} {
		if d[key] != nil {
			clean = append(pdf.Append(append(pdf.Append(clean, key), ' '), d[key]), '\n')
		}
	}
	clean = append(clean, "/Filter /AHx\nID "...)
	return fmt.Appendf(clean, "%X>\nEI\n", samples), nil
}

// inlineSamples reads n bytes of samples. Where they end, their first filter says.
func (c *copier) inlineSamples(d pdf.Dict, l *pdf.Lexer, n int) ([]byte, error) {
	filters, ok := d["Filter"].(pdf.Array)
	if !ok && d["Filter"] != nil {
		filters = pdf.Array{d["Filter"]}
	}
	for i := range filters {
		filters[i] = expand(filters[i])
	}
	if len(l.Rest()) == 0 || len(filters) > 0 && d["DecodeParms"] != nil {
		return nil, pdf.ErrSyntax
	}
	l.Skip(1) // white space
	data, length := l.Rest(), n
	switch {
	case len(filters) == 0:
	case filters[0] == pdf.Name("FlateDecode"):
		var err error
		if _, length, err = pdf.Inflate(data, maxContent); err != nil {
			return nil, err
		}
	default: // both others that are read end with this, which is none of their digits
		length = bytes.IndexByte(data, '>') + 1
		if filters[0] == pdf.Name("ASCII85Decode") {
			length = bytes.Index(data, []byte("~>")) + 2
		}
	}
	if length > len(data) {
		return nil, pdf.ErrSyntax
	}
	samples, err := c.file.Decode(&pdf.Stream{Dict: pdf.Dict{"Filter": filters}, Raw: data[:length]})
	if err != nil || len(samples) < n {
		return nil, errors.Join(err, pdf.ErrSyntax)
	}
	l.Skip(length)
	return samples[:n], nil
}
