package site

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Table is rows of the site as programs read them. What is in them stands on the pages, too.
type Table struct {
	Name    string // of its files, without the ending: "smki-pma-obligations"
	Title   string
	Columns []string
	Rows    [][]string // as many values each as there are columns
}

// A TableMeaning says what a table has in it.
type TableMeaning struct {
	Name    string // "actions"; that of a register is in words
	Rows    string // what its rows are, and in which order
	Columns []ColumnMeaning
}

// A ColumnMeaning says what stands in a column. Names are permanent.
type ColumnMeaning struct{ Name, Meaning string }

// DataAt is where the files of a table are.
type DataAt struct {
	CSV  Address // for spreadsheets
	JSON Address // for programs
}

func dataAt(name string) DataAt {
	return DataAt{Address("/data/" + name + ".csv"), Address("/data/" + name + ".json")}
}

// A kindOfTable is a table of one sort of row: the same columns fill it and explain it.
type kindOfTable[T any] struct {
	name, title, rows string
	columns           []column[T]
}

type column[T any] struct {
	ColumnMeaning
	value func(*Site, T) string
}

// named is a column, with what its name means and what it says of a row.
func named[T any](name, meaning string, value func(*Site, T) string) column[T] {
	return column[T]{ColumnMeaning{name, meaning}, value}
}

const (
	labelMeaning   = "The label of the row: the highest of what is in it."
	addressMeaning = "Where it stands on this site."
	daysMeaning    = "as YYYY-MM-DD"
)

var actionTable = kindOfTable[*Action]{"actions", "Actions", "The actions of all committees, in the order of their register.", []column[*Action]{
	named("ref", "Its reference.", func(_ *Site, r *Action) string { return r.Ref }),
	named("label", labelMeaning, func(_ *Site, r *Action) string {
		return highest(r.Label, r.OwnerAbove, r.StateAbove, r.Due.Above, r.LastAbove)
	}),
	named("committee", "Whose action it is.", func(_ *Site, r *Action) string { return r.Body.Short }),
	named("text", "What is asked. Empty where it was raised before the archive.", func(_ *Site, r *Action) string { return r.Text.Plain() }),
	named("owner", "Who is to act.", func(_ *Site, r *Action) string { return r.Owner.Plain() }),
	named("due", "The day on which it is due, "+daysMeaning+", if that is known.", func(_ *Site, r *Action) string { return r.Due.Day.ISO }),
	named("due_meeting", "The meeting at which it is due, if that was said.", func(_ *Site, r *Action) string { return r.Due.Meeting.Text }),
	named("state", "open, ongoing, closed or withdrawn.", func(_ *Site, r *Action) string { return r.State }),
	named("overdue", "yes, if it was still to be done on the day of this copy and due before it; no otherwise.", func(_ *Site, r *Action) string { return map[bool]string{true: "yes", false: "no"}[r.Overdue] }),
	named("raised", "The day of the meeting that raised it, "+daysMeaning+".", func(_ *Site, r *Action) string { return r.raisedOn() }),
	named("last_discussed", "The day of the meeting that spoke of it last, "+daysMeaning+".", func(_ *Site, r *Action) string { return lastDay(r.Events) }),
	named("address", addressMeaning, func(s *Site, r *Action) string { return s.locate(r.To) }),
}}

var decisionTable = kindOfTable[*Decision]{"decisions", "Decisions", "The decisions of all committees, the latest first.", []column[*Decision]{
	named("ref", "Its reference.", func(_ *Site, r *Decision) string { return r.Ref }),
	named("label", labelMeaning, func(_ *Site, r *Decision) string { return r.label.Name }),
	named("committee", "Who decided.", func(_ *Site, r *Decision) string { return r.Meeting.Body.Short }),
	named("meeting", "The reference of the meeting.", func(_ *Site, r *Decision) string { return r.Meeting.Ref }),
	named("date", "The day of the meeting, "+daysMeaning+".", func(_ *Site, r *Decision) string { return r.Meeting.Day.ISO }),
	named("verb", "What was done: AGREED, NOTED and so on.", func(_ *Site, r *Decision) string { return r.Verb }),
	named("text", "What was decided.", func(_ *Site, r *Decision) string { return r.Text.Plain() }),
	named("supersedes", "The reference of the decision that it replaces, if any.", func(_ *Site, r *Decision) string { return r.Supersedes.Text }),
	named("superseded_by", "The references of those that replace it, with semicolons between them.", func(_ *Site, r *Decision) string { return textsOf(r.SupersededBy) }),
	named("address", "Its place in the minutes.", func(s *Site, r *Decision) string { return s.locate(r.To) }),
}}

