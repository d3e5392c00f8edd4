package main

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
)

// A skeleton is a kind of file that new can start, beside minutes.
type skeleton struct {
	kind, folder, about string
	refs                string // what its refs have behind the prefix, if it needs one
	text                string // %[1]s the title, %[2]s the ref or the short name, %[3]s the prefix; comments behind a tab
}

// fill makes a file of a skeleton, its comments in a column.
func (k skeleton) fill(title, ref, prefix string) string {
	var b strings.Builder
	for line := range strings.Lines(fmt.Sprintf(k.text, document.Quote(title), document.Quote(ref), document.Quote(prefix))) {
		value, comment, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		fmt.Fprintln(&b, commented(value, comment))
	}
	return b.String()
}

const commonLines = `
# files:	# pictures and other files that the text shows or links, each with a label of its own
#   - { file: ../files/plan.png, classification: RED }
# formerly:	# where its page stood before its file was renamed; readers are led on from there
#   - /a-body/documents/old-name/`

const redLine = "classification: RED\t" + redComment

var consultationSkeleton = skeleton{"consultation", "consultations", "what is consulted on, until when, and how to answer", "CON", `---
kind: consultation
ref: %[2]s
title: %[1]s
` + redLine + `
# document: %[3]s-DOC-01	# ref of the document that is consulted on
# version: "0.1"	# of that document
# authority: Section 4	# the rule under which it is held
# opens: 2026-01-31	# its state follows from its days; without them, it is announced
# closes: 2026-02-28	# the last day, to its end
# audience: Everybody who winds a clock	# who is asked to answer
# respond: In writing to the Secretary
# launched_by: %[3]s 01/D01	# ref of the decision or action
# decided_by: %[3]s 02/D01
# feedback:	# when it has closed: what was answered, in sum
#   date: 2026-03-31
#   text: Nine replies came in.
# outcome:	# what became of it
#   date: 2026-04-30
#   text: Version 1.0 was approved.` + commonLines + `
---
<!-- What is asked, of whom, and why. -->
`}

var documentSkeleton = skeleton{"document", "documents", "its versions, and how to get it", "DOC", `---
kind: document
ref: %[2]s
title: %[1]s
` + redLine + `
# available: on request	# or published, with the file of each version
# public_title: Its public name	# shown while it is withheld and available on request
# versions:
#   - version: "0.1"
#     date: 2026-01-31
#     state: draft	# consultation, recommended, approved or withdrawn
#     approved_by: %[3]s 01/D01	# ref of a decision or meeting, or a name
#     note: What changed.
#     file: ../files/name.pdf	# from this file; it needs a classification beside it` + commonLines + `
---
<!-- What the document is for. -->
`}

var registerSkeleton = skeleton{"register", "registers", "its columns, and entries that meetings update like actions", "", `---
kind: register
title: %[1]s
` + redLine + `
# statuses: [identified, closed]	# the first is that of an entry that says nothing; without a list, as those of actions
# columns:	# beside ref, title and status
#   - { key: section, title: Section }
# entries:
#   - ref: %[3]s-R01
#     title: What it is
#     section: A value of the column
#     owner: Who is to act
#     status: identified
#     history:	# beside what meetings say under updates
#       - date: 2026-01-31	# or meeting: its ref
#         status: identified
#         text: What happened.` + commonLines + `
---
<!-- What is kept here. -->
`}

var bodySkeleton = skeleton{"body", "", "its name, the prefix of its refs, its members", "", `---
kind: body
title: %[1]s
short: %[2]s
prefix: %[3]s	# every ref of a meeting, action or decision of this body begins with it
classification: RED	# nobody but you sees this body, nor any file of it, until its label is decided
state: active	# or closed
# reports_to: Board	# the folder of a body of this site, or the name of one elsewhere
# meets: on the second Tuesday of every month
# members:
#   - { name: Name of a person, as: Chair, group: Members, voting: true }` + commonLines + `
---
<!-- The remit of the body. -->
`}

func newConsultationCommand(s *session) *cobra.Command {
	return newOtherCommand(s, consultationSkeleton)
}
func newDocumentCommand(s *session) *cobra.Command { return newOtherCommand(s, documentSkeleton) }
func newRegisterCommand(s *session) *cobra.Command { return newOtherCommand(s, registerSkeleton) }

