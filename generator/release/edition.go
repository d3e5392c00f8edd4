// Package release is the gate. It turns the record of the bodies into an Edition: the record as one clearance may read
// it, in types of its own, copied field by field. What nobody copies cannot get out; the stages behind the gate do not
// even import the types of those before it.
//
// Nothing here is derived: states, histories, counts, orders and neighbours follow from what was released, in package
// site, so that nothing withheld has a say in them.
package release

import (
	"time"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// Text is Markdown of which everything withheld was cut before it was read as Markdown.
type Text = markdown.Fragment

// An Edition is the record as one clearance may read it. Only At makes one.
type Edition struct {
	Site      Site
	Clearance classification.Clearance
	Private   bool    // a copy for readers with more clearance than the public: labels are shown, and a banner
	Drafted   bool    // for the drafter, who sees everything; it is private, too
	Bodies    []*Body // not to be changed: later editions may have them too
}

// Site is what site.yaml and bank-holidays.yaml say.
type Site struct {
	Title, URL, Contact string
	TimeZone            *time.Location
	Ceiling             classification.Label // of the public site
	Publisher           *Publisher           // nil: nothing is said of it
	Holidays            *Holidays
}

// A Publisher keeps the site. It stands in site.yaml, all of which is public.
type Publisher struct {
	Name, URL          string
	Logo               File
	LogoText           string
	Colour, DarkColour string // "#7b2331"
	Footer             Text
}

// Holidays are days that are no working days, by date, and whose they are: "England and Wales".
type Holidays struct {
	Calendar string
	Days     []Holiday
}

// A Holiday has a name that readers know.
type Holiday struct {
	Date time.Time // midnight UTC of that day
	Name string
}

// A Record is what all files have in common.
type Record struct {
	Path  string // of the file, from the root of the content; for links between files
	At    source.Pos
	Ref   string // none for bodies and registers
	Title Text   // none for minutes, whose title is derived
	Label classification.Label
	By    *By
	Text  Text // none for minutes, whose text is items
	Files []File
	Was   []Former
}

// A Former is an address at which the page of a record stood before.
type Former struct {
	Address string
	At      source.Pos // where that is said
}

// A File is one that is no record, such as a picture, as a released record names it. Path begins at the root of the
// content; empty: there is none. What may be published of it is not known here.
type File struct {
	Path string
	At   source.Pos // where it is named
}

// A Body is a committee, and everything that it keeps.
type Body struct {
	Record
	Folder        string // its first address: smki-pma
	Prefix, Short string // SECPMA, SMKI PMA
	Closed        bool
	ReportsTo     string // the folder of a body here, or the name of one elsewhere
	Meets         string
	Members       []Person
	Meetings      []Meeting // by number
	Consultations []Consultation
	Documents     []Document
	Registers     []Register // these three by path; withheld documents last, by ref
}

// A Person attends a meeting, or is a member. Voting is nil where nothing is said of it.
type Person struct {
	Name, As, Group string
	Voting          *bool
	Label           classification.Label
	By              *By
}

// A Meeting and what it minuted. State is scheduled, unapproved or approved.
type Meeting struct {
	Record
	Number     int
	Date       time.Time // midnight UTC of that day
	Start, End string    // "12:00", or empty
	Venue      string
	State      string
	Approves   string // ref of earlier minutes, if any
	Attendance []Person
	Papers     []Paper
	Actions    []Action
	Updates    []Update
	Decisions  []Decision
	Preamble   Text
	Items      []Item
	Notes      Text // footnotes of all items
}

// An Item of the agenda, numbered as it was minuted.
type Item struct {
	Number int
	Title  Text
	Text   Text
	Label  classification.Label
	By     *By
}

// A Paper that a meeting had before it. Of one that is withheld but may be asked for, Withheld is true and Title is its
// public title, which may be empty; then there is no file, and nothing else.
type Paper struct {
	At        source.Pos
	Ref       string
	Title     Text
	Label     classification.Label
	By        *By
	Available string // "", "on request" or "published"
	File      File   // when published
	Withheld  bool
}

// A Due is when something is to be done: a day, a meeting, or the next meeting of the body. All zero: nothing is said.
type Due struct {
	Date    time.Time // a day, or
	Meeting string    // the ref of a meeting, or
	Next    bool      // the next meeting
}

// IsZero tells whether nothing is said.
func (d Due) IsZero() bool { return d == Due{} }

// An Action as the meeting raised it.
type Action struct {
	At        source.Pos
	Ref       string
	PrintedAs string // the wrong ref that was printed, if any
	Item      int    // of the meeting; 0: of none
	Owner     Text
	Text      Text
	Due       Due
	Label     classification.Label
	By        *By
}

// An Update is what a meeting said of an action or of a register's entry. Owner and Due are changes, when set.
type Update struct {
	At      source.Pos
	Ref     string
	Item    int
	Status  string
	Text    Text
	Owner   Text
	Due     Due
	Reopens bool
	Label   classification.Label
	By      *By
}

// A Decision as it was minuted. Verb is NOTED, AGREED, APPROVED, …
type Decision struct {
	At         source.Pos
	Ref        string
	PrintedAs  string
	Item       int
	Verb       string
	Text       Text
	Supersedes string // ref of a decision, if any
	Label      classification.Label
	By         *By
}

// A Consultation. Days are zero until they are announced.
type Consultation struct {
	Record
	Document, Version string // ref and version of what is consulted on
	Authority         string
	Audience          string    // who is asked to answer
	Opens, Closes     time.Time // closes at the end of that day in the site's time zone
	Respond           string
	LaunchedBy        string // refs of a decision or action
	DecidedBy         string
	Feedback, Outcome Statement
}

// A Statement is what was said on a day.
type Statement struct {
	Date  time.Time
	Text  Text
	Label classification.Label
	By    *By
}

// A Document and its versions. Of one that is withheld but may be asked for, Withheld is true and Title is its public
// title, which may be empty; then nothing else is set but Ref, Label and Available, and Path is empty.
type Document struct {
	Record
	Available string // "", "on request" or "published"
	Versions  []Version
	Withheld  bool
}

// A Version of a document. State is draft, consultation, recommended, approved or withdrawn.
type Version struct {
	At         source.Pos
	Version    string
	Date       time.Time
	State      string
	ApprovedBy string // a ref, or a name
	Note       Text
	File       File
	Label      classification.Label
	By         *By
}

// A Register: a table that a body keeps. Statuses are in their order; the first is that of an entry that says nothing.
type Register struct {
	Record
	Columns  []Column
	Statuses []string
	Entries  []Entry
}

// A Column of a register. Key is what entries call it.
type Column struct {
	Key   string
	Title Text
	Label classification.Label
	By    *By
}

// An Entry of a register. Values are in the order of the register's released columns.
type Entry struct {
	At      source.Pos
	Ref     string
	Title   Text
	Owner   Text
	Status  string
	Label   classification.Label
	By      *By
	Values  []string
	History []Event
}

// An Event of an entry's own history: on a day, or at a meeting.
type Event struct {
	Date    time.Time
	Meeting string
	Status  string
	Text    Text
	Label   classification.Label
	By      *By
}
