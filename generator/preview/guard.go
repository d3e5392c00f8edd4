package preview

import (
	"bytes"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"time"
)

// A refusal is all that a request gets which is not answered. It is read by a person, and says nothing of the request and
// nothing of the site.
type refusal struct {
	status int
	text   string
}

const openAnew = " Open the address that minutebook preview printed when it began.\n"

var (
	elsewhere   = refusal{http.StatusForbidden, "The preview answers this machine only.\n"}
	misdirected = refusal{http.StatusMisdirectedRequest, "The preview has another address." + openAnew}
	unasked     = refusal{http.StatusMethodNotAllowed, "The preview only shows pages." + openAnew}
	foreign     = refusal{http.StatusForbidden, "Another site asked for this, and the preview answers its own pages only." + openAnew}
	unknown     = refusal{http.StatusForbidden, "The preview does not know this browser." + openAnew}
	malformed   = refusal{http.StatusBadRequest, "Nothing can have this address." + openAnew}
	busy        = refusal{http.StatusServiceUnavailable, "The content is still being read. Open this page again in a moment.\n"}
	crowded     = refusal{http.StatusServiceUnavailable, "Too many pages of the preview are open. Close some.\n"}
)

func (why refusal) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	switch why.status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", "GET, HEAD")
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", "2")
		w.Header().Set("Refresh", "2") // what is refused has no client to open it again
	}
	w.WriteHeader(why.status)
	w.Write([]byte(why.text))
}

// Addresses are derived from refs and file names, so none is longer.
const maxTarget = 2048

// refuse tells why a request cannot come from the drafter's own browser, looking at a page of the preview; nil is that
// it can. That it does is for the cookie to tell. What each line is for was seen in other servers for development:
//
//   - The host is the one that was printed, and no other name: a site whose name is pointed at this machine is its own
//     origin to the browser (hugo#14869).
//   - The origin is our own, whatever is asked for: an address instead of a name makes nobody a friend (webpack-dev-server
//     CVE-2025-30360, Vite CVE-2025-24010).
//   - A script tag of another site, or of another port, sends no origin, but browsers say where it comes from
//     (webpack-dev-server CVE-2025-30359). Scripts and old browsers say nothing; what a browser will say one day and we do
//     not know is refused.
//   - No answer is ever shared with another origin (esbuild GHSA-67mh-4wv8-2f99).
func (s *Server) refuse(r *http.Request) *refusal {
	remote, err := netip.ParseAddrPort(r.RemoteAddr)
	switch {
	case err != nil || !remote.Addr().Unmap().IsLoopback():
		return &elsewhere
	case r.Host != s.host:
		return &misdirected
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return &unasked
	case len(r.RequestURI) > maxTarget || r.ContentLength != 0 || r.Header["Upgrade"] != nil:
		return &malformed
	case !only(r.Header["Origin"], "http://"+s.host),
		!only(r.Header["Sec-Fetch-Site"], "same-origin", "none"),
		!only(r.Header["Sec-Fetch-Mode"], "navigate", "same-origin", "no-cors", "cors"),
		!only(r.Header["Sec-Fetch-Dest"], "document", "script", "style", "image", "empty"):
		return &foreign
	}
	return nil
}

func only(values []string, allowed ...string) bool {
	return !slices.ContainsFunc(values, func(v string) bool { return !slices.Contains(allowed, v) })
}

// admit gives the browser its cookie if it has the token of the first address.
func (s *Server) admit(w http.ResponseWriter, token string) {
	if !same(token, s.token) && !s.spend(token) {
		unknown.write(w)
		return
	}
	http.SetCookie(w, &http.Cookie{Name: s.cookie, Value: s.secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode})
	w.Header().Set("Location", "/") // without the token, which need not be seen over a shoulder
	w.WriteHeader(http.StatusSeeOther)
}

// spend tells whether a token is the one that works once, which it then has done.
func (s *Server) spend(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	ok := s.once != "" && same(token, s.once)
	if ok {
		s.once = ""
	}
	return ok
}

// known tells whether the browser has the cookie. It may have others of the same name, which anything on this machine can
// set.
func (s *Server) known(r *http.Request) bool {
	return slices.ContainsFunc(r.CookiesNamed(s.cookie), func(c *http.Cookie) bool { return same(c.Value, s.secret) })
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// safety is the headers of every answer. The policy is that of published pages, and what the client needs.
const safety = "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'self'; form-action 'none'; frame-ancestors 'none'\r\n" +
	"X-Frame-Options: DENY\r\n" +
	"X-Content-Type-Options: nosniff\r\n" +
	"Referrer-Policy: no-referrer\r\n" +
	"Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()\r\n" +
	"Cross-Origin-Opener-Policy: same-origin\r\n" +
	"Cross-Origin-Resource-Policy: same-origin\r\n" +
	"Cache-Control: no-store\r\n"

// A safeListener puts the safety headers on every answer, as it is written: net/http gives some before it asks a handler,
// to what it cannot read.
type safeListener struct{ net.Listener }

func (l safeListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &safeConn{Conn: c}, nil
}

type safeConn struct {
	net.Conn
	begun bool
}

// Write puts them behind the first line, which net/http writes whole.
func (c *safeConn) Write(p []byte) (int, error) {
	if c.begun {
		return c.Conn.Write(p)
	}
	c.begun = true
	line, rest, _ := bytes.Cut(p, []byte("\r\n"))
	if _, err := c.Conn.Write(slices.Concat(line, []byte("\r\n"+safety), rest)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// dropBody lets the connection end although it may not have sent all that it said it would.
func dropBody(w http.ResponseWriter) {
	http.NewResponseController(w).SetReadDeadline(time.Now())
}
