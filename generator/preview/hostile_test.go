package preview

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A request is one as the drafter's browser would make it, with the cookie, but for what it says.
type request struct {
	name    string
	raw     string // the whole request, or
	method  string
	target  string
	proto   string
	host    []string // values; none is no header
	headers []string
	cookie  string // "none", or a header
	status  []int
}

// everything is an address of each kind of thing that there is.
var everything = []string{"/", "/smki-pma/meetings/28/", "/no/such/page/", "/assets/style-1.css", "/files/smki-pma/report.pdf", "/~published/", "/~difference/",
	"/~preview/client.js", "/~preview/client.css", "/~preview/events", "/~preview/notes?page=/"}

// hostileRequests are those that only somebody else than the drafter's browser would make. One thing is wrong with each, and
// that has to be enough.
func hostileRequests(s *Server) []request {
	_, port, _ := net.SplitHostPort(s.host)
	var all []request
	each := func(targets []string, r request, name string, change func(r *request)) {
		for _, target := range targets {
			r := r
			r.name, r.target = name+" at "+target, target
			change(&r)
			all = append(all, r)
		}
	}
	headers := func(name string, values []string, status int) {
		for _, v := range values {
			each([]string{"/", "/~published/", "/~preview/client.js", "/~preview/events"}, request{status: []int{status}}, name+": "+v, func(r *request) {
				for line := range strings.SplitSeq(v, "|") {
					r.headers = append(r.headers, name+": "+line)
				}
			})
		}
	}

	// Another host: a name that was pointed at this machine, another way to write the address, what a proxy would say.
	for _, host := range []string{"evil.example", "evil.example:" + port, "localhost", "localhost:" + port, "LOCALHOST:" + port, "127.0.0.1", "127.0.0.1:1", "127.0.0.1:80",
		"127.0.0.2:" + port, "0.0.0.0:" + port, "[::1]:" + port, "[::ffff:127.0.0.1]:" + port, "127.1:" + port, "2130706433:" + port, "0x7f000001:" + port,
		"0177.0.0.1:" + port, "127.0.0.1.:" + port, "127.0.0.1.nip.io:" + port, "localtest.me:" + port, "sub.localhost:" + port, "127.0.0.1:" + port + "0",
		"127.0.0.1:0" + port, "evil.example:" + port + ",127.0.0.1:" + port, ""} {
		each(everything[:3], request{host: []string{host}, status: []int{421}}, "host "+host, func(*request) {})
		each([]string{"/~preview/client.js", "/~preview/events"}, request{host: []string{host}, status: []int{421}}, "host "+host, func(*request) {})
	}
	for _, host := range [][]string{{"user@127.0.0.1:" + port}, {"127.0.0.1:" + port + "/"}, {"127.0.0.1:" + port + "@evil.example"}, {"127.0.0.1:" + port + "\x00"}, {"évil.example"},
		{"a b"}, {s.host, s.host}, {s.host, "evil.example"}, {"evil.example", s.host}, {}} {
		each([]string{"/", "/~preview/events"}, request{host: host, status: []int{400, 421}}, fmt.Sprintf("hosts %q", host), func(*request) {})
	}
	for _, claim := range []string{"X-Forwarded-Host: " + s.host, "Forwarded: host=" + s.host, "X-Host: " + s.host, "X-Original-Host: " + s.host} {
		each([]string{"/"}, request{host: []string{"evil.example"}, headers: []string{claim}, status: []int{421}}, claim, func(*request) {})
	}
	each(everything, request{proto: "HTTP/1.0", host: []string{}, status: []int{421}}, "HTTP/1.0 without a host", func(*request) {})

	// Another site, or another port of this machine, asks.
	own := "http://" + s.host
	headers("Origin", []string{"http://evil.example", "https://evil.example", "null", "", "http://127.0.0.1", "http://127.0.0.1:1", "http://127.0.0.1:80", "https://" + s.host,
		"http://localhost:" + port, "http://[::1]:" + port, "http://192.0.2.1", "http://10.0.0.1:" + port, own + "/", own + ".evil.example", own + " http://evil.example",
		"HTTP://" + s.host, "ws://" + s.host, "file://", "moz-extension://a", "chrome-extension://a", own + "|http://evil.example", "http://evil.example|" + own}, 403)
	headers("Sec-Fetch-Site", []string{"cross-site", "same-site", "", "unknown", "Same-Origin", "NONE", "same-origin, cross-site", "same-origin;a", "same-origin|cross-site", "cross-site|none"}, 403)
	headers("Sec-Fetch-Mode", []string{"websocket", "nested-navigate", "", "webtransport", "navigate|websocket"}, 403)
	headers("Sec-Fetch-Dest", []string{"iframe", "frame", "embed", "object", "fencedframe", "worker", "sharedworker", "serviceworker", "audioworklet", "font", "audio", "video", "track",
		"manifest", "report", "xslt", "json", "webidentity", "", "document|iframe"}, 403)
	each(everything, request{headers: []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", "Sec-Fetch-User: ?1"}, status: []int{403}}, "a link of another site", func(*request) {})
	each(everything, request{headers: []string{"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: script", "Referer: http://127.0.0.1:1/"}, status: []int{403}}, "a script tag at another port", func(*request) {})
	each([]string{"/?token=" + s.token}, request{headers: []string{"Sec-Fetch-Site: cross-site"}, status: []int{403}}, "the token from another site", func(*request) {})
	each([]string{"/?token=" + s.token}, request{host: []string{"evil.example:" + port}, status: []int{421}}, "the token under another name", func(*request) {})

	// What is none of a reader's.
	for _, method := range []string{"OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "QUERY", "get", "HEADS", "PRI"} {
		each([]string{"/", "/~preview/client.js", "/~preview/events", "/~preview/notes?page=/", "/?token=" + s.token}, request{method: method, status: []int{405, 400}}, method, func(*request) {})
	}
	each([]string{"/", "/~preview/events"}, request{method: "OPTIONS", headers: []string{"Origin: http://evil.example", "Access-Control-Request-Method: GET", "Access-Control-Request-Private-Network: true"},
		status: []int{405}}, "preflight", func(*request) {})
	each([]string{"*"}, request{method: "OPTIONS", status: []int{405}}, "OPTIONS", func(*request) {})
	each([]string{"/"}, request{headers: []string{"Content-Length: 5"}, status: []int{400}}, "a body that does not come", func(*request) {})
	each([]string{"/"}, request{headers: []string{"Transfer-Encoding: chunked"}, status: []int{400}}, "a body without end", func(*request) {})
	each([]string{"/"}, request{headers: []string{"Transfer-Encoding: gzip"}, status: []int{501}}, "a strange body", func(*request) {})
	each([]string{"/"}, request{headers: []string{"Content-Length: 5", "Transfer-Encoding: chunked"}, status: []int{400}}, "two ends", func(*request) {})
	each([]string{"/"}, request{headers: []string{"Expect: 200-ok"}, status: []int{417}}, "expects", func(*request) {})
	each([]string{"/"}, request{headers: []string{"Expect: 100-continue", "Content-Length: 5"}, status: []int{400}}, "expects to go on", func(*request) {})
	each([]string{"/", "/~preview/events"}, request{headers: []string{"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="}, status: []int{400}}, "a web socket", func(*request) {})
	each([]string{"/"}, request{headers: []string{"Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"}, status: []int{400}}, "HTTP/2", func(*request) {})

	// Strange targets.
	for _, target := range []string{"*", "http://" + s.host + "/", "http://evil.example/", "https://" + s.host + "/", "//evil.example/", "//", "///", "/a//b/", "/..", "/../", "/../../etc/passwd",
		"/./", "/.", "/a/../b/", "/a/..", "/.git/config", "/.env", "/a/.hidden", "/%2e%2e/", "/%2E%2E/%2E%2E/etc/passwd", "/%2e/", "/a%2fb/", "/a%2Fb/", "/%2f%2fevil.example/",
		"/a%5cb/", "/a%5Cb/", "/a\\b/", "/..\\..\\windows\\win.ini", "/..%5c..%5cwindows%5cwin.ini", "/%00", "/a%00.html", "/a%0d%0aSet-Cookie:a=b/", "/a%0a/", "/%61bout/", "/%7Epublished/",
		"/%7epreview/client.js", "/~", "/~/", "/~published", "/~published/~difference/", "/~published/~preview/client.js", "/~difference/../", "/~published//", "/~drafted/", "/~preview/", "/~preview",
		"/~preview/client.js/", "/~preview/client.js/..", "/~preview/../", "/~preview/server.go", "/~PREVIEW/client.js", "/~root/", "/@fs/etc/passwd", "/@fs//etc/passwd", "/@fs/etc/passwd?raw??",
		"/@id/x", "/@vite/client", "/@fs/C:/windows/win.ini", "/?raw", "/?raw??", "/?import", "/?url", "/?import&raw", "/?inline&url", "/?", "/?page=/", "/?x=y", "/?token", "/?Token=" + s.token,
		"/smki-pma/meetings/28/?raw", "/assets/style-1.css?raw", "/assets/style-1.css?import&raw??", "/assets/style-1.css?.svg?.wasm?init", "/files/smki-pma/report.pdf?url", "/~preview/client.js?raw",
		"/~preview/client.js?v=1", "/~preview/events?x", "/~preview/events?token=" + s.token, "/smki-pma/?token=" + s.token, "/~published/?token=" + s.token, "/a;b/", "/a:b/", "/C:/windows/win.ini", "/a b/", "/a+b/",
		"/a%20b/", "/a&b/", "/a=b/", "/a'b/", "/a\"b/", "/a<script>/", "/%3Cscript%3E/", "/a|b/", "/a`b/", "/a$b/", "/a#b/", "/%", "/%zz", "/%c3%28/", "/%ff/", "/%C0%AE%C0%AE/", "/%E2%80%AE/",
		"/%EF%BC%8F/", "/%E2%88%95etc/", "/stra%c3%9fe/", "/straße/", "/file:///etc/passwd", "/webpack:///x", "/" + strings.Repeat("a", 3000), "/" + strings.Repeat("a/", 1500),
		"/?token=" + s.token + strings.Repeat("a", 3000), "/~preview/notes", "/~preview/notes?", "/~preview/notes?page", "/~preview/notes?page=", "/~preview/notes?page=/../", "/~preview/notes?page=//evil.example/",
		"/~preview/notes?page=%2F..%2F", "/~preview/notes?page=/%00", "/~preview/notes?page=/&page=/", "/~preview/notes?page=/&raw", "/~preview/notes?Page=/", "/~preview/notes?page=http://evil.example/",
		"/~preview/notes?page=/~published/", "/~preview/notes?page=/;", "/~preview/notes?x=1&page=/", "/~preview/notes?page=a", "/~preview/notes?page=ab/"} {
		all = append(all, request{name: "target " + target, target: target, status: []int{400, 421}})
	}

	// Somebody who is not the drafter: no cookie, or another.
	for _, cookie := range []string{"none", s.cookie + "=", s.cookie + "=" + s.token, s.cookie + "=" + s.secret[1:], s.cookie + "=" + s.secret + "A", s.cookie + "=" + strings.ToLower(s.secret),
		s.cookie + "=" + strings.Repeat("A", len(s.secret)), "minutebook-1=" + s.secret, "minutebook=" + s.secret, strings.ToUpper(s.cookie) + "=" + s.secret, "token=" + s.token, s.secret} {
		each(everything, request{cookie: cookie, status: []int{403}}, "cookie "+cookie, func(*request) {})
	}
	for _, token := range []string{"", "A", s.token[1:], s.token + "A", s.token + "&raw", s.token + "/", "%20" + s.token, strings.ToLower(s.token), s.secret, strings.Repeat("A", len(s.token)), s.token + "&token=" + s.token} {
		for _, cookie := range []string{"", "none"} {
			each([]string{"/?token=" + token}, request{cookie: cookie, status: []int{403}}, "token", func(*request) {})
		}
	}
	for _, target := range []string{"/?token=" + s.token, "/?x&token=" + s.token} {
		each([]string{"/~published" + target, "/smki-pma/meetings/28" + target, "/~preview/events" + target[1:]}, request{cookie: "none", status: []int{403}}, "the token elsewhere", func(*request) {})
	}
	each([]string{"/"}, request{cookie: "none", headers: []string{"Authorization: Bearer " + s.token}, status: []int{403}}, "the token as a header", func(*request) {})
	each([]string{"/"}, request{cookie: "none", headers: []string{"X-Forwarded-For: 127.0.0.1", "X-Real-IP: 127.0.0.1"}, status: []int{403}}, "a claim to be here", func(*request) {})

	// What is no request, or too much of one.
	cookie := "Cookie: " + s.cookie + "=" + s.secret + "\r\n"
	for name, raw := range map[string]string{
		"no HTTP":           "hello\r\n\r\n",
		"HTTP/0.9":          "GET /\r\n\r\n",
		"HTTP/2":            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
		"HTTP/3.0":          "GET / HTTP/3.0\r\nHost: " + s.host + "\r\n" + cookie + "\r\n",
		"TLS":               "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
		"a space in a name": "GET / HTTP/1.1\r\nHost: " + s.host + "\r\nOrigin : http://evil.example\r\n" + cookie + "\r\n",
		"a folded line":     "GET / HTTP/1.1\r\nHost: " + s.host + "\r\n folded\r\n" + cookie + "\r\n",
		"a NUL in a value":  "GET / HTTP/1.1\r\nHost: " + s.host + "\r\nX: a\x00b\r\n" + cookie + "\r\n",
		"a NUL in a target": "GET /\x00 HTTP/1.1\r\nHost: " + s.host + "\r\n" + cookie + "\r\n",
		"huge headers":      "GET / HTTP/1.1\r\nHost: " + s.host + "\r\n" + cookie + "X: " + strings.Repeat("a", 64<<10) + "\r\n\r\n",
		"many headers":      "GET / HTTP/1.1\r\nHost: " + s.host + "\r\n" + cookie + strings.Repeat("X: a\r\n", 12<<10) + "\r\n",
		"two lengths":       "GET / HTTP/1.1\r\nHost: " + s.host + "\r\n" + cookie + "Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
		"a minus":           "GET / HTTP/1.1\r\nHost: " + s.host + "\r\n" + cookie + "Content-Length: -5\r\n\r\n",
		"one in another": "POST / HTTP/1.1\r\nHost: " + s.host + "\r\nContent-Length: 0\r\n\r\n" +
			"GET / HTTP/1.1\r\nHost: " + s.host + "\r\n" + cookie + "\r\n",
		"authority": "CONNECT " + s.host + " HTTP/1.1\r\nHost: " + s.host + "\r\n" + cookie + "\r\n",
	} {
		all = append(all, request{name: name, raw: raw, status: []int{400, 405, 421, 431, 505}})
	}
	return all
}

func (h request) text(s *Server) string {
	if h.raw != "" {
		return h.raw
	}
	var b strings.Builder
	line := func(text string) { b.WriteString(text + "\r\n") }
	method, proto := h.method, h.proto
	if method == "" {
		method = http.MethodGet
	}
	if proto == "" {
		proto = "HTTP/1.1"
	}
	line(method + " " + h.target + " " + proto)
	if h.host == nil {
		h.host = []string{s.host}
	}
	for _, host := range h.host {
		line("Host: " + host)
	}
	switch h.cookie {
	case "none":
	case "":
		line("Cookie: " + s.cookie + "=" + s.secret)
	default:
		line("Cookie: " + h.cookie)
	}
	for _, header := range h.headers {
		line(header)
	}
	line("")
	return b.String()
}

var statusLine = regexp.MustCompile(`^HTTP/1\.[01] (\d{3}) `)

// safeHeaders are what every answer has.
var safeHeaders = []string{
	"Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'",
	"X-Frame-Options: DENY",
	"X-Content-Type-Options: nosniff",
	"Referrer-Policy: no-referrer",
	"Permissions-Policy: camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"Cross-Origin-Opener-Policy: same-origin",
	"Cross-Origin-Resource-Policy: same-origin",
	"Cache-Control: no-store",
}

// headersOf are what an answer begins with, without the body.
func headersOf(answer string) string {
	head, _, _ := strings.Cut(answer, "\r\n\r\n")
	return head + "\r\n"
}

// unsafe tells what an answer lacks of the safety headers, or has of what nobody may be told.
func unsafe(answer string) string {
	head := headersOf(answer)
	for _, line := range safeHeaders {
		if strings.Count(head, "\r\n"+line+"\r\n") != 1 {
			return "is without " + line
		}
	}
	for line := range strings.SplitSeq(strings.ToLower(head), "\r\n") {
		if strings.HasPrefix(line, "access-control-") || strings.HasPrefix(line, "server:") || strings.HasPrefix(line, "timing-allow-origin") {
			return "has " + line
		}
	}
	return ""
}

// TestHostile asks for everything in every way that is not the drafter's, and gets nothing of the site.
func TestHostile(t *testing.T) {
	s := listen(t, Options{})
	serve(t, s)
	s.Show(minutes("draft"), nil)
	if len(clientScript) == 0 {
		t.Fatal("there is no client to look for")
	}
	withheld := []string{canary, string(clientScript), string(clientStyle), "<script", "event: ", "etc", "passwd", "evil", s.secret, s.token, "Set-Cookie", "Location:"}
	all := hostileRequests(s)
	seen := map[string]bool{}
	statuses := map[string]int{}
	for _, h := range all {
		text := h.text(s)
		if seen[text] {
			t.Errorf("%s is there twice", h.name)
		}
		seen[text] = true
		answer := ask(t, s, text)
		m := statusLine.FindStringSubmatch(answer)
		if m == nil {
			t.Errorf("%s: the answer is %q", h.name, answer)
			continue
		}
		statuses[m[1]]++
		if !slices.ContainsFunc(h.status, func(n int) bool { return fmt.Sprint(n) == m[1] }) {
			t.Errorf("%s: status %s, not %v", h.name, m[1], h.status)
		}
		for _, w := range withheld {
			if strings.Contains(answer, w) {
				t.Errorf("%s: the answer has %q", h.name, w)
			}
		}
		if why := unsafe(answer); why != "" {
			t.Errorf("%s: the answer %s", h.name, why)
		}
		if head := headersOf(answer); !strings.Contains(head, "\r\nContent-Type: text/plain; charset=utf-8\r\n") && !strings.Contains(head, "\r\nContent-Length: 0\r\n") {
			t.Errorf("%s: the answer is not plain: %s", h.name, head)
		}
		if strings.Count(answer, "HTTP/1.") != 1 {
			t.Errorf("%s: there are two answers", h.name)
		}
	}
	if len(all) < 200 {
		t.Errorf("only %d hostile requests", len(all))
	}
	t.Logf("%d hostile requests were refused: %v", len(all), statuses)

	// The same search finds what the drafter gets.
	for _, target := range everything {
		for _, more := range [][]string{nil, {"Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"}, {"Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors", "Sec-Fetch-Dest: empty", "Origin: http://" + s.host}} {
			want := canary
			switch target {
			case "/~preview/client.js":
				want = string(clientScript)
			case "/~preview/client.css":
				want = string(clientStyle)
			case "/~preview/events":
				want = "event: draft"
			}
			answer := ask(t, s, request{target: target, headers: more}.text(s))
			if !strings.Contains(answer, want) {
				t.Errorf("the drafter does not get %s: %s", target, answer)
			}
			if why := unsafe(answer); why != "" {
				t.Errorf("%s %s", target, why)
			}
		}
	}
}

// TestElsewhere asks from another machine, which the network keeps out before; that is not relied upon.
func TestElsewhere(t *testing.T) {
	s := listen(t, Options{})
	serve(t, s)
	s.Show(minutes("draft"), nil)
	for remote, want := range map[string]int{
		"127.0.0.1:1": 200, "127.9.9.9:1": 200, "[::1]:1": 200, "[::ffff:127.0.0.1]:1": 200,
		"192.0.2.1:1": 403, "10.0.0.1:1": 403, "[2001:db8::1]:1": 403, "[::ffff:192.0.2.1]:1": 403, "0.0.0.0:1": 403, "": 403, "pipe": 403, "localhost:1": 403,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr, r.Host = remote, s.host
		r.AddCookie(&http.Cookie{Name: s.cookie, Value: s.secret})
		w := httptest.NewRecorder()
		s.answer(w, r)
		if w.Code != want || strings.Contains(w.Body.String(), canary) != (want == 200) {
			t.Errorf("%q: %d, not %d", remote, w.Code, want)
		}
	}
}
