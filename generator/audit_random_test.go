package main

import (
	"strings"
	"sync"
	"testing"

	"minutebook/generator/audit"
	"minutebook/generator/classification"
	"minutebook/generator/source"
	"minutebook/templates"
)

// auditTexts looks through what was built of a content and tells what is found.
func auditTexts(t testing.TB, texts map[string]string, b built, ceiling classification.Label) []audit.Finding {
	t.Helper()
	r, clearance := readTexts(texts), classification.UpTo(ceiling)
	attachments, err := r.attachments(clearance)
	if err != nil {
		t.Fatal(err)
	}
	a, err := audit.New(r.record, clearance, attachments, templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range b.files {
		a.Look(path, []byte(text))
	}
	return a.Findings()
}

// TestRandomAudited builds random content and looks through it. Nothing is found; and where a page of a content whose
// withheld parts may be read is put among the pages, something is: so it is not for want of anything withheld.
func TestRandomAudited(t *testing.T) {
	const n = auditedContents
	var mu sync.Mutex
	leaks, missed := 0, 0
	source.Each(n, func(i int) {
		p := newPair(*pairSeed + uint64(i))
		texts := p.content[first].texts(nil)
		b := p.build(first, nil)
		if len(b.wrong) > 0 {
			return
		}
		for _, f := range auditTexts(t, texts, b, p.ceiling) {
			t.Errorf("seed %d, up to %v: %s shows %v, %s", p.seed, p.ceiling, f.File, f.Withheld, f.Way)
		}
		all := buildTexts(texts, classification.Red, true, false, "2016-11-01")
		for path, text := range all.files {
			if other, published := b.files[path]; published && countSecrets(text) > countSecrets(other) {
				found := auditTexts(t, texts, built{files: map[string]string{path: text}}, p.ceiling)
				mu.Lock()
				if leaks++; len(found) == 0 {
					missed++
					t.Errorf("seed %d: what %s shows is not found", p.seed, path)
				}
				mu.Unlock()
			}
		}
	})
	t.Logf("%d pages with something withheld, %d not found", leaks, missed)
	if leaks < n {
		t.Errorf("only %d pages with something withheld were looked at", leaks)
	}
}

func countSecrets(text string) int { return strings.Count(strings.ToLower(text), secretWord) }
