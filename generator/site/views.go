package site

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode"

	"minutebook/generator/markdown"
)

// A View is a part of a register that has a page of its own, so that it can be had without a script, and linked. No record
// can have its address: that of an action is two numbers, decisions stand in minutes, and the views of other registers one
// level below their entries.
type View struct {
	Name  string // "Overdue", "2016", "SECAS"
	To    Address
	Count int    // how many rows it has
	Above *Label // the label of its rows, where readers of the public site see none of them
	Ahead string // of the view of what is overdue, as of the HomePage; of others empty
}

// Views are those of a register by one thing.
type Views struct {
	By   string // "State"; empty where nothing else divides the register
	All  []View // in the order in which they are to be listed
	Many bool   // they are too many to be read at a glance, so a page folds them
}

// A selection is a view with its rows, as the whole register has them.
type selection[T any] struct {
	View
	slug    string
	heading string
	divided string // by what, where it is too long to be shown whole: "year", "committee", or not at all
	rows    []T
}

// longest is the most rows that a register shows on one page; see Options.Longest. In Chromium, on two cores that had ten
// times as much to do, medians of five (make measure):
//
//	rows                              2,000  5,000 10,000 20,000
//	kB                                  877  2,181  4,344  8,670
//	first paint, ms                     332    228    200    588
//	filters are there, ms               547    509  1,202  7,596
//	the first word is answered, ms       48    120    397  2,701
//	a further one                        19     27     57    332
//	an owner                             33     45    114    797
//	all rows again                       88    230    598  4,899
//	sorted by day                       458    411  1,316  5,189
//
// The answer to a word or an owner comes within what is felt as at once up to 10,000 rows, and beyond that no more.
const longest = 10000

// long is from how many rows on it is felt that a browser lays out a table as a whole.
const long = 500

func (b *builder) longest() int { return cmp.Or(b.most, longest) }

// selected groups rows by what key makes of them, in the order in which the groups come first. Rows without a slug are in
// none. above is the label of a row, or of what puts it in its group, if readers of the public site do not see that.
func selected[T any](at Address, rows []T, key func(T) (slug, name string), above func(T) *Label) []selection[T] {
	var all []selection[T]
	place := map[string]int{}
	for _, row := range rows {
		slug, name := key(row)
		if slug == "" {
			continue
		}
		i, ok := place[slug]
		if !ok {
			i = len(all)
			place[slug] = i
			all = append(all, selection[T]{slug: slug, View: View{Name: name, To: at + Address(slug) + "/"}})
		}
		all[i].rows = append(all[i].rows, row)
	}
	for i := range all {
		all[i].count(above)
	}
	return all
}

// count makes the view of its rows.
func (s *selection[T]) count(above func(T) *Label) {
	s.Count = len(s.rows)
	for i, row := range s.rows {
		l := above(row)
		if l == nil {
			s.Above = nil
			return
		}
		if i == 0 {
			s.Above = l
		}
	}
}

// registerPages are the page of a register and those of its views, which are not asked for before the first is there.
func registerPages[T any](at Address, views func() []selection[T], page func(*selection[T]) Model) iter.Seq2[Address, func() Model] {
	return func(yield func(Address, func() Model) bool) {
		if !yield(at, func() Model { return page(nil) }) {
			return
		}
		all := views()
		for i := range all {
			if !yield(all[i].To, func() Model { return page(&all[i]) }) {
				return
			}
		}
	}
}

// listPage is the common part of a page of a register, of a body or of all, or of a view of one, and the heading of it.
func listPage[T any](b *builder, kind string, register View, body *Body, view *selection[T]) (p Page, heading string) {
	trail, name := []Link{b.homeLink()}, register.Name
	heading = name + " of all committees"
	if body != nil {
		trail, name, heading = append(trail, body.link()), name+" of "+body.Short, "Register of "+kind
	}
	at := register.To
	if view != nil {
		trail, at, heading = append(trail, Link{register.Name, at}), view.To, view.heading
		if name = heading; body != nil {
			name += ", " + body.Short
		}
	}
	p = b.page(kind, at, name, trail...)
	p.Scripts = registerScripts
	if view == nil && body == nil {
		p.Section = kind
	}
	return p, heading
}

// registerScripts are what registers have beside the script of all pages.
var registerScripts = []string{"register.js"}

// committees are the registers of all bodies.
func (b *builder) committees(at func(*Body) Address, count func(*Body) int) []View {
	var all []View
	for _, body := range b.bodies {
		all = append(all, View{Name: body.Short, To: at(body), Count: count(body), Above: body.Above})
	}
	return all
}

// elsewhere are the views of one name in the registers of the bodies that rows are of.
func elsewhere[T any](b *builder, slug string, rows []T, of func(T) *Body, at func(*Body) Address) []View {
	count := make([]int, len(b.bodies))
	for _, row := range rows {
		count[of(row).place]++
	}
	all := b.committees(func(body *Body) Address { return at(body) + Address(slug) + "/" }, func(body *Body) int { return count[body.place] })
	return slices.DeleteFunc(all, func(v View) bool { return v.Count == 0 })
}

// byName orders views as a reader looks for them.
func byName[T any](all []selection[T]) []selection[T] {
	slices.SortStableFunc(all, func(x, y selection[T]) int { return cmp.Compare(x.slug, y.slug) })
	return all
}

// glance is how many letters of names are still read at one.
const glance = 120

// folded are views that are folded where they are many.
func folded(by string, views []View) Views {
	letters := 0
	for _, v := range views {
		letters += len(v.Name)
	}
	return Views{by, views, letters > glance}
}

func viewsOf[T any](by string, all []selection[T]) Views {
	var views []View
	for _, s := range all {
		views = append(views, s.View)
	}
	return folded(by, views)
}

// longestSlug is that of a group in bytes: there are systems on which a name has at most 255, and an owner may be a sentence.
const longestSlug = 100

// slugOfGroup is a text's part of the address of a view. It is the same for all spellings in capitals and small letters;
// empty where nothing can be an address.
func slugOfGroup(text string) string {
	slug := strings.Map(func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }, markdown.Slug(text))
	if len(slug) > longestSlug {
		return ""
	}
	return slug
}
