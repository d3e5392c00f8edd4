package plan

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// whyNew tells why a new page may have been withheld until now.
func (p *planner) whyNew(at place, after *page) []string {
	var why []string
	switch at.kind {
	case meeting:
		if !after.awaited {
			why = p.before(at, after)
		}
	case action:
		if n := at.number(); n > 0 && p.minuted(meetingPath(at.body, n)) {
			why = append(why, fmt.Sprintf("it is new, and belongs to meeting %d, which was published before", n))
		} else {
			why = p.told(after.blocks)
		}
	case entry:
		if p.there[at.holder] && !p.later(after.days) {
			why = append(why, "it is new, and belongs to a register that was published before")
		} else {
			why = p.old(after)
		}
	case document:
		if home := p.published(at.body + "/index.html"); home != nil && after.ref != "" {
			for _, b := range home.blocks {
				if b.ref == after.ref && strings.Contains(b.text, "On request") {
					return []string{"it was on request only, and is shown"}
				}
			}
		}
		why = p.old(after)
	case consultation, register:
		why = p.old(after)
	case body:
		if p.plan.Since != "" && len(after.every) > 0 && slices.Min(after.every) < p.plan.Since {
			why = append(why, "it is new, and so are meetings that were held before the day of the published site, "+written(p.plan.Since))
		}
	}
	return why
}

// whyChanged tells why a part of a page may have been withheld until now.
func (p *planner) whyChanged(at place, before, after *page) []string {
	var why []string
	say := func(format string, args ...any) {
		if s := fmt.Sprintf(format, args...); !slices.Contains(why, s) {
			why = append(why, s)
		}
	}
	if falls(before.label, after.label) {
		say("its label falls from %s to %s", before.label, after.label)
	}
	if at.kind == list {
		return why
	}
	hunks := difference(before.own(), after.own())
	for _, notice := range lost(before, after, hunks) {
		say("%q goes, and text comes", notice)
	}
	if at.kind == meeting && before.awaited {
		if !after.awaited {
			why = append(why, p.before(at, after)...)
		}
	}
	for _, h := range hunks {
		for _, b := range h.comes {
			twin, edited := h.twin(b)
			if edited {
				for _, s := range unveiled(twin, b) {
					say("%s", s)
				}
				continue
			}
			if s := p.comes(at, before, b); s != "" {
				say("%s", s)
			}
		}
	}
	return why
}

// comes tells why a piece of text that comes to a published page may have been withheld, or nothing.
func (p *planner) comes(at place, before *page, b block) string {
	switch {
	case at.kind == entry && b.settled && !strings.HasPrefix(b.text, "Owner: ") && !strings.HasPrefix(b.text, "Due: "):
		return "the value of a column comes" // which may have a label of its own
	case b.settled, at.kind == meeting && before.awaited:
		return ""
	case b.what == "event":
		switch {
		case p.minuted(b.from):
			return "an event comes to its history from a meeting that was published before"
		case placeOf(b.from).kind == meeting:
			return "" // told by new minutes
		case b.day == "" || b.day < p.plan.Since:
			return "an event comes to its history that is older than the published site"
		}
		return ""
	case b.what == "version" && b.day != "" && b.day >= p.plan.Since && p.plan.Since != "":
		return ""
	case at.kind == consultation && b.section != "":
		for _, old := range before.blocks {
			if old.section == b.section {
				return "text comes to what was published before"
			}
		}
		if b.day == "" || p.plan.Since == "" || b.day >= p.plan.Since {
			return ""
		}
		return "a statement comes that is older than the published site"
	case at.kind == meeting && b.ref != "" && b.what != "":
		return fmt.Sprintf("%s %s comes to minutes that were published before", b.what, b.ref)
	case at.kind == meeting:
		return "text comes to minutes that were published before"
	}
	return "text comes to what was published before"
}

