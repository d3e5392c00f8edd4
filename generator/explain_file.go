package main

import (
	"fmt"
	"slices"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

// explainFile tells the label of a file and what of it is withheld. The path begins at the root of the content.
func (e *explainer) explainFile(p string) {
	fmt.Fprintln(e.out, e.place(source.Pos{Path: p}))
	t := e.record.FileThing(p)
	switch {
	case p == "site.yaml":
		e.explainSite()
		return
	case p == document.HolidaysFile:
		e.line("what", "the bank holidays, which are no working days")
		e.line("readers", "everybody: nothing of it can be withheld")
		return
	case t == nil && strings.HasSuffix(p, ".md"):
		e.line("readers", "withheld from everyone: this file, or the body that it belongs to, cannot be read; check tells why")
		return
	case t == nil:
		e.explainAttachment(p)
		return
	}
	what := fmt.Sprintf("%s of %s", t.Kind, t.Body.Folder)
	switch t.Kind {
	case minutes.KindBody:
		what = "body"
	case minutes.KindMeeting:
		what = fmt.Sprintf("meeting %d of %s, %s", t.Meeting.Number.N, t.Body.Folder, t.Meeting.State.Text)
	}
	if t.Ref != "" {
		what += ", " + t.Ref
	}
	e.line("what", "%s", what)
	e.label(t.Ruling)
	e.line("readers", "%s", e.readers(t))
	if !e.published(t) {
		return // with everything in it
	}
	withheld := e.withheld(t)
	if len(withheld) == 0 {
		e.line("withheld", "nothing in it")
		return
	}
	e.line("withheld", "%s of it", count(len(withheld), "part", "parts"))
	for _, w := range withheld {
		why := w.why
		if why == "" {
			why = e.verdict(w.ruling, w.drafts...)
		}
		fmt.Fprintf(e.out, "    line %-4d  %s: %s; %s\n", w.at.Line, w.what, why, w.seen)
	}
}

func (e *explainer) explainSite() {
	s := e.record.Site
	e.line("what", "the site")
	if s.Publish.At.Line == 0 || s.Publish.Label == classification.Unknown {
		e.line("ceiling", "none that can be read, so nothing can be published")
		return
	}
	e.line("ceiling", "%s, because %s says so: nothing with a higher label is published", s.Publish.Label, e.place(s.Publish.At))
	for _, l := range classification.Labels {
		if l <= s.Publish.Label {
			continue
		}
		seen := "nothing"
		if e.reading().Notice[l] {
			seen = "a notice"
		}
		e.line("in place", "of a block that is %s: %s", l, seen)
	}
}

// explainAttachment tells whether a file that is no record is published. It is when something published names it.
func (e *explainer) explainAttachment(p string) {
	e.line("what", "attachment")
	if p == e.record.Logo {
		e.line("label", "none, and none is needed: it is the logo that site.yaml names, where everything is public")
	} else if l, ok := e.record.AttachmentLabel(p); ok {
		e.line("label", "%s, because %s says so", l.Label, e.place(l.At))
	} else {
		e.line("label", "none, as no record names it to be published")
	}
	if f := e.publishedFile(p); f != nil {
		e.line("readers", "published at %s, as something published shows or links it", f.To)
		return
	}
	e.line("readers", "withheld, as nothing published shows or links it")
}

// publishedFile is the attachment with that path, if it is published.
func (e *explainer) publishedFile(p string) *site.File {
	if i := slices.IndexFunc(e.pages.Files, func(f *site.File) bool { return f.Path == p }); i >= 0 {
		return e.pages.Files[i]
	}
	return nil
}

// A withheld part of a published file.
type withheldPart struct {
	at     source.Pos
	what   string
	ruling minutes.Ruling
	drafts []*minutes.File // that can be why it is withheld from everyone
	why    string          // if not by the ruling
	seen   string          // what readers see in its place
}

// parts gathers what is withheld of one file.
type parts struct {
	e    *explainer
	file *minutes.File
	all  []withheldPart
}

// entry takes note of something listed in the front matter. Of one that is published, it looks at the texts.
func (p *parts) entry(what string, at source.Pos, r minutes.Ruling, texts ...document.Inline) bool {
	if !r.Permits(p.e.clearance) {
		p.all = append(p.all, withheldPart{at: at, what: what, ruling: r, seen: "readers see nothing"})
		return false
	}
	for _, t := range texts {
		p.text("of "+what, t.Source)
	}
	return true
}

// text takes note of the marks in a text.
func (p *parts) text(where string, text markdown.Source) {
	for _, g := range text.Gaps(p.e.reading()) {
		w := withheldPart{at: g.At, what: "phrase", why: g.Label.String()} // its mark stands where it begins
		if g.Block {
			w.what = "block"
		}
		if where != "" {
			w.what += " " + where
		}
		switch {
		case !g.Block:
			w.seen = "readers see [withheld: " + g.Notice.String() + "]"
		case g.Joined && g.Notice != classification.Unknown:
			w.seen = "one notice stands for it and the block before"
		case g.Notice != classification.Unknown:
			w.seen = "readers see a notice: " + g.Notice.String()
		default:
			w.seen = "readers see nothing"
		}
		p.all = append(p.all, w)
	}
}

// reading is how readers see marks.
func (e *explainer) reading() markdown.Reading {
	w := e.record.Site.Withheld
	return markdown.Reading{Clearance: e.clearance, Notice: map[classification.Label]bool{
		classification.Green:       w.Green.Text != "silent",
		classification.Amber:       w.Amber.Text != "silent",
		classification.AmberStrict: w.AmberStrict.Text != "silent",
		classification.Red:         w.Red.Text != "silent",
	}}
}

// withheld lists what is withheld of a file that is published, by place.
func (e *explainer) withheld(t *minutes.Thing) []withheldPart {
	p := &parts{e: e, file: t.File}
	p.text("", t.File.Text)
	p.text("of the title", t.File.Common.Title.Source)
	for _, a := range t.File.Common.Files {
		p.entry("file", a.At, t.Ruling.Under(a.Classification))
	}
	switch content := t.File.Content.(type) {
	case *document.Minutes:
		p.minutes(t.Meeting)
	case *document.Body:
		for _, m := range content.Members {
			p.entry("member", m.At, t.Ruling.Under(m.Classification))
		}
	case *document.Consultation:
		p.statement("feedback", content.Feedback)
		p.statement("outcome", content.Outcome)
	case *document.Document:
		for _, v := range content.Versions {
			if p.entry("version", v.At, t.Ruling.Under(v.Classification), v.Note) {
				p.unpublished(v.File, content.Available)
			}
		}
	case *document.Register:
		p.register(content)
	}
	slices.SortStableFunc(p.all, func(a, b withheldPart) int {
		switch {
		case a.at.Before(b.at):
			return -1
		case b.at.Before(a.at):
			return 1
		}
		return 0
	})
	return p.all
}

func (p *parts) minutes(m *minutes.Meeting) {
	for i, x := range m.Minutes.Attendance {
		p.entry("person attending", x.At, m.Attending[i])
	}
	for i, x := range m.Minutes.Papers {
		if p.entry("paper "+x.Ref.Text, x.At, m.Papers[i], x.Title) {
			p.unpublished(x.File, x.Available)
		} else if t := p.e.record.Thing(x.Ref.Text); t != nil && p.e.entryShown(t) {
			p.all[len(p.all)-1].seen = "readers see its entry, and how to ask for it"
		}
	}
	for i, x := range m.Minutes.Actions {
		p.entry("action "+x.Ref.Text, x.At, m.Actions[i], x.Owner, x.Text)
	}
	for i, x := range m.Minutes.Updates {
		if !p.entry("update of "+x.Ref.Text, x.At, m.Updates[i], x.Owner, x.Text) {
			if t := p.e.record.Thing(x.Ref.Text); t != nil {
				p.all[len(p.all)-1].drafts = []*minutes.File{t.File, &t.Body.File}
			}
		}
	}
	for i, x := range m.Minutes.Decisions {
		p.entry("decision "+x.Ref.Text, x.At, m.Decisions[i], x.Text)
	}
}

func (p *parts) statement(what string, s document.Statement) {
	if s.At.Line > 0 {
		p.entry(what, s.At, p.file.Ruling.Under(s.Classification), s.Text)
	}
}

func (p *parts) register(g *document.Register) {
	for _, c := range g.Columns {
		p.entry("column "+c.Key.Text, c.At, p.file.Ruling.Under(c.Classification), c.Title)
	}
	for _, x := range g.Entries {
		ruling := p.file.Ruling.Under(x.Classification)
		if !p.entry("entry "+x.Ref.Text, x.At, ruling, x.Title, x.Owner) {
			continue
		}
		for _, h := range x.History {
			p.entry("event of "+x.Ref.Text, h.At, ruling.Under(h.Classification), h.Text)
		}
	}
}

// unpublished takes note of a file that stands with a published entry, and is not published with it.
func (p *parts) unpublished(file, available document.Plain) {
	if file.Text == "" || available.Text == "published" {
		return
	}
	if p.e.publishedFile(minutes.FilePath(p.file.Path, file.Text)) != nil {
		return // something else publishes it
	}
	w := withheldPart{at: file.At, what: "file", why: "withheld, because available does not say published", seen: "readers see nothing"}
	if available.Text == "on request" {
		w.why = "withheld, because " + p.e.place(available.At) + " says on request"
		w.seen = "readers see how to ask for it"
	}
	p.all = append(p.all, w)
}