var meetingTable = kindOfTable[*Meeting]{"meetings", "Meetings", "The meetings of all committees, those to come among them, the latest first.", []column[*Meeting]{
	named("ref", "Its reference.", func(_ *Site, r *Meeting) string { return r.Ref }),
	named("label", labelMeaning, func(_ *Site, r *Meeting) string { return r.Label.Name }),
	named("committee", "Who meets.", func(_ *Site, r *Meeting) string { return r.Body.Short }),
	named("number", "Which meeting of that committee it is.", func(_ *Site, r *Meeting) string { return strconv.Itoa(r.Number) }),
	named("date", "Its day, "+daysMeaning+".", func(_ *Site, r *Meeting) string { return r.Day.ISO }),
	named("state", "scheduled, or of its minutes: unapproved or approved.", func(_ *Site, r *Meeting) string { return r.State }),
	named("address", addressMeaning, func(s *Site, r *Meeting) string { return s.locate(r.To) }),
}}

var consultationTable = kindOfTable[*Consultation]{"consultations", "Consultations", "The consultations of all committees, the last to open first.", []column[*Consultation]{
	named("ref", "Its reference, if it has one.", func(_ *Site, r *Consultation) string { return r.Ref }),
	named("label", labelMeaning, func(_ *Site, r *Consultation) string { return highest(r.Label, r.StateAbove) }),
	named("committee", "Who consults.", func(_ *Site, r *Consultation) string { return r.Body.Short }),
	named("title", "Its title.", func(_ *Site, r *Consultation) string { return r.Title.Plain() }),
	named("state", "announced, upcoming, open, closed or outcome published, on the day of this copy.", func(_ *Site, r *Consultation) string { return r.State }),
	named("opens", "The day on which it opens, "+daysMeaning+".", func(_ *Site, r *Consultation) string { return r.Opens.ISO }),
	named("closes", "The last day for answers, "+daysMeaning+".", func(_ *Site, r *Consultation) string { return r.Closes.ISO }),
	named("document", "The reference of the document that it is on, if any.", func(_ *Site, r *Consultation) string { return r.DocumentRef }),
	named("version", "The version of that.", func(_ *Site, r *Consultation) string { return r.Version }),
	named("address", addressMeaning, func(s *Site, r *Consultation) string { return s.locate(r.To) }),
}}

var documentTable = kindOfTable[*Document]{"documents", "Documents", "The documents of all committees. Of one that is above the label of this site and may be asked for, there is no more than its page says: reference, label and public title.", []column[*Document]{
	named("ref", "Its reference, if it has one.", func(_ *Site, r *Document) string { return r.Ref }),
	named("label", labelMeaning, func(_ *Site, r *Document) string { return highest(r.Label, r.newest().Above) }),
	named("committee", "Whose document it is.", func(_ *Site, r *Document) string { return r.Body.Short }),
	named("title", "Its title; empty where that is withheld.", func(_ *Site, r *Document) string { return r.Title.Plain() }),
	named("version", "The newest version.", func(_ *Site, r *Document) string { return r.newest().Name }),
	named("date", "The day of that version, "+daysMeaning+".", func(_ *Site, r *Document) string { return r.newest().Day.ISO }),
	named("state", "The state of that version.", func(_ *Site, r *Document) string { return r.newest().State }),
	named("available", "on request, where it has to be asked for.", func(_ *Site, r *Document) string { return onRequest(r.OnRequest) }),
	named("file", "Where its file is, if it is published.", func(s *Site, r *Document) string { return s.located(r.newest().File.To) }),
	named("address", addressMeaning, func(s *Site, r *Document) string { return s.locate(r.To) }),
}}

