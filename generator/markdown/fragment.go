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
type Fragment struct{ *fragment } // nil where it is empty: there are very many of them, and many are

type fragment struct {
	html    string
	holes   []hole // by where they are
	plain   string
	anchors *[]string
}

// A hole is a stretch of the HTML that a site may link.
type hole struct {
	from, to int32
	target   *Target // nil: what stands there is the ref of what the text mentions, if there is such a record
}

func (h hole) leads(html string) Target {
	if h.target != nil {
		return *h.target
	}
	return Target{Ref: html[h.from:h.to]}
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
func (f Fragment) Empty() bool { return f.fragment == nil || f.html == "" && len(f.holes) == 0 }

// Plain is the text of a one-paragraph fragment without any markup: for titles, feeds, lists of names.
// A withheld phrase reads as its notice. Of whole texts it is empty.
func (f Fragment) Plain() string {
	if f.fragment == nil {
		return ""
	}
	return f.plain
}

// Same tells whether two texts of one paragraph say the same, but for their markup.
func (f Fragment) Same(g Fragment) bool { return f.Plain() == g.Plain() && f.hidden() == g.hidden() }

// hidden is the text with its markup where there is something in it that its plain text has not, as the drafter's can have.
func (f Fragment) hidden() string {
	if f.fragment == nil || !strings.Contains(f.html, `" data-withheld="`) {
		return ""
	}
	return f.html
}

// Notices are how many notices of a label stand in the text, each where something was withheld. All that people wrote is
// escaped, so nothing else looks like one.
func (f Fragment) Notices(label string) int {
	if f.fragment == nil {
		return 0
	}
	n := strings.Count(f.html, openNoticeBlock+label+"<") + strings.Count(f.html, openNoticePhrase+label+"]<")
	if escaped := template.HTMLEscapeString(label); escaped != label { // as in place of an address
		n += strings.Count(f.html, openNoticePhrase+escaped+"]<")
	}
	return n
}

// Targets are the records and files that the text mentions and links, in its order, with repetitions. A mention need
// not be the ref of anything: every word that could be one is offered.
func (f Fragment) Targets() iter.Seq[Target] {
	return func(yield func(Target) bool) {
		if f.fragment == nil {
			return
		}
		for _, h := range f.holes {
			if !yield(h.leads(f.html)) {
				return
			}
		}
	}
}

// HTML fills in the addresses. resolve returns the address of a target as the page that shows the text must write it,
// and false for what is not to be linked, which then stays plain text.
func (f Fragment) HTML(resolve func(Target) (href string, ok bool)) template.HTML {
	if f.fragment == nil {
		return ""
	}
	if len(f.holes) == 0 {
		return template.HTML(f.html)
	}
	var b strings.Builder
	b.Grow(len(f.html) + len(f.html)/4)
	done := int32(0)
	for _, h := range f.holes {
		target := h.leads(f.html)
		b.WriteString(f.html[done:h.from])
		words := f.html[h.from:h.to]
		done = h.to
		href, ok := resolve(target)
		switch {
		case !ok:
			b.WriteString(words)
		case target.Image:
			b.WriteString(`<img src="` + template.HTMLEscapeString(href) + `" alt="` + words + `">`)
		case target.Ref != "":
			b.WriteString(`<a class="ref" href="` + template.HTMLEscapeString(href) + `">` + words + `</a>`)
		default:
			b.WriteString(`<a href="` + template.HTMLEscapeString(href) + `">` + words + `</a>`)
		}
	}
	b.WriteString(f.html[done:])
	return template.HTML(b.String())
}

// Anchors are the ids of the headings in the text, in its order.
func (f Fragment) Anchors() iter.Seq[string] {
	if f.fragment == nil || f.anchors == nil {
		return func(func(string) bool) {}
	}
	return slices.Values(*f.anchors)
}

// with is the fragment with the ids of its headings.
func (f Fragment) with(anchors []string) Fragment {
	if len(anchors) == 0 {
		return f
	}
	if f.fragment == nil {
		f.fragment = &fragment{}
	}
	f.anchors = &anchors
	return f
}

// and joins two fragments.
func (f Fragment) and(g Fragment) Fragment {
	switch {
	case f.fragment == nil:
		return g
	case g.fragment == nil:
		return f
	}
	w := writer{html: []byte(f.html), holes: slices.Clone(f.holes)}
	for _, h := range g.holes {
		h.from, h.to = h.from+int32(len(f.html)), h.to+int32(len(f.html))
		w.holes = append(w.holes, h)
	}
	w.WriteString(g.html)
	return w.fragment(f.plain + g.plain)
}

// trimItemNumber is the fragment without the "6. " in front of a heading that was rendered whole.
func (f Fragment) trimItemNumber() Fragment {
	if f.fragment == nil {
		return f
	}
	n, rest := itemNumber(f.html)
	if n == 0 {
		return f
	}
	shorter := *f.fragment
	cut := int32(len(f.html) - len(rest))
	shorter.html, shorter.holes = rest, slices.Clone(f.holes)
	for i := range shorter.holes {
		shorter.holes[i].from, shorter.holes[i].to = shorter.holes[i].from-cut, shorter.holes[i].to-cut
	}
	return Fragment{&shorter}
}

// A Section is a numbered item of minutes: a heading of level 2 and what follows it.
type Section struct {
	Number int
	Title  Fragment
	Body   Fragment
	At     source.Pos
	Mark   classification.Label // the highest of the block marks around the whole item; WHITE if there is none
}
