package attachment

import (
	"errors"
	"maps"
	"slices"
	"strconv"

	"minutebook/generator/attachment/pdf"
)

// maxDepth is how deep parts hold parts: forms in forms, functions in functions.
const maxDepth = 64

// A copier copies what is seen of a document, part by part, by the table of parts.
type copier struct {
	file         *pdf.File
	objects      []pdf.Object       // of the new document
	copies       map[source]pdf.Ref // what was copied already, or is being copied
	pages        map[pdf.Ref]pdf.Ref
	destinations map[string]pdf.Object // what names stand for, as places of the old document
	spent        int
	depth        int
}

// A source is an object of the old document in one role.
type source struct {
	ref  pdf.Ref
	part string
}

// step counts what is copied: few objects that name each other can stand for very many.
func (c *copier) step() error { return c.spend(8) }

func (c *copier) spend(n int) error {
	if c.spent += n; c.spent > MaxBytes {
		return pdf.ErrTooLarge
	}
	return nil
}

// add gives an object of the new document a number.
func (c *copier) add(o pdf.Object) pdf.Ref {
	c.objects = append(c.objects, o)
	return pdf.Ref{Number: len(c.objects)}
}

// dict is a dictionary, or the one that a reference leads to.
func (c *copier) dict(o pdf.Object) (pdf.Dict, error) {
	o, _, err := c.file.Resolve(o)
	d, ok := o.(pdf.Dict)
	if err == nil && !ok {
		err = pdf.ErrSyntax
	}
	return d, err
}

// keys copies what is published of a dictionary.
func (c *copier) keys(d pdf.Dict, part string) (pdf.Dict, error) {
	out := pdf.Dict{}
	for _, key := range slices.Sorted(maps.Keys(d)) {
		kind, published := parts[part][key]
		if !published {
			continue
		}
		value, err := c.copy(d[key], kind)
		if err != nil {
			return nil, err
		}
		if value != nil {
			out[key] = value
		}
	}
	return out, nil
}

// copy copies an object that is a part, or where the table says nothing of it, numbers and names. What the old document
// refers to, the new one does, but for those.
func (c *copier) copy(o pdf.Object, part string) (pdf.Object, error) {
	if c.depth++; c.depth > maxDepth {
		return nil, pdf.ErrTooLarge
	}
	defer func() { c.depth-- }()
	value, ref, err := c.file.Resolve(o)
	if err == nil {
		err = c.step()
	}
	if err != nil {
		return nil, err
	}
	switch v := value.(type) {
	case nil, bool, int:
		return v, nil
	case pdf.Real:
		return v, c.spend(len(v))
	case pdf.Name:
		return v, c.spend(len(v))
	case pdf.String:
		if part != "text" && part != "lookup" {
			return nil, pdf.ErrSyntax
		}
		return v, c.spend(len(v))
	}
	if part, err = c.role(value, part); err != nil {
		return nil, err
	}
	if part == "" || ref == (pdf.Ref{}) {
		return c.build(value, part)
	}
	if copied, is := c.copies[source{ref, part}]; is {
		return copied, nil
	}
	copied := c.add(nil)
	c.copies[source{ref, part}] = copied
	c.objects[copied.Number-1], err = c.build(value, part)
	return copied, err
}

// role is the part that an object is where it can be one of several.
func (c *copier) role(o pdf.Object, part string) (string, error) {
	s, isStream := o.(*pdf.Stream)
	_, isArray := o.(pdf.Array)
	switch {
	case part == "drawn" && isStream:
		kind, _, err := c.file.Resolve(s.Dict["Subtype"])
		switch kind {
		case pdf.Name("Image"):
			return "image", err
		case pdf.Name("Form"):
			return "form", err
		}
		return "", errors.Join(err, pdf.ErrSyntax)
	case part == "pattern" && isStream:
		return "tiling", nil
	case part == "pattern":
		return "shade", nil
	case part == "image" && isArray:
		return "", nil // colours that are not painted
	}
	return part, nil
}

func (c *copier) build(o pdf.Object, part string) (pdf.Object, error) {
	switch o := o.(type) {
	case pdf.Array:
		if part == "colour" {
			return c.colour(o)
		}
		a := make(pdf.Array, len(o))
		var err error
		for i := range o {
			if a[i], err = c.copy(o[i], part); err != nil {
				return nil, err
			}
		}
		return a, nil
	case pdf.Dict:
		switch {
		case parts[part] == nil:
			return nil, pdf.ErrSyntax
		case part == "font":
			return c.font(o)
		}
		return c.keys(o, part)
	case *pdf.Stream:
		return c.stream(o, part)
	}
	return nil, pdf.ErrSyntax
}

