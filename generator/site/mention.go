package site

import (
	"strings"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
)

// read goes through the released texts that point at some keys, which are refs and paths of files, or through all of them,
// and lists each mention at the record that is mentioned. A record's own page is not told that it mentions itself.
func (b *builder) read(keys []string) {
	for i, body := range b.bodies {
		switch c := b.site.book.chapters[i]; {
		case keys == nil:
			b.readBody(body, nil)
		case b.full[i]:
			b.readBody(body, c.pointing(keys))
		default:
			b.readAlone(body.source, c.pointing(keys))
		}
	}
	for _, m := range b.chronology {
		for _, d := range m.decisions {
			d.Mentions = b.mentions[d.To]
		}
		for _, p := range m.Papers {
			p.Mentions = b.mentions[p.To]
		}
	}
}

// readAlone reads some records, given by their paths, of a body that is not settled otherwise.
func (b *builder) readAlone(rb *release.Body, wanted map[string]bool) {
	if len(wanted) == 0 {
		return
	}
	some := *rb
	some.Meetings = only(rb.Meetings, func(m *release.Meeting) bool { return wanted[m.Path] })
	some.Consultations = only(rb.Consultations, func(c *release.Consultation) bool { return wanted[c.Path] })
	some.Documents = only(rb.Documents, func(d *release.Document) bool { return wanted[d.Path] })
	some.Registers = only(rb.Registers, func(r *release.Register) bool { return wanted[r.Path] })
	alone := newBuilder(b.edition, Options{AsAt: b.today})
	alone.site, alone.mentions = b.site, b.mentions
	body := alone.settleBody(&some)
	alone.bodies = []*Body{body}
	alone.fill(body)
	alone.consult()
	alone.readBody(body, wanted)
}

func only[T any](all []T, wanted func(*T) bool) []T {
	var some []T
	for i := range all {
		if wanted(&all[i]) {
			some = append(some, all[i])
		}
	}
	return some
}

// readBody reads those records of a body that are wanted; nil: all of them.
func (b *builder) readBody(body *Body, wanted map[string]bool) {
	reads := func(path string) bool {
		if b.chapter != nil {
			b.chapter.records = append(b.chapter.records, path)
		}
		return wanted == nil || wanted[path]
	}
	if reads(body.source.Path) {
		b.mention(Link{body.Short, body.To}, body.source.Title, body.source.Text)
	}
	for _, m := range body.meetings {
		if reads(m.source.Path) {
			b.readMeeting(m)
		}
	}
	for _, c := range body.consultations {
		if reads(c.source.Path) {
			b.readConsultation(c)
		}
	}
	for _, d := range body.documents {
		if reads(d.source.Path) {
			b.readDocument(d)
		}
	}
	for _, r := range body.registers {
		if reads(r.source.Path) {
			b.readRegister(r)
		}
	}
}

func (b *builder) readConsultation(c *Consultation) {
	from := Link{"consultation: " + c.Title.Plain(), c.To}
	b.mention(from, c.source.Title, c.source.Text, c.source.Feedback.Text, c.source.Outcome.Text)
	b.mentionRef(from, c.source.LaunchedBy)
	b.mentionRef(from, c.source.DecidedBy)
}

func (b *builder) readDocument(d *Document) {
	from := Link{"document: " + d.Title.Plain(), d.To}
	b.mention(from, d.source.Title, d.source.Text)
	for i := range d.source.Versions {
		v := &d.source.Versions[i]
		b.mention(from, v.Note)
		b.mentionRef(from, v.ApprovedBy)
	}
}

func (b *builder) readMeeting(m *Meeting) {
	rm := m.source
	b.mention(Link{m.Name, m.To}, rm.Preamble, rm.Notes)
	for i := range rm.Items {
		b.mention(m.place(rm.Items[i].Number), rm.Items[i].Title, rm.Items[i].Text)
	}
	for i, a := range m.actions {
		b.mention(Link{"action " + unbroken(a.Ref), a.To}, rm.Actions[i].Text, rm.Actions[i].Owner)
	}
	for i, d := range m.decisions {
		b.mention(Link{"decision " + unbroken(d.Ref), d.To}, rm.Decisions[i].Text)
	}
	for i := range rm.Updates {
		u := &rm.Updates[i]
		from := m.place(u.Item)
		if to := b.site.book.ref(u.Ref); to != "" {
			from = Link{unbroken(u.Ref) + ", at " + m.Name, to}
		}
		b.mention(from, u.Text, u.Owner)
	}
	for i, p := range m.Papers {
		b.mention(Link{"paper " + p.Ref, p.To}, rm.Papers[i].Title)
	}
}

// unbroken is a ref that stays on one line, among other words.
func unbroken(ref string) string { return strings.ReplaceAll(ref, " ", "\u00a0") }

func (b *builder) readRegister(r *Register) {
	b.mention(Link{"register: " + r.Title.Plain(), r.To}, r.source.Title, r.source.Text)
	for i := range r.source.Columns {
		b.mention(Link{"register: " + r.Title.Plain(), r.To}, r.source.Columns[i].Title)
	}
	for i, e := range r.Entries {
		re := &r.source.Entries[i]
		from := Link{e.Ref, e.To}
		b.mention(from, re.Title, re.Owner)
		for j := range re.History {
			b.mention(from, re.History[j].Text)
		}
	}
}

// mention notes what texts that stand at one place mention and link.
func (b *builder) mention(from Link, texts ...markdown.Fragment) {
	for _, text := range texts {
		for t := range text.Targets() {
			if b.chapter != nil {
				b.chapter.hear(t)
			} else if to, ok := b.site.book.find(t); ok && (t.Ref != "" || isRecord(t.Path)) {
				b.note(from, to)
			}
		}
	}
}

// mentionRef notes a field that names another record.
func (b *builder) mentionRef(from Link, ref string) {
	if b.chapter != nil {
		b.chapter.hear(markdown.Target{Ref: ref})
	} else if to := b.site.book.ref(ref); to != "" {
		b.note(from, to)
	}
}

// note lists a mention where it leads, once for each place that it comes from. All mentions of one place come in a row.
func (b *builder) note(from Link, to Address) {
	if t, _ := to.cut(); t == from.To.page() {
		return
	}
	noted := b.mentions[to]
	if n := len(noted); n > 0 && noted[n-1] == from {
		return
	}
	b.mentions[to] = append(noted, from)
}
