package preview

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"minutebook/generator/source"
)

// TestListen binds loopback addresses and nothing else, whatever they are called.
func TestListen(t *testing.T) {
	for addr, host := range map[string]string{"127.0.0.1:0": "127.0.0.1:", "localhost:0": "127.0.0.1:", "[::ffff:127.0.0.1]:0": "127.0.0.1:"} {
		s, err := Listen(Options{Addr: addr})
		if err != nil {
			t.Errorf("%s: %v", addr, err)
			continue
		}
		if !strings.HasPrefix(s.host, host) || s.Moved() != "" || !strings.HasPrefix(s.Address(), "http://"+host) {
			t.Errorf("%s: %s", addr, s.Address())
		}
		s.listener.Close()
	}
	for _, addr := range []string{"0.0.0.0:0", "[::]:0", ":0", "192.0.2.1:0", "10.0.0.1:0", "[fe80::1]:0", "[::1%1]:0", "example.org:0", "localhost.example.org:0", "LOCALHOST.:0", "127.1:0", "2130706433:0", "[::ffff:192.0.2.1]:0"} {
		if s, err := Listen(Options{Addr: addr}); err == nil || !strings.Contains(err.Error(), "this machine only") {
			t.Errorf("%s is listened on: %v, %v", addr, s, err)
		}
	}
	for _, addr := range []string{"", "127.0.0.1", "4000", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:-1", "127.0.0.1:65536", "::1:4000", "http://127.0.0.1:4000"} {
		if s, err := Listen(Options{Addr: addr}); err == nil || !strings.Contains(err.Error(), "a host and a port") {
			t.Errorf("%s is listened on: %v, %v", addr, s, err)
		}
	}
	if _, err := Listen(Options{Addr: "127.0.0.1:0", Editor: "http://{path}"}); err == nil {
		t.Error("any editor will do")
	}
	// Not every machine has these.
	for _, addr := range []string{"[::1]:4000", "127.8.8.8:4000"} {
		if got, err := loopbackAddress(addr); err != nil || hostOf(got) != addr {
			t.Errorf("%s is %v, %v", addr, got, err)
		}
	}
	// Browsers leave out the port of the protocol.
	for port, want := range map[string]string{"80": "127.0.0.1", "81": "127.0.0.1:81"} {
		if addr, err := loopbackAddress("localhost:" + port); err != nil || hostOf(addr) != want {
			t.Errorf("%s: %v, %v", port, addr, err)
		}
	}
	if addr, _ := loopbackAddress("[::1]:80"); hostOf(addr) != "[::1]" {
		t.Error(hostOf(addr))
	}
}

// TestBusyPort takes the next port where one is taken, and says so.
func TestBusyPort(t *testing.T) {
	first := listen(t, Options{})
	defer first.listener.Close()
	second := listen(t, Options{Addr: first.host})
	defer second.listener.Close()
	if second.Moved() != first.host || second.host == first.host || !strings.HasPrefix(second.host, "127.0.0.1:") {
		t.Errorf("%s moved from %q to %s", first.host, second.Moved(), second.host)
	}
	// The last port has no next.
	last, err := net.Listen("tcp", "127.0.0.1:65535")
	if err == nil {
		defer last.Close()
	}
	if s, err := Listen(Options{Addr: "127.0.0.1:65535"}); err == nil {
		t.Errorf("%s is free", s.host)
	}
}

// TestTwoServers shows two previews side by side in one browser, whose cookies are for all ports.
func TestTwoServers(t *testing.T) {
	jar, _ := cookiejar.New(nil)
	b := browser(t, jar)
	var servers []*Server
	for _, name := range []string{"one", "two"} {
		s := listen(t, Options{})
		serve(t, s)
		s.Show(minutes(name), nil)
		servers = append(servers, s)
	}
	for i, s := range servers {
		if status, _ := get(t, b, "http://"+s.host+"/"); status != http.StatusForbidden {
			t.Errorf("server %d lets the other's browser in: %d", i, status)
		}
		get(t, b, s.Address())
	}
	for range 2 {
		for i, name := range []string{"one", "two"} {
			if status, text := get(t, b, "http://"+servers[i].host+"/"); status != http.StatusOK || !strings.Contains(text, name+" drafted") {
				t.Errorf("%s: %d %s", name, status, text)
			}
		}
	}
	if u, _ := url.Parse(servers[0].Address()); len(jar.Cookies(u)) != 2 {
		t.Errorf("the browser has %d cookies", len(jar.Cookies(u)))
	}
}

