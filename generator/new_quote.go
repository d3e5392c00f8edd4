package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// simple is what means itself in YAML without quotes, wherever a value can stand.
var simple = regexp.MustCompile(`^\p{L}(?:[\p{L}\p{N} ()/.'’&–+-]*[\p{L}\p{N}).])?$`)

// words of YAML that mean something else than themselves, to this reader or to others.
var yamlWords = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}

// quote writes a string as a value of YAML, which the front matter reads back as the same string.
func quote(s string) string {
	if simple.MatchString(s) && !slices.Contains(yamlWords, strings.ToLower(s)) {
		return s
	}
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r >= 0x7F && r < 0xA0 || r == '\u2028' || r == '\u2029' || r == '\uFEFF' || r >= 0xFFFE && r <= 0xFFFF || unicode.Is(unicode.Bidi_Control, r):
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// typed checks a string from the command line that goes into a file: what cannot be seen there is refused.
func typed(flag, s string) error {
	if strings.TrimSpace(s) == "" {
		return usage("give it a value, or leave it out", "--%s is empty", flag)
	}
	unseen := func(r rune) bool { return !unicode.IsPrint(r) && r != '\u200c' && r != '\u200d' }
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unseen) {
		return usage("write it on one line, with letters and signs that can be seen", "--%s has a character that cannot stand in a file", flag)
	}
	return nil
}
