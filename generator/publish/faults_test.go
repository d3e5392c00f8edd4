package publish

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A site that lacks a page is not published, even by a caller who overlooks that a Write failed.
func TestFailuresLeaveTheOldSite(t *testing.T) {
	tests := []struct {
		name  string
		fault func(t *testing.T, st *Staging, out string)
		want  func(error) bool
	}{
		{"a path that is not valid", func(t *testing.T, st *Staging, out string) {
			st.Write("../x", nil)
		}, notRefusal},
		{"a file that cannot be made", func(t *testing.T, st *Staging, out string) {
			if st.Write(strings.Repeat("x", 300), nil) == nil {
				t.Error("wrote a file with a name of 300 bytes")
			}
		}, notRefusal},
		{"a directory that cannot be made", func(t *testing.T, st *Staging, out string) {
			must(t, os.WriteFile(filepath.Join(st.Dir(), "taken"), nil, 0o644))
			if st.Write("taken/index.html", nil) == nil || st.Write("taken/feed.xml", nil) == nil {
				t.Error("wrote a file into a file")
			}
		}, notRefusal},
		{"the staged files are gone", func(t *testing.T, st *Staging, out string) {
			must(t, os.RemoveAll(st.Dir()))
		}, notRefusal},
		{"a stray file has come in", func(t *testing.T, st *Staging, out string) {
			must(t, os.WriteFile(filepath.Join(out, "notes.txt"), []byte("mine"), 0o644))
		}, isRefusal},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			beside := t.TempDir()
			out := filepath.Join(beside, "public")
			publish(t, out, before)
			st := stage(t, out, after)
			test.fault(t, st, out)
			want := read(t, out)
			if _, err := st.Swap(); !test.want(err) {
				t.Errorf("Swap returned %v", err)
			}
			equal(t, "site", read(t, out), want)
			if st.Write("late.html", nil) == nil {
				t.Error("Write after the failed Swap succeeded")
			}
			if _, err := st.Swap(); err == nil {
				t.Error("a second Swap succeeded")
			}
			st.Discard()
			entries, err := os.ReadDir(beside)
			must(t, err)
			if len(entries) != 1 {
				t.Errorf("beside the site: %v", entries)
			}
		})
	}
}

func notRefusal(err error) bool { return err != nil && !isRefusal(err) }

// This test runs itself again in a process that is killed while it publishes.
func TestKilledPublisher(t *testing.T) {
	if out := os.Getenv("PUBLISH_AND_WAIT"); out != "" {
		st := stage(t, out, after)
		fmt.Println("staged in", st.Dir())
		io.Copy(io.Discard, os.Stdin) // until it is killed
		return
	}
	beside := t.TempDir()
	out := filepath.Join(beside, "public")
	publish(t, out, before)
	want := read(t, beside)
	notOurs := site{".public.minutebook-notes/x": "kept", ".public.minutebook-": "kept", ".public2.minutebook-" +
		strings.Repeat("A", 26) + "/x": "kept", ".public.minutebook-" + strings.Repeat("B", 26): "a file, kept"}
	lay(t, beside, notOurs)

	cmd := exec.Command(os.Args[0], "-test.run=^TestKilledPublisher$")
	cmd.Env = append(os.Environ(), "PUBLISH_AND_WAIT="+out)
	stdin, err := cmd.StdinPipe()
	must(t, err)
	defer stdin.Close()
	stdout, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	line, err := bufio.NewReader(stdout).ReadString('\n')
	must(t, err)
	dir := strings.TrimSpace(strings.TrimPrefix(line, "staged in "))

	if _, err := Stage(out); !isRefusal(err) {
		t.Errorf("while the other process publishes: %v, want a refusal", err)
	}
	must(t, cmd.Process.Kill())
	cmd.Wait()
	equal(t, "left by the kill", read(t, dir).files(), after)
	equal(t, "site after the kill", read(t, out).files(), before)

	stage(t, out, after).Discard()
	maps.Copy(want, read(t, beside)) // the directories of what is not ours
	for path := range want {
		if strings.Contains(path, filepath.Base(dir)) {
			t.Errorf("%s is still there", path)
		}
	}
	for path, content := range notOurs {
		if want[path] != content {
			t.Errorf("%s was not ours, and is %q", path, want[path])
		}
	}
	publish(t, out, after)
}

func TestTwoRenames(t *testing.T) {
	beside := t.TempDir()
	staged, out, old := filepath.Join(beside, "staged"), filepath.Join(beside, "public"), filepath.Join(beside, "old")
	lay(t, out, before)
	if _, err := twoRenames(staged, out, old); err == nil {
		t.Error("put a missing site in place")
	}
	equal(t, "after the failure", read(t, beside).files(), before.in("public"))
	lay(t, staged, after)
	remains, err := twoRenames(staged, out, old)
	must(t, err)
	equal(t, "site", read(t, out).files(), after)
	equal(t, "remains", read(t, remains).files(), before)
}

// Where two renames were needed, a kill between them leaves the old site aside and nothing in its place.
func TestOldSiteIsPutBack(t *testing.T) {
	beside := t.TempDir()
	out := filepath.Join(beside, "public")
	publish(t, out, before)
	want := read(t, beside)
	must(t, os.Rename(out, filepath.Join(beside, ".public.minutebook-previous")))
	st := stage(t, out, after)
	equal(t, "site", read(t, out).files(), before)
	st.Discard()
	equal(t, "beside", read(t, beside), want)
}
