package plan

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	width = 96 // of a line
	few   = 12 // lines of a page that is not among the first, unless everything is asked for
)

// WriteText writes the plan for a person. With full, nothing is shortened.
func (p *Plan) WriteText(w io.Writer, full bool) error {
	t := &text{full: full}
	t.addresses("Not what was published: changed by somebody since", p.Altered)
	t.entries("No longer withheld, or perhaps withheld until now", p.First, true)
	t.entries("Added", p.Added, full)
	t.entries("Changed", p.Changed, full)
	t.entries("Taken away", p.Gone, full)
	t.addresses("Lists and indexes that follow", p.Lists)
	if p.Since != "" {
		t.addresses("Changed only because states are reckoned from another day than "+written(p.Since), p.Day)
	}
	t.addresses("Changed in nothing that is read, such as a link or the style", p.Unread)
	t.files(p.Files)
	t.index(p.Index)
	_, err := io.WriteString(w, t.b.String())
	return err
}

type text struct {
	b    strings.Builder
	full bool
}

func (t *text) heading(format string, args ...any) {
	if t.b.Len() > 0 {
		t.b.WriteByte('\n')
	}
	fmt.Fprintf(&t.b, format+"\n", args...)
}

func (t *text) entries(heading string, entries []Entry, whole bool) {
	if len(entries) == 0 {
		return
	}
	t.heading("%s: %d", heading, len(entries))
	for _, e := range entries {
		fmt.Fprintf(&t.b, "\n%s\n", strings.TrimSpace(e.Address+"  "+e.Title))
		for _, why := range e.Reasons {
			t.wrap("  because ", why)
		}
		for i, l := range e.Lines {
			if i >= few && !whole {
				fmt.Fprintf(&t.b, "  … and %d more; --full shows all\n", len(e.Lines)-i)
				break
			}
			t.wrap("  "+l.sign()+" ", l.Text)
		}
	}
}

func (l Line) sign() string {
	if l.Comes {
		return "+"
	}
	return "-"
}

// wrap writes words behind a sign, and the lines after the first below its words.
func (t *text) wrap(sign, words string) {
	line := sign
	indent := strings.Repeat(" ", utf8.RuneCountInString(sign))
	for i, word := range strings.Fields(words) {
		switch {
		case i == 0:
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width:
			t.b.WriteString(line + "\n")
			line = indent
		default:
			line += " "
		}
		line += word
	}
	t.b.WriteString(line + "\n")
}

// addresses lists pages of which nothing more is told.
func (t *text) addresses(heading string, addresses []string) {
	if len(addresses) == 0 {
		return
	}
	t.heading("%s: %d", heading, len(addresses))
	for i, a := range addresses {
		if i >= few && !t.full {
			fmt.Fprintf(&t.b, "  … and %d more; --full shows all\n", len(addresses)-i)
			break
		}
		fmt.Fprintf(&t.b, "  %s\n", a)
	}
}

func (t *text) files(files []File) {
	if len(files) == 0 {
		return
	}
	t.heading("Files that are no pages: %d", len(files))
	for _, f := range files {
		fmt.Fprintf(&t.b, "  %-10s  %s\n", changeOf(f), f.Path)
	}
}

// index only counts: what stands in those files stands in the pages that are told.
func (t *text) index(files []File) {
	if len(files) == 0 {
		return
	}
	many := map[string]int{}
	for _, f := range files {
		many[changeOf(f)]++
	}
	var of []string
	for _, change := range []string{"added", "changed", "taken away"} {
		if n := many[change]; n > 0 {
			of = append(of, fmt.Sprintf("%d %s", n, change))
		}
	}
	t.heading("Files of the index for searching, which follow: %s", strings.Join(of, ", "))
}

// A jsonEntry is one line of the plan for a program. Group is first, added, changed, gone,
// altered, list, day, unread or file.
type jsonEntry struct {
	Group   string   `json:"group"`
	Address string   `json:"address"`
	Change  string   `json:"change,omitempty"`
	Title   string   `json:"title,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
	Goes    []string `json:"goes,omitempty"`
	Comes   []string `json:"comes,omitempty"`
}

// WriteJSON writes the plan for a program, one object a line, all of it.
func (p *Plan) WriteJSON(w io.Writer) error {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	for _, group := range []struct {
		name    string
		entries []Entry
	}{{"first", p.First}, {"added", p.Added}, {"changed", p.Changed}, {"gone", p.Gone}} {
		for _, e := range group.entries {
			j := jsonEntry{Group: group.name, Address: e.Address, Change: e.Change, Title: e.Title, Reasons: e.Reasons}
			for _, l := range e.Lines {
				if l.Comes {
					j.Comes = append(j.Comes, l.Text)
				} else {
					j.Goes = append(j.Goes, l.Text)
				}
			}
			if err := out.Encode(j); err != nil {
				return err
			}
		}
	}
	for _, group := range []struct {
		name      string
		addresses []string
	}{{"altered", p.Altered}, {"list", p.Lists}, {"day", p.Day}, {"unread", p.Unread}} {
		for _, a := range group.addresses {
			if err := out.Encode(jsonEntry{Group: group.name, Address: a}); err != nil {
				return err
			}
		}
	}
	for _, f := range p.Files {
		if err := out.Encode(jsonEntry{Group: "file", Address: "/" + f.Path, Change: changeOf(f)}); err != nil {
			return err
		}
	}
	return nil
}
