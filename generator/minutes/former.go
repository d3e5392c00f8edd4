package minutes

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// former are addresses at which a page can have stood: those of directories, in the letters of addresses here.
var former = regexp.MustCompile(`^/(?:[\p{Ll}\p{Lo}\p{Nd}]+(?:-[\p{Ll}\p{Lo}\p{Nd}]+)*/){1,8}$`)

// checkFormer checks the addresses at which pages stood before. No other page may stand at one, or say that it did, be it
// withheld or not: that is told here, to the drafter, who may know of both. Of what readers get, each former address is
// that of a record which they may read, and nothing that they may not has a say in what stands there.
func (r *Record) checkFormer() {
	const hint = "write an address below the site's, as /smki-pma/documents/old-name/"
	seen := map[string]source.Pos{}
	for _, b := range r.Bodies {
		for f := range b.Files() {
			for _, was := range f.Common.Formerly {
				wrong := func(hint, format string, args ...any) {
					r.report.Error(was.At, "address-former", hint, format, args...)
				}
				first, twice := seen[was.Text]
				stands, taken := r.stands(was.Text)
				switch {
				case was.Text == "":
				case len(was.Text) > 200 || !former.MatchString(was.Text):
					wrong(hint, "this is not the address of a page")
				case reserved[folderOf(was.Text)]:
					wrong(hint, "the site has pages of its own there")
				case twice:
					wrong("keep one of them", "this former address stands at %s, too", first)
				case taken && stands == f:
					wrong("take it out", "this is the address at which the page stands now")
				case taken:
					wrong("take it out, or give what stands there now another name", "another page stands at this address: %s", stands.whole())
				default:
					seen[was.Text] = was.At
				}
			}
		}
	}
}

func folderOf(address string) string {
	folder, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	return folder
}

// stands is the file of what has a page at an address, whoever may read it.
func (r *Record) stands(at string) (*File, bool) {
	parts := strings.Split(strings.Trim(at, "/"), "/")
	for _, b := range r.Bodies {
		if markdown.Slug(b.Folder) == parts[0] {
			f := b.stands(parts[1:])
			return f, f != nil
		}
	}
	return nil, false
}

func (b *Body) stands(parts []string) *File {
	switch len(parts) {
	case 0:
		return &b.File
	case 1:
		if slices.Contains([]string{"actions", "decisions", "papers"}, parts[0]) {
			return &b.File
		}
		return nil
	}
	name, entry := parts[1], ""
	if len(parts) > 2 {
		entry = parts[2]
	}
	if len(parts) > 3 || entry != "" && parts[0] != "registers" {
		return nil
	}
	switch parts[0] {
	case "meetings":
		for _, m := range b.Meetings {
			if strconv.Itoa(m.Number.N) == name {
				return &m.File
			}
		}
	case "actions":
		for _, m := range b.Meetings {
			is := func(ref document.Ref) bool { return address(ref.Text, b.Prefix.Text) == name }
			if slices.ContainsFunc(m.Minutes.Actions, func(a document.Action) bool { return is(a.Ref) }) ||
				slices.ContainsFunc(m.Minutes.Updates, func(u document.Update) bool { return is(u.Ref) }) { // of one from before the archive
				return &m.File
			}
		}
	case "consultations":
		for _, c := range b.Consultations {
			if markdown.Slug(c.Name()) == name {
				return &c.File
			}
		}
	case "documents":
		for _, d := range b.Documents {
			if markdown.Slug(d.Name()) == name {
				return &d.File
			}
		}
	case "registers":
		for _, g := range b.Registers {
			if markdown.Slug(g.Name()) == name && (entry == "" || slices.ContainsFunc(g.Entries, func(e document.RegisterEntry) bool { return markdown.Slug(e.Ref.Text) == entry })) {
				return &g.File
			}
		}
	}
	return nil
}
