package render

import (
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"strings"

	"minutebook/generator/site"
	"minutebook/templates"
)

// An asset is a file that is the same for all sites: the style sheet, the icon, a script. Its address has a hash of its
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
		sum := sha256.Sum256(content)
		ending := path.Ext(name)
		at := "/assets/" + strings.TrimSuffix(name, ending) + "-" + hex.EncodeToString(sum[:6]) + ending
		all = append(all, asset{name, site.Address(at), content})
	}
	return all, nil
}

// asset is the address of the one of that name, or nowhere.
func (r *Renderer) asset(name string) site.Address {
	for _, a := range r.assets {
		if a.name == name {
			return a.at
		}
	}
	return ""
}

// Asset is one of the files that are the same for all sites, by its address.
func (r *Renderer) Asset(at site.Address) (content []byte, ok bool) {
	for _, a := range r.assets {
		if a.at == at {
			return a.content, true
		}
	}
	return nil, false
}
