package preview

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"path"
	"strings"
	"unicode"

	"minutebook/generator/source"
)

// types are those of files that a site can have. What the machine has registered is not asked.
var types = map[string]string{
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".svg":  "image/svg+xml",
	".png":  "image/png",
	".jpg":  "image/jpeg",
	".jpeg": "image/jpeg",
	".pdf":  "application/pdf",
	".csv":  "text/csv; charset=utf-8",
	".txt":  "text/plain; charset=utf-8",
	".xml":  "application/xml",
	".json": "application/json",
	".ics":  "text/calendar; charset=utf-8",
}

// answer answers every request. There is no router: it would mend strange paths, and answer with them.
func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength != 0 {
		dropBody(w)
	}
	if why := s.refuse(r); why != nil {
		why.write(w)
		return
	}
	if token, ok := strings.CutPrefix(r.RequestURI, "/?token="); ok {
		s.admit(w, token)
		return
	}
	if !s.known(r) {
		unknown.write(w)
		return
	}
	target, query, asks := strings.Cut(r.RequestURI, "?")
	switch {
	case target == "/~preview/notes":
		s.tellNotes(w, r, query)
	case asks:
		malformed.write(w)
	case target == "/~preview/events":
		s.stream(w, r)
	case target == "/~preview/client.js":
		send(w, http.StatusOK, "text/javascript; charset=utf-8", clientScript)
	case target == "/~preview/client.css":
		send(w, http.StatusOK, types[".css"], clientStyle)
	default:
		s.show(w, r, target)
	}
}

// show answers with what stands at an address of the site.
func (s *Server) show(w http.ResponseWriter, r *http.Request, target string) {
	view, target := viewOf(target)
	address, ok := addressOf(target)
	if !ok {
		malformed.write(w)
		return
	}
	now, why := s.settled(r.Context())
	if why != nil {
		why.write(w)
		return
	}
	isPage := strings.HasSuffix(address, "/") || path.Ext(address) == ".html"
	errors := now.draft.Errors
	var page Page
	if !isPage || len(errors) == 0 {
		var err error
		if page, err = look(now.draft, view, address, isPage); err != nil {
			page, errors = Page{}, []source.Diagnostic{{Message: err.Error()}}
		}
	}
	switch {
	case len(errors) > 0 && !page.Found:
		s.sendPage(w, http.StatusInternalServerError, errorsPage(errors, now.changed, s.places), now, view, address)
	case !page.Found:
		s.sendPage(w, http.StatusNotFound, page.Content, now, view, address)
	case isPage:
		s.sendPage(w, http.StatusOK, page.Content, now, view, address)
	default:
		if strings.HasPrefix(address, "/files/") { // as SECURITY.md has it for the published site
			w.Header().Set("Content-Security-Policy", "sandbox")
			w.Header().Set("Content-Disposition", "attachment")
		}
		kind, ok := types[path.Ext(address)]
		if !ok {
			kind = "application/octet-stream"
		}
		send(w, http.StatusOK, kind, page.Content)
	}
}

// look is what a view has at an address. The difference of what is no page is what there is of it as drafted, or else as
// published: feeds are of the public site alone.
func look(d *Draft, v View, address string, isPage bool) (Page, error) {
	if v != Difference {
		return d.Page(v, address)
	}
	drafted, err := d.Page(Drafted, address)
	if err != nil || !isPage && drafted.Found {
		return drafted, err
	}
	published, err := d.Page(Published, address)
	if !isPage {
		return published, err
	}
	if err != nil || !drafted.Found && !published.Found {
		return drafted, err
	}
	return Page{difference(drafted, published), true}, nil
}

func send(w http.ResponseWriter, status int, kind string, content []byte) {
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	w.Write(content)
}

// sendPage sends a page with the client. What the client is told about the page stands in its script tag:
//
//	data-view     drafted, published or difference
//	data-draft    the number of the draft
//	data-page     the address of the page on the site, the same in all views
//	data-content  the content directory, for showing places
//	data-sum      a sum of the body of the page, by which it knows whether another one says anything else: scripts of the site
//	              change what stands in the browser
//	data-editor   the address that opens a place of the content, with {path} in the content, {line} and {column}; or empty
func (s *Server) sendPage(w http.ResponseWriter, status int, page []byte, now *moment, v View, address string) {
	tag := fmt.Sprintf(`<script src="/~preview/client.js" defer data-view="%s" data-draft="%d" data-sum="%x" data-page="%s" data-content="%s" data-editor="%s"></script>`,
		v, now.number, sumOf(page), html.EscapeString(address), html.EscapeString(s.places.content), html.EscapeString(s.places.editor))
	send(w, status, "text/html; charset=utf-8", withClient(page, v, tag))
}

// sumOf is a sum of the body of a page.
func sumOf(page []byte) []byte {
	sum := sha256.Sum256(page[max(0, bytes.Index(page, []byte("<body"))):])
	return sum[:8]
}

// viewOf takes the view off a path. No address of the site begins with a tilde.
func viewOf(target string) (View, string) {
	for _, v := range []View{Published, Difference} {
		if rest, ok := strings.CutPrefix(target, v.root()); ok {
			return v, "/" + rest
		}
	}
	return Drafted, target
}

// root is where the home page of a view is.
func (v View) root() string {
	if v == Drafted {
		return "/"
	}
	return "/~" + string(v) + "/"
}

// addressOf reads a path as an address of the site: letters and digits, hyphens and points, written in the one way in
// which browsers write it. Anything else is a try to find another way.
func addressOf(target string) (string, bool) {
	address, err := url.PathUnescape(target)
	if err != nil || !strings.HasPrefix(address, "/") || (&url.URL{Path: address}).EscapedPath() != target {
		return "", false
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(address[1:], "/"), "/") {
		if strings.HasPrefix(name, ".") || name == "" && address != "/" {
			return "", false
		}
		for _, c := range name {
			if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune("-_.", c) {
				return "", false
			}
		}
	}
	return address, true
}

// What is put into a page, and nothing else: the tag of the client before the end of the head, and what lets it run behind
// the policy that the page carries. The page for what is not found says where the site begins, for its links; in a preview
// that is where the view begins.
const (
	policyBefore = `<meta http-equiv="Content-Security-Policy" content="`
	policyAdded  = `; connect-src 'self'`
	baseBefore   = `<base href="`
	headEnd      = `</head>`
)

func withClient(page []byte, v View, tag string) []byte {
	head, rest, ok := bytes.Cut(page, []byte(headEnd))
	if !ok {
		return page // of templates that make no such page as the client could be in
	}
	var b bytes.Buffer
	b.Grow(len(page) + len(tag) + len(policyAdded) + len(v.root()))
	if before, after, ok := bytes.Cut(head, []byte(policyBefore)); ok {
		policy, after, _ := bytes.Cut(after, []byte(`"`))
		fmt.Fprintf(&b, `%s%s%s%s"`, before, policyBefore, policy, policyAdded)
		head = after
	}
	if before, after, ok := bytes.Cut(head, []byte(baseBefore)); ok {
		_, after, _ := bytes.Cut(after, []byte(`"`))
		fmt.Fprintf(&b, `%s%s%s"`, before, baseBefore, v.root())
		head = after
	}
	fmt.Fprintf(&b, "%s%s%s%s", head, tag, headEnd, rest)
	return b.Bytes()
}
