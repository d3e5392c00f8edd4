package search

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// How much is in a file: bytes of words or of refs, and documents.
const (
	pieceSize = 32 << 10
	places    = 64
)

// Files makes the files of the index and hands each to write, from several goroutines at once. It ends the index.
func (x *Index) Files(write func(path string, content []byte) error) error {
	groups, words := x.sorted()
	var (
		workers               sync.WaitGroup
		wordy, referred, site pieces
	)
	workers.Go(func() { wordy = x.writeWords(words, write) })
	workers.Go(func() { referred = x.writeRefs(write); site = x.writePlaces(write) })
	workers.Wait()
	if err := errors.Join(wordy.failed, referred.failed, site.failed); err != nil {
		return err
	}
	b := []byte(opening)
	b = append(b, "{\"documents\":"...)
	b = appendString(b, string(appendNumber(nil, len(x.documents))))
	b = append(b, ",\n\"places\":"...)
	b = strconv.AppendInt(b, places, 10)
	b = x.appendGroups(b, groups)
	for _, of := range []struct {
		name string
		pieces
	}{{"words", wordy}, {"refs", referred}, {"at", site}} {
		b = append(b, ",\n\""+of.name+"\":["...)
		for i, hash := range of.hashes {
			if i > 0 {
				b = append(b, ',')
			}
			if of.first != nil {
				b = append(appendString(b, of.first[i]), ',')
			}
			b = appendString(b, hash)
		}
		b = append(b, ']')
	}
	return write("search/index.js", append(b, "}"+closing...))
}

const opening, closing = "minutebook.take(", ")\n"

// appendGroups writes the facts of documents: the values that there are, and then, for each group, which of them it has and
// of how many documents it is.
func (x *Index) appendGroups(b []byte, groups []facts) []byte {
	many := make([]int, len(groups))
	for i := range x.documents {
		many[x.documents[i].group]++
	}
	columns := []struct {
		name string
		of   func(facts) string
	}{
		{"kinds", func(f facts) string { return f.kind }},
		{"bodies", func(f facts) string { return f.body }},
		{"years", func(f facts) string { return f.year }},
		{"states", func(f facts) string { return f.state }},
		{"labels", func(f facts) string { return f.label }},
	}
	rows := make([][]byte, len(groups))
	for _, c := range columns {
		seen := map[string]bool{}
		for _, f := range groups {
			seen[c.of(f)] = true
		}
		values := slices.Sorted(maps.Keys(seen))
		b = append(b, ",\n\""+c.name+"\":"...)
		b = appendStrings(b, values)
		for i, f := range groups {
			n, _ := slices.BinarySearch(values, c.of(f))
			rows[i] = append(appendNumber(rows[i], n), '|')
		}
	}
	b = append(b, ",\n\"groups\":\""...)
	for i, row := range rows {
		if i > 0 {
			b = append(b, '|')
		}
		b = appendNumber(append(b, row...), many[i])
	}
	return append(b, '"')
}

// pieces are files of one kind, while they are written.
type pieces struct {
	name   string
	write  func(path string, content []byte) error
	hashes []string
	first  []string // the word that each begins with, where there are words
	b      bytes.Buffer
	failed error
}

// begin is called before each entry. One that begins a piece is told by what it begins with.
func (p *pieces) begin(first string, full bool) {
	if full {
		p.end()
	}
	if p.b.Len() > 0 {
		p.b.WriteString(",\n")
		return
	}
	p.b.WriteString(opening + "[\n")
	if first != "" {
		p.first = append(p.first, first)
	}
}

func (p *pieces) end() {
	if p.b.Len() == 0 {
		return
	}
	p.b.WriteString("\n]" + closing)
	sum := sha256.Sum256(p.b.Bytes())
	hash := hex.EncodeToString(sum[:6])
	p.hashes = append(p.hashes, hash)
	if p.failed == nil {
		p.failed = p.write("search/"+p.name+"-"+hash+".js", p.b.Bytes())
	}
	p.b.Reset()
}

// writeWords writes, for each word, the documents that have it in their titles, and those that have it in their texts.
func (x *Index) writeWords(words []string, write func(path string, content []byte) error) pieces {
	p := pieces{name: "words", write: write}
	titles := x.gather(len(words), func(d *document) ([]uint32, []uint8) { return d.words[:d.titled], nil })
	texts := x.gather(len(words), func(d *document) ([]uint32, []uint8) { return d.words[d.titled:], d.often })
	var entry []byte
	for w, word := range words {
		if titles.of(w) == nil && texts.of(w) == nil {
			continue
		}
		entry = append(entry[:0], '[')
		entry = append(appendString(entry, word), ",\""...)
		entry = append(titles.append(entry, w), "\",\""...)
		entry = append(texts.append(entry, w), "\"]"...)
		p.begin(word, p.b.Len()+len(entry) > pieceSize)
		p.b.Write(entry)
	}
	p.end()
	return p
}

