package main

import (
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

func explainCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "explain REF|FILE|CODE",
		Short: "Tell what of a record is published, what is withheld, and which label decided",
		Long: `Explain tells of a record, or of a file of the content, what readers see of it, and, of what they do
not see, which label decided and where it is written. Of the code at the end of an error or a warning
it tells what it means and what to do.

A ref may be spelt in any way: SECPMA 25/04, secpma25/4, or 25-04 where only one body has it. What is
told names refs and places, and never what the content says. It goes to standard output.`,
		Example: `  minutebook explain "SECPMA 25/04"
  minutebook explain content/smki-pma/minutes/2016-07-12.md
  minutebook explain ref-meeting`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("as in: minutebook explain 25/04", "explain needs a ref, a file, or the code of a message")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			// A ref has a space in it, and not everybody quotes it.
			return explain(s, strings.Join(args, " "))
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return completeExplain(s)
		},
	}
}

func explain(s *session, what string) error {
	for _, c := range source.Codes() {
		if c.Name == strings.Trim(what, "[]") {
			fmt.Fprintf(s.stdout, "%s: %s\n  meaning   %s\n  remedy    %s\n", c.Name, article(c.Severity), c.Meaning, c.Remedy)
			return nil
		}
	}
	r, err := s.read()
	if err != nil {
		return err
	}
	pages, _, err := s.layOut(r, buildFlags{})
	if err != nil {
		return err
	}
	if errs := r.report.Errors(); len(errs) > 0 {
		s.say("the content has %s, so nothing of it can be published; this tells how it will be when they are mended", count(len(errs), "error", "errors"))
	}
	e := &explainer{out: s.stdout, content: s.content, files: r.tree.Files, record: r.record, clearance: r.record.Clearance(), pages: pages}
	e.gather()
	if path, ok := e.file(what); ok {
		e.explainFile(path)
		return nil
	}
	switch refs := e.meant(what); len(refs) {
	case 0:
		return e.unknown(what)
	case 1:
		e.explainRef(refs[0])
		return nil
	default:
		return usage("write one of: "+strings.Join(refs, ", "), "several records can be meant by %q", what)
	}
}

func article(word string) string {
	if strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// An explainer tells what readers with a clearance see of a record. It asks the rulings of package minutes; pages only
// say where on the site something is shown.
type explainer struct {
	out       io.Writer
	content   string // the directory, as the user named it
	files     []source.File
	record    *minutes.Record
	clearance classification.Clearance
	pages     *site.Site

	refs    []string         // of everything that can be asked for, in the order of the content
	paths   []string         // of files with records
	history map[string][]say // by ref, in the order of the meetings
}

// A say is an update in its meeting.
type say struct {
	meeting *minutes.Meeting
	index   int
}

func (s say) update() document.Update { return s.meeting.Minutes.Updates[s.index] }
func (s say) ruling() minutes.Ruling  { return s.meeting.Updates[s.index] }

// gather lists what there is to explain.
func (e *explainer) gather() {
	e.history = map[string][]say{}
	seen := map[string]bool{"": true}
	ref := func(r document.Ref) {
		if !seen[r.Text] {
			seen[r.Text] = true
			e.refs = append(e.refs, r.Text)
		}
	}
	for _, b := range e.record.Bodies {
		e.paths = append(e.paths, b.Path)
		for _, m := range b.Meetings {
			e.paths = append(e.paths, m.Path)
			ref(m.Common.Ref)
			for _, p := range m.Minutes.Papers {
				ref(p.Ref)
			}
			for _, a := range m.Minutes.Actions {
				ref(a.Ref)
			}
			for _, d := range m.Minutes.Decisions {
				ref(d.Ref)
			}
		}
		for _, c := range b.Consultations {
			e.paths = append(e.paths, c.Path)
			ref(c.Common.Ref)
		}
		for _, d := range b.Documents {
			e.paths = append(e.paths, d.Path)
			ref(d.Common.Ref)
		}
		for _, g := range b.Registers {
			e.paths = append(e.paths, g.Path)
			for _, entry := range g.Entries {
				ref(entry.Ref)
			}
		}
	}
	for _, b := range e.record.Bodies { // last, for actions older than the archive, which only updates name
		for _, m := range b.Meetings {
			for i, u := range m.Minutes.Updates {
				e.history[u.Ref.Text] = append(e.history[u.Ref.Text], say{m, i})
				ref(u.Ref)
			}
		}
	}
	for _, history := range e.history {
		slices.SortStableFunc(history, func(x, y say) int { return x.meeting.Date.Compare(y.meeting.Date.Time) })
	}
}

// place is a position as the user can open it.
func (e *explainer) place(at source.Pos) string {
	at.Path = filepath.ToSlash(filepath.Join(e.content, filepath.FromSlash(at.Path)))
	return at.String()
}

// line writes a line about a thing.
func (e *explainer) line(key, format string, args ...any) {
	fmt.Fprintf(e.out, "  %-8s  %s\n", key, fmt.Sprintf(format, args...))
}

// label tells the label of a thing and which place decided.
func (e *explainer) label(r minutes.Ruling) {
	e.line("label", "%s, because %s", r.Label, e.because(r))
}

func (e *explainer) because(r minutes.Ruling) string {
	if r.Label == classification.Unknown {
		return "one that holds it cannot be read; check tells which"
	}
	return e.place(r.By) + " says so"
}

// verdict is what readers get of something, in words.
func (e *explainer) verdict(r minutes.Ruling, drafts ...*minutes.File) string {
	switch {
	case r.Permits(e.clearance):
		return "published"
	case r.Draft != nil:
		for _, f := range drafts {
			if f != nil && f.Common != nil && f.Common.Draft.Value {
				return "withheld from everyone: a draft, because " + e.place(f.Common.Draft.At) + " says so"
			}
		}
		return "withheld from everyone: it is part of a draft"
	case r.Label == classification.Unknown:
		return "withheld from everyone: unknown label, because " + e.because(r)
	default:
		return "withheld from readers: " + r.Label.String() + ", because " + e.because(r)
	}
}

// address is where something published is shown.
func (e *explainer) address(t markdown.Target) string {
	if to, ok := e.pages.Find(t); ok {
		return " at " + string(to)
	}
	return ""
}

// completeExplain offers refs and files.
func completeExplain(s *session) ([]cobra.Completion, cobra.ShellCompDirective) {
	s.terminal = false
	r, err := s.read()
	if err != nil {
		return nil, cobra.ShellCompDirectiveDefault
	}
	e := &explainer{content: s.content, record: r.record}
	e.gather()
	offered := slices.Clone(e.refs)
	for _, p := range e.paths {
		offered = append(offered, e.place(source.Pos{Path: p}))
	}
	return offered, cobra.ShellCompDirectiveNoFileComp
}
