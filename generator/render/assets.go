package render

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"minutebook/generator/site"
	"minutebook/templates"
)

// An asset is a file that is the same for all pages: the style sheet, the icon, a script. Its address has a hash of its
// content, so that it may be cached for good.
type asset struct {
	name    string // of the template: "style.css"
	at      site.Address
	content []byte
}

// readAssets reads those of the built-in templates that are no pages, and what replaces them.
func readAssets(replaced fs.FS) ([]asset, error) {
	entries, err := templates.Files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var all []asset
	for _, e := range entries {
		name := e.Name()
		if path.Ext(name) == ".html" {
			continue
		}
		content, err := read(replaced, name)
		if err != nil {
			return nil, err
		}
		all = append(all, newAsset(name, content))
	}
	return all, nil
}

func newAsset(name string, content []byte) asset {
	sum := sha256.Sum256(content)
	ending := path.Ext(name)
	at := "/assets/" + strings.TrimSuffix(name, ending) + "-" + hex.EncodeToString(sum[:6]) + ending
	return asset{name, site.Address(at), content}
}

// assetsOf are those of a site: the style sheet ends with the colours of who keeps it.
func (r *Renderer) assetsOf(p *site.Publisher) []asset {
	colours := coloursOf(p)
	if colours == "" {
		return r.assets
	}
	all := slices.Clone(r.assets)
	for i, a := range all {
		if a.name == "style.css" {
			all[i] = newAsset(a.name, slices.Concat(a.content, []byte(colours)))
		}
	}
	return all
}

// coloursOf is the end of a style sheet that has the colours of who keeps the site, on screens; paper stays black on white.
func coloursOf(p *site.Publisher) string {
	if p == nil {
		return ""
	}
	rule := ""
	for _, c := range []struct{ scheme, colour string }{{"light", p.Colour}, {"dark", p.DarkColour}} {
		if isColour.MatchString(c.colour) { // of what was refused, nothing comes into a draft
			rule += "\n@media screen and (prefers-color-scheme: " + c.scheme + ") { :root { --accent: " + c.colour + "; } }\n"
		}
	}
	return rule
}

var isColour = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// addressOf is the address of the asset of that name, or nowhere.
func addressOf(assets []asset, name string) site.Address {
	for _, a := range assets {
		if a.name == name {
			return a.at
		}
	}
	return ""
}

// Asset is one of the style sheets, icons and scripts of a site that somebody keeps, by its address.
func (r *Renderer) Asset(p *site.Publisher, at site.Address) (content []byte, ok bool) {
	for _, a := range r.assetsOf(p) {
		if a.at == at {
			return a.content, true
		}
	}
	return nil, false
}
