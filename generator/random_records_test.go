package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
)

// What there is in a version is settled before anything is written, so that texts and fields can name it. A slot is a
// record that has its ref in every version; of those that are withheld, each version has or has not its own.

type slot struct {
	ref      string
	withheld bool
	inherits bool // is withheld because what holds it is, whatever its own label
	here     bool // in this version
	own      bool // no other version has it, and nothing that may be read knows of it
	asked    bool // withheld, and available on request: it is in all versions
	calm     bool // nothing ever closes it
	path     string
	date     time.Time
	statuses []string
}

type randomBody struct {
	slot
	folder, prefix string
	meetings       []*randomMeeting
	consultations  []slot
	documents      []slot
	registers      []randomRegister

	attached, secret []attached
}

type randomMeeting struct {
	slot
	number             int
	scheduled          bool
	items              []int // that may be read
	more               []int // of this version, withheld
	papers             []slot
	actions, decisions []slot
}

type randomRegister struct {
	slot
	entries []slot
}

// slot settles whether there is a record, in all versions or in this one.
func (g *generator) slot(ref string, within *slot, in int) slot {
	s := slot{ref: ref, here: true, calm: g.one(2), own: g.hidden > 0}
	s.withheld = g.one(in)
	present := rand.New(rand.NewPCG(g.withheld.Uint64(), 0))
	switch {
	case g.version == redacted && (s.withheld || within != nil && within.withheld):
		s.here = false
	case s.withheld:
		s.here = present.IntN(3) > 0
	}
	if within != nil {
		s.here = s.here && within.here
		s.inherits = within.withheld
		s.withheld = s.withheld || within.withheld
		s.date = within.date
	}
	return s
}

func (g *generator) plan() {
	number := 1 + max(0, g.upTo(4)-2) // one body as often as more
	for i := range number {
		g.planBody(&randomBody{folder: string(rune('a'+i)) + "-body", prefix: "SEC" + string(rune('A'+i))}, i, 4)
	}
	g.secretly(func() {
		if g.one(6) {
			g.planBody(&randomBody{folder: g.word(), prefix: "SEC" + string(rune('E'+g.upTo(9)))}, g.upTo(9), 1)
		}
	})
}

func (g *generator) planBody(b *randomBody, i, in int) {
	b.slot = g.slot("", nil, in)
	if i == 0 && g.hidden == 0 {
		b.withheld, b.here = false, true
	}
	if b.withheld {
		b.folder = g.secretName(b.slot, "", b.folder)
	}
	b.path = b.folder + "/body.md"
	g.bodies = append(g.bodies, b)
	g.planAttachments(b)
	g.planMeetings(b, i)
	for k := range g.upTo(1) {
		g.planConsultation(b, fmt.Sprintf("%s-CON-%02d", b.prefix, k), fmt.Sprint("c", k), 3)
	}
	for k := range g.upTo(2) {
		g.planDocument(b, fmt.Sprintf("%s-DOC-%02d", b.prefix, k), fmt.Sprint("d", k), 2)
	}
	for k := range g.upTo(1) {
		g.planRegister(b, fmt.Sprintf("%s-R%d", b.prefix, k), fmt.Sprint("r", k), 3)
	}
	// What there is in this version only.
	g.secretly(func() {
		for _, plan := range []func(*randomBody, string, string, int){g.planConsultation, g.planDocument, g.planRegister} {
			if g.one(5) {
				plan(b, "X"+g.word(), g.word(), 1)
			}
		}
	})
}

// secretName is the name of a file or folder: that which it has in all versions, or, if it is withheld, perhaps one of its own.
func (g *generator) secretName(s slot, folder, name string) string {
	if s.withheld && !s.asked {
		g.secretly(func() {
			if g.one(2) {
				g.reach("the name of a file", classification.Unknown)
				name = g.word()
				if folder != "" && g.one(2) {
					g.reach("the name of a folder", classification.Unknown)
					folder = g.word() + "/"
				}
			}
		})
	}
	return folder + name
}

func (g *generator) planConsultation(b *randomBody, ref, name string, in int) {
	s := g.slot(ref, &b.slot, in)
	s.path = b.folder + "/" + g.secretName(s, "consultations/", name) + ".md"
	b.consultations = append(b.consultations, s)
}

func (g *generator) planDocument(b *randomBody, ref, name string, in int) {
	s := g.slot(ref, &b.slot, in)
	if asked := g.one(2); asked && s.withheld && !b.withheld && !s.own {
		s.asked, s.here = true, true
	}
	s.path = b.folder + "/" + g.secretName(s, "documents/", name) + ".md"
	if s.asked && g.version != redacted { // whose place is withheld, and so is its place among the others
		s.path = fmt.Sprintf("%s/%s%d/%s.md", b.folder, []string{"a", "x"}[g.version], g.withheld.IntN(9), name)
	}
	b.documents = append(b.documents, s)
}

