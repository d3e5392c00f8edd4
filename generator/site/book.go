package site

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

// A book is where everything that was released stands, a chapter for each body. It is all that is known of an edition
// before a page of it is made.
type book struct {
	chapters []*chapter           // of the bodies, in their order
	prefixes map[string]*chapter  // by the prefix of their bodies
	folders  map[string]*chapter  // by folder in the content
	places   map[Address]*chapter // by the address of their bodies
	strays   map[string]*chapter  // by ref, where it is not the prefix that tells
	olders   map[string]Address   // of actions from before the archive that only minutes of other bodies name, by ref
	files    map[string]*File     // by path, those that a released record names
	formers  []former             // addresses at which pages stood before, the longest first
	above    map[Address]*Label   // of actions from before the archive, as a chapter has it of everything else
}

// A chapter is where everything of one body stands, and what its records point at. It follows from the body alone, so it
// is written once for each.
type chapter struct {
	body   *release.Body
	refs   map[string]Address
	strays []string // refs that do not begin with the body's prefix
	paths  map[string]place
	report []source.Diagnostic // of records that would share an address

	links   []markdown.Target  // that somebody wrote
	heard   map[string][]int32 // by ref, or path of a file: which of the records point at it
	records []string           // the paths of the records, as they were read
	leans   []string           // refs of other bodies that fields name, so that pages here show what stands there, or the other way round
	older   []string           // those of them that minutes update, which may be actions from before the archive
	named   []namedFile
	formers []former
	above   map[Address]*Label // of what readers of the public site do not see
	said    map[string]saying  // of actions from before the archive, or of other bodies, by ref

	// While it is written:
	taken map[Address]bool
}

// A place is where a file of the content is shown, and what has anchors there.
type place struct {
	to      Address
	texts   []markdown.Fragment // which may have headings
	minutes *release.Meeting    // if it is that
	prefix  string
}

// write writes the chapter of a body of a site, of which no more is known here than its ceiling.
func write(s release.Site, rb *release.Body) *chapter {
	c := &chapter{body: rb, refs: map[string]Address{}, paths: map[string]place{}, heard: map[string][]int32{}, taken: map[Address]bool{}, above: map[Address]*Label{}, said: map[string]saying{}}
	b := newBuilder(release.Edition{Site: s, Bodies: []*release.Body{rb}}, Options{})
	b.site.book, b.chapter = &book{}, c
	b.settle(func(int) bool { return true })
	b.settleOlder(b.bodies[0])
	b.readBody(b.bodies[0], nil)
	b.mark(b.bodies[0])
	c.lean()
	c.named = namedFiles(rb)
	for ref := range c.refs {
		if markdown.PrefixOf(ref) != rb.Prefix {
			c.strays = append(c.strays, ref)
		}
	}
	c.taken = nil
	return c
}

// claim gives a record its address. Two records cannot have the same one.
func (b *builder) claim(a Address, at source.Pos) Address {
	c := b.chapter
	if c == nil {
		return a
	}
	if c.taken[a] {
		c.report = append(c.report, source.Diagnostic{Pos: at, Severity: source.Error, Code: "address-taken",
			Message: "another record has the same address", Hint: "give one of the two another ref, or another file name"})
	}
	c.taken[a] = true
	return a
}

// name tells which record stands at an address.
func (b *builder) name(ref string, a Address) {
	if b.chapter != nil && ref != "" {
		b.chapter.refs[ref] = a
	}
}

// locate tells where a file of the content is shown, and which of its texts may have headings.
func (b *builder) locate(r *release.Record, to Address, texts ...markdown.Fragment) {
	b.moved(r.Was, to)
	if b.chapter != nil {
		b.chapter.paths[r.Path] = place{to: to, texts: texts}
	}
}

func (b *builder) locateMinutes(rb *release.Body, rm *release.Meeting, to Address) {
	b.moved(rm.Was, to)
	if b.chapter != nil {
		b.chapter.paths[rm.Path] = place{to: to, minutes: rm, prefix: rb.Prefix}
	}
}

// hear notes that the record that is read points at something.
func (c *chapter) hear(t markdown.Target) {
	if t.Explicit {
		c.links = append(c.links, t)
	}
	key := cmp.Or(t.Ref, t.Path)
	reading := int32(len(c.records) - 1)
	if at := c.heard[key]; len(at) == 0 || at[len(at)-1] != reading {
		c.heard[key] = append(at, reading)
	}
}

// pointing are the paths of the records that point at one of some keys.
func (c *chapter) pointing(keys []string) map[string]bool {
	paths := map[string]bool{}
	for _, key := range keys {
		for _, record := range c.heard[key] {
			paths[c.records[record]] = true
		}
	}
	return paths
}

