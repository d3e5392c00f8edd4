package export

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// iCalendar (RFC 5545) is lines of names and values, and all that there is to writing it is below. Of the libraries,
// emersion/go-ical (MIT, never released, pulls in rrule-go) does not fold lines and refuses a calendar without events, and
// arran4/golang-ical (0.3.4 of March 2026, Apache, no dependencies) ends lines as the machine does unless it is told
// otherwise, folds between words, and takes a map and an interface for every property. The second reads, in the tests, what
// is written here.

// A content is lines of iCalendar.
type content struct{ bytes.Buffer }

// is writes a property that is no text.
func (c *content) is(name, value string) { c.line(name + ":" + value) }

// text writes one that is.
func (c *content) text(name, value string) { c.line(name + ":" + escaped(value)) }

// longest is how many octets a line may have.
const longest = 75

// line writes a content line, folded where it is too long, and never within a character.
func (c *content) line(line string) {
	room := longest
	for len(line) > room {
		n := room
		for n > room-utf8.UTFMax && !utf8.RuneStart(line[n]) {
			n--
		}
		c.WriteString(line[:n])
		c.WriteString("\r\n ")
		line, room = line[n:], longest-1
	}
	c.WriteString(line)
	c.WriteString("\r\n")
}

var escaping = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`)

func escaped(text string) string { return escaping.Replace(text) }
