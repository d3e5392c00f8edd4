// Package export makes what programs read of a site: feeds, calendars and tables. It sees a site only, which is made of
// what was released, and asks nothing that its pages do not show.
package export

import (
	"slices"
	"strings"

	"minutebook/generator/site"
)

// A File is one of a site that is no page.
type File struct {
	Path    string // with slashes and no leading one: "smki-pma/feed.xml"
	Content []byte
}

// Files are all of them, of a site that was made whole.
func Files(s *site.Site) []File {
	return slices.Concat(feeds(s), calendars(s))
}

// path is the path of the file that stands at an address.
func path(a site.Address) string { return strings.TrimPrefix(string(a), "/") }
