package render_test

import (
	"testing"
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/release"
	"minutebook/generator/source"
)

var asAt = day("2016-08-22")

func day(iso string) time.Time {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		panic(err)
	}
	return t
}

// A reader makes texts as release does, for one clearance.
type reader struct {
	t       testing.TB
	reading markdown.Reading
}

func (r reader) cut(read func(string, source.Pos, *source.Report) markdown.Source, file, text string) markdown.Cutting {
	r.t.Helper()
	var report source.Report
	s := read(text, source.Pos{Path: file, Line: 1, Column: 1}, &report)
	cut := s.Cut(r.reading, &report)
	for _, d := range report.All() {
		r.t.Fatalf("fixture: %v: %s", d.Pos, d.Message)
	}
	return cut
}

// line is a text of one paragraph.
func (r reader) line(text string) release.Text {
	r.t.Helper()
	return r.cut(func(s string, at source.Pos, rep *source.Report) markdown.Source {
		return markdown.Inline(s, at, "", rep)
	}, "smki-pma/field.md", text).Text
}

func (r reader) text(file, text string) release.Text {
	r.t.Helper()
	return r.cut(markdown.Block, file, text).Text
}

// items are the minutes proper.
func (r reader) items(m *release.Meeting, text string) {
	r.t.Helper()
	cut := r.cut(markdown.Items, m.Path, text)
	m.Preamble, m.Notes = cut.Text, cut.Notes
	for _, s := range cut.Sections {
		m.Items = append(m.Items, release.Item{Number: s.Number, Title: s.Title, Text: s.Body})
	}
}

func record(file, ref string, title, text release.Text) release.Record {
	return release.Record{Path: file, At: source.Pos{Path: file, Line: 1, Column: 1}, Ref: ref, Title: title, Text: text, Label: classification.Green}
}

// edition is a small record of two bodies, with a bit of everything that pages can show.
func edition(t testing.TB, private bool) release.Edition {
	r := reader{t, markdown.Reading{
		Clearance: classification.UpTo(classification.Green),
		Notice:    map[classification.Label]bool{classification.Amber: true},
	}}
	if private {
		r.reading.Clearance = classification.UpTo(classification.Amber)
		r.reading.Labelled = true
	}
	return release.Edition{
		Site: release.Site{
			Title: "Smart Energy Code committee minutes", URL: "https://minutes.example.org/code", Contact: "secas@example.org",
			TimeZone: time.FixedZone("BST", 3600), Ceiling: classification.Green,
			Holidays: &release.Holidays{Calendar: "England and Wales", Days: []release.Holiday{
				{Date: day("2016-05-30"), Name: "Spring bank holiday"}, {Date: day("2016-08-29"), Name: "Summer bank holiday"},
			}},
		},
		Clearance: r.reading.Clearance,
		Private:   private,
		Bodies:    []*release.Body{pma(r, private), sub(r)},
	}
}

const green, amber = classification.Green, classification.Amber

