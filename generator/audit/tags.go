package audit

import (
	"bytes"
	"strings"
)

// tag reads the tag or comment at i, with what is in it, and tells where it ends and whether it divides text. The end is 0
// where there is none.
func (s *scanner) tag(b []byte, i int) (end int, divides bool) {
	name, after, e := element(b, i)
	if after > name && after < len(b) && b[after] == '>' && e != unknown { // most have nothing in them
		return after + 1, e == dividing
	}
	end = tagEnd(b, i)
	switch {
	case end == 0:
	case bytes.HasPrefix(b[i:], []byte("<!--")):
		s.nested(b, i+4, end-3, false)
	case e == unknown:
		s.inTag(b, min(name, end-1), end-1)
	default:
		s.inTag(b, after, end-1)
	}
	return end, e == dividing
}

// nested reads what stands within a tag or a comment, as a text of its own.
func (s *scanner) nested(b []byte, from, to int, inTag bool) {
	s.base += from
	s.text(b[from:max(from, to)], inTag)
	s.base -= from
}

// tagEnd is the offset behind the tag or comment at i, or 0 where there is none.
func tagEnd(b []byte, i int) int {
	if i+2 >= len(b) {
		return 0
	}
	if bytes.HasPrefix(b[i:], []byte("<!--")) {
		if n := bytes.Index(b[i+4:], []byte("-->")); n >= 0 {
			return i + 4 + n + 3
		}
		return 0
	}
	if c := b[i+1]; c != '/' && c != '!' && c != '?' && kind[c]&isLetter == 0 {
		return 0
	}
	for at := i + 1; at < len(b); at++ {
		switch c := b[at]; c {
		case '>':
			return at + 1
		case '<':
			return 0
		case '"', '\'':
			if b[at-1] != '=' {
				continue
			}
			n := bytes.IndexByte(b[at+1:], c)
			if n < 0 {
				return 0
			}
			at += n + 1
		}
	}
	return 0
}

// What a tag is to the text around it.
type effect uint8

const (
	unknown  effect = iota // as inline, and its name is read as text itself
	inline                 // goes on over it
	dividing               // ends, and another one begins
)

var elements = map[effect]string{
	inline: "a b i u s q em strong span small sub sup code time abbr cite del ins mark wbr img kbd var samp dfn bdi bdo font tspan data tt big",
	dividing: `p li td th tr dd dt dl ol ul h1 h2 h3 h4 h5 h6 div nav main head body html meta link base title table thead tbody tfoot
		caption col section article aside header footer form pre hr blockquote figure figcaption details summary option select label input
		button script style template textarea fieldset legend address
		entry feed id updated published author name uri email content category generator url urlset loc lastmod
		svg g path rect text desc circle line defs`,
}

// effects finds that of an element by a hash of its name, which is checked.
var effects [1 << 10]struct {
	hash   uint64
	effect effect
}

func init() {
	for e, names := range elements {
		for _, name := range strings.Fields(names) {
			h := uint64(seed)
			for _, c := range []byte(name) {
				h = (h ^ uint64(c)) * prime
			}
			at := mix(h) % uint64(len(effects))
			for effects[at].effect != unknown {
				at = (at + 1) % uint64(len(effects))
			}
			effects[at].hash, effects[at].effect = h, e
		}
	}
}

// element tells of the tag at i where its name stands and what it is to the text around it.
func element(b []byte, i int) (from, to int, e effect) {
	from = i + 1
	if from < len(b) && b[from] == '/' {
		from++
	}
	h := uint64(seed)
	for to = from; to < len(b); to++ {
		f := folds[b[to]]
		if f < inside<<8 && b[to] != '-' && b[to] != ':' {
			break
		}
		h = (h ^ uint64(f&0xff)) * prime
	}
	for at := mix(h) % uint64(len(effects)); effects[at].effect != unknown; at = (at + 1) % uint64(len(effects)) {
		if effects[at].hash == h {
			return from, to, effects[at].effect
		}
	}
	return from, to, unknown
}

// untagged is text without tags and comments, as if what stands on both sides of them had always stood together.
func untagged(b []byte, markdown bool) []byte {
	var out []byte
	for i := 0; i < len(b); {
		if b[i] == '<' && (!markdown || bytes.HasPrefix(b[i:], []byte("<!--"))) {
			if end := tagEnd(b, i); end > 0 {
				i = end
				continue
			}
		}
		if markdown && sign(b[i]) {
			i++
			continue
		}
		out = append(out, b[i])
		i++
	}
	return out
}
