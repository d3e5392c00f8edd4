package main

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"html"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
)

// A canary is a word of its own for each placement. All have the same beginning, middle and end, so that one look at a text
// finds any of them; they are letters only, so that a slug or a prefix of refs can be made of them.
func canaryOf(n int) string {
	return fmt.Sprintf("Quokka%c%czebu", 'a'+n/26, 'a'+n%26)
}

var canaryPattern = regexp.MustCompile(`quokka[a-z]{2}zebu`)

// canariesIn are the canaries that data holds, however they are written. It shares nothing with the program: neither what
// cuts, nor what audits.
func canariesIn(data []byte) map[string]bool {
	found := map[string]bool{}
	seen := map[string]bool{}
	var look func(data []byte, deep int)
	look = func(data []byte, deep int) {
		if len(data) < len("quokkaaazebu") || seen[string(data)] {
			return
		}
		seen[string(data)] = true
		for _, text := range [][]byte{data, letters(data)} {
			if text = lower(text); !bytes.Contains(text, []byte("quokka")) {
				continue
			}
			for _, word := range canaryPattern.FindAll(text, -1) {
				found[string(word)] = true
			}
		}
		if deep == 0 {
			return
		}
		for _, read := range readings {
			for _, text := range read(data) {
				look(text, deep-1)
			}
		}
	}
	look(data, 3)
	return found
}

func lower(data []byte) []byte {
	out := bytes.Clone(data)
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] += 'a' - 'A'
		}
	}
	return out
}

// readings are the ways in which a program that gets the file may read it.
var readings = []func([]byte) [][]byte{
	entities, percent, escapes, unbroken, utf16s, base64s, hexes, compressed,
}

func entities(data []byte) [][]byte {
	if !bytes.ContainsRune(data, '&') {
		return nil
	}
	return [][]byte{[]byte(html.UnescapeString(string(data)))}
}

var percentPattern = regexp.MustCompile(`(?:[%=][0-9A-Fa-f]{2})+`)

// percent is how addresses write characters, and, with "=", mail.
func percent(data []byte) [][]byte {
	for i := range len(data) - 2 {
		if (data[i] == '%' || data[i] == '=') && inHex(data[i+1]) && inHex(data[i+2]) {
			return replaced(percentPattern, data, func(m []byte) []byte {
				b, _ := hex.DecodeString(strings.NewReplacer("%", "", "=", "").Replace(string(m)))
				return b
			})
		}
	}
	return nil
}

var escapePattern = regexp.MustCompile(`\\u\{?[0-9A-Fa-f]{4,6}\}?|\\x[0-9A-Fa-f]{2}|\\[0-9A-Fa-f]{1,6} ?`)

// escapes are those of JSON, of JavaScript and of CSS.
func escapes(data []byte) [][]byte {
	if bytes.IndexByte(data, '\\') < 0 {
		return nil
	}
	return replaced(escapePattern, data, func(m []byte) []byte {
		var r rune
		fmt.Sscanf(strings.Trim(string(m), `\ux{} `), "%x", &r)
		return []byte(string(r))
	})
}

func replaced(pattern *regexp.Regexp, data []byte, by func([]byte) []byte) [][]byte {
	if !pattern.Match(data) {
		return nil
	}
	return [][]byte{pattern.ReplaceAllFunc(data, by)}
}

// letters are all there are, one behind the other: tags, line ends, hyphens or characters that do not show may stand in a
// word.
func letters(data []byte) []byte {
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); i++ {
		c := data[i]
		if c == '<' {
			if end := bytes.IndexAny(data[i+1:], "<>"); end >= 0 && data[i+1+end] == '>' {
				i += 1 + end
			}
		} else if 'a' <= c|0x20 && c|0x20 <= 'z' {
			out = append(out, c)
		}
	}
	return out
}

// unbroken is what is encoded on several lines.
func unbroken(data []byte) [][]byte {
	return [][]byte{bytes.Join(bytes.Fields(data), nil)}
}

