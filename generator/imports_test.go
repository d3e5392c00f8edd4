package main

import (
	"go/ast"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "minutebook/"

// imports is the pipeline as who may import whom: what a package may see of the others. A package that is not here may
// not be.
var imports = []struct {
	name string
	may  string
	why  string // where it says other than design would have it
}{
	{"generator/source", "", ""},
	{"generator/classification", "", ""},
	{"generator/markdown", "source classification", ""},
	{"generator/document", "source classification markdown", ""},
	{"generator/minutes", "document source classification markdown", "markdown, for addresses as headings have them and for the targets of links"},
	{"generator/release", "minutes document source classification markdown", "document, whose fields are copied one by one; markdown, which cuts them"},
	{"generator/redact", "minutes document classification markdown source", "a second reading of the record, beside release: neither may lean on the other"},
	{"generator/site", "release markdown source", "source, for the places of links that lead nowhere"},
	{"generator/render", "site markdown export search templates", ""},
	{"generator/search", "", "finished pages, and nothing that they were made from: what is withheld has no way into it"},
	{"generator/export", "site markdown", ""},
	{"generator/attachment", "pdf", ""},
	{"generator/attachment/pdf", "", ""},
	{"generator/publish", "", ""},
	{"generator/plan", "", "two sets of finished files, and nothing that they were made from"},
	{"generator/audit", "minutes classification document markdown source", "a second opinion: nothing of release, site or render"},
	{"generator/preview", "source difference", "source, for places and diagnostics"},
	{"generator/preview/difference", "", ""},
	{"generator/watch", "", ""},
	{"templates", "", ""},
	{"generator", "source classification markdown document minutes release redact site render attachment publish plan audit preview watch templates", "the commands"},
}

// TestImports reads the import graph. An edge that is not in the table is a way around the gate, or the beginning of one.
func TestImports(t *testing.T) {
	allowed := map[string][]string{}
	for _, row := range imports {
		allowed[row.name] = strings.Fields(row.may)
	}
	graph := importGraph(t)
	for _, from := range slices.Sorted(maps.Keys(graph)) {
		may, known := allowed[from]
		if !known {
			t.Errorf("package %s is not in the table", from)
		}
		for _, to := range slices.Sorted(maps.Keys(graph[from])) {
			if !slices.Contains(may, path.Base(to)) {
				t.Errorf("%s imports %s", from, to)
			}
		}
	}
	for _, behind := range []string{"generator/site", "generator/render", "generator/export", "generator/search", "templates", "generator/publish", "generator/plan"} {
		for _, before := range []string{"generator/minutes", "generator/document"} {
			if how := route(graph, behind, before, "generator/release"); how != nil {
				t.Errorf("what is shown can hold what is withheld: %s", strings.Join(how, " imports "))
			}
		}
	}
	for _, name := range []string{"util", "utils", "common", "helpers", "internal", "base", "misc"} {
		for p := range graph {
			if path.Base(p) == name {
				t.Errorf("package %s has a name that says nothing", p)
			}
		}
	}
}

// route is a way by imports from one package to another that does not lead through the gate, or nil.
func route(graph map[string]map[string]bool, from, to, gate string) []string {
	if from == to {
		return []string{to}
	}
	for _, next := range slices.Sorted(maps.Keys(graph[from])) {
		if next == gate {
			continue
		}
		if rest := route(graph, next, to, gate); rest != nil {
			return append([]string{from}, rest...)
		}
	}
	return nil
}

// importGraph is which of our packages imports which, without tests.
func importGraph(t *testing.T) map[string]map[string]bool {
	graph := map[string]map[string]bool{}
	for name, file := range goSources(t) {
		from := path.Join("generator", path.Dir(filepath.ToSlash(name)))
		if graph[from] == nil {
			graph[from] = map[string]bool{}
		}
		for _, spec := range file.Imports {
			if to, _ := strconv.Unquote(spec.Path.Value); strings.HasPrefix(to, module) {
				graph[from][strings.TrimPrefix(to, module)] = true
			}
		}
	}
	return graph
}

// TestTrustedHTML holds that only package markdown says of a string that it is safe HTML: what it says so of, it has
// escaped itself. The conversions of html/template to its other trusted types are nowhere, but for the address of the
// drafter's own editor.
func TestTrustedHTML(t *testing.T) {
	trusted := []string{"HTML", "HTMLAttr", "CSS", "JS", "JSStr", "URL", "Srcset"}
	found := 0
	for name, file := range goSources(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := f.X.(*ast.Ident); !ok || x.Name != "template" || !slices.Contains(trusted, f.Sel.Name) {
				return true
			}
			editor := filepath.ToSlash(name) == "preview/errors.go" && f.Sel.Name == "URL" // whose scheme the drafter has set
			if found++; !editor && (path.Dir(filepath.ToSlash(name)) != "markdown" || f.Sel.Name != "HTML") {
				t.Errorf("%s converts to template.%s", name, f.Sel.Name)
			}
			return true
		})
	}
	if found == 0 {
		t.Error("no conversion is found at all, so this test looks for the wrong thing")
	}
}

// TestSizes keeps packages and files small enough to be read at one sitting.
func TestSizes(t *testing.T) {
	const maxFile, maxPackage = 400, 900
	larger := map[string]struct {
		limit int
		why   string
	}{
		"markdown":       {3600, "what is cut, what is refused and what is shown follow from one grammar"},
		"document":       {1750, "a third of it is the list of keys that drafters may write; and the bank holidays that days are reckoned with"},
		"minutes":        {2500, "all integrity rules of the record, which need all of the record, what of an earlier one still holds, and former addresses"},
		"site":           {5300, "a page a file, with the registers, their views, the calendar and the figures, and the book of where everything stands"},
		"render":         {1400, "templates, and the files beside the pages, with what other programs read of a page (JSON-LD, descriptions)"},
		"search":         {1150, "how a finished page is read, what its words are, and the index in pieces"},
		"preview":        {1000, "what is served, to whom, and what a browser makes of it"},
		"plan":           {1500, "how pages of any age are read, each rule for what comes first, and how little is said of what follows"},
		"publish":        {1050, "one operation, for each system and against each fault"},
		"audit":          {2400, "every form in which text can be hidden, in which nothing may be shared with what it checks"},
		"attachment":     {2300, "each type of file is read and written from the first byte to the last"},
		"attachment/pdf": {1200, "the syntax of a format, of which nothing is left to a reader that guesses"},
		".":              {4500, "a command a file"},
	}
	lines := map[string]int{}
	for name := range goSources(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		n := strings.Count(string(data), "\n")
		if n > maxFile {
			t.Errorf("%s has %d lines; a file has up to %d", name, n, maxFile)
		}
		lines[path.Dir(filepath.ToSlash(name))] += n
	}
	for _, name := range slices.Sorted(maps.Keys(lines)) {
		t.Logf("%-15s %5d lines", name, lines[name])
		limit := max(maxPackage, larger[name].limit)
		if lines[name] > limit {
			t.Errorf("package %s has %d lines; it may have %d", name, lines[name], limit)
		}
		if lines[name] <= maxPackage && larger[name].why != "" {
			t.Errorf("package %s needs no excuse any more", name)
		}
	}
}
