// Package redact writes the content as one clearance may read it, in the format in which drafters write. It stands beside
// package release: from the same record, by a reading of its own of the rulings in it, it makes what readers may have, as
// source. What is built from either is the same, byte for byte, so each holds the other to the law.
//
// Files are written anew: front matter from the values that were read, text without what is withheld. Nothing of a
// withheld file, entry, block or phrase is left, nor how many there were, where no page says so; nor are the private notes
// of the author and the layout of the front matter.
package redact

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// redactor is one clearance's reading of the record.
type redactor struct {
	reading markdown.Reading
	files   map[string][]byte
	former  []string // addresses, of all that may be read
}

// At is the content as clearance c may read it, by path, from the root of the content; private is as in an edition. The
// record must be free of errors. Attachments are not among the files: what readers may have of them is not written by a
// drafter. So that no link leads nowhere, no file is named that is not published.
func At(r *minutes.Record, c classification.Clearance, private bool) map[string][]byte {
	w := r.Site.Withheld
	rd := redactor{files: map[string][]byte{"site.yaml": document.WriteSite(r.Site)}, reading: markdown.Reading{
		Clearance: c, Labelled: private,
		Notice: map[classification.Label]bool{
			classification.Green: noticed(w.Green), classification.Amber: noticed(w.Amber),
			classification.AmberStrict: noticed(w.AmberStrict), classification.Red: noticed(w.Red),
		},
	}}
	if r.OwnHolidays {
		rd.files[document.HolidaysFile] = document.WriteHolidays(r.Holidays)
	}
	for _, b := range r.Bodies {
		if rd.permits(b.File.Ruling) {
			rd.remember(b)
		}
	}
	for _, b := range r.Bodies {
		if rd.permits(b.File.Ruling) {
			rd.body(b)
		}
	}
	return rd.files
}

func noticed(withheld document.Plain) bool { return withheld.Text != "silent" }

func (rd redactor) permits(r minutes.Ruling) bool { return r.Permits(rd.reading.Clearance) }

// put writes a file anew, with a content that was pruned.
func (rd redactor) put(f minutes.File, content any) {
	rd.files[f.Path] = document.Write(content, f.Text, rd.reading)
}

// remember notes the former addresses of what may be read of a body.
func (rd *redactor) remember(b *minutes.Body) {
	for f := range b.Files() {
		if rd.permits(f.Ruling) {
			for _, was := range f.Common.Formerly {
				rd.former = append(rd.former, was.Text)
			}
		}
	}
}

// under keeps of the entries of a file, or of an entry, those that may be read under the ruling on it.
func (rd redactor) under(outer minutes.Ruling) document.Keep {
	return func(_ string, _ int, e document.Entry) (document.Keep, bool) {
		ruling := outer.Under(e.Classification)
		return rd.under(ruling), rd.permits(ruling)
	}
}

func (rd redactor) body(b *minutes.Body) {
	rd.put(b.File, document.Prune(b.Body, rd.under(b.File.Ruling)))
	for _, m := range b.Meetings {
		if rd.permits(m.File.Ruling) {
			rd.meeting(m)
		}
	}
	for _, c := range b.Consultations {
		if rd.permits(c.File.Ruling) {
			rd.put(c.File, document.Prune(c.Consultation, rd.under(c.File.Ruling)))
		}
	}
	for _, g := range b.Registers {
		if rd.permits(g.File.Ruling) {
			rd.register(g)
		}
	}
	var asked []*minutes.Document
	for _, d := range b.Documents {
		switch {
		case rd.permits(d.File.Ruling):
			rd.document(d)
		case requested(d.Available, d.File.Ruling):
			asked = append(asked, d)
		}
	}
	rd.asked(b, asked)
}

// meeting writes minutes. The rulings on their entries, which stand under items and under what they update, are the
// record's.
func (rd redactor) meeting(m *minutes.Meeting) {
	content := *m.Minutes
	content.Papers = slices.Clone(content.Papers)
	for i := range content.Papers {
		content.Papers[i] = rd.paper(content.Papers[i], m.Papers[i])
	}
	rulings := map[string][]minutes.Ruling{
		"attendance": m.Attending, "papers": m.Papers, "actions": m.Actions, "updates": m.Updates, "decisions": m.Decisions,
	}
	rd.put(m.File, document.Prune(&content, func(key string, i int, e document.Entry) (document.Keep, bool) {
		if key == "files" {
			return rd.under(m.File.Ruling)(key, i, e)
		}
		if i >= len(rulings[key]) {
			return nil, false // a list that is not known here
		}
		ruling := rulings[key][i]
		shown := key == "papers" && requested(content.Papers[i].Available, ruling)
		return rd.under(ruling), shown || rd.permits(ruling)
	}))
}

