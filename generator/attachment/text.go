package attachment

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

// cleanText gives text with the line ends and the characters that content has: UTF-8, none that shows something else
// than it says, no byte-order mark.
func cleanText(data []byte) ([]byte, error) {
	for _, other := range []string{"%PDF-", `{\rtf`, "%!PS"} {
		if bytes.HasPrefix(data, []byte(other)) {
			return nil, refusal("file-content", "the file is of another type than its name says", "save it as plain text, or publish it as a PDF")
		}
	}
	if !utf8.Valid(data) {
		return nil, refusal("file-content", "the file is not text in UTF-8", "save it as UTF-8")
	}
	data = bytes.TrimLeft(data, "\ufeff")
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if bytes.ContainsFunc(data, forbidden) {
		return nil, refusal("file-content", "the file has characters that show nothing, or something else than they say",
			"take out control characters and those that turn the direction of writing, and end lines with a line feed")
	}
	return data, nil
}

// forbidden are the characters that content cannot have either.
func forbidden(c rune) bool {
	return c != '\n' && c != '\t' && (unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || unicode.Is(unicode.Bidi_Control, c))
}
