package classification

import "testing"

func TestParse(t *testing.T) {
	for text, want := range map[string]Label{
		"WHITE": White, "CLEAR": White, "GREEN": Green, "AMBER": Amber, "AMBER+STRICT": AmberStrict, "RED": Red,
		"TLP:CLEAR": White, "TLP:AMBER+STRICT": AmberStrict, "TLP:RED": Red,
	} {
		if got, ok := Parse(text); got != want || !ok {
			t.Errorf("Parse(%q) = %v, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "unknown", "UNKNOWN", "green", "Green", " GREEN", "GREEN ", "TLP: GREEN", "tlp:GREEN", "TLP:", "TLP:TLP:RED",
		"AMBER-STRICT", "AMBER STRICT", "AMBER+", "ＧＲＥＥＮ", "GRЕEN", "RED\n", "0", "5"} {
		if got, ok := Parse(text); got != Unknown || ok {
			t.Errorf("Parse(%q) = %v, %v; it is no label", text, got, ok)
		}
	}
}

// TestHighest goes through all pairs and a few more: the result is never less restricted than one of its parts, and
// unknown as soon as one of them is.
func TestHighest(t *testing.T) {
	all := append([]Label{Unknown, Red + 1, 255}, Labels...)
	for _, a := range all {
		for _, b := range all {
			got := Highest(a, b)
			known := a != Unknown && a <= Red && b != Unknown && b <= Red
			if known && got != max(a, b) || !known && got != Unknown {
				t.Errorf("Highest(%v, %v) = %v", a, b, got)
			}
			if Highest(White, a, b) != got {
				t.Errorf("Highest(WHITE, %v, %v) is not Highest of the two", a, b)
			}
		}
	}
	if Highest() != Unknown {
		t.Errorf("Highest of nothing is %v", Highest())
	}
}

func TestPermits(t *testing.T) {
	for _, l := range Labels {
		c := UpTo(l)
		if c.ReadsDrafts() {
			t.Errorf("UpTo(%v) reads drafts", l)
		}
		if c.Label() != l || c.String() != l.String() {
			t.Errorf("UpTo(%v) reads up to %v", l, c)
		}
		for _, of := range append([]Label{Unknown, Red + 1, 255}, Labels...) {
			if want := of != Unknown && of <= l; c.Permits(of) != want {
				t.Errorf("UpTo(%v).Permits(%v) = %v", l, of, !want)
			}
		}
	}
	for _, of := range append([]Label{Unknown, Red + 1, 255}, Labels...) {
		if want := of != Unknown && of <= Red; Drafter.Permits(of) != want {
			t.Errorf("Drafter.Permits(%v) = %v", of, !want)
		}
	}
	if !Drafter.ReadsDrafts() {
		t.Error("the drafter does not read drafts")
	}
}

// TestZero holds that what nobody set lets nobody in: the zero Label is permitted to nobody, the zero Clearance and those
// of labels that there are not read WHITE only. Clearances that nothing makes read what is labelled, at most.
func TestZero(t *testing.T) {
	var label Label
	for c := range Clearance(255) {
		if c.Permits(label) {
			t.Errorf("clearance %d reads what has no label", c)
		}
	}
	for c := range Clearance(255) {
		if c.ReadsDrafts() != (c == Drafter) {
			t.Errorf("clearance %d, ReadsDrafts() = %v", c, c.ReadsDrafts())
		}
	}
	var clearance Clearance
	for _, c := range []Clearance{clearance, UpTo(Unknown), UpTo(Red + 1), UpTo(255)} {
		for _, l := range Labels {
			if c.Permits(l) != (l == White) {
				t.Errorf("clearance %d, Permits(%v) = %v", c, l, l != White)
			}
		}
	}
	if Label(200).String() != "unknown" {
		t.Errorf("label 200 is %v", Label(200))
	}
}
