package minutes

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"minutebook/generator/document"
	"minutebook/generator/source"
)

// New puts files together and checks the record that they make; site is nil where there is no site.yaml, and holidays where
// there is no bank-holidays.yaml. Everything wrong is in the report; while that has errors, nothing of the record may be published.
//
// From an earlier record, if there is one, it takes over the bodies of which neither a file has changed nor anything else
// that was looked up to understand and check them: then they would come out the same. So a record that is made after a
// change is the one that would be made from nothing, and costs no more than the bodies that the change concerns.
func New(site *document.Site, holidays *document.Holidays, files []*document.File, attachments []string, r *source.Report, earlier *Record) *Record {
	if site == nil {
		site = &document.Site{}
		r.Error(source.Pos{Path: "site.yaml"}, "site-missing", "write it with title, url, publish, contact and time_zone", "there is no such file, so nothing says what may be published")
	}
	record := &Record{Site: site, Holidays: cmp.Or(holidays, document.BuiltInHolidays()), OwnHolidays: holidays != nil, Attachments: attachments, report: r, unread: map[string]bool{}}
	record.checkSite()
	record.settle(record.gather(files), earlier)
	for t := range record.straying() {
		if other := record.Thing(t.Ref); other != t {
			t.twice(other, r)
		}
	}
	record.checkIdentifiers()
	record.checkFolders()
	record.checkFormer()
	record.checkPublisher()
	record.checkHolidays()
	r.Add(record.attached.All()...)
	told := make([][]source.Diagnostic, len(record.Bodies))
	for i, b := range record.Bodies {
		told[i] = b.told
	}
	r.Add(slices.Concat(told...)...)
	return record
}

// A folder has files, of which one may say which body it belongs to.
type folder struct {
	name  string
	files []*document.File
	body  *document.File
	// What the other folders say of its prefix.
	prefix document.Plain
	owns   bool
}

// gather sorts files into the folders of bodies.
func (r *Record) gather(files []*document.File) []*folder {
	byName := map[string]*folder{}
	unread := map[string]bool{} // folders with a file that could not be read
	for _, f := range files {
		name, _, nested := strings.Cut(f.Path, "/")
		if f.Content == nil {
			r.unread[f.Path] = true
			unread[name] = true
		}
		if !nested {
			r.report.Error(source.Pos{Path: f.Path}, "file-place", "move it into the folder of a body", "this file belongs to no body")
			continue
		}
		d := byName[name]
		if d == nil {
			d = &folder{name: name}
			byName[name] = d
		}
		d.files = append(d.files, f)
		if _, ok := f.Content.(*document.Body); ok && d.body == nil {
			d.body = f
		}
	}
	var folders []*folder
	taken := map[string]*folder{}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		switch d := byName[name]; {
		case d.body != nil:
			d.prefix, d.owns = r.checkPrefix(d, taken)
			folders = append(folders, d)
		case !unread[name]:
			r.report.Error(source.Pos{Path: name}, "body-missing", "write "+name+"/body.md with kind: body", "this folder has no file that says which body it belongs to")
		}
	}
	return folders
}

// checkPrefix is the prefix of a folder's body, and whether what has that prefix is looked for there.
func (r *Record) checkPrefix(d *folder, taken map[string]*folder) (prefix document.Plain, owns bool) {
	prefix = d.body.Content.(*document.Body).Prefix
	switch other := taken[prefix.Text]; {
	case prefix.Text == "":
	case !isPrefix(prefix.Text):
		r.report.Error(prefix.At, "prefix", "write two or more capital letters, as SECPMA", "this cannot be the prefix of refs")
		prefix.Text = ""
	case other != nil:
		r.report.Error(prefix.At, "prefix", "give each body a prefix of its own", "another body has this prefix: %s", other.name)
	default:
		taken[prefix.Text] = d
		return prefix, true
	}
	return prefix, false
}

