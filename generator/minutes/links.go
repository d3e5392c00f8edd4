package minutes

import (
	"iter"
	"path"
	"slices"
	"strconv"
	"strings"

	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// fragments are all texts of a file, whole.
func fragments(f *document.File) iter.Seq[markdown.Fragment] {
	return func(yield func(markdown.Fragment) bool) {
		if !yield(f.Whole.Text) || !yield(f.Whole.Notes) {
			return
		}
		for _, s := range f.Whole.Sections {
			if !yield(s.Title) || !yield(s.Body) {
				return
			}
		}
		for _, i := range f.Inlines {
			if !yield(i.Whole) {
				return
			}
		}
	}
}

// mentions are the words of a file that could be refs.
func mentions(f *document.File) iter.Seq[string] {
	return func(yield func(string) bool) {
		for text := range fragments(f) {
			for t := range text.Targets() {
				if t.Ref != "" && !yield(t.Ref) {
					return
				}
			}
		}
	}
}

// checkLinks reports links and anchors that lead nowhere, and refs that are mentioned in another spelling than their own.
// It reads the texts whole; whether a link leads to something that its readers may see is asked of what was released.
func (r *Record) checkLinks() {
	for _, b := range r.Bodies {
		for f := range b.files() {
			for text := range fragments(f.File) {
				for t := range text.Targets() {
					r.checkTarget(f, t)
				}
			}
		}
	}
}

func (b *Body) files() iter.Seq[*File] {
	return func(yield func(*File) bool) {
		all := []*File{&b.File}
		for _, m := range b.Meetings {
			all = append(all, &m.File)
		}
		for _, c := range b.Consultations {
			all = append(all, &c.File)
		}
		for _, d := range b.Documents {
			all = append(all, &d.File)
		}
		for _, g := range b.Registers {
			all = append(all, &g.File)
		}
		slices.Values(all)(yield)
	}
}

func (r *Record) checkTarget(f *File, t markdown.Target) {
	switch {
	case !t.Explicit:
		r.checkMention(f, t.Ref)
	case t.Ref != "":
		if r.things[t.Ref] != nil || r.older(t.Ref) {
			return
		}
		hint := "mend the ref, or write it without the brackets"
		if n, ok := parseNumbered(t.Ref); ok && r.things[n.String()] != nil {
			hint = "write [[" + n.String() + "]]"
		}
		r.report.Error(t.At, "link-nowhere", hint, "no record has this ref")
	case strings.HasPrefix(t.Path, "../") || t.Path == "..":
		r.report.Error(t.At, "link-nowhere", "links lead to files of the content, or to https:// addresses", "this link leads out of the content")
	case strings.HasSuffix(t.Path, ".md"):
		r.checkFileLink(t)
	default:
		r.checkAttachment(t.At, t.Path, true)
	}
}

func (r *Record) checkFileLink(t markdown.Target) {
	thing := r.files[t.Path]
	switch {
	case thing == nil:
		hint := "give the path of a file in the content, from this one"
		for p := range r.files {
			if path.Base(p) == path.Base(t.Path) {
				hint = "there is a file of this name at another place: mend the path"
			}
		}
		r.report.Error(t.At, "link-nowhere", hint, "there is no such file")
	case t.Anchor != "" && !hasAnchor(thing, t.Anchor):
		r.report.Error(t.At, "anchor-nowhere", "the anchors of minutes are item-6, 25-04, 25-d02 and their headings; of other files, their headings in lower case with hyphens",
			"there is no such place in that file")
	}
}

func hasAnchor(t *Thing, anchor string) bool {
	for a := range t.File.Whole.Text.Anchors() {
		if a == anchor {
			return true
		}
	}
	if t.Meeting == nil {
		return false
	}
	for _, s := range t.File.Whole.Sections {
		if anchor == "item-"+strconv.Itoa(s.Number) {
			return true
		}
	}
	prefix := t.Body.Prefix.Text
	for _, a := range t.Meeting.Minutes.Actions {
		if anchor == address(a.Ref.Text, prefix) {
			return true
		}
	}
	for _, d := range t.Meeting.Minutes.Decisions {
		if anchor == address(d.Ref.Text, prefix) {
			return true
		}
	}
	return false
}

// checkMention looks at a word that could be a ref.
func (r *Record) checkMention(f *File, ref string) {
	if r.things[ref] != nil || !strings.Contains(ref, "/") {
		return
	}
	n, ok := parseNumbered(ref)
	if !ok || r.bodies[n.prefix] == nil || !strings.HasPrefix(ref, n.prefix) {
		return
	}
	switch {
	case n.String() != ref:
		r.report.Error(f.find(ref), "ref-spelling", "write "+n.String(), "a ref is spelt in another way here")
	case !r.older(ref) && n.meeting >= r.bodies[n.prefix].lowest:
		r.report.Warn(f.find(ref), "mention-unknown", "mend it, if it is a slip", "%s is mentioned, and there is no such record", ref)
	}
}

// find is where a file says something: in its text, or in one of its fields.
func (f *File) find(words string) source.Pos {
	if at, ok := f.Text.Find(words); ok {
		return at
	}
	for _, i := range f.Inlines {
		if at, ok := i.Find(words); ok {
			return at
		}
	}
	return source.Pos{Path: f.Path, Line: 1, Column: 1}
}
