package search

import (
	"bytes"
	"slices"

	"golang.org/x/net/html"
)

// A reader reads one page after the other.
type reader struct {
	index *Index
	known map[string]uint32
	found []document
	facts []facts // of those found

	file   string
	page   []byte
	drafts []*draft // the page and the units that are open, the innermost last; those behind are kept for their buffers
	open   int      // how many are
	scopes []scope
	here   stated
	label  string // of the page

	block, title, word, folded []byte
	reference                  int // where in the title a ref begins, or -1
	refFrom                    int // where in the block one begins, or -1
}

// stated is what elements say of what is in them.
type stated struct{ kind, body, date, state string }

// A scope is an element that means something, until its end tag.
type scope struct {
	what  meaning
	name  string
	depth int // of elements of that name in it
	was   stated
}

type meaning uint8

const (
	says      meaning = iota // something of what is in it
	document_                // it is one
	heads                    // its title is here
	names                    // a ref within the title
	silent                   // its words are those of every page of its kind
	elsewhere                // what is here is told elsewhere, or not to be seen
	tags                     // as silent, and the page's label is here
)

func (r *reader) read(file string, page []byte) {
	r.file, r.page, r.found, r.facts = file, page, r.found[:0], r.facts[:0]
	r.scopes, r.open, r.here, r.label, r.reference, r.refFrom = r.scopes[:0], 0, stated{}, "", -1, -1
	r.block, r.title = r.block[:0], r.title[:0]
	from := bytes.Index(page, []byte("<main"))
	if to := bytes.LastIndex(page, []byte("</main>")); from < 0 || to < from {
		r.begin(stated{kind: "Page"}, true, "")
		r.tokens(page)
	} else if !isList(page[from:to]) {
		r.tokens(page[from:to])
	}
	for r.open > 0 {
		r.end()
	}
}

// isList tells whether a main part says that there is no document in it. Some are long.
func isList(main []byte) bool {
	const kind = ` data-kind="`
	said := 0
	for {
		i := bytes.Index(main, []byte(kind))
		if i < 0 {
			return said > 0
		}
		if main = main[i+len(kind):]; len(main) == 0 || main[0] != '"' {
			return false
		}
		said++
	}
}

func (r *reader) tokens(page []byte) {
	z := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch z.Next() {
		case html.ErrorToken:
			r.divide()
			return
		case html.TextToken:
			r.text(z)
		case html.StartTagToken:
			r.opens(z, false)
		case html.SelfClosingTagToken:
			r.opens(z, true)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.closes(name)
		}
	}
}

func (r *reader) in() meaning {
	if n := len(r.scopes); n > 0 {
		return r.scopes[n-1].what
	}
	return says
}

// titling tells whether a title is being read.
func (r *reader) titling() bool { return r.in() == heads || r.in() == names }

func (r *reader) text(z *html.Tokenizer) {
	if r.in() >= silent || r.open == 0 {
		return
	}
	to := &r.block
	if r.titling() {
		to = &r.title
	}
	*to = appendWords(*to, z.Text())
}

// appendWords adds text with one space for any run of white space.
func appendWords(to, text []byte) []byte {
	for _, c := range text {
		if c == '\n' || c == '\t' || c == '\r' || c == '\f' {
			c = ' '
		}
		if c != ' ' || len(to) > 0 && to[len(to)-1] != ' ' {
			to = append(to, c)
		}
	}
	return to
}

// opens reads a start tag.
func (r *reader) opens(z *html.Tokenizer, closed bool) {
	raw, more := z.TagName()
	name := nameOf(raw)
	if n := len(r.scopes); n > 0 && r.scopes[n-1].name == name && !closed {
		r.scopes[n-1].depth++
	}
	if r.in() == elsewhere {
		return
	}
	if name == "dd" && bytes.HasSuffix(r.block, []byte(": ")) {
		// it goes on with what is said of the term
	} else if !inlines[name] {
		r.divide()
	}
	var class, id, label []byte
	here, state, kinded, said, unseen := r.here, "", false, false, false
	for more {
		var key, value []byte
		switch key, value, more = z.TagAttr(); string(key) {
		case "class":
			class = value
		case "id":
			id = value
		case "data-kind":
			here.kind, kinded, said = string(value), true, true
		case "data-body":
			here.body, said = string(value), true
		case "data-date":
			here.date, said = string(value), true
		case "data-state":
			state = string(value)
		case "data-label":
			label = value
		case "hidden", "aria-hidden": // what will be true on a later day, or is drawn of what stands there in words
			unseen = true
		}
	}
	if closed || voids[name] {
		return
	}
	if unseen || has(class, "printed") { // for a screen, paper says nothing more
		r.scopes = append(r.scopes, scope{elsewhere, name, 1, r.here})
		return
	}
	if label != nil && r.open > 0 {
		r.labelled(string(label))
	}
	if d := r.draft(); d != nil && d.unit && d.anchor == "" && id != nil {
		d.anchor = string(id)
	}
	if kinded {
		here.state = state // how the whole stands says nothing of a part
	}
	push := func(what meaning) { r.scopes = append(r.scopes, scope{what, name, 1, r.here}) }
	switch {
	case r.in() == tags || r.in() == silent:
	case name == "main":
		if !kinded {
			here.kind = "Page"
		}
		push(document_)
		r.here = here
		r.begin(here, here.kind != "", "")
	case kinded && here.kind == "" || outside[name]:
		push(elsewhere)
	case kinded:
		push(document_)
		r.here = here
		r.begin(here, true, string(id))
	case said:
		push(says)
		r.here = here
	case has(class, "tags"):
		push(tags)
	case has(class, "kind") || has(class, "label") || has(class, "permalink") || name == "h2" && bytes.HasSuffix(id, []byte("_")):
		push(silent) // a heading of that id is the template's: "What is asked"
	case r.titling():
		if has(class, "ref") {
			r.reference = len(r.title)
			push(names)
		}
	case r.heads(name, class):
		r.title = r.title[:0]
		push(heads)
		if has(class, "ref") {
			r.reference = 0
		}
	case name == "dd" && has(class, "ref"):
		r.refFrom = len(r.block)
	}
}

