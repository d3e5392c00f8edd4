package render

import (
	"bytes"
	"encoding/xml"

	"minutebook/generator/export"
	"minutebook/generator/site"
)

type file struct {
	path    string
	content []byte
}

// besides are the files that are not pages.
func (r *Renderer) besides(s *site.Site) []file {
	files := []file{{"robots.txt", robots(s)}}
	for _, a := range r.assetsOf(s.Publisher) {
		files = append(files, file{a.at.File(), a.content})
	}
	for _, f := range s.Files {
		files = append(files, file{f.To.File(), f.Bytes})
	}
	for _, f := range export.Files(s) {
		files = append(files, file{f.Path, f.Content})
	}
	if s.URL != "" {
		files = append(files, file{"sitemap.xml", sitemap(s)})
	}
	return files
}

// robots lets everybody read the public site, and nobody index a private copy.
func robots(s *site.Site) []byte {
	switch {
	case s.Private:
		return []byte("User-agent: *\nDisallow: /\n")
	case s.URL == "":
		return []byte("User-agent: *\nDisallow:\n")
	}
	return []byte("User-agent: *\nDisallow:\n\nSitemap: " + s.URL + "sitemap.xml\n")
}

// sitemap names every page by its full address, as sitemaps.org asks.
func sitemap(s *site.Site) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">` + "\n")
	for _, m := range s.Pages {
		if p := m.Base(); p.Kind != "notfound" && p.Kind != "moved" {
			b.WriteString("<url><loc>")
			xml.EscapeText(&b, []byte(p.Canonical()))
			b.WriteString("</loc></url>\n")
		}
	}
	b.WriteString("</urlset>\n")
	return b.Bytes()
}
