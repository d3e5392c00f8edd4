package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"minutebook/generator/classification"
	"minutebook/generator/minutes"
	"minutebook/generator/publish"
	"minutebook/generator/release"
	"minutebook/generator/render"
	"minutebook/generator/site"
)

type buildFlags struct {
	out, baseURL, clearance string
	portable                bool
}

func buildCommand(s *session) *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use:   "build",
		Short: "Read content/, publish the site to public/, whole or not at all",
		Long: `Build reads the content and publishes the site. While the content has an error, nothing is published
and the site stays what it was. The new site is made beside the old one and takes its place in one step.

With --clearance it makes a private copy for readers who may see more than the public, with a banner
on every page; it then needs an --out of its own.`,
		Example: `  minutebook build
  minutebook build --as-at 2026-11-23 --out /srv/minutes
  minutebook build --clearance AMBER --out private`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.clearance != "" && !cmd.Flags().Changed("out") {
				return usage("add --out DIR, somewhere that is not published", "a private copy needs a directory of its own")
			}
			return build(s, f)
		},
	}
	cmd.Flags().StringVar(&f.out, "out", "public", "the directory to publish to; everything in it is replaced")
	cmd.Flags().StringVar(&f.baseURL, "base-url", "", "where the site is published, instead of the url in site.yaml")
	cmd.Flags().BoolVar(&f.portable, "portable", false, "let links name index.html, for a copy on a disk")
	cmd.Flags().StringVar(&f.clearance, "clearance", "", "make a private copy of everything up to this label: GREEN, AMBER, AMBER+STRICT or RED")
	cmd.RegisterFlagCompletionFunc("clearance", cobra.FixedCompletions([]string{"GREEN", "AMBER", "AMBER+STRICT", "RED"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.MarkFlagDirname("out")
	return cmd
}

// build is the pipeline: read, understand, release, lay out, render, audit, publish.
func build(s *session, f buildFlags) error {
	begin := time.Now()
	r, pages, renderer, err := s.publishable(f, "nothing was published and "+f.out+" is what it was")
	if err != nil {
		return err
	}
	staging, err := publish.Stage(f.out, s.inputs()...)
	if err != nil {
		return err
	}
	defer staging.Discard()
	if err := s.render(renderer, pages, "writing", staging.Write); err != nil {
		return err
	}
	n := len(pages.Pages)
	pages, renderer = nil, nil // all of it has been written: what is left to do need not keep it in memory
	if err := s.auditStaged(r, f, staging); err != nil {
		return err
	}
	result, err := staging.Swap()
	if err != nil {
		return err
	}
	s.say("%s: %s, %s written, %s unchanged, %s removed, %.1f s", f.out, count(n, "page", "pages"),
		count(result.Written, "file", "files"), number(result.Unchanged), number(result.Removed), time.Since(begin).Seconds())
	return nil
}

// publishable reads the content and lays the site out. Errors in the content are told, and what follows from them.
func (s *session) publishable(f buildFlags, so string) (*reading, *site.Site, *render.Renderer, error) {
	r, err := s.read()
	if err != nil {
		return nil, nil, nil, err
	}
	pages, renderer, err := s.layOut(r, f)
	if err != nil {
		return nil, nil, nil, err
	}
	if errs := r.report.Errors(); len(errs) > 0 {
		s.tell(errs)
		s.say("%s, so %s", count(len(errs), "error", "errors"), so)
		return nil, nil, nil, errContent
	}
	return r, pages, renderer, nil
}

// layOut releases the record to its readers and lays out the site for them. What is wrong is in the report, not in the error.
func (s *session) layOut(r *reading, f buildFlags) (*site.Site, *render.Renderer, error) {
	layout, err := s.lay(r, f, new(shelf))
	if err != nil {
		return nil, nil, err
	}
	renderer, err := s.renderer()
	if err != nil {
		return nil, nil, err
	}
	if err := r.attach(layout.Files); err != nil {
		return nil, nil, err
	}
	return layout.Site(), renderer, nil
}

// A shelf has the last edition for some readers: what is the same in the next one need not be released and laid out again.
type shelf struct {
	release release.Memory
	site    site.Memory
}

// lay finds the place of everything that the readers get.
func (s *session) lay(r *reading, f buildFlags, on *shelf) (*site.Layout, error) {
	clearance, private, err := readership(r.record, f.clearance)
	if err != nil {
		return nil, err
	}
	if f.baseURL != "" && !minutes.IsSiteAddress(f.baseURL, "https", "http") {
		return nil, usage("write an address such as https://minutes.example.org/", "--base-url is not the address of a site")
	}
	asAt, err := s.day(r.record)
	if err != nil {
		return nil, err
	}
	edition := on.release.At(r.record, clearance, private, r.report)
	layout, wrong := site.Lay(edition, site.Options{AsAt: asAt, BaseURL: f.baseURL, Portable: f.portable, Version: version}, &on.site)
	if r.record.Complete() { // where a file could not be read, links to what it holds would be reported, too
		r.report.AddUntold(wrong...)
	}
	return layout, nil
}

// readership is that of the public site, or that of a private copy with the clearance that a flag names.
func readership(r *minutes.Record, clearance string) (c classification.Clearance, private bool, err error) {
	if clearance == "" {
		return r.Clearance(), false, nil
	}
	label, ok := classification.Parse(clearance)
	if !ok {
		return 0, false, usage("write GREEN, AMBER, AMBER+STRICT or RED", "there is no label of that name for --clearance")
	}
	return classification.UpTo(label), true, nil
}

// day is the one that states are reckoned from.
func (s *session) day(r *minutes.Record) (time.Time, error) {
	if s.asAt == "" {
		year, month, day := s.now().In(r.TimeZone).Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC), nil
	}
	day, err := time.Parse(time.DateOnly, s.asAt)
	if err != nil {
		return day, usage("write it as 2026-11-23", "--as-at is not a date")
	}
	return day, nil
}

func (s *session) now() time.Time {
	if s.clock == nil {
		return time.Now()
	}
	return s.clock()
}

// renderer has read the templates.
func (s *session) renderer() (*render.Renderer, error) {
	if s.templates == "" {
		return render.New(nil)
	}
	if info, err := os.Stat(s.templates); err != nil || !info.IsDir() {
		return nil, usage("name a directory with templates, or leave --templates out for the built-in ones", "there is no directory %s", s.templates)
	}
	renderer, err := render.New(os.DirFS(s.templates))
	if err != nil {
		return nil, usage("mend the template; the built-in ones show what there is to use", "%v", err)
	}
	return renderer, nil
}

// inputs are the directories that no site may be published over.
func (s *session) inputs() []string {
	if s.templates == "" {
		return []string{s.content}
	}
	return []string{s.content, s.templates}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return number(n) + " " + many
}

// number is written with commas between thousands.
func number(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
