package source

import (
	_ "embed"
	"strings"
)

//go:embed codes.md
var codesTable string

// A Code is a row of codes.md: what a diagnostic's code stands for.
type Code struct {
	Name, Severity, Meaning, Remedy string
}

// Codes are all codes of diagnostics, in the order of the table.
func Codes() []Code {
	var codes []Code
	for line := range strings.Lines(codesTable) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) != 4 || !strings.HasPrefix(strings.TrimSpace(cells[0]), "`") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		codes = append(codes, Code{strings.Trim(cells[0], "`"), cells[1], cells[2], cells[3]})
	}
	return codes
}
