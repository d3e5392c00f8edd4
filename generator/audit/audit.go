// Package audit is a second opinion on a finished site: it works out from the record what readers may not see, and looks
// for it in the bytes that they would get. It shares nothing with what made these bytes but the parser of the content.
//
// What it looks for, of everything that is withheld (texts, fields, refs, names of files, days, comments, addresses,
// attachments):
//
//   - words of three bytes or more, or of four if they have figures in them; numbers of five figures or more; amounts with
//     a sign of money or percentage. Case, form and what stands between words make no difference.
//   - runs of four words, the first and the last of which are neither the site's own nor of a ref nor numbers; where a
//     stretch of text has none, such as a name in a table, the run from its first such word to its last. So a sentence is
//     found though each of its words is public. Of a ref, all of it.
//   - days, as the site writes them; addresses, in links and as names of files;
//   - attachments: each stretch of 64 bytes, their SHA-256, and, if they are text, their words and runs.
//
// What stands in a public part too, as that word or as that run, is no leak, and neither are words that the site has
// without the content (its templates', the program's; scripts are looked into unless they are the templates' own, byte for
// byte), nor the day that all pages show: it is the one they were made on.
//
// It reads bytes whatever their names say: as text, with and without tags; with entities, percent-encoding, backslash
// escapes, base64 and hexadecimal taken off, one below the other; unfolded, if they are a calendar; as UTF-16; and
// unpacked, wherever gzip, zlib or a zip's file begins in them, which covers PNG and PDF. In what is not text, words count
// from six bytes on, unless they stand in a stretch of 24 characters. What unpacks to more than 64 MiB is a finding itself.
package audit

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"minutebook/generator/classification"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// An Audit looks through one site. Its files may be handed to it by several goroutines at once.
type Audit struct {
	terms     *terms
	site      []byte // its address, with a slash at the end
	addresses map[string]*passage
	ends      ends
	windows   table // pieces of withheld attachments
	digests   map[[sha256.Size]byte]*term
	scripts   map[[sha256.Size]byte]bool // of the templates

	mu      sync.Mutex
	found   map[Finding]bool
	pages   int         // files of HTML
	shownOn map[int]int // on how many of them each day is
	days    map[Finding]int
	looks   sync.Pool
}

// A Finding is something withheld in a published file. It never says what.
type Finding struct {
	File     string     // its path in the site
	Name     bool       // it is in the path itself
	Withheld source.Pos // where in the content it is withheld; none where a file cannot be looked through
	Way      string     // how it was encoded, if it was
}

// New works out what a site for readers with clearance c may not show. Templates are those the site is made with. Of the
// attachments, those that are not named in the list are not looked for.
func New(r *minutes.Record, c classification.Clearance, attachments []Attachment, templates ...fs.FS) (*Audit, error) {
	own, scripts, err := own(templates...)
	if err != nil {
		return nil, fmt.Errorf("reading the templates: %w", err)
	}
	a := &Audit{terms: newTerms(), scripts: scripts, addresses: map[string]*passage{}, windows: table{at: map[uint64]*term{}}, digests: map[[sha256.Size]byte]*term{},
		found: map[Finding]bool{}, shownOn: map[int]int{}, days: map[Finding]int{}}
	a.site = []byte(strings.TrimSuffix(r.Site.URL.Text, "/") + "/")
	a.terms.prefixes = prefixes(r)
	a.withhold(r, c, attachments, own)
	a.release(r, c, attachments)
	return a, nil
}

// withhold makes the terms of what may not be read.
func (a *Audit) withhold(r *minutes.Record, c classification.Clearance, attachments []Attachment, own map[uint64]bool) {
	passages := make([][]*passage, len(r.Bodies)+1)
	walk(r, c, false, func(body int) func(*passage) {
		return func(p *passage) {
			kept := *p
			passages[body] = append(passages[body], &kept)
		}
	})
	for _, p := range append(slices.Concat(passages...), a.attach(attachments)...) {
		if p.kind == address {
			a.addresses[p.text] = p
			a.ends.add(p.text)
		} else {
			a.terms.withhold(p, own)
		}
	}
	a.terms.sift(func(*term) bool { return true })
	a.windows.sift(func(*term) bool { return true })
}