// requested tells whether something shows that it is there although it is withheld, so that it may be asked for. A draft
// does not.
func requested(available document.Plain, r minutes.Ruling) bool {
	return available.Text == "on request" && r.Draft == nil && r.Label != classification.Unknown
}

// paper is what of a paper may be read. Who does not get the file is not told its name.
func (rd redactor) paper(p document.Paper, r minutes.Ruling) document.Paper {
	if p.Available.Text != "published" {
		p.File = document.Plain{}
	}
	if rd.permits(r) {
		return p
	}
	return document.Paper{
		Entry: document.Entry{At: p.At, Classification: document.Label{Label: r.Label, At: p.At}},
		Ref:   p.Ref, Title: untitled(), PublicTitle: p.PublicTitle, Available: p.Available,
	}
}

// untitled is the title of what is withheld: a word, as every record has a title. No page shows it.
func untitled() document.Inline {
	return document.Inline{Source: markdown.Inline("Withheld", source.Pos{}, "", &source.Report{})}
}

func (rd redactor) document(d *minutes.Document) {
	content := *d.Document
	if content.Available.Text != "published" {
		content.Versions = slices.Clone(content.Versions)
		for i := range content.Versions {
			content.Versions[i].File = document.Plain{}
		}
	}
	rd.put(d.File, document.Prune(&content, rd.under(d.File.Ruling)))
}

// asked writes withheld documents that are available on request. Where they lie is withheld, so each gets a place that
// follows from its ref, and from what may be read.
func (rd redactor) asked(b *minutes.Body, documents []*minutes.Document) {
	slices.SortFunc(documents, func(x, y *minutes.Document) int { return strings.Compare(x.Common.Ref.Text, y.Common.Ref.Text) })
	names, paths := map[string]bool{}, map[string]bool{} // that are taken: names are what addresses are made of
	for p := range rd.files {
		for ; p != "."; p = path.Dir(p) {
			paths[strings.ToLower(p)] = true
		}
	}
	for _, d := range b.Documents {
		if rd.permits(d.File.Ruling) {
			names[markdown.Slug(d.Name())] = true
		}
	}
	for _, was := range rd.were(b) {
		names[was] = true
	}
	place := func(name string) string { return b.Folder + "/documents/" + name + ".md" }
	for _, d := range documents {
		name := markdown.Slug(d.Common.Ref.Text)
		for n := 2; names[name] || paths[strings.ToLower(place(name))]; n++ {
			name = markdown.Slug(d.Common.Ref.Text) + "-" + strconv.Itoa(n)
		}
		names[name] = true
		at := d.Common.At
		rd.files[place(name)] = document.Write(&document.Document{
			Common: document.Common{
				At: at, Kind: d.Common.Kind, Ref: d.Common.Ref, Title: untitled(),
				Classification: document.Label{Label: d.File.Ruling.Label, At: at},
			},
			PublicTitle: d.PublicTitle, Available: d.Available,
		}, markdown.Source{}, rd.reading)
	}
}

// were are the names of a body's documents at whose addresses, as its readers know, a page stood before.
func (rd redactor) were(b *minutes.Body) (names []string) {
	for _, was := range rd.former {
		if name, ok := strings.CutPrefix(was, "/"+markdown.Slug(b.Folder)+"/documents/"); ok {
			names = append(names, strings.TrimSuffix(name, "/"))
		}
	}
	return names
}

// register writes a register. Of an entry, the values of columns that may be read are left.
func (rd redactor) register(g *minutes.Register) {
	content := document.Prune(g.Register, rd.under(g.File.Ruling))
	columns := map[string]bool{}
	for _, c := range content.Columns {
		columns[c.Key.Text] = true
	}
	for i, e := range content.Entries {
		values := map[string]document.Value{}
		for key, value := range e.Values {
			if columns[key] {
				values[key] = value
			}
		}
		content.Entries[i].Values = values
	}
	rd.put(g.File, content)
}
