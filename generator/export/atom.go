package export

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"time"

	"minutebook/generator/site"
)

// Feeds are Atom (RFC 4287), written with encoding/xml. gorilla/feeds (1.2.0 of June 2024, BSD, no dependencies) would do
// the escaping no better, and its Atom has one link for a feed where this needs two, one author for all, no categories and
// no language, and ids with the address of the server in them where none is given.

type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Author  atomAuthor  `xml:"author"`
	Entries []atomEntry `xml:"entry"`
}

type atomEntry struct {
	Title     string       `xml:"title"`
	ID        string       `xml:"id"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Link      atomLink     `xml:"link"`
	Author    atomAuthor   `xml:"author"` // the body
	Category  atomCategory `xml:"category"`
	Content   atomContent  `xml:"content"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	To   string `xml:"href,attr"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	HTML string `xml:",chardata"`
}

// feed writes one. Readers know a feed by its address; its id is made of the title of the site as well, as nothing else
// tells the feed of everything of one site from that of another.
func feed(s *site.Site, title, prefix string, of, at site.Address, latest []happening) File {
	f := atomFeed{
		Lang: "en-GB", Title: private(s) + title, ID: "urn:uuid:" + uuid(s.Title+"\n"+prefix+"\n"+string(at)),
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339), // of nothing
		Links:   []atomLink{{"self", "application/atom+xml", s.Full(at)}, {"alternate", "text/html", s.Full(of)}},
		Author:  atomAuthor{s.Title},
	}
	for _, h := range latest {
		told := h.tell()
		f.Entries = append(f.Entries, atomEntry{
			Title: told.title, ID: "urn:uuid:" + told.name,
			Published: midnight(s, cmp.Or(told.published, h.day)), Updated: midnight(s, h.day),
			Link: atomLink{"alternate", "text/html", s.Full(told.to)}, Author: atomAuthor{h.body.Short}, Category: atomCategory{told.kind},
			Content: atomContent{"html", told.text},
		})
	}
	if len(latest) > 0 {
		f.Updated = f.Entries[0].Updated
	}
	var b bytes.Buffer
	b.Grow(1000 * (len(latest) + 1))
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", " ")
	if err := e.Encode(f); err != nil {
		panic(err) // a buffer takes everything, and there is nothing in a feed that XML has no form for
	}
	b.WriteByte('\n')
	return File{path(at), b.Bytes()}
}

// midnight is when a day began, where the site is.
func midnight(s *site.Site, iso string) string {
	return s.Moment(site.Day{ISO: iso}, "").Format(time.RFC3339)
}
