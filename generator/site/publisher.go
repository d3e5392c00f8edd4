package site

import (
	"html/template"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
)

// A Publisher is whoever keeps the site, as site.yaml says. Every field may be empty.
type Publisher struct {
	Name       string
	URL        string  // of their own site, https://…
	Logo       Address // of a picture
	LogoText   string  // what is read in place of it
	Colour     string  // of links and accents on light paper: "#7b2331"
	DarkColour string  // the same on dark paper
	Footer     template.HTML
}

func publisherOf(rp *release.Publisher) *Publisher {
	if rp == nil {
		return nil
	}
	p := &Publisher{Name: rp.Name, URL: rp.URL, LogoText: rp.LogoText, Colour: rp.Colour, DarkColour: rp.DarkColour}
	if logo := logoOf(rp); logo != nil {
		p.Logo = logo.To
	}
	// It is the same on every page, so nothing in it leads anywhere within the site.
	p.Footer = rp.Footer.HTML(func(markdown.Target) (string, bool) { return "", false })
	return p
}

// Publisher is who keeps the site.
func (l *Layout) Publisher() *Publisher { return publisherOf(l.edition.Site.Publisher) }
