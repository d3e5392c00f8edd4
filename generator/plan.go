package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"minutebook/generator/plan"
	"minutebook/generator/publish"
	"minutebook/generator/render"
	"minutebook/generator/site"
)

func planCommand(s *session) *cobra.Command {
	var f buildFlags
	var full bool
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Tell what the next build would add, change and take away",
		Long: `Plan makes the site as build would and compares it with what is published now, for a person who signs
off. It writes nothing but the plan, to standard output. The plan holds public text: what would come
(+) and what would go (-); the site is audited before any of it is told.

First come, with the reason, pages with text that is no longer withheld, or that may have been withheld
until now: a notice of withholding goes while text comes; a label falls; what was on request is shown;
text comes to what was published before; a new page belongs to minutes or a register that was published
before; minutes are new, and those of a later meeting are there already; everything on a new page is
older than the published site. Nobody keeps a list of what was withheld, so this is found out from the
two sites, and in doubt a page comes first.

Then come pages that are added, changed and taken away; lists of what is told elsewhere; pages that
change only with the day; files for programs (feeds, calendars, data, search, site map), which say what
pages say, by their number; other files. Where nothing is published yet, only numbers are told, unless
--full is given.

With --format json, the plan is one object a line: group (first, added, changed, gone, altered, list,
day, unread, program, file), address, change, title, reasons, goes, comes.`,
		Example: `  minutebook plan
  minutebook plan --full --out /srv/minutes
  minutebook plan --format json | grep '"group":"first"'`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return tellPlan(s, f, full) },
	}
	cmd.Flags().StringVar(&f.out, "out", "public", "the directory with what is published now")
	cmd.Flags().StringVar(&f.baseURL, "base-url", "", "where the site is published, instead of the url in site.yaml")
	cmd.Flags().BoolVar(&f.portable, "portable", false, "let links name index.html, for a copy on a disk")
	cmd.Flags().BoolVar(&full, "full", false, "show all text, that of lists too")
	cmd.MarkFlagDirname("out")
	return cmd
}

// tellPlan runs the pipeline up to where build publishes, and tells the difference.
func tellPlan(s *session, f buildFlags, full bool) error {
	r, pages, renderer, err := s.publishable(f, "build would publish nothing and "+f.out+" stays what it is")
	if err != nil {
		return err
	}
	published, err := publish.Open(f.out, s.inputs()...)
	var refusal *publish.Refusal
	if err != nil && !errors.As(err, &refusal) {
		return err
	}
	c := &comparison{published: published}
	if published != nil {
		defer published.Close()
		if c.private() {
			return usage("name the directory of the public site", "%s is a private copy, and a plan would show what it holds", f.out)
		}
	}
	if err := s.renderAudited(r, renderer, pages, "comparing", f.out, c.add); err != nil {
		return err
	}
	if err := c.gone(); err != nil {
		return err
	}
	if published != nil {
		if err := c.ofTheDay(s, r, renderer, pages, f); err != nil {
			return err
		}
	}
	p := &plan.Plan{}
	if published != nil || full || s.format == "json" {
		if p, err = plan.Of(c.site(), c.files(), full); err != nil {
			return err
		}
		p.Altered = slices.Sorted(slices.Values(c.altered))
	}
	if s.format == "json" {
		return p.WriteJSON(s.stdout)
	}
	var b bytes.Buffer
	if refusal != nil {
		fmt.Fprintf(&b, "Build would refuse: %v\n", refusal)
		if refusal.Hint != "" {
			fmt.Fprintf(&b, "  hint: %s\n", refusal.Hint)
		}
		b.WriteByte('\n')
	}
	switch {
	case published == nil:
		fmt.Fprintf(&b, "Nothing is published in %s, so everything is new: %s, %s\n", f.out,
			count(len(pages.Pages), "page", "pages"), count(len(c.changed)-len(pages.Pages), "other file", "other files"))
		for _, line := range kinds(pages) {
			fmt.Fprintf(&b, "  %s\n", line)
		}
		if !full {
			break
		}
		b.WriteByte('\n')
		fallthrough
	default:
		if p.Empty() {
			fmt.Fprintf(&b, "Nothing would change in %s\n", f.out)
		}
		if err := p.WriteText(&b, full); err != nil {
			return err
		}
	}
	_, err = s.stdout.Write(b.Bytes())
	return err
}

