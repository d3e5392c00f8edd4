// Package site is everything about the published site but how it looks: which pages there are and where, what is on
// each, what links where, and whatever follows from the record: histories, states, neighbours, mentions. It sees an
// Edition only, so nothing that was withheld has a say in any of it.
package site

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"time"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

// Options are what a build is told beside the content.
type Options struct {
	AsAt     time.Time // midnight UTC of the day that states are reckoned from
	BaseURL  string    // in place of the site's own, where full addresses are needed
	Portable bool      // links name index.html, for a copy on a disk
	Version  string    // of minutebook
}

// A Site is all pages, ready to be shown, and what they have in common.
type Site struct {
	Title    string
	Contact  Link   // To is "mailto:…" or "https://…", or empty
	URL      string // with a slash at the end; empty where it is not known
	Ceiling  string // the highest label that is shown
	Public   string // the ceiling of the public site; in a private copy it may be lower than Ceiling
	Private  bool
	Drafted  bool // it is the drafter's, who sees everything; it is private, too
	AsAt     Day
	Portable bool   // links name index.html
	Zone     string // name of the time zone that days end in
	Version  string
	Pages    []Model // by address
	Files    []*File // that the pages show or link, by address

	refs  map[string]Address // of what has a ref
	paths map[string]Address // of files, and, with "#" and an anchor, of the places in them that are linked
	files map[string]*File   // by path, those that a released record names
	above map[Address]*Label // of what readers of the public site do not see
}

// Build lays out an edition. What it reports are explicit links in released text to what is not released, and released
// records that would share an address.
func Build(e release.Edition, o Options) (*Site, []source.Diagnostic) {
	b := newBuilder(e, o)
	b.settle()
	b.follow()
	b.mark()
	b.supersede()
	b.consult()
	b.read()
	b.lay()
	return b.site, b.report
}

// A builder holds what the steps of Build hand on.
type builder struct {
	edition release.Edition
	site    *Site
	today   time.Time
	report  []source.Diagnostic

	bodies        []*Body
	meetings      map[string]*Meeting // by ref
	chronology    []*Meeting          // of all bodies, by date
	actions       map[string]*Action
	entries       map[string]*Entry
	decisions     map[string]*Decision
	consultations []*Consultation
	documents     map[string]*Document
	everyAction   []*Action                      // newest first
	minutes       map[string]*Meeting            // by path
	texts         map[string][]markdown.Fragment // by path, those that may have headings, until they are asked for
	mentions      map[Address][]Link
	taken         map[Address]bool
	labels        map[uint8]*Label // those that say no more than their name
}

func newBuilder(e release.Edition, o Options) *builder {
	s := &Site{
		Title:    e.Site.Title,
		Contact:  contact(e.Site.Contact),
		URL:      cmp.Or(o.BaseURL, e.Site.URL),
		Ceiling:  e.Clearance.String(),
		Public:   e.Site.Ceiling.String(),
		Private:  e.Private,
		Drafted:  e.Drafted,
		AsAt:     dayOf(o.AsAt),
		Version:  o.Version,
		Portable: o.Portable,
	}
	if e.Private && o.BaseURL == "" {
		s.URL = "" // the address in the content is that of the public site
	}
	if s.URL != "" && !strings.HasSuffix(s.URL, "/") {
		s.URL += "/"
	}
	if e.Site.TimeZone != nil {
		s.Zone = e.Site.TimeZone.String()
	}
	meetings, actions, decisions, papers := 0, 0, 0, 0
	for i := range e.Bodies {
		meetings += len(e.Bodies[i].Meetings)
		for j := range e.Bodies[i].Meetings {
			m := &e.Bodies[i].Meetings[j]
			actions, decisions, papers = actions+len(m.Actions), decisions+len(m.Decisions), papers+len(m.Papers)
		}
	}
	records := meetings + actions + decisions + papers // and a few more, for which the maps grow
	s.refs = make(map[string]Address, records)
	s.paths = make(map[string]Address, meetings)
	s.files = map[string]*File{}
	s.above = map[Address]*Label{}
	return &builder{
		edition:   e,
		site:      s,
		today:     o.AsAt,
		meetings:  make(map[string]*Meeting, meetings),
		actions:   make(map[string]*Action, actions),
		entries:   map[string]*Entry{},
		decisions: make(map[string]*Decision, decisions),
		documents: map[string]*Document{},
		minutes:   make(map[string]*Meeting, meetings),
		texts:     make(map[string][]markdown.Fragment, meetings),
		mentions:  make(map[Address][]Link, records/2),
		taken:     make(map[Address]bool, records),
		labels:    map[uint8]*Label{},
	}
}

