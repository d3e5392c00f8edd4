package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"github.com/spf13/cobra"

	"minutebook/generator/audit"
	"minutebook/generator/classification"
	"minutebook/generator/publish"
	"minutebook/generator/render"
	"minutebook/generator/site"
	"minutebook/generator/source"
	"minutebook/templates"
)

// largestLooked is how much of an attachment that is withheld is looked for.
const largestLooked = 64 << 20

// mostFindings are told at once: a gate that is broken can leak everything.
const mostFindings = 100

func auditCommand(s *session) *cobra.Command {
	var dir, clearance string
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Look through a finished site for anything that the content withholds",
		Long: `Audit works out from the content what readers may not see, and looks for it in every file of a
finished site, whoever made it: words and runs of words, refs, names and contents of files, in whatever
way they may be encoded. Build does the same before it publishes.

It tells the published file, and where in the content it is withheld what the file shows; the text
itself is not told. The exit code is 3 when there is any. What is withheld and stands in a public part
of the content too is no finding.`,
		Example: `  minutebook audit
  minutebook audit --site /srv/minutes
  minutebook audit --site private --clearance AMBER`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return auditSite(s, dir, clearance) },
	}
	cmd.Flags().StringVar(&dir, "site", "public", "the directory with the site")
	cmd.Flags().StringVar(&clearance, "clearance", "", "what the readers of a private copy may see: GREEN, AMBER, AMBER+STRICT or RED")
	cmd.RegisterFlagCompletionFunc("clearance", cobra.FixedCompletions([]string{"GREEN", "AMBER", "AMBER+STRICT", "RED"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.MarkFlagDirname("site")
	return cmd
}

func auditSite(s *session, dir, clearance string) error {
	switch info, err := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return usage("build it, or name it with --site", "there is no directory %s", dir)
	case err != nil:
		return err
	case !info.IsDir():
		return usage("name the directory with the site", "%s is not a directory", dir)
	}
	r, err := s.read()
	if err != nil {
		return err
	}
	if errs := r.report.Errors(); len(errs) > 0 {
		s.tell(errs)
		s.say("%s, so it is not certain what is withheld, and %s was not looked through", count(len(errs), "error", "errors"), dir)
		return errContent
	}
	a, err := s.newAudit(r, clearance)
	if err != nil {
		return err
	}
	files, err := filesIn(dir)
	if err != nil {
		return err
	}
	if err := s.lookThrough(a, dir, files); err != nil {
		return err
	}
	if err := s.tellFindings(a, dir); err != nil {
		return err
	}
	s.say("%s: %s, nothing withheld found", dir, count(len(files), "file", "files"))
	return nil
}

// auditStaged looks through a site before it is published.
func (s *session) auditStaged(r *reading, f buildFlags, staging *publish.Staging) error {
	a, err := s.newAudit(r, f.clearance)
	if err != nil {
		return err
	}
	if err := s.lookThrough(a, staging.Dir(), staging.Files()); err != nil {
		return err
	}
	a.Look(staging.Manifest())
	if err := s.tellFindings(a, f.out); err != nil {
		s.say("so nothing was published and %s is what it was", f.out)
		return err
	}
	return nil
}

func (s *session) newAudit(r *reading, clearance string) (*audit.Audit, error) {
	c, _, err := readership(r.record, clearance)
	if err != nil {
		return nil, err
	}
	looks := []fs.FS{templates.Files}
	if s.templates != "" {
		looks = append(looks, os.DirFS(s.templates))
	}
	attachments, err := r.attachments(c)
	if err != nil {
		return nil, err
	}
	return audit.New(r.record, c, attachments, looks...)
}

// attachments are all files of the content that are no records. One that a clearance may have is public as it is published.
func (r *reading) attachments(c classification.Clearance) ([]audit.Attachment, error) {
	may := r.record.Attached(c)
	all := make([]audit.Attachment, len(r.tree.Attachments))
	failed := make([]error, len(all))
	source.Each(len(all), func(i int) {
		path := r.tree.Attachments[i]
		_, published := may[path]
		all[i] = audit.Attachment{Path: path, Published: published}
		if published {
			if all[i].Data, failed[i] = r.clean(path); failed[i] == nil {
				return
			}
		}
		all[i].Data, failed[i] = r.tree.Attachment(path, largestLooked)
	})
	return all, errors.Join(failed...)
}

// filesIn are the paths of all files below a directory, with slashes. What is a link is read as what it leads to, which is
// what those who serve the directory would do.
func filesIn(dir string) (files []string, err error) {
	err = fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			files = append(files, path)
		}
		return err
	})
	return files, err
}