// lean lists what the fields of a body's records name of other bodies.
func (c *chapter) lean() {
	name := func(ref string) {
		if _, own := c.refs[ref]; ref != "" && !own {
			c.leans = append(c.leans, ref)
		}
	}
	for i := range c.body.Meetings {
		m := &c.body.Meetings[i]
		name(m.Approves)
		for _, a := range m.Actions {
			name(a.Due.Meeting)
		}
		for _, u := range m.Updates {
			if _, own := c.refs[u.Ref]; !own {
				c.older = append(c.older, u.Ref)
			}
			name(u.Ref)
			name(u.Due.Meeting)
		}
		for _, d := range m.Decisions {
			name(d.Supersedes)
		}
	}
	for i := range c.body.Consultations {
		name(c.body.Consultations[i].Document)
	}
	for i := range c.body.Registers {
		for _, e := range c.body.Registers[i].Entries {
			for _, h := range e.History {
				name(h.Meeting)
			}
		}
	}
}

// bind makes a book of chapters, and reports what two of them have both.
func bind(chapters []*chapter) (*book, []source.Diagnostic) {
	k := &book{chapters: chapters, prefixes: map[string]*chapter{}, folders: map[string]*chapter{}, strays: map[string]*chapter{}, olders: map[string]Address{}, places: map[Address]*chapter{}, above: map[Address]*Label{}}
	var report []source.Diagnostic
	for _, c := range chapters {
		report = append(report, c.report...)
		folder, _, _ := strings.Cut(c.body.Path, "/")
		k.folders[folder], k.prefixes[c.body.Prefix], k.places[bodyAt(c.body)] = c, c, c
		for _, ref := range c.strays {
			k.strays[ref] = c
		}
	}
	for _, c := range chapters {
		for _, ref := range c.older {
			if k.owner(ref) != nil {
				continue
			}
			if number, rest := olderAction(ref); number != "" {
				if of := k.prefixes[markdown.PrefixOf(ref)]; of != nil {
					k.olders[ref] = bodyAt(of.body) + "actions/" + Address(markdown.Slug(rest)) + "/"
				}
			}
		}
	}
	k.markOlder()
	report = append(report, k.bindFormers()...)
	return k, append(report, k.bindFiles()...)
}

// owner is the chapter of the body that a ref is of, or nil.
func (k *book) owner(ref string) *chapter {
	if c := k.prefixes[markdown.PrefixOf(ref)]; c != nil {
		if _, ok := c.refs[ref]; ok {
			return c
		}
	}
	return k.strays[ref]
}

// ref is where a ref leads, or empty.
func (k *book) ref(ref string) Address {
	if c := k.owner(ref); c != nil {
		return c.refs[ref]
	}
	return k.olders[ref]
}

// find tells where a target of released text leads, if it leads to anything that is released.
func (k *book) find(t markdown.Target) (Address, bool) {
	switch {
	case t.Ref != "":
		a := k.ref(t.Ref)
		return a, a != ""
	case !isRecord(t.Path):
		f, ok := k.files[t.Path]
		if !ok {
			return "", false
		}
		return f.To.at(t.Anchor), true
	}
	folder, _, _ := strings.Cut(t.Path, "/")
	c := k.folders[folder]
	if c == nil {
		return "", false
	}
	p, ok := c.paths[t.Path]
	switch {
	case !ok:
		return "", false
	case t.Anchor == "":
		return p.to, true
	}
	return p.to + Address("#"+t.Anchor), p.has(t.Anchor)
}

// isRecord tells files that are records from others, by their path.
func isRecord(p string) bool { return path.Ext(p) == ".md" }

// has tells whether a place can be linked with "#": a heading, or an item, action, decision or paper of minutes. Few files
// are ever linked so.
func (p place) has(anchor string) bool {
	texts := p.texts
	if m := p.minutes; m != nil {
		texts = []markdown.Fragment{m.Preamble, m.Notes}
		for i := range m.Items {
			if anchor == "item-"+strconv.Itoa(m.Items[i].Number) {
				return true
			}
			texts = append(texts, m.Items[i].Text)
		}
		is := func(ref string) bool { return anchor == slugOf(ref, p.prefix) }
		if slices.ContainsFunc(m.Actions, func(a release.Action) bool { return is(a.Ref) }) ||
			slices.ContainsFunc(m.Decisions, func(d release.Decision) bool { return is(d.Ref) }) ||
			slices.ContainsFunc(m.Papers, func(p release.Paper) bool { return is(p.Ref) }) {
			return true
		}
	}
	return slices.ContainsFunc(texts, func(f markdown.Fragment) bool {
		for id := range f.Anchors() {
			if id == anchor {
				return true
			}
		}
		return false
	})
}
