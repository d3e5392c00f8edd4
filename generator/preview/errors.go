package preview

import (
	"bytes"
	"fmt"
	"html"

	"minutebook/generator/source"
)

// errorsPage is shown instead of every page while there are errors. It is a whole page of HTML, into which the client is
// put as into any other. An error may be without a place or a code: that a page cannot be made has neither.
func errorsPage(errors []source.Diagnostic, p places) []byte {
	var b bytes.Buffer
	b.WriteString("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<title>Errors</title>\n</head>\n<body>\n<h1>Errors</h1>\n<ul>\n")
	for _, e := range errors {
		fmt.Fprintf(&b, "<li>%s: %s</li>\n", html.EscapeString(p.name(e.Pos)), html.EscapeString(e.Message))
	}
	b.WriteString("</ul>\n</body>\n</html>\n")
	return b.Bytes()
}
