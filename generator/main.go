// Minutebook compiles minutes of meetings, written in Markdown with YAML front matter, into a cross-linked static site,
// and leaves out everything classified above the site's ceiling.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"
	_ "time/tzdata" // so that days end, and meetings begin, at the same instant on any machine

	"github.com/spf13/cobra"

	"minutebook/generator/publish"
	"minutebook/generator/source"
)

// version is told by --version. Sites do not depend on it.
const version = "0.1.0"

// Exit codes, as COMMANDS of the README tells them.
const (
	exitDone     = 0
	exitContent  = 1
	exitUsage    = 2
	exitWithheld = 3
	exitMachine  = 4
)

func main() {
	// Everything read stays in memory until the site is written, so collecting garbage often finds little.
	debug.SetGCPercent(400)
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// run does what the command line says and returns the exit code.
func run(args []string, stdout, stderr io.Writer) int {
	root := newCommand(stdout, stderr)
	root.SetArgs(args)
	err := unknownCommand(root, args)
	if err == nil {
		err = root.Execute()
	}
	var usage *usageError
	var refusal *publish.Refusal
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errContent):
		return exitContent
	case errors.Is(err, errWithheld):
		return exitWithheld
	case errors.As(err, &refusal):
		fmt.Fprintf(stderr, "minutebook: %v\n", err)
		if refusal.Hint != "" {
			fmt.Fprintf(stderr, "  hint: %s\n", refusal.Hint)
		}
		return exitUsage
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "minutebook: %v\n", err)
		if usage.hint != "" {
			fmt.Fprintf(stderr, "  hint: %s\n", usage.hint)
		}
		return exitUsage
	default:
		fmt.Fprintf(stderr, "minutebook: %v\n", err)
		return exitMachine
	}
}

// errContent says that the content has errors, errWithheld that something withheld is in a site. Both have been told.
var (
	errContent  = errors.New("the content has errors")
	errWithheld = errors.New("something withheld is in the site")
)

// A usageError is a fault of the command line.
type usageError struct{ message, hint string }

func (e *usageError) Error() string { return e.message }

func usage(hint, format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...), hint}
}

// A session is what all commands share: flags, and where to write.
type session struct {
	stdout, stderr io.Writer

	content, templates, asAt, format string
	quiet                            bool
	terminal                         bool             // somebody looks at stderr
	clock                            func() time.Time // nil is that of the machine
}

func newCommand(stdout, stderr io.Writer) *cobra.Command {
	s := &session{stdout: stdout, stderr: stderr, terminal: isTerminal(stderr)}
	root := &cobra.Command{
		Use:   "minutebook",
		Short: "Minutes in Markdown in, a cross-linked public site out, nothing above the ceiling",
		Long: `Minutebook compiles minutes of meetings, written in Markdown with YAML front matter, into a
cross-linked static site: the minutes, a page for every action with its history over all meetings,
registers, consultations, documents. Everything classified above the ceiling is left out.

The exit code is 0 when it is done, 1 when the content has errors, 2 when the command line has, 3 when
something withheld was found in a finished site, and 4 when the machine failed.`,
		Example: `  minutebook new minutes smki-pma    start the minutes of the next meeting
  minutebook check                   say what is wrong, or could be better
  minutebook explain "SECPMA 25/04"  say what readers see of it, and why
  minutebook build                   publish content/ to public/`,
		Version:           version,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SetFlagErrorFunc(flagError)
	flags := root.PersistentFlags()
	flags.StringVar(&s.content, "content", "content", "the directory with the content")
	flags.StringVar(&s.templates, "templates", "", "a directory with templates that replace built-in ones of the same name")
	flags.StringVar(&s.asAt, "as-at", "", "the day that overdue and open are reckoned from, YYYY-MM-DD (default: today in the site's time zone)")
	flags.StringVar(&s.format, "format", "text", "how errors and warnings are written: text, or json with one object a line and nothing else")
	flags.BoolVar(&s.quiet, "quiet", false, "say nothing but errors, and the warnings of check")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		if s.format != "text" && s.format != "json" {
			return usage("write --format json for one object a line", "--format is text or json")
		}
		return nil
	}
	root.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	root.Args = unknownCommand
	root.AddCommand(buildCommand(s), checkCommand(s), auditCommand(s), explainCommand(s), planCommand(s), previewCommand(s), redactCommand(s), newFileCommand(s), schemaCommand(s), completionCommand(s))
	root.SetHelpCommand(helpCommand())
	root.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp))
	root.MarkPersistentFlagDirname("content")
	root.MarkPersistentFlagDirname("templates")
	return root
}

// tell writes diagnostics to standard error.
func (s *session) tell(ds []source.Diagnostic) {
	if s.format == "json" {
		source.WriteJSON(s.stderr, s.content, ds)
	} else {
		source.WriteText(s.stderr, s.content, ds)
	}
}

// say writes a line of information to standard error. Where a program reads diagnostics there, it says nothing.
func (s *session) say(format string, args ...any) {
	if !s.quiet && s.format != "json" {
		fmt.Fprintf(s.stderr, format+"\n", args...)
	}
}

// noArguments is for commands that take flags only.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage("minutebook "+cmd.Name()+" --help tells what it takes", "%s takes no arguments, only flags", cmd.Name())
	}
	return nil
}
