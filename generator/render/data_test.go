package render_test

import (
	"encoding/csv"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minutebook/generator/site"
)

var refOfRow = regexp.MustCompile(`<tr[^>]*><th scope="row"><a href="[^"]*">([^<]*)</a>`)
var refOfEntry = regexp.MustCompile(`<p class="hang"><a class="ref" href="[^"]*">([^<]*)</a></p>`)

// TestDataHasTheRowsOfThePages holds that the files for programs have the same rows as the pages, in the same order, as CSV
// and as JSON, on the public site and in a private copy.
func TestDataHasTheRowsOfThePages(t *testing.T) {
	for _, private := range []bool{false, true} {
		out := rendered(t, edition(t, private), site.Options{})
		for name, shown := range map[string]struct {
			page string
			ref  *regexp.Regexp
		}{
			"actions":                  {"actions/index.html", refOfRow},
			"decisions":                {"decisions/index.html", refOfRow},
			"smki-pma-change-requests": {"smki-pma/registers/change-requests/index.html", refOfRow},
			"papers":                   {"smki-pma/papers/index.html", refOfEntry},
		} {
			var onPage, inCSV, inJSON []string
			for _, m := range shown.ref.FindAllStringSubmatch(out[shown.page], -1) {
				onPage = append(onPage, m[1])
			}
			rows, err := csv.NewReader(strings.NewReader(out["data/"+name+".csv"])).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range rows[1:] {
				inCSV = append(inCSV, row[0])
			}
			var data struct {
				Columns []string
				Rows    []map[string]string
			}
			if err := json.Unmarshal([]byte(out["data/"+name+".json"]), &data); err != nil {
				t.Fatal(err)
			}
			for i, row := range data.Rows {
				inJSON = append(inJSON, row["ref"])
				for j, column := range data.Columns {
					if rows[i+1][j] != row[column] {
						t.Errorf("%s, %s: %q in one and %q in the other", row["ref"], column, rows[i+1][j], row[column])
					}
				}
			}
			if len(onPage) == 0 || !slices.Equal(onPage, inCSV) || !slices.Equal(onPage, inJSON) || !slices.Equal(data.Columns, rows[0]) {
				t.Errorf("%s: on the page %q\nin CSV %q\nin JSON %q", name, onPage, inCSV, inJSON)
			}
		}
	}
}

// TestColumnsAreExplained holds that the page about the site names the columns of every table.
func TestColumnsAreExplained(t *testing.T) {
	out := rendered(t, edition(t, false), site.Options{})
	for name, content := range out {
		table, ok := strings.CutSuffix(name, ".csv")
		if table = strings.TrimPrefix(table, "data/"); !ok {
			continue
		}
		head, _, _ := strings.Cut(content, "\r\n")
		if strings.Contains(table, "-") {
			table, head = "a register", "ref,label,title,owner,due,state,last_discussed,address"
		}
		_, about, found := strings.Cut(out["about/index.html"], "<h3>"+table)
		about, _, _ = strings.Cut(about, "</details>")
		for column := range strings.SplitSeq(head, ",") {
			if !found || !strings.Contains(about, "<dt><code>"+column+"</code></dt>") {
				t.Errorf("%s of %s is not explained", column, table)
			}
		}
	}
}
