package main

import "fmt"

func (g *generator) register(c *content, r randomRegister) {
	g.file(c, r.slot, "register", func() []*node {
		title := g.field("title", g.markdown("title of a register"))
		title.fixed = true
		fields := []*node{title}
		if len(r.statuses) == 3 {
			fields = append(fields, g.fixed("statuses: [watched, closed, materialised]\n"))
		}
		keys, secretKeys := []string{}, []string{}
		fields = append(fields, g.entries("columns", g.upTo(2), func(i int) string {
			keys = append(keys, fmt.Sprint("column", i))
			return fmt.Sprintf("  - key: column%d\n    title: %s\n", i, g.markdown("title of a column")) + g.label("a column", false, "    ")
		}, func() string {
			key := g.word()
			secretKeys = append(secretKeys, key)
			return fmt.Sprintf("  - key: %s\n    title: %s\n", key, g.markdown("title of a column")) + g.label("a column", true, "    ")
		}))
		entry := func(s slot) string {
			return g.thing(s, func(withhold bool) string { return g.entry(s, withhold, keys, secretKeys) })
		}
		return append(fields, g.entries("entries", len(r.entries), func(i int) string { return entry(r.entries[i]) }, func() string {
			s := slot{ref: "R" + g.word(), here: true, statuses: r.statuses}
			return g.entry(s, true, keys, secretKeys)
		}))
	}, func() []*node { return g.blocks(2, 0) })
}

func (g *generator) entry(s slot, withhold bool, keys, secretKeys []string) string {
	text := "  - ref: " + s.ref + "\n    title: " + g.markdown("title of an entry") + "\n"
	if g.one(2) {
		text += "    owner: " + g.markdown("owner of an entry") + "\n"
	}
	if g.one(2) {
		text += "    status: " + pick(g, s.statuses...) + "\n"
	}
	for _, k := range keys {
		if g.one(2) {
			text += "    " + k + ": " + quoted(g.plainWords(2)) + "\n"
		}
	}
	g.secretly(func() {
		for _, k := range secretKeys {
			if g.one(2) {
				g.reach("a value of a column", g.under)
				text += "    " + k + ": " + quoted(g.plainWords(2)) + "\n"
			}
		}
	})
	history := ""
	event := func(withhold bool) {
		when := "date: " + g.day()
		if ref := g.ref("meeting", func(slot) bool { return true }); ref != "" && g.one(2) {
			when = "meeting: " + ref
		}
		history += "      - " + when + "\n        text: " + g.markdown("text of an event") + "\n"
		if g.one(2) {
			history += "        status: " + pick(g, s.statuses...) + "\n"
		}
		history += g.label("an event", withhold, "        ")
	}
	for range g.upTo(2) {
		g.secretly(func() {
			if g.one(3) {
				event(true)
			}
		})
		event(false)
	}
	if history != "" {
		text += "    history:\n" + history
	}
	return text + g.label("an entry", withhold, "    ")
}

func (g *generator) document(c *content, s slot) {
	available := ""
	versions := func() *node {
		n := 0
		version := func(withhold bool) string {
			name := g.word()
			if g.hidden == 0 {
				n++
				name = fmt.Sprint("1.", n)
			}
			text := fmt.Sprintf("  - version: %q\n", name)
			for _, line := range g.some(
				g.node("    date: "+g.day()+"\n"), g.node("    state: "+pick(g, "draft", "approved", "withdrawn")+"\n"),
				g.node("    approved_by: "+g.ref("meeting", func(slot) bool { return true })+"\n"),
				g.node("    note: "+g.markdown("note of a version")+"\n"),
			) {
				text += line.open
			}
			if file := g.attach(withhold); available == "published" && file != "" {
				return text + file
			}
			return text + g.label("a version", withhold, "    ")
		}
		return g.entries("versions", g.upTo(3), func(int) string { return version(false) }, func() string { return version(true) })
	}
	if !s.asked {
		g.file(c, s, "document", func() []*node {
			title := g.field("title", g.markdown("title of a document"))
			title.fixed = true
			fields := []*node{title}
			if available = pick(g, "", "on request", "published", "published"); available != "" && !s.withheld {
				fields = append(fields, g.fixed("available: "+available+"\n"))
			}
			return append(fields, versions())
		}, func() []*node { return g.blocks(2, 0) })
		return
	}
	var text []*node
	g.file(c, s, "document", func() []*node {
		title := g.fixed("title: x\n")
		fields := g.some(g.field("public_title", quoted(g.plainWords(3))))
		g.secretly(func() {
			title.open = "title: " + g.markdown("title of a document") + "\n"
			fields = append(fields, versions())
		})
		return append(fields, title)
	}, func() []*node {
		g.secretly(func() { text = g.blocks(2, 0) })
		return text
	})
}
