package plan

import (
	"bytes"
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// A page is the visible text of a published page, as far as a plan needs it.
type page struct {
	title   string
	label   string   // of the record, in words; empty where none is shown
	ceiling string   // of the site
	asAt    string   // the day that states are reckoned from, ISO
	day     string   // in the heading, ISO
	awaited bool     // of a meeting: its minutes are not there yet
	ref     string   // the first reference among the facts
	days    []string // in what it tells itself
	every   []string // and in what follows from other records
	blocks  []block  // of main
	frame   []block  // of what is around it
}

// A block is a piece of visible text: a paragraph, a heading, a row.
type block struct {
	text    string
	follows bool   // from other records, which tell it themselves
	settled bool   // stands in a list of terms or a heading: a field that has one line for each value
	what    string // "decision", "update", "action", "paper", "event", "version", …
	section string // the heading of its section
	ref     string // what it is about
	day     string // of an event or a version, ISO
	from    string // of an event: the path of the page of the meeting
	files   []string
}

func (p *page) own() []block {
	return slices.DeleteFunc(slices.Clone(p.blocks), func(b block) bool { return b.follows })
}

func (p *page) shown(full bool) []block {
	if full {
		return p.blocks
	}
	return p.own()
}

var (
	labelPattern   = regexp.MustCompile(`Label: (WHITE|GREEN|AMBER\+STRICT|AMBER|RED)`)
	ceilingPattern = regexp.MustCompile(`Labelled (WHITE|GREEN|AMBER\+STRICT|AMBER|RED) or below`)
)

// read takes a page apart. Any bytes are a page: what is not HTML has no text, or all of it.
func read(file string, data []byte) *page {
	p := &page{}
	root, err := html.Parse(bytes.NewReader(data))
	if err != nil { // which a reader of bytes does not give
		return p
	}
	dropHidden(root)
	r := &reader{page: p, file: file, kind: placeOf(file).kind}
	main := find(root, func(n *html.Node) bool { return n.DataAtom == atom.Main })
	if main == nil {
		main = find(root, func(n *html.Node) bool { return n.DataAtom == atom.Body })
	}
	if main != nil {
		r.into = &p.blocks
		r.walk(main)
		r.flush()
		main.Parent.RemoveChild(main)
	}
	r.into, r.now, r.prefix, r.frame = &p.frame, block{}, "", true
	r.walk(root)
	r.flush()
	for _, b := range p.frame {
		if m := ceilingPattern.FindStringSubmatch(b.text); m != nil {
			p.ceiling = m[1]
		}
	}
	p.frame = slices.DeleteFunc(p.frame, func(b block) bool { return b.day != "" })
	return p
}

// A reader goes through the elements of a page.
type reader struct {
	page   *page
	file   string
	kind   kind
	frame  bool
	into   *[]block
	now    block  // what holds for the text that is being read
	text   []byte // of the block so far
	prefix string // what hangs beside the next block
	spaced bool   // white space has been read, and no text after it
}

func (r *reader) flush() {
	text := r.take()
	if text == "" {
		return
	}
	if r.prefix != "" {
		text, r.prefix = r.prefix+"  "+text, ""
	}
	b := r.now
	b.text = text
	*r.into = append(*r.into, b)
	r.now.files = nil
	if r.frame {
		r.now.day = ""
	}
}

// take is the text so far, which begins anew.
func (r *reader) take() string {
	text := string(bytes.TrimSpace(r.text))
	r.text, r.spaced = r.text[:0], false
	return text
}

// say adds text, in which any white space is one space. A page that somebody changed may hold what commands a terminal or
// turns the order of letters; it is shown as unknown.
func (r *reader) say(text string) {
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && !unicode.IsSpace(c) || unicode.Is(unicode.Bidi_Control, c) {
			return unicode.ReplacementChar
		}
		return c
	}, text)
	for i := range len(text) {
		c := text[i]
		if c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' {
			r.spaced = true
			continue
		}
		if r.spaced && len(r.text) > 0 {
			r.text = append(r.text, ' ')
		}
		r.spaced = false
		r.text = append(r.text, c)
	}
}

// join ends a part of a block with what divides it from the next.
func (r *reader) join(divider string) {
	r.text, r.spaced = append(bytes.TrimRight(r.text, " "), divider...), false
}

// derivedSections are the headings of parts that list what other pages tell, on the pages of bodies, documents and
// consultations.
var derivedSections = []string{"Next meetings", "Last meetings", "Open actions", "Age of the open actions", "Latest decisions", "Consultations",
	"All meetings held", "Mentioned in", "Other rounds on the same document", "Consultations on it"}

