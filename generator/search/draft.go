package search

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// shownText is how many bytes of a document's text a result has to show words from.
const shownText = 240

// A draft is a document that is being read.
type draft struct {
	stated
	of              bool // there is a document: a list is none
	unit, titled    bool
	label, anchor   string
	heading         string
	blocks          []string
	size            int
	words, headings []uint32
	refs            []string
	nth             int
}

// end makes a document of what was read.
func (r *reader) end() {
	d := r.draft()
	if r.open == 1 && !d.titled {
		r.title = append(r.title[:0], r.named()...)
		r.headed()
	}
	r.open--
	if !d.of {
		return
	}
	year, _, _ := strings.Cut(d.date, "-")
	r.facts = append(r.facts, facts{d.kind, d.body, year, d.state, d.label})
	r.found = append(r.found, d.document(r.file, r.drafts[0].heading))
}

func (d *draft) document(file, page string) document {
	slices.Sort(d.headings)
	d.headings = slices.Compact(d.headings)
	slices.Sort(d.words)
	different := 0
	for i, w := range d.words {
		if i == 0 || w != d.words[i-1] {
			different++
		}
	}
	made := document{date: d.date, path: file, nth: d.nth, titled: len(d.headings),
		words: make([]uint32, 0, len(d.headings)+different), often: make([]uint8, 0, different)}
	made.words = append(made.words, d.headings...)
	for i, w := range d.words {
		if n := len(made.often); i > 0 && w == d.words[i-1] {
			made.often[n-1] = min(made.often[n-1], 254) + 1
		} else {
			made.words, made.often = append(made.words, w), append(made.often, 1)
		}
	}
	to := strings.TrimSuffix(file, "index.html")
	if d.anchor != "" {
		to += "#" + d.anchor
	}
	if !d.unit {
		page = ""
	}
	made.shown = appendShown(make([]byte, 0, len(to)+len(d.heading)+len(page)+d.size+len(d.blocks)*3+32), to, d.heading, page, d.date, d.blocks)
	for _, ref := range d.refs {
		if p := plain(ref); p != "" && !slices.Contains(made.refs, p) {
			made.refs = append(made.refs, p)
		}
	}
	return made
}

func plain(text string) string {
	var words []string
	new(reader).eachWord([]byte(text), func(word []byte) { words = append(words, string(word)) })
	return strings.Join(words, " ")
}

// beginning is as much of a text as fits, whole words.
func beginning(text []byte, size int) string {
	if len(text) <= size {
		return string(text)
	}
	end := bytes.LastIndexByte(text[:size+1], ' ')
	if end <= 0 {
		for end = size; end > 0 && !utf8.RuneStart(text[end]); end-- {
		}
	}
	return string(text[:end]) + " …"
}
