package main

import (
	"github.com/spf13/cobra"
)

func checkCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Say everything that build would complain of, and give advice; write nothing",
		Long: `Check reads the content as build does and tells all errors and warnings, sorted by place. It writes
nothing. The exit code is 1 if there are errors, and 3 if the site would show something withheld; warnings
are advice.

minutebook explain CODE tells more about the code at the end of a message.`,
		Example: `  minutebook check
  minutebook check --format json 2> findings.jsonl`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			r, err := s.read()
			if err != nil {
				return err
			}
			pages, renderer, err := s.layOut(r, buildFlags{})
			if err != nil {
				return err
			}
			s.tell(r.report.All())
			errs := len(r.report.Errors())
			warnings := len(r.report.All()) - errs
			if errs == 0 {
				nowhere := func(string, []byte) error { return nil }
				if err := s.renderAudited(r, renderer, pages, "trying", "public", nowhere); err != nil {
					return err
				}
			}
			s.say("%s, %s", count(errs, "error", "errors"), count(warnings, "warning", "warnings"))
			if errs > 0 {
				return errContent
			}
			return nil
		},
	}
}
