package search

import (
	"testing"
)

func TestTry(t *testing.T) {
	x := New()
	x.Add("a/meetings/1/index.html", []byte(`<!DOCTYPE html><title>A</title><main data-kind="Meeting" data-body="A" data-date="2016-07-12" data-state="approved"><header class="head"><h1>A meeting 1, 12 July 2016</h1><p class="tags">open <span class="label" data-label="GREEN">Label: GREEN</span></p></header><dl><dt>Ref</dt><dd class="ref">SECPMA_01_1207</dd></dl><section data-kind="Item"><h2 id="item-1"><span class="number">1.</span> Keys <a class="permalink">#</a></h2><p>The keys of £25,000 are kept &amp; kept.</p><div data-kind="Decision" id="01-d01"><p class="hang"><a class="ref">SECPMA 01/D01</a></p><p>AGREED to keep.</p></div></section></main>`))
	x.Files(func(p string, b []byte) error { t.Logf("%s\n%s", p, b); return nil })
}
