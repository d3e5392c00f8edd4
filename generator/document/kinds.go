package document

import "minutebook/generator/source"

// The five kinds of files, site.yaml and bank-holidays.yaml: this is the format's list of keys. Each field's tag says what a drafter writes:
// the key; whether it is required; which words are allowed (one of); and, in doc, what it means, for the JSON Schema
// that editors show while typing.

// A Common is what the front matter of every file has.
type Common struct {
	At             source.Pos // of the first key
	Kind           Plain      `key:"kind" need:"yes" one:"minutes|body|consultation|document|register" doc:"What this file is."`
	Ref            Ref        `key:"ref" doc:"The one name of this record in the whole site."`
	Title          Inline     `key:"title" doc:"Title of the record. Minutes have none: theirs is made of body, number and date."`
	Classification Label      `key:"classification" need:"yes" doc:"Who may read the file: everything in it is at least as restricted."`
	Draft          Flag       `key:"draft" doc:"true while this is being written: it is withheld from everyone, whatever its label."`
	Formerly       []Plain    `key:"formerly" doc:"Addresses on the site at which the page stood before, as /smki-pma/documents/old-name/: they lead to it, and what stands below them to what stands below it."`

	Files []Attachment `key:"files" doc:"Pictures and other files that texts show or link, each with a label of its own."`
}

// An Attachment is a file that is no record, such as a picture, as a record names it. Its label is never inherited: what
// stands in a file cannot be seen where it is named.
type Attachment struct {
	Entry
	File Plain `key:"file" need:"yes" doc:"Path of the file, from this one."`
}

// Minutes of a meeting, or the announcement of one.
type Minutes struct {
	Common
	Number     Number     `key:"number" need:"yes" doc:"Number of the meeting."`
	Date       Date       `key:"date" need:"yes" doc:"Day of the meeting, YYYY-MM-DD."`
	Start      Clock      `key:"start" doc:"When it began, as \"12:00\"."`
	End        Clock      `key:"end" doc:"When it ended, as \"15:00\"."`
	Venue      Plain      `key:"venue" doc:"Where it was held."`
	State      Plain      `key:"state" need:"yes" one:"scheduled|unapproved|approved" doc:"Whether the meeting is to come, or its minutes are approved."`
	Approves   Ref        `key:"approves" doc:"Ref of the minutes that were approved at this meeting."`
	Attendance []Person   `key:"attendance" doc:"Who was there, and who sent apologies."`
	Papers     []Paper    `key:"papers" doc:"What the meeting had before it."`
	Actions    []Action   `key:"actions" doc:"Actions that this meeting raised."`
	Updates    []Update   `key:"updates" doc:"What this meeting said of earlier actions and of entries of registers."`
	Decisions  []Decision `key:"decisions" doc:"What this meeting decided."`
}

// A Person attends a meeting or is a member of a body.
type Person struct {
	Entry
	Name  Plain `key:"name" need:"yes" doc:"Name of the person."`
	As    Plain `key:"as" doc:"In which capacity: an office, or whom the person represents."`
	Group Plain `key:"group" doc:"Under which heading the person is listed, such as Members or Apologies."`
}

// A Member of a body.
type Member struct {
	Person
	Voting Flag `key:"voting" doc:"Whether the member has a vote."`
}

// An Entry is what everything listed in front matter has: a place, and perhaps a label of its own.
type Entry struct {
	At             source.Pos
	Classification Label `key:"classification" doc:"A label of its own; it can only be higher than that of what holds it."`
}

// A Paper of a meeting.
type Paper struct {
	Entry
	Ref         Ref    `key:"ref" need:"yes" doc:"Ref of the paper: the meeting's, an underscore, two digits."`
	Title       Inline `key:"title" need:"yes" doc:"Title of the paper."`
	PublicTitle Plain  `key:"public_title" doc:"What readers see instead of the title of a withheld paper that is available on request."`
	Available   Plain  `key:"available" one:"on request|published" doc:"How readers get it. With published, file says what."`
	File        Plain  `key:"file" doc:"Path of the file, from this one."`
}

// An Action that a meeting raised.
type Action struct {
	Entry
	Ref       Ref    `key:"ref" need:"yes" doc:"Ref of the action, as SECPMA 25/04."`
	PrintedAs Plain  `key:"printed_as" doc:"What was printed as its ref, if that was wrong. It is shown, and names nothing."`
	Item      Number `key:"item" doc:"Number of the item that raised it."`
	Owner     Inline `key:"owner" doc:"Who is to act."`
	Text      Inline `key:"text" need:"yes" doc:"What is to be done."`
	Due       Due    `key:"due" doc:"By when: a day, the ref of a meeting, or next meeting."`
}

