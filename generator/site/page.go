package site

import (
	"cmp"
	"html/template"
	"strings"

	"minutebook/generator/markdown"
)

// A Model is a page of some kind: a struct with a Page in it and what that kind shows.
type Model interface{ Base() *Page }

// A Page is what all pages have, whatever their kind.
type Page struct {
	Address     Address
	Kind        string   // names the template: "action", "meeting", …
	Section     string   // "actions", "decisions", "consultations", "calendar", "search" or "about": the part of the menu that the page is itself
	Name        string   // its title without the site's, in plain text
	Description string   // what it shows, in a sentence of plain text; of pages that are listed
	Trail       []Link   // the pages above it, from home
	Root        string   // of a page that may be shown at any address: the path of the site, where its links begin
	Feed        Address  // of what happens in what the page is of; nowhere where there is none
	Scripts     []string // the templates of those that it has beside script.js: "register.js"
	Moved       Address  // where it leads, of a page that moved there
	Rows        int      // of its tables and lists, where there may be very many
	Facts       Facts    // by which search can be narrowed
	Site        *Site
}

// Facts are what search can be narrowed by, as pages say them. A page of no kind is a list: what it shows is found where it
// stands itself.
type Facts struct {
	Kind  string // as readers name it: "Action"
	Body  string
	Date  string // of when it is, as 2016-07-12
	State string
}

// A Link is words that lead somewhere, or, with no address, only words.
type Link struct {
	Text string
	To   Address
}

// as gives a page its facts.
func (p Page) as(kind string, body *Body, date Day, state string) Page {
	p.Facts = Facts{Kind: kind, Date: date.ISO, State: state}
	if body != nil {
		p.Facts.Body = body.Short
	}
	return p
}

// Base gives a model's common part.
func (p *Page) Base() *Page { return p }

// To writes an address as this page must write it.
func (p *Page) To(a Address) string { return relative(p.Address, a, p.Site.Portable) }

// Depth is the number of directories between the root and the page.
func (p *Page) Depth() int { return strings.Count(string(p.Address), "/") - 1 }

// FromRoot writes an address by way of the root: the same for all pages of one depth.
func (p *Page) FromRoot(a Address) string {
	page, anchor := a.cut()
	return finish(climb(p.Depth())+strings.TrimPrefix(string(page), "/"), anchor, p.Site.Portable)
}

// HTML is a text with its links as this page must write them. What leads to the page itself stays plain.
func (p *Page) HTML(f markdown.Fragment) template.HTML { return f.HTML(p.resolve) }

func (p *Page) resolve(t markdown.Target) (string, bool) {
	a, ok := p.Site.book.find(t)
	if !ok || a == p.Address {
		return "", false
	}
	return relative(p.Address, a, p.Site.Portable), true
}

// Written is an address as it may be copied from a page: in full, if the site's is known.
func (p *Page) Written(a Address) string {
	return cmp.Or(p.Site.Full(a), strings.TrimPrefix(string(a), "/"))
}

// Canonical is the page's full address, or empty where the site's is not known or is that of another copy. Of a page that
// moved, it is where that stands now.
func (p *Page) Canonical() string {
	if p.Kind == "notfound" {
		return ""
	}
	return p.Site.Full(cmp.Or(p.Moved, p.Address))
}

// Full is an address with the site's own before it, or empty where that is not known.
func (p *Page) Full(a Address) string { return p.Site.Full(a) }

// Listed tells whether others may show the page as one of the public site: its address is known, and it is the page's own.
func (p *Page) Listed() bool { return p.Canonical() != "" && !p.Site.Private && p.Moved == "" }
