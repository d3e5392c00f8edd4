// Package plan says what a publication would change, for a person who signs it off. It stands beside the pipeline: it
// sees the files that readers have now and the files that they would have, and nothing of what these were made from. So
// it can tell public text only. It keeps no record of old labels, which would itself be a list of what is withheld;
// what may have been withheld until now follows from the two sites.
//
// # What comes first
//
// A page comes first, with its reasons, where one of these holds. In doubt it does: text that was withheld without a
// notice and text that was written since look the same from outside.
//
//   - The ceiling of the site rises.
//   - A notice of withholding goes, or names a lower label, and text comes to the page.
//   - The label of the page, or of a part of it, is lower than it was, or what was on request is shown.
//   - Text comes to a page that was published before: a piece of text that no piece that goes there resembles. Not so
//     what follows from other records; facts in lists of terms, but for the values of a register's columns; to a
//     history, an event of a meeting whose minutes are new; any event, version or statement on a consultation that is
//     no older than the published site; minutes, where a meeting was published without.
//   - A file is linked where the same words stood without it.
//   - The page is new, and is an action of a meeting that was published before, or that one such speaks of; or an entry of
//     a register that was published before. An entry may come whose history begins no earlier than the published site.
//   - The page is new, and is the minutes of a meeting before the latest that is published of its body; or minutes come
//     to such a meeting.
//   - The page is new, and everything that it tells is older than the published site: consultations, documents,
//     registers and their entries. The body is new, and its meeting was held before the day of the published site.
//
// After that come pages that are added, changed and taken away, and then, by their addresses alone, lists of what is told
// elsewhere, pages that change only with the day that states are reckoned from, and files that are no pages.
//
// All of this goes by pages. Files that programs read (feeds, calendars, data, the index for searching) are made of the
// same records and say nothing that no page shows, so a plan only counts them. (TestCanaries holds that it is so, but for
// the keys of a register's columns, which data has and pages tell by their titles.) What a page holds for later days, hidden
// until then, is told when it comes to be shown.
//
// The published pages may have been made with other templates. What is known of the built-in ones (which parts follow
// from other records) only makes a plan shorter: of a part that is not known, everything is told.
package plan

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
)

// A Site is what readers have now: the paths of its files, and what is in them. Paths have slashes and no leading one.
type Site struct {
	Paths []string
	Read  func(path string) ([]byte, error)
}

// A File is one that a publication would add, change or take away.
type File struct {
	Path          string
	Before, After []byte // nil where there is none
	Day           bool   // it would be the same if states were reckoned from the day of the published site
}

// A Plan is what a publication would change. Entries and paths are sorted by address.
type Plan struct {
	First, Added, Changed, Gone []Entry

	Lists   []string // addresses of pages on which only what is told elsewhere changes
	Day     []string // addresses of pages that change with the day alone
	Unread  []string // addresses of pages on which nothing changes that is read
	Program []File   // those that programs read, which follow from the pages
	Files   []File   // others that are no pages, attachments excepted
	Altered []string // paths of published files that are not what was published
	Since   string   // the day of the published site, as 2026-11-23, or empty where it is not known
}

// An Entry is a page or an attachment that changes.
type Entry struct {
	Address string   // from the root of the site, as /smki-pma/actions/25-04/
	Title   string   // empty where there is none
	Change  string   // "added", "changed" or "taken away"
	Reasons []string // why it comes first
	Lines   []Line
}

// A Line is a piece of visible text that comes or goes.
type Line struct {
	Comes bool
	Text  string
}

// Empty tells whether readers would find the same files as before.
func (p *Plan) Empty() bool {
	return len(p.Altered)+len(p.First)+len(p.Added)+len(p.Changed)+len(p.Gone)+len(p.Lists)+len(p.Day)+len(p.Unread)+len(p.Program)+len(p.Files) == 0
}

// Of makes a plan of the published site and of the files that would not be the same any more. With full, lists are
// told as other pages are. The error is that of reading a published file.
func Of(published Site, files []File, full bool) (*Plan, error) {
	p := &planner{site: published, full: full, pages: map[string]*page{}, there: map[string]bool{}}
	for _, path := range published.Paths {
		p.there[path] = true
	}
	if home := p.published("index.html"); home != nil {
		p.plan.Since = home.asAt
	}
	for _, f := range files {
		p.file(f)
	}
	for _, entries := range [][]Entry{p.plan.First, p.plan.Added, p.plan.Changed, p.plan.Gone} {
		slices.SortStableFunc(entries, func(x, y Entry) int { return cmp.Compare(x.Address, y.Address) })
	}
	for _, addresses := range [][]string{p.plan.Lists, p.plan.Day, p.plan.Unread} {
		slices.Sort(addresses)
	}
	for _, files := range [][]File{p.plan.Program, p.plan.Files} {
		slices.SortFunc(files, func(x, y File) int { return cmp.Compare(x.Path, y.Path) })
	}
	return &p.plan, p.failed
}

