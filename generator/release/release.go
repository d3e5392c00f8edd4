package release

import (
	"cmp"
	"slices"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// gate is one clearance's way through the record.
type gate struct {
	record  *minutes.Record
	reading markdown.Reading
	report  *source.Report
	bys     map[By]*By // what was told of one body, each once
}

// At is the record as clearance c may read it. A private edition is for readers with more clearance than the public: in
// it, marked parts carry their labels. That of the drafter is private, too, and tells where each label stands. Text is made
// into HTML here, and what is wrong with it as these readers have it is reported; while there are errors, the edition may
// not be shown to anyone.
func At(r *minutes.Record, c classification.Clearance, private bool, report *source.Report) Edition {
	return new(Memory).At(r, c, private, report)
}

// At is the same, with what this memory has of an earlier record.
func (m *Memory) At(r *minutes.Record, c classification.Clearance, private bool, report *source.Report) Edition {
	g := gate{record: r, report: report, reading: reading(r, c, private)}
	e := Edition{
		Clearance: c,
		Private:   private || c == classification.Drafter,
		Drafted:   c == classification.Drafter,
		Site: Site{
			Title: r.Site.Title.Text, URL: r.Site.URL.Text, Contact: r.Site.Contact.Text,
			TimeZone: r.TimeZone, Ceiling: r.Site.Publish.Label, Publisher: g.publisher(), Holidays: holidays(r.Holidays),
		},
	}
	for _, b := range m.release(g) {
		report.Add(b.told...)
		if b.body != nil {
			e.Bodies = append(e.Bodies, b.body)
		}
	}
	return e
}

// publisher is what site.yaml says of who keeps the site. There are no labels and no marks in it, so that all may read it.
func (g gate) publisher() *Publisher {
	p := g.record.Site.Publisher
	if p.At.Line == 0 {
		return nil
	}
	out := &Publisher{
		Name: p.Name.Text, URL: p.URL.Text, LogoText: cmp.Or(p.LogoText.Text, p.Name.Text),
		Colour: p.Colour.Text, DarkColour: p.DarkColour.Text, Footer: g.inline(p.Footer),
	}
	if g.record.Logo != "" {
		out.Logo = File{Path: g.record.Logo, At: p.Logo.At}
	}
	return out
}

// holidays are all of them: nothing of them can be withheld.
func holidays(h *document.Holidays) *Holidays {
	out := &Holidays{Calendar: h.Calendar.Text}
	for _, day := range h.List() {
		out.Days = append(out.Days, Holiday{Date: day.Date, Name: day.Name})
	}
	return out
}

// notices are the labels of which a withheld block leaves a notice; a site that says nothing leaves them.
func notices(w document.Withheld) map[classification.Label]bool {
	return map[classification.Label]bool{
		classification.Green:       w.Green.Text != "silent",
		classification.Amber:       w.Amber.Text != "silent",
		classification.AmberStrict: w.AmberStrict.Text != "silent",
		classification.Red:         w.Red.Text != "silent",
	}
}

func (g gate) permits(r minutes.Ruling) bool { return r.Permits(g.reading.Clearance) }

func (g gate) inline(i document.Inline) Text { return i.Cut(g.reading, g.report).Text }

func (g gate) common(f *minutes.File) Record {
	rec := Record{
		Path:  f.Path,
		At:    source.Pos{Path: f.Path, Line: 1, Column: 1},
		Ref:   f.Common.Ref.Text,
		Title: g.inline(f.Common.Title),
		Label: f.Ruling.Label, By: g.by(f.Ruling),
	}
	for _, was := range f.Common.Formerly {
		rec.Was = append(rec.Was, Former{was.Text, was.At})
	}
	if _, items := f.Content.(*document.Minutes); !items {
		rec.Text = f.Text.Cut(g.reading, g.report).Text
	}
	for _, a := range f.Common.Files {
		if g.permits(f.Ruling.Under(a.Classification)) {
			rec.Files = append(rec.Files, g.file(f.Path, a.File, a.Classification, f.Ruling.Under(a.Classification)))
		}
	}
	return rec
}

func (g gate) body(b *minutes.Body) Body {
	out := Body{
		Record: g.common(&b.File), Folder: markdown.Slug(b.Folder), Prefix: b.Prefix.Text, Short: b.Short.Text,
		Closed: b.State.Text == "closed", ReportsTo: b.ReportsTo.Text, Meets: b.Meets.Text,
	}
	for _, m := range b.Members {
		if r := b.File.Ruling.Under(m.Classification); g.permits(r) {
			out.Members = append(out.Members, g.person(m.Person, m.Voting, r))
		}
	}
	for _, m := range b.Meetings {
		if g.permits(m.File.Ruling) {
			out.Meetings = append(out.Meetings, g.meeting(m))
		}
	}
	for _, c := range b.Consultations {
		if g.permits(c.File.Ruling) {
			out.Consultations = append(out.Consultations, g.consultation(c))
		}
	}
	var asked []Document // their paths are withheld, and so is the order of these
	for _, d := range b.Documents {
		switch released, ok := g.document(d); {
		case ok && released.Withheld:
			asked = append(asked, released)
		case ok:
			out.Documents = append(out.Documents, released)
		}
	}
	slices.SortFunc(asked, func(x, y Document) int { return strings.Compare(x.Ref, y.Ref) })
	out.Documents = append(out.Documents, asked...)
	for _, r := range b.Registers {
		if g.permits(r.File.Ruling) {
			out.Registers = append(out.Registers, g.register(r))
		}
	}
	return out
}

func (g gate) person(p document.Person, voting document.Flag, r minutes.Ruling) Person {
	out := Person{Name: p.Name.Text, As: p.As.Text, Group: p.Group.Text, Label: r.Label, By: g.by(r)}
	if voting.At.Line > 0 {
		value := voting.Value
		out.Voting = &value
	}
	return out
}

func (g gate) meeting(m *minutes.Meeting) Meeting {
	text := m.File.Text.Cut(g.reading, g.report)
	out := Meeting{
		Record: g.common(&m.File), Number: m.Number.N, Date: m.Date.Time, Start: m.Start.Text, End: m.End.Text, Venue: m.Venue.Text,
		State: m.State.Text, Approves: m.Approves.Text, Preamble: text.Text, Notes: text.Notes,
	}
	out.Items = make([]Item, 0, len(text.Sections))
	for _, s := range text.Sections {
		out.Items = append(out.Items, Item{Number: s.Number, Title: s.Title, Text: s.Body, Label: classification.Highest(m.File.Ruling.Label, s.Mark), By: g.by(m.ItemRuling(s.Number))})
	}
	for i, p := range m.Minutes.Attendance {
		if g.permits(m.Attending[i]) {
			out.Attendance = append(out.Attendance, g.person(p, document.Flag{}, m.Attending[i]))
		}
	}
	for i, p := range m.Minutes.Papers {
		if released, ok := g.paper(p, m.Papers[i], m.Path); ok {
			out.Papers = append(out.Papers, released)
		}
	}
	for i, a := range m.Minutes.Actions {
		if g.permits(m.Actions[i]) {
			out.Actions = append(out.Actions, Action{
				At: a.Ref.At, Ref: a.Ref.Text, PrintedAs: a.PrintedAs.Text, Item: a.Item.N, Owner: g.inline(a.Owner), Text: g.inline(a.Text),
				Due: due(a.Due), Label: m.Actions[i].Label, By: g.by(m.Actions[i]),
			})
		}
	}
	for i, u := range m.Minutes.Updates {
		if g.permits(m.Updates[i]) {
			out.Updates = append(out.Updates, Update{
				At: u.Ref.At, Ref: u.Ref.Text, Item: u.Item.N, Status: u.Status.Text, Text: g.inline(u.Text), Owner: g.inline(u.Owner),
				Due: due(u.Due), Reopens: u.Reopens.Value, Label: m.Updates[i].Label, By: g.by(m.Updates[i]),
			})
		}
	}
	for i, d := range m.Minutes.Decisions {
		if g.permits(m.Decisions[i]) {
			out.Decisions = append(out.Decisions, Decision{
				At: d.Ref.At, Ref: d.Ref.Text, PrintedAs: d.PrintedAs.Text, Item: d.Item.N, Verb: d.Verb.Text, Text: g.inline(d.Text),
				Supersedes: d.Supersedes.Text, Label: m.Decisions[i].Label, By: g.by(m.Decisions[i]),
			})
		}
	}
	return out
}

func due(d document.Due) Due { return Due{Date: d.Date, Meeting: d.Meeting, Next: d.Next} }

// asked tells whether a withheld record shows that it is there, so that it may be asked for. What a draft is, nobody knows.
func asked(available document.Plain, r minutes.Ruling) bool {
	return available.Text == "on request" && r.Draft == nil && r.Label != classification.Unknown
}

// paper releases a paper, or, of a withheld one that is available on request, its ref, label and public title.
func (g gate) paper(p document.Paper, r minutes.Ruling, from string) (Paper, bool) {
	switch {
	case g.permits(r):
		out := Paper{At: p.Ref.At, Ref: p.Ref.Text, Title: g.inline(p.Title), Label: r.Label, By: g.by(r), Available: p.Available.Text}
		if p.Available.Text == "published" {
			out.File = g.file(from, p.File, p.Classification, r)
		}
		return out, true
	case asked(p.Available, r):
		return Paper{At: p.Ref.At, Ref: p.Ref.Text, Title: markdown.Words(p.PublicTitle.Text), Label: r.Label, Available: p.Available.Text, Withheld: true}, true
	}
	return Paper{}, false
}

// document releases a document, or, of a withheld one that is available on request, its ref, label and public title.
func (g gate) document(d *minutes.Document) (Document, bool) {
	r := d.File.Ruling
	switch {
	case g.permits(r):
		out := Document{Record: g.common(&d.File), Available: d.Available.Text}
		for _, v := range d.Versions {
			if vr := r.Under(v.Classification); g.permits(vr) {
				released := Version{
					At: v.At, Version: v.Version.Text, Date: v.Date.Time, State: v.State.Text, ApprovedBy: v.ApprovedBy.Text,
					Note: g.inline(v.Note), Label: vr.Label, By: g.by(vr),
				}
				if d.Available.Text == "published" {
					released.File = g.file(d.Path, v.File, v.Classification, vr)
				}
				out.Versions = append(out.Versions, released)
			}
		}
		return out, true
	case asked(d.Available, r):
		return Document{
			Record:    Record{Ref: d.Common.Ref.Text, Title: markdown.Words(d.PublicTitle.Text), Label: r.Label},
			Available: d.Available.Text, Withheld: true,
		}, true
	}
	return Document{}, false
}

// file releases a file that a record names under a ruling, with a label of its own.
func (g gate) file(from string, f document.Plain, own document.Label, r minutes.Ruling) File {
	p := minutes.FilePath(from, f.Text)
	if f.Text == "" || !g.record.Attachable(p, r, own, g.reading.Clearance) {
		return File{}
	}
	return File{Path: p, At: f.At}
}

func (g gate) consultation(c *minutes.Consultation) Consultation {
	statement := func(s document.Statement) Statement {
		sr := c.File.Ruling.Under(s.Classification)
		if s.At.Line == 0 || !g.permits(sr) {
			return Statement{}
		}
		return Statement{Date: s.Date.Time, Text: g.inline(s.Text), Label: sr.Label, By: g.by(sr)}
	}
	return Consultation{
		Record: g.common(&c.File), Document: c.Consultation.Document.Text, Version: c.Version.Text, Authority: c.Authority.Text, Audience: c.Audience.Text,
		Opens: c.Opens.Time, Closes: c.Closes.Time, Respond: c.Respond.Text, LaunchedBy: c.LaunchedBy.Text, DecidedBy: c.DecidedBy.Text,
		Feedback: statement(c.Feedback), Outcome: statement(c.Outcome),
	}
}

func (g gate) register(r *minutes.Register) Register {
	ruling := r.File.Ruling
	out := Register{Record: g.common(&r.File), Statuses: minutes.StatusesOf(r)}
	for _, c := range r.Columns {
		if cr := ruling.Under(c.Classification); g.permits(cr) {
			out.Columns = append(out.Columns, Column{Key: c.Key.Text, Title: g.inline(c.Title), Label: cr.Label, By: g.by(cr)})
		}
	}
	for _, e := range r.Entries {
		er := ruling.Under(e.Classification)
		if !g.permits(er) {
			continue
		}
		entry := Entry{At: e.Ref.At, Ref: e.Ref.Text, Title: g.inline(e.Title), Owner: g.inline(e.Owner), Status: e.Status.Text, Label: er.Label, By: g.by(er)}
		for _, c := range out.Columns {
			entry.Values = append(entry.Values, e.Values[c.Key].Text)
		}
		for _, h := range e.History {
			if hr := er.Under(h.Classification); g.permits(hr) {
				entry.History = append(entry.History, Event{Date: h.Date.Time, Meeting: h.Meeting.Text, Status: h.Status.Text, Text: g.inline(h.Text), Label: hr.Label, By: g.by(hr)})
			}
		}
		out.Entries = append(out.Entries, entry)
	}
	return out
}
