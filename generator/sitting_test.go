package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A sitting is minutebook preview at work, as a process of its own, with the drafter's browser.
type sitting struct {
	t              *testing.T
	dir            string // that it runs in
	process        *exec.Cmd
	stdout, stderr *record
	address        string // the first, with the token
	root           string // without the slash
	browser        *http.Client
	told           int // the last draft that the stream told of
	ended          chan struct{}
}

// A record has what a process writes.
type record struct {
	mu    sync.Mutex
	text  bytes.Buffer
	line  chan struct{} // is closed when there is a line
	close sync.Once
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if bytes.ContainsRune(p, '\n') {
		r.close.Do(func() { close(r.line) })
	}
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// patience is for machines that have other things to do. No test takes as long where everything is as it should be.
const patience = 2 * time.Minute

// begin begins a preview, and does not wait for its address.
func begin(t *testing.T, dir string, args ...string) *sitting {
	t.Helper()
	s := &sitting{t: t, dir: dir, stdout: &record{line: make(chan struct{})}, stderr: &record{line: make(chan struct{})}, ended: make(chan struct{})}
	s.process = exec.Command("minutebook", append([]string{"preview"}, args...)...)
	s.process.Dir, s.process.Stdout, s.process.Stderr, s.process.WaitDelay = dir, s.stdout, s.stderr, time.Minute
	s.process.Env = append(os.Environ(), "TMPDIR="+filepath.Join(dir, "tmp"), "HOME="+filepath.Join(dir, "tmp"))
	if err := os.MkdirAll(filepath.Join(dir, "tmp"), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		s.process.Wait()
		close(s.ended)
	}()
	t.Cleanup(func() {
		s.process.Process.Kill()
		<-s.ended
	})
	return s
}

var firstAddress = regexp.MustCompile(`^(http://127\.0\.0\.1:\d+)/\?token=[A-Z2-7]{26}\n$`)

// sit begins a preview on a free port, and opens its address in a browser.
func sit(t *testing.T, dir string, args ...string) *sitting {
	t.Helper()
	s := begin(t, dir, append([]string{"--addr", "127.0.0.1:0"}, args...)...)
	s.open(nil)
	t.Cleanup(s.end)
	return s
}

// open opens the address that was printed in a browser with these cookies.
func (s *sitting) open(jar http.CookieJar) {
	s.t.Helper()
	select {
	case <-s.stdout.line:
	case <-s.ended:
	case <-time.After(patience):
	}
	m := firstAddress.FindStringSubmatch(s.stdout.String())
	if m == nil {
		s.t.Fatalf("the first line is %q; standard error:\n%s", s.stdout, s.stderr)
	}
	s.address, s.root = strings.TrimSuffix(m[0], "\n"), m[1]
	if jar == nil {
		jar, _ = cookiejar.New(nil)
	}
	s.browser = &http.Client{Jar: jar, Transport: &http.Transport{}, Timeout: patience}
	if resp, err := s.browser.Get(s.address); err != nil {
		s.t.Fatal(err)
	} else {
		resp.Body.Close()
	}
}

// end ends the preview as control-C does, and holds that it ended well.
func (s *sitting) end() {
	s.t.Helper()
	s.process.Process.Signal(os.Interrupt)
	select {
	case <-s.ended:
	case <-time.After(patience):
		s.t.Fatal("the preview does not end")
	}
	if code := s.process.ProcessState.ExitCode(); code != exitDone {
		s.t.Errorf("the preview ends with %d: %s", code, s.stderr)
	}
	if s.stdout.String() != s.address+"\n" {
		s.t.Errorf("on standard output is more than the address: %s", s.stdout)
	}
}

// answered is what the preview says at an address.
type answered struct {
	status int
	header http.Header
	text   string
}

func (s *sitting) ask(at string) (answered, error) {
	resp, err := s.browser.Get(s.root + at)
	if err != nil {
		return answered{}, err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return answered{resp.StatusCode, resp.Header, string(text)}, err
}

func (s *sitting) get(at string) answered {
	s.t.Helper()
	a, err := s.ask(at)
	if err != nil {
		s.t.Fatalf("%s: %v\n%s", at, err, s.stderr)
	}
	return a
}

var draftNumber = regexp.MustCompile(` data-draft="(\d+)"`)

// draft is the number of the draft that a page is of, or -1.
func (a answered) draft() int {
	n := -1
	if m := draftNumber.FindStringSubmatch(a.text); m != nil {
		n, _ = strconv.Atoi(m[1])
	}
	return n
}

// stream opens the stream of events. The channel is closed when that ends.
func (s *sitting) stream() <-chan string {
	s.t.Helper()
	resp, err := (&http.Client{Jar: s.browser.Jar, Transport: &http.Transport{}}).Get(s.root + "/~preview/events")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { resp.Body.Close() })
	events := make(chan string, 10000)
	go func() {
		defer close(events)
		event := ""
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			switch line := lines.Text(); line {
			case "", ":":
				if event != "" {
					events <- event
				}
				event = ""
			default:
				event += line + "\n"
			}
		}
	}()
	return events
}

// next is the next event.
func (s *sitting) next(events <-chan string) string {
	s.t.Helper()
	select {
	case e, ok := <-events:
		if !ok {
			s.t.Fatalf("the stream ends: %s", s.stderr)
		}
		if m := draftTold.FindStringSubmatch(e); m != nil {
			s.told, _ = strconv.Atoi(m[1])
		}
		return e
	case <-time.After(patience):
		s.t.Fatal("no event comes")
	}
	return ""
}

var draftTold = regexp.MustCompile(`"draft":(\d+)`)

// noticed does something and waits until the preview has noticed it: what the stream told before is read away.
func (s *sitting) noticed(events <-chan string, do func()) {
	s.t.Helper()
	for now := s.notes("/").Draft; s.told < now; {
		s.next(events)
	}
	do()
	s.next(events)
}

// until looks again and again until nothing is wrong any more.
func until(t *testing.T, wrong func() string) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		why := wrong()
		if why == "" {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(why)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// shows waits until a page has a text, and not another.
func (s *sitting) shows(at, text, not string) {
	s.t.Helper()
	until(s.t, func() string {
		a := s.get(at)
		if a.status == http.StatusOK && strings.Contains(a.text, text) && (not == "" || !strings.Contains(a.text, not)) {
			return ""
		}
		return fmt.Sprintf("%s (%d) does not have %q, or has %q:\n%s\n%s", at, a.status, text, not, a.text, s.stderr)
	})
}
