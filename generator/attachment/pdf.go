package attachment

import (
	"bytes"
	"errors"
	"regexp"
	"strings"

	"minutebook/generator/attachment/pdf"
)

const (
	hintPDF   = "print the document to a new PDF from the program that it was written with"
	hintPrint = "print it to a new PDF, so that only what is seen is in it"
)

// cleanPDF writes a document anew: its pages, and of what they refer to what is seen of them, by the table of parts.
// There is no information about the document in it, no metadata, attached file, script, form or bookmark, and nothing
// that no page needs, as earlier revisions have it. Its structure for screen readers is left out too, as much of
// that is text that nobody sees.
//
// What was written is read and written once more: it must come out the same, or it was not understood.
func cleanPDF(data []byte) ([]byte, error) {
	clean, err := copyPDF(data)
	if err != nil {
		return nil, refusePDF(err)
	}
	again, err := copyPDF(clean)
	if err != nil || !bytes.Equal(again, clean) {
		return nil, refusePDF(errors.Join(err, pdf.ErrSyntax))
	}
	return clean, nil
}

func copyPDF(data []byte) ([]byte, error) {
	f, err := pdf.Read(data)
	if err != nil {
		return nil, err
	}
	c := copier{file: f, copies: map[source]pdf.Ref{}, pages: map[pdf.Ref]pdf.Ref{}}
	if err := c.document(); err != nil {
		return nil, err
	}
	return pdf.Write(c.objects), nil
}

const hintSmaller = "divide it, or save it with smaller pictures, as JPEG"

// refusePDF says to the drafter what stopped the reading of a PDF.
func refusePDF(err error) error {
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		return refusal
	case errors.Is(err, pdf.ErrEncrypted):
		return hidden("the document is encrypted", "save it without a password and without restrictions")
	case errors.Is(err, pdf.ErrTooLarge):
		return tooLarge(hintSmaller)
	case errors.Is(err, pdf.ErrFilter):
		return broken("the document has pictures packed in a way that is not read, as fax or JPEG 2000: " + hintPrint)
	}
	return broken(hintPDF)
}

// document copies the catalog and the pages, which are numbered before all else.
func (c *copier) document() error {
	catalog, err := c.dict(c.file.Root())
	if err != nil {
		return err
	}
	if err := c.onlyPages(catalog); err != nil {
		return err
	}
	pages, err := c.leaves(catalog["Pages"], pdf.Dict{}, 0)
	if err != nil {
		return err
	}
	if len(pages) == 0 {
		return pdf.ErrSyntax
	}
	if err := c.findDestinations(catalog); err != nil {
		return err
	}
	c.objects = make([]pdf.Object, 2+len(pages))
	kids := make(pdf.Array, len(pages))
	for i, page := range pages {
		ref := pdf.Ref{Number: 3 + i}
		kids[i] = ref
		if _, twice := c.pages[page.ref]; !twice && page.ref != (pdf.Ref{}) {
			c.pages[page.ref] = ref
		}
	}
	root := pdf.Dict{"Type": pdf.Name("Catalog"), "Pages": pdf.Ref{Number: 2}}
	if language, _, err := c.file.Resolve(catalog["Lang"]); err != nil {
		return err
	} else if s, ok := language.(pdf.String); ok && languageTag.MatchString(string(s)) {
		root["Lang"] = s
	}
	c.objects[0] = root
	c.objects[1] = pdf.Dict{"Type": pdf.Name("Pages"), "Count": len(pages), "Kids": kids}
	for i, page := range pages {
		if c.objects[2+i], err = c.page(page.dict); err != nil {
			return err
		}
	}
	return nil
}

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

// onlyPages refuses documents that are more than their pages.
func (c *copier) onlyPages(catalog pdf.Dict) error {
	for _, r := range []struct {
		key           pdf.Name
		message, hint string
	}{
		{"OCProperties", "the document has layers, which can be hidden", hintPrint},
		{"Collection", "the document is a folder of files", "publish the files in it one by one"},
		{"Perms", "the document is signed, and would not be any more", "publish it unsigned, and say in the record who signed it"},
	} {
		o, _, err := c.file.Resolve(catalog[r.key])
		if err != nil {
			return err
		}
		if o != nil {
			return hidden(r.message, r.hint)
		}
	}
	form, _, err := c.file.Resolve(catalog["AcroForm"])
	if err != nil || form == nil {
		return err
	}
	d, _ := form.(pdf.Dict)
	fields, _, err := c.file.Resolve(d["Fields"])
	if a, ok := fields.(pdf.Array); err == nil && ok && len(a) == 0 && d["XFA"] == nil {
		return nil // a form without a field
	}
	return hidden("the document has a form, or is signed", hintPrint)
}

// A leaf is a page with what it inherits.
type leaf struct {
	ref  pdf.Ref
	dict pdf.Dict
}

var inherited = []pdf.Name{"Resources", "MediaBox", "CropBox", "Rotate"}