// colour copies a colour space that is more than a name.
func (c *copier) colour(a pdf.Array) (pdf.Object, error) {
	if len(a) == 0 {
		return nil, pdf.ErrSyntax
	}
	first, _, err := c.file.Resolve(a[0])
	if err != nil {
		return nil, err
	}
	name, _ := first.(pdf.Name)
	kinds, known := elements[name]
	if !known {
		return nil, pdf.ErrSyntax
	}
	out := pdf.Array{name}
	for i, kind := range kinds {
		if i+1 == len(a) {
			break
		}
		e, err := c.copy(a[i+1], kind)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// font copies a font. The glyphs of one of type 3 are drawn like pages.
func (c *copier) font(d pdf.Dict) (pdf.Object, error) {
	font, err := c.keys(d, "font")
	if err != nil || font["Subtype"] != pdf.Name("Type3") {
		return font, err
	}
	procedures, err := c.dict(d["CharProcs"])
	if err != nil {
		return nil, err
	}
	glyphs, used := pdf.Dict{}, uses{}
	for _, name := range slices.Sorted(maps.Keys(procedures)) {
		o, _, err := c.file.Resolve(procedures[name])
		s, ok := o.(*pdf.Stream)
		if err != nil || !ok {
			return nil, errors.Join(err, pdf.ErrSyntax)
		}
		if glyphs[name], err = c.glyph(s, used); err != nil {
			return nil, err
		}
	}
	font["CharProcs"] = glyphs
	if d["Resources"] == nil && len(used) == 0 {
		return font, nil
	}
	font["Resources"], err = c.resources(d["Resources"], used)
	return font, err
}

func (c *copier) glyph(s *pdf.Stream, used uses) (pdf.Object, error) {
	data, err := c.file.Decode(s)
	if err == nil {
		data, err = c.cleanContent(data, used)
	}
	if err != nil {
		return nil, err
	}
	return c.packed(pdf.Dict{}, data)
}

// packed adds a stream to the new document.
func (c *copier) packed(d pdf.Dict, data []byte) (pdf.Object, error) {
	s, err := c.pack(d, data)
	if err != nil {
		return nil, err
	}
	return c.add(s), nil
}

func (c *copier) pack(d pdf.Dict, data []byte) (*pdf.Stream, error) {
	s := pdf.Deflate(d, data)
	return s, c.spend(len(s.Raw))
}

// stream copies a stream: what is in it, packed anew.
func (c *copier) stream(s *pdf.Stream, part string) (pdf.Object, error) {
	if part == "image" {
		return c.image(s)
	}
	d, err := c.keys(s.Dict, part)
	if err != nil {
		return nil, err
	}
	data, err := c.file.Decode(s)
	if err != nil {
		return nil, err
	}
	switch part {
	case "form", "tiling":
		used := uses{}
		if data, err = c.cleanContent(data, used); err != nil {
			return nil, err
		}
		if d["Resources"], err = c.resources(s.Dict["Resources"], used); err != nil {
			return nil, err
		}
	case "map", "encoding":
		data, err = rewrite(data)
	case "function":
		if d["FunctionType"] == 4 {
			data, err = rewrite(data)
		}
	case "profile":
		data, err = cleanProfile(data)
	case "program":
		data = cutProgram(data, d)
	case "shading", "lookup", "bytes":
	default:
		return nil, pdf.ErrSyntax
	}
	if err != nil {
		return nil, err
	}
	return c.pack(d, data)
}

// resources copies those of a content's resources that it uses.
func (c *copier) resources(o pdf.Object, used uses) (pdf.Object, error) {
	o, _, err := c.file.Resolve(o)
	if err != nil {
		return nil, err
	}
	all, ok := o.(pdf.Dict)
	if !ok && len(used) > 0 {
		return nil, pdf.ErrSyntax // they would be those of another content, which is not looked for
	}
	used = maps.Clone(used)
	for _, name := range []pdf.Name{"DefaultGray", "DefaultRGB", "DefaultCMYK"} {
		used.add("ColorSpace", name) // what the colours are that have no space of their own
	}
	out := pdf.Dict{}
	for _, category := range slices.Sorted(maps.Keys(used)) {
		o, _, err := c.file.Resolve(all[category])
		if err != nil {
			return nil, err
		}
		from, _ := o.(pdf.Dict)
		to := pdf.Dict{}
		for _, name := range slices.Sorted(maps.Keys(used[category])) {
			if err := c.spend(len(name)); err != nil {
				return nil, err
			}
			copied, err := c.copy(from[name], categories[category])
			if err != nil {
				return nil, err
			}
			if copied != nil {
				to[name] = copied
			}
		}
		if len(to) > 0 {
			out[category] = to
		}
	}
	return out, nil
}

// numbers are those of an array, or none where there is no array.
func (c *copier) numbers(o pdf.Object) ([]float64, error) {
	o, err := c.copy(o, "")
	if err != nil || o == nil {
		return nil, err
	}
	a, _ := o.(pdf.Array)
	numbers := make([]float64, len(a))
	for i := range a {
		switch n := a[i].(type) {
		case int:
			numbers[i] = float64(n)
		case pdf.Real:
			if numbers[i], err = strconv.ParseFloat(string(n), 64); err != nil {
				return nil, pdf.ErrSyntax
			}
		default:
			return nil, pdf.ErrSyntax
		}
	}
	return numbers, nil
}
