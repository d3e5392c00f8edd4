package main

import (
	"fmt"
	"slices"
	"strings"

	"minutebook/generator/classification"
)

func (g *generator) field(key, value string) *node { return g.node(key + ": " + value + "\n") }

// some are fields that may be missing.
func (g *generator) some(fields ...*node) []*node {
	return slices.DeleteFunc(fields, func(n *node) bool { return n == nil || g.one(4) })
}

// markdown is what stands in a field of the front matter.
func (g *generator) markdown(field string) string {
	g.text.block = "the " + field
	if g.one(2) { // most of what there is to find needs little text
		return quoted("w" + g.simple())
	}
	return quoted("w" + strings.TrimSpace(g.onOneLine(g.inline)))
}

func (g *generator) body(c *content, b *randomBody) {
	g.file(c, b.slot, "body", func() []*node {
		title := g.field("title", g.markdown("title of a body"))
		title.fixed = true
		files := g.filesOf(b)
		files.fixed = true
		return append([]*node{title, files, g.fixed("short: " + b.prefix + "\nprefix: " + b.prefix + "\n")}, g.some(
			g.field("state", pick(g, "active", "closed")),
			g.field("reports_to", pick(g, "a-body", "b-body", "c-body", "SEC Panel")),
			g.field("meets", quoted(g.plainWords(3))),
			g.entries("members", g.upTo(2), func(int) string { return g.person(false, true) }, func() string { return g.person(true, true) }),
		)...)
	}, func() []*node { return g.blocks(3, 0) })
	for _, m := range b.meetings {
		g.meeting(c, m)
	}
	for _, s := range b.consultations {
		g.consultation(c, s)
	}
	for _, s := range b.documents {
		g.document(c, s)
	}
	for _, r := range b.registers {
		g.register(c, r)
	}
}

func (g *generator) person(withhold, voting bool) string {
	s := "  - name: " + quoted(g.plainWords(2)) + "\n"
	if g.one(2) {
		s += "    as: " + pick(g, "Chair", "Vice Chair", "DCC", quoted(g.plainWords(1))) + "\n"
	}
	if g.one(2) {
		s += "    group: " + pick(g, "Members", "Apologies", quoted(g.plainWords(1))) + "\n"
	}
	if voting && g.one(2) {
		s += "    voting: " + pick(g, "true", "false") + "\n"
	}
	what := "an attendee"
	if voting {
		what = "a member"
	}
	return s + g.label(what, withhold, "    ")
}

func (g *generator) day() string {
	return fmt.Sprintf("%d-%02d-%02d", 2016+g.upTo(1), 1+g.upTo(11), 1+g.upTo(27))
}

func (g *generator) due() string {
	switch g.upTo(3) {
	case 0:
		return "next meeting"
	case 1:
		return g.ref("meeting", func(slot) bool { return true })
	}
	return g.day()
}

// item is a line for what belongs to an item. A withheld thing may belong to an item that is withheld, and then needs no
// label of its own.
func (g *generator) item(m *randomMeeting) (line string, withheld bool) {
	switch {
	case g.one(4):
		return "", false
	case g.hidden > 0 && len(m.more) > 0 && g.one(2):
		return fmt.Sprintf("    item: %d\n", pick(g, m.more...)), true
	}
	return fmt.Sprintf("    item: %d\n", pick(g, m.items...)), false
}

// thing writes an entry that has a slot. If that is withheld, so is the entry, and this version may not have it.
func (g *generator) thing(s slot, write func(withhold bool) string) (text string) {
	switch {
	case !s.here:
	case s.withheld && g.hidden == 0:
		g.secretly(func() { text = write(!s.inherits) })
	default:
		text = write(false)
	}
	return text
}

func (g *generator) meeting(c *content, m *randomMeeting) {
	g.file(c, m.slot, "minutes", func() []*node {
		fields := []*node{
			g.fixed(fmt.Sprintf("number: %d\ndate: %s\n", m.number, m.date.Format("2006-01-02"))),
			g.fixed("state: " + map[bool]string{true: "scheduled", false: pick(g, "approved", "unapproved")}[m.scheduled] + "\n"),
		}
		more := 0
		approves := g.ref("meeting", func(s slot) bool { return s.date.Before(m.date) })
		if approves == "" {
			approves = "SECA_02_0101"
		}
		fields = append(fields, g.some(
			g.field("start", `"10:00"`), g.field("end", `"12:30"`), g.field("venue", quoted(g.plainWords(3))), g.field("approves", approves),
			g.entries("attendance", g.upTo(2), func(int) string { return g.person(false, false) }, func() string { return g.person(true, false) }),
		)...)
		fields = append(fields, g.entries("papers", len(m.papers), func(i int) string { return g.paper(m.papers[i]) }, func() string {
			more++
			return fmt.Sprintf("  - ref: %s_%d\n    title: %s\n", m.ref, 50+more, g.markdown("title of a paper")) + g.label("a paper", true, "    ")
		}))
		if m.scheduled {
			return fields
		}
		return append(fields,
			g.entries("decisions", len(m.decisions), func(i int) string { return g.decision(m, m.decisions[i]) }, nil),
			g.entries("actions", len(m.actions), func(i int) string { return g.action(m, m.actions[i]) }, nil),
			g.updates(m))
	}, func() []*node { return g.minutes(m) })
}