// newOtherCommand starts a file of a body. NAME is what its address is made of.
func newOtherCommand(s *session, k skeleton) *cobra.Command {
	var title, ref string
	cmd := &cobra.Command{
		Use:   k.kind + " [BODY] NAME",
		Short: "Start a " + k.kind + ": " + k.about,
		Long: fmt.Sprintf(`%s starts a %s of a body. NAME is the name of its file, of which its address is made for
good: lower case, with hyphens. BODY may be left out where there is only one.`, capital(k.kind), k.kind),
		Example:           fmt.Sprintf("  minutebook new %s smki-pma recovery-key-guidance --title \"Recovery Key Guidance\"", k.kind),
		ValidArgsFunction: completeBody(s, 0),
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 || len(args) > 2 {
				return usage(fmt.Sprintf("as in: minutebook new %s smki-pma recovery-key-guidance", k.kind), "new %s takes a body and a name", k.kind)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := s.read()
			if err != nil {
				return err
			}
			b, err := s.body(r.record, args[:len(args)-1])
			if err != nil {
				return err
			}
			name, err := fileName(args[len(args)-1])
			if err != nil {
				return err
			}
			if !cmd.Flags().Changed("title") {
				title = capital(strings.ReplaceAll(name, "-", " "))
			}
			if err := typed("title", title); err != nil {
				return err
			}
			if k.refs != "" && !cmd.Flags().Changed("ref") {
				ref = freeRef(r.record, b.Prefix.Text+"-"+k.refs)
			}
			if k.refs != "" {
				if err := typed("ref", ref); err != nil {
					return err
				}
			}
			d := draft{path: path.Join(b.Folder, k.folder, name+".md"), text: k.fill(title, ref, b.Prefix.Text)}
			if err := s.write(r, d); err != nil {
				return err
			}
			s.say("next: fill it in, decide the classification, and run minutebook check")
			return nil
		},
	}
	cmd.Flags().StringVar(&title, "title", "", "its title (default: made of NAME)")
	if k.refs != "" {
		cmd.Flags().StringVar(&ref, "ref", "", "its ref, the one name it has in the whole site (default: the body's prefix, "+k.refs+" and a number)")
	}
	return cmd
}

func newBodyCommand(s *session) *cobra.Command {
	var title, short, prefix string
	cmd := &cobra.Command{
		Use:   "body FOLDER",
		Short: "Start a body: " + bodySkeleton.about,
		Long: `Body starts the folder of a committee with the file that says what it is. The folder's name is the first
part of all its addresses, for good: lower case, with hyphens.`,
		Example: `  minutebook new body ssc --title "Security Sub-Committee" --short SSC --prefix SECSSC`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usage("as in: minutebook new body smki-pma", "new body takes the name of a folder")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := s.read()
			if err != nil {
				return err
			}
			name, err := fileName(args[0])
			if err != nil {
				return err
			}
			for _, b := range r.record.Bodies {
				if markdown.Slug(b.Folder) == name {
					return usage("give the new one another name", "there is a body in %s already", b.Folder)
				}
			}
			defaults := []struct{ flag, value string }{
				{"title", capital(strings.ReplaceAll(name, "-", " "))},
				{"short", strings.ToUpper(strings.ReplaceAll(name, "-", " "))},
				{"prefix", strings.ToUpper(strings.ReplaceAll(name, "-", ""))},
			}
			for i, value := range []*string{&title, &short, &prefix} {
				if d := defaults[i]; !cmd.Flags().Changed(d.flag) {
					*value = d.value
				}
				if err := typed(defaults[i].flag, *value); err != nil {
					return err
				}
			}
			if err := s.write(r, draft{path: name + "/body.md", text: bodySkeleton.fill(title, short, prefix)}); err != nil {
				return err
			}
			s.say("next: fill it in, decide the classification, and start minutes with minutebook new minutes %s --date YYYY-MM-DD", name)
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	cmd.Flags().StringVar(&title, "title", "", "its full name (default: made of FOLDER)")
	cmd.Flags().StringVar(&short, "short", "", "its short name (default: made of FOLDER)")
	cmd.Flags().StringVar(&prefix, "prefix", "", "what its refs begin with, in capitals (default: made of FOLDER)")
	return cmd
}

var namePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// fileName is the name of a file or a folder as it was given on the command line, if it can be part of an address.
func fileName(given string) (string, error) {
	name := strings.TrimSuffix(given, ".md")
	if namePattern.MatchString(name) {
		return name, nil
	}
	hint := "write letters, digits and hyphens"
	if better := markdown.Slug(path.Base(name)); namePattern.MatchString(better) {
		hint = "write " + better
	}
	return "", usage(hint, "a name becomes part of an address: it has lower case letters, digits and hyphens")
}

// freeRef is the first ref of the given beginning that nothing has.
func freeRef(r *minutes.Record, beginning string) string {
	for n := 1; ; n++ {
		if ref := fmt.Sprintf("%s-%02d", beginning, n); r.Thing(ref) == nil {
			return ref
		}
	}
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// atMost is for commands that take a few arguments.
func atMost(n int, name, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > n {
			return usage("minutebook "+name+" --help tells what it takes", "%s takes %s at most", name, what)
		}
		return nil
	}
}

// completeBody offers the folders of bodies for the argument of the given position.
func completeBody(s *session, at int) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
		s.terminal = false
		r, err := s.read()
		if err != nil || len(args) != at {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var folders []cobra.Completion
		for _, b := range r.record.Bodies {
			folders = append(folders, b.Folder)
		}
		slices.Sort(folders)
		return folders, cobra.ShellCompDirectiveNoFileComp
	}
}
