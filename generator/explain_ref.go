package main

import (
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// explainRef tells what a ref names and what readers see of it.
func (e *explainer) explainRef(ref string) {
	t := e.record.Thing(ref)
	switch {
	case t == nil:
		e.explainOlder(ref)
		return
	case t.Kind == minutes.KindAction || t.Kind == minutes.KindDecision || t.Kind == minutes.KindPaper:
		number := 0
		switch m := t.Meeting.Minutes; t.Kind {
		case minutes.KindAction:
			number = m.Actions[t.Index].Item.N
		case minutes.KindDecision:
			number = m.Decisions[t.Index].Item.N
		}
		where := ""
		if number > 0 {
			where = fmt.Sprintf(", item %d", number)
		}
		e.head(ref, fmt.Sprintf("%s of %s, meeting %d%s", t.Kind, t.Body.Folder, t.Meeting.Number.N, where), t.At)
	case t.Kind == minutes.KindEntry:
		e.head(ref, fmt.Sprintf("entry of a register of %s, %s", t.Body.Folder, path.Base(t.File.Path)), t.At)
	default:
		e.explainFile(t.File.Path)
		return
	}
	e.label(t.Ruling)
	e.line("readers", "%s", e.readers(t))
	if t.Kind == minutes.KindAction || t.Kind == minutes.KindEntry {
		e.events(t)
	}
}

func (e *explainer) head(name, what string, at source.Pos) {
	fmt.Fprintln(e.out, name)
	e.line("what", "%s", what)
	e.line("where", "%s", e.place(at))
}

// readers is what they see of a thing.
func (e *explainer) readers(t *minutes.Thing) string {
	target := markdown.Target{Ref: t.Ref}
	if t.Ref == "" {
		target = markdown.Target{Path: t.File.Path}
	}
	verdict := e.verdict(t.Ruling, t.File, &t.Body.File)
	switch {
	case e.published(t) && onRequest(t):
		return verdict + e.address(target) + ", but for its file, which they can ask for"
	case e.published(t):
		return verdict + e.address(target)
	case e.entryShown(t):
		return verdict + "; that it exists is shown" + e.address(target) + ", with how to ask for it"
	}
	return verdict
}

func (e *explainer) published(t *minutes.Thing) bool { return t.Ruling.Permits(e.clearance) }

// entryShown tells whether readers see of a withheld thing that it is there, so that they can ask for it.
func (e *explainer) entryShown(t *minutes.Thing) bool {
	if !onRequest(t) || t.Ruling.Draft != nil || t.Ruling.Label == classification.Unknown {
		return false
	}
	if t.Kind == minutes.KindPaper {
		return t.Meeting.File.Ruling.Permits(e.clearance)
	}
	return t.Body.File.Ruling.Permits(e.clearance)
}

func onRequest(t *minutes.Thing) bool {
	switch t.Kind {
	case minutes.KindPaper:
		return t.Meeting.Minutes.Papers[t.Index].Available.Text == "on request"
	case minutes.KindDocument:
		return t.File.Content.(*document.Document).Available.Text == "on request"
	}
	return false
}

// explainOlder explains an action that a meeting before this archive raised: only updates tell of it.
func (e *explainer) explainOlder(ref string) {
	said := e.history[ref]
	what := "nothing that is in the content; updates name it"
	if e.olderBody(ref) != nil {
		what = "action raised before this archive; updates are all that is kept of it"
	}
	e.head(ref, what, said[0].update().Ref.At)
	if e.olderPublished(ref) {
		e.line("readers", "published%s", e.address(markdown.Target{Ref: ref}))
	} else {
		e.line("readers", "withheld, as every update of it is")
	}
	e.events(nil, said...)
}

// olderPublished tells whether readers meet an action from before the archive: whether some update of it is published,
// and the body that it belongs to.
func (e *explainer) olderPublished(ref string) bool {
	b := e.olderBody(ref)
	return b != nil && b.File.Ruling.Permits(e.clearance) &&
		slices.ContainsFunc(e.history[ref], func(s say) bool { return s.ruling().Permits(e.clearance) })
}

// olderBody is the body that has the prefix of a ref.
func (e *explainer) olderBody(ref string) *minutes.Body {
	prefix, _, _ := strings.Cut(ref, " ")
	for _, b := range e.record.Bodies {
		if b.Prefix.Text == prefix {
			return b
		}
	}
	return nil
}

// An event of a history, as the explainer lists it.
type event struct {
	when, what string
	at         source.Pos
	ruling     minutes.Ruling
	drafts     []*minutes.File
}

// events lists the history of an action or an entry.
func (e *explainer) events(t *minutes.Thing, said ...say) {
	var all []event
	if t != nil {
		said = e.history[t.Ref]
		all = e.own(t)
	}
	for _, s := range said {
		drafts := []*minutes.File{&s.meeting.File, &s.meeting.Body.File}
		if t != nil {
			drafts = append(drafts, t.File, &t.Body.File)
		}
		all = append(all, event{s.meeting.Date.Format("2006-01-02"), fmt.Sprintf("updated, meeting %d", s.meeting.Number.N), s.update().Ref.At, s.ruling(), drafts})
	}
	slices.SortStableFunc(all, func(x, y event) int { return strings.Compare(x.when, y.when) })
	shown := 0
	for _, x := range all {
		if x.ruling.Permits(e.clearance) {
			shown++
		}
	}
	e.line("history", "%s, %s of them published", count(len(all), "event", "events"), number(shown))
	for _, x := range all {
		fmt.Fprintf(e.out, "    %-10s  %-20s  %s  %s\n", x.when, x.what, e.place(x.at), e.verdict(x.ruling, x.drafts...))
	}
}

// own are the events that come from the thing itself: that it was raised, or what its register says.
func (e *explainer) own(t *minutes.Thing) []event {
	drafts := []*minutes.File{t.File, &t.Body.File}
	if t.Kind == minutes.KindAction {
		return []event{{t.Meeting.Date.Format("2006-01-02"), fmt.Sprintf("raised, meeting %d", t.Meeting.Number.N), t.At, t.Ruling, drafts}}
	}
	var own []event
	for _, h := range t.Register.Entries[t.Index].History {
		x := event{what: "in the register", at: h.At, ruling: t.Ruling.Under(h.Classification), drafts: drafts}
		if !h.Date.IsZero() {
			x.when = h.Date.Format("2006-01-02")
		} else if m := e.record.Thing(h.Meeting.Text); m != nil && m.Meeting != nil {
			x.when = m.Meeting.Date.Format("2006-01-02")
		}
		own = append(own, x)
	}
	return own
}

// meant are the refs that somebody may mean by what they typed.
func (e *explainer) meant(typed string) []string {
	if slices.Contains(e.refs, typed) {
		return []string{typed}
	}
	key := spelling(typed)
	var whole, short []string
	for _, ref := range e.refs {
		switch k := spelling(ref); {
		case k == key:
			whole = append(whole, ref)
		case slices.ContainsFunc(e.record.Bodies, func(b *minutes.Body) bool {
			return b.Prefix.Text != "" && k == spelling(b.Prefix.Text)+" "+key
		}):
			short = append(short, ref)
		}
	}
	if len(whole) > 0 {
		return whole
	}
	return short
}

// spelling is what all ways to write a ref have in common: its letters, and its numbers without leading zeros.
func spelling(ref string) string {
	var parts []string
	class := func(r rune) int {
		switch {
		case unicode.IsDigit(r):
			return 1
		case unicode.IsLetter(r):
			return 2
		}
		return 0
	}
	part, last := "", 0
	for _, r := range strings.ToLower(ref) + " " {
		if c := class(r); c != last {
			if part != "" {
				parts = append(parts, part)
			}
			part, last = "", c
		}
		if last > 0 && (part != "0" || last != 1) {
			part += string(r)
		} else if last == 1 {
			part = string(r)
		}
	}
	return strings.Join(parts, " ")
}

// file is the path from the root of the content of what the user typed: from there, or from where the user is.
func (e *explainer) file(typed string) (string, bool) {
	tries := []string{typed}
	if content, err := filepath.Abs(e.content); err == nil {
		if abs, err := filepath.Abs(typed); err == nil {
			if rel, err := filepath.Rel(content, abs); err == nil {
				tries = append(tries, rel)
			}
		}
	}
	for _, p := range tries {
		p = path.Clean(filepath.ToSlash(p))
		for _, b := range e.record.Bodies {
			if p == b.Folder {
				return b.Path, true
			}
		}
		if slices.Contains(e.record.Attachments, p) || slices.ContainsFunc(e.files, func(f source.File) bool { return f.Path == p }) {
			return p, true
		}
	}
	return "", false
}

// unknown says that there is no such thing, and what may have been meant.
func (e *explainer) unknown(what string) error {
	known := slices.Concat(e.refs, e.paths)
	for _, b := range e.record.Bodies {
		known = append(known, b.Folder)
	}
	for _, c := range source.Codes() {
		known = append(known, c.Name)
	}
	hint := `refs are as "SECPMA 25/04", files as smki-pma/body.md, codes stand in brackets at the end of messages`
	if strings.HasSuffix(what, ".md") {
		hint = "give its path from here, or from " + e.content
		for _, p := range e.paths {
			if path.Base(p) == path.Base(filepath.ToSlash(what)) {
				known = []string{p}
				what = p
			}
		}
	}
	near := document.Near(what, known)
	if len(near) == 0 {
		near = e.sameMeeting(what)
	}
	if len(near) > 0 {
		hint = "did you mean " + alternatives(near[:min(3, len(near))]) + "?"
	}
	return usage(hint, "there is no record, file or code %q", what)
}

// sameMeeting are the refs of the meeting to which a wrong ref seems to belong, those with the nearest numbers first.
func (e *explainer) sameMeeting(what string) []string {
	key, wanted := numbered(what)
	var near []string
	far := map[string]int{}
	for _, ref := range e.refs {
		k, n := numbered(ref)
		if n > 0 && wanted > 0 && strings.Contains(ref, "/") && (k == key || strings.HasSuffix(k, " "+key)) {
			near = append(near, ref)
			far[ref] = max(n-wanted, wanted-n)
		}
	}
	slices.SortStableFunc(near, func(a, b string) int { return far[a] - far[b] })
	return near
}

// numbered divides a ref in the number at its end and what is before.
func numbered(ref string) (before string, n int) {
	key := spelling(ref)
	cut := max(0, strings.LastIndexByte(key, ' '))
	n, _ = strconv.Atoi(strings.TrimSpace(key[cut:]))
	return key[:cut], n
}

// alternatives are words joined as in a question.
func alternatives(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
