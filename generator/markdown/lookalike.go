package markdown

import (
	"html"
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
	from, passed := 0, 0 // of the last entity: the semicolon at its end begins nothing
	for i, r := range s.text {
		if (r < ' ' || r >= 0x7F) && source.Forbidden(r) {
			s.fail(i, "file-character", "delete it", "a control character stands here") // further on, it would be a mark
		}
		if r == '{' && strings.HasSuffix(s.text[:i], "]") && !strings.HasSuffix(s.text[:i], `\]`) {
			if s.attribute(i) {
				s.fail(i, "mark-near", markHint, nearPhrase)
			}
			continue
		}
		if r == '&' {
			c, n := entity(s.text[i:])
			from, passed, r = i, i+n, c
		}
		if !looksLikeColon(r) || from < i && i < passed || s.accepted[i] || i > 0 && s.colonBefore(i) {
			continue // the last is reported, or passed, at the first of the run
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

	semicolonHint = "a mark begins with a colon, not with a semicolon"
	spelledHint   = `type the characters of a mark one after the other: nothing stands between them, and none is written as "&...;" or behind a backslash`
)

// colonBefore tells whether the colon at offset i goes on a run of colons.
func (s *scanner) colonBefore(i int) bool {
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(s.text[:i])
		i -= n
		if invisible(r) {
			continue
		}
		if r == ';' { // it may be the end of a colon's other name
			if k := strings.LastIndexByte(s.text[max(0, i-maxEntity):i], '&'); k >= 0 {
				k += max(0, i-maxEntity)
				if c, n := entity(s.text[k:]); n > 0 && k+n == i+1 {
					return fold(c) == ':'
				}
			}
		}
		return looksLikeColon(r) && !s.accepted[i]
	}
	return false
}

// attribute tells whether a label stands in the braces at offset i, as other dialects have it.
func (s *scanner) attribute(i int) bool {
	next := folded{s.text[i+1:]}
	next.space()
	next.between()
	word := next.word()
	next.space()
	return markLabels[word] != 0 && next.peek() == '}'
}

func (s *scanner) nearMark(i int) (message, hint string) {
	next := folded{s.text[i:]}
	colons, semicolons := next.colons()
	before := next
	spaced := next.space()
	parted := next.between()
	word := next.word()
	isLabel := markLabels[word] != 0
	if colons >= 3 && (!semicolons || isLabel && !spaced) {
		before.word()
		return nearBlock, s.hint(i, before, semicolons, true)
	}
	if word == "" {
		return "", ""
	}
	bare, behind := isLabel && !parted && !semicolons, next
	parted = behind.between() || parted
	isLabel = isLabel || parted && markLabels[strings.Trim(word, "+-_")] != 0
	apart := behind.space() || spaced
	switch c := behind.peek(); {
	case (parted || semicolons) && (apart || !isLabel):
	case c == '[' && !apart && !isLabel:
		return `this looks like a phrase mark, but there is no such label`, `the labels of marks are white, green, amber, amber+strict and red; to show the colon as it is, write a backslash before it`
	case isLabel && (c == '[' || !apart && opens(c)):
		behind.next()
		return nearPhrase, s.hint(i, behind, semicolons, false)
	}
	if bare && s.alone(i, colons, spaced, next) {
		return nearBlock, s.hint(i, next, false, true)
	}
	return "", ""
}

// alone tells whether one colon or two at offset i and the label in front of next are meant for a block mark: they begin a
// line and are all of it, or stand where no other use of colons has them.
func (s *scanner) alone(i, colons int, spaced bool, next folded) bool {
	begins := s.beginsLine(i)
	after := folded{next.rest}
	after.run(' ')
	ends := after.peek() == '\n' || after.peek() == 0
	switch {
	case begins && ends:
		return true
	case spaced:
		return false
	case colons == 2:
		last, _ := utf8.DecodeLastRuneInString(s.text[:i])
		return begins || fold(last) == ' '
	}
	return begins
}

// beginsLine tells whether before offset i its line has nothing but the signs of quotations and lists.
func (s *scanner) beginsLine(i int) bool {
	for i > 0 && s.text[i-1] != '\n' {
		r, n := utf8.DecodeLastRuneInString(s.text[:i])
		if !strings.ContainsRune(">-*+", r) && fold(r) != ' ' && !invisible(r) {
			return false
		}
		i -= n
	}
	return true
}

// hint tells how to write what begins at offset i, and after which next stands, as a mark.
func (s *scanner) hint(i int, next folded, semicolons, block bool) string {
	switch written := s.text[i : len(s.text)-len(next.rest)]; {
	case block && s.inline:
		return `here only phrases can be marked, as in ":amber[...]"; to show colons as they are, write a backslash before the first`
	case strings.Contains(written, "&") || strings.ContainsAny(written, "\\<"):
		return spelledHint
	case semicolons:
		return semicolonHint
	case s.disguised(i, next):
		return disguisedHint
	}
	return markHint
}

// disguised tells whether there is anything but ASCII in a mark, which begins at i and after which next stands, or
// anything invisible before it.
func (s *scanner) disguised(i int, next folded) bool {
	before, _ := utf8.DecodeLastRuneInString(s.text[:i])
	return i > 0 && invisible(before) || strings.ContainsFunc(s.text[i:len(s.text)-len(next.rest)], func(r rune) bool { return r >= utf8.RuneSelf })
}

// folded reads text as a hurried eye does.
type folded struct{ rest string }

// front is the first character that shows, and how many bytes it is written with; it is passed over when they are.
func (f *folded) front() (rune, int) {
	for f.rest != "" {
		r, n := utf8.DecodeRuneInString(f.rest)
		switch r {
		case '&':
			if c, length := entity(f.rest); length > 0 {
				r, n = c, length
			}
		case '<':
			if length := commentLength(f.rest); length > 0 {
				r, n = '\u00AD', length
			}
		}
		if !invisible(r) {
			return r, n
		}
		f.rest = f.rest[n:]
	}
	return 0, 0
}

func (f *folded) peek() rune {
	if r, n := f.front(); n > 0 {
		return fold(r)
	}
	return 0
}

func (f *folded) next() {
	_, n := f.front()
	f.rest = f.rest[n:]
}

func (f *folded) run(c rune) (n int) {
	for ; f.peek() == c; n++ {
		f.next()
	}
	return n
}

// Bounds of what is looked at from one place: the longest other name of a character, and the longest comment that is looked
// over in search of the rest of a mark.
const (
	maxEntity     = 40
	maxPassedOver = 400
)

// entity reads "&colon;" or "&#58;" and tells the character and how long its name is; 0 if it is no name of one.
func entity(text string) (rune, int) {
	end := strings.IndexByte(text[:min(len(text), maxEntity)], ';') + 1
	if end < 3 || text[0] != '&' {
		return 0, 0
	}
	if c := html.UnescapeString(text[:end]); utf8.RuneCountInString(c) == 1 {
		r, _ := utf8.DecodeRuneInString(c)
		return r, end
	}
	return 0, 0
}

// commentLength is how long the one is that text begins with.
func commentLength(text string) int {
	if rest, ok := strings.CutPrefix(text, "<!--"); ok {
		if end := strings.Index(rest[:min(len(rest), maxPassedOver)], "-->"); end >= 0 {
			return len("<!--") + end + len("-->")
		}
	}
	return 0
}

// several are the characters that look like more colons than one.
var several = map[rune]int{'∷': 2, '⁝': 3, '⁞': 4, '⋮': 3, '⫶': 3, '፧': 3}

// colons reads what looks like a run of them, and tells how many a reader counts and whether semicolons are among them.
func (f *folded) colons() (n int, semicolons bool) {
	for {
		r, length := f.front()
		switch fold(r) {
		case ':':
			n += max(1, several[r])
		case ';':
			n, semicolons = n+1, true
		case '\\':
			if escaped := (folded{f.rest[length:]}); n == 0 || escaped.peek() != ':' {
				return n, semicolons
			}
		default:
			return n, semicolons
		}
		f.next()
	}
}

// between reads a few characters that neither show a word nor part one from the next, such as emphasis around a label.
func (f *folded) between() bool {
	for n := range 5 {
		c := f.peek()
		if c == 0 || n == 4 || c == ' ' || c == '\n' || unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("/|)]}>", c) || opens(c) || c == '[' {
			return n > 0
		}
		f.next()
	}
	return true
}

// opens tells whether a character is a bracket or quotation mark that opens, but for the one of marks.
func opens(c rune) bool {
	return c == '(' || c == '{' || c == '<' || c >= utf8.RuneSelf && unicode.In(c, unicode.Ps, unicode.Pi)
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

// looksLikeColon also finds the semicolon: on many keyboards it is a colon without the shift.
func looksLikeColon(r rune) bool {
	if r < utf8.RuneSelf {
		return r == ':' || r == ';'
	}
	c := fold(r)
	return c == ':' || c == ';'
}

// invisible are the characters that show nothing, and those that only change the letter before.
func invisible(r rune) bool {
	switch {
	case r < 0xAD:
		return false
	case r == 0xAD, r == 0x034F, r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r == 0x3164, r == 0xFFA0,
		r >= 0x180B && r <= 0x180F, r >= 0xFE00 && r <= 0xFE0F, r >= 0xE0000 && r <= 0xE0FFF:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me)
}

// fold gives the ASCII character that r looks like, in lower case; white space is ' ', but for the line's end.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		return foldASCII(r)
	}
	if unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) || r == '\u2800' {
		return ' '
	}
	if c, ok := lookalikes[r]; ok {
		return c
	}
	for _, a := range []rune{0x1F150, 0x1F170, 0x1F1E6} { // in circles, in squares, of flags
		if r >= a && r < a+26 {
			return 'a' + r - a
		}
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
		':': "∶꞉ː˸։׃܃܄፡᛬⁚︓︰﹕ॱ⸪⁝⁞ꓽःઃ᠃᠉⦂፥፦፧⋮⫶∷",
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