// A comparison is what is published beside what would be.
type comparison struct {
	published *publish.Published // nil where there is nothing

	mu      sync.Mutex
	seen    map[string]bool
	changed map[string]*plan.File
	altered []string
}

// private tells whether what is published is a private copy, which robots.txt says whatever the templates look like.
func (c *comparison) private() bool {
	robots, err := c.published.Read("robots.txt")
	return err == nil && bytes.Contains(robots, []byte("Disallow: /\n"))
}

// before reads a published file, and notes it when it is not what its manifest says; nil is for none.
func (c *comparison) before(path string) ([]byte, error) {
	if c.published == nil {
		return nil, nil
	}
	want, ok := c.published.Files[path]
	if !ok {
		return nil, nil
	}
	data, err := c.published.Read(path)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != want {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.altered = append(c.altered, path)
	}
	return append([]byte{}, data...), nil
}

// add compares a file that would be published.
func (c *comparison) add(path string, content []byte) error {
	before, err := c.before(path)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil {
		c.seen, c.changed = map[string]bool{}, map[string]*plan.File{}
	}
	c.seen[path] = true
	if before == nil || !bytes.Equal(before, content) {
		c.changed[path] = &plan.File{Path: path, Before: before, After: append([]byte{}, content...)}
	}
	return nil
}

// gone finds what is published and would be no longer.
func (c *comparison) gone() error {
	if c.published == nil {
		return nil
	}
	for path := range c.published.Files {
		if c.seen[path] {
			continue
		}
		before, err := c.before(path)
		if err != nil {
			return err
		}
		c.changed[path] = &plan.File{Path: path, Before: before}
	}
	return nil
}

// ofTheDay finds the pages that change with the day alone: made for the day of the published site, they would be the
// same.
func (c *comparison) ofTheDay(s *session, r *reading, renderer *render.Renderer, pages *site.Site, f buildFlags) error {
	p, err := plan.Of(c.site(), nil, false)
	if err != nil || p.Since == "" || p.Since == pages.AsAt.ISO {
		return err
	}
	then := *s
	then.asAt = p.Since
	earlier, _, err := then.layOut(r, f)
	if err != nil {
		return nil // the page says a day that is none, so it tells nothing
	}
	defer c.searchOfTheDay()
	return s.render(renderer, earlier, "comparing", func(path string, content []byte) error {
		if file := c.changed[path]; file != nil && file.Before != nil && bytes.Equal(file.Before, content) {
			file.Day = true // each file is another worker's alone
		}
		return nil
	})
}

// searchOfTheDay: the pieces of the index for searching have names that follow from what is in them, so that other ones
// come and go with the day. Where index.js, which names them, is of the day, all are.
func (c *comparison) searchOfTheDay() {
	if index := c.changed["search/index.js"]; index == nil || !index.Day {
		return
	}
	for path, file := range c.changed {
		if strings.HasPrefix(path, "search/") && strings.HasSuffix(path, ".js") {
			file.Day = true
		}
	}
}

func (c *comparison) site() plan.Site {
	if c.published == nil {
		return plan.Site{}
	}
	return plan.Site{Paths: slices.Sorted(maps.Keys(c.published.Files)), Read: c.published.Read}
}

func (c *comparison) files() []plan.File {
	files := make([]plan.File, 0, len(c.changed))
	for _, path := range slices.Sorted(maps.Keys(c.changed)) {
		files = append(files, *c.changed[path])
	}
	return files
}

// kinds counts the pages of each kind that is a record.
func kinds(pages *site.Site) []string {
	counts := map[string]int{}
	for _, m := range pages.Pages {
		if r, ok := m.(*site.RegisterPage); ok && r.View != nil {
			continue // a part of one
		}
		counts[m.Base().Kind]++
	}
	var lines []string
	for _, k := range []struct{ kind, one, many string }{
		{"body", "body", "bodies"}, {"meeting", "meeting", "meetings"}, {"action", "action", "actions"},
		{"consultation", "consultation", "consultations"}, {"document", "document", "documents"},
		{"register", "register", "registers"}, {"entry", "entry of a register", "entries of registers"},
	} {
		if n := counts[k.kind]; n > 0 {
			lines = append(lines, strings.TrimSpace(count(n, k.one, k.many)))
		}
	}
	return lines
}
