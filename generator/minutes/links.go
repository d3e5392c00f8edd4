package minutes

import (
	"iter"
	"slices"
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
func (c *checker) checkLinks() {
	for f := range c.body.Files() {
		words := c.body.words[f.File]
		for _, t := range words.links {
			c.checkTarget(t)
		}
		if slices.ContainsFunc(words.like, func(word string) bool { return c.thing(word) == nil }) {
			places := c.checkSpellings(f)
			for text := range fragments(f.File) {
				for t := range text.Targets() {
					if !t.Explicit {
						c.checkMention(places, t.Ref)
					}
				}
			}
		}
	}
}

// Files are those of the body, and it is one of them.
func (b *Body) Files() iter.Seq[*File] {
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

// checkTarget checks what a link leads to.
func (c *checker) checkTarget(t markdown.Target) {
	nowhere := func(hint, message string) { c.body.among.Error(t.At, "link-nowhere", hint, "%s", message) }
	switch {
	case t.Ref != "":
		c.checkRefLink(document.Ref{Text: t.Ref, At: t.At})
	case t.Path == "":
		nowhere("write the ref between the brackets", "this link names nothing")
	case strings.HasPrefix(t.Path, "../") || t.Path == "..":
		nowhere("links lead to files of the content, or to https:// addresses", "this link leads out of the content")
	case strings.HasSuffix(t.Path, ".md") && t.Image:
		nowhere("give the path of a picture", "this is a record and no picture")
	case strings.HasSuffix(t.Path, ".md"):
		c.checkFileLink(t)
	default:
		c.checkAttachmentLink(t)
	}
}

func (c *checker) checkRefLink(ref document.Ref) {
	if c.thing(ref.Text) != nil || c.older(ref.Text) || c.someUnread() {
		return
	}
	if right := c.rightSpelling(ref.Text); right != "" && right != ref.Text && strings.Contains(right, "/") {
		return // reported with the text
	}
	if !c.misspelt(ref) {
		c.body.among.Error(ref.At, "link-nowhere", "mend the ref, or write it without the brackets", "no record has this ref")
	}
}

func (c *checker) checkFileLink(t markdown.Target) {
	switch c.ask(question{aPlace, t.Path, t.Anchor}).found {
	case nothing:
		c.body.among.Error(t.At, "link-nowhere", "give the path of a file in the content, from this one", "there is no such file")
	case elsewhere:
		c.body.among.Error(t.At, "link-nowhere", "there is a file of this name at another place: mend the path", "there is no such file")
	case noPlace:
		c.body.among.Error(t.At, "anchor-nowhere", "the anchors of minutes are item-6, 25-04, 25-d02 and their headings; of other files, their headings in lower case with hyphens",
			"there is no such place in that file")
	}
}

// checkMention looks at a word that could be a ref; places is where those stand in the file that name nothing.
func (c *checker) checkMention(places map[string]source.Pos, ref string) {
	at, found := places[ref]
	if !found || c.thing(ref) != nil || c.someUnread() || c.rightSpelling(ref) != ref || c.beforeArchive(ref) {
		return
	}
	c.body.among.Warn(at, "mention-unknown", "mend it, if it is a slip", "%s is mentioned, and there is no such record", ref)
}

// Mention is where a ref first stands in the text of a file, or the file as a whole.
func (r *Record) Mention(file, ref string) source.Pos {
	t := r.FileThing(file)
	if t == nil {
		return source.Pos{Path: file}
	}
	first := t.File.whole()
	once := false
	findLike(t.File.File, func(word string, at func() source.Pos) {
		if strings.Join(strings.Fields(word), " ") != ref {
			return
		}
		if p := at(); !once || p.Before(first) {
			first, once = p, true
		}
	})
	return first
}
