// Package search makes the index by which readers find things on a site, without a server. It is made of finished pages
// and of nothing else: it imports nothing that could know more than they show, what is withheld has no way into it, and
// the audit reads its files as it reads all others.
//
// A page is a document that can be found, and so is each unit in it that has a place of its own: an item of minutes, a
// decision, a paper. Pages say so themselves, by attributes that hold for an element and for what is in it:
//
//	data-kind    what is here: "Action"; empty: what is told elsewhere, on a page of its own or in another unit
//	data-body    whose it is
//	data-date    of when
//	data-state   how it stands; on elements with a data-kind only
//
// A page without any is found by its title and its text.
//
// The index is what MiniSearch makes of documents, in pieces of which a reader gets only a few: words in their order, so
// many to a file; refs; and what a result shows of a document. The files are scripts, since no page may fetch anything:
// each hands one value of JSON to minutebook.take. All but the first, index.js, have a hash of their content in their
// names, so that what belongs to another build is not there rather than mixed in.
//
// In lists of numbers, "|" stands between two, and "~" within those of five figures and more: 12~345 is 120345. So an
// audit that looks for figures, or for words, does not take them for some.
package search

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"sync"
)

// An Index gathers pages.
type Index struct {
	readers sync.Pool

	mu        sync.Mutex
	words     map[string]uint32 // their numbers, in the order in which they come
	spelled   []string
	groups    map[facts]uint32
	documents []document
}

// New is an index of nothing.
func New() *Index {
	return &Index{words: map[string]uint32{}, groups: map[facts]uint32{}}
}

// facts are what results can be narrowed by.
type facts struct{ kind, body, year, state, label string }

// The newest comes first, since what weighs the same is shown in the order of documents; what has no year comes last.
func (f facts) compare(g facts) int {
	return cmp.Or(cmp.Compare(g.year, f.year), cmp.Compare(f.body, g.body), cmp.Compare(f.kind, g.kind), cmp.Compare(f.state, g.state), cmp.Compare(f.label, g.label))
}

// A document is what can be found.
type document struct {
	group  uint32
	date   string
	path   string // of its page
	nth    int    // on the page
	shown  []byte // what a result shows of it, as JSON
	titled int    // how many of the words are those of the title
	words  []uint32
	often  []uint8 // each of the text's words
	refs   []string
}

func (d *document) compare(e *document) int {
	return cmp.Or(cmp.Compare(e.date, d.date), cmp.Compare(d.path, e.path), cmp.Compare(d.nth, e.nth))
}

// Add reads a finished file. It may be called by several goroutines at once; the bytes are the caller's again when it
// returns, and the order does not matter.
func (x *Index) Add(file string, page []byte) {
	if path.Ext(file) != ".html" {
		return
	}
	r, ok := x.readers.Get().(*reader)
	if !ok {
		r = &reader{index: x, known: map[string]uint32{}}
	}
	defer x.readers.Put(r)
	r.read(file, page)
	x.mu.Lock()
	defer x.mu.Unlock()
	for i, f := range r.facts {
		group, known := x.groups[f]
		if !known {
			group = uint32(len(x.groups))
			x.groups[f] = group
		}
		r.found[i].group = group
	}
	x.documents = append(x.documents, r.found...)
}

// number is that of a word.
func (x *Index) number(word []byte) uint32 {
	x.mu.Lock()
	defer x.mu.Unlock()
	n, known := x.words[string(word)]
	if !known {
		n = uint32(len(x.spelled))
		x.spelled = append(x.spelled, string(word))
		x.words[x.spelled[n]] = n
	}
	return n
}

// sorted gives documents, groups and words their order, which is that of what they say, not that in which they came.
func (x *Index) sorted() (groups []facts, words []string) {
	groups = make([]facts, len(x.groups))
	for f, n := range x.groups {
		groups[n] = f
	}
	place := order(groups, facts.compare)
	for i := range x.documents {
		x.documents[i].group = place[x.documents[i].group]
	}
	slices.SortFunc(x.documents, func(d, e document) int { return cmp.Or(cmp.Compare(d.group, e.group), d.compare(&e)) })
	words = slices.Clone(x.spelled)
	place = order(words, strings.Compare)
	for _, d := range x.documents {
		for i, w := range d.words {
			d.words[i] = place[w]
		}
	}
	return groups, words
}

// order sorts values and gives the new place of each.
func order[T any](values []T, compare func(a, b T) int) []uint32 {
	from := make([]uint32, len(values))
	for i := range from {
		from[i] = uint32(i)
	}
	old := slices.Clone(values)
	slices.SortFunc(from, func(i, j uint32) int { return compare(old[i], old[j]) })
	place := make([]uint32, len(values))
	for to, i := range from {
		values[to], place[i] = old[i], uint32(to)
	}
	return place
}
