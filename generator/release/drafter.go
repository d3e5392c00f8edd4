package release

import (
	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// A By tells what decided who may read something: the label that is written at one place, and, where it is still being
// written, what says so at another. It is for the drafter; in every other edition it is nil.
type By struct {
	Label source.Pos
	Draft *source.Pos // nil: it is no draft
}

func (g gate) by(r minutes.Ruling) *By {
	if g.reading.Clearance != classification.Drafter {
		return nil
	}
	decided := By{Label: r.By, Draft: r.Draft}
	if g.bys[decided] == nil { // one label decides for very many
		g.bys[decided] = &decided
	}
	return g.bys[decided]
}

// reading is how the readers with a clearance see marks.
func reading(r *minutes.Record, c classification.Clearance, private bool) markdown.Reading {
	reading := markdown.Reading{Clearance: c, Labelled: private || c == classification.Drafter, Notice: notices(r.Site.Withheld)}
	if c == classification.Drafter {
		reading.Ceiling = r.Site.Publish.Label
	}
	return reading
}
