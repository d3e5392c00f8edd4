package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"minutebook/generator/preview"
	"minutebook/generator/watch"
)

// editorVariable names the pattern of an address that opens a place in an editor.
const editorVariable = "MINUTEBOOK_EDITOR"

type previewFlags struct {
	addr string
	open bool
	poll time.Duration
}

func previewCommand(s *session) *cobra.Command {
	var f previewFlags
	cmd := &cobra.Command{
		Use:   "preview",
		Short: "Serve the site on this machine while drafting, rebuilt at every save",
		Long: `Preview serves the site to you, on this machine, and shows every change as soon as a file is saved.
Press 1 for a page as drafted, with everything in it and what is withheld coloured by its label, 2 for
the page as it would be published, 3 for the difference, and ? for the other keys. While the content
has errors, they stand in place of the pages.

The first line on standard output is the address. It has a token, without which nothing is shown, since
a preview shows what nobody else may see: keep it to yourself. Nothing is written to public/.

With ` + editorVariable + ` set to a pattern such as vscode://file{path}:{line}:{column}, a click on a
place opens it in the editor; without, it copies the place.`,
		Example: `  minutebook preview --open
  minutebook preview --addr 127.0.0.1:8080
  ` + editorVariable + `=vscode://file{path}:{line}:{column} minutebook preview`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("poll") && f.poll < 10*time.Millisecond {
				return usage("write it as 1s or 500ms", "--poll is too short")
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			return servePreview(ctx, s, f)
		},
	}
	cmd.Flags().StringVar(&f.addr, "addr", "127.0.0.1:4000", "where to serve it: a loopback address and a port; if the port is taken, the next free one is")
	cmd.Flags().BoolVar(&f.open, "open", false, "open it in the browser")
	cmd.Flags().DurationVar(&f.poll, "poll", 0, "look at the files every so often, such as 1s, instead of being told of changes by the system")
	return cmd
}

// servePreview serves drafts until the context ends.
func servePreview(ctx context.Context, s *session, f previewFlags) error {
	if err := s.foundContent(); err != nil {
		return err
	}
	if s.asAt != "" {
		if _, err := s.day(nil); err != nil {
			return err
		}
	}
	if _, err := s.renderer(); err != nil {
		return err
	}
	root, err := filepath.Abs(s.content)
	if err != nil {
		return err
	}
	server, err := preview.Listen(preview.Options{Addr: f.addr, Content: s.content, Root: root, Editor: os.Getenv(editorVariable)})
	if err != nil {
		if operational := (*net.OpError)(nil); errors.As(err, &operational) {
			return err
		}
		return usage("see minutebook preview --help", "%v", err)
	}
	watcher, err := watch.New(s.inputs(), f.poll, server.Working)
	if err != nil {
		return err
	}
	defer watcher.Close()
	fmt.Fprintln(s.stdout, server.Address())
	if server.Moved() != "" {
		s.say("%s is taken, so this is the next port that was free", server.Moved())
	}
	if every, why := watcher.Polling(); every > 0 {
		s.say("files are looked at every %v: %s", every, why)
	}
	s.say("this address is for you alone: it shows what is withheld; control-C ends the preview")
	if f.open {
		openBrowser(s, server.Once()) // others on this machine may see the arguments of what opens it
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx) }()
	defer spareMemory(expected(s.content))()
	d := newDrafting(s)
	d.show(server, change{all: true})
	settleMemory()
	day := time.NewTimer(d.untilNextDay())
	idle := time.NewTimer(untilIdle)
	for {
		select {
		case err := <-served:
			return err
		case c, open := <-watcher.Changes():
			if open {
				d.show(server, s.changeOf(c))
				day.Reset(d.untilNextDay()) // the change may be that of the time zone
				idle.Reset(untilIdle)
			}
		case <-idle.C: // what the last draft left behind is cleared away while nobody waits
			debug.FreeOSMemory()
			settleMemory()
		case <-day.C: // what is overdue is so from one day to the next
			if d.isOver() {
				server.Working()
				d.show(server, change{})
			}
			day.Reset(d.untilNextDay())
		}
	}
}

// show makes a draft and shows it.
func (d *drafting) show(server *preview.Server, c change) {
	draft := d.draft(c)
	server.Show(draft, c.paths)
	switch n := len(draft.Errors); {
	case n > 0:
		d.session.say("%s", count(n, "error", "errors"))
	case d.failing:
		d.session.say("no errors any more")
	}
	d.failing = len(draft.Errors) > 0
}

// untilIdle is how long after a draft nobody is likely to wait for anything.
const untilIdle = 400 * time.Millisecond

// spareMemory makes collecting garbage more eager: a preview stands beside an editor and a browser all day. Before its first
// draft, when little that is in use has to be gone through and much is thrown away, it need be so only where what will be in
// use is not enough. What is returned makes it as it was.
func spareMemory(used int64) (restore func()) {
	percent := debug.SetGCPercent(eager)
	limit := debug.SetMemoryLimit(used + used/4 + 32<<20)
	return func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

// eager is by how many percent what is in use can grow before garbage is collected.
const eager = 20

// settleMemory leaves room for the garbage of an edit or two beside what is in use.
func settleMemory() {
	const room = 110 << 20
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	debug.SetGCPercent(int(max(8, min(33, room*100/max(1, m.HeapAlloc)))))
	debug.SetMemoryLimit(math.MaxInt64)
}

// expected is how much the content is likely to come to in memory: some seven times of what it is on the disk.
func expected(content string) int64 {
	var size int64
	filepath.WalkDir(content, func(path string, e os.DirEntry, err error) error {
		if err == nil && filepath.Ext(path) == ".md" {
			if info, err := e.Info(); err == nil {
				size += info.Size()
			}
		}
		return nil
	})
	return 7 * size
}

// changeOf tells apart what happened to the content and to the templates.
func (s *session) changeOf(c watch.Change) change {
	if c.All {
		return change{all: true, templates: true}
	}
	var of change
	for _, p := range c.Paths {
		switch {
		case p.Dir == s.templates:
			of.templates = true
		case p.Name == ".":
			of.all = true
		default:
			of.paths = append(of.paths, p.Name)
		}
	}
	if len(of.paths) > manyPaths {
		of.all = true
	}
	return of
}

// manyPaths are so many that everything is read rather than each by itself.
const manyPaths = 100

// isOver tells whether the day that the last draft reckons from is over.
func (d *drafting) isOver() bool {
	if d.memory.record == nil {
		return false
	}
	day, err := d.session.day(d.memory.record)
	return err == nil && !day.Equal(d.day)
}

// untilNextDay is how long it is until the next day, in the site's time zone, or a minute, if that is less: a machine that
// sleeps does not know how long.
func (d *drafting) untilNextDay() time.Duration {
	if d.session.asAt != "" || d.memory.record == nil {
		return time.Minute
	}
	now := d.session.now().In(d.memory.record.TimeZone)
	year, month, day := now.Date()
	return min(time.Minute, time.Date(year, month, day+1, 0, 0, 1, 0, now.Location()).Sub(now))
}
