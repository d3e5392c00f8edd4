package render

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"minutebook/generator/markdown"
	"minutebook/generator/site"
	"minutebook/templates"
)

var updateManual = flag.Bool("manual", false, "write templates/README.md anew")

var definition = regexp.MustCompile(`\{\{define "([^"]*)"`)

const manual = "../../templates/README.md"

// common are the names of fields that mean the same in every type. Whatever else a type has is explained where it stands.
var common = map[string]string{
	"Above":         "its label, where readers of the public site do not see it; else nothing",
	"Action":        "what the page is of",
	"Actions":       "actions, in the order of the minutes",
	"ActionsAt":     "the address of its register of actions",
	"Address":       "where the page stands",
	"Anchor":        "its `id` on the page on which it stands",
	"ApprovedAt":    "the meeting at which the minutes were approved",
	"ApprovedBy":    "who, or what, approved it",
	"Approves":      "the minutes that were approved at it",
	"As":            "in which capacity",
	"AsAt":          "the day that states are reckoned from",
	"Attendance":    "who was there, and who sent apologies",
	"Authority":     "under which rule it is held",
	"Before":        "the number of the meeting that raised it, where that is older than the archive",
	"Bodies":        "the committees",
	"Body":          "whose it is",
	"Chair":         "who took the chair",
	"ChairAbove":    "the chair's label, where readers of the public site do not see who it was",
	"Closed":        "it meets no more",
	"Closes":        "its last day",
	"Column":        "the title of its column",
	"Columns":       "its columns",
	"Consultation":  "what the page is of",
	"Consultations": "consultations, the latest first",
	"Contact":       "where readers may write to",
	"Count":         "how many they are",
	"Day":           "its day",
	"DecidedBy":     "the decision or action by which it was decided on",
	"Decisions":     "decisions, in the order of the minutes",
	"DecisionsAt":   "the address of its register of decisions",
	"Document":      "what the page is of",
	"DocumentRef":   "the ref of what is consulted on",
	"Documents":     "documents",
	"Done":          "those that are done, or whether it is",
	"Due":           "when it is due",
	"DueWas":        "when it was due before",
	"EarlierDue":    "when it was due before",
	"End":           "when it ended",
	"Entries":       "its entries",
	"Entry":         "what the page is of",
	"Events":        "its history, newest first",
	"Feedback":      "what was answered, in sum",
	"File":          "the file, as a link",
	"FirstDue":      "when it was due as it was raised",
	"Footer":        "a line at the foot of every page",
	"Groups":        "the groups, in order",
	"Heading":       "the heading over them",
	"Icon":          "the address of the icon",
	"ISO":           "\"2016-07-12\"",
	"Items":         "the items of the agenda",
	"Label":         "its label",
	"Labels":        "the labels, the least restricted first",
	"Last":          "the day of the last word on it, and where that was said",
	"LastAbove":     "the label of the last word on it, as Above",
	"LaunchedBy":    "the decision or action by which it was launched",
	"Long":          "\"12 July 2016\"",
	"Meaning":       "what it means for a reader",
	"Meeting":       "the meeting",
	"Meetings":      "meetings",
	"Meets":         "how often it meets, in words",
	"Members":       "its members",
	"Mentions":      "where else it is mentioned",
	"Name":          "its name",
	"Next":          "the meeting after",
	"Notes":         "the footnotes",
	"Now":           "where it stands now",
	"Number":        "its number",
	"OnRequest":     "readers may ask for it",
	"Open":          "those that are open",
	"Opens":         "its first day",
	"Outcome":       "what became of it",
	"Overdue":       "overdue: whether, or how many",
	"Owner":         "who is to act",
	"OwnerAbove":    "the label of what says who is to act, as Above",
	"OwnerWas":      "who was to act before",
	"OwnerWasAbove": "the label of what said so, as Above",
	"Page":          "what all pages have",
	"Papers":        "papers",
	"PapersAt":      "the address of its papers",
	"People":        "the people in it",
	"Plain":         "its title without markup",
	"Preamble":      "what stands before the first item",
	"Previous":      "the meeting before",
	"PrintedAs":     "the wrong ref that was printed, if any",
	"Private":       "a private copy: labels are shown, and a banner",
	"Ref":           "its ref",
	"References":    "what the page links, for paper; nothing where the address of the site is not known",
	"Register":      "the register",
	"Registers":     "registers",
	"Remit":         "what it is for",
	"Reports":       "the bodies that report to it",
	"ReportsTo":     "the body that it reports to",
	"Respond":       "how to answer",
	"Scripts":       "the addresses of the scripts of the page",
	"Shown":         "whether this site shows what has it",
	"Site":          "what all pages have in common",
	"Start":         "when it began, as \"12:00\"",
	"State":         "its state, a word",
	"String":        "its name",
	"Style":         "the address of the style sheet",
	"Supersedes":    "the earlier decision that it replaces",
	"Text":          "its text",
	"Title":         "its title",
	"To":            "its address; empty: it has none",
	"Updates":       "what was said of earlier actions and of entries",
	"URL":           "the address",
	"Values":        "its values, a column each",
	"Venue":         "where it is held",
	"Version":       "its version",
	"Vote":          "\"voting\", \"not voting\", or nothing",
	"Weekday":       "the day of the week",
	"Withheld":      "it is not here; that it is there is said so that it may be asked for",
	"Years":         "the same by year",
	"Zone":          "name of the time zone in which days end",
}

