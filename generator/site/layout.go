package site

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

// A Memory has the chapters of an earlier edition, so that those of bodies that the next one has too need not be written
// again. The zero Memory is empty and ready.
type Memory struct {
	of       release.Site // as much of it as chapters depend on: the ceiling
	chapters map[*release.Body]*chapter
}

// A Layout is an edition of which it is known where everything stands. Its pages are made when they are asked for.
type Layout struct {
	edition release.Edition
	options Options
	book    *book
	linked  []int   // of each body the first one that it is linked with, in fields of records and by way of others
	Files   []*File // that the pages show or link, by address
}

// Lay finds the place of everything in an edition. What it reports are explicit links in released text to what is not
// released, and released records that would share an address.
func Lay(e release.Edition, o Options, m *Memory) (*Layout, []source.Diagnostic) {
	if of := (release.Site{Ceiling: e.Site.Ceiling}); m.of != of {
		m.of, m.chapters = of, nil
	}
	chapters := make([]*chapter, len(e.Bodies))
	source.Each(len(chapters), func(i int) {
		if chapters[i] = m.chapters[e.Bodies[i]]; chapters[i] == nil {
			chapters[i] = write(m.of, e.Bodies[i])
		}
	})
	m.chapters = make(map[*release.Body]*chapter, len(chapters))
	for i, c := range chapters {
		m.chapters[e.Bodies[i]] = c
	}
	book, report := bind(chapters)
	l := &Layout{edition: e, options: o, book: book}
	l.link()
	for _, c := range chapters {
		for _, t := range c.links {
			if _, ok := book.find(t); !ok {
				report = append(report, source.Diagnostic{Pos: t.At, Severity: source.Error, Code: "link-withheld",
					Message: "this link leads to something that readers may not see",
					Hint:    "take the link out, or put the same mark around it"})
			}
		}
	}
	if logo := logoOf(e.Site.Publisher); logo != nil {
		l.Files = append(l.Files, logo)
	}
	for _, f := range book.files {
		if f.shown {
			l.Files = append(l.Files, f)
		}
	}
	slices.SortFunc(l.Files, func(x, y *File) int { return cmp.Or(cmp.Compare(x.To, y.To), cmp.Compare(x.Path, y.Path)) })
	// That two share an address has been reported. The drafter sees the site all the same, and the first of them there.
	l.Files = slices.CompactFunc(l.Files, func(x, y *File) bool { return x.To == y.To })
	return l, report
}

// link finds which bodies are linked: a record of one names, in a field, a record of the other.
func (l *Layout) link() {
	place := make(map[*chapter]int, len(l.book.chapters))
	l.linked = make([]int, len(l.book.chapters))
	for i, c := range l.book.chapters {
		place[c], l.linked[i] = i, i
	}
	var first func(i int) int
	first = func(i int) int {
		if l.linked[i] != i {
			l.linked[i] = first(l.linked[i])
		}
		return l.linked[i]
	}
	for i, c := range l.book.chapters {
		for _, ref := range c.leans {
			of := l.book.owner(ref)
			if of == nil && l.book.olders[ref] != "" {
				of = l.book.prefixes[markdown.PrefixOf(ref)]
			}
			if of != nil {
				a, b := first(i), first(place[of])
				l.linked[max(a, b)] = min(a, b)
			}
		}
	}
	for i := range l.linked {
		first(i)
	}
}

// Site makes all pages.
func (l *Layout) Site() *Site {
	b := l.builder(func(int) bool { return true })
	b.read(nil)
	s := b.site
	s.Files = l.Files
	s.Kept = b.kept()
	for _, make := range b.pages() {
		s.Pages = append(s.Pages, described(make()))
	}
	slices.SortFunc(s.Pages, byAddress)
	s.addMoved()
	return s
}

// Page makes the page at an address, or nil if there is none.
func (l *Layout) Page(a Address) Model {
	if m := l.page(a); m != nil {
		return m
	}
	for to, f := range l.book.leadsTo(a) {
		if m := l.page(to); m != nil {
			return movedPage(a, m, f.to)
		}
	}
	return nil
}

// page makes one that did not move. It makes no more than that needs: of the bodies, the one whose page it is, and those
// that are linked with it.
func (l *Layout) page(a Address) Model {
	if a == "/" {
		return described(l.home())
	}
	of := slices.IndexFunc(l.edition.Bodies, func(rb *release.Body) bool { return strings.HasPrefix(string(a), string(bodyAt(rb))) })
	if of < 0 {
		for at, make := range l.builder(func(int) bool { return true }).pagesOfAll() {
			if at == a {
				return described(make())
			}
		}
		return nil
	}
	b := l.builder(func(i int) bool { return l.linked[i] == l.linked[of] })
	b.read(l.book.keys(of, a))
	for at, make := range b.pagesOf(b.bodies[of]) {
		if at == a {
			return described(make())
		}
	}
	return nil
}

// home is the first page. It is put together of what bodies that are linked with each other have to show, a few groups at a
// time, so that not everything has to be there at once.
func (l *Layout) home() *HomePage {
	p := l.builder(func(int) bool { return false }).home()
	var groups []int
	for i, first := range l.linked {
		if first == i {
			groups = append(groups, i)
		}
	}
	const parts = 16 // each goes over the names of all bodies
	for some := range slices.Chunk(groups, len(groups)/parts+1) {
		p.and(l.builder(func(j int) bool {
			_, in := slices.BinarySearch(some, l.linked[j])
			return in
		}).home())
	}
	return p
}

