package main

import (
	"fmt"
	"iter"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

func newMinutesCommand(s *session) *cobra.Command {
	var date string
	var meeting int
	cmd := &cobra.Command{
		Use:   "minutes [BODY]",
		Short: "Start the minutes of the next meeting; every outstanding action is carried over",
		Long: `Minutes starts the minutes of a body's next meeting: its number, ref and day, who attends, and an update
to fill in for every outstanding action, of whatever label. If the meeting is announced already
(state: scheduled), its file is completed, and keeps all that it says.

The day is proposed from those of the last meetings, such as the second Tuesday of every month.`,
		Example: `  minutebook new minutes
  minutebook new minutes smki-pma
  minutebook new minutes smki-pma --date 2016-09-13 --number 27`,
		Args:              atMost(1, "new minutes", "one body"),
		ValidArgsFunction: completeBody(s, 0),
		RunE: func(cmd *cobra.Command, args []string) error {
			n := nextMinutes{session: s}
			if cmd.Flags().Changed("date") {
				day, err := time.Parse(time.DateOnly, date)
				if err != nil {
					return usage("write it as 2016-09-13", "--date is not a date")
				}
				n.day, n.dayGiven = day, true
			}
			if cmd.Flags().Changed("number") {
				if meeting < 1 || meeting > 9999 {
					return usage("write a whole number from 1 to 9999", "--number is not the number of a meeting")
				}
				n.number = meeting
			}
			return n.start(args)
		},
	}
	cmd.Flags().StringVar(&date, "date", "", "day of the meeting, YYYY-MM-DD (default: proposed from those before)")
	cmd.Flags().IntVar(&meeting, "number", 0, "number of the meeting (default: one more than that of the last)")
	return cmd
}

// nextMinutes are the minutes about to be started.
type nextMinutes struct {
	*session
	read     *reading
	body     *minutes.Body
	last     *minutes.Meeting // that was held; nil for a first one
	number   int
	day      time.Time
	dayGiven bool
	why      string // the day was proposed
	open     []minutes.Tracked
}

func (n *nextMinutes) start(args []string) error {
	var err error
	if n.read, err = n.session.read(); err != nil {
		return err
	}
	if n.body, err = n.session.body(n.read.record, args); err != nil {
		return err
	}
	if err := n.sound(); err != nil {
		return err
	}
	n.open = n.read.record.Outstanding(n.body)
	held := slices.DeleteFunc(slices.Clone(n.body.Meetings), func(m *minutes.Meeting) bool { return m.State.Text == "scheduled" })
	if len(held) > 0 {
		n.last = held[len(held)-1]
	}
	if n.number == 0 {
		n.number = 1
		if n.last != nil {
			n.number = n.last.Number.N + 1
		}
	}
	for _, m := range n.body.Meetings {
		switch {
		case m.Number.N != n.number:
		case m.State.Text == "scheduled":
			return n.complete(m)
		default:
			return usage("give another --number", "there are minutes of meeting %d already: %s", n.number, m.Path)
		}
	}
	if err := n.settleDay(held); err != nil {
		return err
	}
	return n.startFile()
}

// sound makes sure that the body's files can be relied on: what cannot be read would not be carried over.
func (n *nextMinutes) sound() error {
	wrong := slices.DeleteFunc(n.read.report.Errors(), func(d source.Diagnostic) bool {
		return d.Path != n.body.Folder && !strings.HasPrefix(d.Path, n.body.Folder+"/")
	})
	if len(wrong) == 0 {
		return nil
	}
	n.tell(wrong)
	n.say("%s of this body; mend what stands above first, so that no action is left behind", count(len(wrong), "error in a file", "errors in files"))
	return errContent
}

func (n *nextMinutes) settleDay(held []*minutes.Meeting) error {
	if !n.dayGiven {
		if n.last == nil {
			return usage("add --date YYYY-MM-DD", "%s has no meeting yet from which to propose a day", n.body.Folder)
		}
		var days []time.Time
		for _, m := range held {
			days = append(days, m.Date.Time)
		}
		slices.SortFunc(days, time.Time.Compare)
		n.day, n.why = nextMeeting(days)
	}
	for _, m := range held {
		if !m.Date.Before(n.day) {
			return usage("give a later --date", "meeting %d was held on %s already", m.Number.N, m.Date.Format(time.DateOnly))
		}
	}
	return nil
}

func (n *nextMinutes) ref() string {
	return minutes.MeetingRef(n.body.Prefix.Text, n.number, n.day)
}

const (
	redComment   = "# nobody but you sees this until its label is decided: WHITE, GREEN, AMBER, AMBER+STRICT or RED"
	stateComment = "# approved when a later meeting has approved these minutes"
)

// startFile writes a file where the minutes of the last meeting are.
func (n *nextMinutes) startFile() error {
	folder := n.body.Folder + "/minutes"
	if n.last != nil {
		folder = path.Dir(n.last.Path)
	}
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("---\nkind: minutes\nref: %s\nnumber: %d", n.ref(), n.number)
	line("%s", commented("date: "+n.day.Format(time.DateOnly), proposed(n.why)))
	n.place(line)
	line("%s\n%s", commented("classification: RED", redComment), commented("state: unapproved", stateComment))
	n.approves(line)
	line("")
	n.attendance(line)
	line("\n# papers:\n#   - ref: %s_01\n#     title: Title of the paper", n.ref())
	n.entries(line)
	line("---")
	b.WriteString(n.items())
	if err := n.write(n.read, draft{path: folder + "/" + n.day.Format(time.DateOnly) + ".md", text: b.String()}); err != nil {
		return err
	}
	if n.why != "" {
		n.say("meeting %d of %s on %s, %s: --date gives another day", n.number, n.body.Folder, n.day.Format("Monday 2 January 2006"), n.why)
	}
	n.sayNext()
	return nil
}

func (n *nextMinutes) sayNext() {
	n.say("%s carried over", count(len(n.open), "outstanding action is", "outstanding actions are"))
	n.say("next: write what was said, decide the classification, and run minutebook check")
	if n.last != nil && n.last.State.Text == "unapproved" {
		n.say("if the minutes of meeting %d were approved, write state: approved in %s; if not, take approves out", n.last.Number.N, n.last.Path)
	}
}

func proposed(why string) string {
	if why == "" {
		return ""
	}
	return "# proposed: " + why
}

// commented puts a comment behind a line, in a column of its own.
func commented(line, comment string) string {
	if comment == "" {
		return line
	}
	return fmt.Sprintf("%-31s %s", line, comment)
}

// place writes when in the day and where, as it was at the last meeting.
func (n *nextMinutes) place(line func(string, ...any)) {
	if n.last == nil {
		line("# start: \"10:00\"\n# end: \"12:00\"\n# venue: Where it was held")
		return
	}
	hidden := "" // what was above the ceiling stays a comment, lest it be published with the new file
	if !n.last.File.Ruling.Permits(n.read.record.Clearance()) {
		hidden = "# "
	}
	if n.last.Start.Text != "" {
		line("%sstart: %q", hidden, n.last.Start.Text)
	}
	if n.last.End.Text != "" {
		line("%send: %q", hidden, n.last.End.Text)
	}
	if n.last.Venue.Text != "" {
		line("%svenue: %s", hidden, document.Quote(n.last.Venue.Text))
	}
}

func (n *nextMinutes) approves(line func(string, ...any)) {
	if n.last != nil && n.last.Common.Ref.Text != "" {
		line("approves: %s", n.last.Common.Ref.Text)
	}
}

// attendance lists the members, or, where the body lists none, those of the last meeting. Everyone keeps the label that
// they have there.
func (n *nextMinutes) attendance(line func(string, ...any)) {
	type person struct {
		document.Person
		ruling minutes.Ruling
	}
	var people []person
	for _, m := range n.body.Members {
		people = append(people, person{m.Person, n.body.File.Ruling.Under(m.Classification)})
	}
	if len(people) == 0 && n.last != nil {
		for i, p := range n.last.Minutes.Attendance {
			if p.Group.Text == "Apologies" {
				p.Group.Text = "" // for this time, nobody has sent any
			}
			people = append(people, person{p, n.last.Attending[i]})
		}
	}
	if len(people) == 0 {
		line("# attendance:\n#   - { name: Name of a person, as: Chair, group: Members }")
		return
	}
	line("%s", commented("attendance:", "# group: Apologies for those who sent them"))
	for _, p := range people {
		parts := []string{"name: " + document.Quote(p.Name.Text)}
		if p.As.Text != "" {
			parts = append(parts, "as: "+document.Quote(p.As.Text))
		}
		if p.Group.Text != "" {
			parts = append(parts, "group: "+document.Quote(p.Group.Text))
		}
		if label := orRed(p.ruling); label > n.body.File.Ruling.Label {
			parts = append(parts, "classification: "+label.String())
		}
		line("  - { %s }", strings.Join(parts, ", "))
	}
}

// entries writes how actions and decisions are written, and an update for every outstanding action.
func (n *nextMinutes) entries(line func(string, ...any)) {
	prefix := n.body.Prefix.Text
	line("\n# actions:\n#   - ref: %s %02d/01\n#     item: %d\n#     owner: Who is to act\n#     text: What is to be done.\n#     due: next meeting", prefix, n.number, n.lastItem())
	if len(n.open) == 0 {
		line("\n# There is no outstanding action to carry over.\n# updates:\n#   - ref: %s %02d/01\n#     item: %d\n#     status: ongoing", prefix, n.number, n.lastItem())
	} else {
		line("\n# Every outstanding action. Write what was said, or take out those of which nothing was.")
		line("%s", commented("updates:", "# status: open, ongoing, closed or withdrawn"))
	}
	for i, t := range n.open {
		line("%s\n    item: %d\n    status: ongoing", commented("  - ref: "+t.Ref, n.remark(t)), n.updatesItem())
		if label, needed := n.own(t); needed {
			line("    classification: %s", label)
		}
		if i == 0 {
			line("    # text: What was said of it.\n    # due: 2016-09-30, the ref of a meeting or next meeting, if there is a new date\n    # owner: Who is to act, if somebody else")
		} else {
			line("    # text:")
		}
	}
	line("\n# decisions:\n#   - ref: %s %02d/D01\n#     item: %d\n#     verb: AGREED\n#     text: What was decided.", prefix, n.number, n.lastItem())
}

// remark is a comment with an action's owner and date as they stand, as far as readers of the site may see them: a
// comment is not the place to copy what is withheld to.
func (n *nextMinutes) remark(t minutes.Tracked) string {
	clearance := n.read.record.Clearance()
	var owner document.Inline
	var due document.Due
	if t.Thing != nil {
		if !t.Thing.Ruling.Permits(clearance) {
			return ""
		}
		raised := t.Thing.Meeting.Minutes.Actions[t.Thing.Index]
		owner, due = raised.Owner, raised.Due
	}
	for u, ruling := range n.updates(t.Ref) {
		if !ruling.Permits(clearance) {
			continue
		}
		if u.Owner.At.Line > 0 {
			owner = u.Owner
		}
		if u.Due.At.Line > 0 {
			due = u.Due
		}
	}
	var parts []string
	if words := owner.Cut(markdown.Reading{Clearance: clearance}, &source.Report{}).Text.Plain(); words != "" {
		parts = append(parts, strings.Join(strings.Fields(words), " "))
	}
	switch {
	case !due.Date.IsZero():
		parts = append(parts, "due "+due.Date.Format(time.DateOnly))
	case due.Meeting == n.ref():
		parts = append(parts, "due at this meeting")
	case due.Meeting != "":
		parts = append(parts, "due "+due.Meeting)
	case due.Next:
		parts = append(parts, "due next meeting")
	}
	if len(parts) == 0 {
		return ""
	}
	return "# " + strings.Join(parts, ", ")
}

// updates are what the body's meetings said of an action, in their order.
func (n *nextMinutes) updates(ref string) iter.Seq2[document.Update, minutes.Ruling] {
	return func(yield func(document.Update, minutes.Ruling) bool) {
		for _, m := range n.body.Meetings {
			for i, u := range m.Minutes.Updates {
				if u.Ref.Text == ref && !yield(u, m.Updates[i]) {
					return
				}
			}
		}
	}
}

// own is the label that an update needs of its own. It stands under its action, but one from before this archive is not
// there to inherit from: then its earlier updates tell how restricted it is.
func (n *nextMinutes) own(t minutes.Tracked) (classification.Label, bool) {
	if t.Thing != nil {
		return classification.White, false
	}
	highest := classification.White
	for _, ruling := range n.updates(t.Ref) {
		highest = classification.Highest(highest, orRed(ruling))
	}
	return highest, highest > n.body.File.Ruling.Label
}

// orRed is the label to carry over for what stands under a ruling.
func orRed(r minutes.Ruling) classification.Label {
	if r.Draft != nil || r.Label == classification.Unknown {
		return classification.Red
	}
	return r.Label
}

// The numbers of the standard items: a first meeting has no minutes to approve.
func (n *nextMinutes) updatesItem() int {
	if n.last == nil {
		return 1
	}
	return 2
}

func (n *nextMinutes) lastItem() int { return n.updatesItem() + 1 }

func (n *nextMinutes) items() string {
	first := ""
	if n.last != nil {
		first = "## 1. Minutes of the previous meeting\n\n"
	}
	at := n.updatesItem()
	return first + fmt.Sprintf("## %d. Outstanding actions\n\n<!-- The items of this meeting come here. Their numbers rise, and those below follow on. -->\n\n"+
		"## %d. Any other business\n\n## %d. Next meeting\n", at, at+1, at+2)
}
