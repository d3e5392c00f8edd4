// Package source is where the pipeline begins: the bytes of files, places in them, and what there is to say about those
// places. What it says is read by people without clearance, in the logs of publishing jobs: a message names refs, keys
// and labels, and never quotes what the content says.
package source

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A Pos is a place in a file. Path is relative to the content directory, with slashes. Line and Column count from 1,
// Column in characters. A Pos without a line is the file as a whole.
type Pos struct {
	Path         string
	Line, Column int
}

func (p Pos) String() string {
	if p.Line == 0 {
		return p.Path
	}
	return fmt.Sprintf("%s:%d:%d", p.Path, p.Line, p.Column)
}

// Before orders places by file, line and column.
func (p Pos) Before(q Pos) bool { return compare(p, q) < 0 }

func compare(p, q Pos) int {
	return cmp.Or(cmp.Compare(p.Path, q.Path), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// Advance is the place after text that begins at p.
func Advance(p Pos, text string) Pos {
	if i := strings.LastIndexByte(text, '\n'); i >= 0 {
		p.Line += strings.Count(text, "\n")
		p.Column = 1
		text = text[i+1:]
	}
	p.Column += utf8.RuneCountInString(text)
	return p
}

// Forbidden tells whether a character shows nothing, or something else than it says: controls, separators of lines and
// paragraphs, controls of the direction of writing. Content cannot hold it, be it as it is or by another name.
func Forbidden(c rune) bool {
	return c != '\n' && c != '\t' && (unicode.IsControl(c) || c == '\u2028' || c == '\u2029' || unicode.Is(unicode.Bidi_Control, c))
}

// A Severity tells whether a diagnostic keeps a site from being published.
type Severity uint8

// Errors stop a build; warnings are advice, which only check gives.
const (
	Error Severity = iota
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// A Diagnostic is one thing to say about one place. Code is stable and stands in the table of codes.md. Message is lower
// case without a full stop; Hint says what to write instead, and may be empty.
type Diagnostic struct {
	Pos
	Severity Severity
	Code     string
	Message  string
	Hint     string
}

// A Report gathers diagnostics, so that all are told at once. It may be used by several goroutines. The zero Report is
// empty and ready.
type Report struct {
	mu  sync.Mutex
	all []Diagnostic
}

// Error adds what keeps the site from being published.
func (r *Report) Error(at Pos, code, hint, format string, args ...any) {
	r.add(Diagnostic{at, Error, code, fmt.Sprintf(format, args...), hint})
}

// Warn adds advice.
func (r *Report) Warn(at Pos, code, hint, format string, args ...any) {
	r.add(Diagnostic{at, Warning, code, fmt.Sprintf(format, args...), hint})
}

func (r *Report) add(d Diagnostic) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, d)
}

// Add takes over diagnostics gathered elsewhere.
func (r *Report) Add(ds ...Diagnostic) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, ds...)
}

// AddUntold takes over diagnostics gathered elsewhere, but for those at places of which there is an error already: what
// a later stage says of them follows from it.
func (r *Report) AddUntold(ds ...Diagnostic) {
	if len(ds) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	told := map[Pos]bool{}
	for _, d := range r.all {
		told[d.Pos] = told[d.Pos] || d.Severity == Error
	}
	for _, d := range ds {
		if !told[d.Pos] {
			r.all = append(r.all, d)
		}
	}
}

// All returns what was gathered, sorted by place, each diagnostic once.
func (r *Report) All() []Diagnostic {
	r.mu.Lock()
	defer r.mu.Unlock()
	slices.SortStableFunc(r.all, func(a, b Diagnostic) int {
		return cmp.Or(compare(a.Pos, b.Pos), cmp.Compare(a.Severity, b.Severity), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
	r.all = slices.Compact(r.all)
	return slices.Clone(r.all)
}

// Errors are the diagnostics that keep a site from being published, sorted by place.
func (r *Report) Errors() []Diagnostic {
	return slices.DeleteFunc(r.All(), func(d Diagnostic) bool { return d.Severity != Error })
}

// WriteText writes diagnostics as lines for people: `path:line:col: error: message [code]`, and the hint below.
// Paths are shown behind prefix, the content directory as the user named it.
func WriteText(w io.Writer, prefix string, ds []Diagnostic) {
	for _, d := range ds {
		at := d.Pos
		at.Path = join(prefix, at.Path)
		fmt.Fprintf(w, "%s: %s: %s [%s]\n", at, d.Severity, d.Message, d.Code)
		if d.Hint != "" {
			fmt.Fprintf(w, "  hint: %s\n", d.Hint)
		}
	}
}

// WriteJSON writes the same as one JSON object a line.
func WriteJSON(w io.Writer, prefix string, ds []Diagnostic) {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, d := range ds {
		out.Encode(struct {
			Path     string `json:"path"`
			Line     int    `json:"line"`
			Column   int    `json:"column"`
			Severity string `json:"severity"`
			Code     string `json:"code"`
			Message  string `json:"message"`
			Hint     string `json:"hint"`
		}{join(prefix, d.Path), d.Line, d.Column, d.Severity.String(), d.Code, d.Message, d.Hint})
	}
}

func join(prefix, path string) string {
	switch {
	case prefix == "" || path == "":
		return prefix + path
	default:
		return prefix + "/" + path
	}
}
