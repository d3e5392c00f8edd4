package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"minutebook/generator/document"
	"minutebook/generator/render"
	"minutebook/generator/site"
)

// What the command line says when it is not understood, and while one waits.

// unknownCommand says that there is no such command, before anybody wonders about its flags.
func unknownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) || args[0] == "help" {
		return nil
	}
	var names []string
	for _, c := range root.Commands() {
		if c.Name() == args[0] {
			return nil
		}
		names = append(names, c.Name())
	}
	hint := "the commands are " + strings.Join(names, ", ")
	near := document.Near(args[0], names)
	if len(near) == 0 {
		near = root.SuggestionsFor(args[0])
	}
	switch {
	case args[0] == "version":
		hint = "did you mean minutebook --version?"
	case len(near) > 0:
		hint = "did you mean minutebook " + near[0] + "?"
	}
	return usage(hint, "there is no command %q", args[0])
}

// flagError says what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	help := cmd.CommandPath() + " --help lists the flags"
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		name, hyphens := unknown.GetSpecifiedName(), "--"
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			name, hyphens = short, "-"
		}
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := document.Near(name, names); len(near) > 0 {
			help = "did you mean --" + near[0] + "?"
		}
		return usage(help, "%s has no flag %s%s", cmd.CommandPath(), hyphens, name)
	case errors.As(err, &missing):
		return usage("it is "+missing.GetFlag().Usage, "--%s needs a value", missing.GetFlag().Name)
	case errors.As(err, &invalid):
		return usage("it is "+invalid.GetFlag().Usage, "%q cannot be the value of --%s", invalid.GetValue(), invalid.GetFlag().Name)
	}
	return usage(help, "%v", err)
}

// helpCommand is minutebook help, for those who look for it there.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "help [COMMAND]",
		Short:   "Tell about a command: what it does, an example, its flags",
		Long:    "Help tells about a command, as its --help does.",
		Example: "  minutebook help build",
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			found, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 || found == root && len(args) > 0 {
				if err := unknownCommand(root, args); err != nil {
					return err
				}
				return usage(found.CommandPath()+" --help tells about it", "there is no help on %q", strings.Join(args, " "))
			}
			return found.Help()
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var names []cobra.Completion
			for _, c := range cmd.Root().Commands() {
				if len(args) == 0 && c.IsAvailableCommand() {
					names = append(names, cobra.CompletionWithDesc(c.Name(), c.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func completionCommand(s *session) *cobra.Command {
	shells := []string{"bash", "zsh", "fish", "powershell"}
	return &cobra.Command{
		Use:   "completion " + strings.Join(shells, "|"),
		Short: "Print what lets a shell complete commands, flags, bodies, refs and files",
		Long: `Completion prints a script to standard output, by which a shell completes minutebook's commands and
flags, and the bodies, refs and files of the content, when one presses the tabulator key.`,
		Example: `  source <(minutebook completion bash)
  minutebook completion fish > ~/.config/fish/completions/minutebook.fish`,
		ValidArgs: shells,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 || !strings.Contains(" "+strings.Join(shells, " ")+" ", " "+args[0]+" ") {
				return usage("as in: minutebook completion bash", "completion takes the name of a shell: %s", alternatives(shells))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(s.stdout, true)
			case "zsh":
				return root.GenZshCompletion(s.stdout)
			case "fish":
				return root.GenFishCompletion(s.stdout, true)
			}
			return root.GenPowerShellCompletionWithDesc(s.stdout)
		},
	}
}

// isTerminal tells whether somebody looks at what is written there.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// progress shows on a terminal what is being done, in place of what was shown before; nothing erases it. Elsewhere it
// shows nothing.
func (s *session) progress(format string, args ...any) {
	if s.terminal && !s.quiet {
		fmt.Fprint(s.stderr, "\r\x1b[K"+fmt.Sprintf(format, args...))
	}
}

// render renders pages, and shows how far it has come.
func (s *session) render(r *render.Renderer, pages *site.Site, doing string, write func(path string, content []byte) error) error {
	var done atomic.Int64
	defer s.progress("")
	return r.Render(pages, func(path string, content []byte) error {
		if n := done.Add(1); n%64 == 1 {
			s.progress("%s %s of about %s files", doing, number(int(n)), number(len(pages.Pages)))
		}
		return write(path, content)
	})
}
