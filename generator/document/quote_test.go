package document

import (
	"strings"
	"testing"
	"unicode/utf8"

	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// Whatever string is quoted, the front matter reads it back: on a line of its own, and among others in braces.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{
		"", "Custom House", "The Long Room, Custom House", "yes", "Null", "~", "12:00", "1.0", "0x1F", "2026-01-13", "- a", "a: b", "a #b", "# a",
		`"`, `\`, `a\"b\\`, "'", "{a}", "[a]", "a, b", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`", "a:", ":a", "?", "---", "é–’", "日本", "a\u200db",
		"\ufeffa", "a\u202eb", "a\u0085b", "a\x01b", "a\tb", " a ", "a\nb", "\uffff", "O'Hara (Chair)", "R&D", "a.", ".inf", "on", "a ", "<<",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return
		}
		q := Quote(s)
		if strings.Contains(q, "\n") {
			t.Fatalf("%q is quoted over several lines", s)
		}
		var r source.Report
		file := Read("a.md", []byte("---\nkind: minutes\nvenue: "+q+"\nattendance:\n  - { name: "+q+", as: "+q+" }\n---\n"), &r)
		minutes, ok := file.Content.(*Minutes)
		if !ok || len(minutes.Attendance) != 1 {
			t.Fatalf("%q is quoted as %s, with which the front matter cannot be read: %v", s, q, r.All())
		}
		want := strings.TrimSpace(s)
		if strings.Contains(want, "\n") || markdown.HasMarks(want) || strings.ContainsFunc(s, source.Forbidden) {
			want = "" // what such a field refuses, however it is written
		}
		for _, got := range []string{minutes.Venue.Text, minutes.Attendance[0].Name.Text, minutes.Attendance[0].As.Text} {
			if got != want {
				t.Fatalf("%q is quoted as %s and read back as %q", s, q, got)
			}
		}
	})
}
