package audit

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/tools/txtar"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
	"minutebook/templates"
)

// record reads an archive of content, which must be without a fault.
func record(t testing.TB, archive string, attachments []string) *minutes.Record {
	t.Helper()
	r := &source.Report{}
	var files []*document.File
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files = append(files, document.Read(f.Name, f.Data, r))
	}
	site := document.ReadSite("site.yaml", []byte("title: Minutes\nurl: https://example.org/\npublish: GREEN\ncontact: a@example.org\ntime_zone: UTC\n"), r)
	made := minutes.New(site, nil, files, attachments, r, nil)
	for _, d := range r.Errors() {
		t.Fatalf("%v: %s", d.Pos, d.Message)
	}
	return made
}

func newAudit(t testing.TB, archive string, attachments ...Attachment) *Audit {
	t.Helper()
	paths := []string{"clocks/files/wordfile.txt"}
	for _, x := range attachments {
		paths = append(paths, x.Path)
	}
	slices.Sort(paths)
	a, err := New(record(t, archive, paths), classification.UpTo(classification.Green), attachments, templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// told looks at one file and gives what was found as lines.
func told(a *Audit, file string, data []byte) string {
	one := &Audit{terms: a.terms, site: a.site, addresses: a.addresses, ends: a.ends, windows: a.windows, digests: a.digests,
		found: map[Finding]bool{}, shownOn: map[int]int{}, days: map[Finding]int{}}
	one.Look(file, data)
	var all []string
	for _, f := range one.Findings() {
		line := f.Withheld.String()
		if f.Way != "" {
			line += ", " + f.Way
		}
		if f.Name {
			line += ", as its name"
		}
		all = append(all, line)
	}
	return strings.Join(all, "\n")
}

const planted = `
-- clocks/body.md --
---
kind: body
title: Clock Committee
short: Clocks
prefix: CLK
classification: GREEN
---
It looks after the clocks.
-- clocks/minutes/2026-01-13.md --
---
kind: minutes
ref: CLK_04_1301
number: 4
date: 2026-01-13
state: approved
classification: GREEN
actions:
  - { ref: CLK 04/01, owner: Ada, text: Wind the clocks of the town hall, due: 2026-03-01 }
  - { ref: CLK 04/02, owner: Lovelace, text: See Quillwort, due: 2026-04-01, classification: AMBER }
---
## 1. The town hall

The clock of the harbour stopped, and the council was told of it. A new spring costs :amber[£12,000].

:::amber
The council stopped the clock of the harbour entirely, to see whether anybody was told of a spring.
:::
`

// Each way in which a leak can be encoded: what a site's file is with some text planted in it.
var ways = []struct {
	name  string
	file  string
	plant func(text string) []byte
}{
	{"text of a page", "a/index.html", func(s string) []byte { return page("<p>So " + s + " it is.</p>") }},
	{"attribute", "a/index.html", func(s string) []byte { return page(`<p title="` + s + `">So it is.</p>`) }},
	{"attribute without quotes", "a/index.html", func(s string) []byte { return page(`<p title=` + strings.ReplaceAll(s, " ", "-") + `>So it is.</p>`) }},
	{"title", "a/index.html", func(s string) []byte { return []byte("<!DOCTYPE html><title>" + s + " - Minutes</title>") }},
	{"comment", "a/index.html", func(s string) []byte { return page("<p>So<!-- " + s + " --> it is.</p>") }},
	{"id", "a/index.html", func(s string) []byte { return page(`<h2 id="` + slug(s) + `">So</h2>`) }},
	{"tags between letters", "a/index.html", func(s string) []byte { return page("<p>So " + s[:3] + "<b>" + s[3:5] + "</b>" + s[5:] + " it is.</p>") }},
	{"comment between letters", "a/index.html", func(s string) []byte { return page("<p>So " + s[:3] + "<!-- x -->" + s[3:] + "</p>") }},
	{"tags between words", "a/index.html", func(s string) []byte { return page("<p>So <i>" + strings.ReplaceAll(s, " ", "</i> <i>") + "</i></p>") }},
	{"another case", "a/index.html", func(s string) []byte { return page("<p>" + strings.ToUpper(s) + "</p>") }},
	{"entities", "a/index.html", func(s string) []byte { return page("<p>So " + each(s, "&#%d;") + "</p>") }},
	{"entities in hexadecimal", "a/index.html", func(s string) []byte { return page("<p>So " + each(s, "&#x%x;") + "</p>") }},
	{"some entities", "a/index.html", func(s string) []byte { return page("<p>So " + s[:2] + fmt.Sprintf("&#%d;", s[2]) + s[3:] + "</p>") }},
	{"entities in an attribute", "a/index.html", func(s string) []byte { return page(`<p title="` + each(s, "&#%d;") + `">So</p>`) }},
	{"percent-encoded", "a/index.html", func(s string) []byte {
		return page(`<a href="https://example.org/?q=` + each(s, "%%%02X") + `">So</a>`)
	}},
	{"query", "a/index.html", func(s string) []byte {
		return page(`<a href="https://example.org/?q=` + url.QueryEscape(s) + `">So</a>`)
	}},
	{"full width", "a/index.html", func(s string) []byte { return page("<p>" + strings.Map(wide, s) + "</p>") }},
	{"soft hyphens", "a/index.html", func(s string) []byte { return page("<p>" + s[:4] + "\u00ad" + s[4:6] + "\u200b" + s[6:] + "</p>") }},
	{"base64", "a/index.html", func(s string) []byte {
		return page(`<img src="data:image/svg+xml;base64,` + base64.StdEncoding.EncodeToString([]byte("<svg><desc>"+s+"</desc></svg>")) + `">`)
	}},
	{"base64 of it alone", "a.txt", func(s string) []byte { return []byte("So " + base64.StdEncoding.EncodeToString([]byte(s)) + " it is") }},
	{"base64 behind a word", "a.txt", func(s string) []byte {
		return []byte("x/" + base64.RawURLEncoding.EncodeToString([]byte("so "+s)) + "-it/is")
	}},
	{"base64 in lines", "a.txt", func(s string) []byte {
		return lined(base64.StdEncoding.EncodeToString([]byte(strings.Repeat("so it is, ", 20) + s + strings.Repeat(" so it is", 20))))
	}},
	{"base64 of gzip", "a.txt", func(s string) []byte {
		return []byte(`x = "` + base64.StdEncoding.EncodeToString(gzipped("So "+s+" it is.")) + `"`)
	}},
	{"hexadecimal", "a.txt", func(s string) []byte { return []byte(hex.EncodeToString([]byte("So " + s))) }},
	{"JSON", "data/a.json", func(s string) []byte { return []byte(`{"rows":[{"owner":"A","text":"` + s + `"}]}`) }},
	{"JSON's escapes", "data/a.json", func(s string) []byte { return []byte(`{"rows":[{"text":"So` + `\n` + each(s, `\u%04x`) + `"}]}`) }},
	{"JSON's line ends", "data/a.json", func(s string) []byte { return []byte(`{"text":"So\n` + strings.ReplaceAll(s, " ", `\n`) + `\nit is"}`) }},
	{"HTML in JSON", "data/a.json", func(s string) []byte {
		return []byte(`{"html":"\u003cp\u003e` + s[:3] + `\u003cb\u003e` + s[3:] + `\u003c/b\u003e"}`)
	}},
	{"script", "a.js", func(s string) []byte { return []byte(`const a = 'So ` + each(s, `\x%02x`) + `'`) }},
	{"index for searching, what is shown", "search/places-0123456789ab.js", func(s string) []byte {
		return []byte("minutebook.take([\n[\"a/\",\"So\",\"\",\"2026-01-13\",[\"So it is.\",\"So " + s + "\"]]\n])\n")
	}},
	{"index for searching, its facts", "search/index.js", func(s string) []byte {
		return []byte("minutebook.take({\"documents\":\"3\",\n\"bodies\":[\"\",\"" + s + "\"],\n\"groups\":\"0|1|2\"})\n")
	}},
	{"index for searching, a word", "search/words-0123456789ab.js", func(s string) []byte {
		return []byte("minutebook.take([\n[\"" + strings.ToLower(s) + "\",\"1+1\",\"1|3*2\"]\n])\n")
	}},
	{"feed", "feed.xml", func(s string) []byte {
		return []byte(`<?xml version="1.0"?><feed><entry><title>So</title><content type="html">&lt;p&gt;` + s + `&lt;/p&gt;</content></entry></feed>`)
	}},
	{"feed, split", "feed.xml", func(s string) []byte {
		return []byte(`<feed><entry><content type="html">&lt;p&gt;` + s[:3] + `&lt;b&gt;` + s[3:] + `&lt;/b&gt;</content></entry></feed>`)
	}},
	{"calendar", "calendar.ics", func(s string) []byte {
		return []byte("BEGIN:VCALENDAR\r\nDESCRIPTION:So " + s[:4] + "\r\n " + s[4:] + "\r\nEND:VCALENDAR\r\n")
	}},
	{"calendar's escapes", "calendar.ics", func(s string) []byte {
		return []byte("BEGIN:VCALENDAR\r\nDESCRIPTION:So\\n" + s[:2] + "\r\n " + s[2:] + `\, so` + "\r\nEND:VCALENDAR\r\n")
	}},
	{"CSV", "data/a.csv", func(s string) []byte { return []byte("ref,text,owner\r\nA,So,B\r\nC,\"" + s + "\",D\r\n") }},
	{"CSV without quotes", "data/a.csv", func(s string) []byte { return []byte("ref,text,owner\r\nA,So,B\r\nC," + s + ",D\r\n") }},
	{"gzip", "a.gz", func(s string) []byte { return gzipped("So " + s + " it is.") }},
	{"gzip in gzip", "a.gz", func(s string) []byte { return gzipped(string(gzipped("So " + s))) }},
	{"gzip under another name", "a.html", func(s string) []byte { return append([]byte("GIF89a\x00\x01"), gzipped("So "+s)...) }},
	{"PNG's text", "a.png", func(s string) []byte { return png("tEXt", []byte("Comment\x00"+s)) }},
	{"PNG's compressed text", "a.png", func(s string) []byte { return png("zTXt", append([]byte("Comment\x00\x00"), deflated("So "+s)...)) }},
	{"PNG's international text", "a.png", func(s string) []byte {
		return png("iTXt", append([]byte("Comment\x00\x01\x00\x00\x00"), deflated("So "+s)...))
	}},
	{"behind a PNG's end", "a.png", func(s string) []byte { return append(png("tEXt", []byte("Comment\x00So")), s...) }},
	{"JPEG's comment", "a.jpg", func(s string) []byte { return jpeg(0xfe, []byte(s)) }},
	{"JPEG's EXIF", "a.jpg", func(s string) []byte { return jpeg(0xe1, []byte("Exif\x00\x00II*\x00\x08\x00\x00\x00"+s+"\x00")) }},
	{"JPEG's UTF-16", "a.jpg", func(s string) []byte { return jpeg(0xe1, append([]byte("Exif\x00\x00"), utf16le(s)...)) }},
	{"PDF's text", "a.pdf", func(s string) []byte { return pdf("BT (So " + s + ") Tj ET") }},
	{"PDF's text in pieces", "a.pdf", func(s string) []byte { return pdf("BT [(So " + s[:3] + ") -20 (" + s[3:] + ")] TJ ET") }},
	{"PDF's text in hexadecimal", "a.pdf", func(s string) []byte { return pdf("BT <" + hex.EncodeToString([]byte("So "+s)) + "> Tj ET") }},
	{"PDF's text in octal", "a.pdf", func(s string) []byte { return pdf("BT (So " + each(s, `\%03o`) + ") Tj ET") }},
	{"PDF's title", "a.pdf", func(s string) []byte {
		return []byte("%PDF-1.4\n\x80\x81\n<< /Title (\xfe\xff" + utf16be(s) + ") >>\n")
	}},
	{"archive", "a.zip", func(s string) []byte { return zipped("So " + s) }},
	{"UTF-16", "a.txt", func(s string) []byte { return append([]byte{0xff, 0xfe}, utf16le("So "+s)...) }},
	{"sitemap", "sitemap.xml", func(s string) []byte {
		return []byte("<urlset><url><loc>https://example.org/" + slug(s) + "/</loc></url></urlset>")
	}},
	{"manifest", "manifest.json", func(s string) []byte {
		return []byte("{\n  \"files\": {\n    \"a/" + slug(s) + "/index.html\": \"00\"\n  }\n}\n")
	}},
	{"SVG", "a.svg", func(s string) []byte {
		return []byte(`<svg><text><tspan>` + s[:4] + `</tspan><tspan>` + s[4:] + `</tspan></text></svg>`)
	}},
	{"comment of a style sheet", "a.css", func(s string) []byte { return []byte("p { color: red } /* " + s + " */") }},
	{"style sheet's escapes", "a.css", func(s string) []byte { return []byte(`p::before { content: "So ` + each(s, `\%06x`) + `" }`) }},
	{"name of a file", "a/%s/index.html", func(string) []byte { return page("<p>So it is.</p>") }},
}

// TestPlanted plants a withheld word, and a sentence all of whose words are public, in every way, and finds them; and finds
// nothing in the same file with other words in their place.
func TestPlanted(t *testing.T) {
	a := newAudit(t, planted)
	const public, word, sentence = "harbour", "Quillwort", "stopped the clock of the harbour entirely"
	for _, way := range ways {
		look := func(text string) string {
			file := way.file
			if strings.Contains(file, "%s") {
				file = fmt.Sprintf(file, slug(text))
			}
			return told(a, file, way.plant(text))
		}
		if got := look(word); !strings.Contains(got, "clocks/minutes/2026-01-13.md:10:50") {
			t.Errorf("%s: a word is not found: %q", way.name, got)
		}
		if got := look(sentence); !strings.Contains(got, "clocks/minutes/2026-01-13.md:17:") {
			t.Errorf("%s: a sentence is not found: %q", way.name, got)
		}
		if got := look(public); got != "" {
			t.Errorf("%s: a public word is found: %s", way.name, got)
		}
		if got := look("The clock of the harbour stopped"); got != "" {
			t.Errorf("%s: a public sentence is found: %s", way.name, got)
		}
	}
}

// TestWordsInPieces holds that a word is known of which only a piece is withheld, whatever signs stand between the pieces.
func TestWordsInPieces(t *testing.T) {
	for _, written := range []string{"spring:amber[steel]", "[spring:amber[steel]](https://example.org/)", "[spring]:amber[steel]", "spring:amber[<!-- or so -->steel]",
		"spr:amber[<!-- or so -->ingst]eel", "*spring*:amber[st**eel**]"} {
		a := newAudit(t, strings.Replace(planted, "costs :amber[£12,000]", "costs "+written, 1))
		if got := told(a, "index.html", page("<p>Of Springsteel.</p>")); got == "" {
			t.Errorf("%s: it is not found", written)
		}
		if got := told(a, "index.html", page("<p>Of spring.</p>")); got != "" {
			t.Errorf("%s: what is public is found: %s", written, got)
		}
	}
}

// TestPiecesAreRead holds that every file of the index for searching is read, whatever it is called.
func TestPiecesAreRead(t *testing.T) {
	a := newAudit(t, strings.Replace(planted, ":amber[£12,000]", ":amber[Springsteel]", 1))
	for _, file := range []string{"search/index.js", "search/words-0123456789ab.js", "search/places-0123456789ab.js", "search/refs-0123456789ab.js", "search/pages-0123456789ab.js"} {
		if told(a, file, []byte(`minutebook.take(["springsteel"])`)) == "" {
			t.Errorf("%s is not read", file)
		}
	}
}

// TestIndexOfPublicWords holds that an index of public words is no finding: neither words that only stand beside each other
// there, nor numbers that happen to be somebody's.
func TestIndexOfPublicWords(t *testing.T) {
	a := newAudit(t, strings.NewReplacer("a new spring costs", "12345 springs cost", "A new spring costs", ":amber[12345] springs, on :amber[10 December 2016], cost").Replace(planted))
	if got := told(a, "a.js", []byte("minutebook.take([\"12345\",\"10 December 2016\"])")); got == "" {
		t.Error("the numbers are not withheld, so this test would find nothing")
	}
	for name, text := range map[string]string{
		"words in their order":  `[["stopped","1","2"],["the","",""],["clock","",""],["of","1",""],["the","",""],["harbour","1",""]]`,
		"a number in two parts": `["1~2345"]`, "numbers beside each other": `["2016|12|10"]`, "in groups": `["12|345*12|345+6"]`,
	} {
		if got := told(a, "search/words-0123456789ab.js", []byte("minutebook.take("+text+")")); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func page(main string) []byte {
	return []byte("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<title>Minutes</title>\n</head>\n<body>\n<main>\n" + main + "\n</main>\n</body>\n</html>\n")
}

func each(s, format string) string {
	var b strings.Builder
	for _, c := range []byte(s) {
		fmt.Fprintf(&b, format, c)
	}
	return b.String()
}

func slug(s string) string { return strings.ToLower(strings.ReplaceAll(s, " ", "-")) }

func wide(r rune) rune {
	if r > ' ' && r < 0x7f {
		return r - '!' + '！'
	}
	return r
}

func lined(s string) []byte {
	var b strings.Builder
	for len(s) > 76 {
		b.WriteString(s[:76] + "\r\n")
		s = s[76:]
	}
	return []byte(b.String() + s)
}

func gzipped(s string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.Bytes()
}

func deflated(s string) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.Bytes()
}

func zipped(s string) []byte {
	packed := gzipped(s)
	packed = packed[10 : len(packed)-8]
	header := make([]byte, 30)
	copy(header, "PK\x03\x04")
	header[8], header[26] = 8, 1
	return append(append(header, 'a'), packed...)
}

func png(kind string, chunk []byte) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	for _, c := range []struct {
		kind string
		data []byte
	}{{"IHDR", []byte{0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0}}, {kind, chunk}, {"IEND", nil}} {
		b = binary.BigEndian.AppendUint32(b, uint32(len(c.data)))
		b = append(append(b, c.kind...), c.data...)
		b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(append([]byte(c.kind), c.data...)))
	}
	return b
}

func jpeg(marker byte, segment []byte) []byte {
	b := []byte{0xff, 0xd8, 0xff, marker}
	b = binary.BigEndian.AppendUint16(b, uint16(len(segment)+2))
	return append(append(b, segment...), 0xff, 0xd9)
}

func utf16le(s string) (b []byte) {
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func utf16be(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.BigEndian.AppendUint16(b, u)
	}
	return string(b)
}

func pdf(content string) []byte {
	stream := deflated(content)
	return fmt.Appendf(nil, "%%PDF-1.4\n%%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream\nendobj\n", len(stream), stream)
}
