package minutes

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// check applies the rules that concern more than one place. Each is stable under redaction: what is right with everything
// in place is right with the withheld parts gone.
func (c *checker) check() {
	b := c.body
	for i, m := range b.Meetings {
		c.checkMeeting(m)
		if i > 0 && !m.Date.IsZero() && b.Meetings[i-1].Date.After(m.Date.Time) {
			b.among.Warn(m.Date.At, "meeting-order", "mend number or date", "meeting %d was held before meeting %d", m.Number.N, b.Meetings[i-1].Number.N)
		}
	}
	for _, consultation := range b.Consultations {
		c.checkConsultation(consultation)
	}
	for _, d := range b.Documents {
		c.checkDocument(d)
	}
	for _, g := range b.Registers {
		c.checkRegister(g)
	}
	c.checkHistories()
	c.checkAddresses()
	c.checkLinks()
}

func (r *Record) checkSite() {
	s := r.Site
	r.TimeZone = time.UTC
	if s.TimeZone.Text != "" {
		zone, err := time.LoadLocation(s.TimeZone.Text)
		if err != nil || s.TimeZone.Text == "Local" {
			r.report.Error(s.TimeZone.At, "value-zone", "write a name such as Europe/London", "there is no such time zone")
		} else {
			r.TimeZone = zone
		}
	}
	if l := s.Publish.Label; l > classification.Green {
		r.report.Error(s.Publish.At, "ceiling", "write WHITE or GREEN; for a private copy there is build --clearance", "%s cannot be the ceiling of a public site", l)
	}
	if s.URL.Text != "" {
		if !IsSiteAddress(s.URL.Text, "https") {
			r.report.Error(s.URL.At, "value-url", "write an address such as https://minutes.example.org/", "this is not the address of a site")
		}
	}
	if s.Contact.Text != "" {
		if !markdown.IsMail(s.Contact.Text) {
			r.report.Error(s.Contact.At, "value-mail", "write an address such as secretariat@example.org", "this is not a mail address")
		}
	}
}

var siteHost = regexp.MustCompile(`^[A-Za-z0-9._-]+(?::[0-9]{1,5})?$`)

// IsSiteAddress tells whether a text is the address of a site: one of these schemes, a host and a path, of which the rest
// can be made by adding to it. A path with two slashes together would make links that lead to another host.
func IsSiteAddress(text string, schemes ...string) bool {
	u, err := url.Parse(text)
	return err == nil && slices.Contains(schemes, u.Scheme) && u.User == nil && siteHost.MatchString(u.Host) &&
		!strings.ContainsAny(text, "?#\\ ") && !strings.Contains(u.Path, "//") && !strings.ContainsAny(u.Path, "\n\t") && !strings.ContainsFunc(u.Path, source.Forbidden)
}

func (c *checker) checkMeeting(m *Meeting) {
	if m.Common.Title.At.Line > 0 {
		c.body.among.Warn(m.Common.Title.At, "title-derived", "take it out: it is made of body, number and date", "the title of minutes is not shown")
	}
	if m.State.Text == "scheduled" && (len(m.Whole.Sections) > 0 || len(m.Minutes.Actions)+len(m.Minutes.Updates)+len(m.Minutes.Decisions) > 0) {
		c.body.among.Error(m.State.At, "scheduled", "write state: unapproved when the meeting was held", "a meeting to come has no items, actions, updates or decisions yet")
	}
	if m.Start.Text != "" && m.End.Text != "" && m.End.Text <= m.Start.Text {
		c.body.among.Error(m.End.At, "dates", "mend start or end", "the meeting ends before it starts")
	}
	c.checkMeetingField(m.Approves, m)
	items := map[int]bool{}
	for _, s := range m.Whole.Sections {
		items[s.Number] = true
	}
	item := func(n document.Number) {
		if n.N > 0 && !items[n.N] && !m.Text.Broken() {
			hint := "these minutes have no items yet: write one as \"## " + strconv.Itoa(n.N) + ". Title\""
			if k := len(m.Whole.Sections); k > 0 {
				hint = fmt.Sprintf("the items here go from %d to %d", m.Whole.Sections[0].Number, m.Whole.Sections[k-1].Number)
			}
			c.body.among.Error(n.At, "item-unknown", hint, "there is no item %d", n.N)
		}
	}
	for _, a := range m.Minutes.Actions {
		item(a.Item)
		c.checkAction(m, a)
	}
	for i, d := range m.Minutes.Decisions {
		item(d.Item)
		if d.Supersedes.Text != "" {
			c.checkSupersedes(m, d, i)
		}
	}
	for _, p := range m.Minutes.Papers {
		if p.Available.Text == "published" && p.File.Text == "" {
			c.body.among.Error(p.Available.At, "file-missing", "add file: the path of the file, from this one", "what is published has a file")
		}
	}
	for _, u := range m.Minutes.Updates {
		item(u.Item)
		c.checkDue(u.Due, m)
	}
}

