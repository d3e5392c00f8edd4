package site

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"minutebook/generator/markdown"
)

// A View is a part of a register that has a page of its own, so that it can be had without a script, and linked.
type View struct {
	Name  string // "Overdue", "2016", "SECAS"
	To    Address
	Count int
	Above *Label // where readers of the public site see none of its rows
}

// Views are those of a register by one thing.
type Views struct {
	By   string // "State"
	All  []View
	Many bool // they are folded
}

// A selection is a view with its rows, as the whole register has them.
type selection[T any] struct {
	View
	slug    string
	heading string
	divided string // by what, where it is too long to be shown whole: "year", "committee", or not at all
	rows    []T
}

// longest is the most rows that a register shows on one page; see Options.Longest. Chromium on two shared cores, medians
// of five (make measure): 5,000 rows are FIXME.
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
