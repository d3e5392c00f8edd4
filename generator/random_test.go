package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strconv"
	"strings"

	"minutebook/generator/classification"
)

// Random content for the law of the gate. From one seed come three versions of one content: two whose public part is the
// same, letter for letter, and whose withheld parts have nothing to do with each other, and a third with the withheld
// parts taken out. What may be read of a version is drawn from one source of chance and what may not from another, which
// never has a say in the first.

const (
	first    = 0
	second   = 1
	redacted = 2
)

// A generator writes one version.
type generator struct {
	version  int
	ceiling  classification.Label
	private  bool
	silent   map[classification.Label]bool
	chance   *rand.Rand // of what is being written now
	open     *rand.Rand
	withheld *rand.Rand
	hidden   int                  // how deep within what is withheld
	under    classification.Label // that withholds it; unknown where its file does
	marks    int                  // how deep within withheld block marks
	reached  map[reached]int
	nodes    [2]int
	words    int

	bodies []*randomBody
	kind   string // of the file being written
	text   place  // of the text being written
}

// A reached place is one where a label withholds something, in a file of a kind.
type reached struct {
	kind, place string
	label       classification.Label
}

func (g *generator) reach(place string, label classification.Label) {
	g.reached[reached{g.kind, place, label}]++
}

// A pair is the three versions that one seed makes, for one clearance: two pairs, of the first with each of the others.
type pair struct {
	seed    uint64
	ceiling classification.Label
	private bool
	content [3]*content
	reached map[reached]int // by all versions
}

// A content is a whole directory.
type content struct {
	files       []*randomFile
	attachments map[string]string // by path
}

type randomFile struct {
	path string
	root *node
}

// A node is a stretch of a file that can be taken out when a failure is made smaller. Nodes of what may be read have the
// same id in all versions.
type node struct {
	id    string
	open  string
	kids  []*node
	close string
	list  bool // with nothing in it, it is not written
	fixed bool // the file makes no sense without it
	blank bool // makes sure of a blank line
}

// clearances are those for which pairs are made, one seed after the other: public sites of either ceiling, and a private copy.
var clearances = []classification.Label{classification.White, classification.Green, classification.Green, classification.Amber}

func newPair(seed uint64) pair {
	return pairOf(seed, clearances[seed%4], [3][]byte{})
}

// pairOf makes what the tapes say, and goes on by the seed where they end: the first says what may be read, the others
// what is withheld in the first version and in the second.
func pairOf(seed uint64, ceiling classification.Label, tapes [3][]byte) pair {
	p := pair{seed: seed, ceiling: ceiling, private: ceiling > classification.Green, reached: map[reached]int{}}
	for v := range p.content {
		g := &generator{
			version: v, ceiling: p.ceiling, private: p.private, reached: p.reached,
			open:     rand.New(&tape{tapes[0], rand.NewPCG(seed, 0)}),
			withheld: rand.New(&tape{tapes[(v+1)%3], rand.NewPCG(seed, uint64(v)+1)}),
		}
		g.chance = g.open
		p.content[v] = g.content()
	}
	return p
}

// A tape is chance that begins with what was recorded, so that a change of a byte changes one choice.
type tape struct {
	recorded []byte
	after    rand.Source
}

func (t *tape) Uint64() uint64 {
	if len(t.recorded) == 0 {
		return t.after.Uint64()
	}
	b := t.recorded[0]
	t.recorded = t.recorded[1:]
	return uint64(b) * 0x0101010101010101
}

// secretly writes what is withheld: in the redacted version, nothing. What is written may set under.
func (g *generator) secretly(write func()) {
	if g.version == redacted {
		return
	}
	chance, under := g.chance, g.under
	g.chance = g.withheld
	g.hidden++
	write()
	g.hidden--
	g.chance, g.under = chance, under
}

func (g *generator) node(open string, kids ...*node) *node {
	n := &node{open: open, kids: kids}
	if g.hidden > 0 {
		g.nodes[1]++
		n.id = fmt.Sprintf("%d.%d", g.version, g.nodes[1])
	} else {
		g.nodes[0]++
		n.id = strconv.Itoa(g.nodes[0])
	}
	return n
}

func (g *generator) fixed(open string) *node {
	n := g.node(open)
	n.fixed = true
	return n
}

func (g *generator) one(in int) bool     { return g.chance.IntN(in) == 0 }
func (g *generator) upTo(n int) int      { return g.chance.IntN(n + 1) }
func pick[T any](g *generator, s ...T) T { return s[g.chance.IntN(len(s))] }

