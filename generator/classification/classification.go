// Package classification has the two sides of every question of this program: how restricted a thing is (a Label), and
// how much a reader may read (a Clearance). They are two types with two zero values on purpose: a label that nobody set
// is permitted to nobody, and a clearance that nobody set reads only what is public.
package classification

import "strings"

// A Label says how restricted a part is. The order of the constants is the order of restriction. The zero Label is
// unknown: something went wrong in finding it, so nobody may read what it is on.
type Label uint8

// The labels of the Traffic Light Protocol, with the names of the committees' own scheme.
const (
	Unknown Label = iota
	White
	Green
	Amber
	AmberStrict
	Red
)

// Labels are all that can be written, least restricted first.
var Labels = []Label{White, Green, Amber, AmberStrict, Red}

var names = [...]string{"unknown", "WHITE", "GREEN", "AMBER", "AMBER+STRICT", "RED"}

func (l Label) String() string {
	if int(l) < len(names) {
		return names[l]
	}
	return names[Unknown]
}

// Parse reads a label as front matter writes it: upper case, with or without the prefix "TLP:". CLEAR is WHITE.
// What it does not know is Unknown, never a guess.
func Parse(s string) (Label, bool) {
	s = strings.TrimPrefix(s, "TLP:")
	if s == "CLEAR" {
		return White, true
	}
	for _, l := range Labels {
		if s == names[l] {
			return l, true
		}
	}
	return Unknown, false
}

// Highest is the effective label of something that stands in containers with these labels: a mark can only make a part
// more restricted than what holds it. If one is unknown, so is the result.
func Highest(labels ...Label) Label {
	var highest Label
	for _, l := range labels {
		if l == Unknown || l > Red {
			return Unknown
		}
		highest = max(highest, l)
	}
	return highest
}

// A Clearance is what a reader may read: everything up to a label. The zero Clearance reads WHITE only.
type Clearance uint8

// Drafter is the clearance of whoever writes the content: all that has a known label, and drafts, which nobody else may
// read. No label stands for it, so UpTo never gives it.
const Drafter = Clearance(Red-White) + 1

// UpTo is the clearance to read what is labelled l or less. Unknown gives the least clearance.
func UpTo(l Label) Clearance {
	if l == Unknown || l > Red {
		return 0
	}
	return Clearance(l - White)
}

// ReadsDrafts tells whether a reader with clearance c may read what is still being written.
func (c Clearance) ReadsDrafts() bool { return c == Drafter }

// Label is the highest label that c may read.
func (c Clearance) Label() Label { return min(White+Label(c), Red) }

func (c Clearance) String() string { return c.Label().String() }

// Permits tells whether a reader with clearance c may read what is labelled l.
func (c Clearance) Permits(l Label) bool { return l != Unknown && l <= Red && l <= c.Label() }