// TestToken follows the first address to the home page: the cookie is for this server and nobody else, and the token is
// left behind. The address works again.
func TestToken(t *testing.T) {
	s := listen(t, Options{})
	serve(t, s)
	s.Show(minutes("draft"), nil)
	if other := listen(t, Options{}); len(s.token) < 26 || other.token == s.token || other.secret == s.secret || s.token == s.secret {
		t.Errorf("the token %s can be guessed", s.token)
	} else {
		other.listener.Close()
	}
	plain := browser(t, nil)
	plain.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for range 2 {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			r, _ := http.NewRequest(method, s.Address(), nil)
			resp, err := plain.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			cookie := resp.Header.Get("Set-Cookie")
			if resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "/" || len(body) > 0 {
				t.Errorf("%d to %q: %s", resp.StatusCode, resp.Header.Get("Location"), body)
			}
			if want := s.cookie + "=" + s.secret + "; Path=/; HttpOnly; SameSite=Strict"; cookie != want || strings.Contains(cookie, s.token) {
				t.Errorf("the cookie is %s, not %s", cookie, want)
			}
		}
	}
	b := visitor(t, s)
	if status, text := get(t, b, "http://"+s.host+"/"); status != http.StatusOK || strings.Contains(text, s.token) || strings.Contains(text, s.secret) {
		t.Errorf("%d %s", status, text)
	}
	// Cookies that somebody else has set are no bar.
	r := request{target: "/", cookie: s.cookie + "=x; " + s.cookie + "=" + s.secret + "; " + s.cookie + "=y"}
	if answer := ask(t, s, r.text(s)); !strings.Contains(answer, canary) {
		t.Error(answer)
	}
}

// TestOnce holds that an address that works once does so, that the next one takes its place, and that the first stays.
func TestOnce(t *testing.T) {
	s := listen(t, Options{})
	serve(t, s)
	s.Show(minutes("draft"), nil)
	replaced := s.Once()
	once := s.Once()
	for _, c := range []struct {
		address string
		status  int
	}{
		{replaced, http.StatusForbidden}, {once, http.StatusOK}, {once, http.StatusForbidden}, {s.Address(), http.StatusOK},
		{"http://" + s.host + "/?token=", http.StatusForbidden},
	} {
		jar, _ := cookiejar.New(nil)
		if status, _ := get(t, browser(t, jar), c.address); status != c.status {
			t.Errorf("%s: %d, not %d", c.address, status, c.status)
		}
	}
}

// TestEvents reads a stream on the network, until the server ends; then that ends too, and so does a page that waits.
func TestEvents(t *testing.T) {
	s := listen(t, Options{})
	end := serve(t, s)
	s.Show(minutes("one"), []string{"site.yaml"})
	b := visitor(t, s)
	resp, err := b.Get("http://" + s.host + "/~preview/events")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if kind := resp.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("the type is %s", kind)
	}
	next := events(resp.Body)
	expect := func(want string) {
		t.Helper()
		if got, err := next(); err != nil || got != want {
			t.Fatalf("%q, %v; not %q", got, err, want)
		}
	}
	expect(`event: draftdata: {"draft":1,"errors":0,"file":"","page":""}`)
	s.Working()
	expect(`event: workingdata: {}`)
	two := minutes("two")
	two.Errors = make([]source.Diagnostic, 3)
	s.Show(two, []string{"site.yaml", "smki-pma/minutes/x.md", "b.md"})
	expect(`event: draftdata: {"draft":2,"errors":3,"file":"smki-pma/minutes/x.md","page":"/smki-pma/meetings/28/"}`)
	s.Working()
	expect(`event: workingdata: {}`)

	waits := make(chan struct{})
	go func() {
		defer close(waits)
		if resp, err := b.Get("http://" + s.host + "/"); err == nil {
			resp.Body.Close()
		}
	}()
	end()
	if got, err := next(); err == nil {
		t.Errorf("after the end comes %q", got)
	}
	<-waits
	if resp, err := b.Get("http://" + s.host + "/"); err == nil {
		resp.Body.Close()
		t.Error("the server still answers")
	}
}

