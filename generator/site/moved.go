package site

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"minutebook/generator/release"
	"minutebook/generator/source"
)

// A MovedPage stands where another page stood before, and leads to it.
type MovedPage struct {
	Page
	Now   Link
	Label *Label // of what stands there now, where readers of the public site do not see it
}

// A former is an address at which a record's page stood, and the one at which it stands.
type former struct {
	from, to Address
	at       source.Pos // where that is said
}

// moved notes the former addresses of a record.
func (b *builder) moved(was []release.Former, to Address) {
	if b.chapter != nil {
		for _, f := range was {
			b.chapter.formers = append(b.chapter.formers, former{Address(f.Address), to, f.At})
		}
	}
}

// bindFormers gathers the former addresses of all records, the longest first, and reports those at which something stands.
// All of these are of released records: of the others, package minutes has told the drafter.
func (k *book) bindFormers() []source.Diagnostic {
	for _, c := range k.chapters {
		k.formers = append(k.formers, c.formers...)
	}
	if k.formers == nil {
		return nil
	}
	slices.SortFunc(k.formers, func(x, y former) int {
		return cmp.Or(len(y.from)-len(x.from), cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to))
	})
	stands := map[Address]bool{}
	for _, c := range k.chapters {
		stands[bodyAt(c.body)] = true
		for _, a := range c.refs {
			stands[a] = true
		}
		for _, p := range c.paths {
			stands[p.to] = true
		}
	}
	for _, a := range k.olders {
		stands[a] = true
	}
	var report []source.Diagnostic
	for _, f := range k.formers {
		if stands[f.from] {
			report = append(report, source.Diagnostic{Pos: f.at, Severity: source.Error, Code: "address-taken",
				Message: "another page stands at an address at which this one is said to have stood", Hint: "take the former address out"})
		}
		stands[f.from] = true
	}
	return report
}

// leadsTo are the addresses to which a former one may lead, the likeliest first: what stood below a record's page stands
// below it still.
func (k *book) leadsTo(a Address) iter.Seq2[Address, former] {
	return func(yield func(Address, former) bool) {
		for _, f := range k.formers {
			if rest, below := strings.CutPrefix(string(a), string(f.from)); below && !yield(f.to+Address(rest), f) {
				return
			}
		}
	}
}

// addMoved adds the pages at all former addresses to those of the site, which are in the order of their addresses.
func (s *Site) addMoved() {
	if s.book.formers == nil {
		return
	}
	there := make(map[Address]bool, len(s.Pages))
	for _, m := range s.Pages {
		there[m.Base().Address] = true
	}
	pages := s.Pages
	for _, f := range s.book.formers {
		i, _ := slices.BinarySearchFunc(pages, f.to, func(m Model, a Address) int { return cmp.Compare(m.Base().Address, a) })
		for ; i < len(pages); i++ {
			rest, below := strings.CutPrefix(string(pages[i].Base().Address), string(f.to))
			if !below {
				break
			}
			if from := f.from + Address(rest); !there[from] {
				there[from] = true
				s.Pages = append(s.Pages, movedPage(from, pages[i], f.to))
			}
		}
	}
	slices.SortFunc(s.Pages, byAddress)
}

func byAddress(x, y Model) int { return cmp.Compare(x.Base().Address, y.Base().Address) }

// movedPage leads to a page of a record, or below it.
func movedPage(from Address, now Model, record Address) *MovedPage {
	to := now.Base()
	return &MovedPage{
		Page:  Page{Address: from, Kind: "moved", Name: to.Name, Moved: to.Address, Site: to.Site},
		Now:   Link{to.Name, to.Address},
		Label: foremost(viewLabel(now), to.within(record)),
	}
}

// viewLabel is that of a view of which readers of the public site see no row: its name may be an owner's.
func viewLabel(m Model) *Label {
	var v *View
	switch p := m.(type) {
	case *ActionsPage:
		v = p.View
	case *DecisionsPage:
		v = p.View
	case *RegisterPage:
		v = p.View
	}
	if v == nil {
		return nil
	}
	return v.Above
}

// within is the label of a page, or of the nearest that it stands below, up to that of a record: the name of a view has
// the title of its register.
func (p *Page) within(record Address) *Label {
	for a := p.Address; len(a) >= len(record); a = a[:strings.LastIndexByte(string(a[:len(a)-1]), '/')+1] {
		if l := p.Above(a); l != nil {
			return l
		}
	}
	return nil
}