func pma(r reader, private bool) *release.Body {
	voting, silent := true, false
	b := release.Body{
		Record: record("smki-pma/body.md", "", r.line("Smart Metering Key Infrastructure Policy Management Authority"),
			r.text("smki-pma/body.md", "Oversees the key infrastructure on which smart meters rely, and the [terms of reference](documents/terms-of-reference.md) say how.\n\n### Duties\n\nIt keeps SMKI-DOC-01 under review.")),
		Folder: "smki-pma", Prefix: "SECPMA", Short: "SMKI PMA", ReportsTo: "SEC Panel", Meets: "on the second Tuesday of the month",
		Members: []release.Person{
			{Name: "Gordon Hextall", As: "Chair", Group: "Members", Voting: &voting, Label: green},
			{Name: "Sara Neal", As: "Networks", Group: "Members", Voting: &voting, Label: green},
			{Name: "James Simmonds", As: "SECAS", Group: "Secretariat", Voting: &silent, Label: green},
		},
		Meetings: []release.Meeting{meeting24(r), meeting25(r, private), meeting26(r), {
			Record: record("smki-pma/minutes/2016-09-13.md", "SECPMA_27_1309", release.Text{}, release.Text{}),
			Number: 27, Date: day("2016-09-13"), State: "scheduled", Start: "12:00",
		}},
	}
	for i, c := range []struct {
		file, ref, opens, closes string
	}{
		{"recovery-key-guidance-1", "SMKI-CON-01", "2016-05-02", "2016-05-31"},
		{"recovery-key-guidance-2", "SMKI-CON-02", "2016-08-01", "2016-09-02"},
		{"cps-publication", "SMKI-CON-03", "2016-09-05", "2016-09-30"},
		{"risk-register", "SMKI-CON-04", "", ""},
		{"srt-approach", "SMKI-CON-05", "2016-06-01", "2016-07-01"},
	} {
		file := "smki-pma/consultations/" + c.file + ".md"
		rc := release.Consultation{Record: record(file, c.ref,
			r.line([]string{"Recovery key guidance, first draft", "Recovery key guidance, as redrafted", "How practice statements are published", "A register of risks", "The approach to repository testing"}[i]),
			r.text(file, "What the committee asks, and *why*. It follows SECPMA 25/D02.\n\n1. Is the guidance clear?\n2. What is missing?")),
			Authority: "SEC Section L10.13", Respond: "By e-mail to the secretariat, with the form."}
		if c.opens != "" {
			rc.Opens, rc.Closes = day(c.opens), day(c.closes)
		}
		if i < 2 {
			rc.Document, rc.Version = "SMKI-DOC-01", []string{"1.0", "1.1"}[i]
		}
		if i == 0 {
			rc.Feedback = release.Statement{Date: day("2016-06-14"), Text: r.line("Seven parties answered; most asked for examples.")}
			rc.Outcome = release.Statement{Date: day("2016-07-12"), Text: r.line("The guidance is redrafted and consulted on again: see SMKI-CON-02.")}
			rc.DecidedBy, rc.LaunchedBy = "SECPMA 25/D02", "SECPMA 22/01"
		}
		if i == 1 {
			rc.LaunchedBy, rc.Audience = "SECPMA 25/08", "Networks and suppliers"
		}
		b.Consultations = append(b.Consultations, rc)
	}
	b.Documents = []release.Document{
		{Record: release.Record{Ref: "SMKI-DOC-02", Label: amber, Title: r.line("Certification practice statement of the issuer")}, Available: "on request", Withheld: true},
		{Record: record("smki-pma/documents/recovery-key-guidance.md", "SMKI-DOC-01", r.line("Recovery key guidance"), r.text("smki-pma/documents/recovery-key-guidance.md", "What to do when a key has to be recovered.")),
			Available: "published", Versions: []release.Version{
				{Version: "1.0", Date: day("2016-04-12"), State: "withdrawn", Note: r.line("First draft."), Label: green},
				{Version: "1.1", Date: day("2016-07-12"), State: "consultation", ApprovedBy: "SECPMA 25/D02", Note: r.line("Examples added, after SMKI-CON-01."), File: release.File{Path: "smki-pma/files/guidance 1.1.pdf"}, Label: green},
			}},
		{Record: record("smki-pma/documents/terms-of-reference.md", "SMKI-DOC-03", r.line("Terms of reference"), r.text("smki-pma/documents/terms-of-reference.md", "See [how a meeting may be called](../minutes/2016-07-12.md#item-3).")), Available: "on request"},
	}
	reg := "smki-pma/registers/change-requests.md"
	b.Registers = []release.Register{{
		Record:   record(reg, "", r.line("Change requests"), r.text(reg, "Changes to the infrastructure that the committee follows.")),
		Columns:  []release.Column{{Key: "section", Title: r.line("Section of the code")}, {Key: "impact", Title: r.line("Impact")}},
		Statuses: []string{"raised", "ongoing", "closed"},
		Entries: []release.Entry{
			{Ref: "CR101", Title: r.line("Recovery environment"), Label: green, Values: []string{"L10", "high"}, History: []release.Event{
				{Date: day("2016-07-01"), Status: "raised", Text: r.line("Raised by the DCC."), Label: green},
				{Meeting: "SECPMA_26_0908", Status: "ongoing", Text: r.line("Costs awaited, see SECPMA 25/01."), Label: green}}},
			{Ref: "CR102", Title: r.line("A second repository"), Label: green, Values: []string{"L5", ""}},
		},
	}}
	return &b
}

func meeting24(r reader) release.Meeting {
	m := release.Meeting{Record: record("smki-pma/minutes/2016-06-14.md", "SECPMA_24_1406", release.Text{}, release.Text{}),
		Number: 24, Date: day("2016-06-14"), State: "approved", Venue: "London",
		Actions:   []release.Action{{Ref: "SECPMA 24/09", Item: 1, Owner: r.line("SECAS"), Text: r.line("Present a register of risks."), Due: release.Due{Next: true}, Label: green}},
		Decisions: []release.Decision{{Ref: "SECPMA 24/D01", Item: 1, Verb: "AGREED", Text: r.line("Consult on the guidance for four weeks."), Label: green}}}
	r.items(&m, "## 1. Risks\n\nThe committee asked for a register, as the sub-committee has one (SECSSC 09/01).")
	return m
}

