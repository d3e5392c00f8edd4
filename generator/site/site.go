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
	Longest  int       // the most rows that a register shows on one page, where that is not the usual
}

// A Site is all pages, ready to be shown, and what they have in common.
type Site struct {
	Title     string
	Contact   Link   // To is "mailto:…" or "https://…", or empty
	URL       string // with a slash at the end; empty where it is not known
	Ceiling   string // the highest label that is shown
	Public    string // the ceiling of the public site; in a private copy it may be lower than Ceiling
	Private   bool
	Drafted   bool // it is the drafter's, who sees everything; it is private, too
	AsAt      Day
	Portable  bool   // links name index.html
	Zone      string // name of the time zone that days end in
	Calendar  string // whose bank holidays are no working days: "England and Wales"
	Version   string
	Pages     []Model    // by address
	Files     []*File    // that the pages show or link, by address
	Publisher *Publisher // who keeps the site; nil: nothing is said of it
	Kept      []Kept     // by body, in their order; only of a site that was made whole
	Crowded   bool       // the calendar of all bodies has no due days, as there are too many; the same

	book *book
	zone *time.Location
}

// Kept is what a body keeps, for what is made of a site beside its pages.
type Kept struct {
	Body          *Body
	Meetings      []*Meeting  // by date
	Actions       []*Action   // newest first
	Decisions     []*Decision // latest first
	Consultations []*Consultation
	Documents     []*Document
	Registers     []*Register
	Occasions     []*Occasion // by day
}

func (b *builder) kept() []Kept {
	var all []Kept
	occasions := 0
	for _, body := range b.bodies {
		all = append(all, Kept{body, body.meetings, body.actions, body.decisions, body.consultations, body.documents, body.registers, b.occasions(body)})
		occasions += len(all[len(all)-1].Occasions)
	}
	b.site.Crowded = b.crowded(occasions)
	return all
}

// Build lays out an edition. What it reports are explicit links in released text to what is not released, and released
// records that would share an address.
func Build(e release.Edition, o Options) (*Site, []source.Diagnostic) {
	l, report := Lay(e, o, new(Memory))
	return l.Site(), report
}

// A builder holds what the steps of making pages hand on.
type builder struct {
	edition release.Edition
	site    *Site
	today   time.Time
	most    int // rows on one page, if it was said

	bodies        []*Body             // of the edition, all of them; some may be no more than their names
	full          []bool              // which are more
	meetings      map[string]*Meeting // by ref
	chronology    []*Meeting          // of all bodies, by date
	actions       map[string]*Action
	entries       map[string]*Entry
	decisions     map[string]*Decision
	consultations []*Consultation
	documents     map[string]*Document
	everyAction   []*Action // newest first
	mentions      map[Address][]Link
	chapter       *chapter         // of the book, while it is being written
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
	s.Publisher = publisherOf(e.Site.Publisher)
	if e.Site.TimeZone != nil {
		s.Zone, s.zone = e.Site.TimeZone.String(), e.Site.TimeZone
	}
	if e.Site.Holidays != nil {
		s.Calendar = e.Site.Holidays.Calendar
	}
	return &builder{
		edition:   e,
		site:      s,
		today:     o.AsAt,
		most:      o.Longest,
		meetings:  map[string]*Meeting{},
		actions:   map[string]*Action{},
		entries:   map[string]*Entry{},
		decisions: map[string]*Decision{},
		documents: map[string]*Document{},
		mentions:  map[Address][]Link{},
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

// Moment is when a clock of the site's time zone shows an hour, such as "12:00", of a day. With no hour, the day begins.
func (s *Site) Moment(d Day, clock string) time.Time {
	zone := s.zone
	if zone == nil {
		zone = time.UTC
	}
	t, _ := time.ParseInLocation(time.DateOnly+" 15:04", d.ISO+" "+cmp.Or(clock, "00:00"), zone)
	return t
}

// Full is an address with the site's own before it, or empty where that is not known.
func (s *Site) Full(a Address) string {
	if s.URL == "" {
		return ""
	}
	page, anchor := a.cut()
	if plain, err := url.PathUnescape(anchor); err == nil { // of files, what is behind the sign is escaped already
		anchor = plain
	}
	u := url.URL{Path: strings.TrimPrefix(string(page), "/"), Fragment: anchor}
	return s.URL + strings.TrimPrefix(u.String(), "./")
}

// locate is the full address where the site's is known, and else the path below it.
func (s *Site) locate(a Address) string { return cmp.Or(s.Full(a), string(a)) }

// link is a ref as words, linked when what it names is released.
func (b *builder) link(ref string) Link { return Link{ref, b.site.book.ref(ref)} }

// settle gives what is released of some bodies its place; of the others there is no more than what they are called.
func (b *builder) settle(full func(body int) bool) {
	b.full = make([]bool, len(b.edition.Bodies))
	for i, rb := range b.edition.Bodies {
		b.bodies = append(b.bodies, b.settleBody(rb))
		b.bodies[i].place = i
		if b.full[i] = full(i); b.full[i] {
			b.fill(b.bodies[i])
		}
	}
	for _, body := range b.bodies {
		body.ReportsTo = b.reportsTo(body)
	}
	slices.SortStableFunc(b.chronology, func(x, y *Meeting) int {
		return cmp.Or(x.date.Compare(y.date), cmp.Compare(x.Number, y.Number))
	})
	for i, m := range b.chronology {
		m.turn = i
	}
}

// page is the common part of a model.
func (b *builder) page(kind string, a Address, name string, trail ...Link) Page {
	return Page{Address: a, Kind: kind, Name: name, Trail: trail, Site: b.site}
}
