package markdown

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

var update = flag.Bool("update", false, "write what comes out into testdata, to be read before it is committed")

// TestGolden compiles each testdata/*.txt: its section "in" (of form block, or "items", or "inline") for a reader of the
// public site and for one who may read everything, and shows it redacted for the public. Addresses of mentions are in braces.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txt")
	if len(files) == 0 {
		t.Fatal("no testdata")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			in := archive.Files[0]
			var r source.Report
			s := readForm(in.Name, string(in.Data), &r)
			s.Check(&r)
			green := show(s.Cut(public, &r))
			all := show(s.Cut(Everything, &r))
			redacted := s.Redact(public)
			if redacted == string(in.Data) || len(r.Errors()) > 0 {
				redacted = ""
			}
			var errors bytes.Buffer
			source.WriteText(&errors, "", r.All())
			got := txtar.Archive{Comment: archive.Comment, Files: []txtar.File{in}}
			for _, f := range []txtar.File{{Name: "public", Data: []byte(green)}, {Name: "everything", Data: []byte(all)}, {Name: "redacted", Data: []byte(redacted)}, {Name: "errors", Data: errors.Bytes()}} {
				if len(f.Data) > 0 && !(f.Name == "everything" && all == green) {
					got.Files = append(got.Files, f)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(&got), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(&got))); diff != "" && !*update {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// public is the reading of a site that publishes up to GREEN, leaves notices of AMBER and is silent about RED.
var public = Reading{Clearance: classification.UpTo(classification.Green), Notice: map[classification.Label]bool{classification.Amber: true}}

func readForm(form, text string, r *source.Report) Source {
	at := source.Pos{Path: "body/in.md", Line: 1, Column: 1}
	switch form {
	case "items":
		return Items(text, at, r)
	case "inline":
		return Inline(text, at, "", r)
	default:
		return Block(text, at, r)
	}
}

func show(c Cutting) string {
	var b strings.Builder
	html := func(f Fragment) string {
		return string(f.HTML(func(t Target) (string, bool) {
			switch {
			case t.Explicit:
				return strings.TrimSuffix(fmt.Sprintf("%s%s#%s", t.Ref, t.Path, t.Anchor), "#"), true
			case strings.ContainsAny(t.Ref, "0123456789") || strings.ToUpper(t.Ref) == t.Ref:
				return "{" + t.Ref + "}", true
			}
			return "", false
		}))
	}
	b.WriteString(html(c.Text))
	if p := c.Text.Plain(); p != "" {
		b.WriteString("\nplain: " + p + "\n")
	}
	for _, s := range c.Sections {
		fmt.Fprintf(&b, "== %d %s (%s, plain: %s, line %d)\n%s", s.Number, html(s.Title), s.Mark, s.Title.Plain(), s.At.Line, html(s.Body))
	}
	if !c.Notes.Empty() {
		b.WriteString("== notes\n" + html(c.Notes))
	}
	return b.String()
}
