// Package preview serves the site on this machine, to the person who drafts it. It shows what nobody else may see, so it
// answers a browser that has the token of its first address, on this machine, on this site, and nobody else; it has
// pages from memory and its own client, and no file of the disk.
package preview

import "minutebook/generator/source"

// A View is one of the ways in which a page can be looked at.
type View string

// The views. Drafted is everything, with what is withheld coloured by its label; Published is what build would write;
// Difference is what of a page its readers will not see, made of the other two.
const (
	Drafted    View = "drafted"
	Published  View = "published"
	Difference View = "difference"
)

// A Draft is the content at one moment. It does not change; its functions may be called from several goroutines at once,
// and none is nil.
type Draft struct {
	// Errors are all that keeps the content from being published. While there is one, no page is shown.
	Errors []source.Diagnostic

	// Page is the page or the file at an address of the site, such as "/smki-pma/meetings/25/" or "/assets/icon.svg", as
	// Drafted or Published has it. Where there is none, Found is false and Content is the site's own page for that.
	Page func(v View, address string) (Page, error)

	// Notes are advice about the page at an address.
	Notes func(address string) []Note

	// Warnings are all warnings of the content.
	Warnings []source.Diagnostic

	// Home is the address of the page that shows a file of the content, given by its path in it, or empty.
	Home func(file string) string
}

// A Page is what is served.
type Page struct {
	Content []byte
	Found   bool
}

// A Note is advice for the drafter: a warning, or what there is to know, which has no code.
type Note struct {
	source.Diagnostic
	To string // the address of the page that it is about, if there is one
}
