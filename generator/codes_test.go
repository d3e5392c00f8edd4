package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"minutebook/generator/source"
)

// elsewhere are the codes that no file of testdata/bad can produce, and what does.
var elsewhere = map[string]string{
	"file-metadata":  "such files are not text: package attachment has the test",
	"file-link":      "an archive cannot hold a symbolic link: TestBadTree makes one",
	"file-name":      "an archive cannot hold such a name: TestBadTree makes one",
	"file-too-large": "the file would be 4 MiB: TestBadSize makes it",
	"text-too-large": "the text would be thousands of lines: TestBadSize makes it",
	"audit-unread":   "it is of a finished site: TestAuditUnread has one",
	"audit-withheld": "it is of a finished site: testdata/script/audit.txtar has some",
	"address-taken":  "a second look behind address-twice, which tells first: package site has the test",
}

// TestCodes compares the table of codes.md with the codes in the program's sources, and with those that the bad files
// produce: each is explained, with its severity, and each is seen.
func TestCodes(t *testing.T) {
	table := map[string]string{}
	var names []string
	for _, c := range source.Codes() {
		if _, twice := table[c.Name]; twice {
			t.Errorf("codes.md has %s twice", c.Name)
		}
		if c.Meaning == "" || c.Remedy == "" {
			t.Errorf("codes.md says nothing of %s", c.Name)
		}
		table[c.Name] = c.Severity
		names = append(names, c.Name)
	}
	if !slices.IsSorted(names) {
		t.Error("codes.md is not in the order of the alphabet")
	}
	used := codesInSources(t)
	for _, code := range slices.Sorted(maps.Keys(used)) {
		if table[code] != used[code] {
			t.Errorf("%s is used as an %s; in codes.md it is %q", code, used[code], table[code])
		}
	}
	seen := codesInBad(t)
	for code, severity := range table {
		if used[code] == "" {
			t.Errorf("codes.md has %s, and nothing uses it", code)
		}
		switch {
		case elsewhere[code] != "" && seen[code] != "":
			t.Errorf("testdata/bad does produce %s, so it is not to be excused", code)
		case elsewhere[code] == "" && seen[code] == "":
			t.Errorf("no file of testdata/bad produces %s", code)
		case seen[code] != "" && seen[code] != severity:
			t.Errorf("%s is produced as %s; in codes.md it is %s", code, seen[code], severity)
		}
	}
}

// codesInSources are the codes in the program, with their severity: strings given to a function as its parameter code, and
// in a Diagnostic's field Code.
func codesInSources(t *testing.T) map[string]string {
	codes := map[string]string{}
	parameter := map[string]int{} // name of a function: index of its parameter code
	files := goSources(t)
	for _, file := range files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				if i := parameterCode(f.Type); i >= 0 {
					parameter[f.Name.Name] = i
				}
			}
		}
	}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				name := calledName(n)
				i, ok := parameter[name]
				if !ok || i >= len(n.Args) {
					return true
				}
				if code, ok := text(n.Args[i]); ok {
					severity := "error"
					if name == "Warn" {
						severity = "warning"
					}
					codes[code] = severity
				}
			case *ast.CompositeLit:
				code, severity := "", "error"
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok {
						switch key, _ := kv.Key.(*ast.Ident); {
						case key == nil:
						case key.Name == "Code":
							code, _ = text(kv.Value)
						case key.Name == "Severity":
							if s, ok := kv.Value.(*ast.SelectorExpr); ok && s.Sel.Name == "Warning" {
								severity = "warning"
							}
						}
					}
				}
				if code != "" {
					codes[code] = severity
				}
			}
			return true
		})
	}
	return codes
}

// goSources are the program's files without its tests.
func goSources(t *testing.T) map[string]*ast.File {
	files := map[string]*ast.File{}
	err := filepath.WalkDir(".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() && e.Name() == "testdata" {
			return fs.SkipDir
		}
		if err != nil || e.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
		files[p] = file
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// parameterCode is the index of a function's parameter "code", or -1.
func parameterCode(f *ast.FuncType) int {
	i := 0
	for _, field := range f.Params.List {
		for _, name := range field.Names {
			if name.Name == "code" {
				return i
			}
			i++
		}
	}
	return -1
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

var toldCode = regexp.MustCompile(`(?m): (error|warning): .*\[([a-z-]+)\]$`)

// codesInBad are the codes that the bad files produce, with their severity.
func codesInBad(t *testing.T) map[string]string {
	codes := map[string]string{}
	for _, file := range badFiles(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(data).Files {
			if f.Name == "want" {
				for _, m := range toldCode.FindAllStringSubmatch(string(f.Data), -1) {
					codes[m[2]] = m[1]
				}
			}
		}
	}
	return codes
}
