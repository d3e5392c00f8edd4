package preview

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Options say where a preview is served, and how it writes places of the content.
type Options struct {
	Addr    string // host and port, such as "127.0.0.1:4000"; the host is a loopback address, or localhost for 127.0.0.1
	Content string // the content directory as the user named it, for showing places
	Root    string // its absolute path, for the editor
	Editor  string // a pattern of an address that opens a place, with {path}, {line} and {column}; empty: there is none
}

// A Server shows drafts.
type Server struct {
	listener net.Listener
	host     string // as a browser names it: "127.0.0.1:4000"
	moved    string
	places   places
	cookie   string // its name
	token    string // in the first address
	secret   string // in the cookie
	patience time.Duration
	streams  atomic.Int64

	mu   sync.Mutex
	now  *moment
	once string // a token that works once; or empty
}

// A moment is what there is to show, until it is over. It does not change.
type moment struct {
	draft   *Draft // nil before the first
	number  int    // of the draft, from 1
	working bool   // the content has changed since
	changed []string
	file    string // the first of the files that changed that has a page, and its page; or empty
	page    string
	over    chan struct{} // is closed when there is another moment
}

// Ports that are taken are passed over, up to so many.
const manyPorts = 100

// Listen takes a port for a preview. Where it is taken, it is the next one that is free (see Moved).
func Listen(o Options) (*Server, error) {
	addr, err := loopbackAddress(o.Addr)
	if err != nil {
		return nil, err
	}
	p, err := newPlaces(o)
	if err != nil {
		return nil, err
	}
	wanted := addr
	listener, err := net.Listen("tcp", addr.String())
	for refusal := err; err != nil; listener, err = net.Listen("tcp", addr.String()) {
		if wanted.Port() == 0 || addr.Port() == 65535 || addr.Port()-wanted.Port() == manyPorts {
			return nil, refusal
		}
		addr = netip.AddrPortFrom(addr.Addr(), addr.Port()+1)
	}
	bound := listener.Addr().(*net.TCPAddr).AddrPort()
	s := &Server{
		listener: listener,
		host:     hostOf(bound),
		places:   p,
		// Cookies are shared by all ports of a host, and several previews may be open in one browser.
		cookie:   "minutebook-" + strconv.Itoa(int(bound.Port())),
		token:    rand.Text(),
		secret:   rand.Text(),
		patience: 30 * time.Second,
		now:      &moment{working: true, over: make(chan struct{})},
	}
	if wanted.Port() != 0 && bound.Port() != wanted.Port() {
		s.moved = hostOf(wanted)
	}
	return s, nil
}

// loopbackAddress reads a host and a port. A name is not looked up: it could be anybody's. Even localhost is not: a browser
// may try ::1 first, where somebody else may listen, and would tell them the token.
func loopbackAddress(text string) (netip.AddrPort, error) {
	host, port, err := net.SplitHostPort(text)
	n, notPort := strconv.ParseUint(port, 10, 16)
	if err != nil || notPort != nil {
		return netip.AddrPort{}, errors.New("the address of a preview is a host and a port, such as 127.0.0.1:4000")
	}
	if host == "localhost" {
		host = "127.0.0.1"
	}
	addr, err := netip.ParseAddr(host)
	if addr = addr.Unmap(); err != nil || addr.Zone() != "" || !addr.IsLoopback() {
		return netip.AddrPort{}, errors.New("a preview shows what is withheld, so it is served to this machine only: its host is 127.0.0.1, or another loopback address")
	}
	return netip.AddrPortFrom(addr, uint16(n)), nil
}

// hostOf is an address as browsers name it, who leave out the port of the protocol.
func hostOf(a netip.AddrPort) string {
	if a.Port() != 80 {
		return a.String()
	}
	host := a.Addr().String()
	if a.Addr().Is6() {
		host = "[" + host + "]"
	}
	return host
}

// Address is the first address to open, with the token. It works as long as the server does, but nobody else may see it.
func (s *Server) Address() string { return "http://" + s.host + "/?token=" + s.token }

// Once is an address that works once, for what others may see while it is done, such as the arguments of a command. It takes
// the place of the one before.
func (s *Server) Once() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.once = rand.Text()
	return "http://" + s.host + "/?token=" + s.once
}

// Moved is the host and port that were asked for, where they could not be had; otherwise it is empty.
func (s *Server) Moved() string { return s.moved }

// Working tells that the content has changed: pages wait for the next Show, so that none is older than the content.
func (s *Server) Working() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.now.working {
		next := *s.now
		next.working = true
		s.become(next)
	}
}

// Show shows a draft from now on. Changed are the paths of files of the content that made it, if it is known; the first
// that has a page is told to browsers.
func (s *Server) Show(d *Draft, changed []string) {
	next := moment{draft: d, changed: changed}
	for _, file := range changed {
		if next.page = d.Home(file); next.page != "" {
			next.file = file
			break
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	next.number = s.now.number + 1
	s.become(next)
}

// become replaces the moment. Whoever waits for that looks again and sees the latest, so nobody holds up anybody.
func (s *Server) become(next moment) {
	next.over = make(chan struct{})
	last := s.now
	s.now = &next
	close(last.over)
}

func (s *Server) current() *moment {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// settled is the moment when there is a draft and it is the latest. It waits for that, but not for ever.
func (s *Server) settled(ctx context.Context) (*moment, *refusal) {
	ctx, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	for {
		now := s.current()
		if !now.working {
			return now, nil
		}
		select {
		case <-now.over:
		case <-ctx.Done():
			return nil, &busy
		}
	}
}

// Serve answers browsers until the context ends, which ends streams too. It returns nil then, or why it could not go on.
func (s *Server) Serve(ctx context.Context) error {
	server := &http.Server{
		Handler:                      http.HandlerFunc(s.answer),
		ReadHeaderTimeout:            10 * time.Second,
		WriteTimeout:                 s.patience + 30*time.Second,
		MaxHeaderBytes:               32 << 10, // among them the cookies of everything that runs on this machine
		DisableGeneralOptionsHandler: true,
	}
	// One connection has one answer: there is nothing to smuggle into, and safeListener knows where it begins.
	server.SetKeepAlivesEnabled(false)
	ended := context.AfterFunc(ctx, func() { server.Close() })
	defer ended()
	err := server.Serve(safeListener{s.listener})
	if ctx.Err() != nil {
		return nil
	}
	return err
}
