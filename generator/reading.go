package main

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"sync"

	"minutebook/generator/attachment"
	"minutebook/generator/document"
	"minutebook/generator/minutes"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

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
	if err != nil {
		return nil, cmp.Or(s.foundContent(), err)
	}
	return understand(tree, report, new(memory)), nil
}

// foundContent tells whether there is a directory with content where the command line has it.
func (s *session) foundContent() error {
	switch info, err := os.Stat(s.content); {
	case errors.Is(err, fs.ErrNotExist):
		return usage("go to the directory that holds it, or name it with --content", "there is no directory %s", s.content)
	case err == nil && !info.IsDir():
		return usage("name the directory with the content", "%s is not a directory", s.content)
	default:
		return err
	}
}

// A memory has what an earlier reading came to, so that the next one need only understand what has changed. It changes
// nothing but how long that takes: a file is the same as long as its bytes are, and minutes.New says when a body is. The
// zero memory is empty and ready.
type memory struct {
	files  map[string]understood // by path
	record *minutes.Record
}

// understood is what a file's bytes say.
type understood struct {
	sum      [sha256.Size]byte
	site     *document.Site
	holidays *document.Holidays
	file     *document.File
	told     []source.Diagnostic
}

// understand makes the record of what was read, and remembers it.
func understand(tree source.Tree, report *source.Report, m *memory) *reading {
	all := make([]understood, len(tree.Files))
	source.Each(len(tree.Files), func(i int) { all[i] = m.understand(tree.Files[i]) })
	var config *document.Site
	var holidays *document.Holidays
	var files []*document.File
	m.files = make(map[string]understood, len(all))
	for i, u := range all {
		report.Add(u.told...)
		switch {
		case u.site != nil:
			config = u.site
		case u.holidays != nil:
			holidays = u.holidays
		default:
			files = append(files, u.file)
		}
		m.files[tree.Files[i].Path] = u
	}
	m.record = minutes.New(config, holidays, files, tree.Attachments, report, m.record)
	return &reading{tree: tree, record: m.record, report: report}
}

func (m *memory) understand(f source.File) understood {
	known, ok := m.files[f.Path]
	if f.Unchanged {
		return known
	}
	u := understood{sum: sha256.Sum256(f.Data)}
	if ok && known.sum == u.sum {
		return known
	}
	var told source.Report
	switch f.Path {
	case "site.yaml":
		u.site = document.ReadSite(f.Path, f.Data, &told)
	case document.HolidaysFile:
		u.holidays = document.ReadHolidays(f.Path, f.Data, &told)
	default:
		u.file = document.Read(f.Path, f.Data, &told)
	}
	u.told = told.All()
	return u
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