func (g *generator) planRegister(b *randomBody, ref, name string, in int) {
	r := randomRegister{slot: g.slot("", &b.slot, in)}
	r.path = b.folder + "/" + g.secretName(r.slot, "registers/", name) + ".md"
	if g.one(2) {
		r.statuses = []string{"watched", "closed", "materialised"}
	} else {
		r.statuses = actionStatuses
	}
	for e := range g.upTo(3) {
		s := g.slot(fmt.Sprintf("%s%d", ref, e), &r.slot, 3)
		s.statuses = r.statuses
		r.entries = append(r.entries, s)
	}
	b.registers = append(b.registers, r)
}

var actionStatuses = []string{"open", "ongoing", "closed", "withdrawn"}

func (g *generator) planMeetings(b *randomBody, i int) {
	date := time.Date(2016, 1, 5+i, 0, 0, 0, 0, time.UTC)
	n := 1 + g.upTo(1) + g.upTo(3)/3
	for k := range n {
		date = date.AddDate(0, 0, 28+7*g.upTo(8))
		g.planMeeting(b, 10+k, date, k == n-1 && g.one(3), 4)
	}
	g.secretly(func() {
		if g.one(4) { // before the others by number, or after them, and at any time
			g.planMeeting(b, pick(g, 4, 5, 9, 20, 31), time.Date(2015, time.Month(6+g.upTo(24)), 1+g.upTo(27), 0, 0, 0, 0, time.UTC), g.one(4), 1)
		}
	})
}

func (g *generator) planMeeting(b *randomBody, number int, date time.Time, scheduled bool, in int) {
	m := &randomMeeting{number: number, scheduled: scheduled}
	m.slot = g.slot(fmt.Sprintf("%s_%02d_%s", b.prefix, m.number, date.Format("0201")), &b.slot, in)
	m.date = date
	m.path = b.folder + "/" + g.secretName(m.slot, "minutes/", fmt.Sprintf("m%02d", m.number)) + ".md"
	for p := range g.upTo(2) {
		s := g.slot(fmt.Sprintf("%s_%02d", m.ref, p+1), &m.slot, 2)
		if asked := g.one(2); asked && s.withheld && !m.withheld {
			s.asked, s.here = true, true
		}
		m.papers = append(m.papers, s)
	}
	if !m.scheduled {
		for item := range 1 + g.upTo(3)/2 + g.upTo(3)/3 {
			m.items = append(m.items, 3*item+3)
		}
		for a := range g.upTo(2) {
			s := g.slot(fmt.Sprintf("%s %02d/%02d", b.prefix, m.number, a+1), &m.slot, 3)
			s.statuses = actionStatuses
			m.actions = append(m.actions, s)
		}
		for d := range g.upTo(2) {
			m.decisions = append(m.decisions, g.slot(fmt.Sprintf("%s %02d/D%02d", b.prefix, m.number, d+1), &m.slot, 3))
		}
	}
	b.meetings = append(b.meetings, m)
}

// slots are those that pass, of one kind or all.
func (g *generator) slots(kind string, pass func(slot) bool) []slot {
	var found []slot
	add := func(k string, slots ...slot) {
		for _, s := range slots {
			if (kind == "" || kind == k) && s.ref != "" && (!s.own || g.hidden > 0) && pass(s) {
				found = append(found, s)
			}
		}
	}
	for _, b := range g.bodies {
		for _, m := range b.meetings {
			add("meeting", m.slot)
			add("paper", m.papers...)
			add("action", m.actions...)
			add("decision", m.decisions...)
		}
		add("consultation", b.consultations...)
		add("document", b.documents...)
		for _, r := range b.registers {
			add("entry", r.entries...)
		}
	}
	return found
}

// readable tells whether what is being written now may lead to s.
func (g *generator) readable(s slot) bool {
	if g.hidden > 0 {
		return s.here
	}
	return !s.withheld || s.asked
}

func (g *generator) ref(kind string, pass func(slot) bool) string {
	if found := g.slots(kind, pass); len(found) > 0 {
		return pick(g, found...).ref
	}
	return ""
}

func (g *generator) openRef() string { return g.ref("", g.readable) }

// mention is any ref, or something like one: of what may be read, of what may not, and of nothing.
func (g *generator) mention() string {
	if g.one(6) {
		return pick(g, "SECA 03/01", "CR101a", "SECA 10/99", "SECC_77_0101")
	}
	ref := g.ref("", func(slot) bool { return true })
	if g.one(6) {
		ref = strings.Replace(ref, " ", pick(g, "\n", "\u00a0"), 1)
		if g.text.line {
			ref = strings.Replace(ref, "\n", " ", 1)
		}
	}
	return ref
}

