package audit

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

// encodings are what can be put around a text, one around the other.
var encodings = []struct {
	name string
	wrap func(string) string
}{
	{"base64", func(s string) string { return "x " + base64.StdEncoding.EncodeToString([]byte(s)) + " y" }},
	{"base64 for addresses", func(s string) string { return "a/" + base64.RawURLEncoding.EncodeToString([]byte(s)) + ".b" }},
	{"hexadecimal", func(s string) string { return "so " + hex.EncodeToString([]byte("so it is, "+s)) }},
	{"percents", func(s string) string { return `<a href="https://example.org/?q=` + each(s, "%%%02x") + `">so</a>` }},
	{"query", func(s string) string { return `<a href="https://example.org/?q=` + url.QueryEscape(s) + `">so</a>` }},
	{"entities", func(s string) string { return "<p>so " + each(s, "&#%d;") + "</p>" }},
	{"JSON", func(s string) string { return `{"so":"it is \n` + strings.Trim(fmt.Sprintf("%+q", s), `"`) + `"}` }},
	{"escapes", func(s string) string { return "so '" + each(s, `\x%02x`) + "'" }},
	{"gzip", func(s string) string { return string(gzipped("so it is: " + s)) }},
	{"zlib within", func(s string) string {
		return strings.Repeat("\x00\x01", 40) + string(deflated("so it is: "+s)) + "\x02"
	}},
	{"UTF-16", func(s string) string { return "\xff\xfe" + string(utf16le("so it is: "+s)) }},
	{"upper case", strings.ToUpper},
	{"page", func(s string) string { return string(page("<p>so it is: " + s + "</p>")) }},
}

// encoded puts up to three encodings around a text, of which those that are bytes and upper case, which spoils an
// encoding, are the outermost and the innermost.
func encoded(chance *rand.Rand, text string) (file, how string) {
	file = text
	for i := range 1 + chance.IntN(3) {
		e := encodings[chance.IntN(len(encodings))]
		if e.name == "upper case" && i > 0 || strings.ContainsFunc(file, func(r rune) bool { return r == 0 || r == utf8.RuneError }) && !strings.HasPrefix(e.name, "base64") && e.name != "hexadecimal" {
			continue
		}
		file, how = e.wrap(file), how+", in "+e.name
	}
	return file, how
}

// TestEncoded finds random words that are withheld however they are encoded, and nothing where it is another word.
func TestEncoded(t *testing.T) {
	a := newAudit(t, planted)
	for n := range uint64(3000) {
		chance := rand.New(rand.NewPCG(n, 0))
		word := []string{"Quillwort", "the clock of the harbour entirely", "£12,000 or so"}[chance.IntN(2)]
		file, how := encoded(chance, word)
		if how == "" {
			continue
		}
		if told(a, "x", []byte(file)) == "" {
			t.Fatalf("%d: %q%s is not found: %q", n, word, how, file)
		}
		chance = rand.New(rand.NewPCG(n, 0))
		chance.IntN(2)
		if file, how := encoded(chance, "the clock of the harbour stopped"); told(a, "x", []byte(file)) != "" {
			t.Fatalf("%d: what is public%s is found: %q", n, how, file)
		}
	}
}

// FuzzFound plants a withheld word in arbitrary bytes: between characters that are no part of a word it is found, whatever
// stands around it.
func FuzzFound(f *testing.F) {
	for _, way := range ways {
		b := way.plant("harbour")
		f.Add(b[:len(b)/2], b[len(b)/2:])
	}
	a := newAudit(f, planted)
	f.Fuzz(func(t *testing.T, before, after []byte) {
		data := append(append(append([]byte{}, before...), "\n\nQuillwort of nobody at all\n\n"...), after...)
		if told(a, "x", data) == "" {
			t.Errorf("not found in %q", data)
		}
	})
}
