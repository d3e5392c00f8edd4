package export

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode"

	"minutebook/generator/site"
)

// tables are the rows of a site, each table twice: for spreadsheets and for programs.
func tables(s *site.Site) []File {
	var files []File
	for _, t := range s.Tables() {
		files = append(files, File{"data/" + t.Name + ".csv", asCSV(t)}, File{"data/" + t.Name + ".json", asJSON(t, s.AsAt.ISO)})
	}
	return files
}

// asCSV is a table as RFC 4180 has it: a header, lines that end with CR LF, quotes where they are needed.
func asCSV(t site.Table) []byte {
	var b bytes.Buffer
	record := func(cells []string) {
		for i, text := range cells {
			separate(&b, i)
			if text = harmless(text); strings.ContainsAny(text, ",\"\r\n") {
				text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
			b.WriteString(text)
		}
		b.WriteString("\r\n")
	}
	record(t.Columns)
	for _, row := range t.Rows {
		record(row)
	}
	return b.Bytes()
}

// harmless is a text that no spreadsheet takes for a formula: what could be one has an apostrophe in front, as people type
// it there. White space in front is looked past, as spreadsheets do, and letters of full width are letters to some. (OWASP,
// CSV Injection.)
func harmless(text string) string {
	if strings.HasPrefix(text, "\t") || strings.HasPrefix(text, "\r") || strings.HasPrefix(text, "\n") {
		return "'" + text
	}
	trimmed := strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) })
	for _, start := range []string{"=", "+", "-", "@", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(trimmed, start) {
			return "'" + text
		}
	}
	return text
}

// asJSON is a table with a row a line, each an object with the columns in their order.
func asJSON(t site.Table, asAt string) []byte {
	var b bytes.Buffer
	b.WriteString(`{"title":`)
	quote(&b, t.Title)
	b.WriteString(`,"as_at":`)
	quote(&b, asAt)
	b.WriteString(`,"columns":[`)
	for i, name := range t.Columns {
		separate(&b, i)
		quote(&b, name)
	}
	b.WriteString(`],"rows":[`)
	for i, row := range t.Rows {
		separate(&b, i)
		b.WriteString("\n{")
		for j, text := range row {
			separate(&b, j)
			quote(&b, t.Columns[j])
			b.WriteByte(':')
			quote(&b, text)
		}
		b.WriteByte('}')
	}
	b.WriteString("\n]}\n")
	return b.Bytes()
}

func separate(b *bytes.Buffer, i int) {
	if i > 0 {
		b.WriteByte(',')
	}
}

// quote writes a string of JSON, with the characters of HTML as they are: who shows one escapes it for the place where it
// is shown.
func quote(b *bytes.Buffer, text string) {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.Encode(text)
	b.Truncate(b.Len() - len("\n"))
}
