package preview

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

// A toldNotes is the answer of /~preview/notes?page=/smki-pma/meetings/28/: what there is to tell beside a page. Lists are
// never null.
type toldNotes struct {
	Draft    int          `json:"draft"`
	Page     string       `json:"page"`
	Errors   []toldNote   `json:"errors"` // all of them; while there are some, there are no notes
	Notes    []toldNote   `json:"notes"`  // of this page, in the draft's order
	Warnings toldWarnings `json:"warnings"`
}

// A toldNote is a diagnostic or a note. Place is as people read it, "content/smki-pma/minutes/x.md:41:10"; Path, Line and
// Column are the same in parts, the path in the content, the line 0 where it is the whole file. Open is the address that
// opens it in the editor, or empty. Severity is "error", "warning", or "note", which has no code. To is the address of a
// page, or empty.
type toldNote struct {
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
	Place    string `json:"place"`
	Open     string `json:"open"`
	Path     string `json:"path"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	To       string `json:"to"`
}

// A toldWarnings counts all warnings of the content: by code, and by the address of the page that shows their file.
type toldWarnings struct {
	All   int            `json:"all"`
	Codes map[string]int `json:"codes"`
	Pages map[string]int `json:"pages"`
}

func (s *Server) tellNotes(w http.ResponseWriter, r *http.Request, query string) {
	asked, ok := strings.CutPrefix(query, "page=")
	page, err := url.QueryUnescape(asked)
	address, canonical := addressOf((&url.URL{Path: page}).EscapedPath())
	if !ok || err != nil || !canonical {
		malformed.write(w)
		return
	}
	now, why := s.settled(r.Context())
	if why != nil {
		why.write(w)
		return
	}
	d := now.draft
	out := toldNotes{now.number, address, []toldNote{}, []toldNote{}, toldWarnings{len(d.Warnings), map[string]int{}, map[string]int{}}}
	for _, e := range d.Errors {
		out.Errors = append(out.Errors, s.tell(Note{Diagnostic: e}, e.Severity.String()))
	}
	if len(d.Errors) == 0 {
		for _, n := range d.Notes(address) {
			severity := n.Severity.String()
			if n.Code == "" {
				severity = "note"
			}
			out.Notes = append(out.Notes, s.tell(n, severity))
		}
	}
	for _, warning := range d.Warnings {
		out.Warnings.Codes[warning.Code]++
		if home := d.Home(warning.Path); home != "" {
			out.Warnings.Pages[home]++
		}
	}
	data, _ := json.Marshal(out) // of such fields there is no error
	send(w, http.StatusOK, types[".json"], data)
}

func (s *Server) tell(n Note, severity string) toldNote {
	return toldNote{severity, n.Code, n.Message, n.Hint, s.places.name(n.Pos), s.places.open(n.Pos), n.Path, n.Line, n.Column, n.To}
}