func contact(s string) Link {
	switch {
	case strings.HasPrefix(s, "https://"):
		return Link{s, Address(s)}
	case markdown.IsMail(s):
		return Link{s, Address("mailto:" + s)}
	}
	return Link{Text: s}
}

// full is an address with the site's own before it, or empty where that is not known.
func (s *Site) full(a Address) string {
	if s.URL == "" {
		return ""
	}
	page, anchor := a.cut()
	u := url.URL{Path: strings.TrimPrefix(string(page), "/"), Fragment: anchor}
	return s.URL + strings.TrimPrefix(u.String(), "./")
}

// link is a ref as words, linked when what it names is released.
func (b *builder) link(ref string) Link { return Link{ref, b.site.refs[ref]} }

// claim gives a record its address. Two records cannot have the same one.
func (b *builder) claim(a Address, at source.Pos) Address {
	if b.taken[a] {
		b.report = append(b.report, source.Diagnostic{Pos: at, Severity: source.Error, Code: "address-taken",
			Message: "another record has the same address", Hint: "give one of the two another ref, or another file name"})
	}
	b.taken[a] = true
	return a
}

// settle gives every released thing its place, so that all that follows can link to it.
func (b *builder) settle() {
	for i := range b.edition.Bodies {
		b.settleFiles(&b.edition.Bodies[i])
		b.bodies = append(b.bodies, b.settleBody(&b.edition.Bodies[i]))
	}
	for _, body := range b.bodies {
		body.ReportsTo = b.reportsTo(body)
	}
	slices.SortStableFunc(b.chronology, func(x, y *Meeting) int {
		return cmp.Or(x.date.Compare(y.date), cmp.Compare(x.Number, y.Number))
	})
}

// lay makes the pages, in the order of their addresses.
func (b *builder) lay() {
	s := b.site
	s.Pages = append(s.Pages, b.home(), b.about(), b.notFound(), b.consultationList(), b.allActions(), b.allDecisions())
	for _, body := range b.bodies {
		s.Pages = append(s.Pages, b.bodyPage(body), b.bodyActions(body), b.bodyDecisions(body), b.bodyPapers(body))
		for _, m := range body.meetings {
			s.Pages = append(s.Pages, b.meetingPage(m))
		}
		for _, a := range body.actions {
			s.Pages = append(s.Pages, b.actionPage(a))
		}
		for _, c := range body.consultations {
			s.Pages = append(s.Pages, b.consultationPage(c))
		}
		for _, d := range body.documents {
			if !d.Withheld {
				s.Pages = append(s.Pages, b.documentPage(d))
			}
		}
		for _, r := range body.registers {
			s.Pages = append(s.Pages, b.registerPage(r))
			for _, e := range r.Entries {
				s.Pages = append(s.Pages, b.entryPage(e))
			}
		}
	}
	slices.SortFunc(s.Pages, func(x, y Model) int { return cmp.Compare(x.Base().Address, y.Base().Address) })
	for _, f := range s.files {
		if f.shown {
			s.Files = append(s.Files, f)
		}
	}
	slices.SortFunc(s.Files, func(x, y *File) int { return cmp.Compare(x.To, y.To) })
}

// page is the common part of a model.
func (b *builder) page(kind string, a Address, name string, trail ...Link) Page {
	return Page{Address: a, Kind: kind, Name: name, Trail: trail, Site: b.site}
}