// A tabledPaper is a paper with the meeting that it was for.
type tabledPaper struct {
	*Paper
	*Meeting
}

var paperTable = kindOfTable[tabledPaper]{"papers", "Papers", "The papers of all committees, by meeting, the latest first. Of one that is above the label of this site and may be asked for, there is no more than its page says: reference, label and public title.", []column[tabledPaper]{
	named("ref", "Its reference.", func(_ *Site, r tabledPaper) string { return r.Paper.Ref }),
	named("label", labelMeaning, func(_ *Site, r tabledPaper) string { return r.Paper.Label.Name }),
	named("committee", "Whose paper it is.", func(_ *Site, r tabledPaper) string { return r.Body.Short }),
	named("meeting", "The reference of the meeting that had it.", func(_ *Site, r tabledPaper) string { return r.Meeting.Ref }),
	named("date", "The day of that meeting, "+daysMeaning+".", func(_ *Site, r tabledPaper) string { return r.Day.ISO }),
	named("title", "Its title; empty where that is withheld.", func(_ *Site, r tabledPaper) string { return r.Paper.Title.Plain() }),
	named("available", "on request, where it has to be asked for.", func(_ *Site, r tabledPaper) string { return onRequest(r.OnRequest) }),
	named("file", "Where its file is, if it is published.", func(s *Site, r tabledPaper) string { return s.located(r.File.To) }),
	named("address", addressMeaning, func(s *Site, r tabledPaper) string { return s.locate(r.Paper.To) }),
}}

var entryTable = kindOfTable[*Entry]{"", "", "The entries, in their order. Between title and owner stand the columns that the register declares, under their own keys.", []column[*Entry]{
	named("ref", "Its reference.", func(_ *Site, r *Entry) string { return r.Ref }),
	named("label", labelMeaning, func(_ *Site, r *Entry) string { return r.highest() }),
	named("title", "Its title.", func(_ *Site, r *Entry) string { return r.Title.Plain() }),
	named("owner", "Who is to act, if anybody is named.", func(_ *Site, r *Entry) string { return r.Owner.Plain() }),
	named("due", "The day on which it is due, "+daysMeaning+", if that is known.", func(_ *Site, r *Entry) string { return r.Due.Day.ISO }),
	named("state", "Its state.", func(_ *Site, r *Entry) string { return r.State }),
	named("last_discussed", "The day on which it was last spoken of, "+daysMeaning+".", func(_ *Site, r *Entry) string { return lastDay(r.Events) }),
	named("address", addressMeaning, func(s *Site, r *Entry) string { return s.locate(r.To) }),
}}

// Tables are the rows of the registers and lists of a site that was made whole.
func (s *Site) Tables() []Table {
	var actions []*Action
	var decisions []*Decision
	var meetings []*Meeting
	var consultations []*Consultation
	var documents []*Document
	var papers []tabledPaper
	var registers []Table
	for _, kept := range s.Kept {
		actions = append(actions, kept.Actions...)
		meetings = append(meetings, kept.Meetings...)
		consultations = append(consultations, kept.Consultations...)
		documents = append(documents, kept.Documents...)
		for _, r := range kept.Registers {
			registers = append(registers, s.tableOf(r))
		}
	}
	slices.SortStableFunc(actions, newestFirst)
	open, done, _, _ := sortOpen(actions)
	slices.SortStableFunc(meetings, func(x, y *Meeting) int {
		return cmp.Or(x.date.Compare(y.date), cmp.Compare(x.Number, y.Number))
	})
	slices.Reverse(meetings)
	for _, m := range meetings {
		decisions = append(decisions, m.decisions...)
		for _, p := range m.Papers {
			papers = append(papers, tabledPaper{p, m})
		}
	}
	slices.SortStableFunc(consultations, func(x, y *Consultation) int { return y.opens.Compare(x.opens) })
	return append([]Table{
		actionTable.of(s, slices.Concat(open, done)), decisionTable.of(s, decisions), meetingTable.of(s, meetings),
		consultationTable.of(s, consultations), documentTable.of(s, documents), paperTable.of(s, papers),
	}, registers...)
}

