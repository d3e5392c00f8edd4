package audit

import (
	"path"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// A passage is a text of the content that readers may read as a whole, or may not.
type passage struct {
	text     string
	kind     passageKind
	readable bool
	day      time.Time

	pos    source.Pos       // where it is, or, of prose,
	prose  *markdown.Source // in which text
	starts []start          // and where in that its stretches begin
}

type start struct{ at, from int } // offset in the passage, and in the text

type passageKind uint8

const (
	words    passageKind = iota // without Markdown
	prose                       // in Markdown
	ref                         // of a record
	day                         // has no text
	fileName                    // or a folder's
	lines                       // a file that is text
	address                     // that a record has on the site
)

// wasMark stands in a passage where a mark begins or ends, which may be within a word.
const wasMark = "\x02"

// place is where in the content what stands at an offset of the passage is.
func (p *passage) place(offset int) source.Pos {
	switch offset = max(0, min(offset, len(p.text)-1)); p.kind {
	case prose:
		i := sort.Search(len(p.starts), func(i int) bool { return p.starts[i].at > offset }) - 1
		return p.prose.Pos(p.starts[i].from + offset - p.starts[i].at)
	case lines:
		return source.Advance(p.pos, p.text[:offset])
	}
	return p.pos
}

// A walker goes through everything that the content says that readers may see, or everything else. It finds the texts by
// the tags of package document's structs, whatever these have, so that a key that is added there is looked for here.
type walker struct {
	clearance classification.Clearance
	readable  bool
	yield     func(*passage) // the passage is the walker's own, and another one after the call
	passage   passage
}

// walk goes through a record, with a walker for each body and one for what is of all of them, several at once.
func walk(r *minutes.Record, c classification.Clearance, readable bool, yield func(body int) func(*passage)) {
	source.Each(len(r.Bodies)+1, func(i int) {
		w := &walker{clearance: c, readable: readable, yield: yield(i)}
		if i == len(r.Bodies) {
			w.value(reflect.ValueOf(r.Site).Elem(), ruled{readable: true, ruling: minutes.Ruling{Label: classification.White}}) // nothing there has a label
			w.holidays(r.Holidays)
		} else {
			w.body(r.Bodies[i])
		}
	})
}

// holidays goes through them: everybody may know when they are, and what they are called.
func (w *walker) holidays(h *document.Holidays) {
	public := ruled{readable: true}
	w.plain(h.Calendar.Text, words, h.Calendar.At, public)
	for _, day := range h.List() {
		w.day(day.Date, h.Calendar.At, public)
		w.plain(day.Name, words, h.Calendar.At, public)
	}
}

// body goes through its files: its own, and those in its lists of meetings, consultations and so on, whatever lists it has.
func (w *walker) body(b *minutes.Body) {
	v := reflect.ValueOf(b).Elem()
	w.file(b, v, &b.File, true)
	within := b.File.Ruling.Permits(w.clearance)
	for i := range v.NumField() {
		list := v.Field(i)
		if list.Kind() != reflect.Slice {
			continue
		}
		for k := range list.Len() {
			holder := list.Index(k).Elem()
			w.file(b, holder, holder.FieldByName("File").Addr().Interface().(*minutes.File), within)
		}
	}
}

// ruled is what holds for a struct or a value.
type ruled struct {
	ruling   minutes.Ruling
	readable bool
	within   bool          // what holds it may be read
	kept     bool          // its files are available on request
	holder   reflect.Value // a struct of package minutes, with the rulings on its entries
}

// under is what holds for something in r.
func (w *walker) under(r ruled, ruling minutes.Ruling) ruled {
	r.ruling, r.within = ruling, r.readable
	r.readable = r.readable && ruling.Permits(w.clearance)
	return r
}

// file goes through one: its name, its front matter and its text.
func (w *walker) file(b *minutes.Body, holder reflect.Value, f *minutes.File, within bool) {
	if f.File == nil {
		return
	}
	rule := w.under(ruled{readable: within, holder: holder}, f.Ruling)
	whole := source.Pos{Path: f.Path}
	for i, folder := range strings.Split(path.Dir(f.Path), "/") {
		// That there is a body, all its files tell.
		readable := rule.readable || i == 0 && b.File.Ruling.Permits(w.clearance)
		w.plain(folder, fileName, whole, ruled{readable: readable})
	}
	if name := f.Name(); !w.date(name, whole, rule) {
		w.plain(name, fileName, whole, rule)
	}
	w.addresses(b, f, holder, rule)
	if f.Content != nil {
		w.value(reflect.ValueOf(f.Content).Elem(), rule)
	}
	w.source(&f.Text, rule)
}

// date tells whether a file's name is that of a day.
func (w *walker) date(name string, at source.Pos, rule ruled) bool {
	t, err := time.Parse(time.DateOnly, name)
	if err == nil {
		w.day(t, at, rule)
	}
	return err == nil
}

// value goes through a struct of package document.
func (w *walker) value(v reflect.Value, rule ruled) {
	form := formOf(v.Type())
	available, asked := "", false
	if form.available != nil {
		available = v.FieldByIndex(form.available).Addr().Interface().(*document.Plain).Text
		asked = available == "on request" && !rule.readable && rule.within && rule.ruling.Draft == nil && rule.ruling.Label != classification.Unknown
		rule.kept = available != "published" && (available != "" || !form.versions)
	}
	for i := range form.keys {
		k, at := &form.keys[i], rule
		switch {
		case asked && (k.name == "ref" || k.name == "public_title"): // of a withheld record, and its label, which is no text
			at.readable = true
		case k.name == "file" && rule.kept:
			at.readable = false
		}
		w.field(v.FieldByIndex(k.index), k, at)
	}
}

// field goes through one field.
func (w *walker) field(f reflect.Value, k *key, rule ruled) {
	switch x := f.Addr().Interface().(type) {
	case *document.Plain:
		if !k.oneOf { // those are the format's own words
			w.plain(x.Text, words, x.At, rule)
		}
	case *document.Ref:
		w.plain(x.Text, ref, x.At, rule)
	case *document.Inline:
		w.source(&x.Source, rule)
	case *document.Date:
		w.day(x.Time, x.At, rule)
	case *document.Due:
		w.day(x.Date, x.At, rule)
		w.plain(x.Meeting, ref, x.At, rule)
	case *document.Clock, *document.Number, *document.Flag, *document.Label: // are few figures, or the format's own words
	case *map[string]document.Value:
		for column, value := range *x {
			w.plain(value.Text, words, value.At, w.column(rule, column))
		}
	default:
		switch f.Kind() {
		case reflect.Slice:
			for i := range f.Len() {
				entry := f.Index(i)
				if plain, ok := entry.Addr().Interface().(*document.Plain); ok {
					w.plain(plain.Text, words, plain.At, rule)
					continue
				}
				w.value(entry, w.under(rule, rulingOn(entry, k.field, i, rule)))
			}
		case reflect.Struct:
			w.value(f, w.under(rule, rule.ruling.Under(label(f))))
		default:
			panic("audit: a key has a value of a kind that nobody looks through")
		}
	}
}

func label(v reflect.Value) document.Label {
	if index := formOf(v.Type()).label; index != nil {
		return *v.FieldByIndex(index).Addr().Interface().(*document.Label)
	}
	return document.Label{}
}

// rulingOn is what package minutes says of an entry of a list: in rulings of their own where it has them, by item and label
// where it has not.
func rulingOn(v reflect.Value, list string, i int, rule ruled) minutes.Ruling {
	m, ok := rule.holder.Addr().Interface().(*minutes.Meeting)
	if !ok {
		return rule.ruling.Under(label(v))
	}
	if list == "Attendance" {
		list = "Attending"
	}
	if given := rule.holder.FieldByName(list); given.IsValid() {
		if rulings, ok := given.Addr().Interface().(*[]minutes.Ruling); ok && i < len(*rulings) {
			return (*rulings)[i]
		}
	}
	if item := v.FieldByName("Item"); item.IsValid() {
		return m.ItemRuling(item.Addr().Interface().(*document.Number).N).Under(label(v))
	}
	return rule.ruling.Under(label(v))
}

// column is what holds for an entry's value in a column: where the column is withheld, so are its values.
func (w *walker) column(rule ruled, key string) ruled {
	if g, ok := rule.holder.Addr().Interface().(*minutes.Register); ok {
		for _, c := range g.Columns {
			if c.Key.Text == key {
				return w.under(rule, g.File.Ruling.Under(c.Classification))
			}
		}
	}
	return rule
}

func (w *walker) plain(text string, k passageKind, at source.Pos, rule ruled) {
	if text != "" && rule.readable == w.readable {
		w.passage = passage{text: text, kind: k, readable: rule.readable, pos: at}
		w.yield(&w.passage)
	}
}

func (w *walker) day(t time.Time, at source.Pos, rule ruled) {
	if !t.IsZero() && rule.readable == w.readable {
		w.passage = passage{kind: day, day: t, readable: rule.readable, pos: at}
		w.yield(&w.passage)
	}
}

// source goes through a text with marks. What readers may see of it is one passage, as what stands between may leave no
// trace. Of the rest, stretches that follow each other are one.
func (w *walker) source(s *markdown.Source, rule ruled) {
	if w.readable && !rule.readable {
		return
	}
	w.passage = passage{kind: prose, prose: s, readable: w.readable}
	end := func() {
		if w.passage.text != "" {
			w.yield(&w.passage)
			w.passage.text, w.passage.starts = "", nil
		}
	}
	s.Parts(w.clearance, func(part markdown.Part) {
		may := rule.readable && w.clearance.Permits(part.Label) && !part.Note
		if part.Word {
			end()
		}
		switch {
		case may == w.readable:
			w.add(part.Text, part.From)
		case !w.readable:
			end()
		}
	})
	end()
}

func (w *walker) add(text string, from int) {
	if text == "" {
		return
	}
	if w.passage.text != "" {
		w.passage.text += wasMark
	}
	if !w.readable { // nobody asks for the place of what is public
		w.passage.starts = append(w.passage.starts, start{len(w.passage.text), from})
	}
	w.passage.text += text
}

// addresses are those that withheld records would have on the site, as the site's documentation tells them. No two records
// have the same.
func (w *walker) addresses(b *minutes.Body, f *minutes.File, holder reflect.Value, rule ruled) {
	body, name := markdown.Slug(b.Folder), markdown.Slug(f.Name())
	tell := func(rule ruled, at source.Pos, page, ref string) {
		if !rule.readable {
			short := strings.TrimPrefix(strings.TrimPrefix(ref, b.Prefix.Text+" "), b.Prefix.Text+"_")
			w.plain(page+markdown.Slug(short), address, at, rule)
		}
	}
	whole := source.Pos{Path: f.Path}
	switch x := holder.Addr().Interface().(type) {
	case *minutes.Body:
		tell(rule, whole, body, "")
	case *minutes.Meeting:
		meeting := body + "/meetings/" + strconv.Itoa(x.Number.N)
		tell(rule, whole, meeting, "")
		for i, a := range x.Minutes.Actions {
			may := w.under(rule, x.Actions[i])
			tell(may, a.Ref.At, body+"/actions/", a.Ref.Text)
			tell(may, a.Ref.At, meeting+"#", a.Ref.Text)
		}
		for i, d := range x.Minutes.Decisions {
			tell(w.under(rule, x.Decisions[i]), d.Ref.At, meeting+"#", d.Ref.Text)
		}
	case *minutes.Consultation:
		tell(rule, whole, body+"/consultations/"+name, "")
	case *minutes.Document:
		tell(rule, whole, body+"/documents/"+name, "")
	case *minutes.Register:
		tell(rule, whole, body+"/registers/"+name, "")
		for _, e := range x.Entries {
			tell(w.under(rule, x.File.Ruling.Under(e.Classification)), e.Ref.At, body+"/registers/"+name+"/", e.Ref.Text)
		}
	}
}
