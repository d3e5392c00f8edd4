package attachment

import (
	"encoding/binary"

	"minutebook/generator/attachment/pdf"
)

// image copies a picture of a document: of a JPEG what shows it, of samples as many as the picture has.
func (c *copier) image(s *pdf.Stream) (pdf.Object, error) {
	d, err := c.keys(s.Dict, "image")
	if err != nil {
		return nil, err
	}
	data, parms, isJPEG, err := c.file.Unpack(s)
	if err != nil {
		return nil, err
	}
	if isJPEG {
		return c.jpeg(d, data, parms)
	}
	n, err := c.imageBytes(s.Dict, parms)
	if err != nil {
		return nil, err
	}
	if predictor, _ := parms["Predictor"].(int); predictor > 1 {
		_, row, ok := pdf.RowBytes(parms)
		if !ok {
			return nil, pdf.ErrFilter
		}
		if predictor >= 10 {
			n = ceil(n, row) * (row + 1) // each row begins with the way in which it is predicted
		}
		kept := pdf.Dict{}
		for _, key := range []pdf.Name{"Predictor", "Colors", "BitsPerComponent", "Columns"} {
			if value, is := parms[key].(int); is {
				kept[key] = value
			}
		}
		d["DecodeParms"] = kept
	}
	return c.pack(d, data[:min(n, len(data))])
}

// jpeg copies a picture that is a JPEG file. Which way up it is, the page says.
func (c *copier) jpeg(d pdf.Dict, data []byte, parms pdf.Dict) (pdf.Object, error) {
	if len(data) < 2 || data[0] != 0xff || data[1] != soi {
		return nil, pdf.ErrSyntax
	}
	segments, err := readJPEG(data)
	if err == nil {
		data, err = shownJPEG(segments)
	}
	if err != nil {
		return nil, broken("save the pictures in it again, and " + hintPDF)
	}
	d["Filter"] = pdf.Name("DCTDecode")
	if transform, is := parms["ColorTransform"].(int); is {
		d["DecodeParms"] = pdf.Dict{"ColorTransform": transform}
	}
	return &pdf.Stream{Dict: d, Raw: data}, c.spend(len(data))
}

// imageBytes is how many bytes of samples a picture has.
func (c *copier) imageBytes(d, parms pdf.Dict) (int, error) {
	size := map[pdf.Name]int{}
	for _, key := range []pdf.Name{"Width", "Height", "BitsPerComponent"} {
		o, _, err := c.file.Resolve(d[key])
		if err != nil {
			return 0, err
		}
		size[key], _ = o.(int)
	}
	mask, _, err := c.file.Resolve(d["ImageMask"])
	if err != nil {
		return 0, err
	}
	components := 1
	if mask == true {
		size["BitsPerComponent"] = 1
	} else if components, err = c.components(d["ColorSpace"]); err != nil {
		return 0, err
	}
	width, height, bits := size["Width"], size["Height"], size["BitsPerComponent"]
	if width < 1 || height < 1 || bits < 1 || bits > 16 || components > 32 {
		return 0, pdf.ErrSyntax
	}
	if width > MaxPixels || height > MaxPixels/width {
		return 0, pdf.ErrTooLarge
	}
	return ceil(width*components*bits, 8) * height, nil
}

// components is how many numbers a colour has.
func (c *copier) components(o pdf.Object) (int, error) {
	o, _, err := c.file.Resolve(o)
	if err != nil {
		return 0, err
	}
	var second pdf.Object
	if a, is := o.(pdf.Array); is && len(a) > 0 {
		if o, _, err = c.file.Resolve(a[0]); err != nil {
			return 0, err
		}
		if len(a) > 1 {
			if second, _, err = c.file.Resolve(a[1]); err != nil {
				return 0, err
			}
		}
	}
	switch o {
	case pdf.Name("DeviceGray"), pdf.Name("CalGray"), pdf.Name("Indexed"), pdf.Name("I"), pdf.Name("Separation"):
		return 1, nil
	case pdf.Name("DeviceRGB"), pdf.Name("CalRGB"), pdf.Name("Lab"):
		return 3, nil
	case pdf.Name("DeviceCMYK"):
		return 4, nil
	case pdf.Name("ICCBased"):
		if s, is := second.(*pdf.Stream); is {
			n, _, err := c.file.Resolve(s.Dict["N"])
			if n, is := n.(int); is && n > 0 {
				return n, err
			}
		}
	case pdf.Name("DeviceN"):
		if names, is := second.(pdf.Array); is {
			return len(names), nil
		}
	}
	return 0, pdf.ErrSyntax
}