// settle makes the bodies, or takes them over from an earlier record. A body that was taken over is made anew when one of
// the answers that it was given is another one now; what it is to the others does not change by that, so that this comes to
// an end after a round or two.
func (r *Record) settle(folders []*folder, earlier *Record) {
	r.Bodies = make([]*Body, len(folders))
	taken := make([]bool, len(folders))
	ruled := make([]bool, len(folders)) // whether updates have been put under what they update
	for i, d := range folders {
		r.Bodies[i], taken[i] = earlier.still(d)
		ruled[i] = taken[i]
	}
	words := find(folders, taken, earlier)
	source.Each(len(folders), func(i int) {
		if !taken[i] {
			r.Bodies[i] = newBody(folders[i], words)
		}
	})
	same := earlier != nil && r.sameHeads(earlier)
	for {
		r.share()
		source.Each(len(folders), func(i int) {
			if !ruled[i] {
				ruled[i] = true
				b := r.Bodies[i]
				(&checker{r, b}).ruleUpdates()
				b.away = b.elsewhere()
			}
		})
		abroad := r.abroad()
		other := make([]bool, len(folders)) // what it was told is another thing now; found before any body is replaced
		source.Each(len(folders), func(i int) {
			b := r.Bodies[i]
			other[i] = taken[i] && !(same && r.answers(b) && slices.Equal(b.said, abroad[b]))
		})
		source.Each(len(folders), func(i int) {
			if other[i] {
				r.Bodies[i], taken[i], ruled[i] = newBody(folders[i], r.Bodies[i].words), false, false
			}
		})
		if !slices.Contains(other, true) {
			source.Each(len(folders), func(i int) {
				if b := r.Bodies[i]; !taken[i] {
					b.said = abroad[b]
					(&checker{r, b}).check()
					b.told = slices.Concat(b.alone.All(), b.among.All())
				}
			})
			return
		}
	}
}

// find finds what is looked for in the texts of all files but those of bodies that are taken over. What was found in a file
// that has not changed since is not looked for again.
func find(folders []*folder, taken []bool, earlier *Record) wordsByFile {
	all := wordsByFile{}
	var files []*document.File
	for i, d := range folders {
		if taken[i] {
			continue
		}
		var known wordsByFile
		if earlier != nil && earlier.folders[d.name] != nil {
			known = earlier.folders[d.name].words
		}
		for _, f := range d.files {
			if all[f] = known[f]; all[f] == nil && f.Content != nil {
				files = append(files, f)
			}
		}
	}
	found := make([]*words, len(files))
	source.Each(len(files), func(i int) { found[i] = wordsOf(files[i]) })
	for i, f := range files {
		all[f] = found[i]
	}
	return all
}

// still is the body of a folder in which no file has changed, and whose prefix no other folder has taken or left.
func (r *Record) still(d *folder) (*Body, bool) {
	if r == nil {
		return nil, false
	}
	b := r.folders[d.name]
	return b, b != nil && slices.Equal(b.of, d.files) && b.owns == d.owns
}

// sameHeads tells whether what all bodies know of each other is what it was: folders, prefixes, first meetings, rulings. Who
// owns a prefix follows from all of these. Package release counts on it, as who may have a file depends on the ruling on the
// body in whose folder it lies.
func (r *Record) sameHeads(earlier *Record) bool {
	return slices.EqualFunc(r.Bodies, earlier.Bodies, func(a, b *Body) bool {
		return a.Folder == b.Folder && a.Prefix.Text == b.Prefix.Text && a.lowest == b.lowest && a.File.Ruling == b.File.Ruling
	})
}

// share makes of the bodies what all of them look things up in.
func (r *Record) share() {
	r.prefixes, r.folders, r.strays = map[string]*Body{}, map[string]*Body{}, map[string]*Thing{}
	for _, b := range r.Bodies {
		r.folders[b.Folder] = b
		if b.owns {
			r.prefixes[b.Prefix.Text] = b
		}
	}
	for t := range r.straying() {
		if r.Thing(t.Ref) == nil {
			r.strays[t.Ref] = t
		}
	}
	r.attached = source.Report{} // told when all bodies have been settled
	r.checkAttachments(&r.attached)
}

// straying are the things whose refs have not the prefix of their body.
func (r *Record) straying() iter.Seq[*Thing] {
	return func(yield func(*Thing) bool) {
		for _, b := range r.Bodies {
			for _, t := range b.strays {
				if !yield(t) {
					return
				}
			}
		}
	}
}

// abroad is what the minutes of other bodies say of each body's actions and entries.
func (r *Record) abroad() map[*Body][]said {
	all := map[*Body][]said{}
	for _, b := range r.Bodies {
		for _, s := range b.away {
			if of := r.ownerOf(s.ref.Text, b); of != b {
				all[of] = append(all[of], s)
			}
		}
	}
	return all
}

// ownerOf is the body whose the action or entry is that minutes of a body update: of what nobody has, that body itself.
func (r *Record) ownerOf(ref string, from *Body) *Body {
	if t := r.Thing(ref); t != nil {
		return t.Body
	}
	if of := r.olderOf(ref); of != nil {
		return of
	}
	return from
}
