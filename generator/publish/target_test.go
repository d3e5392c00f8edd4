package publish

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

const emptySum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

// Every refusal names what is in the way, says what to do, and leaves the disk as it was.
func TestRefusals(t *testing.T) {
	tests := []struct {
		name  string
		lay   site   // around and in the destination
		link  string // made a symbolic link to "elsewhere"
		ours  bool   // a site of ours is published first
		out   string // "public" if empty
		never []string
		want  string // in the reason
	}{
		{name: "an empty name", out: "-", want: "empty"},
		{name: "a file", lay: site{"public": "x"}, want: "not a directory"},
		{name: "below a file", lay: site{"a": "x"}, out: "a/b/public", want: "file is in the place of a directory"},
		{name: "a link to a directory", lay: site{"elsewhere/": ""}, link: "public", want: "symbolic link"},
		{name: "a link to nothing", link: "public", want: "symbolic link"},

		{name: "somebody's directory", lay: site{"public/thesis.txt": "x"}, want: `"thesis.txt"`},
		{name: "an empty directory in it", lay: site{"public/drafts/": ""}, want: `"drafts"`},
		{name: "another program's manifest", lay: site{"public/manifest.json": `{"name": "x"}`}, want: `"manifest.json"`},
		{name: "a directory for a manifest", lay: site{"public/manifest.json/": ""}, want: `"manifest.json"`},
		{name: "a link for a manifest", lay: site{"public/": "", "elsewhere": `{"files": {}}`},
			link: "public/manifest.json", want: `"manifest.json"`},

		{name: "a stray file", ours: true, lay: site{"public/notes.txt": "x"}, want: `"notes.txt"`},
		{name: "a hidden stray file", ours: true, lay: site{"public/.git": "x"}, want: `".git"`},
		{name: "a deep stray file", ours: true, lay: site{"public/smki-pma/actions/x": "x"}, want: `"smki-pma/actions/x"`},
		{name: "a stray empty directory", ours: true, lay: site{"public/new/": ""}, want: `"new"`},
		{name: "a stray link", ours: true, lay: site{"elsewhere/": ""}, link: "public/x", want: `"x"`},
		{name: "a link for a listed file", lay: site{"public/manifest.json": string(manifest{"x": emptySum}.encode()),
			"elsewhere": ""}, link: "public/x", want: `"x"`},
		{name: "a directory for a listed file", lay: site{"public/manifest.json": string(manifest{"x": emptySum}.encode()),
			"public/x/": ""}, want: `"x"`},
		{name: "a stray name to confuse a terminal", ours: true, lay: site{"public/\x1b[2J": ""}, want: `"\x1b[2J"`},

		{name: "the content", lay: site{"public/x.md": "x"}, never: []string{"public"}, want: "it is "},
		{name: "missing content", never: []string{"public"}, want: "it is "},
		{name: "within the content", lay: site{"public/x.md": "x"}, out: "public/site", never: []string{"public"},
			want: "lies within"},
		{name: "around the content", lay: site{"public/c/x.md": "x"}, never: []string{"public/c"}, want: "contains"},
		{name: "around missing content", never: []string{"public/c"}, want: "contains"},
		{name: "the second of several", never: []string{"", "content", "public/c"}, want: "contains"},
		{name: "within the content by a link", lay: site{"elsewhere/x.md": "x"}, link: "l", out: "l/site",
			never: []string{"elsewhere"}, want: "lies within"},
		{name: "around missing content by a link", lay: site{"elsewhere/": ""}, link: "l", out: "elsewhere/site",
			never: []string{"l/site/c"}, want: "contains"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			beside := t.TempDir()
			at := func(p string) string { return filepath.Join(beside, filepath.FromSlash(p)) }
			if test.ours {
				publish(t, at("public"), before)
			}
			lay(t, beside, test.lay)
			if test.link != "" {
				must(t, os.Symlink(at("elsewhere"), at(test.link)))
			}
			out := at("public")
			switch test.out {
			case "":
			case "-":
				out = ""
			default:
				out = at(test.out)
			}
			var never []string
			for _, dir := range test.never {
				if dir != "" {
					dir = at(dir)
				}
				never = append(never, dir)
			}
			want := read(t, beside)
			_, err := Stage(out, never...)
			var r *Refusal
			if !errors.As(err, &r) {
				t.Fatalf("got %v, want a refusal", err)
			}
			if !strings.Contains(r.Reason, test.want) || r.Hint == "" || r.Out != out {
				t.Errorf("got %#v, want a reason with %s", r, test.want)
			}
			equal(t, "after the refusal", read(t, beside), want)
			if _, err := StageFresh(out, never...); !errors.As(err, &r) || r.Hint == "" || !strings.HasPrefix(err.Error(), "cannot write to ") {
				t.Errorf("fresh files: got %v, want a refusal", err)
			}
			equal(t, "after the refusal of fresh files", read(t, beside), want)
		})
	}
}

