package main

import (
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minutebook/generator/attachment"
	"minutebook/generator/classification"
	"minutebook/generator/source"
)

var redactions = flag.Int("redactions", defaultRedactions, "how many seeds of random content the test of redacting takes")

// An audience has a clearance, and may have a private copy.
type audience struct {
	label   classification.Label
	private bool
}

func (r audience) String() string {
	if r.private {
		return "private " + r.label.String()
	}
	return "public " + r.label.String()
}

// A contentRead is content that was read, to build and to redact for several readers.
type contentRead struct{ *reading }

func readContent(texts map[string]string) contentRead { return contentRead{readTexts(texts)} }

func (c contentRead) build(r audience) built {
	return buildReading(c.reading, r.label, r.private, false, "2016-11-01")
}

func (c contentRead) redact(r audience) map[string]string {
	tree, err := redactedTree(c.reading, classification.UpTo(r.label), r.private)
	if err != nil {
		panic(err)
	}
	texts := map[string]string{}
	for _, f := range tree.Files {
		texts[f.Path] = string(f.Data)
	}
	for _, path := range tree.Attachments {
		data, err := tree.Attachment(path, attachment.MaxBytes)
		if err != nil {
			panic(err)
		}
		texts[path] = string(data)
	}
	return texts
}

// checkRedacted holds the law for one audience: what is redacted builds the same, and is left as it is when it is redacted
// again. Content that is not right for that audience is not redacted.
func (c contentRead) checkRedacted(r audience) (redacted map[string]string, err error) {
	want := c.build(r)
	if len(want.wrong) > 0 {
		return nil, nil
	}
	redacted = c.redact(r)
	again := readContent(redacted)
	got := again.build(r)
	switch twice := again.redact(r); {
	case len(got.wrong) > 0:
		var b strings.Builder
		source.WriteText(&b, "", got.wrong)
		return nil, fmt.Errorf("what is redacted for %s is refused:\n%s%s", r, b.String(), archived(redacted))
	case !maps.Equal(want.files, got.files):
		return nil, fmt.Errorf("what is redacted for %s builds another site: -content +redacted\n%s%s", r, cmp.Diff(want.files, got.files), archived(redacted))
	case !maps.Equal(redacted, twice):
		return nil, fmt.Errorf("redacted for %s again: -once +twice\n%s", r, cmp.Diff(redacted, twice))
	}
	return redacted, nil
}

func archived(texts map[string]string) string {
	var b strings.Builder
	for _, path := range slices.Sorted(maps.Keys(texts)) {
		fmt.Fprintf(&b, "=== %s\n%s", path, texts[path])
	}
	return b.String()
}

var everyAudience = []audience{
	{classification.White, false}, {classification.Green, false}, {classification.White, true}, {classification.Green, true},
	{classification.Amber, true}, {classification.AmberStrict, true}, {classification.Red, true},
}

// TestRedactContent holds the law for the content that is there, and that there is nothing in what is redacted that only
// withheld parts have.
func TestRedactContent(t *testing.T) {
	for _, dir := range []string{"../content", "testdata/script/committee"} {
		texts := map[string]string{}
		err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				var data []byte
				data, err = os.ReadFile(dir + "/" + p)
				texts[p] = string(data)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		tried, content := 0, readContent(texts)
		for _, r := range everyAudience {
			redacted, err := content.checkRedacted(r)
			if err != nil {
				t.Errorf("%s: %v", dir, err)
			}
			if redacted != nil {
				tried++
			}
			if r.label <= classification.Green && strings.Contains(archived(redacted), canary) {
				t.Errorf("%s, redacted for %s, has %s:\n%s", dir, r, canary, archived(redacted))
			}
		}
		if tried < 4 {
			t.Errorf("%s is right for %d readers only", dir, tried)
		}
	}
}

// TestRedactRandom holds the law for random content and every audience. The versions of a pair, which differ in nothing that
// their reader may read, are the same when they are redacted, file names included: what is redacted depends on nothing
// that is withheld.
func TestRedactRandom(t *testing.T) {
	var failed atomic.Bool
	var tried [9]atomic.Int64
	fail := func(seed uint64, format string, args ...any) {
		if failed.CompareAndSwap(false, true) {
			t.Errorf("seed %d: "+format, append([]any{seed}, args...)...)
		}
	}
	source.Each(*redactions, func(i int) {
		if failed.Load() {
			return
		}
		p := newPair(*pairSeed + uint64(i))
		own := audience{p.ceiling, p.private}
		var contents [3]contentRead
		for v, c := range p.content {
			contents[v] = readContent(c.texts(nil))
		}
		want, err := contents[first].checkRedacted(own)
		if err != nil {
			fail(p.seed, "%v", err)
		}
		if want != nil && len(contents[second].build(own).wrong)+len(contents[redacted].build(own).wrong) == 0 {
			tried[len(everyAudience)].Add(1)
			for v := range contents {
				if got := contents[v].redact(own); !maps.Equal(want, got) {
					fail(p.seed, "redacted for %s, versions differ: -first +%d\n%s", own, v, cmp.Diff(want, got))
				}
			}
			if all := archived(want); strings.Contains(all, secretWord) {
				fail(p.seed, "redacted for %s, a withheld word stays: %s", own, around(all, strings.Index(all, secretWord)))
			}
		}
		k := i % len(everyAudience) // each content has one more reader
		other, err := contents[first].checkRedacted(everyAudience[k])
		if err != nil {
			fail(p.seed, "%v", err)
		}
		if other != nil {
			tried[k].Add(1)
		}
	})
	t.Logf("%d pairs of %d", tried[len(everyAudience)].Load(), *redactions)
	for k, r := range everyAudience {
		t.Logf("%d contents for %s", tried[k].Load(), r)
	}
	if n := tried[len(everyAudience)].Load(); int(n)*10 < *redactions*9 {
		t.Errorf("only %d of %d pairs were right", n, *redactions)
	}
}

// TestRedactIsProven holds that redacted content that would be refused, or would build another site, is not written.
func TestRedactIsProven(t *testing.T) {
	s := &session{stderr: io.Discard, content: "testdata/script/committee", asAt: "2026-03-01"}
	r, pages, renderer, err := s.publishable(buildFlags{}, "")
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.inMemory(pages, renderer)
	if err != nil || len(want) == 0 {
		t.Fatalf("%d files, %v", len(want), err)
	}
	for _, test := range []struct{ old, new, want string }{
		{"", "", ""},
		{"Signal Tower", "Lamp Store", "another site"},
		{"state: approved", "state: aproved", "would be refused"},
		{"  - ref: CLK 04/01", "  - ref: CLK 04/05", "another site"},
		{"publish: GREEN", "publish: WHITE", "another site"},
	} {
		tree, err := redactedTree(r, r.record.Clearance(), false)
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range tree.Files {
			tree.Files[i].Data = []byte(strings.Replace(string(f.Data), test.old, test.new, 1))
		}
		switch err := s.proves(tree, buildFlags{}, want); {
		case test.want == "" && err != nil:
			t.Error(err)
		case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
			t.Errorf("with %s: %v", test.new, err)
		}
	}
}
