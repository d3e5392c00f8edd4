package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBadTree has what an archive cannot hold: symbolic links, and names that cannot be shown.
func TestBadTree(t *testing.T) {
	dir := goodContent(t)
	write(t, filepath.Join(t.TempDir(), "outside.md"), canary)
	for name, to := range map[string]string{
		"content/body/out.md":      "/etc/passwd",
		"content/body/up.md":       "../../../" + canary + ".md",
		"content/body/gone.md":     "gone",
		"content/body/folder.md":   ".",
		"content/body/fine.pdf":    "report.pdf",
		"content/body/escape.pdf":  "../../../report.pdf",
		"content/body/_ignored.md": "/etc/passwd",
	} {
		if err := os.Symlink(to, filepath.Join(dir, name)); err != nil {
			t.Fatal("no symbolic links here:", err)
		}
	}
	write(t, filepath.Join(dir, "content/body/report.pdf"), canary)
	write(t, filepath.Join(dir, "content/body/"+canary+"\u202egpj.exe/"+canary+".md"), canary)
	write(t, filepath.Join(dir, "content/body/sub/"+canary+"\n.md"), canary)
	const link = ": error: this is a symbolic link that leads out of the content, or to a folder [file-link]\n  hint: put the file itself here\n"
	const name = ": error: a file or folder in this folder has a name with characters that cannot be shown [file-name]\n  hint: rename it with letters, digits and hyphens\n"
	want := "content/body" + name
	for _, file := range []string{"escape.pdf", "folder.md", "gone.md", "out.md"} {
		want += "content/body/" + file + link
	}
	want += "content/body/sub" + name + "content/body/up.md" + link
	if got := checkAndBuild(t, dir); got != want {
		t.Errorf("check says\n%swant\n%s", got, want)
	}
}

// TestBadSize has what would be too large to read as a file: a file of more than 4 MiB, and texts that the Markdown
// parser would be long over.
func TestBadSize(t *testing.T) {
	const front = "---\nkind: document\nref: DOC%\ntitle: Quillwort\nclassification: GREEN\n---\n"
	file := func(n, text string) string { return strings.Replace(front, "%", n, 1) + text }
	row := strings.Repeat("|Quillwort", 100) + "|\n"
	for name, c := range map[string]struct{ text, want string }{
		"file":     {file("1", strings.Repeat("Quillwort\n\n", 400_000)), "a.md: error: this file has more than 4 MiB [file-too-large]"},
		"line":     {file("1", strings.Repeat("Quillwort ", 7000)), "a.md:7:1: error: this paragraph, list or table has more than 65536 bytes [text-too-large]"},
		"brackets": {file("1", strings.Repeat("[Quillwort](", 2500)), `a.md:7:1: error: this paragraph, list or table has more than 2000 "[" [text-too-large]`},
		"table":    {file("1", row+strings.Repeat("|-", 100)+"|\n"+strings.Repeat(row[:11]+"\n", 200)), "a.md:7:1: error: this paragraph, list or table has more than 20000 cells [text-too-large]"},
		"nesting":  {file("1", "Quillwort\n\n"+strings.Repeat("> ", 50)+"Quillwort"), "a.md:9:1: error: this paragraph, list or table has more than 40 levels of nesting [text-too-large]"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := goodContent(t)
			write(t, filepath.Join(dir, "content/body/a.md"), c.text)
			if got := checkAndBuild(t, dir); !strings.HasPrefix(got, "content/body/"+c.want+"\n") || strings.Count(got, "error") != 1 {
				t.Errorf("check says\n%swant\n%s", got, c.want)
			}
		})
	}
}

// TestGoodDefaults is the other side of all bad files: what the test puts in where an archive has nothing is right.
func TestGoodDefaults(t *testing.T) {
	var out strings.Builder
	dir := goodContent(t)
	write(t, filepath.Join(dir, "content/body/a.md"), "---\nkind: document\nref: DOC1\ntitle: Quillwort\nclassification: GREEN\n---\nQuillwort \\:::amber.\n")
	if code := run([]string{"check", "--quiet", "--content", filepath.Join(dir, "content")}, &out, &out); code != exitDone || out.Len() > 0 {
		t.Errorf("exit %d\n%s", code, out.String())
	}
}

func goodContent(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "content/site.yaml"), goodSite)
	write(t, filepath.Join(dir, "content/body/body.md"), goodBody)
	return dir
}
