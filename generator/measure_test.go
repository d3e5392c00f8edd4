package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/release"
	"minutebook/generator/site"
	"minutebook/generator/source"
)

// BenchmarkRegisters shows registers of so many actions, undivided, to a real browser, and reports medians of five, in
// milliseconds. `make measure` runs it. On them rests how long a register may be on one page, in site/views.go.
func BenchmarkRegisters(b *testing.B) {
	node, chromium := installed(b, "node"), installed(b, "chromium")
	for _, rows := range []int{2000, 5000, 10000, 20000, 50000} {
		b.Run(fmt.Sprint(rows), func(b *testing.B) {
			edition := release.At(readTexts(manyActions(rows)).record, classification.UpTo(classification.Green), false, &source.Report{})
			layout, wrong := site.Lay(edition, site.Options{AsAt: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Longest: 1 << 30}, new(site.Memory))
			if len(wrong) > 0 {
				b.Fatal(wrong[0])
			}
			page, err := renderer().Page(layout.Page("/actions/"))
			if err != nil {
				b.Fatal(err)
			}
			if n := bytes.Count(page, []byte("\n<tr data-year=")); n != rows {
				b.Fatalf("%d rows", n)
			}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if content, ok := renderer().Asset(nil, site.Address(r.URL.Path)); ok {
					w.Header().Set("Content-Type", map[bool]string{true: "text/javascript", false: "text/css"}[strings.HasSuffix(r.URL.Path, ".js")])
					w.Write(content)
					return
				}
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				w.Write(page)
			}))
			defer server.Close()
			job, _ := json.Marshal(map[string]any{"chromium": chromium, "url": server.URL + "/actions/", "times": 5})
			for b.Loop() {
				var stderr bytes.Buffer
				measure := exec.CommandContext(b.Context(), node, "testdata/browser/measure.mjs")
				measure.Stdin, measure.Stderr = bytes.NewReader(job), &stderr
				out, err := measure.Output()
				var medians map[string]float64
				if err != nil || json.Unmarshal(out, &medians) != nil {
					b.Fatalf("measure.mjs: %v\n%s%s", err, out, stderr.String())
				}
				for name, ms := range medians {
					b.ReportMetric(ms, name)
				}
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(len(page))/1000, "kB")
		})
	}
}

// manyActions is content with that many actions of twenty committees, one in eight of them open, of forty owners.
func manyActions(rows int) map[string]string {
	texts := map[string]string{"site.yaml": "title: Site\nurl: https://example.org/\ncontact: a@example.org\ntime_zone: Europe/London\npublish: GREEN\n"}
	const bodies, each = 20, 10
	for body := range bodies {
		folder := fmt.Sprintf("body-%c", 'a'+body)
		texts[folder+"/body.md"] = fmt.Sprintf("---\nkind: body\nprefix: BODY%c\ntitle: Committee %[1]c\nshort: Body %[1]c\nclassification: GREEN\n---\n", 'A'+body)
	}
	day := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := 0; n < rows/each; n++ {
		body, number := n%bodies, n/bodies+1
		prefix := fmt.Sprintf("BODY%c", 'A'+body)
		held := day.AddDate(0, 0, 14*number)
		var minutes, updates strings.Builder
		for i := range each {
			fmt.Fprintf(&minutes, "  - ref: %s %02d/%02d\n    owner: Owner %d\n    due: %s\n    text: Bring the revised figures for the harbour and the road to the Chair, with the answer to what was asked in spring attached.\n",
				prefix, number, i+1, (n+i)%40, held.AddDate(0, 2, 0).Format(time.DateOnly))
			if number > 1 && (n+i)%8 > 0 {
				fmt.Fprintf(&updates, "  - { ref: %s %02d/%02d, status: closed, text: Done. }\n", prefix, number-1, i+1)
			}
		}
		text := fmt.Sprintf("---\nkind: minutes\nref: %s\nnumber: %d\ndate: %s\nstate: approved\nclassification: GREEN\nactions:\n%s", meetingRef(prefix, number, held), number, held.Format(time.DateOnly), minutes.String())
		if updates.Len() > 0 {
			text += "updates:\n" + updates.String()
		}
		texts[fmt.Sprintf("body-%c/minutes/%04d.md", 'a'+body, number)] = text + "---\n"
	}
	return texts
}

func meetingRef(prefix string, number int, day time.Time) string {
	return fmt.Sprintf("%s_%02d_%s", prefix, number, day.Format("0201"))
}