// An Update of an action or of an entry of a register.
type Update struct {
	Entry
	Ref     Ref    `key:"ref" need:"yes" doc:"Ref of what is updated."`
	Item    Number `key:"item" doc:"Number of the item under which it was said."`
	Status  Plain  `key:"status" need:"yes" doc:"Status from now on: open, ongoing, closed, withdrawn; of an entry, a status of its register."`
	Text    Inline `key:"text" doc:"What was said."`
	Owner   Inline `key:"owner" doc:"The new owner, if it changed."`
	Due     Due    `key:"due" doc:"The new date, if it changed: a day, the ref of a meeting, or next meeting."`
	Reopens Flag   `key:"reopens" doc:"true to take up again what was closed."`
}

// A Decision of a meeting.
type Decision struct {
	Entry
	Ref        Ref    `key:"ref" need:"yes" doc:"Ref of the decision, as SECPMA 25/D02."`
	PrintedAs  Plain  `key:"printed_as" doc:"What was printed as its ref, if that was wrong. It is shown, and names nothing."`
	Item       Number `key:"item" doc:"Number of the item under which it was made."`
	Verb       Plain  `key:"verb" need:"yes" one:"NOTED|AGREED|APPROVED|DISCUSSED|CONFIRMED|RECOMMENDED|REQUESTED|DEFERRED|REJECTED" doc:"What the meeting did."`
	Text       Inline `key:"text" need:"yes" doc:"What was decided."`
	Supersedes Ref    `key:"supersedes" doc:"Ref of an earlier decision that this one replaces."`
}

// A Body is a committee.
type Body struct {
	Common
	Short     Plain    `key:"short" need:"yes" doc:"Its short name, as SMKI PMA."`
	Prefix    Plain    `key:"prefix" need:"yes" doc:"What its refs begin with, as SECPMA."`
	State     Plain    `key:"state" one:"active|closed" doc:"Whether it still meets."`
	ReportsTo Plain    `key:"reports_to" doc:"The folder of a body here, or the name of one elsewhere."`
	Members   []Member `key:"members" doc:"Its members."`
	Meets     Plain    `key:"meets" doc:"How often it meets, in words."`
}

// A Consultation. Its state follows from its days and its outcome.
type Consultation struct {
	Common
	Document   Ref       `key:"document" doc:"Ref of the document that is consulted on."`
	Version    Plain     `key:"version" doc:"Version of that document."`
	Authority  Plain     `key:"authority" doc:"Under which rule it is held."`
	Opens      Date      `key:"opens" doc:"First day, YYYY-MM-DD."`
	Closes     Date      `key:"closes" doc:"Last day, YYYY-MM-DD, to its end in the site's time zone."`
	Audience   Plain     `key:"audience" doc:"Who is asked to answer."`
	Respond    Plain     `key:"respond" doc:"How to answer."`
	LaunchedBy Ref       `key:"launched_by" doc:"Ref of the decision or action by which it was launched."`
	DecidedBy  Ref       `key:"decided_by" doc:"Ref of the decision or action by which it was decided on."`
	Feedback   Statement `key:"feedback" doc:"What was answered, in sum."`
	Outcome    Statement `key:"outcome" doc:"What became of it."`
}

// A Statement is a day and a text.
type Statement struct {
	Entry
	Date Date   `key:"date" need:"yes" doc:"Day of the statement, YYYY-MM-DD."`
	Text Inline `key:"text" need:"yes" doc:"The statement."`
}

// A Document and its versions.
type Document struct {
	Common
	PublicTitle Plain     `key:"public_title" doc:"What readers see instead of the title of a withheld document that is available on request."`
	Available   Plain     `key:"available" one:"on request|published" doc:"How readers get it."`
	Versions    []Version `key:"versions" doc:"Its versions."`
}

// A Version of a document.
type Version struct {
	Entry
	Version    Plain  `key:"version" need:"yes" doc:"Number or name of the version."`
	Date       Date   `key:"date" doc:"Its day, YYYY-MM-DD."`
	State      Plain  `key:"state" one:"draft|consultation|recommended|approved|withdrawn" doc:"How far it has come."`
	ApprovedBy Plain  `key:"approved_by" doc:"Ref of a decision or meeting, or the name of who approved it."`
	Note       Inline `key:"note" doc:"What changed."`
	File       Plain  `key:"file" doc:"Path of the file, from this one."`
}