type planner struct {
	site   Site
	full   bool
	plan   Plan
	there  map[string]bool  // published paths
	pages  map[string]*page // published ones that were read
	failed error
}

// published reads a published page, once. It is nil where there is none.
func (p *planner) published(path string) *page {
	if !p.there[path] {
		return nil
	}
	if have, ok := p.pages[path]; ok {
		return have
	}
	data, err := p.site.Read(path)
	if err != nil {
		p.failed = cmp.Or(p.failed, err)
		return nil
	}
	p.pages[path] = read(path, data)
	return p.pages[path]
}

// file finds the place of one file in the plan.
func (p *planner) file(f File) {
	at := placeOf(f.Path)
	switch {
	case f.Day && !p.full:
		p.plan.Day = append(p.plan.Day, at.address)
		return
	case at.kind == otherFile:
		p.plan.Files = append(p.plan.Files, f)
		return
	case at.kind == program:
		p.plan.Program = append(p.plan.Program, f)
		return
	case at.kind == attachment:
		p.enter(Entry{Address: "/" + f.Path, Change: changeOf(f)})
		return
	}
	if !p.full && f.Path != "index.html" && f.Before != nil && f.After != nil && bytes.Equal(mainOf(f.Before), mainOf(f.After)) {
		p.plan.Unread = append(p.plan.Unread, at.address)
		return
	}
	var before, after *page
	if f.Before != nil {
		before = read(f.Path, f.Before)
	}
	if f.After != nil {
		after = read(f.Path, f.After)
	}
	if f.Path == "index.html" && before != nil && after != nil {
		p.around(before, after)
	}
	lists := at.kind == list && !p.full
	if lists || before != nil && after != nil && !p.full && sameText(before.own(), after.own()) {
		switch {
		case before != nil && after != nil && sameText(before.blocks, after.blocks):
			p.plan.Unread = append(p.plan.Unread, at.address)
		default:
			p.plan.Lists = append(p.plan.Lists, at.address)
		}
		return
	}
	e := Entry{Address: at.address, Change: changeOf(f)}
	switch {
	case after == nil:
		e.Title = before.title
		e.Lines = lines(difference(before.shown(p.full), nil))
	case before == nil:
		e.Title = after.title
		e.Lines = lines(difference(nil, after.shown(p.full)))
		e.Reasons = p.whyNew(at, after)
	default:
		e.Title = after.title
		e.Lines = lines(difference(before.shown(p.full), after.shown(p.full)))
		e.Reasons = p.whyChanged(at, before, after)
	}
	if len(e.Lines) == 0 && e.Change == "changed" {
		p.plan.Unread = append(p.plan.Unread, at.address)
		return
	}
	p.enter(e)
}

func (p *planner) enter(e Entry) {
	switch {
	case len(e.Reasons) > 0:
		p.plan.First = append(p.plan.First, e)
	case e.Change == "added":
		p.plan.Added = append(p.plan.Added, e)
	case e.Change == "changed":
		p.plan.Changed = append(p.plan.Changed, e)
	default:
		p.plan.Gone = append(p.plan.Gone, e)
	}
}

// around compares what all pages have around their text, which is told once. Days stand there too; they are left out.
func (p *planner) around(before, after *page) {
	e := Entry{Address: "/", Title: "what stands around the text of every page", Change: "changed"}
	e.Lines = lines(difference(before.frame, after.frame))
	if rank(before.ceiling) > 0 && rank(after.ceiling) > rank(before.ceiling) {
		e.Reasons = []string{"the ceiling of the site rises from " + before.ceiling + " to " + after.ceiling}
	}
	if len(e.Lines) > 0 {
		p.enter(e)
	}
}

// mainOf is the part of a page that is the page's own, as bytes: where a new style changes all pages, this is far
// quicker than to read them.
func mainOf(page []byte) []byte {
	from, to := bytes.Index(page, []byte("<main")), bytes.LastIndex(page, []byte("</main>"))
	if from < 0 || to < from {
		return page
	}
	return page[from:to]
}

func changeOf(f File) string {
	switch {
	case f.Before == nil:
		return "added"
	case f.After == nil:
		return "taken away"
	}
	return "changed"
}

// labels in words, the least restricted first.
var labels = []string{"WHITE", "GREEN", "AMBER", "AMBER+STRICT", "RED"}

// rank is how restricted a label is: 0 for none.
func rank(label string) int { return slices.Index(labels, strings.TrimSpace(label)) + 1 }
