package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"minutebook/generator/preview"
)

// BenchmarkBuild publishes an archive of 100 and of 500 meetings, each beside its floor: the same files written once more
// from memory, which no generator can beat. TMPDIR says where; a tmpfs leaves the disk out of it.
func BenchmarkBuild(b *testing.B) {
	for _, meetings := range []int{100, 500} {
		b.Run(fmt.Sprintf("%d_meetings", meetings), func(b *testing.B) {
			dir := b.TempDir()
			writeArchive(b, filepath.Join(dir, "content"), meetings)
			var built, floor time.Duration
			files := 0
			for i := 0; b.Loop(); i++ {
				out := filepath.Join(dir, fmt.Sprint("public", i))
				begin := time.Now()
				if code := run([]string{"build", "--content", filepath.Join(dir, "content"), "--out", out, "--as-at", "2026-01-01", "--quiet"}, io.Discard, os.Stderr); code != exitDone {
					b.Fatalf("exit code %d", code)
				}
				built += time.Since(begin)
				var spent time.Duration
				files, spent = writeAgain(b, out, filepath.Join(dir, fmt.Sprint("floor", i)))
				floor += spent
			}
			b.ReportMetric(float64(built.Nanoseconds())/float64(b.N*files), "ns/file")
			b.ReportMetric(built.Seconds()/floor.Seconds(), "x-floor")
			b.ReportMetric(float64(files), "files")
		})
	}
}

// writeAgain copies a tree from memory, by as many writers as there are processors here, and tells how long that took.
func writeAgain(b *testing.B, from, to string) (files int, spent time.Duration) {
	type file struct {
		path string
		data []byte
	}
	var all []file
	filepath.WalkDir(from, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			data, _ := os.ReadFile(path)
			all = append(all, file{filepath.Join(to, strings.TrimPrefix(path, from)), data})
		}
		return err
	})
	begin := time.Now()
	var wg sync.WaitGroup
	next := make(chan file)
	for range 2 {
		wg.Go(func() {
			for f := range next {
				if err := os.MkdirAll(filepath.Dir(f.path), 0o777); err != nil {
					b.Error(err)
				}
				if err := os.WriteFile(f.path, f.data, 0o666); err != nil {
					b.Error(err)
				}
			}
		})
	}
	for _, f := range all {
		next <- f
	}
	close(next)
	wg.Wait()
	return len(all), time.Since(begin)
}

// writeArchive writes the minutes of one body for each 50 meetings. A meeting has 14 items and 14 actions, 10 decisions and
// 12 updates, and mentions what it says.
func writeArchive(b *testing.B, dir string, meetings int) {
	write := func(path, text string) {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			b.Fatal(err)
		}
	}
	write("site.yaml", "title: An archive\nurl: https://minutes.example.org/\npublish: GREEN\ncontact: secretariat@example.org\ntime_zone: Europe/London\n")
	for n := range meetings {
		body, number := n/50, n%50+1
		prefix := fmt.Sprintf("B%02d", body)
		if number == 1 {
			write(prefix+"/body.md", fmt.Sprintf("---\nkind: body\ntitle: Body %d\nshort: Body %d\nprefix: %s\nclassification: GREEN\n---\nIt meets.\n", body, body, prefix))
		}
		day := time.Date(2023, 1, 1+21*number, 0, 0, 0, 0, time.UTC)
		write(fmt.Sprintf("%s/minutes/%s.md", prefix, day.Format(time.DateOnly)), archiveMinutes(prefix, number, day))
	}
}

func archiveMinutes(prefix string, number int, day time.Time) string {
	const words = "The committee considered what the secretariat had to say of it and asked that the matter be taken further before the end of the quarter."
	var w strings.Builder
	fmt.Fprintf(&w, "---\nkind: minutes\nref: %s_%02d_%s\nnumber: %d\ndate: %s\nclassification: GREEN\nstate: approved\nactions:\n",
		prefix, number, day.Format("0201"), number, day.Format(time.DateOnly))
	for i := range 14 {
		fmt.Fprintf(&w, "  - ref: %s %02d/%02d\n    item: %d\n    owner: SECAS\n    text: %q\n    due: %s\n", prefix, number, i+1, i+1, words, day.AddDate(0, 0, 30).Format(time.DateOnly))
	}
	if number > 1 {
		w.WriteString("updates:\n")
		for i := range 12 {
			fmt.Fprintf(&w, "  - ref: %s %02d/%02d\n    item: 2\n    status: closed\n    text: %q\n", prefix, number-1, i+1, words)
		}
	}
	w.WriteString("decisions:\n")
	for i := range 10 {
		fmt.Fprintf(&w, "  - ref: %s %02d/D%02d\n    item: %d\n    verb: AGREED\n    text: %q\n", prefix, number, i+1, i+1, words)
	}
	w.WriteString("---\n")
	for i := range 14 {
		fmt.Fprintf(&w, "## %d. The matter of %d\n\n%s **%s**\n\n- %s\n- %s\n\nSee %s %02d/%02d.\n\n", i+1, i+1, words, words[:20], words, words, prefix, number, i+1)
	}
	return w.String()
}

