package site

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SearchPage is where readers search, and, for those without scripts, an A to Z of what is published. Where that is long,
// each letter has a page of its own.
type SearchPage struct {
	Page
	Bodies  []*Body  // whose registers it links
	Letters []Letter // those shown here; none on the page for searching, where each letter has a page of its own
	Index   []Link   // the pages of all letters, where they have any
	Letter  string   // which one the page is of; empty on the page for searching
}

// A Letter is a part of the A to Z.
type Letter struct {
	Name    string   // "R"; what begins with no letter of the alphabet is under "Others"
	Anchor  string   // "letter-r"
	Entries []Titled // by title
}

// A Titled is something with a title that readers may look for.
type Titled struct {
	Link         // its title, and where it stands: .Text and .To of it
	Kind  string // "Document"
	Body  string // whose it is: "SMKI PMA"
	Above *Label
}

// longAToZ is from how many entries on letters have pages of their own.
const longAToZ = 300

// searchPages are the page where readers search, and those of letters.
func (b *builder) searchPages(yield func(Address, func() Model) bool) bool {
	letters := b.letters()
	paged := 0
	for _, l := range letters {
		paged += len(l.Entries)
	}
	if paged <= longAToZ {
		return yield("/search/", func() Model { return b.search(letters, nil) })
	}
	var index []Link
	for _, l := range letters {
		index = append(index, Link{l.Name, "/search/" + Address(l.Anchor) + "/"})
	}
	ok := yield("/search/", func() Model { return b.search(nil, index) })
	for i := 0; ok && i < len(letters); i++ {
		ok = yield(index[i].To, func() Model { return b.letter(letters[i], index) })
	}
	return ok
}

func (b *builder) search(letters []Letter, index []Link) *SearchPage {
	p := &SearchPage{Page: b.page("search", "/search/", "Search", b.homeLink()), Bodies: b.bodies, Letters: letters, Index: index}
	p.Section, p.Scripts = "search", []string{"minisearch.js", "search.js"}
	return p
}

func (b *builder) letter(l Letter, index []Link) *SearchPage {
	p := &SearchPage{Page: b.page("search", "/search/"+Address(l.Anchor)+"/", "A to Z: "+l.Name, b.homeLink(), Link{"Search", "/search/"}),
		Letters: []Letter{l}, Index: index, Letter: l.Name}
	p.Rows = len(l.Entries)
	return p
}

// letters is the A to Z: the titles of committees, documents, consultations and registers.
func (b *builder) letters() []Letter {
	var all []Titled
	for _, body := range b.bodies {
		all = append(all, Titled{Link{cmp.Or(body.Title.Plain(), body.Short), body.To}, "Committee", body.Short, body.Above})
		for _, d := range body.documents {
			t := Titled{Link: Link{cmp.Or(d.Title.Plain(), d.Ref), d.To}, Kind: "Document", Body: body.Short}
			if !d.Withheld { // of what may be asked for, readers see as much as stands here
				t.Above = above(b, d.source.Label, d.source.By)
			}
			all = append(all, t)
		}
		for _, c := range body.consultations {
			all = append(all, Titled{Link{c.Title.Plain(), c.To}, "Consultation", body.Short, c.Above})
		}
		for _, r := range body.registers {
			all = append(all, Titled{Link{r.Title.Plain(), r.To}, "Register", body.Short, r.Above})
		}
	}
	slices.SortStableFunc(all, func(x, y Titled) int {
		return cmp.Or(cmp.Compare(len(initial(x.Text)), len(initial(y.Text))), cmp.Compare(initial(x.Text), initial(y.Text)), cmp.Compare(strings.ToLower(x.Text), strings.ToLower(y.Text)), cmp.Compare(x.To, y.To))
	})
	var letters []Letter
	for _, t := range all {
		name := initial(t.Text)
		if n := len(letters); n == 0 || letters[n-1].Name != name {
			letters = append(letters, Letter{Name: name, Anchor: "letter-" + strings.ToLower(name)})
		}
		last := &letters[len(letters)-1]
		last.Entries = append(last.Entries, t)
	}
	return letters
}

// others is where titles stand that begin with no letter of A to Z. It comes behind the letters.
const others = "Others"

// initial is the letter under which a title stands.
func initial(title string) string {
	r, _ := utf8.DecodeRuneInString(strings.TrimSpace(title))
	if r = unicode.ToUpper(r); 'A' <= r && r <= 'Z' {
		return string(r)
	}
	return others
}
