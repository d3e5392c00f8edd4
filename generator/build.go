package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"minutebook/generator/attachment"
	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/minutes"
	"minutebook/generator/publish"
	"minutebook/generator/release"
	"minutebook/generator/render"
	"minutebook/generator/site"
	"minutebook/generator/source"
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

// reading is the record, what it was read from, and everything there is to say of it.
type reading struct {
	tree   source.Tree
	record *minutes.Record
	report *source.Report

	cleaned sync.Map // attachments as they may be published, by path
}

// read reads and understands the content. What is wrong with it is in the report, not in the error.
func (s *session) read() (*reading, error) {
	s.progress("reading %s", s.content)
	defer s.progress("")
	report := &source.Report{}
	tree, err := source.ReadTree(s.content, report)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage("go to the directory that holds it, or name it with --content", "there is no directory %s", s.content)
	case err != nil:
		if info, e := os.Stat(s.content); e == nil && !info.IsDir() {
			return nil, usage("name the directory with the content", "%s is not a directory", s.content)
		}
		return nil, err
	}
	return understand(tree, report), nil
}

// understand makes the record of what was read.
func understand(tree source.Tree, report *source.Report) *reading {
	var config *document.Site
	files := make([]*document.File, len(tree.Files))
	source.Each(len(tree.Files), func(i int) {
		if f := tree.Files[i]; f.Path == "site.yaml" {
			config = document.ReadSite(f.Path, f.Data, report)
		} else {
			files[i] = document.Read(f.Path, f.Data, report)
		}
	})
	files = slices.DeleteFunc(files, func(f *document.File) bool { return f == nil })
	return &reading{tree: tree, record: minutes.New(config, files, tree.Attachments, report, nil), report: report}
}

// layOut releases the record to its readers and lays out the site for them. What is wrong is in the report, not in the error.
func (s *session) layOut(r *reading, f buildFlags) (*site.Site, *render.Renderer, error) {
	clearance, private, err := readership(r.record, f.clearance)
	if err != nil {
		return nil, nil, err
	}
	if f.baseURL != "" && !minutes.IsSiteAddress(f.baseURL, "https", "http") {
		return nil, nil, usage("write an address such as https://minutes.example.org/", "--base-url is not the address of a site")
	}
	asAt, err := s.day(r.record)
	if err != nil {
		return nil, nil, err
	}
	renderer, err := s.renderer()
	if err != nil {
		return nil, nil, err
	}
	edition := release.At(r.record, clearance, private, r.report)
	pages, wrong := site.Build(edition, site.Options{AsAt: asAt, BaseURL: f.baseURL, Portable: f.portable, Version: version})
	if r.record.Complete() { // where a file could not be read, links to what it holds would be reported, too
		r.report.AddUntold(wrong...)
	}
	if err := r.attach(pages.Files); err != nil {
		return nil, nil, err
	}
	return pages, renderer, nil
}

// attach reads the files that pages show or link, and takes out of them what they hold beside what they show.
func (r *reading) attach(files []*site.File) error {
	failed := make([]error, len(files))
	source.Each(len(files), func(i int) { files[i].Bytes, failed[i] = r.attachment(files[i].Path, files[i].At) })
	return errors.Join(failed...)
}

// attachment is a file as it may be published. Why it may not be is reported at the place that names it.
func (r *reading) attachment(path string, at source.Pos) ([]byte, error) {
	clean, err := r.clean(path)
	var refusal *attachment.Refusal
	if errors.As(err, &refusal) {
		r.report.Error(at, refusal.Code, refusal.Hint, "%s", refusal.Message)
		return nil, nil
	}
	return clean, err
}

// clean is the same, once for each file. The error is an *attachment.Refusal, or the machine's.
func (r *reading) clean(path string) ([]byte, error) {
	if clean, ok := r.cleaned.Load(path); ok {
		return clean.([]byte), nil
	}
	data, err := r.tree.Attachment(path, attachment.MaxBytes)
	if err != nil {
		return nil, err
	}
	clean, err := attachment.Clean(path, data)
	if err == nil {
		r.cleaned.Store(path, clean)
	}
	return clean, err
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
		year, month, day := time.Now().In(r.TimeZone).Date()
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC), nil
	}
	day, err := time.Parse(time.DateOnly, s.asAt)
	if err != nil {
		return day, usage("write it as 2026-11-23", "--as-at is not a date")
	}
	return day, nil
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