// release strikes out those that stand in public, too.
func (a *Audit) release(r *minutes.Record, c classification.Clearance, attachments []Attachment) {
	walk(r, c, true, func(int) func(*passage) { return a.terms.release() })
	release := a.terms.release()
	for _, x := range attachments {
		if !x.Published {
			continue
		}
		release(&passage{text: path.Base(x.Path), kind: fileName})
		sum := sha256.Sum256(x.Data)
		delete(a.digests, sum)
		release(&passage{text: hex.EncodeToString(sum[:])})
		s := &scanner{tell: a.terms.strike, sieve: a.terms, blob: func(b []byte) {
			eachWindow(b, func(h uint64, _ int) { a.windows.strike(h) })
		}}
		s.bytes(x.Data)
	}
	a.terms.settle()
	a.windows.sift(func(x *term) bool { return !x.public.Load() })
}

// Look reads one published file.
func (a *Audit) Look(file string, data []byte) {
	l, ok := a.looks.Get().(*look)
	if !ok {
		l = &look{audit: a, found: map[Finding]int{}}
		l.scanner = scanner{tell: l.word, sieve: a.terms, link: l.link, blob: l.blob, clean: newClean()}
	}
	defer a.looks.Put(l)
	clear(l.found)
	l.file, l.folder = file, strings.TrimPrefix(path.Dir(file), ".")
	l.scanner.opened, l.scanner.unread = 0, false
	l.name()
	if path.Ext(file) != ".js" || !a.scripts[sha256.Sum256(data)] {
		l.scanner.bytes(data)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	page := path.Ext(file) == ".html"
	if page {
		a.pages++
	}
	var seen map[int]bool
	for f, day := range l.found {
		if day == 0 {
			a.found[f] = true
			continue
		}
		a.days[f] = day
		if page && !seen[day] {
			if seen == nil {
				seen = map[int]bool{}
			}
			seen[day] = true
			a.shownOn[day]++
		}
	}
	if l.scanner.unread {
		a.found[Finding{File: file}] = true
	}
}

// Findings are what was found so far, sorted by file and place, each place of the content once for each file.
func (a *Audit) Findings() []Finding {
	a.mu.Lock()
	defer a.mu.Unlock()
	all := slices.Collect(maps.Keys(a.found))
	for f, day := range a.days {
		if a.pages < 2 || a.shownOn[day] < a.pages {
			all = append(all, f)
		}
	}
	slices.SortFunc(all, func(x, y Finding) int {
		order := cmp.Compare(x.File, y.File)
		if order == 0 && x.Withheld != y.Withheld {
			order = 1
			if x.Withheld.Before(y.Withheld) {
				order = -1
			}
		}
		return cmp.Or(order, cmp.Compare(x.Way, y.Way))
	})
	return slices.CompactFunc(all, func(x, y Finding) bool { return x.File == y.File && x.Withheld == y.Withheld })
}

// A look is at one file.
type look struct {
	audit    *Audit
	file     string
	folder   string // of it, empty for the root
	naming   bool   // the path itself is being read
	scanner  scanner
	resolved []byte          // a buffer
	found    map[Finding]int // and the day that it is of, plus one
}

func (l *look) add(p *passage, offset, day int) {
	f := Finding{File: l.file, Name: l.naming, Withheld: p.place(offset), Way: strings.Join(slices.Compact(slices.Clone(l.scanner.ways)), ", ")}
	l.found[f] = day
	l.scanner.found++
}

func (l *look) word(w word) {
	t := l.audit.terms
	if x := t.words.find(w.hash); x != nil && (!l.scanner.strict || w.size >= leastWord) {
		l.add(x.passage, x.offset, x.day)
	}
	for _, r := range w.runs {
		if r == 0 {
			return
		}
		if x := t.runs.find(r); x != nil {
			l.add(x.passage, x.offset, x.day)
		}
	}
}

// name reads the path of the file.
func (l *look) name() {
	l.naming = true
	defer func() { l.naming = false }()
	l.scanner.text([]byte(l.file), false)
	for p := strings.TrimSuffix(l.file, "/index.html"); p != "."; p = path.Dir(p) {
		if withheld := l.audit.addresses[p]; withheld != nil {
			l.add(withheld, 0, 0)
		}
	}
}

// link looks at where a link of the file leads.
func (l *look) link(b []byte) {
	if len(b) == 0 || !leads(b[0]) || !l.audit.ends.may(b) {
		return
	}
	l.scanner.followed++
	anchor := bytes.IndexByte(b, '#')
	if anchor < 0 {
		anchor = len(b)
	}
	to := append(l.resolve(b[:anchor]), b[anchor:]...)
	withheld := l.audit.addresses[string(to)]
	if withheld == nil {
		withheld = l.audit.addresses[string(to[:len(to)-len(b)+anchor])]
	}
	if withheld != nil {
		l.add(withheld, 0, 0)
	}
	l.resolved = to
}

// resolve gives the page that an address leads to from the file, as the addresses of withheld records are written.
func (l *look) resolve(to []byte) []byte {
	full, rooted := bytes.CutPrefix(to, l.audit.site)
	out := l.resolved[:0]
	switch {
	case rooted:
		to = full
	case len(to) > 0 && to[0] == '/':
	case len(to) == 0: // the page itself
		out = append(out, l.file...)
	default:
		out = append(out, l.folder...)
	}
	for len(to) > 0 {
		part, rest, _ := bytes.Cut(to, []byte("/"))
		switch to = rest; string(part) {
		case "", ".":
		case "..":
			out = out[:max(0, bytes.LastIndexByte(out, '/'))]
		default:
			if len(out) > 0 {
				out = append(out, '/')
			}
			out = append(out, part...)
		}
	}
	return bytes.TrimSuffix(out, []byte("/index.html"))
}

// ends are the last parts of addresses, in a filter: most links have another one, and need not be followed.
type ends [1 << 9]uint64

func lastPart(b []byte) uint64 {
	b = bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("index.html")), []byte("/"))
	h := uint64(seed)
	for i := len(b) - 1; i >= 0 && b[i] != '/' && b[i] != '#'; i-- {
		h = (h ^ uint64(folds[b[i]]&0xff)) * prime
	}
	return mix(h)
}

