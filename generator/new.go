package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minutebook/generator/document"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

func newFileCommand(s *session) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "new",
		Short: "Start a file; new minutes carry over every outstanding action",
		Long: `New starts a file of the content, with every key it can have and what each is for. It never
overwrites. A new file is RED: it is withheld from everyone until its label is decided.

The path of the file goes to standard output, what to do next to standard error.`,
		Example: `  minutebook new minutes smki-pma
  minutebook new consultation smki-pma recovery-key-guidance-2 --title "Recovery Key Guidance, second round"
  minutebook new body ssc --prefix SECSSC --title "Security Sub-Committee"`,
		Args: func(cmd *cobra.Command, args []string) error {
			kinds := []string{"minutes", "consultation", "document", "register", "body"}
			hint := "as in: minutebook new minutes smki-pma"
			if len(args) == 0 {
				return usage(hint, "say what to start: %s", alternatives(kinds))
			}
			if near := document.Near(args[0], kinds); len(near) > 0 {
				hint = "did you mean minutebook new " + near[0] + "?"
			}
			return usage(hint, "there is no kind of file %q; the kinds are %s", args[0], strings.Join(kinds, ", "))
		},
		RunE: func(*cobra.Command, []string) error { return nil },
	}
	cmd.AddCommand(newMinutesCommand(s), newConsultationCommand(s), newDocumentCommand(s), newRegisterCommand(s), newBodyCommand(s))
	return cmd
}

// body finds a body by its folder, or its prefix. It may be left out where there is only one.
func (s *session) body(r *minutes.Record, args []string) (*minutes.Body, error) {
	var folders []string
	for _, b := range r.Bodies {
		folders = append(folders, b.Folder)
	}
	start := "start one with minutebook new body FOLDER"
	switch {
	case len(r.Bodies) == 0:
		return nil, usage(start, "there is no body in %s", s.content)
	case len(args) == 0 && len(r.Bodies) == 1:
		return r.Bodies[0], nil
	case len(args) == 0:
		return nil, usage("say which: "+alternatives(folders), "there are %d bodies", len(r.Bodies))
	}
	name := strings.TrimPrefix(path.Clean(filepath.ToSlash(args[0])), path.Clean(filepath.ToSlash(s.content))+"/")
	for _, b := range r.Bodies {
		if name == b.Folder || name == b.Prefix.Text {
			return b, nil
		}
	}
	hint := "the bodies are " + strings.Join(folders, ", ")
	near := document.Near(name, folders)
	for _, f := range folders {
		if strings.HasPrefix(f, strings.ToLower(name)) {
			near = append(near, f)
		}
	}
	if len(near) > 0 {
		hint = "did you mean " + near[0] + "?"
	}
	if info, err := os.Stat(filepath.Join(s.content, filepath.FromSlash(name))); err == nil && info.IsDir() {
		hint = "write its body.md first: minutebook new body " + name
	}
	return nil, usage(hint, "there is no body %q", name)
}

// A draft is a file about to be written.
type draft struct {
	path string // from the root of the content, with slashes
	text string
	over []byte // what it replaces: a file that is completed, as it was read
}

// write writes a draft, if it is right. It is given what was read before.
func (s *session) write(r *reading, d draft) error {
	at := filepath.Join(s.content, filepath.FromSlash(d.path))
	if d.over == nil {
		if _, err := os.Lstat(at); err == nil {
			return usage("give the new one another name; nothing is ever overwritten", "there is a file %s already", at)
		}
	}
	elsewhere, err := s.verify(r, d)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(at), 0o777); err != nil {
		return err
	}
	if d.over != nil {
		err = replace(at, d)
	} else {
		err = create(at, d.text)
	}
	if errors.Is(err, fs.ErrExist) {
		return usage("give the new one another name; nothing is ever overwritten", "there is a file %s already", at)
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(s.stdout, at)
	if len(elsewhere) > 0 {
		s.say("until the label of this file is decided, build refuses these links to it; a ref without a link is never refused:")
		s.tell(elsewhere)
	}
	return nil
}

// verify reads the content as it would be with the draft in it. Errors in the draft keep it from being written; errors
// that it makes elsewhere are returned.
func (s *session) verify(r *reading, d draft) (elsewhere []source.Diagnostic, err error) {
	known := r.report.Errors()
	if _, _, err := s.layOut(r, buildFlags{}); err != nil {
		return nil, err
	}
	known = append(known, r.report.Errors()...)
	tree := r.tree
	tree.Files = slices.DeleteFunc(slices.Clone(tree.Files), func(f source.File) bool { return f.Path == d.path })
	tree.Files = append(tree.Files, source.File{Path: d.path, Data: []byte(d.text)})
	slices.SortFunc(tree.Files, func(a, b source.File) int { return strings.Compare(a.Path, b.Path) })
	with := understand(tree, &source.Report{}, new(memory))
	if _, _, err := s.layOut(with, buildFlags{}); err != nil {
		return nil, err
	}
	var here []source.Diagnostic
	for _, e := range with.report.Errors() {
		switch {
		case slices.Contains(known, e):
		case e.Code == "link-withheld" && e.Path != d.path: // to a meeting that was announced, and now has the label of a draft
			elsewhere = append(elsewhere, e)
		default:
			here = append(here, e)
		}
	}
	if len(here) > 0 {
		s.tell(here)
		return nil, usage("mend what stands above, in the content or on the command line, and try again", "%s was not written, since it would have errors", d.path)
	}
	return elsewhere, nil
}

// create writes a new file.
func create(at, text string) error {
	f, err := os.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(at) // half a file is worse than none
	}
	return err
}

// replace puts a completed file in the place of the one that was read, if that is still what it was.
func replace(at string, d draft) error {
	at, err := filepath.EvalSymlinks(at)
	if err != nil {
		return err
	}
	now, err := os.ReadFile(at)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, d.over) {
		return usage("try again", "%s was changed meanwhile", d.path)
	}
	info, err := os.Stat(at)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(at), ".minutebook-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone already, if all went well
	_, err = f.WriteString(d.text)
	if err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), at)
}
