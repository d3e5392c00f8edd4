package site

import (
	"strconv"

	"minutebook/generator/markdown"
	"minutebook/generator/release"
)

// A Decision. It lives in the minutes that record it.
type Decision struct {
	Ref, PrintedAs string
	Above          *Label
	To             Address
	Anchor         string
	Meeting        *Meeting
	Verb           string // as it was minuted: AGREED
	Text           markdown.Fragment
	Supersedes     Link   // no words: none
	SupersededBy   []Link // by later ones
	Mentions       []Link // in other pages than its own

	source *release.Decision
}

// DecisionsPage is a register of decisions: of a body, or of all.
type DecisionsPage struct {
	Page
	Body  *Body // nil: of all
	Years []DecisionYear
	Count int
}

// A DecisionYear is a part of the register, latest first.
type DecisionYear struct {
	Name, Anchor string
	Decisions    []*Decision
}

func (b *builder) settleDecision(m *Meeting, rd *release.Decision) *Decision {
	d := &Decision{
		Ref:       rd.Ref,
		PrintedAs: rd.PrintedAs,
		Above:     above(b, rd.Label, rd.By),
		Anchor:    slugOf(rd.Ref, m.Body.source.Prefix),
		Meeting:   m,
		Verb:      rd.Verb,
		Text:      rd.Text,
		source:    rd,
	}
	d.To = b.claim(m.To+Address("#"+d.Anchor), rd.At)
	b.name(d.Ref, d.To)
	b.decisions[d.Ref] = d
	return d
}

// supersede links decisions and minutes with those that they follow, at both ends, and sorts the former.
func (b *builder) supersede() {
	for _, m := range b.chronology {
		if approved := b.meetings[m.source.Approves]; approved != nil && approved.approvedAt == nil {
			approved.approvedAt = m
		}
		for _, d := range m.decisions {
			if d.source.Supersedes == "" {
				continue
			}
			d.Supersedes = b.link(d.source.Supersedes)
			if old := b.decisions[d.source.Supersedes]; old != nil {
				old.SupersededBy = append(old.SupersededBy, Link{d.Ref, d.To})
			}
		}
	}
	for i := len(b.chronology) - 1; i >= 0; i-- {
		m := b.chronology[i]
		m.Body.decisions = append(m.Body.decisions, m.decisions...)
	}
}

// latest are the decisions of the last meeting that made any, given latest first.
func latest(decisions []*Decision) []*Decision {
	for i, d := range decisions {
		if d.Meeting != decisions[0].Meeting {
			return decisions[:i]
		}
	}
	return decisions
}

func (b *builder) bodyDecisions(body *Body) *DecisionsPage {
	p := &DecisionsPage{
		Page:  b.page("decisions", body.DecisionsAt, "Decisions of "+body.Short, b.homeLink(), body.link()).as("", body, Day{}, ""),
		Body:  body,
		Count: len(body.decisions),
	}
	p.Rows, p.Years = p.Count, decisionYears(body.decisions)
	return p
}

func (b *builder) allDecisions() *DecisionsPage {
	var all []*Decision
	for i := len(b.chronology) - 1; i >= 0; i-- {
		all = append(all, b.chronology[i].decisions...)
	}
	p := &DecisionsPage{Page: b.page("decisions", "/decisions/", "Decisions", b.homeLink()), Count: len(all)}
	p.Section = "decisions"
	p.Rows, p.Years = p.Count, decisionYears(all)
	return p
}

func decisionYears(decisions []*Decision) []DecisionYear {
	var years []DecisionYear
	for i, d := range decisions {
		year := d.Meeting.date.Year()
		if i == 0 || decisions[i-1].Meeting.date.Year() != year {
			name := strconv.Itoa(year)
			years = append(years, DecisionYear{Name: name, Anchor: "year-" + name})
		}
		last := &years[len(years)-1]
		last.Decisions = append(last.Decisions, d)
	}
	return years
}
