// Package document reads one file: its front matter, strictly and with the place of every value, and its text, with its
// marks. It knows what a drafter may write in each kind of file, and nothing of other files.
package document

import (
	"path"
	"reflect"
	"strings"

	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// A File is one file of a body, of one of the five kinds. Content is a *Minutes, *Body, *Consultation, *Document or
// *Register, or nil when the file could not be read as one.
type File struct {
	Path    string // from the root of the content, with slashes
	Common  *Common
	Content any
	Text    markdown.Source
	Whole   markdown.Cutting // the text with nothing taken out, for checks
	Inlines []*Inline        // all fields of Markdown
}

// Kinds are the five kinds of files, in the order in which they are told.
var Kinds = []string{"body", "minutes", "consultation", "document", "register"}

func contentOf(kind string) any {
	switch kind {
	case "minutes":
		return &Minutes{}
	case "body":
		return &Body{}
	case "consultation":
		return &Consultation{}
	case "document":
		return &Document{}
	case "register":
		return &Register{}
	}
	return nil
}

// Read reads a file and reports all that is wrong with it. What could be read is returned all the same, so that other
// files can be checked against it; nothing may be published while there is an error.
func Read(path string, data []byte, r *source.Report) *File {
	f := &File{Path: path, Common: &Common{}}
	text, ok := clean(path, data, r)
	if !ok {
		return f
	}
	var d *decoder
	divided, ok := divide(path, text, r, func(front string) error {
		d = newDecoder(path, front, 1, r)
		f.decode(d)
		return nil
	})
	if !ok {
		return f
	}
	at := source.Pos{Path: path, Line: divided.textLine, Column: 1}
	if f.Common.Kind.Text == "minutes" {
		f.Text = markdown.Items(divided.text, at, r)
	} else {
		f.Text = markdown.Block(divided.text, at, r)
	}
	f.Whole = f.Text.Check(r)
	f.claims(r)
	f.Inlines = d.inlines
	return f
}

func (f *File) decode(d *decoder) {
	root := d.parse()
	if root == nil {
		return
	}
	var kind Plain
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == "kind" {
			kind.Text = root.Content[i+1].Value
			kind.At = d.at(root.Content[i+1])
		}
	}
	d.claims(root)
	content := contentOf(kind.Text)
	if content == nil {
		hint := "write kind: with one of " + strings.Join(Kinds, ", ")
		if kind.At.Line == 0 {
			kind.At = d.at(root)
			d.report.Error(kind.At, "key-missing", hint, "kind is missing, so it is not known what this file is")
			return
		}
		d.report.Error(kind.At, "value-word", hint, "there is no such kind of file")
		return
	}
	v := reflect.ValueOf(content).Elem()
	d.mapping(root, v)
	f.Content = content
	f.Common = v.FieldByName("Common").Addr().Interface().(*Common)
	if f.Common.Title.At.Line == 0 && kind.Text != "minutes" {
		d.fail(root, "key-missing", "add title: what the record is called", "title is missing")
	}
	switch ref := f.Common.Ref; kind.Text {
	case "consultation", "document":
		if ref.At.Line == 0 {
			d.fail(root, "key-missing", "add ref: the one name of this record in the whole site, as SECMP00018", "ref is missing")
		}
	case "body", "register":
		if ref.At.Line > 0 {
			d.report.Error(ref.At, "key-unknown", "take it out", "a %s has no ref", kind.Text)
		}
	}
}

// ReadSite reads site.yaml.
func ReadSite(path string, data []byte, r *source.Report) *Site {
	site := &Site{}
	if d := keysOnly(path, data, r); d != nil {
		if root := d.parse(); root != nil {
			d.mapping(root, reflect.ValueOf(site).Elem())
		}
	}
	return site
}

// keysOnly begins to read a file that is no record: it has keys and values, and no text below. It returns nil where it
// cannot be read.
func keysOnly(path string, data []byte, r *source.Report) *decoder {
	text, ok := clean(path, data, r)
	if !ok {
		return nil
	}
	n := 0
	for line := range strings.Lines(text) {
		if n++; strings.HasPrefix(line, "---") || strings.HasPrefix(line, "...") || strings.HasPrefix(line, "%") {
			r.Error(source.Pos{Path: path, Line: n, Column: 1}, "front-delimiter", "delete this line", "this file has keys and values only, and no lines that divide it")
			return nil
		}
	}
	return newDecoder(path, text, 0, r)
}

// Name is the name of the file without its folders and its ending: what its address is made of.
func (f *File) Name() string { return strings.TrimSuffix(path.Base(f.Path), ".md") }