// A Register: a table whose entries are tracked like actions.
type Register struct {
	Common
	Columns  []Column        `key:"columns" doc:"Its columns, beside ref, title and status."`
	Statuses []Plain         `key:"statuses" doc:"Which statuses its entries can have; those of actions, if nothing is said."`
	Entries  []RegisterEntry `key:"entries" doc:"Its entries."`
}

// A Column of a register.
type Column struct {
	Entry
	Key   Plain  `key:"key" need:"yes" doc:"What entries call it."`
	Title Inline `key:"title" need:"yes" doc:"What readers see."`
}

// A RegisterEntry is a row of a register.
type RegisterEntry struct {
	Entry
	Ref     Ref              `key:"ref" need:"yes" doc:"Ref of the entry: a capital letter, then letters, digits and hyphens."`
	Title   Inline           `key:"title" need:"yes" doc:"Title of the entry."`
	Owner   Inline           `key:"owner" doc:"Who is to act, until an update says otherwise."`
	Status  Plain            `key:"status" doc:"Its status when it was entered; updates and history take it from there."`
	History []Event          `key:"history" doc:"What happened to it, beside what meetings said of it."`
	Values  map[string]Value `key:"*" each:"the value of a column" doc:"The value of a column."`
}

// An Event of an entry's history. It has a date or a meeting.
type Event struct {
	Entry
	Date    Date   `key:"date" doc:"Its day, YYYY-MM-DD; or"`
	Meeting Ref    `key:"meeting" doc:"the ref of the meeting at which it happened."`
	Status  Plain  `key:"status" doc:"Status from then on."`
	Text    Inline `key:"text" need:"yes" doc:"What happened."`
}

// A Site is site.yaml.
type Site struct {
	Title    Plain    `key:"title" need:"yes" doc:"Title of the site."`
	URL      Plain    `key:"url" need:"yes" doc:"Where it is published, https://..."`
	Publish  Label    `key:"publish" need:"yes" doc:"The ceiling: nothing above it is published. WHITE or GREEN."`
	Contact  Plain    `key:"contact" need:"yes" doc:"Address to which readers may write."`
	TimeZone Plain    `key:"time_zone" need:"yes" doc:"Time zone in which days end, as Europe/London."`
	Withheld Withheld `key:"withheld" doc:"What readers see where something was taken out of a page; a notice where nothing is said."`

	Publisher Publisher `key:"publisher" doc:"Who keeps the site, and what of it is to look like theirs. Everything here is public."`
}

// A Publisher is whoever keeps the site. Nothing is said of it unless this is written, and nothing of it can be withheld:
// site.yaml has no label, and no marks.
type Publisher struct {
	At         source.Pos
	Name       Plain  `key:"name" doc:"Name of who keeps the site."`
	URL        Plain  `key:"url" doc:"Their own site, https://..."`
	Logo       Plain  `key:"logo" doc:"Path of a picture, .png or .jpg, from site.yaml. It lies in the folder of no body."`
	LogoText   Plain  `key:"logo_text" doc:"What is read in place of the logo; the name, if nothing is said."`
	Colour     Plain  `key:"colour" doc:"Colour of links and accents on light paper, as \"#7b2331\"."`
	DarkColour Plain  `key:"dark_colour" doc:"The same on dark paper."`
	Footer     Inline `key:"footer" doc:"A line at the foot of every page. Its links lead to https:// and mailto: addresses."`
}

// Withheld says for each label what readers see in place of a block that is withheld.
type Withheld struct {
	Green       Plain `key:"GREEN" one:"notice|silent" doc:"In place of GREEN blocks, on a WHITE site."`
	Amber       Plain `key:"AMBER" one:"notice|silent" doc:"In place of AMBER blocks."`
	AmberStrict Plain `key:"AMBER+STRICT" one:"notice|silent" doc:"In place of AMBER+STRICT blocks."`
	Red         Plain `key:"RED" one:"notice|silent" doc:"In place of RED blocks."`
}

// Holidays is bank-holidays.yaml. What stands in it is known to everybody, so that nothing of it can be withheld: it has no
// label, and a mark in it is an error.
type Holidays struct {
	Calendar Plain        `key:"calendar" need:"yes" doc:"Whose bank holidays these are, as England and Wales."`
	Days     HolidayNames `key:"days" need:"yes" doc:"The days, each with its name, as 2026-12-25: Christmas Day."`
}

// HolidayNames are what bank holidays are called, by day.
type HolidayNames struct {
	Names map[string]Value `key:"*" each:"the name of a day" doc:"What this day is called."`
}
