package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"
)

// eachWord tells the words of a text as they are looked up: without case and accents, letters and digits apart, numbers
// without leading zeros. They are those of minutebook.plain in script.js, between its spaces: a table of cases holds that.
// A word is the caller's until the next one.
func (r *reader) eachWord(text []byte, tell func(word []byte)) {
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			i++
			continue
		}
		char, n := utf8.DecodeRune(text[i:])
		if !dividesOnly(char) {
			r.folded = append(r.folded[:0], lower.Bytes(norm.NFKD.Bytes(text))...)
			r.split(r.folded, tell)
			return
		}
		i += n
	}
	r.split(text, tell)
}

// lower is what toLowerCase does in a browser.
var lower = cases.Lower(language.Und)

// dividesOnly tells of a character that it stands between words whatever its form: what English writes beyond ASCII.
func dividesOnly(r rune) bool {
	switch r {
	case '–', '—', '‘', '’', '“', '”', '£', '·', '…', '\u00a0':
		return true
	}
	return false
}

const (
	isOther = iota
	isLetter
	isDigit
)

func (r *reader) split(text []byte, tell func(word []byte)) {
	word, of := r.word[:0], isOther
	end := func() {
		if len(word) > 0 {
			told := word
			for of == isDigit && len(told) > 1 && told[0] == '0' {
				told = told[1:]
			}
			tell(told)
		}
		word = word[:0]
	}
	for i := 0; i < len(text); {
		c, is, n := text[i], isOther, 1
		switch {
		case 'a' <= c && c <= 'z':
			is = isLetter
		case 'A' <= c && c <= 'Z':
			c, is = c|0x20, isLetter
		case '0' <= c && c <= '9':
			is = isDigit
		case c >= utf8.RuneSelf:
			var char rune
			char, n = utf8.DecodeRune(text[i:])
			switch {
			case dividesOnly(char):
			case unicode.IsLetter(char):
				is = isLetter
			case unicode.IsNumber(char):
				is = isDigit
			case unicode.IsMark(char):
				i += n
				continue
			}
		}
		if is != of {
			end()
			of = is
		}
		switch {
		case is == isOther:
		case n == 1:
			word = append(word, c)
		default:
			word = append(word, text[i:i+n]...)
		}
		i += n
	}
	end()
	r.word = word[:0]
}
