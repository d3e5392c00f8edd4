package audit

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/minutes"
)

// ownWords are those of the strings in the program that may come to stand on a site. A test holds the list to the sources.
//
//go:embed words.txt
var ownWords string

// own are the words that a site has whatever the content says: of its templates and of the program, months, days of the
// week, labels and the words of the format.
// Scripts have too many words to be of any site. What they are is known to the byte: scripts are their sums.
func own(templates ...fs.FS) (all map[uint64]bool, scripts map[[sha256.Size]byte]bool, err error) {
	all, scripts = map[uint64]bool{}, map[[sha256.Size]byte]bool{}
	s := &scanner{tell: func(w word) { all[w.hash] = true }}
	add := func(text string) { s.text([]byte(text), false) }
	add(ownWords)
	for m := time.January; m <= time.December; m++ {
		add(m.String() + " " + m.String()[:3])
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		add(d.String() + " " + d.String()[:3])
	}
	for _, l := range classification.Labels {
		add(l.String())
	}
	add(classification.Unknown.String() + " " + strings.Join(minutes.ActionStatuses, " ") + " " + strings.Join(document.Kinds, " "))
	var formatWords func([]document.Field)
	formatWords = func(fields []document.Field) {
		for _, f := range fields {
			add(f.Key + " " + strings.Join(f.OneOf, " "))
			formatWords(f.Fields)
		}
	}
	for _, kind := range document.Kinds {
		formatWords(document.Fields(kind))
	}
	for _, t := range templates {
		err := fs.WalkDir(t, ".", func(p string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() {
				return err
			}
			text, err := fs.ReadFile(t, p)
			if path.Ext(p) == ".js" {
				scripts[sha256.Sum256(text)] = true
				return err
			}
			s.bytes(actions.ReplaceAllFunc(text, func(action []byte) []byte {
				return bytes.Join(quoted.FindAll(action, -1), []byte(" "))
			}))
			return err
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return all, scripts, nil
}

// actions are what templates do rather than show, but for the words in quotes.
var (
	actions = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	quoted  = regexp.MustCompile("\"[^\"]*\"|`[^`]*`")
)

// prefixes are what the refs of the bodies begin with.
func prefixes(r *minutes.Record) map[uint64]bool {
	all := map[uint64]bool{}
	s := &scanner{tell: func(w word) { all[w.hash] = true }}
	for _, b := range r.Bodies {
		s.text([]byte(b.Prefix.Text), false)
	}
	return all
}
