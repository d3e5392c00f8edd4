package main

import (
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"minutebook/generator/document"
	"minutebook/generator/source"
)

func TestNextMeeting(t *testing.T) {
	for _, test := range []struct{ held, want, why string }{
		{"2016-07-12", "2016-08-09", "four weeks after the only meeting so far"},
		{"2016-07-12 2016-08-09", "2016-09-13", "the second Tuesday of every month, as the last 2 meetings"},
		{"2026-01-13 2026-03-10 2026-05-12 2026-07-14", "2026-09-08", "the second Tuesday of every second month, as the last 4 meetings"},
		{"2026-05-12 2026-07-14 2026-09-08 2026-11-10", "2027-01-12", "the second Tuesday of every second month, as the last 4 meetings"},
		{"2026-06-09 2026-07-14 2026-09-08 2026-10-13", "2026-11-10", "the second Tuesday of every month, as the last 4 meetings"}, // none in August
		{"2026-01-30 2026-02-27 2026-03-27", "2026-04-24", "the last Friday of every month, as the last 3 meetings"},
		{"2026-03-05 2026-09-03", "2027-03-04", "the first Thursday every 6 months, as the last 2 meetings"},
		{"2026-01-05 2026-01-19 2026-02-02 2026-02-16", "2026-03-02", "2 weeks after the last meeting, as is usual"},
		{"2026-01-05 2026-02-17 2026-03-18", "2026-04-15", "4 weeks after the last meeting, as is usual"},
		{"2026-01-29 2026-02-05", "2026-02-12", "1 week after the last meeting, as is usual"},
		{"2024-01-01 2025-06-03 2026-01-13 2026-02-10 2026-03-10 2026-04-14 2026-05-12", "2026-06-09", "the second Tuesday of every month, as the last 5 meetings"},
	} {
		var held []time.Time
		for _, day := range strings.Fields(test.held) {
			held = append(held, must(time.Parse(time.DateOnly, day)))
		}
		day, why := nextMeeting(held)
		if got := day.Format(time.DateOnly); got != test.want || why != test.why {
			t.Errorf("after %s: %s, %q; want %s, %q", test.held, got, why, test.want, test.why)
		}
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// Every skeleton names every key of its kind, so that the two stay in step.
func TestSkeletonsNameEveryKey(t *testing.T) {
	for _, k := range []skeleton{consultationSkeleton, documentSkeleton, registerSkeleton, bodySkeleton} {
		for _, f := range document.Fields(k.kind) {
			if f.Key == "draft" || f.Key == "ref" && k.refs == "" {
				continue
			}
			if !strings.Contains(k.text, f.Key+":") {
				t.Errorf("the skeleton of a %s has no %s", k.kind, f.Key)
			}
			for _, inner := range f.Fields {
				if inner.Key != "*" && inner.Key != "classification" && !strings.Contains(k.text, inner.Key+":") {
					t.Errorf("the skeleton of a %s has no %s", k.kind, f.Key+"."+inner.Key)
				}
			}
		}
	}
}

func TestSetValue(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"state: scheduled", "state: unapproved               # why"},
		{"state: scheduled   # a comment", "state: unapproved   # a comment"},
		{`state: "scheduled"`, "state: unapproved               # why"},
		{"state: 'scheduled' # é", "state: unapproved # é"},
		{"état: scheduled", "état: unapproved                # why"},
		{"state: scheduled  ", "state: unapproved               # why"},
	} {
		lines := []string{"---", test.line}
		column := strings.Index(test.line, ": ") + 3 - (len(test.line) - utf8.RuneCountInString(test.line))
		if strings.Contains(test.line, "#") {
			column = 8
		}
		setValue(lines, source.Pos{Line: 2, Column: column}, "unapproved", "# why")
		if lines[1] != test.want {
			t.Errorf("%q becomes %q, not %q", test.line, lines[1], test.want)
		}
	}
}

// The lines of an announcement stay, in their order, but for the two values that change, with whatever line ends.
func TestCompletedKeepsEveryLine(t *testing.T) {
	for _, end := range []string{"\n", "\r\n"} {
		dir := t.TempDir()
		committee(t, dir)
		announced := strings.ReplaceAll("\ufeff---\nkind: minutes\n# why\nref: CLK_06_1203\nnumber: 6\n\ndate: 2026-03-12\nclassification: GREEN\nstate: scheduled\n---\n<!-- a note -->\n", "\n", end)
		writeFile(t, dir+"/clocks/next.md", announced)
		var out, errs strings.Builder
		if code := run([]string{"--content", dir, "new", "minutes"}, &out, &errs); code != exitDone {
			t.Fatalf("exit code %d: %s", code, errs.String())
		}
		completed := readFile(t, dir+"/clocks/next.md")
		rest := strings.Split(completed, end)
		for line := range strings.SplitSeq(strings.TrimSuffix(announced, end), end) {
			line = strings.NewReplacer("classification: GREEN", "classification: RED", "state: scheduled", "state: unapproved").Replace(line)
			for len(rest) > 0 && !strings.HasPrefix(rest[0], line) {
				rest = rest[1:]
			}
			if len(rest) == 0 {
				t.Fatalf("%q is lost", line)
			}
			rest = rest[1:]
		}
		if end == "\r\n" && strings.Count(completed, "\n") != strings.Count(completed, "\r\n") {
			t.Error("line ends are mixed")
		}
	}
}

func committee(t *testing.T, dir string) {
	t.Helper()
	if err := os.CopyFS(dir, os.DirFS("testdata/script/committee")); err != nil {
		t.Fatal(err)
	}
}

func writeFile(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
