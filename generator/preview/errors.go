package preview

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"slices"

	"minutebook/generator/source"
)

//go:embed errors.html
var errorsHTML string

var errorsTemplate = template.Must(template.New("errors").Parse(errorsHTML))

// Nobody mends more errors than that before the next save.
const manyErrors = 200

type (
	errorsShown struct {
		Count string
		One   bool
		Files []*fileShown
		More  int
	}
	fileShown struct {
		Name    string
		Changed bool
		Errors  []errorShown
	}
	errorShown struct {
		Message, Hint, Code, Place string
		Open                       template.URL
	}
)

// errorsPage is shown instead of every page while there are errors. It is a whole page of HTML, into which the client is
// put as into any other, and can be read without it. Errors stand by file: files that changed come first, in their order,
// then the others in the order of errors. An error may be without a place, a code or a hint.
func errorsPage(errors []source.Diagnostic, changed []string, p places) []byte {
	files := map[string]*fileShown{}
	shown := errorsShown{Count: fmt.Sprint(len(errors), " errors"), One: len(errors) == 1}
	if shown.One {
		shown.Count = "1 error"
	}
	first := slices.Clone(errors)
	slices.SortStableFunc(first, func(a, b source.Diagnostic) int { return rank(changed, a.Path) - rank(changed, b.Path) })
	if len(first) > manyErrors {
		first, shown.More = first[:manyErrors], len(first)-manyErrors
	}
	for _, e := range first {
		file := files[e.Path]
		if file == nil {
			file = &fileShown{Changed: e.Path != "" && slices.Contains(changed, e.Path)}
			if e.Path != "" {
				file.Name = p.name(source.Pos{Path: e.Path})
			}
			files[e.Path] = file
			shown.Files = append(shown.Files, file)
		}
		// An address that opens an editor has a scheme that templates do not know; the drafter chose it.
		file.Errors = append(file.Errors, errorShown{e.Message, e.Hint, e.Code, p.name(e.Pos), template.URL(p.open(e.Pos))})
	}
	var b bytes.Buffer
	if err := errorsTemplate.Execute(&b, shown); err != nil { // cannot be: there are no functions in it, and a buffer takes all
		return []byte(err.Error())
	}
	return b.Bytes()
}

// rank is where a file stands among those that changed; the others come after these.
func rank(changed []string, file string) int {
	if i := slices.Index(changed, file); i >= 0 {
		return i
	}
	return len(changed)
}