// cutProgram leaves out what stands behind a font's program.
func cutProgram(data []byte, d pdf.Dict) []byte {
	end := 0
	if len(data) >= 12 && (string(data[:4]) == "\x00\x01\x00\x00" || string(data[:4]) == "OTTO" || string(data[:4]) == "true") {
		tables := data[12:]
		for range binary.BigEndian.Uint16(data[4:]) {
			if len(tables) < 16 {
				return data
			}
			end = max(end, int(binary.BigEndian.Uint32(tables[8:]))+int(binary.BigEndian.Uint32(tables[12:])))
			tables = tables[16:]
		}
	} else {
		for _, key := range []pdf.Name{"Length1", "Length2", "Length3"} {
			n, _ := d[key].(int)
			end += max(n, 0)
		}
	}
	if end > 0 && end < len(data) {
		return data[:end]
	}
	return data
}

const maxProfile = 4 << 20 // bytes

// profileTags are what a colour profile (ICC.1) needs to compute colours. The others are texts, names of devices and
// whatever their makers put there.
var profileTags = map[string]bool{
	"rXYZ": true, "gXYZ": true, "bXYZ": true, "rTRC": true, "gTRC": true, "bTRC": true, "kTRC": true, "wtpt": true, "bkpt": true, "chad": true,
	"A2B0": true, "A2B1": true, "A2B2": true, "B2A0": true, "B2A1": true, "B2A2": true, "gamt": true, "lumi": true, "tech": true,
}

// cleanProfile copies of a colour profile what computes colours.
func cleanProfile(data []byte) ([]byte, error) {
	const head, row = 128, 12
	if len(data) < head+4 || len(data) > maxProfile || string(data[36:40]) != "acsp" {
		return nil, pdf.ErrSyntax
	}
	count := int(binary.BigEndian.Uint32(data[head:]))
	if count > (len(data)-head-4)/row {
		return nil, pdf.ErrSyntax
	}
	type tag struct {
		name   string
		offset int
		size   int
	}
	var tags []tag
	seen := map[string]bool{}
	for i := range count {
		entry := data[head+4+i*row:]
		t := tag{string(entry[:4]), int(binary.BigEndian.Uint32(entry[4:])), int(binary.BigEndian.Uint32(entry[8:]))}
		if !profileTags[t.name] || seen[t.name] {
			continue
		}
		if seen[t.name] = true; t.offset+t.size > len(data) {
			return nil, pdf.ErrSyntax
		}
		tags = append(tags, t)
	}
	out := make([]byte, head+4+len(tags)*row)
	for _, part := range [][2]int{{8, 24}, {36, 40}, {64, 80}} { // version, class, spaces; signature; intent and illuminant
		copy(out[part[0]:part[1]], data[part[0]:])
	}
	binary.BigEndian.PutUint32(out[head:], uint32(len(tags)))
	placed := map[[2]int]int{}
	for i, t := range tags {
		at, is := placed[[2]int{t.offset, t.size}]
		if !is {
			for len(out)%4 != 0 {
				out = append(out, 0)
			}
			at = len(out)
			placed[[2]int{t.offset, t.size}] = at
			out = append(out, data[t.offset:t.offset+t.size]...)
		}
		entry := out[head+4+i*row:]
		copy(entry, t.name)
		binary.BigEndian.PutUint32(entry[4:], uint32(at))
		binary.BigEndian.PutUint32(entry[8:], uint32(t.size))
	}
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out, nil
}
