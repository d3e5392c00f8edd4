package main

import (
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minutebook/generator/classification"
	"minutebook/generator/redact"
	"minutebook/generator/source"
)

const defaultRedactions = 210

var redactions = flag.Int("redactions", defaultRedactions, "how many seeds of random content the test of redacting takes")

// A reader has a clearance, and may have a private copy.
type reader struct {
	label   classification.Label
	private bool
}

func (r reader) String() string {
	if r.private {
		return "private " + r.label.String()
	}
	return "public " + r.label.String()
}

// redactTexts redacts content without a disk.
func redactTexts(texts map[string]string, attachments []string, r reader) map[string]string {
	record, _ := readTexts(texts, attachments)
	redacted := map[string]string{}
	for path, data := range redact.At(record, classification.UpTo(r.label), r.private) {
		redacted[path] = string(data)
	}
	return redacted
}

// checkRedacted holds the law for one reader: what is redacted builds the same, and is left as it is when it is redacted
// again. What is wrong is an error; content that is not right for that reader says nothing.
func checkRedacted(texts map[string]string, attachments []string, r reader) (redacted map[string]string, err error) {
	want := buildTexts(texts, attachments, r.label, r.private, false, "2016-11-01")
	if len(want.wrong) > 0 {
		return nil, nil
	}
	redacted = redactTexts(texts, attachments, r)
	got := buildTexts(redacted, nil, r.label, r.private, false, "2016-11-01")
	if len(got.wrong) > 0 {
		var b strings.Builder
		source.WriteText(&b, "", got.wrong)
		return nil, fmt.Errorf("what is redacted for %s is refused:\n%s%s", r, b.String(), archived(redacted))
	}
	if !maps.Equal(want.files, got.files) {
		return nil, fmt.Errorf("what is redacted for %s builds another site: -content +redacted\n%s%s", r, cmp.Diff(want.files, got.files), archived(redacted))
	}
	if twice := redactTexts(redacted, nil, r); !maps.Equal(redacted, twice) {
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

var everyReader = []reader{
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
		tried := 0
		for _, r := range everyReader {
			redacted, err := checkRedacted(texts, nil, r)
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

// TestRedactRandom holds the law for random content and every reader. The versions of a pair, which differ in nothing that
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
		own := reader{p.ceiling, p.private}
		var redactedVersions [3]map[string]string
		for v, c := range p.content {
			redacted, err := checkRedacted(c.texts(nil), c.attachments, own)
			if err != nil {
				fail(p.seed, "version %d: %v", v, err)
			}
			redactedVersions[v] = redacted
		}
		if redactedVersions[0] != nil && redactedVersions[1] != nil && redactedVersions[2] != nil {
			tried[len(everyReader)].Add(1)
			for v, other := range redactedVersions {
				if !maps.Equal(redactedVersions[first], other) {
					fail(p.seed, "redacted for %s, versions differ: -first +%d\n%s", own, v, cmp.Diff(redactedVersions[first], other))
				}
			}
			if all := archived(redactedVersions[first]); strings.Contains(all, secretWord) {
				fail(p.seed, "redacted for %s, a withheld word stays: %s", own, around(all, strings.Index(all, secretWord)))
			}
		}
		for k, r := range everyReader {
			if *redactions <= defaultRedactions && k != i%len(everyReader) {
				continue // in a short run, each content has one more reader
			}
			redacted, err := checkRedacted(p.content[first].texts(nil), p.content[first].attachments, r)
			if err != nil {
				fail(p.seed, "%v", err)
			}
			if redacted != nil {
				tried[k].Add(1)
			}
		}
	})
	t.Logf("%d pairs of %d", tried[len(everyReader)].Load(), *redactions)
	for k, r := range everyReader {
		t.Logf("%d contents for %s", tried[k].Load(), r)
	}
	if n := tried[len(everyReader)].Load(); int(n)*10 < *redactions*9 {
		t.Errorf("only %d of %d pairs were right", n, *redactions)
	}
}
