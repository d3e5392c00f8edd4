package document

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"minutebook/generator/source"
)

// maxFile is the largest file that is read.
const maxFile = 4 << 20

// clean is the text of a file as all later stages see it: UTF-8 without a byte-order mark, lines ending in LF, and none of
// the characters that show something else than they say. It reports what it cannot accept.
func clean(path string, data []byte, r *source.Report) (string, bool) {
	if len(data) > maxFile {
		r.Error(source.Pos{Path: path}, "file-too-large", "divide it", "this file has more than 4 MiB")
		return "", false
	}
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	text := strings.ReplaceAll(string(data), "\r\n", "\n")
	if harmless(text) {
		return text, true
	}
	ok := true
	at := source.Pos{Path: path, Line: 1, Column: 1}
	for i, c := range text {
		message, hint := "", ""
		switch {
		case c == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD"):
			message, hint = "this byte is not UTF-8", "save the file as UTF-8"
		case c == '\r':
			message, hint = "a carriage return stands here alone", "save the file with the line ends of Unix or Windows"
		case c == '\u2028' || c == '\u2029' || c == '\u0085':
			message, hint = "a Unicode line or paragraph separator stands here", "put an ordinary line break in its place"
		case bidirectional(c):
			message, hint = "a bidirectional control stands here: it can make text look like something else", "delete it"
		case source.Forbidden(c):
			message, hint = "a control character stands here", "delete it; your editor can show what is invisible"
		}
		if message != "" {
			r.Error(at, "file-character", hint, "%s", message)
			if ok = false; c == utf8.RuneError {
				return "", false // one such byte is seldom alone: it is another encoding
			}
		}
		at.Column++
		if c == '\n' {
			at.Line, at.Column = at.Line+1, 1
		}
	}
	return text, ok
}

// harmless tells quickly that text has nothing but printable ASCII, which is most of what is written.
func harmless(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < ' ' && c != '\n' && c != '\t') || c >= 0x7F {
			return false
		}
	}
	return true
}

func bidirectional(c rune) bool { return c >= utf8.RuneSelf && unicode.Is(unicode.Bidi_Control, c) }

// divided is a file's front matter and its text. Front begins on the second line of the file.
type divided struct {
	front, text string
	textLine    int // on which the text begins
}

const frontHint = `a file begins with a line "---", then front matter, then a line "---", then text`

// divide finds the front matter. The library that is asked for it is lenient about delimiters, and lenient here means
// that front matter, with its label, becomes text: so the delimiters are read strictly first, and the library must agree.
// decode gets the front matter, when it does, as a part of text: what it keeps of it costs nothing then.
func divide(path, text string, r *source.Report, decode func(front string) error) (divided, bool) {
	first, rest, _ := strings.Cut(text, "\n")
	at := func(line int) source.Pos { return source.Pos{Path: path, Line: line, Column: 1} }
	switch bare := hyphens(first); {
	case first == "---":
	case strings.HasPrefix(bare, "---") || onlyHyphens(first, bare):
		r.Error(at(1), "front-delimiter", `the front matter begins at a line that is exactly "---": three hyphens, with nothing before or behind them`, "this line is nearly the beginning of the front matter")
		return divided{}, false
	case strings.HasPrefix(bare, "+++") || strings.HasPrefix(bare, ";;;") || strings.HasPrefix(bare, "{"):
		r.Error(at(1), "front-missing", `write it in YAML, as "title: Minutes", between two lines "---"`, "the front matter is in another language than YAML")
		return divided{}, false
	default:
		r.Error(at(1), "front-missing", frontHint, "the file does not begin with front matter")
		return divided{}, false
	}
	ok, n := true, 1
	for from := 0; from < len(rest); {
		line, _, _ := strings.Cut(rest[from:], "\n")
		n++
		end := min(from+len(line)+1, len(rest))
		switch bare := hyphens(line); {
		case line == "---" && ok:
			d := divided{front: rest[:from], text: rest[end:], textLine: n + 1}
			return d, d.agreed(path, text, r, decode)
		case line == "---":
			return divided{}, false
		case onlyHyphens(line, bare), strings.HasPrefix(line, "---"):
			r.Error(at(n), "front-delimiter", `the front matter ends at a line that is exactly "---": three hyphens, with nothing before or behind them`, "this line is nearly the end of the front matter")
			ok = false
		case bare == "..." || strings.HasPrefix(line, "... ") || strings.HasPrefix(line, "...\t"):
			r.Error(at(n), "front-delimiter", `delete this line; the front matter ends at a line "---"`, `"..." is not used here`)
			ok = false
		case strings.HasPrefix(line, "%"):
			r.Error(at(n), "front-yaml", "delete this line", "YAML directives are not used here")
			ok = false
		}
		from = end
	}
	if ok {
		r.Error(at(1), "front-unclosed", `end it with a line that is exactly "---"`, "the front matter is not closed")
	}
	return divided{}, false
}

// hyphens is a line without what does not show in it, and with hyphens for the dashes that editors make of them.
func hyphens(line string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c) || unicode.In(c, unicode.Cf, unicode.Mn):
			return -1
		case unicode.Is(unicode.Pd, c) || c == '\u2212' || c == '\u2500' || c == '\u30FC' || c == '\u4E00':
			return '-'
		}
		return c
	}, line)
}

// onlyHyphens tells whether that is all of a line. One hyphen begins an entry of a list; one dash is what some editors make of three.
func onlyHyphens(line, bare string) bool {
	return bare != "" && strings.Trim(bare, "-") == "" && strings.TrimSpace(line) != "-"
}

// agreed asks the library, and reports an error should it see another division.
func (d divided) agreed(path, text string, r *source.Report, decode func(string) error) bool {
	same := false
	format := frontmatter.NewFormat("---", "---", func(front []byte, _ any) error {
		same = string(front) == d.front
		if !same {
			return nil
		}
		return decode(d.front)
	})
	rest, err := frontmatter.MustParse(strings.NewReader(text), nil, format)
	if err == nil && same && string(rest) == d.text {
		return true
	}
	if same && err != nil {
		return false // decode has told why
	}
	r.Error(source.Pos{Path: path, Line: 1, Column: 1}, "front-delimiter", frontHint, "it is not certain where the front matter ends")
	return false
}