// A concordance is the documents of each word, in their order.
type concordance struct {
	from      []uint32 // where those of each word begin
	documents []uint32
	often     []uint8 // nil: once
}

func (x *Index) gather(words int, of func(*document) ([]uint32, []uint8)) concordance {
	c := concordance{from: make([]uint32, words+1)}
	for i := range x.documents {
		have, _ := of(&x.documents[i])
		for _, w := range have {
			c.from[w+1]++
		}
	}
	for w := range words {
		c.from[w+1] += c.from[w]
	}
	next := slices.Clone(c.from)
	c.documents = make([]uint32, c.from[words])
	c.often = make([]uint8, c.from[words])
	for i := range x.documents {
		have, often := of(&x.documents[i])
		for j, w := range have {
			c.documents[next[w]] = uint32(i)
			c.often[next[w]] = 1
			if often != nil {
				c.often[next[w]] = often[j]
			}
			next[w]++
		}
	}
	return c
}

func (c *concordance) of(w int) []uint32 {
	if c.from[w] == c.from[w+1] {
		return nil
	}
	return c.documents[c.from[w]:c.from[w+1]]
}

// append writes the documents of a word: how far each is behind the one before, how often it has the word, if that is more
// than once ("3*2"), and how many follow that have it once each, one behind the other ("3+5").
func (c *concordance) append(b []byte, w int) []byte {
	documents, often := c.of(w), c.often[c.from[w]:c.from[w+1]]
	before := -1
	for i := 0; i < len(documents); {
		if i > 0 {
			b = append(b, '|')
		}
		b = appendNumber(b, int(documents[i])-before)
		if often[i] > 1 {
			b = appendNumber(append(b, '*'), int(often[i]))
		}
		before = int(documents[i])
		i++
		from := i
		for i < len(documents) && often[i] == 1 && int(documents[i]) == before+1 {
			before++
			i++
		}
		if i > from {
			b = appendNumber(append(b, '+'), i-from)
		}
	}
	return b
}

// writeRefs writes, for each ref as it is looked up and without what refs of its body begin with, the documents that have
// it: `["25 4","secpma","12"]`.
func (x *Index) writeRefs(write func(path string, content []byte) error) pieces {
	p := pieces{name: "refs", write: write}
	type place struct {
		rest, prefix string
		document     int
	}
	var all []place
	for i := range x.documents {
		for _, ref := range x.documents[i].refs {
			prefix, rest, ok := strings.Cut(ref, " ")
			if !ok || '0' <= prefix[0] && prefix[0] <= '9' {
				prefix, rest = "", ref
			}
			all = append(all, place{rest, prefix, i})
		}
	}
	slices.SortStableFunc(all, func(a, b place) int {
		if a.rest != b.rest {
			return strings.Compare(a.rest, b.rest)
		}
		return strings.Compare(a.prefix, b.prefix)
	})
	var entry []byte
	for i := 0; i < len(all); {
		rest := all[i].rest
		entry = appendString(append(entry[:0], '['), rest)
		for i < len(all) && all[i].rest == rest {
			prefix, before, begun := all[i].prefix, -1, false
			entry = append(appendString(append(entry, ','), prefix), ",\""...)
			for i < len(all) && all[i].rest == rest && all[i].prefix == prefix {
				if begun {
					entry = append(entry, '|')
				}
				entry = appendNumber(entry, all[i].document-before)
				before, begun = all[i].document, true
				i++
			}
			entry = append(entry, '"')
		}
		entry = append(entry, ']')
		p.begin(rest, p.b.Len()+len(entry) > pieceSize)
		p.b.Write(entry)
	}
	p.end()
	return p
}

// writePlaces writes what is shown of documents, so many to a file.
func (x *Index) writePlaces(write func(path string, content []byte) error) pieces {
	p := pieces{name: "places", write: write}
	for i := range x.documents {
		p.begin("", i%places == 0)
		p.b.Write(x.documents[i].shown)
	}
	p.end()
	return p
}

// appendShown writes where a document is, its title, that of the page around it, its date, and how its text begins.
func appendShown(b []byte, to, title, page, date string, text []string) []byte {
	b = append(b, '[')
	for _, s := range []string{to, title, page, date} {
		b = append(appendString(b, s), ',')
	}
	return append(appendStrings(b, text), ']')
}

func appendStrings(b []byte, all []string) []byte {
	b = append(b, '[')
	for i, s := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, s)
	}
	return append(b, ']')
}

// appendString writes a string as encoding/json does, which is asked where there is anything to escape.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, err := json.Marshal(s)
			if err != nil {
				panic(err) // there is no such string
			}
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// appendNumber writes one, of which an audit sees four figures at most.
func appendNumber(b []byte, n int) []byte {
	const part = 10_000
	if n >= part {
		b = append(appendNumber(b, n/part), '~')
		n %= part
	}
	return strconv.AppendInt(b, int64(n), 10)
}