// unveiled compares two wordings of one piece.
func unveiled(before, after block) []string {
	var why []string
	was, is := labelPattern.FindStringSubmatch(before.text), labelPattern.FindStringSubmatch(after.text)
	label := func(m []string) string {
		if m == nil {
			return ""
		}
		return m[1]
	}
	about := cmp.Or(after.ref, "a part of it")
	if !after.settled && falls(label(was), label(is)) {
		why = append(why, fmt.Sprintf("the label of %s falls from %s to %s", about, label(was), label(is)))
	}
	if strings.Contains(before.text, "On request") && !strings.Contains(after.text, "On request") {
		why = append(why, about+" was on request only, and is shown")
	}
	if len(without(after.files, before.files)) > 0 {
		why = append(why, "a file is published with "+about)
	}
	return why
}

// falls tells whether a label is lower than it was. One that is no longer shown at all is.
func falls(was, is string) bool {
	return was != "" && is == "" && rank(was) > rank("GREEN") || rank(is) > 0 && rank(is) < rank(was)
}

var noticePattern = regexp.MustCompile(`Part withheld: (?:WHITE|GREEN|AMBER\+STRICT|AMBER|RED)|\[withheld: (?:WHITE|GREEN|AMBER\+STRICT|AMBER|RED)\]`)

// lost are the notices that go from a page, in any of its places or in sum, when text comes to it.
func lost(before, after *page, hunks []hunk) []string {
	var lost []string
	text := false
	for _, h := range hunks {
		goes, comes := texts(h.goes), texts(h.comes)
		lost = append(lost, without(noticePattern.FindAllString(goes, -1), noticePattern.FindAllString(comes, -1))...)
		text = text || len(without(wordsOf(noticePattern.ReplaceAllString(comes, " ")), wordsOf(noticePattern.ReplaceAllString(goes, " ")))) > 0
	}
	lost = append(lost, without(noticePattern.FindAllString(texts(before.own()), -1), noticePattern.FindAllString(texts(after.own()), -1))...)
	if !text {
		return nil
	}
	slices.Sort(lost)
	return slices.Compact(lost)
}

func texts(blocks []block) string {
	var b strings.Builder
	for _, piece := range blocks {
		b.WriteString(piece.text + "\n")
	}
	return b.String()
}

// minuted tells whether the minutes of a meeting were published before.
func (p *planner) minuted(path string) bool {
	if placeOf(path).kind != meeting {
		return false
	}
	m := p.published(path)
	return m != nil && !m.awaited
}

// told tells why a history may have been withheld: a meeting in it was published before.
func (p *planner) told(blocks []block) []string {
	for _, b := range blocks {
		if b.what == "event" && p.minuted(b.from) {
			return []string{"it is new, and a meeting in its history was published before"}
		}
	}
	return nil
}

// before tells why minutes that come may have been withheld: those of a later meeting of the body are there already; or
// the whole body is new, and this meeting is not.
func (p *planner) before(at place, after *page) []string {
	if !p.there[at.body+"/index.html"] {
		if after.day != "" && after.day < p.plan.Since {
			return []string{"its body is new, and it was held before the day of the published site, " + written(p.plan.Since)}
		}
		return nil
	}
	for _, path := range p.site.Paths {
		other := placeOf(path)
		if other.kind != meeting || other.body != at.body || other.name == at.name || !p.minuted(path) {
			continue
		}
		day := p.published(path).day
		if day != "" && after.day != "" && day > after.day || (day == "" || after.day == "") && other.number() > at.number() {
			return []string{fmt.Sprintf("its minutes are new, and those of meeting %d, a later one, were published before", other.number())}
		}
	}
	return nil
}

// old tells why a new page may have been withheld: all that it tells is older than the published site.
func (p *planner) old(after *page) []string {
	if p.plan.Since == "" || len(after.days) == 0 || slices.Max(after.days) >= p.plan.Since {
		return nil
	}
	return []string{"it is new, and all that it tells is older than the published site, which is as at " + written(p.plan.Since)}
}

// later tells whether all that a page tells is no earlier than the published site.
func (p *planner) later(days []string) bool {
	return p.plan.Since != "" && len(days) > 0 && slices.Min(days) >= p.plan.Since
}

// written is a day as pages write it.
func written(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return t.Format("2 January 2006")
}
