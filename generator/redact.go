package main

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"minutebook/generator/attachment"
	"minutebook/generator/classification"
	"minutebook/generator/publish"
	"minutebook/generator/redact"
	"minutebook/generator/render"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

func redactCommand(s *session) *cobra.Command {
	var f buildFlags
	cmd := &cobra.Command{
		Use:   "redact --out DIR",
		Short: "Write the content as the public may read it: source that builds the same site",
		Long: `Redact writes to a new directory the content with everything above the ceiling taken out: files, entries,
marked parts, private comments. Front matter is written anew. Readers of that content can build the very
site that is published, byte for byte; that it is so is tried before anything is written.

With --clearance it writes what readers of a private copy may see, for them and nobody else.`,
		Example: `  minutebook redact --out redacted
  minutebook redact --clearance AMBER --out for-members`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			if f.out == "" {
				return usage("add --out DIR, a directory that is not there yet", "the redacted content needs a directory of its own")
			}
			return redactContent(s, f)
		},
	}
	cmd.Flags().StringVar(&f.out, "out", "", "the directory to write to, which must be missing or empty")
	cmd.Flags().StringVar(&f.clearance, "clearance", "", "write everything up to this label, for readers of a private copy: GREEN, AMBER, AMBER+STRICT or RED")
	cmd.RegisterFlagCompletionFunc("clearance", cobra.FixedCompletions([]string{"GREEN", "AMBER", "AMBER+STRICT", "RED"}, cobra.ShellCompDirectiveNoFileComp))
	cmd.MarkFlagDirname("out")
	return cmd
}

func redactContent(s *session, f buildFlags) error {
	r, pages, renderer, err := s.publishable(f, "nothing was written")
	if err != nil {
		return err
	}
	want, err := s.inMemory(pages, renderer)
	if err != nil {
		return err
	}
	staging, err := publish.StageFresh(f.out, s.inputs()...)
	if err != nil {
		return err
	}
	defer staging.Discard()
	clearance, private, err := readership(r.record, f.clearance)
	if err != nil {
		return err
	}
	tree, err := redactedTree(r, clearance, private)
	if err != nil {
		return err
	}
	if errs := r.report.Errors(); len(errs) > 0 { // of files that are named and that no page shows
		s.tell(errs)
		s.say("%s, so nothing was written", count(len(errs), "error", "errors"))
		return errContent
	}
	if err := s.proves(tree, f, want); err != nil {
		return err
	}
	for _, file := range tree.Files {
		if err := staging.Write(file.Path, file.Data); err != nil {
			return err
		}
	}
	for _, path := range tree.Attachments {
		data, err := tree.Attachment(path, attachment.MaxBytes)
		if err != nil {
			return err
		}
		if err := staging.Write(path, data); err != nil {
			return err
		}
	}
	if _, err := staging.Swap(); err != nil {
		return err
	}
	s.say("%s: %s written, which build the same site", f.out, count(len(tree.Files)+len(tree.Attachments), "file", "files"))
	return nil
}

// redactedTree is the content as a clearance may read it, attachments cleaned as they are published. Why one cannot be is in
// the report.
func redactedTree(r *reading, clearance classification.Clearance, private bool) (source.Tree, error) {
	files := redact.At(r.record, clearance, private)
	var tree source.Tree
	for _, path := range slices.Sorted(maps.Keys(files)) {
		tree.Files = append(tree.Files, source.File{Path: path, Data: files[path]})
	}
	for path, at := range r.record.Attached(clearance) {
		data, err := r.attachment(path, at)
		if err != nil {
			return source.Tree{}, err
		}
		tree.Attach(path, data)
	}
	return tree, nil
}

// proves builds the redacted content, and fails unless it gives the same files.
func (s *session) proves(tree source.Tree, f buildFlags, want map[string]string) error {
	again := understand(tree, &source.Report{}, new(memory))
	pages, renderer, err := s.layOut(again, f)
	if err != nil {
		return err
	}
	if wrong := again.report.Errors(); len(wrong) > 0 {
		return fmt.Errorf("nothing was written, as the redacted content would be refused, which is a fault of minutebook: %s [%s]", wrong[0].Pos, wrong[0].Code)
	}
	got, err := s.inMemory(pages, renderer)
	if err != nil {
		return err
	}
	for path, text := range want {
		if got[path] != text {
			return fmt.Errorf("nothing was written, as the redacted content would build another site, which is a fault of minutebook: %s", path)
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("nothing was written, as the redacted content would build a site of other files, which is a fault of minutebook")
	}
	return nil
}

// inMemory makes the files of a site without a disk.
func (s *session) inMemory(pages *site.Site, renderer *render.Renderer) (map[string]string, error) {
	files := map[string]string{}
	var mu sync.Mutex
	return files, s.render(renderer, pages, "trying", func(path string, content []byte) error {
		mu.Lock()
		defer mu.Unlock()
		files[path] = string(content)
		return nil
	})
}
