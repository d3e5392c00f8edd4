package markdown

import (
	"html/template"
	"iter"
	"slices"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// A Fragment is text that a reader may read, made into HTML but for its addresses, which only a finished site knows.
// It is made from source that was cut first, so nothing withheld was ever in it. The zero Fragment is empty.
type Fragment struct {
	pieces  []piece
	plain   string
	anchors []string
}

// A piece is finished HTML, or, where ref or target is set, an open place, which a site may link.
type piece struct {
	html   string
	ref    string  // that the text mentions, if there is such a record
	target *Target // of a link that somebody wrote
}

func (p piece) leads() (Target, bool) {
	switch {
	case p.target != nil:
		return *p.target, true
	case p.ref != "":
		return Target{Ref: p.ref}, true
	}
	return Target{}, false
}

// A Target is what a text points at: a ref that it mentions or links, or a file that it links.
type Target struct {
	Ref      string     // of a record; or
	Path     string     // of a file of the content, with slashes, from its root; and
	Anchor   string     // in it, without "#", if any
	Image    bool       // shown in place rather than linked
	Explicit bool       // a link that somebody wrote; otherwise a mention
	At       source.Pos // where an explicit one stands
}

// Words is a fragment of plain text, in which refs are mentions and nothing else means anything.
func Words(text string) Fragment {
	var w writer
	writeWords(&w, text)
	return w.fragment(text)
}

// Empty tells whether there is nothing to show.
func (f Fragment) Empty() bool { return len(f.pieces) == 0 }

// Plain is the text of a one-paragraph fragment without any markup: for titles, feeds, lists of names.
// A withheld phrase reads as its notice. Of whole texts it is empty.
func (f Fragment) Plain() string { return f.plain }

// Same tells whether two texts of one paragraph say the same, but for their markup.
func (f Fragment) Same(g Fragment) bool { return f.plain == g.plain && f.hidden() == g.hidden() }

// hidden is the text with its markup where there is something in it that its plain text has not, as the drafter's can have.
func (f Fragment) hidden() string {
	if !slices.ContainsFunc(f.pieces, func(p piece) bool { return strings.Contains(p.html, `" data-withheld="`) }) {
		return ""
	}
	var b strings.Builder
	for _, p := range f.pieces {
		b.WriteString(p.html)
	}
	return b.String()
}

// Targets are the records and files that the text mentions and links, in its order, with repetitions. A mention need
// not be the ref of anything: every word that could be one is offered.
func (f Fragment) Targets() iter.Seq[Target] {
	return func(yield func(Target) bool) {
		for _, p := range f.pieces {
			if t, ok := p.leads(); ok && !yield(t) {
				return
			}
		}
	}
}

// HTML fills in the addresses. resolve returns the address of a target as the page that shows the text must write it,
// and false for what is not to be linked, which then stays plain text.
func (f Fragment) HTML(resolve func(Target) (href string, ok bool)) template.HTML {
	if len(f.pieces) == 1 && f.pieces[0].ref == "" && f.pieces[0].target == nil {
		return template.HTML(f.pieces[0].html)
	}
	var b strings.Builder
	n := 0
	for _, p := range f.pieces {
		n += len(p.html)
	}
	b.Grow(n + n/4)
	for _, p := range f.pieces {
		href := ""
		target, leads := p.leads()
		if leads {
			href, leads = resolve(target)
		}
		switch {
		case !leads:
			b.WriteString(p.html)
		case target.Image:
			b.WriteString(`<img src="` + template.HTMLEscapeString(href) + `" alt="` + p.html + `">`)
		case target.Ref != "":
			b.WriteString(`<a class="ref" href="` + template.HTMLEscapeString(href) + `">` + p.html + `</a>`)
		default:
			b.WriteString(`<a href="` + template.HTMLEscapeString(href) + `">` + p.html + `</a>`)
		}
	}
	return template.HTML(b.String())
}

// Anchors are the ids of the headings in the text, in its order.
func (f Fragment) Anchors() iter.Seq[string] { return slices.Values(f.anchors) }

// A Section is a numbered item of minutes: a heading of level 2 and what follows it.
type Section struct {
	Number int
	Title  Fragment
	Body   Fragment
	At     source.Pos
	Mark   classification.Label // the highest of the block marks around the whole item; WHITE if there is none
}
