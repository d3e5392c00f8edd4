package plan

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
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
	t.lines("Not what was published: changed by somebody since", len(p.Altered), p.Altered)
	t.entries("No longer withheld, or perhaps withheld until now", p.First, true)
	t.entries("Added", p.Added, full)
	t.entries("Changed", p.Changed, full)
	t.entries("Taken away", p.Gone, full)
	t.addresses("Lists and views that follow", p.Lists)
	if p.Since != "" {
		t.addresses("Changed only because states are reckoned from another day than "+written(p.Since), p.Day)
	}
	t.addresses("Changed in nothing that is read, such as a link or the style", p.Unread)
	t.programs(p.Program)
	t.files("Files that are no pages", p.Files)
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
	if t.full {
		t.lines(heading, len(addresses), addresses)
	} else {
		t.lines(heading, len(addresses), together(addresses))
	}
}

func (t *text) lines(heading string, n int, lines []string) {
	if n == 0 {
		return
	}
	t.heading("%s: %d", heading, n)
	for i, line := range lines {
		if i >= few && !t.full {
			fmt.Fprintf(&t.b, "  … and %d more; --full shows all\n", len(lines)-i)
			break
		}
		fmt.Fprintf(&t.b, "  %s\n", line)
	}
}

// together are addresses as lines, in which each register stands with the number of its views, and files for programs are
// one line at the end.
func together(addresses []string) []string {
	views := map[string]int{}
	var own, files []string
	for _, a := range addresses {
		switch at := placeAt(a); {
		case at.kind == program:
			files = append(files, a)
		case at.view != "":
			if views[at.view]++; views[at.view] == 1 && !slices.Contains(addresses, at.view) {
				own = append(own, at.view)
			}
		default:
			own = append(own, a)
		}
	}
	slices.Sort(own)
	var lines []string
	for _, a := range own {
		switch n := views[a]; {
		case n == 0:
			lines = append(lines, a)
		case slices.Contains(addresses, a):
			lines = append(lines, a+" and "+count(n, "view", "views")+" of it")
		default:
			lines = append(lines, count(n, "view", "views")+" of "+a)
		}
	}
	if len(files) > 0 {
		lines = append(lines, count(len(files), "file", "files")+" for programs ("+kindsOf(files)+")")
	}
	return lines
}

// kindsOf are those of files for programs, in words.
func kindsOf(addresses []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(programs), func(kind string) bool {
		return !slices.ContainsFunc(addresses, func(a string) bool { return placeAt(a).of == kind })
	}), ", ")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// programs only counts, unless everything is asked for: what stands in those files stands in the pages that are told.
func (t *text) programs(files []File) {
	const heading = "Files for programs that follow"
	if t.full || len(files) == 0 {
		t.files(heading, files)
		return
	}
	var addresses []string
	for _, f := range files {
		addresses = append(addresses, "/"+f.Path)
	}
	t.heading("%s: %d (%s)", heading, len(files), kindsOf(addresses))
}

func (t *text) files(heading string, files []File) {
	if len(files) == 0 {
		return
	}
	t.heading("%s: %d", heading, len(files))
	for _, f := range files {
		fmt.Fprintf(&t.b, "  %-10s  %s\n", changeOf(f), f.Path)
	}
}

// A jsonEntry is one line of the plan for a program. Group is first, added, changed, gone,
// altered, list, day, unread, program or file.
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
	for _, group := range []struct {
		name  string
		files []File
	}{{"program", p.Program}, {"file", p.Files}} {
		for _, f := range group.files {
			if err := out.Encode(jsonEntry{Group: group.name, Address: "/" + f.Path, Change: changeOf(f)}); err != nil {
				return err
			}
		}
	}
	return nil
}
