package preview

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Browsers open six connections to a server, so this is many browsers.
const maxStreams = 64

const (
	keepAlive = 15 * time.Second // what lies between may forget a connection that is silent for longer
	slowest   = 10 * time.Second // who does not read for so long is let go, and comes again
)

// A told is what the stream says of a draft. File is the first file that changed and has a page, Page its address; both
// are empty if there is none.
type told struct {
	Draft  int    `json:"draft"`
	Errors int    `json:"errors"`
	File   string `json:"file"`
	Page   string `json:"page"`
}

// stream tells a browser of drafts as they come, by server-sent events: "draft" at once and for each draft, with a told as
// its data; "working" while the content is read. What came while it did not read is left out, but for the last.
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	defer s.streams.Add(-1)
	if s.streams.Add(1) > maxStreams {
		crowded.write(w)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	if r.Method == http.MethodHead {
		return
	}
	connection := http.NewResponseController(w)
	alive := time.NewTicker(keepAlive)
	defer alive.Stop()
	for last := (*moment)(nil); ; {
		now, text := s.current(), ":\n\n"
		if now != last {
			last, text = now, event(now)
		}
		connection.SetWriteDeadline(time.Now().Add(slowest))
		if _, err := io.WriteString(w, text); err != nil || connection.Flush() != nil {
			return
		}
		select {
		case <-now.over:
		case <-alive.C:
		case <-r.Context().Done():
			return
		}
	}
}

func event(now *moment) string {
	if now.working {
		return "event: working\ndata: {}\n\n"
	}
	data, _ := json.Marshal(told{now.number, len(now.draft.Errors), now.file, now.page}) // of such fields there is no error
	return fmt.Sprintf("event: draft\ndata: %s\n\n", data)
}
