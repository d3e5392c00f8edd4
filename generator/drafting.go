package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"minutebook/generator/attachment"
	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/preview"
	"minutebook/generator/publish"
	"minutebook/generator/render"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

// A drafting makes drafts for the preview, one after the other, and remembers what does not change from
// one to the next. What it does is what build does, stage by stage, but for the last: pages are made when they are asked for.
type drafting struct {
	session  *session
	memory   memory
	tree     source.Tree
	public   shelf
	verdicts map[string]error // why an attachment may not be published, or nil, by path
	renderer *render.Renderer
	failing  bool      // the last draft had errors
	day      time.Time // that it reckons from

	looking sync.Mutex // at what the drafter alone sees, which is laid out when somebody looks
	all     shelf
}

func newDrafting(s *session) *drafting {
	return &drafting{session: s, verdicts: map[string]error{}}
}

// A change is what happened since the last draft.
type change struct {
	paths     []string // of the content
	all       bool     // or anything of it
	templates bool
}

// draft is the content as it is now. Whatever is wrong is in it, so that the drafter sees it.
func (d *drafting) draft(c change) *preview.Draft {
	d.forget(c)
	r, err := d.read(c)
	if err != nil {
		return failed(err)
	}
	if d.day, err = d.session.day(r.record); err != nil {
		return failed(err)
	}
	layout, err := d.session.lay(r, buildFlags{}, &d.public)
	if err != nil {
		return failed(err)
	}
	if d.renderer == nil || c.templates {
		if d.renderer, err = d.session.renderer(); err != nil {
			d.renderer = nil
			return failed(err)
		}
	}
	if err := d.judge(r, layout.Files); err != nil {
		return failed(err)
	}
	warnings := r.report.All()
	var wrong []source.Diagnostic
	for _, d := range warnings {
		if d.Severity == source.Error {
			wrong = append(wrong, d)
		}
	}
	if wrong != nil {
		warnings = slices.DeleteFunc(warnings, func(d source.Diagnostic) bool { return d.Severity == source.Error })
	}
	public := newView(layout, r, d.renderer)
	asAt := d.day // by the time that somebody looks it may be over
	all := sync.OnceValue(func() *view { return newView(d.everything(r, asAt), r, public.renderer) })
	return &preview.Draft{
		Errors:   wrong,
		Warnings: warnings,
		Page: func(v preview.View, address string) (preview.Page, error) {
			if v == preview.Published {
				return public.page(site.Address(address))
			}
			return all().page(site.Address(address))
		},
		Notes: func(address string) []preview.Note {
			n := noting{record: r.record, warnings: warnings, public: layout, all: all().layout}
			return n.about(site.Address(address))
		},
		Home: func(file string) string {
			switch file {
			case "site.yaml":
				return "/"
			case document.HolidaysFile:
				return "/consultations/"
			}
			at, _ := all().layout.Find(markdown.Target{Path: file})
			return string(at)
		},
	}
}

// failed is what is shown when the content could not even be read.
func failed(err error) *preview.Draft {
	var u *usageError
	wrong := source.Diagnostic{Message: err.Error()}
	if errors.As(err, &u) {
		wrong.Hint = u.hint
	}
	return &preview.Draft{
		Errors: []source.Diagnostic{wrong},
		Page:   func(preview.View, string) (preview.Page, error) { return preview.Page{}, nil },
		Notes:  func(string) []preview.Note { return nil },
		Home:   func(string) string { return "" },
	}
}

// read reads what changed, or everything.
func (d *drafting) read(c change) (*reading, error) {
	report := &source.Report{}
	if !c.all {
		tree, ok, err := d.tree.Again(c.paths)
		if ok && err == nil {
			return d.understand(tree, report), nil
		}
	}
	tree, err := source.ReadTree(d.session.content, report)
	for try := 0; errors.Is(err, fs.ErrNotExist) && try < 10; try++ { // a file can go while folders are gone through
		report = &source.Report{}
		tree, err = source.ReadTree(d.session.content, report)
	}
	if err != nil {
		d.tree = source.Tree{}
		return nil, fmt.Errorf("the content cannot be read: %w", err)
	}
	return d.understand(tree, report), nil
}

// understand forgets the bytes: whatever is needed of them has been understood.
func (d *drafting) understand(tree source.Tree, report *source.Report) *reading {
	r := understand(tree, report, &d.memory)
	for i := range tree.Files {
		tree.Files[i].Data = nil
	}
	d.tree = tree
	return r
}

