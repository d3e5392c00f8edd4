package site

import (
	"cmp"
	"strings"

	"minutebook/generator/release"
)

// A Label is how restricted something is, as a page says it. By, Draft and Withheld are for the drafter alone.
type Label struct {
	Name     string // "AMBER+STRICT"
	By       string // where it is written, from the root of the content: "smki-pma/body.md:6:17"
	Draft    string // the same of what says that it is still being written; empty where nothing does
	Withheld bool   // readers of the site do not see what it is on
}

func (l Label) String() string { return l.Name }

// beyond is l where it says more than the label of the whole in which it is shown.
func (l *Label) beyond(whole *Label) *Label {
	if l == nil || whole != nil && l.Name == whole.Name && l.Withheld == whole.Withheld && (l.Draft == "") == (whole.Draft == "") {
		return nil
	}
	return l
}

// foremost is the first label for which readers do not see something, and otherwise the first. (That of an action from before
// the archive may be of an update that they do not see, while the action is there for another.)
func foremost(labels ...*Label) *Label {
	for _, l := range labels {
		if l != nil && l.Withheld {
			return l
		}
	}
	return cmp.Or(labels...)
}

// A level is a label of the stages before.
type level interface {
	~uint8
	String() string
}

// labelled is a label as pages show it. Those that say no more than their name are shared.
func labelled[L level](b *builder, label L, by *release.By) *Label {
	if by == nil {
		if b.labels[uint8(label)] == nil {
			b.labels[uint8(label)] = &Label{Name: label.String()}
		}
		return b.labels[uint8(label)]
	}
	l := &Label{Name: label.String(), By: by.Label.String(), Withheld: uint8(label) > uint8(b.edition.Site.Ceiling)}
	if by.Draft != nil {
		l.Draft, l.Withheld = by.Draft.String(), true
	}
	return l
}

// above is the label of what the readers of the public site do not see, as there can be in a private copy and in the
// drafter's edition. There every such thing is marked wherever it is shown. Of everything else it is nil.
func above[L level](b *builder, label L, by *release.By) *Label {
	if by == nil && uint8(label) <= uint8(b.edition.Site.Ceiling) {
		return nil
	}
	if l := labelled(b, label, by); by == nil || l.Withheld {
		return l
	}
	return nil
}

// Above is the label of what stands at an address, if readers of the public site do not see it.
func (p *Page) Above(a Address) *Label {
	k := p.Site.book
	if l := k.above[a]; l != nil {
		return l
	}
	if i := strings.IndexByte(strings.TrimPrefix(string(a), "/"), '/'); i >= 0 {
		if c := k.places[a[:i+2]]; c != nil {
			return c.above[a]
		}
	}
	return nil
}

// mark notes in the chapter of a body the labels of what has an address.
func (b *builder) mark(body *Body) {
	note := func(a Address, l *Label) {
		if l != nil {
			b.chapter.above[a] = l
		}
	}
	note(body.To, body.Above)
	for _, m := range body.meetings {
		note(m.To, m.Above)
		for i := range m.source.Items {
			item := &m.source.Items[i]
			note(m.items[item.Number].To, above(b, item.Label, item.By))
		}
		for i, p := range m.Papers {
			if rp := &m.source.Papers[i]; !rp.Withheld {
				note(p.To, above(b, rp.Label, rp.By))
			}
		}
		for _, d := range m.decisions {
			note(d.To, d.Above)
		}
		for _, a := range m.actions {
			note(a.To, a.Above)
		}
		for i := range m.source.Updates {
			b.say(&m.source.Updates[i])
		}
	}
	for _, c := range body.consultations {
		note(c.To, c.Above)
	}
	for _, d := range body.documents {
		if !d.Withheld {
			note(d.To, above(b, d.source.Label, d.source.By))
		}
	}
	for _, r := range body.registers {
		note(r.To, r.Above)
		for _, e := range r.Entries {
			note(e.To, e.Above)
		}
	}
}

// A saying is what is known of the label of an action that is known by its updates alone.
type saying struct {
	highest *Label
	level   uint8
	open    bool // readers of the public site see one of them
}

// say notes the label of an update of what is not raised here.
func (b *builder) say(u *release.Update) {
	if a := b.actions[u.Ref]; b.entries[u.Ref] == nil && (a == nil || a.Before != "") {
		b.chapter.said[u.Ref] = b.chapter.said[u.Ref].and(saying{above(b, u.Label, u.By), uint8(u.Label), false})
	}
}

func (s saying) and(t saying) saying {
	if t.highest != nil && (s.highest == nil || t.level > s.level) {
		s.highest, s.level = t.highest, t.level
	}
	s.open = s.open || t.open || t.highest == nil
	return s
}

// markOlder finds the labels of actions from before the archive, once all chapters are there.
func (k *book) markOlder() {
	said := map[string]saying{}
	for _, c := range k.chapters {
		for ref, s := range c.said {
			if all, ok := said[ref]; ok {
				s = all.and(s)
			}
			said[ref] = s
		}
	}
	for ref, s := range said {
		if c := k.owner(ref); s.open || s.highest == nil || c != nil && c.said[ref].highest == nil {
			continue // published, or raised in a chapter
		}
		if to := k.ref(ref); to != "" {
			k.above[to] = s.highest
		}
	}
}