// Sources are the program's own text, from which the manual has its explanations.
type sources struct {
	types   map[string]string // by "site.Action"
	members map[string]string // by "site.Action.Ref"
}

func readSources(t *testing.T) sources {
	s := sources{map[string]string{}, map[string]string{}}
	for name, dir := range map[string]string{"site": "../site", "markdown": "../markdown", "render": "."} {
		files := token.NewFileSet()
		var parsed []*ast.File
		paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(files, path, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, f)
		}
		p, err := doc.NewFromFiles(files, parsed, "minutebook/generator/"+name, doc.AllDecls|doc.AllMethods)
		if err != nil {
			t.Fatal(err)
		}
		for _, typ := range p.Types {
			s.types[name+"."+typ.Name] = line(typ.Doc)
			for _, m := range typ.Methods {
				s.members[name+"."+typ.Name+"."+m.Name] = line(m.Doc)
			}
			if of, ok := typ.Decl.Specs[0].(*ast.TypeSpec).Type.(*ast.StructType); ok {
				for _, f := range of.Fields.List {
					names := f.Names
					if embedded, ok := f.Type.(*ast.Ident); ok && names == nil {
						names = []*ast.Ident{embedded}
					}
					for _, n := range names {
						s.members[name+"."+typ.Name+"."+n.Name] = line(f.Doc.Text() + f.Comment.Text())
					}
				}
			}
		}
	}
	return s
}

func line(text string) string { return strings.Join(strings.Fields(text), " ") }

// A writer writes what templates may use: each type once, where it is first reached.
type writer struct {
	strings.Builder
	t       *testing.T
	sources sources
	done    map[reflect.Type]bool
	queue   []reflect.Type
}

func name(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Pointer:
		return name(t.Elem())
	case reflect.Slice:
		return "list of " + name(t.Elem())
	}
	return strings.TrimPrefix(strings.TrimPrefix(t.String(), "site."), "render.")
}

func (w *writer) reach(t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if pkg := t.PkgPath(); !w.done[t] && t.Kind() == reflect.Struct && strings.HasPrefix(pkg, "minutebook/") {
		w.done[t] = true
		w.queue = append(w.queue, t)
	}
}

