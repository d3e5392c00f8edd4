package export

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"minutebook/generator/site"
)

// FuzzData holds, whatever stands in a cell, that both files say it, and that no spreadsheet takes it for a formula.
func FuzzData(f *testing.F) {
	for _, text := range []string{"", "SECPMA 25/04", "=1+1", "+44 20", "-5", "@here", " =1", "\u00a0=1", "\u200b=1", "\ufeff=1", "\t=1", "\r", "\n=1", "＝1", "＋1", "－1", "＠1", "\u3000＝1",
		`"quoted"`, "a,b;c", "two\nlines", "two\r\nlines", "'=1", "<b>&amp;", "\u2028", "é́", "🙂", "=cmd|' /C calc'!A0", "=HYPERLINK(\"https://example.org/?\"&A1)"} {
		f.Add(text, "x")
	}
	f.Fuzz(func(t *testing.T, text, other string) {
		if !utf8.ValidString(text) || !utf8.ValidString(other) {
			return // content is UTF-8
		}
		table := site.Table{Name: "n", Title: text, Columns: []string{"a", "b_c"}, Rows: [][]string{{text, other}, {other, ""}}}
		read := csv.NewReader(strings.NewReader(string(asCSV(table))))
		rows, err := read.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 3 || !slices.Equal(rows[0], table.Columns) {
			t.Fatalf("%q", rows)
		}
		for i, row := range rows[1:] {
			for j, cell := range row {
				formula := strings.TrimLeft(cell, " \u00a0\u3000\u200b\ufeff\t\r\n")
				if strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r") || formula != "" && strings.ContainsRune("=+-@＝＋－＠", []rune(formula)[0]) {
					t.Errorf("%q is a formula to some", cell)
				}
				want := strings.ReplaceAll(table.Rows[i][j], "\r\n", "\n") // as the reader has them
				if bare, ok := strings.CutPrefix(cell, "'"); cell != want && (!ok || bare != want) {
					t.Errorf("%q is written as %q", want, cell)
				}
			}
		}
		var got struct {
			Title   string              `json:"title"`
			AsAt    string              `json:"as_at"`
			Columns []string            `json:"columns"`
			Rows    []map[string]string `json:"rows"`
		}
		written := asJSON(table, "2016-08-22")
		if err := json.Unmarshal(written, &got); err != nil {
			t.Fatal(err)
		}
		want := []map[string]string{{"a": text, "b_c": other}, {"a": other, "b_c": ""}}
		if got.Title != text || got.AsAt != "2016-08-22" || !slices.Equal(got.Columns, table.Columns) || !cmp.Equal(got.Rows, want) {
			t.Errorf("%s", written)
		}
		if n := strings.Count(string(written), "\n"); n != 4 {
			t.Errorf("%d lines", n)
		}
	})
}

func TestCSV(t *testing.T) {
	got := string(asCSV(site.Table{Columns: []string{"ref", "text"}, Rows: [][]string{{"B 01/01", `Say "yes", now`}, {"B 01/02", "-5 degrees"}}}))
	if want := "ref,text\r\nB 01/01,\"Say \"\"yes\"\", now\"\r\nB 01/02,'-5 degrees\r\n"; got != want {
		t.Errorf("%q", got)
	}
}
