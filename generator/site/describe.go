package site

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// described gives a page of the public site the sentence by which others may show it: search engines, and whatever makes a
// card of a link. It says what the page does, and is needed nowhere else.
func described(m Model) Model {
	if p := m.Base(); p.Listed() {
		p.Description = brief(describe(m))
	}
	return m
}

func describe(m Model) string {
	switch p := m.(type) {
	case *HomePage:
		return "What was decided, what is asked of whom, by when, and what can still be answered: as at " + p.Site.AsAt.Long + "."
	case *BodyPage:
		return said(p.Body.Title.Plain(), p.Body.Short) + ": meetings, actions, decisions and documents."
	case *MeetingPage:
		return p.describe()
	case *ActionPage:
		return "Action " + p.Action.Ref + ", " + p.Action.State + ": " + said(p.Action.Text.Plain(), "raised before this archive.")
	case *ActionsPage:
		return counted(p.Open, "open action", "open actions") + of(p.Body) + ", " + strconv.Itoa(p.Overdue) + " overdue on " + p.Site.AsAt.Long + "; " + strconv.Itoa(p.Done) + " closed or withdrawn."
	case *DecisionsPage:
		return counted(p.Count, "decision", "decisions") + of(p.Body) + ", the latest first."
	case *PapersPage:
		return counted(p.Count, "paper", "papers") + of(p.Body) + ", by meeting."
	case *ConsultationPage:
		return p.describe()
	case *DocumentPage:
		return "Document of " + p.Document.Body.Short + ": " + p.Name + ", " + counted(len(p.Document.Versions), "version", "versions") + "."
	case *RegisterPage:
		return "Register of " + p.Register.Body.Short + ": " + p.Name + ", " + counted(len(p.Register.Entries), "entry", "entries") + "."
	case *EntryPage:
		return p.Entry.Ref + ", " + p.Entry.State + ": " + said(p.Entry.Title.Plain(), p.Entry.Register.Title.Plain())
	}
	return m.Base().Name
}

func (p *MeetingPage) describe() string {
	if p.Meeting.State == "scheduled" {
		return "Meeting of " + p.Meeting.Body.Short + ", " + p.Weekday + " " + p.Meeting.Day.Long + "."
	}
	text := "Minutes of " + p.Meeting.Title + ": " + counted(len(p.Decisions), "decision", "decisions") + ", " + counted(len(p.Actions), "new action", "new actions") + "."
	for _, item := range p.Items {
		if title := item.Title.Plain(); title != "" {
			text += " " + item.Number + ". " + strings.TrimSuffix(title, ".") + "."
		}
	}
	return text
}

func (p *ConsultationPage) describe() string {
	c := p.Consultation
	text := "Consultation by " + c.Body.Short + ", " + c.State
	switch {
	case c.Closes.ISO == "":
	case c.State == Open || c.State == Upcoming:
		text += ", closes on " + c.Closes.Long
	default:
		text += ", closed on " + c.Closes.Long
	}
	return text + ": " + p.Name + "."
}

// of names the body that a list is of, or all of them.
func of(body *Body) string {
	if body == nil {
		return " of all committees"
	}
	return " of " + body.Short
}

func said(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// longestDescription is how long a description is at most, in characters: about as much as is ever shown of one.
const longestDescription = 160

// brief is the beginning of a text, to the end of a word.
func brief(text string) string {
	if utf8.RuneCountInString(text) <= longestDescription {
		return text
	}
	end, n := 0, 0
	for i, c := range text {
		if n++; n > longestDescription-1 {
			break
		}
		if c == ' ' {
			end = i
		}
	}
	return strings.TrimRight(text[:end], " .,;:") + "…"
}