func (k *kindOfTable[T]) of(s *Site, rows []T) Table {
	t := Table{Name: k.name, Title: k.title}
	for _, c := range k.columns {
		t.Columns = append(t.Columns, c.Name)
	}
	for _, row := range rows {
		values := make([]string, len(k.columns))
		for i, c := range k.columns {
			values[i] = c.value(s, row)
		}
		t.Rows = append(t.Rows, values)
	}
	return t
}

func (k *kindOfTable[T]) meaning() TableMeaning {
	m := TableMeaning{Name: k.name, Rows: k.rows}
	for _, c := range k.columns {
		m.Columns = append(m.Columns, c.ColumnMeaning)
	}
	return m
}

// tableMeanings are for the page that explains the site.
func tableMeanings() []TableMeaning {
	entries := entryTable.meaning()
	entries.Name = "a register, by its committee and its own name"
	return []TableMeaning{actionTable.meaning(), decisionTable.meaning(), meetingTable.meaning(), consultationTable.meaning(),
		documentTable.meaning(), paperTable.meaning(), entries}
}

// declaredAfter is how many columns stand before those that a register declares.
const declaredAfter = 3

// tableOf has the columns that all registers have, and those of this one.
func (s *Site) tableOf(r *Register) Table {
	t := entryTable.of(s, r.Entries)
	t.Name, t.Title = r.dataName(), r.Title.Plain()
	t.Columns = slices.Insert(t.Columns, declaredAfter, r.columnNames(t.Columns)...)
	for i, e := range r.Entries {
		declared := make([]string, len(r.Columns))
		for j, v := range e.Values {
			declared[j] = v.Text
		}
		t.Rows[i] = slices.Insert(t.Rows[i], declaredAfter, declared...)
	}
	return t
}

func (r *Register) dataName() string {
	return strings.Trim(string(r.Body.To), "/") + "-" + slugFile(r.source.Path)
}

var notInName = regexp.MustCompile(`[^\p{Ll}\p{N}]+`)

// columnNames are the keys of the columns in small letters and digits, apart from each other and from taken ones.
func (r *Register) columnNames(taken []string) []string {
	var names []string
	for _, c := range r.Columns {
		name := strings.Trim(notInName.ReplaceAllString(strings.ToLower(c.Key), "_"), "_")
		for name == "" || slices.Contains(taken, name) || slices.Contains(names, name) {
			name += "_"
		}
		names = append(names, name)
	}
	return names
}

func (a *Action) raisedOn() string {
	if a.raised == nil {
		return ""
	}
	return a.raised.Day.ISO
}

// lastDay is the day of the last event, given newest first, that has a place in minutes.
func lastDay(events []*Event) string {
	for _, e := range events {
		if e.Place.Text != "" {
			return e.Day.ISO
		}
	}
	return ""
}

func textsOf(links []Link) string {
	var texts []string
	for _, l := range links {
		texts = append(texts, l.Text)
	}
	return strings.Join(texts, "; ")
}

func onRequest(yes bool) string {
	if yes {
		return "on request"
	}
	return ""
}

var none Version

func (d *Document) newest() *Version {
	if len(d.Versions) == 0 {
		return &none
	}
	return d.Versions[0]
}

// located is an address of a file that there may not be.
func (s *Site) located(a Address) string {
	if a == "" {
		return ""
	}
	return s.locate(a)
}

// highest names the highest of some labels that are known.
func highest(labels ...*Label) string {
	name, rank := "", -1
	for _, l := range labels {
		if l == nil {
			continue
		}
		if r := slices.IndexFunc(meanings, func(m LabelMeaning) bool { return m.Label == l.Name }); r > rank {
			name, rank = l.Name, r
		}
	}
	return name
}

// highest is the label of an entry and of all that its row has.
func (e *Entry) highest() string {
	labels := []*Label{e.Label, e.StateAbove, e.OwnerAbove, e.LastAbove, e.Due.Above}
	for _, v := range e.Values {
		labels = append(labels, v.Above)
	}
	return highest(labels...)
}
