package site

import (
	"slices"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
)

// A Paper that a meeting had before it. It lives on the papers page of its body, and is listed with its meeting too.
type Paper struct {
	Ref       string
	Label     *Label
	Title     markdown.Fragment
	To        Address
	Anchor    string
	File      Link // when published
	OnRequest bool // it, or its file, may be asked for
	Mentions  []Link
}

// PapersPage is all papers of a body.
type PapersPage struct {
	Page
	Body     *Body
	Meetings []*Meeting // those with papers, latest first
	Count    int
}

func (b *builder) settlePaper(m *Meeting, rp *release.Paper) *Paper {
	p := &Paper{
		Ref:       rp.Ref,
		Label:     labelled(b, rp.Label, rp.By),
		Title:     rp.Title,
		Anchor:    slugOf(rp.Ref, m.Body.source.Prefix),
		OnRequest: rp.Withheld || rp.Available == "on request",
	}
	p.File = b.file(rp.File)
	p.To = b.claim(m.Body.PapersAt+Address("#"+p.Anchor), rp.At)
	b.name(p.Ref, p.To)
	return p
}

func (b *builder) bodyPapers(body *Body) *PapersPage {
	p := &PapersPage{
		Page: b.page("papers", body.PapersAt, "Papers of "+body.Short, b.homeLink(), body.link()).as("", body, Day{}, ""),
		Body: body,
	}
	for _, m := range slices.Backward(body.meetings) {
		if len(m.Papers) > 0 {
			p.Meetings = append(p.Meetings, m)
			p.Count += len(m.Papers)
		}
	}
	p.Rows = p.Count
	return p
}