func (e *ends) add(address string) {
	h := lastPart([]byte(address)) % uint64(len(e)*64)
	e[h/64] |= 1 << (h % 64)
}

// may tells whether the last part of an address, with its anchor or without, is in the filter.
func (e *ends) may(b []byte) bool {
	has := func(b []byte) bool {
		h := lastPart(b) % uint64(len(e)*64)
		return e[h/64]>>(h%64)&1 != 0
	}
	if i := bytes.IndexByte(b, '#'); i >= 0 {
		return has(b) || has(b[:i])
	}
	return has(b)
}

// blob looks for bytes of attachments.
func (l *look) blob(b []byte) {
	a := l.audit
	if len(b) == sha256.Size {
		if x := a.digests[[sha256.Size]byte(b)]; x != nil {
			l.add(x.passage, 0, 0)
		}
	}
	if len(a.digests) > 0 {
		if x := a.digests[sha256.Sum256(b)]; x != nil {
			l.add(x.passage, 0, 0)
		}
	}
	if len(a.windows.at) == 0 || len(b) > 0 && b[0] == '<' && len(l.scanner.ways) == 0 {
		return
	}
	eachWindow(b, func(h uint64, _ int) {
		if x := a.windows.find(h); x != nil {
			l.add(x.passage, 0, 0)
		}
	})
}