// write is the text of a node without the nodes that were dropped.
func (n *node) write(b *strings.Builder, dropped map[string]bool) {
	if dropped[n.id] {
		return
	}
	from := b.Len()
	b.WriteString(n.open)
	inner := b.Len()
	for _, k := range n.kids {
		k.write(b, dropped)
	}
	if n.list && b.Len() == inner {
		text := b.String()[:from]
		b.Reset()
		b.WriteString(text)
		return
	}
	if n.blank {
		b.WriteString(blankLine)
	}
	b.WriteString(n.close)
}

// blankLine stands for one blank line, whatever blank lines are around it.
const blankLine = "\x00"

func settleBlankLines(s string) string {
	lines := strings.SplitAfter(strings.ReplaceAll(s, blankLine, blankLine+"\n"), "\n")
	var b strings.Builder
	for i := 0; i < len(lines); {
		k, found := i, false
		for k < len(lines) && strings.Trim(lines[k], " \n"+blankLine) == "" {
			found = found || strings.HasPrefix(lines[k], blankLine)
			k++
		}
		if k == i {
			k++
		}
		if found {
			b.WriteByte('\n')
		} else {
			b.WriteString(strings.Join(lines[i:k], ""))
		}
		i = k
	}
	return b.String()
}

// texts are the files of a content by path.
func (c *content) texts(dropped map[string]bool) map[string]string {
	files := map[string]string{}
	for _, f := range c.files {
		if !dropped[f.root.id] {
			var b strings.Builder
			f.root.write(&b, dropped)
			files[f.path] = settleBlankLines(b.String())
		}
	}
	maps.Copy(files, c.attachments)
	return files
}

// ids are those of all nodes that may be dropped, outer ones first.
func (c *content) ids() []string {
	var ids []string
	var walk func(n *node)
	walk = func(n *node) {
		if !n.fixed {
			ids = append(ids, n.id)
		}
		for _, k := range n.kids {
			walk(k)
		}
	}
	for _, f := range c.files {
		walk(f.root)
	}
	return ids
}

// permitted and above are labels on either side of the ceiling.
func (g *generator) permitted() classification.Label {
	return classification.Labels[g.chance.IntN(int(g.ceiling))]
}

func (g *generator) above() classification.Label {
	over := classification.Labels[g.ceiling:]
	return over[g.chance.IntN(len(over))]
}

// label is a line that gives something that stands in something else a label of its own: one above the ceiling if it is
// to be withheld.
func (g *generator) label(what string, withhold bool, indent string) string {
	switch {
	case withhold:
		label := g.above()
		g.reach(what, label)
		return indent + "classification: " + label.String() + "\n"
	case g.hidden > 0 && g.one(2):
		return indent + "classification: " + pick(g, classification.Labels...).String() + "\n"
	case g.hidden == 0 && g.one(3):
		return indent + "classification: " + pick(g, "", "", "TLP:") + g.permitted().String() + "\n"
	}
	return ""
}

var vocabulary = strings.Fields(`the a committee agreed noted paper budget review Keys keys policy handbook recovery
	ceremony London secretariat Chair DCC SECAS supplier draft version plan risk audit report next Members quorum notice
	test trial date cost contract change request issue café £12,000 50% 2016 v1.2 pre-CR97 CR101a A&E x_y_z "quoted" it's`)

const secretWord = "qz" // what every withheld word begins with, and no other

// word is one that no other version has where it is withheld.
func (g *generator) word() string {
	if g.hidden > 0 {
		g.words++
		return secretWord + string(rune('a'+g.version)) + strconv.FormatInt(int64(g.words), 36)
	}
	return vocabulary[g.chance.IntN(len(vocabulary))]
}

// plainWords are for values in which nothing but words may stand.
func (g *generator) plainWords(most int) string {
	n := 1 + g.chance.IntN(most)
	if g.hidden > 0 {
		n += g.chance.IntN(3)
	}
	words := make([]string, n)
	for i := range words {
		words[i] = g.word()
	}
	return strings.Join(words, " ")
}

var escaped = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func quoted(s string) string { return `"` + escaped.Replace(s) + `"` }

// entries writes a list of the front matter: those that may be read, and withheld ones anywhere between.
func (g *generator) entries(key string, n int, write func(i int) string, withheld func() string) *node {
	list := g.node(key + ":\n")
	list.list = true
	secret := func() {
		g.secretly(func() {
			for withheld != nil && g.one(3) {
				if text := withheld(); text != "" {
					list.kids = append(list.kids, g.node(text))
				}
			}
		})
	}
	for i := range n {
		secret()
		list.kids = append(list.kids, g.node(write(i)))
	}
	secret()
	return list
}
