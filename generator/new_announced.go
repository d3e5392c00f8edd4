package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// complete turns the announcement of a meeting into its minutes. Every line of the file stays, and only the values of
// state and classification change: what its author wrote, comments too, is nobody else's to lose.
func (n *nextMinutes) complete(m *minutes.Meeting) error {
	if n.dayGiven && !n.day.Equal(m.Date.Time) {
		return usage("mend date: there, or leave --date out", "meeting %d is announced for %s in %s", n.number, m.Date.Format(time.DateOnly), m.Path)
	}
	n.day = m.Date.Time
	if n.last != nil && !n.last.Date.Before(n.day) {
		return usage("mend date: there", "meeting %d is announced in %s for a day that is not after meeting %d", n.number, m.Path, n.last.Number.N)
	}
	i := slices.IndexFunc(n.read.tree.Files, func(f source.File) bool { return f.Path == m.Path })
	over := n.read.tree.Files[i].Data
	announced := m.File.Ruling
	if err := n.write(n.read, draft{path: m.Path, text: n.completed(m, string(over)), over: over}); err != nil {
		return err
	}
	n.say("meeting %d of %s was announced in this file, which is completed and keeps all that it said", n.number, n.body.Folder)
	if announced.Permits(n.read.record.Clearance()) {
		n.say("readers see its announcement no longer, until its label is decided: it was %s", announced.Label)
	}
	n.sayNext()
	return nil
}

// completed is the text of an announcement with what minutes have beside.
func (n *nextMinutes) completed(m *minutes.Meeting, text string) string {
	end := "\n"
	if strings.Contains(text, "\r\n") {
		end = "\r\n"
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	setValue(lines, m.Common.Classification.At, "RED", redComment)
	setValue(lines, m.State.At, "unapproved", stateComment)
	closing := 1 + slices.Index(lines[1:], "---")
	front := append(slices.Clone(lines[:closing]), n.added(m)...)
	rest := strings.TrimRight(strings.Join(lines[closing:], "\n"), "\n") + "\n"
	if strings.TrimSpace(strings.TrimPrefix(rest, "---")) != "" {
		rest += "\n"
	}
	return strings.ReplaceAll(strings.Join(front, "\n")+"\n"+rest+n.items(), "\n", end)
}

// added are the lines that an announcement lacks in its front matter.
func (n *nextMinutes) added(m *minutes.Meeting) []string {
	var added []string
	line := func(format string, args ...any) {
		added = append(added, strings.Split(fmt.Sprintf(format, args...), "\n")...)
	}
	if m.Approves.At.Line == 0 {
		n.approves(line)
	}
	if len(m.Minutes.Attendance) == 0 {
		line("")
		n.attendance(line)
	}
	n.entries(line)
	return added
}

var valuePattern = regexp.MustCompile(`^(?:"[^"]*"|'[^']*'|[^\s#,}]+)`)

// setValue changes the value that stands at a place, and adds a comment where there is none.
func setValue(lines []string, at source.Pos, value, comment string) {
	line := []rune(lines[at.Line-1])
	before, rest := string(line[:at.Column-1]), string(line[at.Column-1:])
	rest = strings.TrimPrefix(rest, valuePattern.FindString(rest))
	if strings.TrimSpace(rest) == "" {
		lines[at.Line-1] = commented(before+value, comment)
		return
	}
	lines[at.Line-1] = before + value + rest
}
