package document

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// simple is what means itself in YAML without quotes, wherever a value can stand.
var simple = regexp.MustCompile(`^\p{L}(?:[\p{L}\p{N} ()/.'’&–_+-]*[\p{L}\p{N}).])?$`)

// words of YAML that mean something else than themselves, to this reader or to others.
var yamlWords = []string{"null", "true", "false", "yes", "no", "on", "off", "y", "n"}

// Quote writes a string as a value of YAML, on one line, which the front matter reads back as the same string.
func Quote(s string) string {
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
