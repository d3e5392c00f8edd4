package minutes

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// known is what follows from the files of a body, and what it depends on beside them.
type known struct {
	of         []*document.File // all files in the folder
	owns       bool             // no other body has the prefix
	lowest     int              // number of the first meeting in the content
	things     map[string]*Thing
	strays     []*Thing // whose refs do not begin with the prefix; all of them, where the prefix is another body's
	identified []*Thing // whose refs are identifiers of their own
	files      map[string]*Thing
	namings    []naming
	words      wordsByFile
	folded     func() map[string]string // refs by what they are in lower case; made when first asked for
	alone      source.Report            // what is wrong with the files by themselves

	away  []said              // what its own minutes say of what may be another body's
	said  []said              // what the minutes of other bodies say of its actions and entries
	asked map[question]answer // what was looked up in other bodies
	among source.Report       // what is wrong with the files among all others
	told  []source.Diagnostic // all that is wrong with them
}

// newBody understands the files of a folder by themselves; words has what was found in the text of each.
func newBody(d *folder, words wordsByFile) *Body {
	b := &Body{Folder: d.name, Prefix: d.prefix}
	b.known = known{of: d.files, owns: d.owns, things: map[string]*Thing{}, files: map[string]*Thing{}, words: make(wordsByFile, len(d.files)), asked: map[question]answer{}}
	b.folded = sync.OnceValue(func() map[string]string { return foldRefs(b) })
	b.File, b.Body = File{File: d.body}, d.body.Content.(*document.Body)
	for _, f := range d.files {
		b.place(f)
	}
	b.rule()
	b.index()
	b.namings = b.name()
	for _, f := range d.files {
		b.words[f] = words[f]
	}
	return b
}

func (b *Body) place(f *document.File) {
	file := File{File: f}
	switch content := f.Content.(type) {
	case *document.Body:
		if f != b.File.File {
			b.alone.Error(source.Pos{Path: f.Path}, "body-twice", "keep one, or give each body a folder of its own", "this folder has another file of kind body: %s", b.File.Path)
		}
	case *document.Minutes:
		b.Meetings = append(b.Meetings, &Meeting{File: file, Minutes: content, Body: b})
	case *document.Consultation:
		b.Consultations = append(b.Consultations, &Consultation{File: file, Consultation: content, Body: b})
	case *document.Document:
		b.Documents = append(b.Documents, &Document{File: file, Document: content, Body: b})
	case *document.Register:
		b.Registers = append(b.Registers, &Register{File: file, Register: content, Body: b})
	}
}

// A said is an update in its meeting, as far as it matters to what it updates.
type said struct {
	ref     document.Ref
	status  document.Plain
	reopens bool
	folder  string
	meeting int
	path    string // of the minutes
	day     document.Date
	ruling  Ruling
}

func (m *Meeting) say(i int) said {
	u := &m.Minutes.Updates[i]
	return said{u.Ref, u.Status, u.Reopens.Value, m.Body.Folder, m.Number.N, m.Path, m.Date, m.Updates[i]}
}

// elsewhere are the updates of what may be another body's.
func (b *Body) elsewhere() []said {
	var all []said
	for _, m := range b.Meetings {
		for i := range m.Minutes.Updates {
			if ref := m.Minutes.Updates[i].Ref.Text; ref != "" && b.things[ref] == nil {
				all = append(all, m.say(i))
			}
		}
	}
	return all
}

type wordsByFile map[*document.File]*words

// words are what is looked for in the text of a file, once.
type words struct {
	like  []string          // what is like a ref, each once, with its words a space apart
	links []markdown.Target // of the links that somebody wrote
}

func wordsOf(f *document.File) *words {
	w := &words{}
	seen := map[string]bool{}
	findLike(f, func(word string, _ func() source.Pos) { seen[strings.Join(strings.Fields(word), " ")] = true })
	w.like = slices.Sorted(maps.Keys(seen))
	for text := range fragments(f) {
		for t := range text.Targets() {
			if t.Explicit {
				w.links = append(w.links, t)
			}
		}
	}
	return w
}

// foldRefs maps each ref in lower case to its right spelling: the first, where two differ in nothing else.
func foldRefs(b *Body) map[string]string {
	folded := make(map[string]string, len(b.things)+len(b.strays))
	fold := func(ref string) {
		lower := strings.ToLower(ref)
		if other, ok := folded[lower]; !ok || ref < other {
			folded[lower] = ref
		}
	}
	for ref := range b.things {
		fold(ref)
	}
	for _, t := range b.strays {
		fold(t.Ref)
	}
	return folded
}
