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
	var files []*File
	for _, b := range r.Bodies {
		files = slices.AppendSeq(files, b.files())
	}
	source.Each(len(files), func(i int) {
		places := r.checkSpellings(files[i])
		for text := range fragments(files[i].File) {
			for t := range text.Targets() {
				r.checkTarget(places, t)
			}
		}
	})
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

// checkTarget checks one target of a text; places is where refs stand in the file.
func (r *Record) checkTarget(places map[string]source.Pos, t markdown.Target) {
	switch {
	case !t.Explicit:
		r.checkMention(places, t.Ref)
	case t.Ref != "":
		r.checkRefLink(document.Ref{Text: t.Ref, At: t.At})
	case t.Path == "":
		r.report.Error(t.At, "link-nowhere", "write the ref between the brackets", "this link names nothing")
	case strings.HasPrefix(t.Path, "../") || t.Path == "..":
		r.report.Error(t.At, "link-nowhere", "links lead to files of the content, or to https:// addresses", "this link leads out of the content")
	case strings.HasSuffix(t.Path, ".md") && t.Image:
		r.report.Error(t.At, "link-nowhere", "give the path of a picture", "this is a record and no picture")
	case strings.HasSuffix(t.Path, ".md"):
		r.checkFileLink(t)
	default:
		r.checkAttachmentLink(t)
	}
}

func (r *Record) checkRefLink(ref document.Ref) {
	if r.things[ref.Text] != nil || r.older(ref.Text) || len(r.unread) > 0 {
		return
	}
	if right := r.rightSpelling(ref.Text); right != "" && right != ref.Text && strings.Contains(right, "/") {
		return // reported with the text
	}
	if !r.misspelt(ref) {
		r.report.Error(ref.At, "link-nowhere", "mend the ref, or write it without the brackets", "no record has this ref")
	}
}

func (r *Record) checkFileLink(t markdown.Target) {
	thing := r.files[t.Path]
	switch {
	case thing == nil && r.unread[t.Path], thing != nil && thing.File.Text.Broken():
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
func (r *Record) checkMention(places map[string]source.Pos, ref string) {
	at, found := places[ref]
	if !found || r.things[ref] != nil || len(r.unread) > 0 || r.rightSpelling(ref) != ref || r.beforeArchive(ref) {
		return
	}
	r.report.Warn(at, "mention-unknown", "mend it, if it is a slip", "%s is mentioned, and there is no such record", ref)
}
