package site

import (
	"path"
	"strconv"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

// find tells where a target of released text leads, if it leads to anything that is released.
func (s *Site) find(t markdown.Target) (Address, bool) {
	if t.Ref != "" {
		a, ok := s.refs[t.Ref]
		return a, ok
	}
	if path.Ext(t.Path) != ".md" {
		f, ok := s.files[t.Path]
		if !ok {
			return "", false
		}
		return f.To.at(t.Anchor), true
	}
	if t.Anchor != "" {
		a, ok := s.paths[t.Path+"#"+t.Anchor]
		return a, ok
	}
	a, ok := s.paths[t.Path]
	return a, ok
}

// read goes once through all released text. It lists each mention at the record that is mentioned, and reports explicit
// links that lead nowhere. A record's own page is not told that it mentions itself.
func (b *builder) read() {
	for _, body := range b.bodies {
		rb := body.source
		b.mention(Link{body.Short, body.To}, rb.Title, rb.Text)
		for _, m := range body.meetings {
			b.readMeeting(m)
		}
		for _, c := range body.consultations {
			from := Link{"consultation: " + c.Title.Plain(), c.To}
			b.mention(from, c.source.Title, c.source.Text, c.source.Feedback.Text, c.source.Outcome.Text)
			b.mentionRef(from, c.source.LaunchedBy)
			b.mentionRef(from, c.source.DecidedBy)
		}
		for _, d := range body.documents {
			from := Link{"document: " + d.Title.Plain(), d.To}
			b.mention(from, d.source.Title, d.source.Text)
			for i := range d.source.Versions {
				v := &d.source.Versions[i]
				b.mention(from, v.Note)
				b.mentionRef(from, v.ApprovedBy)
			}
		}
		for _, r := range body.registers {
			b.readRegister(r)
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

func (b *builder) readMeeting(m *Meeting) {
	rm := m.source
	b.mention(Link{m.Name, m.To}, rm.Preamble, rm.Notes)
	for i := range rm.Items {
		b.mention(m.place(rm.Items[i].Number), rm.Items[i].Title, rm.Items[i].Text)
	}
	for i, a := range m.actions {
		b.mention(Link{"action " + a.Ref, a.To}, rm.Actions[i].Text, rm.Actions[i].Owner)
	}
	for i, d := range m.decisions {
		b.mention(Link{"decision " + d.Ref, d.To}, rm.Decisions[i].Text)
	}
	for i, u := range m.updates {
		from := u.Place
		if u.Of.To != "" {
			from = Link{u.Of.Text + ", at " + m.Name, u.Of.To}
		}
		b.mention(from, rm.Updates[i].Text, rm.Updates[i].Owner)
	}
	for i, p := range m.Papers {
		b.mention(Link{"paper " + p.Ref, p.To}, rm.Papers[i].Title)
	}
}

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
			if _, unread := b.texts[t.Path]; unread && t.Anchor != "" {
				b.settleAnchors(t.Path)
			}
			to, ok := b.site.find(t)
			switch {
			case !ok && t.Explicit:
				b.report = append(b.report, source.Diagnostic{Pos: t.At, Severity: source.Error, Code: "link-withheld",
					Message: "this link leads to something that readers may not see",
					Hint:    "take the link out, or put the same mark around it"})
			case !ok:
			case t.Ref == "" && path.Ext(t.Path) != ".md":
				b.site.files[t.Path].shown = true
			default:
				b.note(from, to)
			}
		}
	}
}

// mentionRef notes a field that names another record.
func (b *builder) mentionRef(from Link, ref string) {
	if to, ok := b.site.refs[ref]; ok {
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

// locate tells where a file of the content is shown, and which of its texts may have headings.
func (b *builder) locate(r *release.Record, to Address, texts ...markdown.Fragment) {
	b.site.paths[r.Path] = to
	b.texts[r.Path] = texts
}

// settleAnchors learns the places within a file that can be linked with "#": headings, and the items, actions, decisions
// and papers of minutes. Few files are ever linked so.
func (b *builder) settleAnchors(file string) {
	to := b.site.paths[file]
	anchor := func(id string) { b.site.paths[file+"#"+id] = to + Address("#"+id) }
	for _, text := range b.texts[file] {
		for id := range text.Anchors() {
			anchor(id)
		}
	}
	delete(b.texts, file)
	m := b.minutes[file]
	if m == nil {
		return
	}
	for i := range m.source.Items {
		anchor("item-" + strconv.Itoa(m.source.Items[i].Number))
	}
	for _, a := range m.actions {
		anchor(a.Anchor)
	}
	for _, d := range m.decisions {
		anchor(d.Anchor)
	}
	for _, p := range m.Papers {
		anchor(p.Anchor)
	}
}
