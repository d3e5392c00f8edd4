package site

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

// A File is one that is no page, such as a picture or a PDF. Which bytes are published of it is not known here: whoever
// shows the site reads them, cleans them and sets Bytes.
type File struct {
	Path  string     // in the content
	At    source.Pos // where it is named first
	To    Address    // "/files/smki-pma/report.pdf": its body, its name without what letters and digits are not
	Bytes []byte

	shown bool // on a page, or linked from one
}

// A namedFile is one that a released record names; shown, if pages link it for that.
type namedFile struct {
	release.File
	shown bool
}

// namedFiles are those that a body's records name, by where they do.
func namedFiles(rb *release.Body) []namedFile {
	var named []namedFile
	name := func(f release.File, shown bool) {
		if f.Path != "" {
			named = append(named, namedFile{f, shown})
		}
	}
	record := func(r *release.Record) {
		for _, f := range r.Files {
			name(f, false)
		}
	}
	record(&rb.Record)
	for i := range rb.Meetings {
		m := &rb.Meetings[i]
		record(&m.Record)
		for _, p := range m.Papers {
			name(p.File, true)
		}
	}
	for i := range rb.Consultations {
		record(&rb.Consultations[i].Record)
	}
	for i := range rb.Documents {
		d := &rb.Documents[i]
		record(&d.Record)
		for _, v := range d.Versions {
			name(v.File, true)
		}
	}
	for i := range rb.Registers {
		record(&rb.Registers[i].Record)
	}
	slices.SortStableFunc(named, func(x, y namedFile) int {
		return cmp.Or(cmp.Compare(x.At.Path, y.At.Path), cmp.Compare(x.At.Line, y.At.Line), cmp.Compare(x.At.Column, y.At.Column))
	})
	return named
}

// bindFiles gives the files that records name their addresses. The folders between have none, as in the addresses of
// records, so two files of one name would have one.
func (k *book) bindFiles() []source.Diagnostic {
	k.files = map[string]*File{}
	var report []source.Diagnostic
	taken := map[Address]bool{}
	for _, c := range k.chapters {
		for _, f := range c.named {
			if known := k.files[f.Path]; known != nil {
				known.shown = known.shown || f.shown
				continue
			}
			to := addressOfFile(f.Path)
			if taken[to] {
				report = append(report, source.Diagnostic{Pos: f.At, Severity: source.Error, Code: "address-taken",
					Message: "another file would have the same address", Hint: "rename one of the two"})
			}
			taken[to] = true
			k.files[f.Path] = &File{Path: f.Path, At: f.At, To: to, shown: f.shown}
		}
	}
	for _, c := range k.chapters {
		for _, t := range c.links {
			if f := k.files[t.Path]; t.Ref == "" && f != nil {
				f.shown = true
			}
		}
	}
	return report
}

// logoOf is the picture of who keeps the site, or nil. No body keeps it, so its address is that of no other file.
func logoOf(p *release.Publisher) *File {
	if p == nil || p.Logo.Path == "" {
		return nil
	}
	to := "/files/" + slugFile(p.Logo.Path) + strings.ToLower(path.Ext(p.Logo.Path))
	return &File{Path: p.Logo.Path, At: p.Logo.At, To: Address(to), shown: true}
}

// addressOfFile is where a file of the content is published.
func addressOfFile(p string) Address {
	folder, _, _ := strings.Cut(p, "/")
	ending := path.Ext(p)
	return Address("/files/" + markdown.Slug(folder) + "/" + slugFile(p) + strings.ToLower(ending))
}

// file is a file that a field names, as a link. No file is no link.
func (b *builder) file(f release.File) Link {
	named := b.site.book.files[f.Path]
	if named == nil {
		return Link{}
	}
	return Link{path.Base(string(named.To)), named.To}
}

// at is an address with an anchor, which in a PDF may be a page.
func (a Address) at(anchor string) Address {
	if anchor == "" {
		return a
	}
	return a + Address("#"+(&url.URL{Fragment: anchor}).EscapedFragment())
}