func (c *checker) checkAction(m *Meeting, a document.Action) {
	if a.Ref.Text == "" {
		return // reported where it was read
	}
	if a.Owner.At.Line == 0 {
		c.body.among.Warn(a.At, "action-owner", "add owner: who is to act", "this action has no owner")
	}
	if a.Due.At.Line == 0 {
		c.body.among.Warn(a.At, "action-due", "add due: a day, the ref of a meeting, or next meeting", "this action has no date")
	}
	if !a.Due.Date.IsZero() && a.Due.Date.Before(m.Date.Time) {
		c.body.among.Warn(a.Due.At, "action-due-past", "mend the day", "this action is due before the meeting that raised it")
	}
	c.checkDue(a.Due, m)
}

func (c *checker) checkDue(d document.Due, m *Meeting) {
	if d.Meeting == "" {
		return
	}
	switch t := c.thing(d.Meeting); {
	case t == nil && c.misspelt(document.Ref{Text: d.Meeting, At: d.At}):
	case t == nil:
		c.nowhere(d.At, "mend it, or announce the meeting with state: scheduled", "this meeting is not in the content")
	case t.Kind != KindMeeting:
		c.body.among.Error(d.At, "ref-kind", "give the ref of a meeting", "%s is %s", d.Meeting, article(t.Kind))
	case t.Meeting.Date.Before(m.Date.Time):
		c.body.among.Warn(d.At, "action-due-past", "give the ref of a later meeting", "this is due at a meeting that was held before")
	}
}

// checkSupersedes checks the decision of a meeting at an index.
func (c *checker) checkSupersedes(m *Meeting, d document.Decision, index int) {
	switch t := c.thing(d.Supersedes.Text); {
	case t == nil && (c.misspelt(d.Supersedes) || c.beforeArchive(d.Supersedes.Text)):
	case t == nil:
		c.nowhere(d.Supersedes.At, "mend it, or leave it if that decision is not kept here", "this decision is not in the content")
	case t.Kind != KindDecision:
		c.body.among.Error(d.Supersedes.At, "ref-kind", "give the ref of a decision", "%s is %s", t.Ref, article(t.Kind))
	case t.Meeting == m && t.Index >= index || !m.Date.IsZero() && t.Meeting.Date.After(m.Date.Time):
		c.body.among.Error(d.Supersedes.At, "dates", "give the ref of an earlier decision", "a decision supersedes an earlier one")
	}
}

// checkMeetingField checks a field of minutes that names earlier minutes.
func (c *checker) checkMeetingField(ref document.Ref, m *Meeting) {
	if ref.Text == "" {
		return
	}
	switch t := c.thing(ref.Text); {
	case t == nil && (c.misspelt(ref) || c.beforeArchive(ref.Text)):
	case t == nil:
		c.nowhere(ref.At, "mend it, or leave it if those minutes are not kept here", "these minutes are not in the content")
	case t.Kind != KindMeeting:
		c.body.among.Error(ref.At, "ref-kind", "give the ref of a meeting", "%s is %s", t.Ref, article(t.Kind))
	case !m.Date.IsZero() && !t.Meeting.Date.Before(m.Date.Time):
		c.body.among.Error(ref.At, "dates", "give the ref of an earlier meeting", "minutes are approved at a later meeting")
	}
}