// TestServeFails says why when it is not the context that ends it.
func TestServeFails(t *testing.T) {
	s := listen(t, Options{})
	s.listener.Close()
	if err := s.Serve(context.Background()); err == nil {
		t.Error("a closed listener is served")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := listen(t, Options{}).Serve(ctx); err != nil {
		t.Error(err)
	}
}

// TestWaiting holds that pages wait for the first draft, and for the next one when the content has changed; and not for ever.
func TestWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, open := inMemory(t)
		targets := []string{"/", "/~difference/", "/assets/style-1.css", "/~preview/notes?page=/"}
		wait := func() (all []chan string) {
			for _, target := range targets {
				all = append(all, answer(open(request{target: target}.text(s))))
			}
			synctest.Wait()
			for i, c := range all {
				select {
				case got := <-c:
					t.Errorf("%s did not wait: %s", targets[i], got)
					c <- got
				default:
				}
			}
			return all
		}
		expect := func(all []chan string, want string) {
			t.Helper()
			for i, c := range all {
				if got := <-c; !strings.Contains(got, want) {
					t.Errorf("%s has no %q: %s", targets[i], want, got)
				}
			}
		}
		before := wait()
		s.Show(minutes("first"), nil)
		expect(before, "first")
		s.Working()
		s.Working()
		changed := wait()
		s.Show(minutes("second"), nil)
		expect(changed, "second")
		// What has changed again by then is waited for too.
		s.Working()
		again := wait()
		s.Show(minutes("third"), nil)
		s.Working()
		synctest.Wait()
		s.Show(minutes("fourth"), nil)
		for i, c := range again {
			if got := <-c; !strings.Contains(got, "fourth") && !strings.Contains(got, "third") {
				t.Errorf("%s: %s", targets[i], got)
			}
		}
		// The client does not wait.
		s.Working()
		if got := <-answer(open(request{target: "/~preview/client.js"}.text(s))); !strings.Contains(got, string(clientScript)) {
			t.Error(got)
		}
		begun := time.Now()
		expect(wait(), "503 Service Unavailable")
		if took := time.Since(begun); took != 30*time.Second {
			t.Errorf("given up after %v", took)
		}
	})
}

// TestStreams holds that a browser that does not read holds up nobody, gets what is latest when it does, and is let go after a
// time; that a silent stream is kept alive; and that their number is bounded.
func TestStreams(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, open := inMemory(t)
		s.Show(minutes("draft"), nil)
		stream := func() (next func() (string, error), c net.Conn) {
			c = open(request{target: "/~preview/events"}.text(s))
			resp, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil || resp.StatusCode != http.StatusOK {
				t.Fatalf("%v, %v", resp, err)
			}
			return events(resp.Body), c
		}
		draft := func(n int) string {
			return fmt.Sprintf(`event: draftdata: {"draft":%d,"errors":0,"file":"","page":""}`, n)
		}
		slow, _ := stream()
		quick, _ := stream()
		if got, _ := quick(); got != draft(1) {
			t.Error(got)
		}
		for n := 2; n < 6; n++ {
			s.Working()
			if got, _ := quick(); got != `event: workingdata: {}` {
				t.Error(got)
			}
			s.Working() // which is nothing new
			synctest.Wait()
			s.Show(minutes("draft"), nil)
			if got, _ := quick(); got != draft(n) {
				t.Error(got)
			}
		}
		var read []string
		for len(read) < 4 && (len(read) == 0 || read[len(read)-1] != draft(5)) {
			got, err := slow()
			if err != nil {
				t.Fatal(err)
			}
			read = append(read, got)
		}
		if len(read) > 3 {
			t.Errorf("the slow one reads %q", read)
		}
		begun := time.Now()
		for i := range 3 {
			if got, err := quick(); err != nil || got != ":" {
				t.Errorf("%q, %v", got, err)
			}
			if i == 0 { // and slow reads no more
				if took := time.Since(begun); took != 15*time.Second {
					t.Errorf("alive after %v", took)
				}
			}
		}
		if n := s.streams.Load(); n != 1 {
			t.Errorf("%d streams are open", n)
		}
		leaves, c := stream()
		if got, _ := leaves(); got != draft(5) {
			t.Error(got)
		}
		c.Close()
		synctest.Wait()
		if n := s.streams.Load(); n != 1 {
			t.Errorf("%d streams are open after one was closed", n)
		}
		for range maxStreams - 1 {
			stream()
		}
		if got := <-answer(open(request{target: "/~preview/events"}.text(s))); !strings.Contains(got, "503 Service Unavailable") || strings.Contains(got, "event") {
			t.Error(got)
		}
		time.Sleep(time.Minute) // in which all are let go, as none reads
		if n := s.streams.Load(); n != 0 {
			t.Errorf("%d streams are open", n)
		}
		begun = time.Now()
		got := <-answer(open(request{method: http.MethodHead, target: "/~preview/events"}.text(s)))
		if took := time.Since(begun); took > 0 || !strings.Contains(got, "200 OK") {
			t.Errorf("after %v: %s", took, got)
		}
	})
}

// TestSlow lets go who sends a request slowly, or says that more will come.
func TestSlow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, open := inMemory(t)
		s.Show(minutes("draft"), nil)
		for _, request := range []string{"", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost: " + s.host + "\r\nX: ", "POST / HTTP/1.1\r\nHost: " + s.host + "\r\nContent-Length: 100\r\n\r\n"} {
			begun := time.Now()
			got := <-answer(open(request))
			if took := time.Since(begun); took > 10*time.Second || strings.Contains(got, canary) {
				t.Errorf("%q: after %v %s", request, took, got)
			}
		}
	})
}
