package site

import (
	"cmp"
	"slices"
	"time"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
)

// A Document that a body keeps. One that is withheld, but may be asked for, has no page: To is its entry in the list of
// the body's page.
type Document struct {
	Ref        string
	Label      *Label
	Title      markdown.Fragment
	To         Address
	Anchor     string // of its entry, if it has no page
	Body       *Body
	Withheld   bool
	OnRequest  bool
	StateAbove *Label     // of the newest version, where it is not that of the document
	Versions   []*Version // newest first

	source *release.Document
	rounds []*Consultation
}

// A Version of a document.
type Version struct {
	Name       string
	Day        Day
	State      string // draft, consultation, recommended, approved or withdrawn
	ApprovedBy Link
	Note       markdown.Fragment // what changed
	File       Link
	Above      *Label

	date time.Time
}

// DocumentPage is the page of a document.
type DocumentPage struct {
	Page
	Document      *Document
	Text          markdown.Fragment
	Consultations []*Consultation // latest first
	Mentions      []Link
}

func (b *builder) settleDocument(body *Body, rd *release.Document) *Document {
	d := &Document{
		Ref:       rd.Ref,
		Label:     labelled(b, rd.Label, rd.By),
		Title:     rd.Title,
		Body:      body,
		Withheld:  rd.Withheld,
		OnRequest: rd.Withheld || rd.Available == "on request",
		source:    rd,
	}
	if rd.Withheld {
		d.Anchor = "document-" + slugOf(rd.Ref, body.source.Prefix)
		d.To = b.claim(body.To+Address("#"+d.Anchor), rd.At)
	} else {
		d.To = b.claim(body.To+"documents/"+Address(slugFile(rd.Path))+"/", rd.At)
		b.locate(&rd.Record, d.To, rd.Text)
	}
	if rd.Ref != "" {
		b.name(rd.Ref, d.To)
		b.documents[rd.Ref] = d
	}
	return d
}

func (b *builder) documentPage(d *Document) *DocumentPage {
	for i := range d.source.Versions {
		rv := &d.source.Versions[i]
		v := &Version{
			Name: rv.Version, Day: dayOf(rv.Date), State: rv.State, Note: rv.Note, date: rv.Date,
			Above: above(b, rv.Label, rv.By),
		}
		if rv.ApprovedBy != "" {
			v.ApprovedBy = b.link(rv.ApprovedBy)
		}
		v.File = b.file(rv.File)
		d.Versions = append(d.Versions, v)
	}
	slices.SortStableFunc(d.Versions, func(x, y *Version) int { return y.date.Compare(x.date) })
	if len(d.Versions) > 0 {
		d.StateAbove = d.Versions[0].Above.beyond(above(b, d.source.Label, d.source.By))
	}
	var newest Version
	if len(d.Versions) > 0 {
		newest = *d.Versions[0]
	}
	return &DocumentPage{
		Page:          b.page("document", d.To, cmp.Or(d.Title.Plain(), d.Ref), b.homeLink(), d.Body.link()).as("Document", d.Body, newest.Day, newest.State),
		Document:      d,
		Text:          d.source.Text,
		Consultations: d.rounds,
		Mentions:      b.mentions[d.To],
	}
}