// forget forgets the verdicts on attachments that may be others now, even where this draft comes to nothing.
func (d *drafting) forget(c change) {
	if c.all {
		clear(d.verdicts)
	}
	for _, p := range c.paths {
		delete(d.verdicts, p)
	}
}

// judge reports attachments that may not be published. Their bytes are read again when somebody looks at them.
func (d *drafting) judge(r *reading, files []*site.File) error {
	for _, f := range files {
		verdict, known := d.verdicts[f.Path]
		if !known {
			if _, verdict = r.clean(f.Path); verdict != nil && !errors.As(verdict, new(*attachment.Refusal)) {
				return verdict
			}
			d.verdicts[f.Path] = verdict
		}
		var refusal *attachment.Refusal
		if errors.As(verdict, &refusal) {
			r.report.Error(f.At, refusal.Code, refusal.Hint, "%s", refusal.Message)
		}
	}
	r.cleaned.Clear()
	return nil
}

// everything lays out what the drafter alone may see: the whole record.
func (d *drafting) everything(r *reading, asAt time.Time) *site.Layout {
	d.looking.Lock()
	defer d.looking.Unlock()
	edition := d.all.release.At(r.record, classification.Drafter, true, &source.Report{})
	layout, _ := site.Lay(edition, site.Options{AsAt: asAt, Version: version}, &d.all.site)
	return layout
}

// A view is a site of which pages are made when they are asked for.
type view struct {
	layout   *site.Layout
	reading  *reading
	renderer *render.Renderer
	besides  func() map[string][]byte // the files that are no pages, made when first asked for
	whole    func() (*whole, error)   // what needs all of it; the same
}

// whole is what needs all pages of a view: their sums, and the index for searching.
type whole struct {
	manifest []byte
	search   map[string][]byte // by path
}

func newView(l *site.Layout, r *reading, renderer *render.Renderer) *view {
	v := &view{layout: l, reading: r, renderer: renderer}
	v.besides = sync.OnceValue(func() map[string][]byte { return renderer.Besides(l.Site()) })
	v.whole = sync.OnceValues(v.all)
	return v
}

// all makes everything.
func (v *view) all() (*whole, error) {
	all := v.layout.Site()
	all.Files = slices.Clone(all.Files)
	for i, f := range all.Files {
		own := *f // whose bytes are gone when this is done
		all.Files[i] = &own
	}
	if err := v.reading.attach(all.Files); err != nil {
		return nil, err
	}
	var sums publish.Sums
	var mu sync.Mutex
	w := &whole{search: map[string][]byte{}}
	err := v.renderer.Render(all, func(file string, content []byte) error {
		if strings.HasPrefix(file, "search/") && path.Ext(file) == ".js" {
			mu.Lock()
			defer mu.Unlock()
			w.search[file] = bytes.Clone(content)
		}
		return sums.Add(file, content)
	})
	w.manifest = sums.Manifest()
	return w, err
}

// page is what build would write at an address, or the page that says that there is nothing.
func (v *view) page(at site.Address) (preview.Page, error) {
	if content, ok := v.renderer.Asset(v.layout.Publisher(), at); ok {
		return preview.Page{Content: content, Found: true}, nil
	}
	for _, f := range v.layout.Files {
		if f.To == at {
			content, err := v.reading.clean(f.Path)
			return preview.Page{Content: content, Found: true}, err
		}
	}
	if file := strings.TrimPrefix(string(at), "/"); file == "manifest.json" || strings.HasPrefix(file, "search/") && path.Ext(file) == ".js" {
		w, err := v.whole()
		if err != nil {
			return preview.Page{}, err
		}
		if file == "manifest.json" {
			return preview.Page{Content: w.manifest, Found: true}, nil
		}
		if content, ok := w.search[file]; ok {
			return preview.Page{Content: content, Found: true}, nil
		}
	}
	if ending := path.Ext(string(at)); ending != "" && ending != ".html" {
		if content, ok := v.besides()[strings.TrimPrefix(string(at), "/")]; ok {
			return preview.Page{Content: content, Found: true}, nil
		}
	}
	model := v.layout.Page(at)
	found := model != nil
	if !found {
		model = v.layout.Page("/404.html")
	}
	content, err := v.renderer.Page(model)
	return preview.Page{Content: content, Found: found}, err
}