// keys are the refs and paths of what stands on a page of a body.
func (k *book) keys(body int, page Address) []string {
	c := k.chapters[body]
	keys := []string{}
	for ref, a := range c.refs {
		if a.page() == page {
			keys = append(keys, ref)
		}
	}
	for ref, a := range k.olders {
		if a == page {
			keys = append(keys, ref)
		}
	}
	for p, place := range c.paths {
		if place.to == page {
			keys = append(keys, p)
			if place.minutes != nil { // which list the papers, too
				for _, paper := range place.minutes.Papers {
					keys = append(keys, paper.Ref)
				}
			}
		}
	}
	return keys
}

// builder has everything that some bodies' pages show, but for what is mentioned where.
func (l *Layout) builder(full func(body int) bool) *builder {
	b := newBuilder(l.edition, l.options)
	b.site.book = l.book
	b.settle(full)
	b.follow()
	b.supersede()
	b.consult()
	return b
}

// pages are all pages that a builder can make: their addresses, and what makes them.
func (b *builder) pages() iter.Seq2[Address, func() Model] {
	return func(yield func(Address, func() Model) bool) {
		for at, make := range b.pagesOfAll() {
			if !yield(at, make) {
				return
			}
		}
		for i, body := range b.bodies {
			if b.full[i] {
				for at, make := range b.pagesOf(body) {
					if !yield(at, make) {
						return
					}
				}
			}
		}
	}
}

// pagesOfAll are those that are of no body alone.
func (b *builder) pagesOfAll() iter.Seq2[Address, func() Model] {
	return func(yield func(Address, func() Model) bool) {
		_ = yield("/", func() Model { return b.home() }) &&
			yield("/about/", func() Model { return b.about() }) &&
			yield("/404.html", func() Model { return b.notFound() }) &&
			yield("/calendar/", func() Model { return b.calendar() }) &&
			yield("/consultations/", func() Model { return b.consultationList() }) &&
			each(b.actionPages(nil), yield) &&
			each(b.decisionPages(nil), yield) &&
			b.searchPages(yield)
	}
}

// pagesOf are those of a body.
func (b *builder) pagesOf(body *Body) iter.Seq2[Address, func() Model] {
	return func(yield func(Address, func() Model) bool) {
		ok := yield(body.To, func() Model { return b.bodyPage(body) }) &&
			yield(body.PapersAt, func() Model { return b.bodyPapers(body) })
		for i := 0; ok && i < len(body.meetings); i++ {
			m := body.meetings[i]
			ok = yield(m.To, func() Model { return b.meetingPage(m) })
		}
		for i := 0; ok && i < len(body.actions); i++ {
			a := body.actions[i]
			ok = yield(a.To, func() Model { return b.actionPage(a) })
		}
		for i := 0; ok && i < len(body.consultations); i++ {
			c := body.consultations[i]
			ok = yield(c.To, func() Model { return b.consultationPage(c) })
		}
		for i := 0; ok && i < len(body.documents); i++ {
			if d := body.documents[i]; !d.Withheld {
				ok = yield(d.To, func() Model { return b.documentPage(d) })
			}
		}
		for i := 0; ok && i < len(body.registers); i++ {
			r := body.registers[i]
			ok = yield(r.To, func() Model { return b.registerPage(r, nil) })
			for j := 0; ok && j < len(r.Entries); j++ {
				e := r.Entries[j]
				ok = yield(e.To, func() Model { return b.entryPage(e) })
			}
			views := r.views()
			for j := 0; ok && j < len(views); j++ {
				ok = yield(views[j].To, func() Model { return b.registerPage(r, &views[j]) })
			}
		}
		_ = ok && each(b.actionPages(body), yield) && each(b.decisionPages(body), yield)
	}
}

// each yields pages, and tells whether more are wanted.
func each(pages iter.Seq2[Address, func() Model], yield func(Address, func() Model) bool) bool {
	for at, make := range pages {
		if !yield(at, make) {
			return false
		}
	}
	return true
}

// Find is where a ref, or a file of the content, leads, if readers of the site can go there.
func (s *Site) Find(t markdown.Target) (Address, bool) { return s.book.find(t) }

// Find is the same.
func (l *Layout) Find(t markdown.Target) (Address, bool) { return l.book.find(t) }

// WrittenAt is the file of the content that a page is made of, or the ref of what it shows of one.
func (l *Layout) WrittenAt(page Address) (file, ref string) {
	for _, c := range l.book.chapters {
		if !strings.HasPrefix(string(page), string(bodyAt(c.body))) {
			continue
		}
		for p, place := range c.paths {
			if place.to == page {
				return p, ""
			}
		}
		for ref, a := range c.refs {
			if a == page {
				return "", ref
			}
		}
	}
	return "", ""
}

// Mentioned are the refs that a file mentions in its released text, or names in its fields, each once.
func (l *Layout) Mentioned(file string) []string {
	folder, _, _ := strings.Cut(file, "/")
	var refs []string
	if c := l.book.folders[folder]; c != nil {
		record := int32(slices.Index(c.records, file))
		for key, in := range c.heard {
			if slices.Contains(in, record) && !isRecord(key) {
				refs = append(refs, key)
			}
		}
	}
	slices.Sort(refs)
	return refs
}
