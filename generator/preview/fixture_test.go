package preview

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"minutebook/generator/source"
)

// canary stands in everything that a draft of these tests has to show.
const canary = "zanzibar"

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'self'; form-action 'self'"

// pageOf is a page as the templates make it.
func pageOf(base, text string) []byte {
	var b bytes.Buffer
	b.WriteString("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">\n")
	if base != "" {
		b.WriteString("<base href=\"" + base + "\">\n")
	}
	b.WriteString("<title>Minutes</title>\n</head>\n<body>\n<p>" + canary + " " + text + "</p>\n</body>\n</html>\n")
	return b.Bytes()
}

// minutes is a draft with a home page, one meeting, a style sheet and a file.
func minutes(name string) *Draft {
	return &Draft{
		Page: func(v View, address string) (Page, error) {
			text := name + " " + string(v) + " " + address
			switch address {
			case "/", "/smki-pma/meetings/28/", "/straße/":
				return Page{pageOf("", text), true}, nil
			case "/assets/style-1.css", "/assets/icon.svg", "/assets/script-1.js", "/files/smki-pma/report.pdf":
				return Page{[]byte(canary + " " + text), true}, nil
			case "/broken/":
				return Page{}, errors.New("the template is broken")
			}
			return Page{pageOf("/deep/", text), false}, nil
		},
		Notes: func(address string) []Note {
			return []Note{
				{source.Diagnostic{Pos: source.Pos{Path: "smki-pma/minutes/x y.md", Line: 41, Column: 10}, Severity: source.Warning, Code: "late", Message: canary, Hint: "hurry"}, "/smki-pma/actions/25-04/"},
				{source.Diagnostic{Pos: source.Pos{Path: "smki-pma/minutes/x y.md"}, Message: name + " of " + address}, ""},
			}
		},
		Warnings: []source.Diagnostic{
			{Pos: source.Pos{Path: "a.md"}, Severity: source.Warning, Code: "late"},
			{Pos: source.Pos{Path: "smki-pma/minutes/x y.md"}, Severity: source.Warning, Code: "late"},
			{Pos: source.Pos{Path: "site.yaml"}, Severity: source.Warning, Code: "odd"},
		},
		Home: func(file string) string {
			if strings.HasSuffix(file, ".md") {
				return "/smki-pma/meetings/28/"
			}
			return ""
		},
	}
}

func listen(t *testing.T, o Options) *Server {
	t.Helper()
	if o.Addr == "" {
		o.Addr = "127.0.0.1:0"
	}
	s, err := Listen(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// serve serves until the test ends, or the function is called.
func serve(t *testing.T, s *Server) (end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	end = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serving ended with %v", err)
		}
	})
	t.Cleanup(end)
	return end
}

// browser is a client with cookies, which it shares between ports as browsers do.
func browser(t *testing.T, jar http.CookieJar) *http.Client {
	t.Helper()
	if jar == nil {
		jar, _ = cookiejar.New(nil)
	}
	return &http.Client{Jar: jar, Transport: &http.Transport{}}
}

// visitor is a browser that has opened the first address.
func visitor(t *testing.T, s *Server) *http.Client {
	t.Helper()
	b := browser(t, nil)
	if status, text := get(t, b, s.Address()); status != http.StatusOK || !strings.Contains(text, canary) {
		t.Fatalf("the first address gives %d: %s", status, text)
	}
	return b
}

func get(t *testing.T, b *http.Client, url string) (int, string) {
	t.Helper()
	resp, err := b.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// ask sends bytes on a new connection, and returns all that is answered until that ends, or an event comes.
func ask(t *testing.T, s *Server, request string) string {
	t.Helper()
	c, err := net.Dial("tcp", s.listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(time.Minute))
	io.WriteString(c, request) // some are answered before they have been read
	var answer []byte
	for part := make([]byte, 4096); ; {
		n, err := c.Read(part)
		answer = append(answer, part[:n]...)
		if bytes.Contains(answer, []byte("\ndata: ")) { // a stream would go on
			break
		}
		if errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) {
			break
		}
		if err != nil {
			t.Fatalf("%.80q: %v", request, err)
		}
	}
	return string(answer)
}

// events reads a stream: an event and its data.
func events(body io.Reader) func() (string, error) {
	lines := bufio.NewReader(body)
	return func() (string, error) {
		event := ""
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				return "", err
			}
			if line = strings.TrimSuffix(line, "\n"); line == "" {
				return event, nil
			}
			event += line
		}
	}
}

// A pipes is a listener for connections that are in memory, where time is what a test says.
type pipes struct {
	made   chan net.Conn
	closed chan struct{}
	close  func()
}

func newPipes() *pipes {
	p := &pipes{made: make(chan net.Conn), closed: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.closed) })
	return p
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.made:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error { p.close(); return nil }
func (p *pipes) Addr() net.Addr {
	return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4000}
}

func (p *pipes) dial() net.Conn {
	near, far := net.Pipe()
	p.made <- localConn{far, p.Addr()}
	return near
}

type localConn struct {
	net.Conn
	addr net.Addr
}

func (c localConn) RemoteAddr() net.Addr { return c.addr }

// inMemory is a server without a network, and how to ask it.
func inMemory(t *testing.T) (s *Server, open func(request string) net.Conn) {
	t.Helper()
	s = listen(t, Options{})
	s.listener.Close()
	p := newPipes()
	s.listener = p
	serve(t, s)
	return s, func(request string) net.Conn {
		c := p.dial()
		c.SetDeadline(time.Now().Add(time.Hour))
		io.WriteString(c, request) // some are not read to the end
		return c
	}
}

// answer is all that comes on a connection, when it ends.
func answer(c net.Conn) chan string {
	out := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(c)
		c.Close()
		out <- string(text)
	}()
	return out
}