// checkNames checks a field that names a record of one of some kinds; the field may also name what is not kept here.
func (c *checker) checkNames(ref document.Ref, what string, kinds ...Kind) {
	if ref.Text == "" {
		return
	}
	t := c.thing(ref.Text)
	if t == nil {
		if !c.misspelt(ref) && !c.beforeArchive(ref.Text) {
			c.nowhere(ref.At, "mend it, or leave it if that record is not kept here", "this "+what+" is not in the content")
		}
		return
	}
	for _, k := range kinds {
		if t.Kind == k {
			return
		}
	}
	c.body.among.Error(ref.At, "ref-kind", "give the ref of a "+what, "%s is %s", t.Ref, article(t.Kind))
}

func (c *checker) checkConsultation(of *Consultation) {
	c.checkNames(of.Consultation.Document, "document", KindDocument)
	c.checkNames(of.LaunchedBy, "decision or action", KindDecision, KindAction)
	c.checkNames(of.DecidedBy, "decision or action", KindDecision, KindAction)
	if of.Opens.After(of.Closes.Time) && !of.Closes.IsZero() {
		c.body.among.Error(of.Closes.At, "dates", "mend opens or closes", "the consultation closes before it opens")
	}
	if of.Opens.IsZero() && !of.Closes.IsZero() {
		c.body.among.Error(of.Closes.At, "dates", "add opens, or take closes out until the days are known", "the consultation closes and never opens")
	}
	for _, s := range []document.Statement{of.Feedback, of.Outcome} {
		if !s.Date.IsZero() && s.Date.Before(of.Opens.Time) {
			c.body.among.Error(s.Date.At, "dates", "mend this day, or opens", "this is dated before the consultation opens")
		}
	}
	if t := c.thing(of.Consultation.Document.Text); t != nil && t.Kind == KindDocument && of.Version.Text != "" {
		for _, v := range t.File.Content.(*document.Document).Versions {
			if v.Version.Text == of.Version.Text {
				return
			}
		}
		c.body.among.Warn(of.Version.At, "version-nowhere", "mend it, or add the version to the document", "the document has no such version")
	}
}

func (c *checker) checkDocument(d *Document) {
	seen := map[string]bool{}
	for _, v := range d.Versions {
		if seen[v.Version.Text] && v.Version.Text != "" {
			c.body.among.Error(v.Version.At, "version-twice", "give one of them another number", "this version stands here twice")
		}
		seen[v.Version.Text] = true
		if by := (document.Ref{Text: v.ApprovedBy.Text, At: v.ApprovedBy.At}); c.rightSpelling(by.Text) != "" {
			c.checkNames(by, "decision or meeting", KindDecision, KindMeeting)
		}
	}
}

// entryKeys are those that every entry of a register has, so that no column can.
var entryKeys = []string{"ref", "title", "owner", "status", "classification", "history"}

func (c *checker) checkRegister(g *Register) {
	columns := map[string]bool{}
	for _, column := range g.Columns {
		switch {
		case column.Key.Text == "":
		case columns[column.Key.Text]:
			c.body.among.Error(column.Key.At, "key-twice", "give one of them another key", "two columns have this key")
		case slices.ContainsFunc(entryKeys, func(k string) bool { return strings.EqualFold(k, column.Key.Text) }):
			c.body.among.Error(column.Key.At, "column-key", "give it another key", "every entry has this key already")
		case len(document.Near(column.Key.Text, []string{"classification"})) > 0: // else a label with that slip would be shown, and withhold nothing
			c.body.among.Error(column.Key.At, "column-key", "give it another key", "this key is nearly the one that labels an entry")
		}
		columns[column.Key.Text] = true
	}
	statuses := StatusesOf(g)
	for _, e := range g.Entries {
		for key, v := range e.Values {
			if !columns[key] {
				c.body.among.Error(v.KeyAt, "key-unknown", "declare a column with this key, or take it out", "this register has no such column")
			}
		}
		c.checkStatus(e.Status, statuses)
		for _, h := range e.History {
			c.checkStatus(h.Status, statuses)
			if (h.Date.At.Line == 0) == (h.Meeting.At.Line == 0) {
				c.body.among.Error(h.At, "event-when", "write either date or meeting", "an event has a date or a meeting")
			}
			c.checkNames(h.Meeting, "meeting", KindMeeting)
		}
	}
}

// ActionStatuses are those of actions, and of the entries of registers that name none of their own.
var ActionStatuses = []string{"open", "ongoing", "closed", "withdrawn"}

