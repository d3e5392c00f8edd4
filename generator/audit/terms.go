package audit

import (
	"html"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// shortest is how long a word must be to count alone, and figures how many a number must have: shorter ones stand on any
// site without being anybody's.
const (
	shortest = 3
	mixed    = 4 // with figures in it
	figures  = 5
)

// A term is what is looked for: a word or a run of words of a withheld passage, and where that stands.
type term struct {
	passage *passage
	offset  int
	last    uint64      // of a run, the hash of the word that it ends with,
	words   int         // and how many it has
	day     int         // index of the day that it is a form of, plus one
	public  atomic.Bool // it stands in public, too
}

// terms are all that is looked for. They are made once and then read.
type terms struct {
	all   []*term
	words table
	runs  table
	first [1 << 14]uint8 // by the hash of a word, whether it may be a term, and a bit for each length of runs that it may end

	prefixes map[uint64]bool // of refs: with their figures, they stand beside each other without telling anything
	days     []time.Time
	dayOf    map[string]int // index of a day, plus one
	openDays sync.Map       // days that are public
}

const isWord = 1 << 7

// A table finds terms by hashes. Its filter says no to nearly all that it does not have, at the cost of a bit or two.
type table struct {
	at     map[uint64]*term
	filter []uint64
	mask   uint64
}

func (t *table) has(h uint64) bool {
	i, k := h&t.mask, h>>32&t.mask
	return t.filter[i>>6]>>(i&63)&1 != 0 && t.filter[k>>6]>>(k&63)&1 != 0
}

func (t *table) hasAny(runs [longest - 1]uint64) bool {
	return t.has(runs[2]) || t.has(runs[1]) || t.has(runs[0])
}

func (t *table) find(h uint64) *term {
	if !t.has(h) {
		return nil
	}
	return t.at[h]
}

func (t *table) strike(h uint64) {
	if x := t.find(h); x != nil {
		x.public.Store(true)
	}
}

// sift makes the filter, for the terms that keep is true of.
func (t *table) sift(keep func(*term) bool) {
	for h, x := range t.at {
		if !keep(x) {
			delete(t.at, h)
		}
	}
	size := 1 << 12
	for size < 16*len(t.at) && size < 1<<26 {
		size *= 2
	}
	t.filter, t.mask = make([]uint64, size/64), uint64(size-1)
	for h := range t.at {
		i, k := h&t.mask, h>>32&t.mask
		t.filter[i>>6] |= 1 << (i & 63)
		t.filter[k>>6] |= 1 << (k & 63)
	}
}

func newTerms() *terms {
	return &terms{words: table{at: map[uint64]*term{}}, runs: table{at: map[uint64]*term{}}, dayOf: map[string]int{}}
}

func (t *terms) addWord(w word, p *passage, offset, day int) {
	t.add(&t.words, w.hash, &term{passage: p, offset: offset, day: day})
}

// addRun adds the run of n words that ends with w, if there are as many in the stretch of text.
func (t *terms) addRun(w word, n int, p *passage, offset, day int) {
	t.add(&t.runs, w.runs[n-2], &term{passage: p, offset: offset, day: day, last: w.hash, words: n})
}

func (t *terms) add(to *table, h uint64, x *term) {
	if h != 0 && to.at[h] == nil {
		to.at[h] = x
		t.all = append(t.all, x)
	}
}

// withhold adds what is to be looked for of a withheld passage. own are the words that the site has without the content:
// alone they tell nothing, and no run does that begins or ends with one: the site may have written it around what is
// public.
func (t *terms) withhold(p *passage, own map[uint64]bool) {
	if p.kind == day {
		t.withholdDay(p)
		return
	}
	s := &scanner{}
	offset := func(w word) int {
		if len(s.ways) > 0 {
			return 0 // what was decoded stands elsewhere
		}
		return w.from
	}
	var telling [longest]bool // which of the last words are the content's own, the last one first
	var last, whole word      // the last one, and the last one that is the content's own
	words, added := 0, false  // in the stretch up to whole, from its first word of the content's own on
	n := 0
	s.tell = func(w word) {
		letters := w.kinds&isLetter != 0
		if !own[w.hash] && (w.sum || w.size >= shortest && letters && !short(w) || w.size >= figures) {
			t.addWord(w, p, offset(w), 0)
		}
		if w.sum {
			return
		}
		copy(telling[1:], telling[:longest-1])
		telling[0] = letters && w.size > 1 && !own[w.hash] && !short(w) && !t.prefixes[w.hash]
		last = w
		if n > 0 {
			n++
		}
		if !telling[0] {
			return
		}
		n = max(n, 1)
		whole, words = w, n
		if w.runs[longest-2] != 0 && telling[longest-1] {
			added = true
			t.addRun(w, longest, p, offset(w), 0)
		}
	}
	// What has no run is looked for as a whole, from its first word of the content's own to its last one; and so is a ref,
	// which is mostly figures.
	s.ended = func(all int) {
		switch {
		case p.kind == ref && all >= 2:
			t.addRun(last, min(all, longest), p, offset(last), 0)
		case p.kind == ref && last.size >= shortest && !own[last.hash]:
			t.addWord(last, p, offset(last), 0)
		case !added && 2 <= words && words <= longest:
			t.addRun(whole, words, p, offset(whole), 0)
		}
		telling, n, words, added = [longest]bool{}, 0, 0, false
	}
	s.read(p)
}

// short tells of a word with figures in it whether it is too short for anybody's own.
func short(w word) bool { return w.kinds&isDigit != 0 && w.size < mixed }

// read reads a passage as it is written and, of Markdown, as it is shown: without addresses and the signs of footnotes, and
// with its entities read.
func (s *scanner) read(p *passage) {
	s.source = p.kind == prose
	s.copied = append(s.copied[:0], p.text...)
	s.text(s.copied, false)
	if p.kind != prose || !strings.ContainsAny(p.text, "[]&") {
		return
	}
	for paragraph := range strings.SplitSeq(p.text, "\n\n") {
		if strings.Contains(paragraph, "](") || strings.Contains(paragraph, "[^") {
			s.text(shownText(paragraph), false)
		}
		if strings.Contains(paragraph, "&") {
			s.text([]byte(html.UnescapeString(paragraph)), false)
		}
	}
}

func shownText(text string) []byte {
	out := make([]byte, 0, len(text))
	for {
		i := strings.IndexAny(text, "[]")
		if i < 0 || i+1 == len(text) {
			return append(out, text...)
		}
		closing := byte(0)
		switch text[i : i+2] {
		case "](":
			closing = ')'
		case "[^":
			closing = ']'
		}
		n := -1
		if closing != 0 {
			line, _, _ := strings.Cut(text[i:], "\n")
			n = strings.IndexByte(line, closing)
		}
		if n < 0 {
			n = 0
			out = append(out, text[:i+1]...)
		} else {
			out = append(out, text[:i]...)
		}
		text = text[i+n+1:]
	}
}

// Days are looked for in the forms in which a site writes them. One is public where it is said in public in any form, and
// where the day before it is: in a calendar, what takes a day ends at the next.
func written(d time.Time) []string {
	return []string{d.Format("2 January 2006"), d.Format("2006-01-02"), d.Format("20060102")}
}

func (t *terms) withholdDay(p *passage) {
	form := written(p.day)
	if t.dayOf[form[1]] > 0 {
		return
	}
	t.days = append(t.days, p.day)
	n := len(t.days)
	t.dayOf[form[1]] = n
	s := &scanner{}
	for _, f := range form {
		s.tell = func(w word) {
			if w.runs[1] != 0 {
				t.addRun(w, 3, p, 0, n)
			} else if w.kinds&isLetter == 0 && w.size == 8 {
				t.addWord(w, p, 0, n)
			}
		}
		s.text([]byte(f), false)
	}
}

// release makes what strikes out the terms that stand in public passages. Each may be called by one goroutine.
func (t *terms) release() func(*passage) {
	s := &scanner{sieve: t}
	s.tell = func(w word) {
		s.struck[w.hash%uint64(len(s.struck))] = w.hash // most come again and again
		t.strike(w)
	}
	return func(p *passage) {
		if p.kind == day {
			t.openDays.Store(p.day.Format(time.DateOnly), true)
			return
		}
		s.read(p)
	}
}

// strike strikes out the terms that a word is or ends.
func (t *terms) strike(w word) {
	t.words.strike(w.hash)
	for _, r := range w.runs {
		if r == 0 {
			return
		}
		t.runs.strike(r)
	}
}

// settle leaves what stands nowhere in public.
func (t *terms) settle() {
	open := make([]bool, len(t.days)+1)
	for _, x := range t.all {
		open[x.day] = open[x.day] || x.day > 0 && x.public.Load()
	}
	for i, d := range t.days {
		for _, d := range []time.Time{d, d.AddDate(0, 0, -1)} {
			_, public := t.openDays.Load(d.Format(time.DateOnly))
			open[i+1] = open[i+1] || public
		}
	}
	keep := func(x *term) bool { return !x.public.Load() && !open[x.day] }
	t.sift(keep)
}

// sift makes the filters, for the terms that keep is true of.
func (t *terms) sift(keep func(*term) bool) {
	t.words.sift(keep)
	t.runs.sift(keep)
	t.first = [len(t.first)]uint8{}
	for h := range t.words.at {
		t.first[h%uint64(len(t.first))] |= isWord
	}
	for _, x := range t.runs.at {
		t.first[x.last%uint64(len(t.first))] |= 1 << (x.words - 2)
	}
}
