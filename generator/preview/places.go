package preview

import (
	"errors"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"minutebook/generator/source"
)

// schemes are those that open something else than an editor.
var schemes = []string{"http", "https", "ws", "wss", "ftp", "file", "data", "blob", "filesystem", "about", "javascript", "vbscript", "view-source", "mailto"}

// editorForm is an address without what could end it early where it is written.
var editorForm = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.-]*):[!#-;=?-\[\]_a-z{}|~]+$`)

// places writes places of the content, for people and for their editor.
type places struct {
	content string // the content directory, as the user named it
	editor  string // the address that opens a place, with {path} in the content, {line} and {column}; or empty
}

// name is a place as diagnostics write it. A diagnostic without a place has none.
func (p places) name(at source.Pos) string {
	if at.Path != "" && p.content != "" {
		at.Path = p.content + "/" + at.Path
	}
	return at.String()
}

// newPlaces reads the pattern of the editor, and writes the absolute path of the content into it. A path begins with a
// slash on every system, so that vscode://file{path}:{line}:{column} works on each.
func newPlaces(o Options) (places, error) {
	p := places{content: strings.TrimSuffix(filepath.ToSlash(o.Content), "/")}
	if o.Editor == "" {
		return p, nil
	}
	m := editorForm.FindStringSubmatch(o.Editor)
	bare := strings.NewReplacer("{path}", "", "{line}", "", "{column}", "").Replace(o.Editor)
	switch {
	case m == nil || !strings.Contains(o.Editor, "{path}") || strings.ContainsAny(bare, "{}"):
		return p, errors.New("MINUTEBOOK_EDITOR is an address with {path}, and {line} and {column} if the editor knows them, such as vscode://file{path}:{line}:{column}")
	case slices.Contains(schemes, strings.ToLower(m[1])):
		return p, errors.New("MINUTEBOOK_EDITOR begins with " + strings.ToLower(m[1]) + ":, which is no editor; it is an address such as vscode://file{path}:{line}:{column}")
	case !filepath.IsAbs(o.Root):
		return p, errors.New("an editor opens files by their absolute path, and that of the content is not known")
	}
	root := "/" + strings.Trim(filepath.ToSlash(o.Root), "/")
	p.editor = strings.ReplaceAll(o.Editor, "{path}", strings.TrimSuffix(escapePath(root), "/")+"/{path}")
	return p, nil
}

// open is the address that opens a place in the editor, or empty.
func (p places) open(at source.Pos) string {
	if p.editor == "" || at.Path == "" {
		return ""
	}
	return strings.NewReplacer("{path}", escapePath(at.Path), "{line}", strconv.Itoa(max(at.Line, 1)),
		"{column}", strconv.Itoa(max(at.Column, 1))).Replace(p.editor)
}

// escapePath writes a path so that it can stand in the path of an address, and in its query too.
func escapePath(path string) string {
	names := strings.Split(path, "/")
	for i, name := range names {
		names[i] = strings.NewReplacer("&", "%26", "=", "%3D", "+", "%2B").Replace(url.PathEscape(name))
	}
	return strings.Join(names, "/")
}