func meeting25(r reader, private bool) release.Meeting {
	m := release.Meeting{Record: record("smki-pma/minutes/2016-07-12.md", "SECPMA_25_1207", release.Text{}, release.Text{}),
		Number: 25, Date: day("2016-07-12"), Start: "12:00", End: "15:00", Venue: "8 Fenchurch Place, London EC3M 4AJ",
		State: "approved", Approves: "SECPMA_24_1406",
		Attendance: []release.Person{
			{Name: "Gordon Hextall", As: "Chair", Group: "Members", Label: green},
			{Name: "Sara Neal", As: "Networks", Group: "Members", Label: green},
			{Name: "Joe Howard", As: "DECC", Group: "Apologies", Label: green},
		},
		Papers: []release.Paper{
			{Ref: "SECPMA_25_1207_03", Title: r.line("Terms of reference"), Label: green, Available: "published", File: release.File{Path: "smki-pma/files/tor.pdf"}},
			{Ref: "SECPMA_25_1207_06", Title: release.Text{}, Label: amber, Available: "on request", Withheld: true},
			{Ref: "SECPMA_25_1207_07", Title: r.line("Stage 2 assurance report"), Label: green, Available: "on request"},
		},
		Actions: []release.Action{
			{Ref: "SECPMA 25/01", Item: 2, Owner: r.line("DCC"), Text: r.line("Confirm whether the cost of method 1 is counted by incident or by file."), Due: release.Due{Date: day("2016-08-05")}, Label: green},
			{Ref: "SECPMA 25/04", Item: 3, Owner: r.line("SECAS"), Text: r.line("Find out how an extraordinary meeting would be hosted; compare SECPMA 22/04."), Due: release.Due{Meeting: "SECPMA_26_0908"}, Label: green},
			{Ref: "SECPMA 25/08", Item: 5, Owner: r.line("SECAS"), Text: r.line("Publish the guidance for consultation."), Due: release.Due{Next: true}, Label: green},
			{Ref: "SECPMA 25/12", PrintedAs: "SECPMA 24/12", Owner: r.line("SMKI specialist"), Text: r.line("Say who sets the status of a device after recovery."), Label: green},
		},
		Updates: []release.Update{
			{Ref: "SECPMA 22/04", Item: 2, Status: "closed", Text: r.line("The costs were given as a rough order of magnitude; see SECPMA 25/01."), Label: green},
			{Ref: "SECPMA 24/09", Item: 2, Status: "ongoing", Text: r.line("On hold until the risk assessment is done."), Due: release.Due{Next: true}, Label: green},
			{Ref: "SECXXX 01/01", Item: 2, Status: "closed", Text: r.line("An action of a committee that is not here."), Label: green},
			{Ref: "CR101", Item: 2, Status: "raised", Text: r.line("The committee took note."), Label: green},
		},
		Decisions: []release.Decision{
			{Ref: "SECPMA 25/D01", Item: 1, Verb: "APPROVED", Text: r.line("The minutes of meeting 24."), Label: green},
			{Ref: "SECPMA 25/D02", Item: 5, Verb: "AGREED", Text: r.line("Publish version 1.1 of SMKI-DOC-01 for consultation."), Supersedes: "SECPMA 24/D01", Label: green},
			{Ref: "SECPMA 25/D03", Item: 0, Verb: "NOTED", Text: r.line("The next meeting is brought forward."), Supersedes: "SECPMA 11/D01", Label: green},
		},
	}
	if private {
		m.Actions = append(m.Actions, release.Action{Ref: "SECPMA 25/13", Item: 6, Owner: r.line("DCC"), Text: r.line("Keep the quotation to the committee."), Label: amber})
	}
	r.items(&m, `The Chair opened the meeting.[^1]

## 1. Minutes of the previous meeting

There were no comments.

## 2. Actions outstanding

The quotation came to :amber[£12,000]. The committee went through its actions, SECPMA 25/04 among them.

## 3. Terms of reference

### How a meeting may be called

| Notice | Case |
|---|---|
| 5 days | ordinary |
| 24 hours | exceptional |

> Monday to Friday only.

## 5. Recovery key guidance

The guidance was redrafted. See SECPMA_24_1406 and [the action](2016-07-12.md#25-08), [[SECPMA 24/09]], and <https://example.org/>.

## 6. Information and data management

SECPMA_25_1207_06 was discussed.

:::amber
What only the committee may read.
:::

[^1]: At noon.
`)
	return m
}

func meeting26(r reader) release.Meeting {
	m := release.Meeting{Record: record("smki-pma/minutes/2016-08-09.md", "SECPMA_26_0908", release.Text{}, release.Text{}),
		Number: 26, Date: day("2016-08-09"), State: "unapproved", Approves: "SECPMA_25_1207",
		Updates: []release.Update{
			{Ref: "SECPMA 25/01", Item: 1, Status: "ongoing", Text: r.line("The DCC has asked its provider."), Owner: r.line("DSP"), Due: release.Due{Date: day("2016-08-19")}, Label: green},
			{Ref: "SECPMA 25/08", Item: 1, Status: "closed", Text: r.line("Published as SMKI-CON-02."), Label: green},
		},
	}
	r.items(&m, "## 1. Actions outstanding\n\nThe committee went through its actions.")
	return m
}

func sub(r reader) *release.Body {
	m := release.Meeting{Record: record("ssc/minutes/2016-06-01.md", "SECSSC_09_0106", release.Text{}, release.Text{}), Number: 9, Date: day("2016-06-01"), State: "approved",
		Actions: []release.Action{{Ref: "SECSSC 09/01", Item: 0, Owner: r.line("SECAS"), Text: r.line("Keep the register of risks."), Label: green}}}
	return &release.Body{Record: record("ssc/body.md", "", r.line("Security Sub-Committee"), release.Text{}), Folder: "ssc", Prefix: "SECSSC", Short: "SSC", Closed: true, ReportsTo: "smki-pma", Meetings: []release.Meeting{m}}
}
