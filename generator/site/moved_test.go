package site

import (
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

func movedEdition(was ...string) release.Edition {
	body := &release.Body{Record: release.Record{Path: "b/body.md"}, Folder: "b", Prefix: "BB", Short: "B"}
	register := release.Register{Record: release.Record{Path: "b/risks.md"}, Entries: []release.Entry{{Ref: "R1"}, {Ref: "R2"}}}
	for i, a := range was {
		register.Was = append(register.Was, release.Former{Address: a, At: source.Pos{Path: "b/risks.md", Line: i + 1, Column: 1}})
	}
	body.Registers = []release.Register{register}
	return release.Edition{Bodies: []*release.Body{body}}
}

// What stood at a former address, and below it, leads to where it stands, page by page and in a whole site alike.
func TestMoved(t *testing.T) {
	l, wrong := Lay(movedEdition("/old/", "/old/r2/"), Options{}, new(Memory))
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	want := map[Address]Address{"/old/": "/b/registers/risks/", "/old/r1/": "/b/registers/risks/r1/", "/old/r2/": "/b/registers/risks/", "/old/r2/r1/": "/b/registers/risks/r1/", "/old/r2/r2/": "/b/registers/risks/r2/",
		"/old/state/open/": "/b/registers/risks/state/open/", "/old/r2/state/open/": "/b/registers/risks/state/open/"}
	found := 0
	for _, m := range l.Site().Pages {
		if p, ok := m.(*MovedPage); ok {
			found++
			if want[p.Address] != p.Now.To || p.Moved != p.Now.To {
				t.Errorf("%s leads to %s", p.Address, p.Now.To)
			}
			if alone, ok := l.Page(p.Address).(*MovedPage); !ok || alone.Now != p.Now {
				t.Errorf("%s made alone is %v", p.Address, alone)
			}
		}
	}
	if found != len(want) {
		t.Errorf("%d pages lead elsewhere, not %d", found, len(want))
	}
	if m := l.Page("/old/r3/"); m != nil {
		t.Errorf("what never was leads to %v", m.Base().Address)
	}
}

// Where something stands, nothing stood.
func TestFormerAddressTaken(t *testing.T) {
	_, wrong := Lay(movedEdition("/old/", "/b/registers/risks/r1/", "/b/", "/old/"), Options{}, new(Memory))
	if len(wrong) != 3 {
		t.Fatalf("%v", wrong)
	}
	for _, d := range wrong {
		if d.Code != "address-taken" || d.Severity != source.Error {
			t.Errorf("%v", d)
		}
	}
}

// In the drafter's edition, what leads to a view has the label that the view has, whatever the record is that has moved.
func TestMovedViewsAreMarked(t *testing.T) {
	e := drafted(meeting(3, "2020-01-01", raise("B 03/01", release.Due{})), meeting(4, "2020-02-01", say(release.Update{Ref: "B 03/01", Owner: line("Grace"), Label: classification.Red})))
	body := e.Bodies[0]
	body.Was = []release.Former{{Address: "/old/"}}
	body.Registers = []release.Register{{Record: release.Record{Path: "b/risks.md", Label: classification.Red, By: by("b/risks.md")},
		Entries: []release.Entry{{Ref: "R1", Status: "open", Label: classification.Red, By: by("b/risks.md")}}}}
	s := build(t, e, "2020-05-01")
	for at, place := range map[Address]string{"/old/": "", "/old/actions/": "", "/old/actions/owner-grace/": "b/minutes/2020-02-01.md:9:1",
		"/old/registers/risks/": "b/risks.md:9:1", "/old/registers/risks/state/open/": "b/risks.md:9:1", "/old/registers/risks/r1/": "b/risks.md:9:1"} {
		if l := page[*MovedPage](t, s, at).Label; (l == nil) != (place == "") || l != nil && (l.By != place || !l.Withheld) {
			t.Errorf("%s: %+v", at, l)
		}
	}
}