func (g *generator) paper(s slot) string {
	if !s.asked {
		return g.thing(s, func(withhold bool) string {
			text := "  - ref: " + s.ref + "\n    title: " + g.markdown("title of a paper") + "\n"
			if file := g.attach(withhold); file != "" {
				return text + "    available: published\n" + file
			}
			if !withhold && g.one(3) {
				text += "    available: on request\n"
			}
			return text + g.label("a paper", withhold, "    ")
		})
	}
	text := "  - ref: " + s.ref + "\n    available: on request\n" + g.label("a paper on request", true, "    ")
	if g.one(2) {
		text += "    public_title: " + quoted(g.plainWords(3)) + "\n"
	}
	title := "x"
	g.secretly(func() {
		title = g.markdown("title of a paper")
		if to := g.openAttachment(); to != "" {
			title += "\n    file: " + quoted(up(g.text.path)+to)
		}
	})
	return text + "    title: " + title + "\n"
}

func (g *generator) action(m *randomMeeting, s slot) string {
	return g.thing(s, func(withhold bool) string {
		item, inherited := g.item(m)
		text := "  - ref: " + s.ref + "\n" + item + "    text: " + g.markdown("text of an action") + "\n"
		if g.one(2) {
			text += "    owner: " + g.markdown("owner of an action") + "\n"
		}
		if g.one(2) {
			text += "    due: " + g.due() + "\n"
		}
		return text + g.printedAs() + g.label("an action", withhold && !inherited, "    ")
	})
}

func (g *generator) decision(m *randomMeeting, s slot) string {
	return g.thing(s, func(withhold bool) string {
		item, inherited := g.item(m)
		text := "  - ref: " + s.ref + "\n" + item + "    verb: " + pick(g, "NOTED", "AGREED", "DEFERRED") + "\n    text: " + g.markdown("text of a decision") + "\n"
		if old := g.ref("decision", func(o slot) bool { return o.date.Before(m.date) }); old != "" && g.one(2) {
			text += "    supersedes: " + old + "\n"
		}
		return text + g.printedAs() + g.label("a decision", withhold && !inherited, "    ")
	})
}

func (g *generator) printedAs() string {
	switch {
	case !g.one(5):
		return ""
	case g.hidden > 0:
		g.reach("a printed ref", g.under)
		return "    printed_as: " + g.word() + "\n"
	}
	return "    printed_as: SECA 01/99\n"
}

// updates of a meeting: of what may be read, where a part of what was said may be withheld, and of what may not.
func (g *generator) updates(m *randomMeeting) *node {
	tracked := func(pass func(slot) bool) []slot {
		before := func(s slot) bool { return !s.date.After(m.date) && pass(s) }
		return append(g.slots("action", before), g.slots("entry", func(s slot) bool { return pass(s) })...)
	}
	var open, secret []slot
	for _, s := range append(tracked(func(s slot) bool { return !s.withheld }), slot{ref: m.ref[:4] + " 02/01", here: true, statuses: actionStatuses}) {
		switch g.upTo(4) {
		case 0, 1:
			open = append(open, s)
		case 2:
			secret = append(secret, s)
		}
	}
	if m.withheld {
		secret, open = append(secret, open...), nil
	}
	g.secretly(func() {
		secret = append(secret, slices.DeleteFunc(tracked(func(s slot) bool { return s.withheld && s.here }), func(slot) bool { return g.one(2) })...)
		for _, b := range g.bodies {
			if b.withheld && b.here && !strings.HasPrefix(m.path, b.folder+"/") {
				secret = append(secret, slot{ref: b.prefix + " 01/01", withheld: true, here: true, statuses: actionStatuses})
			}
		}
		g.chance.Shuffle(len(secret), func(i, j int) { secret[i], secret[j] = secret[j], secret[i] })
	})
	return g.entries("updates", len(open), func(i int) string { return g.update(m, open[i]) }, func() string {
		if len(secret) == 0 {
			return ""
		}
		s := secret[0]
		secret = secret[1:]
		return g.update(m, s)
	})
}