// openFile is the path of a file that what is being written now may link, perhaps with an anchor.
func (g *generator) openFile() string {
	var paths []string
	for _, b := range g.bodies {
		if g.readable(b.slot) {
			paths = append(paths, b.path)
		}
		for _, m := range b.meetings {
			if g.readable(m.slot) {
				paths = append(paths, m.path)
				for _, n := range m.items {
					paths = append(paths, fmt.Sprintf("%s#item-%d", m.path, n))
				}
			}
		}
		for _, d := range b.documents {
			if g.readable(d) && !d.asked {
				paths = append(paths, d.path)
			}
		}
	}
	return pick(g, paths...)
}

func (g *generator) content() *content {
	g.silent = map[classification.Label]bool{}
	c := &content{attachments: map[string]string{}}
	site := g.fixed("title: Minutes\nurl: https://minutes.example.org/\ncontact: secas@example.org\ntime_zone: Europe/London\n" +
		"publish: " + min(g.ceiling, classification.Green).String() + "\n")
	notices := g.node("withheld:\n")
	notices.list = true
	for _, l := range classification.Labels[1:] {
		if g.one(2) {
			g.silent[l] = g.one(2)
			notices.kids = append(notices.kids, g.fixed("  "+l.String()+": "+map[bool]string{true: "silent", false: "notice"}[g.silent[l]]+"\n"))
		}
	}
	site.kids = []*node{notices}
	notices.fixed = true
	c.files = append(c.files, &randomFile{"site.yaml", site})
	if g.one(2) { // which are the same for everybody
		days := "calendar: Utopia\ndays:\n"
		for month := range 12 {
			days += fmt.Sprintf("  2016-%02d-%02d: %s\n", month+1, 1+g.upTo(28), quoted(g.plainWords(2)))
		}
		c.files = append(c.files, &randomFile{"bank-holidays.yaml", g.fixed(days)})
	}
	g.plan()
	for _, b := range g.bodies {
		g.attachments(c, b)
		g.body(c, b)
	}
	return c
}

// formerly is where the page of a file stood before. Of what is withheld, each version says something else, or nothing.
func (g *generator) formerly(s slot, kind string) (nodes []*node) {
	write := func() {
		switch {
		case !g.one(3):
		case g.hidden > 0:
			g.reach("a former address", classification.Unknown)
			nodes = append(nodes, g.field("formerly", "[/"+strings.ToLower(g.word())+"/]"))
		case kind == "body": // where redact might put a document that is on request
			folder, _, _ := strings.Cut(s.path, "/")
			nodes = append(nodes, g.field("formerly", fmt.Sprintf("[/%s/documents/sec%c-doc-00/, /former/%[1]s/]", folder, folder[0])))
		default:
			nodes = append(nodes, g.field("formerly", "[/former/"+markdown.Slug(s.path)+"/]"))
		}
	}
	if s.asked && g.hidden == 0 {
		g.secretly(write)
	} else {
		write()
	}
	return nodes
}

// file writes one file, if this version has it.
func (g *generator) file(c *content, s slot, kind string, fields func() []*node, text func() []*node) {
	g.kind = kind
	write := func() {
		g.text = place{path: s.path}
		body := text()
		g.text.inline, g.text.line = true, false
		root := g.node("")
		front := g.fixed("---\nkind: " + kind + "\n")
		if s.ref != "" {
			front.open += "ref: " + s.ref + "\n"
		}
		switch {
		case s.inherits:
			g.reach("a file of a withheld body", classification.Unknown)
			front.open += "classification: " + pick(g, classification.Labels...).String() + "\n"
		case s.withheld && !s.asked && g.one(3):
			g.reach("a draft", classification.Unknown)
			front.open += "draft: true\nclassification: " + pick(g, classification.Labels...).String() + "\n"
			if kind == "document" && g.one(2) {
				front.open += "available: on request\npublic_title: " + quoted(g.plainWords(2)) + "\n"
			}
		case s.withheld && !s.asked:
			front.open += g.label("a whole file", true, "")
		case s.asked:
			front.open += g.label("a document on request", true, "") + "available: on request\n"
		default:
			front.open += "classification: " + g.permitted().String() + "\n"
		}
		front.kids = append(g.formerly(s, kind), fields()...)
		front.close = "---\n"
		root.kids = append([]*node{front}, body...)
		c.files = append(c.files, &randomFile{s.path, root})
	}
	switch {
	case !s.here:
	case s.withheld && !s.asked && g.hidden == 0:
		g.secretly(write)
	default:
		write()
	}
}