// walk reads an element. What holds within it holds no longer after it.
func (r *reader) walk(n *html.Node) {
	if n.Type == html.TextNode {
		r.say(n.Data)
		return
	}
	if n.Type == html.ElementNode && r.skips(n) {
		return
	}
	outer := r.now
	separate := n.Type == html.ElementNode && separates(n.DataAtom)
	if separate {
		r.flush()
		r.enter(n)
	}
	switch n.DataAtom {
	case atom.Td, atom.Th:
		if len(r.text) > 0 {
			r.join(" | ")
		}
	case atom.Dt:
		r.flush()
	case atom.Dd:
		if len(r.text) > 0 && !bytes.HasSuffix(r.text, []byte(": ")) {
			r.join("; ")
		}
	case atom.Time:
		r.time(attribute(n, "datetime"))
	case atom.Img:
		r.say("[picture " + attribute(n, "src") + ": " + attribute(n, "alt") + "]")
	case atom.Br:
		r.spaced = true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		r.walk(c)
	}
	switch n.DataAtom {
	case atom.A:
		r.link(n)
	case atom.Dt:
		r.join(": ")
	case atom.P:
		if has(n, "hang") {
			r.prefix = r.take()
		}
	case atom.H1:
		r.page.title = cmp.Or(r.page.title, string(bytes.TrimSpace(r.text)))
	case atom.Li:
		r.flush()
		if r.prefix != "" {
			r.text, r.prefix = append(r.text, r.prefix...), ""
		}
	}
	if separate {
		r.flush()
		r.now = outer
	}
}

func (r *reader) skips(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Head:
		return true
	case atom.A:
		return has(n, "permalink") || has(n, "skip")
	case atom.Section:
		return has(n, "references") // the links of the page once more, for paper
	}
	return false
}

func separates(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Div, atom.Section, atom.Article, atom.Header, atom.Footer, atom.Nav,
		atom.Main, atom.Aside, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Caption, atom.Thead,
		atom.Tbody, atom.Tr, atom.Pre, atom.Blockquote, atom.Figure, atom.Figcaption, atom.Hr:
		return true
	}
	return false
}

// enter notes what an element says of the text in it.
func (r *reader) enter(n *html.Node) {
	switch {
	case r.frame:
		return
	case n.DataAtom == atom.Nav || has(n, "summary") || has(n, "mentions") || has(n, "kept_back"):
		r.now.follows = true
	case r.kind == register && n.DataAtom == atom.Table:
		r.now.follows = true // each entry has a page
	case has(n, "head"), has(n, "facts"), has(n, "box"):
		r.now.settled = true
	}
	switch n.DataAtom {
	case atom.Section:
		h := find(n, func(n *html.Node) bool { return n.DataAtom == atom.H2 })
		if h == nil {
			break
		}
		heading := textOf(h)
		r.now.section = heading
		if r.kind == consultation {
			r.now.day = dayIn(n)
		}
		if r.kind == body || r.kind == document || r.kind == consultation {
			r.now.follows = r.now.follows || slices.ContainsFunc(derivedSections, func(s string) bool { return heading == s || strings.HasPrefix(heading, s+" ") })
		}
	case atom.Tr:
		if r.kind == document {
			r.now.what = "version"
			r.now.day = dayIn(n)
			if th := find(n, func(n *html.Node) bool { return n.DataAtom == atom.Th }); th != nil {
				r.now.ref = textOf(th)
			}
		}
	case atom.Li:
		if n.Parent != nil && has(n.Parent, "history") {
			r.now.what = "event"
			r.now.day = dayIn(n)
			if a := find(n, func(n *html.Node) bool { return n.DataAtom == atom.A }); a != nil {
				r.now.from = r.resolve(attribute(a, "href"))
			}
		}
	}
	if has(n, "entry") {
		r.now.what = "paper"
		for _, what := range []string{"update", "decision", "action"} {
			if has(n, what) {
				r.now.what = what
			}
		}
		if ref := find(n, func(n *html.Node) bool { return has(n, "ref") }); ref != nil {
			r.now.ref = textOf(ref)
		}
	}
	if has(n, "tags") && r.page.label == "" {
		text := textOf(n)
		if m := labelPattern.FindStringSubmatch(text); m != nil {
			r.page.label = m[1]
		}
		r.page.awaited = strings.Contains(text, "to be held") || strings.Contains(text, "minutes awaited")
	}
	if has(n, "facts") && r.page.ref == "" {
		if ref := find(n, func(n *html.Node) bool { return n.DataAtom == atom.Dd && has(n, "ref") }); ref != nil {
			r.page.ref = textOf(ref)
		}
	}
}

func (r *reader) time(day string) {
	if len(day) < len("2006-01-02") {
		return
	}
	day = day[:len("2006-01-02")]
	switch {
	case r.frame:
		r.page.asAt, r.now.day = day, day
	case r.page.title == "" && r.page.day == "":
		r.page.day = day
		fallthrough
	default:
		r.page.every = append(r.page.every, day)
		if !r.now.follows {
			r.page.days = append(r.page.days, day)
		}
	}
}

// link tells what cannot be seen of a link but can be had from it: an address elsewhere, a file, a title.
func (r *reader) link(n *html.Node) {
	to := attribute(n, "href")
	if i := strings.IndexAny(to, ":/?#"); i > 0 && to[i] == ':' {
		if text := textOf(n); text != to && "mailto:"+text != to {
			r.say(" <" + to + ">")
		}
	} else if file := r.resolve(to); strings.HasPrefix(file, "files/") {
		r.say(" <" + file + ">")
		r.now.files = append(r.now.files, file)
	}
	if title := attribute(n, "title"); title != "" {
		r.say(" (" + title + ")")
	}
}

// resolve is the path of the file that a link of this page leads to.
func (r *reader) resolve(href string) string {
	href, _, _ = strings.Cut(href, "#")
	if href == "" {
		return r.file
	}
	if strings.HasSuffix(href, "/") || path.Base(href) == ".." {
		href += "/index.html"
	}
	return strings.TrimPrefix(path.Join("/", path.Dir(r.file), href), "/")
}
