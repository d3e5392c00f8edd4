package document

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"minutebook/generator/classification"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// The types of values. Each knows where it stands; where At has no line, nothing was written.

// Plain is text without Markdown and without marks.
type Plain struct {
	Text string
	At   source.Pos
}

// Value is what an entry of a register has in a column.
type Value struct {
	Plain
	KeyAt source.Pos
}

// Ref is the name of a record.
type Ref struct {
	Text string
	At   source.Pos
}

// Inline is Markdown of one paragraph, with marks for phrases. Whole is the text with nothing taken out, for checks.
type Inline struct {
	markdown.Source
	Whole markdown.Fragment
	At    source.Pos
}

// Date is a day, as midnight UTC.
type Date struct {
	time.Time
	At source.Pos
}

// Clock is a time of day.
type Clock struct {
	Text string // "12:00"
	At   source.Pos
}

// Number is a whole number from 1 to 9999.
type Number struct {
	N  int
	At source.Pos
}

// Flag is true or false.
type Flag struct {
	Value bool
	At    source.Pos
}

// Label is a classification. Where it could not be read, it is unknown, and permitted to nobody.
type Label struct {
	classification.Label
	At source.Pos
}

// Due is a day, the ref of a meeting, or the next meeting.
type Due struct {
	Date    time.Time
	Meeting string
	Next    bool
	At      source.Pos
}

// scalar is the one value that a node holds, as it is written.
func (d *decoder) scalar(n *yaml.Node, f field) (string, bool) {
	if n.Kind != yaml.ScalarNode {
		d.fail(n, "value-type", "write one value behind the key", "%s takes a single value", f.key)
		return "", false
	}
	if strings.ContainsFunc(n.Value, source.Forbidden) {
		d.fail(n, "file-character", "delete it", "%s holds a character that cannot be shown", f.key)
		return "", false
	}
	return d.kept(n), true
}

// kept is the value of a node. Where it stands in the front matter as it is, it is a part of that, which is kept anyway.
func (d *decoder) kept(n *yaml.Node) string {
	from := d.offset(n.Line, n.Column)
	if n.Style&(yaml.DoubleQuotedStyle|yaml.SingleQuotedStyle) != 0 {
		from++
	}
	if to := from + len(n.Value); to <= len(d.front) && d.front[from:to] == n.Value {
		return d.front[from:to]
	}
	return n.Value
}

// plain is a value in which Markdown and marks have no meaning: a mark in it is an error, since it would be shown.
func (d *decoder) plain(n *yaml.Node, f field) (string, bool) {
	s, ok := d.scalar(n, f)
	if !ok {
		return "", false
	}
	if s = strings.TrimSpace(s); s == "" {
		d.fail(n, "value-empty", emptyHint, "%s is empty", f.key)
		return "", false
	}
	if strings.Contains(s, "\n") {
		d.fail(n, "value-lines", "join the lines", "%s takes one line", f.key)
		return "", false
	}
	if markdown.HasMarks(s) {
		d.fail(n, "mark-in-plain", "only text, title, owner and note take marks; give the whole entry a classification instead", "%s cannot hold a mark", f.key)
		return "", false
	}
	return s, true
}

func (p *Plain) decode(d *decoder, n *yaml.Node, f field) {
	p.At = d.at(n)
	s, ok := d.plain(n, f)
	if !ok {
		return
	}
	if f.one != nil && !slices.Contains(f.one, s) {
		d.fail(n, "value-word", "write one of: "+strings.Join(f.one, ", "), "%s is not one of the words that can stand here", f.key)
		return
	}
	p.Text = s
}

