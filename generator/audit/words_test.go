package audit

import (
	"flag"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

var update = flag.Bool("update", false, "write words.txt anew")

// writers are the packages whose strings can come to stand on a site.
var writers = []string{
	"minutebook/generator/markdown", "minutebook/generator/site", "minutebook/generator/render", "minutebook/generator/export", "minutebook/generator/search", "minutebook/generator/publish",
	"github.com/yuin/goldmark/renderer/html", "github.com/yuin/goldmark/extension",
}

// TestOwnWords holds words.txt to the strings of the packages that write sites: a word that the program has begun to write,
// and the list does not have, would be taken for what somebody withholds.
func TestOwnWords(t *testing.T) {
	found := map[string]bool{}
	for _, path := range writers {
		p, err := build.Import(path, ".", 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.ImportSpec:
					return false
				case *ast.BasicLit:
					if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
						for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
							if len(w) > 1 && strings.ContainsFunc(w, unicode.IsLetter) {
								found[strings.ToLower(w)] = true
							}
						}
					}
				}
				return true
			})
		}
	}
	want := strings.Join(slices.Sorted(maps.Keys(found)), "\n") + "\n"
	if *update {
		if err := os.WriteFile("words.txt", []byte(want), 0o666); err != nil {
			t.Fatal(err)
		}
	} else if want != ownWords {
		t.Error("words.txt is not the words of the program's strings: go test ./generator/audit -run OwnWords -update")
	}
	if len(found) < 200 {
		t.Errorf("only %d words were found, so this test looks in the wrong place", len(found))
	}
}
