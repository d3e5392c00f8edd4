// Package export makes what programs read of a site: feeds, calendars and tables. It sees a site only, which is made of
// what was released, and asks nothing that its pages do not show.
package export

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"minutebook/generator/site"
)

// A File is one of a site that is no page.
type File struct {
	Path    string // with slashes and no leading one: "smki-pma/feed.xml"
	Content []byte
}

// Files are all of them, of a site that was made whole.
func Files(s *site.Site) []File {
	var files []File
	bodies := make([]followed, len(s.Kept))
	var making sync.WaitGroup
	for i := range s.Kept {
		making.Go(func() { bodies[i] = follow(s, &s.Kept[i]) })
	}
	making.Wait()
	var latest []happening
	var events []noted
	for _, b := range bodies {
		files = append(files, b.files...)
		latest, events = append(latest, b.latest...), append(events, b.events...)
	}
	slices.SortStableFunc(latest, func(x, y happening) int { return -cmp.Compare(x.day, y.day) })
	slices.SortStableFunc(events, func(x, y noted) int { return cmp.Compare(x.day, y.day) })
	if s.Crowded { // as on the page of the calendar
		events = slices.DeleteFunc(events, func(e noted) bool { return e.due })
	}
	files = append(files, calendar(s, s.Title, "/calendar.ics", events))
	if s.URL != "" {
		files = append(files, feed(s, s.Title, "", "/", "/feed.xml", latest[:min(len(latest), newest)]))
	}
	return append(files, tables(s)...)
}

// A followed body is what its followers get, and what of it those get who follow everything.
type followed struct {
	files  []File
	latest []happening
	events []noted
}

// follow makes the calendar of a body, and its feed. The links of feeds are full addresses, so there are none where that of
// the site is not known.
func follow(s *site.Site, kept *site.Kept) (f followed) {
	body := kept.Body
	title := body.Short + " – " + s.Title
	f.events = note(s, kept)
	f.files = []File{calendar(s, title, body.CalendarAt, f.events)}
	if s.URL != "" {
		f.latest = gather(s, kept)
		f.files = append(f.files, feed(s, title, body.Prefix, body.To, body.FeedAt, f.latest))
	}
	return f
}

// path is the path of the file that stands at an address.
func path(a site.Address) string { return strings.TrimPrefix(string(a), "/") }

// private says of a feed or a calendar that it is of a private copy, as the banner does on pages.
func private(s *site.Site) string {
	if !s.Private {
		return ""
	}
	return "Private copy, up to " + s.Ceiling + ": "
}
