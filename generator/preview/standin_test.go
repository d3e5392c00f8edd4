package preview

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"path"
	"strings"
	"sync"
)

// This stands in for the server, until the two are put together: what the client needs of it, and no more.

type Options struct{ Addr, Content, Root, Editor string }

type Server struct {
	listener net.Listener
	places   places
	secret   string
	mu       sync.Mutex
	draft    *Draft
	changed  []string
	number   int
	working  bool
	over     chan struct{}
}

var restarts int

func Listen(o Options) (*Server, error) {
	listener, err := net.Listen("tcp", o.Addr)
	if err != nil {
		return nil, err
	}
	restarts++
	p := places{content: o.Content}
	if o.Editor != "" {
		p.editor = strings.ReplaceAll(o.Editor, "{path}", o.Root+"/{path}")
	}
	return &Server{listener: listener, places: p, secret: fmt.Sprint("s", restarts), over: make(chan struct{})}, nil
}

func (s *Server) Address() string {
	return "http://" + s.listener.Addr().String() + "/?token=" + s.secret
}

func (s *Server) Working() { s.become(func() { s.working = true }) }

func (s *Server) Show(d *Draft, changed []string) {
	s.become(func() { s.draft, s.changed, s.working, s.number = d, changed, false, s.number+1 })
}

func (s *Server) become(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
	close(s.over)
	s.over = make(chan struct{})
}

func (s *Server) Serve(ctx context.Context) error {
	server := &http.Server{Handler: http.HandlerFunc(s.answer), BaseContext: func(net.Listener) context.Context { return ctx }}
	defer context.AfterFunc(ctx, func() { server.Close() })()
	server.Serve(s.listener)
	return nil
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'")
	w.Header().Set("Cache-Control", "no-store")
	if r.URL.Query().Get("token") == s.secret {
		http.SetCookie(w, &http.Cookie{Name: "minutebook", Value: s.secret, Path: "/", SameSite: http.SameSiteStrictMode})
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	if cookie, err := r.Cookie("minutebook"); err != nil || cookie.Value != s.secret {
		http.Error(w, "no token", http.StatusForbidden)
		return
	}
	s.mu.Lock()
	draft, number := s.draft, s.number
	s.mu.Unlock()
	address, view := r.URL.Path, Drafted
	for _, v := range []View{Published, Difference} {
		if rest, ok := strings.CutPrefix(address, "/~"+string(v)); ok {
			address, view = rest, v
		}
	}
	switch address {
	case "/~preview/client.js":
		w.Header().Set("Content-Type", "text/javascript")
		w.Write(clientScript)
	case "/~preview/client.css":
		w.Header().Set("Content-Type", "text/css")
		w.Write(clientStyle)
	case "/~preview/events":
		s.stream(w, r)
	case "/~preview/notes":
		s.notes(w, draft, number, r.URL.Query().Get("page"))
	default:
		page, _ := draft.Page(view, address)
		if view == Difference && path.Ext(address) != ".css" {
			drafted, _ := draft.Page(Drafted, address)
			published, _ := draft.Page(Published, address)
			page = Page{difference(drafted, published), drafted.Found || published.Found}
		}
		status := http.StatusOK
		switch {
		case path.Ext(address) == ".css":
			w.Header().Set("Content-Type", "text/css")
			w.Write(page.Content)
			return
		case len(draft.Errors) > 0:
			status, page.Content = http.StatusInternalServerError, errorsPage(draft.Errors, s.changed, s.places)
		case !page.Found:
			status = http.StatusNotFound
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(status)
		tag := fmt.Sprintf(`<script src="/~preview/client.js" defer data-view="%s" data-draft="%d" data-page="%s" data-content="%s" data-editor="%s"></script></head>`, view, number, address, s.places.content, s.places.editor)
		w.Write([]byte(strings.Replace(string(page.Content), "</head>", tag, 1)))
	}
}

func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	for {
		s.mu.Lock()
		over, text := s.over, "event: working\ndata: {}\n\n"
		if !s.working {
			file, page := "", ""
			for _, f := range s.changed {
				if page = s.draft.Home(f); page != "" {
					file = f
					break
				}
			}
			data, _ := json.Marshal(map[string]any{"draft": s.number, "errors": len(s.draft.Errors), "file": file, "page": page})
			text = fmt.Sprintf("event: draft\ndata: %s\n\n", data)
		}
		s.mu.Unlock()
		fmt.Fprint(w, text)
		http.NewResponseController(w).Flush()
		select {
		case <-over:
		case <-r.Context().Done():
			return
		}
	}
}

func (s *Server) notes(w http.ResponseWriter, d *Draft, number int, page string) {
	tell := func(n Note) map[string]any {
		severity := n.Severity.String()
		if n.Code == "" {
			severity = "note"
		}
		return map[string]any{"severity": severity, "code": n.Code, "message": n.Message, "hint": n.Hint, "place": s.places.name(n.Pos), "open": s.places.open(n.Pos),
			"path": n.Path, "line": n.Line, "column": n.Column, "to": n.To}
	}
	errors, notes, pages := []any{}, []any{}, map[string]int{}
	for _, e := range d.Errors {
		errors = append(errors, tell(Note{Diagnostic: e}))
	}
	if len(errors) == 0 {
		for _, n := range d.Notes(page) {
			notes = append(notes, tell(n))
		}
	}
	for _, warning := range d.Warnings {
		pages[d.Home(warning.Path)]++
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"draft": number, "errors": errors, "notes": notes, "warnings": map[string]any{"all": len(d.Warnings), "pages": pages}})
}