// leaves are the pages of a tree of pages, in order.
func (c *copier) leaves(o pdf.Object, above pdf.Dict, depth int) ([]leaf, error) {
	node, ref, err := c.file.Resolve(o)
	d, ok := node.(pdf.Dict)
	if err != nil || !ok || depth > maxDepth {
		return nil, errors.Join(err, pdf.ErrSyntax)
	}
	if err := c.step(); err != nil {
		return nil, err
	}
	own := pdf.Dict{}
	for _, key := range inherited {
		if own[key] = d[key]; d[key] == nil {
			own[key] = above[key]
		}
	}
	kids, _, err := c.file.Resolve(d["Kids"])
	if err != nil {
		return nil, err
	}
	if kids == nil {
		for key, value := range d {
			if own[key] == nil {
				own[key] = value
			}
		}
		return []leaf{{ref, own}}, nil
	}
	a, ok := kids.(pdf.Array)
	if !ok {
		return nil, pdf.ErrSyntax
	}
	var all []leaf
	for _, kid := range a {
		pages, err := c.leaves(kid, own, depth+1)
		if err != nil {
			return nil, err
		}
		all = append(all, pages...)
	}
	return all, nil
}

// page copies a page. What its contents do not use of its resources is left out.
func (c *copier) page(d pdf.Dict) (pdf.Object, error) {
	if err := c.uncropped(d); err != nil {
		return nil, err
	}
	page, err := c.keys(d, "page")
	if err != nil {
		return nil, err
	}
	page["Type"], page["Parent"] = pdf.Name("Page"), pdf.Ref{Number: 2}
	contents, err := c.contents(d["Contents"])
	if err != nil {
		return nil, err
	}
	used := uses{}
	clean, err := c.cleanContent(contents, used)
	if err != nil {
		return nil, err
	}
	page["Contents"] = c.add(pdf.Deflate(pdf.Dict{}, clean))
	if page["Resources"], err = c.resources(d["Resources"], used); err != nil {
		return nil, err
	}
	annotations, err := c.annotations(d["Annots"])
	if len(annotations) > 0 {
		page["Annots"] = annotations
	}
	return page, err
}

// contents are the bytes of a page's content, which may be divided over several streams.
func (c *copier) contents(o pdf.Object) ([]byte, error) {
	o, _, err := c.file.Resolve(o)
	if err != nil || o == nil {
		return nil, err
	}
	parts, ok := o.(pdf.Array)
	if !ok {
		parts = pdf.Array{o}
	}
	var all []byte
	for _, part := range parts {
		o, _, err := c.file.Resolve(part)
		s, ok := o.(*pdf.Stream)
		if err != nil || !ok {
			return nil, errors.Join(err, pdf.ErrSyntax)
		}
		data, err := c.file.Decode(s)
		if err != nil {
			return nil, err
		}
		if all = append(append(all, data...), '\n'); len(all) > maxContent {
			return nil, pdf.ErrTooLarge
		}
	}
	return all, nil
}

// uncropped refuses a page of which more is stored than shown.
func (c *copier) uncropped(d pdf.Dict) error {
	media, err := c.numbers(d["MediaBox"])
	if err != nil {
		return err
	}
	crop, err := c.numbers(d["CropBox"])
	if err != nil || len(crop) == 0 {
		return err
	}
	if len(media) != 4 || len(crop) != 4 {
		return pdf.ErrSyntax
	}
	const blank = 1 // point: rounding, no margin that could hold anything
	low, high := min(crop[0], crop[2])-min(media[0], media[2]), max(media[0], media[2])-max(crop[0], crop[2])
	left, right := min(crop[1], crop[3])-min(media[1], media[3]), max(media[1], media[3])-max(crop[1], crop[3])
	if max(low, high, left, right) > blank {
		return hidden("a page is cropped, and what was cut off is still in it", hintPrint)
	}
	return nil
}

// annotations copies links. Anything else can hold text that nobody sees.
func (c *copier) annotations(o pdf.Object) (pdf.Array, error) {
	o, _, err := c.file.Resolve(o)
	if err != nil || o == nil {
		return nil, err
	}
	a, ok := o.(pdf.Array)
	if !ok {
		return nil, pdf.ErrSyntax
	}
	var links pdf.Array
	for _, o := range a {
		d, err := c.dict(o)
		if err != nil {
			return nil, err
		}
		if d["Subtype"] != pdf.Name("Link") {
			return nil, hidden("the document has comments, fields, attachments or other things laid over its pages", hintPrint+", without comments")
		}
		link, err := c.keys(d, "link")
		if err != nil {
			return nil, err
		}
		if err := c.target(d, link); err != nil {
			return nil, err
		}
		links = append(links, link)
	}
	return links, nil
}

// target gives a link where it leads: an address that published pages may link to, or a page of the document.
func (c *copier) target(d, link pdf.Dict) error {
	destination := d["Dest"]
	o, _, err := c.file.Resolve(d["A"])
	if err != nil {
		return err
	}
	if action, ok := o.(pdf.Dict); ok {
		kind, _, err := c.file.Resolve(action["S"])
		if err != nil {
			return err
		}
		switch kind {
		case pdf.Name("GoTo"):
			destination = action["D"]
		case pdf.Name("URI"):
			o, _, err := c.file.Resolve(action["URI"])
			if uri, ok := o.(pdf.String); ok && linked(string(uri)) {
				link["A"] = pdf.Dict{"S": pdf.Name("URI"), "URI": uri}
			}
			return err
		}
	}
	where, err := c.destination(destination)
	if where != nil {
		link["Dest"] = where
	}
	return err
}

// linked tells whether a PDF may link to an address; others could lead to the files of whoever wrote it.
func linked(address string) bool {
	scheme, _, found := strings.Cut(strings.ToLower(address), ":")
	return found && (scheme == "https" || scheme == "http" || scheme == "mailto")
}
