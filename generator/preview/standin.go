package preview

import (
	"strconv"
	"strings"

	"minutebook/generator/source"
)

// places stands in for the server's, until the two are put together.
type places struct {
	content string // the content directory, as the user named it
	editor  string // the address that opens a place, with {path} in the content, {line} and {column}; or empty
}

func (p places) name(at source.Pos) string {
	if at.Path != "" && p.content != "" {
		at.Path = p.content + "/" + at.Path
	}
	return at.String()
}

func (p places) open(at source.Pos) string {
	if p.editor == "" || at.Path == "" {
		return ""
	}
	return strings.NewReplacer("{path}", at.Path, "{line}", strconv.Itoa(at.Line), "{column}", strconv.Itoa(at.Column)).Replace(p.editor)
}
