package minutes

import (
	"path"
	"slices"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// A naming is where a record names a file that is no record: a paper, a version, or an entry of files.
type naming struct {
	from      *File
	file      document.Plain
	own       document.Label
	ruling    Ruling // on what names it
	available string // of the paper or document; an entry of files is there to be published
}

// name lists the namings of a body's files, in their order.
func (b *Body) name() []naming {
	var all []naming
	name := func(f *File, file document.Plain, own document.Label, ruling Ruling, available string) {
		if file.Text != "" {
			all = append(all, naming{f, file, own, ruling, available})
		}
	}
	for f := range b.Files() {
		for _, a := range f.Common.Files {
			name(f, a.File, a.Classification, f.Ruling.Under(a.Classification), "published")
		}
	}
	for _, m := range b.Meetings {
		for i, p := range m.Minutes.Papers {
			name(&m.File, p.File, p.Classification, m.Papers[i], p.Available.Text)
		}
	}
	for _, d := range b.Documents {
		for _, v := range d.Versions {
			name(&d.File, v.File, v.Classification, d.File.Ruling.Under(v.Classification), d.Available.Text)
		}
	}
	return all
}

// holderOf is the ruling on the body in whose folder an attachment lies: it holds for everything there. Outside of all,
// nobody may have it.
func (r *Record) holderOf(p string) Ruling {
	folder, _, nested := strings.Cut(p, "/")
	i, found := slices.BinarySearchFunc(r.Bodies, folder, func(b *Body, folder string) int { return strings.Compare(b.Folder, folder) })
	if !nested || !found {
		return Ruling{}
	}
	return r.Bodies[i].File.Ruling
}

// Attachable tells whether a clearance may have an attachment that is named, under a ruling, with a label of its own.
func (r *Record) Attachable(p string, named Ruling, own document.Label, c classification.Clearance) bool {
	return own.At.Line > 0 && named.with(r.holderOf(p)).Permits(c)
}

// FilePath is the path, from the root of the content, of a file that is named from another one.
func FilePath(from, file string) string { return path.Join(path.Dir(from), file) }

// checkAttachments checks the fields that name files. A file that is to be published has a label of its own, and the same
// one wherever it is named: what stands in it cannot be seen there, so nothing is inherited and nothing guessed.
func (r *Record) checkAttachments(report *source.Report) {
	r.labelled = map[string]document.Label{}
	for _, b := range r.Bodies {
		for _, n := range b.namings {
			r.checkNaming(n, report)
		}
	}
}

func (r *Record) checkNaming(n naming, report *source.Report) {
	at := n.file.At
	if strings.HasPrefix(n.file.Text, "/") {
		report.Error(at, "link-address", "give the path of the file from this one, such as ../files/report.pdf", "the path of a file is a relative one")
		return
	}
	p := FilePath(n.from.Path, n.file.Text)
	if _, found := slices.BinarySearch(r.Attachments, p); !found {
		report.Error(at, "link-nowhere", "give the path of a file in the content, from this one", "there is no such file")
		return
	}
	if holder := r.holderOf(p); holder.Label == classification.Unknown {
		report.Error(at, "file-place", "move it into the folder of a body", "this file belongs to no body")
		return
	} else if n.ruling.with(holder) != n.ruling {
		report.Error(at, "file-place", "move the file, or raise the label here", "this file lies in the folder of a body that fewer may read")
		return
	}
	first := r.labelled[p]
	switch {
	case n.available == "on request":
	case n.available != "published":
		report.Warn(at, "file-unpublished", "write available: published, or available: on request", "nothing says how readers get this file, so they do not")
	case n.own.At.Line == 0:
		report.Error(at, "file-unlabelled", "add classification: WHITE, GREEN, AMBER, AMBER+STRICT or RED", "this file has no label of its own")
		r.labelled[p] = first
	case first.At.Line == 0:
		r.labelled[p] = n.own
	case first.Label != n.own.Label && first.Label != classification.Unknown && n.own.Label != classification.Unknown:
		report.Error(n.own.At, "file-labels", "give it one label wherever it is named", "this file has another label at %s", first.At)
	}
}

// checkAttachmentLink checks a link or a picture in a text. Whether its readers may have the file is asked of what was
// released.
func (c *checker) checkAttachmentLink(t markdown.Target) {
	if file := c.ask(question{what: aFile, of: t.Path}); file.found == nothing {
		c.body.among.Error(t.At, "link-nowhere", "give the path of a file in the content, from this one", "there is no such file")
	} else if file.text == "" && !c.someUnread() {
		c.body.among.Error(t.At, "file-unlabelled", "name it in the front matter of a record, as in files: [{ file: ../files/plan.png, classification: GREEN }]", "nothing says what label this file has")
	}
}

// Attached are the attachments that a clearance may have, by path, each with where it is named first: those that are
// named to be published, with a label of their own, where it may read; and the logo.
func (r *Record) Attached(c classification.Clearance) map[string]source.Pos {
	attached := map[string]source.Pos{}
	if r.Logo != "" {
		attached[r.Logo] = r.Site.Publisher.Logo.At // which everybody may have
	}
	for _, b := range r.Bodies {
		for _, n := range b.namings {
			p := FilePath(n.from.Path, n.file.Text)
			if at, named := attached[p]; n.available == "published" && r.Attachable(p, n.ruling, n.own, c) && (!named || n.file.At.Before(at)) {
				attached[p] = n.file.At
			}
		}
	}
	return attached
}

// AttachmentLabel is the label that an attachment has where it is named to be published, and false where it is not.
func (r *Record) AttachmentLabel(p string) (document.Label, bool) {
	l := r.labelled[p]
	return l, l.At.Line > 0
}