// heads tells whether an element is the title of the document that is being read.
func (r *reader) heads(name string, class []byte) bool {
	d := r.draft()
	switch {
	case d == nil || d.titled:
		return false
	case d.unit:
		return len(name) == 2 && name[0] == 'h' && '1' <= name[1] && name[1] <= '6' || has(class, "hang")
	}
	return name == "h1"
}

// closes reads an end tag.
func (r *reader) closes(raw []byte) {
	name := nameOf(raw)
	switch {
	case r.in() == elsewhere || inlines[name]:
	case name == "dt" && len(r.block) > 0:
		r.block = append(bytes.TrimRight(r.block, " "), ": "...)
	default:
		r.divide()
	}
	n := len(r.scopes)
	if n == 0 || r.scopes[n-1].name != name {
		return
	}
	s := &r.scopes[n-1]
	if s.depth--; s.depth > 0 {
		return
	}
	r.scopes = r.scopes[:n-1]
	switch s.what {
	case document_:
		r.end()
		r.here = s.was
	case says:
		r.here = s.was
	case names:
		r.ref()
	case heads:
		if r.reference >= 0 {
			r.ref()
		}
		r.headed()
	}
}

// draft is the document that is being read, or nil where there is none.
func (r *reader) draft() *draft {
	if r.open == 0 {
		return nil
	}
	return r.drafts[r.open-1]
}

func (r *reader) begin(here stated, of bool, anchor string) {
	if r.open == len(r.drafts) {
		r.drafts = append(r.drafts, &draft{})
	}
	d := r.drafts[r.open]
	*d = draft{stated: here, of: of, unit: r.open > 0, anchor: anchor, words: d.words[:0], headings: d.headings[:0], nth: len(r.found) + r.open}
	if d.unit && r.drafts[0].of {
		d.label = r.label
	}
	r.open++
}

// ref keeps the ref that ends here in the title.
func (r *reader) ref() {
	r.draft().refs = append(r.draft().refs, string(r.title[r.reference:]))
	r.reference = -1
}

func (r *reader) headed() {
	d := r.draft()
	text := bytes.TrimSpace(r.title)
	if len(text) == 0 {
		return
	}
	d.titled, d.heading = true, string(text)
	r.eachWord(text, func(word []byte) { d.headings = append(d.headings, r.number(word)) })
}

// divide ends a block of text.
func (r *reader) divide() {
	text := bytes.TrimSpace(r.block)
	if d := r.draft(); d != nil && d.of && len(text) > 0 {
		if r.refFrom >= 0 {
			d.refs = append(d.refs, string(r.block[r.refFrom:]))
		}
		r.eachWord(text, func(word []byte) { d.words = append(d.words, r.number(word)) })
		if left := shownText - d.size; left > 0 {
			shown := beginning(text, left)
			d.size += len(shown)
			d.blocks = append(d.blocks, shown)
		}
	}
	r.block, r.refFrom = r.block[:0], -1
}

// labels are those that pages write, the least restricted first.
var labels = []string{"", "WHITE", "GREEN", "AMBER", "AMBER+STRICT", "RED", "draft"}

// labelled raises the label of a document to that of something in it.
func (r *reader) labelled(label string) {
	d := r.draft()
	if slices.Index(labels, label) > slices.Index(labels, d.label) {
		d.label = label
	}
	if r.in() == tags && !d.unit {
		r.label = d.label
	}
}

// named is what the page is called in the browser's tab.
func (r *reader) named() string {
	_, behind, _ := bytes.Cut(r.page, []byte("<title>"))
	name, _, _ := bytes.Cut(behind, []byte("</title>"))
	return html.UnescapeString(string(name))
}

// number is that of a word.
func (r *reader) number(word []byte) uint32 {
	n, known := r.known[string(word)]
	if !known {
		n = r.index.number(word)
		r.known[string(word)] = n
	}
	return n
}
