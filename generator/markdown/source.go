// Package markdown is the dialect in which minutes are written: Markdown (goldmark), marks that say how restricted a
// part is, and references to other records.
//
// What a reader may not read is cut from the bytes before Markdown is parsed, never from the tree after: in Markdown, link
// definitions, footnotes and the ids of headings belong to the whole document, so text taken out of the tree would go on
// having its say. What is left is parsed as if the rest had never been there.
//
//	Block, Items, Inline   text as it was written, its marks read    -> Source
//	Source.Cut             what one reader may read of it, as HTML   -> Fragment
package markdown

import (
	"bytes"
	"maps"
	"sort"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// A Source is text that a drafter wrote, with everything that is in it. It cannot be shown; only what Cut makes of it can.
type Source struct{ *written } // nil where nothing was written

type written struct {
	origin
	parts  []part // of text without marks, none
	form   form
	broken bool     // its marks have a fault, so nothing may be made of it
	same   bool     // it is the same for all readers, which is
	only   Fragment // this, or, of what is more than that,
	whole  *Cutting // this
}

// all are the parts of the text.
func (w *written) all() []part {
	if w.parts == nil && w.text != "" {
		return []part{{kind: plain, to: len(w.text)}}
	}
	return w.parts
}

type form uint8

const (
	blocks form = iota // paragraphs, lists, tables, …
	agenda             // the same, in numbered items
	inline             // one paragraph without its tags
)

// Block reads the marks of a text of paragraphs, lists and so on that begins at the given place of a file.
func Block(text string, at source.Pos, r *source.Report) Source {
	return readAt(origin{text: text, at: at}, blocks, r)
}

// Items reads the marks of the text of minutes, in which headings of level 2 are the numbered items of the agenda.
func Items(text string, at source.Pos, r *source.Report) Source {
	return readAt(origin{text: text, at: at}, agenda, r)
}

// Inline reads the marks of a field of one paragraph. Raw is the file's text from the given place on, in which the
// field may stand quoted or folded; where it is empty, the field stands there as it is.
func Inline(text string, at source.Pos, raw string, r *source.Report) Source {
	return readAt(origin{text: strings.TrimSpace(text), at: at, raw: raw}, inline, r)
}

// shortText is so short that its lines are counted each time.
const shortText = 1000

func readAt(o origin, f form, r *source.Report) Source {
	text := o.text
	if len(text) > shortText {
		o.lines = &lines{}
	}
	s := Source{&written{form: f, origin: o}}
	if !bounded(text, s.origin.pos, r) {
		s.broken = true
		return s
	}
	parts, ok := scan(text, f == inline, s.origin.pos, r)
	if len(parts) == 1 && parts[0].kind == plain && parts[0].to-parts[0].from == len(text) {
		parts = nil
	}
	s.parts, s.broken = parts, !ok
	if f == inline {
		if i := strings.Index(text, "\n\n"); i >= 0 {
			r.Error(s.origin.pos(i), "field-paragraphs", "join the paragraphs, or move the text below the front matter", "a field is one paragraph, and this one has a blank line")
			s.broken = true
		}
	}
	return s
}

// Empty tells whether nothing was written.
func (s Source) Empty() bool { return s.written == nil || strings.TrimSpace(s.text) == "" }

// A Reading is how one reader sees marks.
type Reading struct {
	Clearance classification.Clearance
	Notice    map[classification.Label]bool // for which labels a notice is left where a block was taken out
	Labelled  bool                          // marked parts that may be read carry their label, as in a private copy

	// Ceiling is that of the public site, for the drafter alone, whose marks say where they stand and which of them hide
	// from readers what is in them. For everybody else it is unknown.
	Ceiling classification.Label
}

// Same tells whether two readers see marks in one way.
func (r Reading) Same(other Reading) bool {
	return r.Clearance == other.Clearance && r.Labelled == other.Labelled && r.Ceiling == other.Ceiling && maps.Equal(r.Notice, other.Notice)
}

// Everything is the reading to which nothing is withheld: for checks, which drafters see.
var Everything = Reading{Clearance: classification.UpTo(classification.Red), Labelled: true}

// A Cutting is what a reader may read of a text. Text is the whole of it, but for minutes, which come as the text before
// the first item, the items, and the footnotes of all.
type Cutting struct {
	Text     Fragment
	Sections []Section
	Notes    Fragment
	failed   bool
}

// Cut takes out what the reader may not read and makes HTML of the rest. It reports what is wrong with the text as this
// reader has it; a text with a fault in its marks comes out empty.
func (s Source) Cut(reading Reading, r *source.Report) Cutting {
	if s.written == nil || s.broken {
		return Cutting{}
	}
	switch {
	case s.same && s.whole != nil:
		return *s.whole
	case s.same:
		return Cutting{Text: s.only}
	}
	a := s.assemble(reading)
	return compile(&a.copied, s, reading, r)
}

// Check reads the text as it is, with nothing taken out, and reports what is wrong with it. Text without marks is the
// same for all readers, so the work is kept for them.
func (s Source) Check(r *source.Report) Cutting {
	if s.written == nil {
		return Cutting{}
	}
	whole := s.Cut(Everything, r)
	switch {
	case whole.failed, !s.checkNotes(r):
		s.broken = true // told once, and made into nothing for anybody
	case !s.broken && !s.marked():
		if s.same = true; s.form == inline {
			s.only = whole.Text
		} else {
			s.whole = &whole
		}
	}
	if s.origin.lines != nil {
		s.origin.lines = &lines{} // places are hardly asked for any more
	}
	return whole
}

func (s Source) marked() bool {
	for _, p := range s.parts {
		if p.kind != plain {
			return true
		}
	}
	return false
}

// Marks tells the label and place of every mark, outer ones before those in them.
func (s Source) Marks(yield func(l classification.Label, at source.Pos, isBlock bool)) {
	if s.written == nil {
		return
	}
	var walk func([]part)
	walk = func(parts []part) {
		for _, p := range parts {
			if p.kind != plain {
				yield(p.label, s.origin.pos(p.from), p.kind == block)
				walk(p.parts)
			}
		}
	}
	walk(s.parts)
}

// In text that goes to the Markdown parser, marks are control characters, which content cannot hold. A phrase's notice
// and a phrase's opening are two bytes, the second one the label; a bracket is on the inner side of opening and closing.
const (
	noticePhrase = '\x01'
	openPhrase   = '\x02'
	closePhrase  = '\x03'
	noticeBlock  = '\x04' // this and the next two stand on lines of their own
	openBlock    = '\x05'
	closeBlock   = '\x06'
	labelBase    = '\x10' // the label's byte is this plus the label: no letter, so that it is no text
)

// bracket is what stands for the brackets of a phrase: to Markdown a mark of punctuation that means nothing, so that emphasis
// can begin and end beside it, whatever it begins or ends with.
const bracket = "‖"

// A boundaryLine is a blank line where a block mark was. Content has no carriage return, so it is told from the blank lines
// that a drafter left: see settleBoundaries.
const boundaryLine = "\r\n"

// phraseBytes are the first bytes of those that stand within a line, blockBytes of those that are lines.
const (
	phraseBytes = "\x01\x02\x03"
	blockBytes  = "\x04\x05\x06"
)

// assembly puts together what a reader may read.
type assembly struct {
	copied
	source  string
	reading Reading

	runAt int                  // where it begins
	inRun bool                 // of withheld blocks with nothing but white space between them
	run   classification.Label // the highest in the run that leaves a notice
	gap   part                 // white space behind it: in front of a phrase, it may be indentation
}

func (s Source) assemble(reading Reading) assembly {
	a := assembly{source: s.text, reading: reading}
	a.add(s.all())
	a.endRun()
	return a
}

func (a *assembly) add(parts []part) {
	for _, p := range parts {
		permitted := a.reading.Clearance.Permits(p.label)
		switch {
		case p.kind == plain:
			text := a.source[p.from:p.to]
			if a.inRun && strings.TrimSpace(text) == "" {
				a.gap = p
				continue
			}
			a.endRun()
			a.copy(text, p.from)
		case p.kind == phrase && permitted:
			a.endRun()
			a.put(string([]byte{openPhrase, labelBase + byte(p.label)})+bracket, p.from)
			a.add(p.parts)
			a.put(bracket, p.to-1)
			a.put(string(closePhrase), p.to-1)
		case p.kind == phrase:
			a.endRun()
			a.put(string([]byte{noticePhrase, labelBase + byte(p.label)}), p.from)
		case permitted && a.reading.Labelled:
			a.endRun()
			a.put("\n", p.from)
			a.put(string([]byte{openBlock, labelBase + byte(p.label)})+"\n", p.from)
			a.add(p.parts)
			a.endRun()
			a.put("\n"+string(closeBlock)+"\n", p.to-1)
		case permitted:
			a.boundary(p.from)
			a.add(p.parts)
			a.boundary(p.to - 1)
		default:
			if !a.inRun {
				a.inRun, a.runAt = true, p.from
			}
			a.gap = part{}
			if a.reading.Notice[p.label] {
				a.run = max(a.run, p.label)
			}
		}
	}
}

// boundary is what a block mark is when nothing of it shows: a blank line. It does not end a run.
func (a *assembly) boundary(offset int) {
	if !a.inRun {
		a.put(boundaryLine, offset)
	}
}

func (a *assembly) endRun() {
	if !a.inRun {
		return
	}
	if a.run != classification.Unknown {
		a.put(boundaryLine+string([]byte{noticeBlock, labelBase + byte(a.run)})+"\n"+boundaryLine, a.runAt)
	} else {
		a.put(boundaryLine, a.runAt)
	}
	a.inRun, a.run = false, classification.Unknown
	a.copy(a.source[a.gap.from:a.gap.to], a.gap.from)
	a.gap = part{}
}

// copied is text put together from pieces of another, with where each piece stood there.
type copied struct {
	bytes  []byte
	pieces []copiedPiece
}

type copiedPiece struct{ at, from int } // offset in bytes, and in the source

func (c *copied) copy(text string, from int) {
	c.pieces = append(c.pieces, copiedPiece{len(c.bytes), from})
	c.bytes = append(c.bytes, text...)
}

// put adds what stands for a mark at the given offset of the source.
func (c *copied) put(text string, from int) { c.copy(text, from) }

// from is where in the source the byte at the given offset stood.
func (c *copied) from(offset int) int {
	i := sort.Search(len(c.pieces), func(i int) bool { return c.pieces[i].at > offset }) - 1
	if i < 0 {
		return 0
	}
	return c.pieces[i].from + offset - c.pieces[i].at
}

// sources are the stretches of the source that a stretch of bytes came from.
func (c *copied) sources(s span) (all []span) {
	for at := s.from; at < s.to; {
		i := sort.Search(len(c.pieces), func(i int) bool { return c.pieces[i].at > at })
		end := s.to
		if i < len(c.pieces) {
			end = min(end, c.pieces[i].at)
		}
		from := c.from(at)
		all = append(all, span{from, from + end - at})
		at = end
	}
	return all
}

// A span is a stretch of bytes, from its first to before its last.
type span struct{ from, to int }

// without takes out spans, which are in order and apart; where that empties their lines, or leaves nothing but the ">" of a
// quotation, it takes out the lines.
func (c *copied) without(spans []span) copied {
	for i, s := range spans {
		lineStart := bytes.LastIndexByte(c.bytes[:s.from], '\n') + 1
		lineEnd := len(c.bytes)
		if i := bytes.IndexByte(c.bytes[s.to:], '\n'); i >= 0 {
			lineEnd = s.to + i + 1
		}
		if len(bytes.Trim(c.bytes[lineStart:s.from], " \t>")) == 0 && blank(c.bytes[s.to:lineEnd]) {
			spans[i] = span{lineStart, lineEnd}
		}
	}
	return c.cut(spans)
}

// cut takes out spans, which are in order.
func (c *copied) cut(spans []span) copied {
	var rest copied
	piece, at := 0, 0
	keep := func(to int) {
		for at < to {
			for piece+1 < len(c.pieces) && c.pieces[piece+1].at <= at {
				piece++
			}
			end := to
			if piece+1 < len(c.pieces) {
				end = min(end, c.pieces[piece+1].at)
			}
			rest.copy(string(c.bytes[at:end]), c.pieces[piece].from+at-c.pieces[piece].at)
			at = end
		}
	}
	for _, s := range spans {
		keep(s.from)
		at = max(at, s.to)
	}
	keep(len(c.bytes))
	return rest
}

func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }

// Broken tells whether the text has a fault for which nothing is made of it.
func (s Source) Broken() bool { return s.written != nil && s.broken }
