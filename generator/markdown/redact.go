package markdown

import (
	"slices"
	"sort"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// Redact is the text as one reader may read it, as a drafter would have written it: of a withheld block that leaves a
// notice an empty mark is left, of one that does not a blank line, of a phrase an empty mark; the private notes of the
// author are gone. Cut makes the same of it for that reader. It says no more of what is withheld than the page does: of a
// run of blocks that share a notice, one mark is left, and the blank lines around what was taken out are one.
func (s Source) Redact(reading Reading) string {
	if s.written == nil || s.broken {
		return ""
	}
	return s.redact(reading, s.notes(reading))
}

// redact leaves out notes, stretches of the text that are in order.
func (s Source) redact(reading Reading, notes []span) string {
	r := redaction{source: s, reading: reading, notes: notes}
	r.add(s.all(), 0)
	r.endRun()
	text := string(withoutSpans(r.bytes, settled(r.bytes)))
	if s.form == inline {
		return strings.TrimSpace(text)
	}
	for blankLineAt(text, 0) {
		text = text[lineEnd(text, 0):]
	}
	end := lineEnd(text, len(strings.TrimRight(text, " \t\n")))
	return text[:end]
}

// notes are the comments that are dropped for a reader, as stretches of the text as it was written. Which are comments, and
// not code that is shown, is for Markdown to say of the text as the reader has it.
func (s Source) notes(reading Reading) []span {
	if s.written == nil || s.broken || !strings.Contains(s.text, "<!--") {
		return nil
	}
	a := s.assemble(reading)
	c := newCompilation(&a.copied, s, reading, &source.Report{})
	c.dropComments()
	slices.SortFunc(c.dropped, func(a, b span) int { return a.from - b.from })
	return c.dropped
}

// redaction writes a text again, following the rules of assembly.
type redaction struct {
	source  Source
	reading Reading
	notes   []span // that are still ahead
	bytes   []byte

	run   classification.Label // the highest in a run of withheld blocks that leaves a notice
	runAt int                  // where in bytes it does
}

// add writes parts that stand in a mark whose own text begins at an offset.
func (r *redaction) add(parts []part, from int) {
	for _, p := range parts {
		permitted := r.reading.Clearance.Permits(p.label)
		name := strings.ToLower(p.label.String())
		switch {
		case p.kind == plain:
			text := r.plain(from, p)
			if strings.TrimSpace(text) != "" {
				r.endRun()
			}
			r.bytes = append(r.bytes, text...)
		case p.kind == phrase:
			r.endRun()
			r.bytes = append(r.bytes, ":"+name+"["...)
			if permitted {
				r.add(p.parts, p.from+strings.IndexByte(r.source.text[p.from:], '[')+1)
			}
			r.bytes = append(r.bytes, ']')
		case permitted:
			r.mark(":::" + name + "\n")
			r.add(p.parts, lineEnd(r.source.text, p.from))
			r.mark(":::\n")
		default:
			r.bytes = append(r.bytes, boundaryLine...)
			if !r.reading.Notice[p.label] {
				break
			}
			if r.run == classification.Unknown {
				r.runAt = len(r.bytes)
			}
			r.run = max(r.run, p.label)
		}
		from = p.to
	}
}

// plain is the text of a part without notes. Before it, from an offset on, stands nothing or the backslash of an escape,
// which stays with what it escapes.
func (r *redaction) plain(from int, p part) string {
	var b strings.Builder
	at := p.from
	for ; len(r.notes) > 0 && r.notes[0].from < p.to; r.notes = r.notes[1:] {
		note := r.notes[0]
		if note.from > at {
			if at == p.from {
				b.WriteString(r.source.text[from:p.from])
			}
			b.WriteString(r.source.text[at:note.from])
		}
		if at = max(at, note.to); at > p.to {
			return b.String() // it goes on behind an escape that stands in it
		}
	}
	if at == p.from {
		b.WriteString(r.source.text[from:p.from])
	}
	b.WriteString(r.source.text[at:p.to])
	return b.String()
}

// mark writes a line of a mark that may be read. Where its label shows, it ends a run.
func (r *redaction) mark(line string) {
	if r.reading.Labelled {
		r.endRun()
	}
	r.bytes = append(r.bytes, line...)
}

// endRun leaves the notice of a run, if it has one, where its first block was that leaves one.
func (r *redaction) endRun() {
	if r.run != classification.Unknown {
		notice := ":::" + strings.ToLower(r.run.String()) + "\n:::\n" + boundaryLine
		r.bytes = slices.Insert(r.bytes, r.runAt, []byte(notice)...)
		r.run = classification.Unknown
	}
}

func withoutSpans(text []byte, spans []span) []byte {
	c := copied{bytes: text, pieces: []copiedPiece{{0, 0}}}
	c = c.cut(spans)
	return c.bytes
}

// checkNotes reports a comment without which the text around it would be another mark, or none: somebody may have meant
// one there, and with the comment gone it would be read.
func (s Source) checkNotes(r *source.Report) bool {
	notes := s.notes(Everything)
	same := func(n int) bool {
		without := readAt(origin{text: s.redact(Everything, notes[:n])}, s.form, &source.Report{})
		return !without.broken && s.marking(notes[:n]) == without.marking(nil)
	}
	if len(notes) == 0 || same(len(notes)) {
		return true
	}
	n := sort.Search(len(notes)-1, func(n int) bool { return !same(n + 1) })
	r.Error(s.origin.pos(notes[n].from), "comment", "put it elsewhere: not within what could be a mark, and with as many brackets opened as closed",
		"without this comment, the text around it would be marked in another way")
	return false
}

// marking is the text without notes, with control characters for its marks.
func (s Source) marking(notes []span) string {
	r := redaction{source: s, notes: notes}
	var b strings.Builder
	var walk func(parts []part)
	walk = func(parts []part) {
		for _, p := range parts {
			if p.kind == plain {
				b.WriteString(r.plain(p.from, p))
				continue
			}
			b.Write([]byte{openPhrase, byte(p.kind), labelBase + byte(p.label)})
			walk(p.parts)
			b.WriteByte(closePhrase)
		}
	}
	walk(s.all())
	return strings.TrimSpace(b.String())
}
