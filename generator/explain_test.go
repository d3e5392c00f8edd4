package main

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"minutebook/generator/classification"
	"minutebook/generator/release"
	"minutebook/generator/site"
)

// explaining reads content and makes an explainer for readers with a clearance.
func explaining(t *testing.T, content string, c classification.Clearance) (*explainer, release.Edition, *bytes.Buffer) {
	t.Helper()
	s := &session{content: content, asAt: "2026-11-23"}
	r, err := s.read()
	if err != nil {
		t.Fatal(err)
	}
	edition := release.At(r.record, c, c != r.record.Clearance(), r.report)
	day, err := s.day(r.record)
	if err != nil {
		t.Fatal(err)
	}
	pages, _ := site.Build(edition, site.Options{AsAt: day})
	var out bytes.Buffer
	e := &explainer{out: &out, content: content, files: r.tree.Files, record: r.record, clearance: c, pages: pages}
	e.gather()
	return e, edition, &out
}

// released are the refs of everything that an edition has, and those that it has only as something to be asked for.
func released(e release.Edition) (refs, asked map[string]bool) {
	refs, asked = map[string]bool{}, map[string]bool{}
	prefixes := map[string]bool{}
	for _, b := range e.Bodies {
		prefixes[b.Prefix] = true
	}
	for _, b := range e.Bodies {
		for _, m := range b.Meetings {
			refs[m.Ref] = true
			for _, p := range m.Papers {
				refs[p.Ref], asked[p.Ref] = !p.Withheld, p.Withheld
			}
			for _, a := range m.Actions {
				refs[a.Ref] = true
			}
			for _, d := range m.Decisions {
				refs[d.Ref] = true
			}
			for _, u := range m.Updates {
				if prefix, _, _ := strings.Cut(u.Ref, " "); prefixes[prefix] {
					refs[u.Ref] = true // it is known by its updates, if by nothing else
				}
			}
		}
		for _, c := range b.Consultations {
			refs[c.Ref] = true
		}
		for _, d := range b.Documents {
			refs[d.Ref], asked[d.Ref] = !d.Withheld, d.Withheld
		}
		for _, r := range b.Registers {
			for _, entry := range r.Entries {
				refs[entry.Ref] = true
			}
		}
	}
	yes := func(_ string, is bool) bool { return !is }
	maps.DeleteFunc(refs, yes)
	maps.DeleteFunc(asked, yes)
	return refs, asked
}

// Explain says "published" of exactly what an edition has: two ways to the same answer, one by the rulings, one by the
// gate.
func TestExplainAgreesWithEdition(t *testing.T) {
	for _, content := range []string{"../content", "testdata/script/committee"} {
		for _, label := range classification.Labels {
			t.Run(content+"/"+label.String(), func(t *testing.T) {
				e, edition, out := explaining(t, content, classification.UpTo(label))
				want, wantAsked := released(edition)
				got, gotAsked := map[string]bool{}, map[string]bool{}
				for _, ref := range e.refs {
					out.Reset()
					e.explainRef(ref)
					_, readers, ok := strings.Cut(out.String(), "\n  readers   ")
					if !ok {
						t.Fatalf("%s: nothing of readers", ref)
					}
					readers, _, _ = strings.Cut(readers, "\n")
					if strings.HasPrefix(readers, "published") {
						got[ref] = true
						if !strings.HasPrefix(readers, "published at /") {
							t.Errorf("%s: %s, without an address", ref, readers)
						}
					}
					if strings.Contains(readers, "that it exists is shown at /") {
						gotAsked[ref] = true
					}
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("published, by the edition (-) and as explained (+):\n%s", diff)
				}
				if diff := cmp.Diff(wantAsked, gotAsked); diff != "" {
					t.Errorf("to be asked for, by the edition (-) and as explained (+):\n%s", diff)
				}
			})
		}
	}
}

// The number of events that explain calls published is that of the edition's.
func TestExplainedEventsAgreeWithEdition(t *testing.T) {
	e, edition, out := explaining(t, "../content", classification.UpTo(classification.Green))
	events := map[string]int{}
	for _, b := range edition.Bodies {
		for _, m := range b.Meetings {
			for _, a := range m.Actions {
				events[a.Ref]++
			}
			for _, u := range m.Updates {
				events[u.Ref]++
			}
		}
		for _, r := range b.Registers {
			for _, entry := range r.Entries {
				events[entry.Ref] += len(entry.History)
			}
		}
	}
	for _, ref := range e.refs {
		out.Reset()
		e.explainRef(ref)
		_, history, ok := strings.Cut(out.String(), "\n  history   ")
		if !ok {
			continue
		}
		line, rest, _ := strings.Cut(history, "\n")
		if want := ", " + number(events[ref]) + " of them published"; !strings.HasSuffix(line, want) {
			t.Errorf("%s: %q does not end with %q", ref, line, want)
		}
		if n := strings.Count(rest, "  published\n"); n != events[ref] {
			t.Errorf("%s: %d events are listed as published, not %d", ref, n, events[ref])
		}
	}
}

// Explain names refs and places, and nothing that the content says.
func TestExplainQuotesNothing(t *testing.T) {
	e, _, out := explaining(t, "testdata/script/committee", 0)
	for _, ref := range e.refs {
		e.explainRef(ref)
	}
	for _, p := range append(e.paths, "site.yaml") {
		e.explainFile(p)
	}
	for _, word := range []string{"Quillwort", "Fairweather", "clock", "Wind", "Keeper", "Merrow"} {
		if i := strings.Index(strings.ReplaceAll(out.String(), "clocks", ""), word); i >= 0 {
			t.Errorf("%q is told", word)
		}
	}
}

func TestSpelling(t *testing.T) {
	for _, same := range [][]string{
		{"SECPMA 25/04", "SECPMA25/04", "secpma 25-4", "SECPMA_25_04", " SECPMA  025/0004 "},
		{"SECPMA 25/D02", "secpma25-d2", "SECPMA 25 D 02"},
		{"SECMP00018", "secmp-18", "SECMP 18"},
		{"CR101a", "cr 101A"},
		{"EXC_05_0809", "exc 5 809"},
	} {
		for _, s := range same {
			if spelling(s) != spelling(same[0]) {
				t.Errorf("%q is %q, and %q is %q", s, spelling(s), same[0], spelling(same[0]))
			}
		}
	}
	if spelling("CR1 01") == spelling("CR10 1") || spelling("A 0/1") == spelling("A /1") {
		t.Error("different refs have the same spelling")
	}
}

// Every ref of the sample content can be found by itself and without its capitals, spaces and zeros.
func TestEveryRefIsMeant(t *testing.T) {
	e, _, _ := explaining(t, "../content", 0)
	for _, ref := range e.refs {
		for _, typed := range []string{ref, strings.ToLower(ref), strings.ReplaceAll(ref, " ", ""), strings.ReplaceAll(strings.ReplaceAll(ref, " 0", " "), "/0", "/")} {
			if got := e.meant(typed); !slices.Equal(got, []string{ref}) {
				t.Errorf("%q is taken for %q, not %q", typed, got, ref)
			}
		}
	}
}