func utf16s(data []byte) [][]byte {
	if bytes.IndexByte(data, 0) < 0 {
		return nil
	}
	return [][]byte{bytes.ReplaceAll(data, []byte{0}, nil)}
}

// runs are the stretches of data that have nothing but some characters and are long enough.
func runs(data []byte, of func(c byte) bool, atLeast int) (all [][]byte) {
	from := 0
	for i := 0; i <= len(data); i++ {
		if i < len(data) && of(data[i]) {
			continue
		}
		if i-from >= atLeast {
			all = append(all, data[from:i])
		}
		from = i + 1
	}
	return all
}

func inHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

func inBase64(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' || c == '+' || c == '/' || c == '-' || c == '_'
}

// base64s is base64 of both alphabets, from wherever the word may begin in it.
func base64s(data []byte) (texts [][]byte) {
	for _, m := range runs(data, inBase64, 16) {
		m = bytes.ReplaceAll(bytes.ReplaceAll(m, []byte("-"), []byte("+")), []byte("_"), []byte("/"))
		for from := range 4 {
			run := m[from:]
			if len(run)%4 == 1 {
				run = run[:len(run)-1]
			}
			if text, err := base64.RawStdEncoding.DecodeString(string(run)); err == nil {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

func hexes(data []byte) (texts [][]byte) {
	for _, m := range runs(data, inHex, 24) {
		for from := range 2 {
			run := m[from:]
			if text, err := hex.DecodeString(string(run[:len(run)/2*2])); err == nil {
				texts = append(texts, text)
			}
		}
	}
	return texts
}

// compressed is what gzip and zlib have made, wherever it begins: also within a picture, as PNG has its chunks.
func compressed(data []byte) (texts [][]byte) {
	for i := range len(data) - 2 {
		var r io.Reader
		var err error
		switch {
		case data[i] == 0x1F && data[i+1] == 0x8B:
			r, err = gzip.NewReader(bytes.NewReader(data[i:]))
		case data[i]&0x0F == 8 && data[i] <= 0x78 && (uint(data[i])<<8|uint(data[i+1]))%31 == 0:
			r, err = zlib.NewReader(bytes.NewReader(data[i:]))
		default:
			continue
		}
		if err == nil {
			text, _ := io.ReadAll(io.LimitReader(r, 16<<20)) // as much as there is: what is cut off is read, too
			texts = append(texts, text)
		}
	}
	return texts
}

// TestCanarySearch plants a word under each of its names and finds it: a search that finds nothing proves nothing.
func TestCanarySearch(t *testing.T) {
	word := canaryOf(33)
	in := func(s string) []byte { return []byte("<p>Before it, " + s + " and behind.</p>\n") }
	spelt := func(format string) string {
		var b strings.Builder
		for _, c := range word {
			fmt.Fprintf(&b, format, c)
		}
		return b.String()
	}
	var wide []byte
	for _, c := range utf16.Encode([]rune(word)) {
		wide = binary.BigEndian.AppendUint16(wide, c)
	}
	quoted, _ := json.Marshal(word + "\n")
	std, address := base64.StdEncoding.EncodeToString, base64.URLEncoding.EncodeToString
	wrapped := std([]byte(strings.Repeat("words ", 20) + word + strings.Repeat(" words", 20)))
	for name, data := range map[string][]byte{
		"plain":                     in(word),
		"capitals":                  in(strings.ToUpper(word)),
		"slug":                      in(`<a href="../the-` + strings.ToLower(word) + `-paper/">`),
		"within a word":             in("pre" + word + "post"),
		"entities":                  in(spelt("&#%d;")),
		"hexadecimal entities":      in(spelt("&#x%X;")),
		"one entity":                in(strings.Replace(word, "k", "&#107;", 1)),
		"percent":                   in(spelt("%%%02x")),
		"percent behind letters":    in("abc" + spelt("%%%02x")),
		"percent twice":             in(strings.ReplaceAll(spelt("%%%02X"), "%", "%25")),
		"query":                     in(url.Values{"q": {word + " & more"}}.Encode()),
		"quoted-printable":          in(spelt("=%02X")),
		"JSON":                      in(string(quoted)),
		"JSON escapes":              in(spelt(`\u%04x`)),
		"escapes of scripts":        in(spelt(`\x%02x`)),
		"escapes of style sheets":   in(spelt(`\%x `)),
		"base64, first alignment":   in(std([]byte(word))),
		"base64, second alignment":  in(std([]byte("x" + word))),
		"base64, third alignment":   in(std([]byte("xy" + word))),
		"base64 of addresses":       in(address([]byte("\xfb\xff" + word + "\xff\xfe"))),
		"base64 without its end":    in(base64.RawStdEncoding.EncodeToString([]byte(word))),
		"base64 behind a letter":    in("k" + std([]byte(word))),
		"base64 on several lines":   in(wrapped[:60] + "\n" + wrapped[60:120] + "\r\n " + wrapped[120:]),
		"base64 of base64":          in(std([]byte(std([]byte(word))))),
		"data address":              in(`<img src="data:text/plain;base64,` + std([]byte(word)) + `">`),
		"hexadecimal":               in(hex.EncodeToString([]byte(word))),
		"hexadecimal, odd":          in("a" + strings.ToUpper(hex.EncodeToString([]byte(word)))),
		"UTF-16":                    wide,
		"UTF-16, the other way":     append([]byte{0xFF}, wide...),
		"split over tags":           in(word[:4] + "<b>" + word[4:9] + `</b><span class="x">` + word[9:] + "</span>"),
		"soft hyphens":              in(strings.Join(strings.Split(word, ""), "\u00ad")),
		"entities of soft hyphens":  in(word[:5] + "&shy;" + word[5:]),
		"over a line end":           in(word[:7] + "\r\n " + word[7:]),
		"with hyphens":              in(word[:7] + "-" + word[7:]),
		"with characters of nought": in(word[:7] + "\u200b" + word[7:]),
		"gzip":                      squeezed(word, false),
		"gzip behind other bytes":   append([]byte("PK\x03\x04"), squeezed(word, false)...),
		"gzip cut off":              squeezed(word, false)[:squeezedLength(word)-6],
		"zlib":                      squeezed(word, true),
		"gzip in base64":            in(std(squeezed(word, false))),
		"PNG text":                  pngWith("tEXt", append([]byte("Comment\x00"), word...)),
		"PNG compressed text":       pngWith("zTXt", append([]byte("Comment\x00\x00"), squeezed(word, true)...)),
		"PNG international text":    pngWith("iTXt", append([]byte("Comment\x00\x01\x00\x00\x00"), squeezed(word, true)...)),
		"PNG behind its end":        append(pngWith("tEXt", []byte("x")), word...),
	} {
		if found := canariesIn(data); len(found) != 1 || !found[strings.ToLower(word)] {
			t.Errorf("%s: found %v", name, found)
		}
	}
	for _, data := range []string{"", "Quokka and zebu", "quokka-zebu", strings.Repeat("AAAA", 100), word[1:], word[:len(word)-1]} {
		if found := canariesIn(in(data)); len(found) > 0 {
			t.Errorf("%q: found %v, which is not there", data, found)
		}
	}
}

func squeezed(word string, plain bool) []byte {
	var b bytes.Buffer
	var w io.WriteCloser = gzip.NewWriter(&b)
	if plain {
		w = zlib.NewWriter(&b)
	}
	io.WriteString(w, strings.Repeat("Some text. ", 20)+word+strings.Repeat(" More of it.", 20))
	w.Close()
	return b.Bytes()
}

func squeezedLength(word string) int { return len(squeezed(word, false)) }

// pngWith is a picture of one point with one chunk more.
func pngWith(kind string, data []byte) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	b = append(b, pngChunk("IHDR", []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0})...)
	b = append(b, pngChunk(kind, data)...)
	return append(b, pngChunk("IEND", nil)...)
}

func pngChunk(kind string, data []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}
