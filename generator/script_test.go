package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the scripts run this binary as minutebook.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"minutebook": main})
}

// TestScripts runs each command as a person would. The scripts share the content of testdata/script/committee, in which
// the word Quillwort stands wherever something is withheld.
func TestScripts(t *testing.T) {
	committee, err := filepath.Abs("testdata/script/committee")
	if err != nil {
		t.Fatal(err)
	}
	var previews sync.Map // how to end them, by the directory of the script
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireUniqueNames:  true,
		RequireExplicitExec: true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			// committee copies the shared content to content/.
			"committee": func(ts *testscript.TestScript, _ bool, _ []string) {
				ts.Check(os.CopyFS(ts.MkAbs("content"), os.DirFS(committee)))
			},
			// copytree A B copies a directory.
			"copytree": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
			},
			// sametree A B compares all files of two directories, byte for byte.
			"sametree": func(ts *testscript.TestScript, neg bool, args []string) {
				a, b := readTree(ts, args[0]), readTree(ts, args[1])
				same := len(a) == len(b)
				for name, data := range a {
					if other, ok := b[name]; !ok || !bytes.Equal(data, other) {
						same = false
						if !neg {
							ts.Logf("%s is not the same", name)
						}
					}
				}
				if same == neg {
					ts.Fatalf("the same: %v", same)
				}
			},
			// nowhere WORD DIR makes sure that no file has the word.
			"nowhere": func(ts *testscript.TestScript, _ bool, args []string) {
				for name, data := range readTree(ts, args[1]) {
					if bytes.Contains(data, []byte(args[0])) {
						ts.Fatalf("%s is in %s", args[0], name)
					}
				}
			},
			// picture FILE makes a small one.
			"picture": func(ts *testscript.TestScript, _ bool, args []string) {
				ts.Check(os.MkdirAll(filepath.Dir(ts.MkAbs(args[0])), 0o777))
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(plainPictures()[0]), 0o666))
			},
			// replace FILE OLD NEW changes a file's text, once; \n is a line end.
			"replace": func(ts *testscript.TestScript, _ bool, args []string) {
				old := []byte(ts.ReadFile(args[0]))
				lines := strings.NewReplacer(`\n`, "\n")
				text := bytes.Replace(old, []byte(lines.Replace(args[1])), []byte(lines.Replace(args[2])), 1)
				if bytes.Equal(text, old) {
					ts.Fatalf("%q is not in %s", args[1], args[0])
				}
				ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o666))
			},
			// preview ARGS... begins a preview on a free port, and waits for its address. What it writes comes to stand in
			// the files address and told; control-C ends it.
			"preview": func(ts *testscript.TestScript, _ bool, args []string) {
				p := exec.Command("minutebook", append([]string{"preview", "--addr", "127.0.0.1:0"}, args...)...)
				stdout, stderr := &record{line: make(chan struct{})}, &record{line: make(chan struct{})}
				p.Dir, p.Stdout, p.Stderr = ts.MkAbs("."), stdout, stderr
				ts.Check(p.Start())
				ts.Defer(func() { p.Process.Kill(); p.Wait() })
				select {
				case <-stdout.line:
				case <-time.After(patience):
					ts.Fatalf("it does not say where it is: %s", stderr)
				}
				ts.Setenv("preview", strings.TrimSpace(stdout.String()))
				previews.Store(ts.MkAbs("."), func() error {
					p.Process.Signal(os.Interrupt)
					err := p.Wait()
					return errors.Join(err, os.WriteFile(ts.MkAbs("address"), []byte(stdout.String()), 0o666), os.WriteFile(ts.MkAbs("told"), []byte(stderr.String()), 0o666))
				})
			},
			"control-C": func(ts *testscript.TestScript, _ bool, _ []string) {
				end, _ := previews.Load(ts.MkAbs("."))
				ts.Check(end.(func() error)())
			},
			// page STATUS PATH FILE looks at a page of the preview as a browser does that was given its address, until it has
			// that status. ! page STATUS PATH FILE is one that was not.
			"page": func(ts *testscript.TestScript, neg bool, args []string) {
				first, err := url.Parse(ts.Getenv("preview"))
				ts.Check(err)
				at, err := first.Parse(args[1])
				ts.Check(err)
				jar, _ := cookiejar.New(nil)
				browser := &http.Client{Jar: jar}
				if !neg {
					resp, err := browser.Get(first.String())
					ts.Check(err)
					resp.Body.Close()
				}
				for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
					resp, err := browser.Get(at.String())
					ts.Check(err)
					text, err := io.ReadAll(resp.Body)
					resp.Body.Close()
					ts.Check(err)
					if fmt.Sprint(resp.StatusCode) == args[0] {
						ts.Check(os.WriteFile(ts.MkAbs(args[2]), text, 0o666))
						return
					}
					if time.Now().After(deadline) {
						ts.Fatalf("%s: %d: %s", at, resp.StatusCode, text)
					}
				}
			},
			// code N CMD... runs a command, which must end with that exit code.
			"code": func(ts *testscript.TestScript, _ bool, args []string) {
				err := ts.Exec(args[1], args[2:]...)
				got := "0"
				if err != nil {
					got = exitCode(err)
				}
				if got != args[0] {
					ts.Fatalf("exit code %s, not %s", got, args[0])
				}
			},
		},
	})
}

func readTree(ts *testscript.TestScript, dir string) map[string][]byte {
	files := map[string][]byte{}
	ts.Check(fs.WalkDir(os.DirFS(ts.MkAbs(dir)), ".", func(p string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			files[p], err = os.ReadFile(filepath.Join(ts.MkAbs(dir), p))
		}
		return err
	}))
	return files
}

func exitCode(err error) string {
	type coded interface{ ExitCode() int }
	if c, ok := err.(coded); ok {
		return number(c.ExitCode())
	}
	return err.Error()
}