func (g *generator) update(m *randomMeeting, s slot) string {
	status := pick(g, s.statuses...)
	if s.calm {
		status = s.statuses[0]
	}
	item, inherited := g.item(m)
	text := "  - ref: " + s.ref + "\n" + item + "    status: " + status + "\n"
	if !s.calm {
		text += "    reopens: true\n"
	}
	if g.one(2) {
		text += "    text: " + g.markdown("text of an update") + "\n"
	}
	if g.one(3) {
		text += "    owner: " + g.markdown("owner in an update") + "\n"
	}
	if g.one(3) {
		text += "    due: " + g.due() + "\n"
	}
	// What is said of a withheld action inherits, without a label.
	if s.withheld && g.hidden > 0 {
		g.reach("an update of what is withheld", classification.Unknown)
	}
	return text + g.label("an update", g.hidden > 0 && !inherited && !s.withheld && !m.withheld, "    ")
}

// minutes are items, some of them whole in marks.
func (g *generator) minutes(m *randomMeeting) []*node {
	if m.scheduled {
		return g.blocks(1, 1)
	}
	text := g.blocks(2, 0)
	for _, n := range m.items {
		item := func() []*node {
			g.text.block = "the title of an item"
			heading := g.onOneLine(g.inline)
			return append([]*node{g.fixed(fmt.Sprintf("\n## %d. %s\n\n", n, heading))}, g.blocks(2, 0)...)
		}
		if g.one(5) {
			mark := g.node("\n:::"+markName(g.permitted())+"\n", item()...)
			mark.close = "\n:::\n"
			text = append(text, mark)
		} else {
			text = append(text, item()...)
		}
		if g.one(2) {
			text = append(text, g.withheldItems(m, n))
		}
	}
	return text
}

// withheldItems are whole items in a mark, behind item n: one, two, or in some versions none.
func (g *generator) withheldItems(m *randomMeeting, n int) *node {
	label := g.above()
	mark := g.node("\n")
	if g.version == redacted && g.silent[label] {
		mark.blank = true
		return mark
	}
	mark.open, mark.close = "\n:::"+markName(label)+"\n", "\n:::\n"
	g.marks++
	defer func() { g.marks-- }()
	g.secretly(func() {
		g.under = label
		for k := range g.upTo(2) {
			m.more = append(m.more, n+1+k)
			g.reach("an item", label)
			g.text.block = "the title of an item"
			item := append([]*node{g.fixed(fmt.Sprintf("\n## %d. %s\n\n", n+1+k, g.onOneLine(g.inline)))}, g.blocks(2, 1)...)
			if g.one(3) { // a label that is lower changes nothing
				g.reach("an item in two marks", label)
				inner := g.fixed("\n:::" + markName(pick(g, classification.Labels...)) + "\n")
				inner.kids, inner.close = item, "\n:::\n"
				item = []*node{inner}
			}
			mark.kids = append(mark.kids, item...)
		}
	})
	return mark
}

func (g *generator) consultation(c *content, s slot) {
	g.file(c, s, "consultation", func() []*node {
		title := g.field("title", g.markdown("title of a consultation"))
		title.fixed = true
		decided := func() string {
			return g.ref(pick(g, "decision", "action"), func(slot) bool { return true })
		}
		fields := []*node{title}
		opens := 1 + g.upTo(8)
		if g.one(5) {
			opens = 0
		} else {
			fields = append(fields, g.node(fmt.Sprintf("opens: 2016-%02d-10\ncloses: 2016-%02d-01\n", opens, opens+1+g.upTo(2))))
		}
		for _, key := range []string{"launched_by", "decided_by"} {
			if ref := decided(); ref != "" && g.one(2) {
				fields = append(fields, g.field(key, ref))
			}
		}
		if ref := g.ref("document", func(slot) bool { return true }); ref != "" {
			fields = append(fields, g.node("document: "+ref+"\nversion: \"1.0\"\n"))
		}
		for _, key := range []string{"feedback", "outcome"} {
			statement := func(withhold bool) string {
				return fmt.Sprintf("%s:\n  date: 2016-12-%02d\n  text: %s\n", key, 2+g.upTo(20), g.markdown("text of a statement")) + g.label("a statement", withhold, "  ")
			}
			switch g.upTo(3) {
			case 0:
				fields = append(fields, g.node(statement(false)))
			case 1:
				g.secretly(func() {
					if g.one(2) {
						fields = append(fields, g.node(statement(true)))
					}
				})
			}
		}
		return append(fields, g.some(g.field("respond", quoted(g.plainWords(3))), g.field("audience", quoted(g.plainWords(3))), g.field("authority", quoted(g.plainWords(3))))...)
	}, func() []*node { return g.blocks(2, 0) })
}