func (w *writer) explain(t reflect.Type) {
	said := w.sources.types[t.String()]
	if said == "" {
		w.t.Errorf("%s has no comment", t)
	}
	fmt.Fprintf(w, "%s\n\n", said)
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || t == reflect.TypeFor[site.Site]() && slices.Contains([]string{"Pages", "Files", "Kept"}, f.Name) {
			continue // what only the program reads
		}
		note := w.sources.members[t.String()+"."+f.Name]
		if note == "" {
			if note = common[f.Name]; note != "" && f.Type.Kind() == reflect.Int {
				note = "how many they are"
			}
			if note == "" {
				w.t.Errorf("%s.%s has no comment, and no meaning that is the same everywhere", t, f.Name)
			}
		}
		fmt.Fprintf(w, "- `.%s`, %s: %s\n", f.Name, name(f.Type), note)
		w.reach(f.Type)
	}
	own := reflect.PointerTo(t)
	for i := range own.NumMethod() {
		m := own.Method(i)
		if t != reflect.TypeFor[site.Page]() && t.Kind() == reflect.Struct && embedsPage(t) || slices.Contains([]string{"Base", "Targets", "Anchors", "Same", "Tables"}, m.Name) || t == reflect.TypeFor[markdown.Fragment]() && m.Name == "HTML" {
			continue // those of the page, which stand there, and what only the program calls
		}
		var in []string
		for k := 1; k < m.Type.NumIn(); k++ {
			in = append(in, name(m.Type.In(k)))
		}
		note := w.sources.members[t.String()+"."+m.Name]
		if note == "" {
			note = common[m.Name]
		}
		if note == "" {
			w.t.Errorf("%s.%s has no comment", t, m.Name)
		}
		fmt.Fprintf(w, "- `.%s`, %s: %s\n", strings.Join(append([]string{m.Name}, in...), " "), name(m.Type.Out(0)), note)
		w.reach(m.Type.Out(0))
	}
	w.WriteString("\n")
}

func embedsPage(t reflect.Type) bool {
	f, ok := t.FieldByName("Page")
	return ok && f.Anonymous
}

// TestManual holds templates/README.md to the models that there are: what is in them is in it, with what it means.
func TestManual(t *testing.T) {
	opening, err := os.ReadFile("testdata/manual.md")
	if err != nil {
		t.Fatal(err)
	}
	w := &writer{t: t, sources: readSources(t), done: map[reflect.Type]bool{}}
	w.Write(opening)
	kinds := []string{}
	for kind := range models {
		kinds = append(kinds, kind)
		if _, err := fs.Stat(templates.Files, kind+".html"); err != nil {
			t.Errorf("%s.html is no built-in template", kind)
		}
		w.done[reflect.TypeOf(models[kind]).Elem()] = true
	}
	all, err := fs.Glob(templates.Files, "*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		if kind := strings.TrimSuffix(file, ".html"); models[kind] == nil && !slices.Contains([]string{"frame", "parts", "plots"}, kind) {
			t.Errorf("%s is of a kind of page that is not told here", file)
		}
	}
	for _, file := range []string{"parts.html", "plots.html"} {
		text, err := fs.ReadFile(templates.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range definition.FindAllSubmatch(text, -1) {
			if !bytes.Contains(opening, fmt.Appendf(nil, "| `%s` |", part[1])) {
				t.Errorf("testdata/manual.md does not say what the part %s of %s shows", part[1], file)
			}
		}
	}
	slices.Sort(kinds)
	w.reach(reflect.TypeFor[site.Page]())
	w.WriteString("## frame.html\n\n")
	w.explain(reflect.TypeFor[framed]())
	for _, kind := range kinds {
		w.WriteString("## " + kind + ".html\n\n")
		w.explain(reflect.TypeOf(models[kind]).Elem())
	}
	w.WriteString("# What these consist of\n\n")
	for len(w.queue) > 0 {
		typ := w.queue[0]
		w.queue = w.queue[1:]
		w.WriteString("## " + name(typ) + "\n\n")
		w.explain(typ)
	}
	if *updateManual {
		if err := os.WriteFile(manual, []byte(w.String()), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	old, err := os.ReadFile(manual)
	if err != nil || string(old) != w.String() {
		t.Errorf("%s is not what the models are now: go test ./generator/render -run Manual -manual writes it anew (%v)", manual, err)
	}
}
