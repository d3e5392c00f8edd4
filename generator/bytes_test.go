package main

import (
	"bytes"
	"compress/gzip"
	"regexp"
	"testing"
)

// heaviest is how much a first visit to a page may load, as it goes over the line, and with how many requests.
const (
	heaviest     = 64 << 10
	mostRequests = 8
)

var loaded = regexp.MustCompile(`(?:<link rel="(?:stylesheet|icon)" href|<script src|<img src)="([^"]+)"`)

// TestBytes states what a first visit to a page of each kind costs: the page and everything that it loads.
func TestBytes(t *testing.T) {
	files := shippedSite(t, buildFlags{})
	packed := func(text string) int {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		z.Write([]byte(text))
		z.Close()
		return b.Len()
	}
	t.Logf("%-28s %8s %8s %8s %8s %s", "page", "bytes", "gzip", "all", "gzip", "requests")
	for _, p := range shownPages {
		name := p.Path + "index.html"
		if p.Status != 0 {
			name = "404.html"
		}
		page := files[name]
		all, zipped, requests := len(page), packed(page), 1
		for _, m := range loaded.FindAllStringSubmatch(page, -1) {
			asset := files[assetName.FindString(m[1])]
			if asset == "" {
				continue // a file of the content
			}
			all, zipped, requests = all+len(asset), zipped+packed(asset), requests+1
		}
		t.Logf("%-28s %8d %8d %8d %8d %d", p.Kind, len(page), packed(page), all, zipped, requests)
		if requests < 3 || requests > mostRequests || zipped > heaviest {
			t.Errorf("%s: %d bytes in %d requests", p.Kind, zipped, requests)
		}
	}
}

var assetName = regexp.MustCompile(`assets/[^/]+$`)