// BenchmarkAudit looks through an archive of 500 meetings, one action in twenty of which is withheld, and tells how its time
// and its share of the processors compare with those of the build, which has an audit of its own in it: a fifth of the whole
// is a quarter of the rest.
func BenchmarkAudit(b *testing.B) {
	dir := b.TempDir()
	content := filepath.Join(dir, "content")
	writeArchive(b, content, 500)
	withholdSome(b, content)
	out := filepath.Join(dir, "out")
	s := &session{content: content, stderr: os.Stderr}
	r, err := s.read()
	if err != nil {
		b.Fatal(err)
	}
	var built, audited time.Duration
	for b.Loop() {
		begin := time.Now()
		if code := run([]string{"build", "--content", content, "--out", out, "--as-at", "2026-01-01", "--quiet"}, io.Discard, os.Stderr); code != exitDone {
			b.Fatalf("exit code %d", code)
		}
		built += time.Since(begin)
		files, err := filesIn(out)
		if err != nil {
			b.Fatal(err)
		}
		begin = time.Now()
		a, err := s.newAudit(r, "")
		if err != nil {
			b.Fatal(err)
		}
		if err := s.lookThrough(a, out, files); err != nil {
			b.Fatal(err)
		}
		if found := a.Findings(); len(found) > 0 {
			b.Fatalf("%d findings: %v", len(found), found[0])
		}
		audited += time.Since(begin)
	}
	b.ReportMetric(audited.Seconds()/(built-audited).Seconds(), "audit/rest")
}

// BenchmarkRebuild changes minutes in an archive of 500 meetings while a preview looks on, now in their text and now in
// their front matter, and tells how the time until the changed page is there compares with that of a build from nothing; and
// how many bytes are in use after the first draft for each byte of the content.
func BenchmarkRebuild(b *testing.B) {
	dir := b.TempDir()
	content := filepath.Join(dir, "content")
	writeArchive(b, content, 500)
	begin := time.Now()
	if code := run([]string{"build", "--content", content, "--out", filepath.Join(dir, "out"), "--as-at", "2026-01-01", "--quiet"}, io.Discard, os.Stderr); code != exitDone {
		b.Fatalf("exit code %d", code)
	}
	built := time.Since(begin)
	before := inUse()
	d := newDrafting(&session{content: content, asAt: "2026-01-01", stderr: os.Stderr})
	if wrong := d.draft(change{all: true}).Errors; wrong != nil {
		b.Fatal(wrong)
	}
	held := float64(inUse()-before) / float64(sizeOf(b, content))
	const file = "B03/minutes/2024-06-09.md"
	text, err := os.ReadFile(filepath.Join(content, file))
	if err != nil {
		b.Fatal(err)
	}
	// spent is how long it takes until the page has what was just written.
	spent := func(before, after, page string) time.Duration {
		if err := os.WriteFile(filepath.Join(content, file), []byte(strings.Replace(string(text), before, after, 1)), 0o666); err != nil {
			b.Fatal(err)
		}
		begin := time.Now()
		draft := d.draft(change{paths: []string{file}})
		shown, err := draft.Page(preview.Published, page)
		spent := time.Since(begin)
		if word := strings.Fields(after)[0]; err != nil || !shown.Found || !strings.Contains(string(shown.Content), word) {
			b.Fatalf("%s is not at %s: %v, %v", word, page, err, draft.Errors)
		}
		return spent
	}
	var body, front time.Duration
	for i := 0; b.Loop(); i++ {
		body += spent("The matter of 7", fmt.Sprintf("Changed%d matter of 7", i), "/b03/meetings/25/")
		front += spent("SECAS", fmt.Sprintf("Changed%d", i), "/b03/actions/25-01/")
	}
	b.ReportMetric(body.Seconds()/float64(b.N)/built.Seconds(), "body/build")
	b.ReportMetric(front.Seconds()/float64(b.N)/built.Seconds(), "front/build")
	b.ReportMetric(held, "heap/content")
}

// inUse is how many bytes are in use.
func inUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// sizeOf is how many bytes there are in the files of a directory.
func sizeOf(b *testing.B, dir string) (size int64) {
	err := filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		size += info.Size()
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	return size
}

// withholdSome gives one action in twenty to an owner that nobody else has, and withholds it.
func withholdSome(b *testing.B, content string) {
	n := 0
	err := filepath.WalkDir(content, func(path string, e os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lines := strings.SplitAfter(string(text), "\n")
		for i, line := range lines {
			if line == "    owner: SECAS\n" {
				if n++; n%20 == 0 {
					lines[i] = "    owner: Quillwort\n    classification: AMBER\n"
				}
			}
		}
		return os.WriteFile(path, []byte(strings.Join(lines, "")), 0o666)
	})
	if err != nil {
		b.Fatal(err)
	}
}