// Files that are no site are written whole, and nothing beside them, to a directory that is missing or empty.
func TestFresh(t *testing.T) {
	beside := t.TempDir()
	lay(t, beside, site{"empty/": "", "ours/": ""})
	publish(t, filepath.Join(beside, "ours"), before)
	for _, name := range []string{"missing", "empty", "a/b"} {
		out := filepath.Join(beside, filepath.FromSlash(name))
		st, err := StageFresh(out)
		must(t, err)
		must(t, st.Write("site.yaml", []byte("x")))
		must(t, st.Write("b/manifest.json", []byte("y")))
		if _, err := st.Swap(); err != nil {
			t.Fatal(err)
		}
		equal(t, name, read(t, out), site{"site.yaml": "x", "b": "[d---------]", "b/manifest.json": "y"})
		if _, err := StageFresh(out); !isRefusal(err) {
			t.Errorf("%s again: got %v, want a refusal", name, err)
		}
	}
	if _, err := StageFresh(filepath.Join(beside, "ours")); !isRefusal(err) {
		t.Errorf("over a site: got %v, want a refusal", err)
	}
	if _, err := Stage(filepath.Join(beside, "missing")); !isRefusal(err) {
		t.Errorf("a site over fresh files: got %v, want a refusal", err)
	}
}

func TestRootIsRefused(t *testing.T) {
	if _, err := Stage(filepath.VolumeName(t.TempDir()) + string(filepath.Separator)); !isRefusal(err) {
		t.Errorf("got %v, want a refusal", err)
	}
}

func TestPlacesThatAreAllowed(t *testing.T) {
	beside := t.TempDir()
	lay(t, beside, site{"real/": "", "content/x.md": "x"})
	must(t, os.Symlink(filepath.Join(beside, "real"), filepath.Join(beside, "link")))
	t.Chdir(beside)
	for _, out := range []string{"public", "./public2/", "link/public", "a/b/c", "content-public"} {
		st, err := Stage(out, "content", "")
		if err != nil {
			t.Errorf("%s: %v", out, err)
			continue
		}
		must(t, st.Write("index.html", nil))
		if _, err := st.Swap(); err != nil {
			t.Errorf("%s: %v", out, err)
		}
		if _, err := os.Stat(filepath.Join(out, "index.html")); err != nil {
			t.Error(err)
		}
	}
}

// A machine's failure must not look like something that the user can put right in the command line.
func TestMachineFailureIsNoRefusal(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs a file system that nobody can write to")
	}
	if _, err := Stage("/proc/public"); !notRefusal(err) {
		t.Errorf("got %v, want an error that is no refusal", err)
	}
}

func TestPaths(t *testing.T) {
	valid := []string{"index.html", "smki-pma/actions/25-04/index.html", "…/é.html", ".well-known/x", "a b", "a..b", "..."}
	for _, p := range valid {
		if err := validPath(p); err != nil {
			t.Errorf("%q: %v", p, err)
		}
	}
	invalid := []string{"", ".", "..", "/", "/etc/passwd", "../x", "a/../b", "a/..", "./a", "a/", "a//b", "a/./b",
		`a\b`, `\\host\x`, "a\x00", "a\nb", "a\x7f", "a\u0085b", "a\xff"}
	for _, p := range invalid {
		if validPath(p) == nil {
			t.Errorf("%q is taken for valid", p)
		}
		beside := t.TempDir()
		st := stage(t, filepath.Join(beside, "public"), nil)
		want := read(t, beside)
		if st.Write(p, []byte("x")) == nil {
			t.Errorf("%q was written", p)
		}
		equal(t, "after the refused path", read(t, beside), want)
	}
}

func TestClashes(t *testing.T) {
	tests := []struct{ first, second, want string }{
		{"a.html", "a.html", "written already"},
		{"a.html", "A.html", "case alone"},
		{"a/x/1", "A/x/2", "case alone"},
		{"STRASSE", "ſtraſſe", "case alone"},
		{"k", "\u212a", "case alone"},
		{"É", "é", "case alone"},
		{"ΣΑΣ", "σας", "case alone"},
		{"a", "a/b", "file and a directory"},
		{"a/b", "a", "file and a directory"},
		{"a/b", "A", "case alone"},
		{"x", "manifest.json", "written already"},
		{"x", "Manifest.JSON", "case alone"},
		{"x", "manifest.json/y", "file and a directory"},
		{"a", "b", ""},
		{"a/b", "a/c", ""},
		{"a", "á", ""},
	}
	for _, test := range tests {
		t.Run(test.first+" "+test.second, func(t *testing.T) {
			st := stage(t, filepath.Join(t.TempDir(), "public"), site{test.first: "first"})
			err := st.Write(test.second, []byte("second"))
			if test.want == "" {
				must(t, err)
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
			equal(t, "staged", read(t, st.Dir()).files(), site{test.first: "first"})
		})
	}
}

func FuzzFold(f *testing.F) {
	f.Add("ſtraſſe", "STRASSE")
	f.Add("k", "\u212a")
	f.Add("İ", "i")
	f.Fuzz(func(t *testing.T, a, b string) {
		if (fold(a) == fold(b)) != strings.EqualFold(a, b) {
			t.Errorf("fold(%q) = %q, fold(%q) = %q, EqualFold %v", a, fold(a), b, fold(b), strings.EqualFold(a, b))
		}
	})
}
