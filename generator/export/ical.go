package export

import "unicode/utf8"

// iCalendar (RFC 5545) is lines of names and values, and all that there is to writing it is below. Of the libraries,
// emersion/go-ical (MIT, never released, pulls in rrule-go) does not fold lines and refuses a calendar without events, and
// arran4/golang-ical (0.3.4 of March 2026, Apache, no dependencies) ends lines as the machine does unless it is told
// otherwise, folds between words, and takes a map and an interface for every property. The second reads, in the tests, what
// is written here.

// A content is lines of iCalendar.
type content []byte

// is writes a property that is no text.
func (c *content) is(name, value string) {
	begin := len(*c)
	*c = append(append(append(*c, name...), ':'), value...)
	c.end(begin)
}

// text writes one that is.
func (c *content) text(name, value string) {
	begin := len(*c)
	*c = append(append(*c, name...), ':')
	c.escape(value)
	c.end(begin)
}

func (c *content) escape(text string) {
	for i := range len(text) {
		switch text[i] {
		case '\\', ';', ',':
			*c = append(*c, '\\', text[i])
		case '\n':
			*c = append(*c, '\\', 'n')
		default:
			*c = append(*c, text[i])
		}
	}
}

// longest is how many octets a line may have.
const longest = 75

// end ends the line that began at an offset. Where it is too long, it is folded, never within a character.
func (c *content) end(begin int) {
	if len(*c)-begin > longest {
		line := string((*c)[begin:])
		*c = (*c)[:begin]
		for room := longest; len(line) > room; room = longest - 1 {
			n := room
			for n > room-utf8.UTFMax && !utf8.RuneStart(line[n]) {
				n--
			}
			*c = append(append(*c, line[:n]...), "\r\n "...)
			line = line[n:]
		}
		*c = append(*c, line...)
	}
	*c = append(*c, "\r\n"...)
}
