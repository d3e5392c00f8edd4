package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minutebook/generator/source"
)

// near looks for what a person would take for a mark and the grammar does not: other case, spaces, other characters of
// the same look, invisible characters, misspelt labels, marks that do not stand where they must.
func (s *scanner) near() {
	blocks := false
	for i, r := range s.text {
		if (r < ' ' || r >= 0x7F) && source.Forbidden(r) {
			s.fail(i, "file-character", "delete it", "a control character stands here") // further on, it would be a mark
		}
		if !looksLikeColon(r) || s.accepted[i] {
			continue
		}
		if i > 0 && s.colonBefore(i) {
			continue // reported, or passed, at the first of the run
		}
		if message, hint := s.nearMark(i); message != "" {
			s.fail(i, "mark-near", hint, message)
			blocks = blocks || message == nearBlock
		}
	}
	if blocks {
		return // what closes nothing would close one of these
	}
	for _, i := range s.unpaired {
		s.fail(i, "mark-not-open", "delete this line, or open a block above it", "this line closes a block mark, and none is open")
	}
}

const (
	nearBlock  = "this looks like a block mark and is not exactly one"
	nearPhrase = "this looks like a phrase mark and is not exactly one"
)

// colonBefore tells whether the colon at offset i goes on a run of colons.
func (s *scanner) colonBefore(i int) bool {
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(s.text[:i])
		i -= n
		if invisible(r) {
			continue
		}
		return looksLikeColon(r) && !s.accepted[i]
	}
	return false
}

func (s *scanner) nearMark(i int) (message, hint string) {
	next := folded{s.text[i:]}
	colons := next.run(':')
	if colons >= 3 {
		next.word()
		switch {
		case s.inline:
			hint = `here only phrases can be marked, as in ":amber[...]"; to show colons as they are, write a backslash before the first`
		case s.disguised(i, next):
			hint = disguisedHint
		default:
			hint = markHint
		}
		return nearBlock, hint
	}
	spaced := next.space()
	word := next.word()
	if word == "" {
		return "", ""
	}
	isLabel := markLabels[word] != 0
	spaced = next.space() || spaced
	switch c := next.peek(); {
	case c == '[' && !spaced && !isLabel:
		return `this looks like a phrase mark, but there is no such label`, `the labels of marks are white, green, amber, amber+strict and red; to show the colon as it is, write a backslash before it`
	case c == '[' && isLabel, (c == '(' || c == '{' || c == '<') && isLabel && !spaced:
		if next.next(); s.disguised(i, next) {
			return nearPhrase, disguisedHint
		}
		return nearPhrase, markHint
	}
	return "", ""
}

// disguised tells whether there is anything but ASCII in a mark, which begins at i and after which next stands, or
// anything invisible before it.
func (s *scanner) disguised(i int, next folded) bool {
	before, _ := utf8.DecodeLastRuneInString(s.text[:i])
	return i > 0 && invisible(before) || strings.ContainsFunc(s.text[i:len(s.text)-len(next.rest)], func(r rune) bool { return r >= utf8.RuneSelf })
}

// folded reads text as a hurried eye does.
type folded struct{ rest string }

func (f *folded) peek() rune {
	for f.rest != "" {
		r, n := utf8.DecodeRuneInString(f.rest)
		if !invisible(r) {
			return fold(r)
		}
		f.rest = f.rest[n:]
	}
	return 0
}

func (f *folded) next() {
	f.peek()
	_, n := utf8.DecodeRuneInString(f.rest)
	f.rest = f.rest[n:]
}

func (f *folded) run(c rune) (n int) {
	for ; f.peek() == c; n++ {
		f.next()
	}
	return n
}

// space reads white space within a paragraph.
func (f *folded) space() bool {
	n := f.run(' ')
	if f.peek() == '\n' {
		f.next()
		n += 1 + f.run(' ')
	}
	return n > 0
}

// word reads the letters, plus signs and hyphens that a label could be made of.
func (f *folded) word() string {
	var b strings.Builder
	for {
		c := f.peek()
		if !unicode.IsLetter(c) && (b.Len() == 0 || !unicode.IsDigit(c) && !strings.ContainsRune("+-_", c)) {
			return b.String()
		}
		b.WriteRune(c)
		f.next()
	}
}

func looksLikeColon(r rune) bool { return r == ':' || r >= 0x80 && fold(r) == ':' }

// invisible are the characters that show nothing, and those that only change the letter before.
func invisible(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r == 0xAD, r == 0x034F, r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r == 0x3164, r == 0xFFA0,
		r >= 0x180B && r <= 0x180F, r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Mn)
}

// fold gives the ASCII character that r looks like, in lower case; white space is ' ', but for the line's end.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		return foldASCII(r)
	}
	if unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) {
		return ' '
	}
	if c, ok := lookalikes[r]; ok {
		return c
	}
	if compatible := norm.NFKD.String(string(r)); compatible != "" {
		if c, _ := utf8.DecodeRuneInString(compatible); c < utf8.RuneSelf {
			return foldASCII(c)
		} else if c, ok := lookalikes[c]; ok {
			return c
		}
	}
	return unicode.ToLower(r)
}

func foldASCII(r rune) rune {
	switch r {
	case '\t', '\v', '\f', '\r':
		return ' '
	}
	return unicode.ToLower(r)
}

// lookalikes of colons, brackets and the letters that labels are made of, where compatibility decomposition does not
// find them: chiefly Greek, Cyrillic and Armenian letters and small capitals.
var lookalikes = func() map[rune]rune {
	m := map[rune]rune{}
	for c, like := range map[rune]string{
		':': "∶꞉ː˸։׃܃܄፡᛬⁚︓︰﹕ॱ⸪⁝⁞ꓽ",
		'[': "［❲〔⟦【﹝⁅〖〘〚「『⌈⌊⎡",
		'(': "（❨❪⁽₍﴾",
		'{': "｛❴⎨",
		'<': "〈《‹⟨❮❰˂ᐸ",
		'+': "＋᛭➕✚",
		'a': "аАαΑᴀɑ⍺Ꭺꓮ", 'b': "ВвЬьβΒʙᏴꓐƄ", 'c': "сСϲϹᴄⅽꓚᏟ", 'd': "ԁᴅⅾꓓᎠ", 'e': "еЕεΕᴇҽ℮ꓰᎬ",
		'g': "ɡɢԍԌᏀꓖց", 'h': "һНнΗʜᏂꓧհ", 'i': "іІıɩιΙӏᎥⅰꓲ", 'l': "ⅼӀʟᏞꓡ", 'm': "мМΜᴍⅿꓟᎷ", 'n': "ոПпΝɴηꓠ",
		'r': "гᴦʀɼᏒꓣᎡ", 's': "ѕЅꜱꓢᏚ", 't': "тТτΤᴛᎢꓔ", 'w': "ԝԜᴡѡɯᏔꓪա",
	} {
		for _, r := range like {
			m[r] = c
		}
	}
	return m
}()