// refPattern is what can pass for a ref at all, and so may be named in a message; package minutes checks each against its
// kind and knows its right spelling.
var refPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,40}$`)

func (r *Ref) decode(d *decoder, n *yaml.Node, f field) {
	r.At = d.at(n)
	s, ok := d.plain(n, f)
	if !ok {
		return
	}
	if !refPattern.MatchString(s) {
		d.fail(n, "ref-spelling", "a ref begins with a capital letter, as SECPMA 25/04, SECPMA 25/D02, SECPMA_25_1207 or CR101a", "this is not a ref")
		return
	}
	r.Text = s
}

func (i *Inline) decode(d *decoder, n *yaml.Node, f field) {
	i.At = d.at(n)
	s, ok := d.scalar(n, f)
	if !ok {
		return
	}
	if strings.TrimSpace(s) == "" {
		d.fail(n, "value-empty", emptyHint, "%s is empty", f.key)
		return
	}
	i.Source = markdown.Inline(s, i.At, d.front[d.offset(n.Line, n.Column):], d.report)
	i.Whole = i.Source.Check(d.report).Text
	if strings.Contains(s, "<!--") && !i.Broken() && i.Redact(markdown.Everything) == "" {
		d.fail(n, "value-empty", emptyHint, "%s has nothing but comments", f.key)
	}
	d.inlines = append(d.inlines, i)
}

// offset of a place in the front matter, both counted from 1 as the library does.
func (d *decoder) offset(line, column int) int {
	if line < 1 || line > len(d.lines) {
		return 0
	}
	at := d.lines[line-1]
	for range column - 1 {
		_, size := utf8.DecodeRuneInString(d.front[at:])
		at += size
	}
	return at
}

func (t *Date) decode(d *decoder, n *yaml.Node, f field) {
	t.At = d.at(n)
	if s, ok := d.plain(n, f); ok {
		t.Time, _ = d.day(n, s)
	}
}

func (d *decoder) day(n *yaml.Node, s string) (time.Time, bool) {
	day, err := parseDay(s)
	if err != nil {
		d.fail(n, "value-date", "write year, month and day as 2016-07-12", "this is not a date")
		return time.Time{}, false
	}
	return day, true
}

// parseDay reads a day of the centuries that there can be minutes of.
func parseDay(s string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, s)
	if err == nil && (day.Year() < 1900 || day.Year() > 2200) {
		err = errors.New("the year is out of range")
	}
	return day, err
}

var clockPattern = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

func (c *Clock) decode(d *decoder, n *yaml.Node, f field) {
	c.At = d.at(n)
	if s, ok := d.plain(n, f); ok {
		if !clockPattern.MatchString(s) {
			d.fail(n, "value-time", `write hours and minutes as "09:30"`, "this is not a time of day")
			return
		}
		c.Text = s
	}
}

func (m *Number) decode(d *decoder, n *yaml.Node, f field) {
	m.At = d.at(n)
	if s, ok := d.plain(n, f); ok {
		number, err := strconv.Atoi(s)
		if err != nil || number < 1 || number > 9999 || s[0] == '0' || s[0] == '+' || n.Style != 0 {
			d.fail(n, "value-number", "write a number from 1 to 9999, without quotes", "%s takes a whole number", f.key)
			return
		}
		m.N = number
	}
}

func (b *Flag) decode(d *decoder, n *yaml.Node, f field) {
	b.At = d.at(n)
	if s, ok := d.plain(n, f); ok {
		if s != "true" && s != "false" || n.Style != 0 {
			d.fail(n, "value-flag", "write true or false, without quotes", "%s takes true or false", f.key)
			return
		}
		b.Value = s == "true"
	}
}

func (l *Label) decode(d *decoder, n *yaml.Node, f field) {
	l.At = d.at(n)
	s, ok := d.scalar(n, f)
	if !ok {
		return
	}
	label, known := classification.Parse(s)
	if !known {
		d.fail(n, "label-unknown", labelHint(s), "there is no such label, so this is withheld from everyone")
		return
	}
	l.Label = label
}

// labelHint names the labels, and the one that was meant where only its letters or spaces are wrong.
func labelHint(s string) string {
	const all = "write WHITE, GREEN, AMBER, AMBER+STRICT or RED"
	if meant, ok := classification.Parse(strings.ToUpper(strings.Join(strings.Fields(s), ""))); ok && !strings.Contains(s, "\n") {
		return "write " + meant.String() + ", in capitals and without spaces"
	}
	if strings.Contains(s, "\n") {
		return all + ", on the line of its key"
	}
	if disguised(s) {
		return disguisedHint
	}
	for _, l := range classification.Labels {
		if distance(strings.ToUpper(s), l.String()) == 1 {
			return "did you mean " + l.String() + "? " + all
		}
	}
	return all
}

const disguisedHint = "type it again: one of its characters only looks like the right one, or does not show"

// disguised tells whether a word has characters that no label and no key has.
func disguised(s string) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return c >= utf8.RuneSelf && !unicode.IsSpace(c) })
}

func (u *Due) decode(d *decoder, n *yaml.Node, f field) {
	u.At = d.at(n)
	s, ok := d.plain(n, f)
	switch {
	case !ok:
	case s == "next meeting":
		u.Next = true
	case refPattern.MatchString(s) && strings.Contains(s, "_"):
		u.Meeting = s
	default:
		day, err := parseDay(s)
		if err != nil {
			d.fail(n, "value-due", "write a day as 2016-07-12, the ref of a meeting as SECPMA_26_0908, or next meeting", "this is not a date, nor a meeting")
			return
		}
		u.Date = day
	}
}