// renderAudited makes the files of a public site that is not staged, and looks through each before write gets it. What is
// found is told as of a site in dir.
func (s *session) renderAudited(r *reading, renderer *render.Renderer, pages *site.Site, doing, dir string, write func(path string, content []byte) error) error {
	a, err := s.newAudit(r, "")
	if err != nil {
		return err
	}
	err = s.render(renderer, pages, doing, func(path string, content []byte) error {
		a.Look(path, content)
		return write(path, content)
	})
	if err != nil {
		return err
	}
	return s.tellFindings(a, dir)
}

// lookThrough reads files of a directory.
func (s *session) lookThrough(a *audit.Audit, dir string, files []string) error {
	s.progress("looking through %s files", number(len(files)))
	defer s.progress("")
	errs := make([]error, len(files))
	var buffers sync.Pool
	source.Each(len(files), func(i int) {
		b, ok := buffers.Get().(*bytes.Buffer)
		if !ok {
			b = &bytes.Buffer{}
		}
		defer buffers.Put(b)
		b.Reset()
		file, err := os.Open(filepath.Join(dir, filepath.FromSlash(files[i])))
		if err == nil {
			_, err = b.ReadFrom(file)
			err = errors.Join(err, file.Close())
		}
		if errs[i] = err; err == nil {
			a.Look(files[i], b.Bytes())
		}
	})
	return errors.Join(errs...)
}

// tellFindings tells what was found. The error is errWithheld if there was anything.
func (s *session) tellFindings(a *audit.Audit, dir string) error {
	found := a.Findings()
	if len(found) == 0 {
		return nil
	}
	var all []source.Diagnostic
	for _, f := range found[:min(len(found), mostFindings)] {
		all = append(all, s.finding(f))
	}
	if s.format == "json" {
		source.WriteJSON(s.stderr, dir, all)
	} else {
		source.WriteText(s.stderr, dir, all)
	}
	files := map[string]bool{}
	for _, f := range found {
		files[f.File] = true
	}
	if more := len(found) - len(all); more > 0 {
		s.say("and %s more", number(more))
	}
	s.say("%s in %s", count(len(found), "finding", "findings"), count(len(files), "file", "files"))
	return errWithheld
}

// inWords is what in the path of a published file is made of words, not of refs and names of files: whom actions are owned by, and
// the states of entries.
var inWords = regexp.MustCompile(`(\bactions/owner-|/registers/[^/]+/state/)[^/]+`)

// finding tells one: the published file, without words in its path, which may be what is withheld; and the place in the content.
func (s *session) finding(f audit.Finding) source.Diagnostic {
	f.File = inWords.ReplaceAllString(f.File, "${1}…")
	if f.Withheld.Path == "" {
		return source.Diagnostic{Pos: source.Pos{Path: f.File}, Code: "audit-unread",
			Message: "this file unpacks to so much that it cannot be looked through", Hint: "take it out of what is published, or unpack it"}
	}
	at := f.Withheld
	at.Path = s.content + "/" + at.Path
	shows, way := "this file shows", ""
	if f.Name {
		shows = "the name of this file shows"
	}
	if f.Way != "" {
		way = ", " + f.Way
	}
	return source.Diagnostic{Pos: source.Pos{Path: f.File}, Code: "audit-withheld", Message: fmt.Sprintf("%s what %v withholds%s", shows, at, way),
		Hint: "if readers may see it, say it in a part that they may read; if not, what made this file is at fault"}
}
