// Package render makes files of a site, with the templates that say what it looks like.
package render

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"minutebook/generator/search"
	"minutebook/generator/site"
	"minutebook/templates"
)

// A Renderer has read the templates. It may be used for any number of sites, one after the other or at once.
type Renderer struct {
	pages  *template.Template
	assets []asset

	compiling sync.Mutex
	compiler  compiler
	programs  sync.Map // of programKey and *program, which is nil where html/template does it
}

// New reads the templates in a directory. What is missing there is taken from the built-in ones, so that they can be
// replaced one by one; nil takes them all.
func New(replaced fs.FS) (*Renderer, error) {
	r := &Renderer{pages: template.New("")}
	names, err := fs.Glob(templates.Files, "*.html")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := read(replaced, name)
		if err != nil {
			return nil, err
		}
		if _, err := r.pages.New(name).Parse(unindent(text)); err != nil {
			return nil, err
		}
	}
	if err := escapeAll(r.pages); err != nil {
		return nil, err
	}
	r.compiler = compiler{set: r.pages, done: map[programKey]*program{}}
	if r.assets, err = readAssets(replaced); err != nil {
		return nil, err
	}
	return r, nil
}

// escapeAll lets html/template choose its escapers, which it does at the first use of each template. That there is
// nothing to show in them is of no matter.
func escapeAll(pages *template.Template) error {
	for _, t := range pages.Templates() {
		var wrong *template.Error
		if err := pages.ExecuteTemplate(io.Discard, t.Name(), nil); errors.As(err, &wrong) {
			return fmt.Errorf("template %w", err)
		}
	}
	return nil
}

func read(replaced fs.FS, name string) ([]byte, error) {
	if replaced != nil {
		b, err := fs.ReadFile(replaced, name)
		if !errors.Is(err, fs.ErrNotExist) {
			return b, err
		}
	}
	return fs.ReadFile(templates.Files, name)
}

var indentation = regexp.MustCompile(`\n[ \t]+`)

// unindent drops what templates have for their own readers only.
func unindent(text []byte) string { return indentation.ReplaceAllString(string(text), "\n") }

// Render writes every file of the site but its manifest. Paths have slashes and no leading one. write is called from
// several goroutines at once, never twice with one path, in no order, but for the index for searching, which is made of
// the pages that were written and comes last; the content is its own only until it returns. When something fails, the rest is not written, and the error is that of the first page, by address, of those that failed.
func (r *Renderer) Render(s *site.Site, write func(path string, content []byte) error) error {
	for _, f := range r.besides(s) {
		if err := write(f.path, f.content); err != nil {
			return err
		}
	}
	index := search.New()
	order := heaviestFirst(s.Pages)
	frames := &frames{renderer: r, made: map[frameKey]*frame{}}
	failed := make([]error, len(s.Pages))
	var next atomic.Int64
	var stop atomic.Bool
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			var b bytes.Buffer
			for !stop.Load() {
				n := int(next.Add(1)) - 1
				if n >= len(order) {
					return
				}
				i := order[n]
				b.Reset()
				err := r.page(&b, s.Pages[i], frames)
				if err == nil {
					file := s.Pages[i].Base().Address.File()
					index.Add(file, b.Bytes())
					err = write(file, b.Bytes())
				}
				if err != nil {
					failed[i] = err
					stop.Store(true)
				}
			}
		})
	}
	workers.Wait()
	if err := cmp.Or(failed...); err != nil {
		return err
	}
	return index.Files(write)
}

// page shows one page. Everything but its name, its trail and what its kind shows is the same in many pages, and made
// once.
func (r *Renderer) page(b *bytes.Buffer, m site.Model, frames *frames) error {
	p := m.Base()
	f, err := frames.of(p)
	if err != nil {
		return err
	}
	b.Write(f.opening)
	if err := r.show(b, "name", p); err != nil {
		return err
	}
	if err := writeLinked(b, m); err != nil {
		return err
	}
	b.Write(f.masthead)
	if err := r.show(b, "trail", p); err != nil {
		return err
	}
	if err := r.show(b, p.Kind+".html", m); err != nil {
		return err
	}
	b.Write(f.closing)
	return nil
}

// show runs a template over a model, compiled if it can be.
func (r *Renderer) show(b *bytes.Buffer, name string, model any) error {
	key := programKey{name, reflect.TypeOf(model)}
	made, ok := r.programs.Load(key)
	if !ok {
		r.compiling.Lock()
		p, err := r.compiler.program(key.name, key.dot)
		r.compiling.Unlock()
		if err != nil {
			p = nil
		}
		made, _ = r.programs.LoadOrStore(key, p)
	}
	p := made.(*program)
	if p == nil {
		return r.pages.ExecuteTemplate(b, name, model)
	}
	if err := p.show(b, model); err != nil {
		return fmt.Errorf("template %s: %w", name, err)
	}
	return nil
}

// heaviestFirst orders pages so that the registers over everything, which take longest, do not come last, when the other
// workers would have to wait for them.
func heaviestFirst(pages []site.Model) []int {
	order := make([]int, len(pages))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(pages[y].Base().Rows, pages[x].Base().Rows) })
	return order
}

// A framed page is what a frame shows of one of its pages.
type framed struct {
	*site.Page
	Style, Icon site.Address
	Scripts     []site.Address // the addresses of the scripts of the page, in the order in which they run
}

// A frame is what pages of one depth, one part of the menu and the same scripts have around them.
type frame struct{ opening, masthead, closing []byte }

type frameKey struct {
	depth                  int
	section, root, scripts string
}

type frames struct {
	renderer *Renderer
	mu       sync.RWMutex
	made     map[frameKey]*frame
}

func (fs *frames) of(p *site.Page) (*frame, error) {
	key := frameKey{p.Depth(), p.Section, p.Root, strings.Join(p.Scripts, " ")}
	fs.mu.RLock()
	f := fs.made[key]
	fs.mu.RUnlock()
	if f != nil {
		return f, nil
	}
	assets := fs.renderer.assetsOf(p.Site.Publisher)
	model := &framed{Page: p, Style: addressOf(assets, "style.css"), Icon: addressOf(assets, "icon.svg")}
	for _, name := range append([]string{"script.js"}, p.Scripts...) {
		model.Scripts = append(model.Scripts, addressOf(assets, name))
	}
	f = &frame{}
	for name, part := range map[string]*[]byte{"opening": &f.opening, "masthead": &f.masthead, "closing": &f.closing} {
		var b bytes.Buffer
		if err := fs.renderer.show(&b, name, model); err != nil {
			return nil, err
		}
		*part = b.Bytes()
	}
	fs.mu.Lock()
	defer fs.mu.Unlock()
	fs.made[key] = f
	return f, nil
}

// Page shows one page of a site, as Render would write it.
func (r *Renderer) Page(m site.Model) ([]byte, error) {
	var b bytes.Buffer
	err := r.page(&b, m, &frames{renderer: r, made: map[frameKey]*frame{}})
	return b.Bytes(), err
}

// Besides are the files of a site that are no pages, by path, but for those that need finished pages.
func (r *Renderer) Besides(s *site.Site) map[string][]byte {
	all := map[string][]byte{}
	for _, f := range r.besides(s) {
		all[f.path] = f.content
	}
	return all
}
