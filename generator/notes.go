package main

import (
	"fmt"
	"slices"

	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/preview"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

// A noting gathers what there is to tell the drafter of one page.
type noting struct {
	record      *minutes.Record
	warnings    []source.Diagnostic
	public, all *site.Layout
	notes       []preview.Note
}

// about are the notes on a page: where it is written, warnings, and what the drafter of minutes may forget.
func (n *noting) about(at site.Address) []preview.Note {
	file, ref := n.all.WrittenAt(at)
	if t := n.record.Thing(ref); t != nil && file == "" {
		n.note(t.At, "", "%s is written here", t.Ref)
		n.warn(func(w source.Diagnostic) bool { return w.Path == t.At.Path && w.Line == t.At.Line })
		return n.notes
	}
	t := n.record.FileThing(file)
	if file == "" || t == nil {
		return nil
	}
	n.note(source.Pos{Path: file, Line: 1, Column: 1}, "", "this page is written here")
	n.warn(func(w source.Diagnostic) bool { return w.Path == file })
	n.unseen(file)
	if t.Meeting != nil {
		n.next(t.Meeting)
		n.outstanding(t.Meeting)
	}
	return n.notes
}

func (n *noting) note(at source.Pos, to site.Address, format string, args ...any) {
	n.notes = append(n.notes, preview.Note{Diagnostic: source.Diagnostic{Pos: at, Severity: source.Warning, Message: fmt.Sprintf(format, args...)}, To: string(to)})
}

func (n *noting) warn(of func(source.Diagnostic) bool) {
	for _, w := range n.warnings {
		if of(w) {
			n.notes = append(n.notes, preview.Note{Diagnostic: w})
		}
	}
}

// unseen tells which records the published text mentions that are withheld: their refs stay, as words without a link.
func (n *noting) unseen(file string) {
	for _, ref := range n.public.Mentioned(file) {
		to, there := n.all.Find(markdown.Target{Ref: ref})
		if _, released := n.public.Find(markdown.Target{Ref: ref}); there && !released {
			n.note(n.record.Mention(file, ref), to, "%s is mentioned, and readers will not see it", ref)
		}
	}
}

// next tells the numbers that come next in minutes.
func (n *noting) next(m *minutes.Meeting) {
	if m.State.Text == "scheduled" {
		return
	}
	action, decision := m.Next()
	n.note(source.Pos{Path: m.Path, Line: 1, Column: 1}, "", "the next action here is %s, the next decision %s", action, decision)
}

// outstanding tells, at the latest minutes of a body, the open actions of which they say nothing.
func (n *noting) outstanding(m *minutes.Meeting) {
	held := slices.DeleteFunc(slices.Clone(m.Body.Meetings), func(m *minutes.Meeting) bool { return m.State.Text == "scheduled" })
	if len(held) == 0 || held[len(held)-1] != m {
		return
	}
	for _, open := range n.record.Outstanding(m.Body) {
		said := slices.ContainsFunc(m.Minutes.Updates, func(u document.Update) bool { return u.Ref.Text == open.Ref })
		if said || open.Thing != nil && open.Thing.Meeting == m {
			continue
		}
		at := source.Pos{Path: m.Path, Line: 1, Column: 1}
		if open.Thing != nil {
			at = open.Thing.At
		}
		to, _ := n.all.Find(markdown.Target{Ref: open.Ref})
		n.note(at, to, "%s is open, and these minutes say nothing of it", open.Ref)
	}
}
