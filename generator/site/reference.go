package site

import (
	"path"
	"strings"

	"minutebook/generator/markdown"
)

// references gathers what a page links, each thing once, in the order in which the page does: on paper, where links cannot
// be followed, they are listed with their full addresses.
type references struct {
	b    *builder
	from Address
	all  []Link
	seen map[Address]bool
}

// references begins the list of a page; there is none where the address of the site is not known.
func (b *builder) references(from Address) *references {
	return &references{b: b, from: from, seen: map[Address]bool{}}
}

func (r *references) add(text string, to Address) {
	if r.b.site.URL == "" || !strings.HasPrefix(string(to), "/") || to.page() == r.from || r.seen[to] {
		return
	}
	r.seen[to] = true
	r.all = append(r.all, Link{text, to})
}

func (r *references) links(links ...Link) {
	for _, l := range links {
		r.add(l.Text, l.To)
	}
}

// texts adds what texts mention and link.
func (r *references) texts(texts ...markdown.Fragment) {
	for _, text := range texts {
		for t := range text.Targets() {
			if to, ok := r.b.site.book.find(t); ok && !t.Image {
				name := t.Ref
				if name == "" {
					name = path.Base(strings.TrimSuffix(string(to.page()), "/"))
				}
				r.add(name, to)
			}
		}
	}
}