// StatusesOf a register: its own, or those of actions.
func StatusesOf(g *Register) []string {
	if len(g.Statuses) == 0 {
		return ActionStatuses
	}
	var names []string
	for _, s := range g.Statuses {
		names = append(names, s.Text)
	}
	return names
}

// checkStatus names the statuses only where they are the format's own: a register's may be withheld.
func (c *checker) checkStatus(s document.Plain, allowed []string) {
	if s.Text == "" {
		return
	}
	for _, a := range allowed {
		if s.Text == a {
			return
		}
	}
	hint := "write one of the statuses that the register lists"
	if len(allowed) > 0 && &allowed[0] == &ActionStatuses[0] {
		hint = "write one of " + strings.Join(allowed, ", ")
	}
	c.body.among.Error(s.At, "status-unknown", hint, "there is no such status here")
}

// reserved are the first parts of addresses that the site itself has.
var reserved = map[string]bool{"actions": true, "decisions": true, "consultations": true, "calendar": true, "search": true, "about": true,
	"data": true, "files": true, "assets": true, "feed": true, "documents": true, "papers": true, "registers": true}

// checkAddresses reports records of a body that would share an address. Addresses have lower case only, so this is also how
// names that differ in case alone are found.
func (c *checker) checkAddresses() {
	b := c.body
	seen := map[string]source.Pos{}
	claim := func(at source.Pos, hint string, parts ...string) {
		address := strings.Join(parts, "/")
		if parts[len(parts)-1] == "" {
			b.among.Error(at, "address-reserved", "rename it with letters and digits", "this would have no address of its own")
		} else if first, taken := seen[address]; taken {
			b.among.Error(at, "address-twice", hint, "this would have the same address as %s", first)
		} else {
			seen[address] = at
		}
	}
	// Two things with one ref have been reported as such.
	claimRef := func(ref document.Ref, parts ...string) {
		if t := c.thing(ref.Text); t != nil && t.At == ref.At {
			claim(ref.At, "give one of them another ref", parts...)
		}
	}
	const rename = "rename one of the files"
	for _, m := range b.Meetings {
		if m.Number.N > 0 {
			claim(m.File.whole(), "mend the number of one of the meetings", "meetings", strconv.Itoa(m.Number.N))
		}
		for _, a := range m.Minutes.Actions {
			claimRef(a.Ref, "actions", address(a.Ref.Text, b.Prefix.Text))
		}
	}
	for _, n := range b.Consultations {
		claim(n.File.whole(), rename, "consultations", markdown.Slug(n.Name()))
	}
	for _, d := range b.Documents {
		claim(d.File.whole(), rename, "documents", markdown.Slug(d.Name()))
	}
	for _, g := range b.Registers {
		register := markdown.Slug(g.Name())
		claim(g.File.whole(), rename, "registers", register)
		for _, e := range g.Entries {
			claimRef(e.Ref, "registers", register, markdown.Slug(e.Ref.Text))
		}
	}
}

// whole is the place of a file as a whole.
func (f *File) whole() source.Pos { return source.Pos{Path: f.Path, Line: 1, Column: 1} }

// checkFolders reports bodies that would share an address, or have one that the site itself has, and registers whose rows
// would be published as one file.
func (r *Record) checkFolders() {
	folders, data := map[string]source.Pos{}, map[string]source.Pos{}
	for _, b := range r.Bodies {
		at, slug := source.Pos{Path: b.Folder}, markdown.Slug(b.Folder)
		if reserved[slug] {
			r.report.Error(at, "address-reserved", "rename the folder", "the site has a page of this name itself")
		}
		if first, taken := folders[slug]; slug == "" {
			r.report.Error(at, "address-reserved", "rename it with letters and digits", "this would have no address of its own")
		} else if taken {
			r.report.Error(at, "address-twice", "rename one of the folders", "this would have the same address as %s", first)
		} else {
			folders[slug] = at
		}
		for _, g := range b.Registers {
			rows := slug + "-" + markdown.Slug(g.Name())
			if first, taken := data[rows]; taken {
				r.report.Error(g.File.whole(), "address-twice", "rename one of the files", "this would have the same address as %s", first)
			} else {
				data[rows] = g.File.whole()
			}
		}
	}
}
