package minutes

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"minutebook/generator/document"
	"minutebook/generator/source"
)

// meetingLike is the shape of the ref of a meeting or a paper, in any spelling that a person might use.
var meetingLike = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*)[ _-]0*([0-9]+)[ _-]([0-9]{4})(?:[ _-]([0-9]{2}))?$`)

// likeMeeting takes apart what is like the ref of a meeting or a paper.
func likeMeeting(ref string) []string {
	if len(ref) < 8 || !digit(ref[len(ref)-1]) || !strings.ContainsAny(ref, " _-") {
		return nil // as most words are
	}
	return meetingLike.FindStringSubmatch(ref)
}

// rightSpelling is how a ref of one of the bodies here is written, whatever way it was spelt; empty for other refs.
func (r *Record) rightSpelling(ref string) string {
	m := likeMeeting(ref)
	if m == nil {
		if n, ok := parseNumbered(ref); ok && r.prefixes[n.prefix] != nil {
			return n.String()
		}
		return ""
	}
	number, err := strconv.Atoi(m[2])
	if err != nil || r.prefixes[strings.ToUpper(m[1])] == nil {
		return ""
	}
	right := fmt.Sprintf("%s_%02d_%s", strings.ToUpper(m[1]), number, m[3])
	if m[4] != "" {
		right += "_" + m[4]
	}
	return right
}

// misspelt reports a field that names a record in another spelling than its own, and tells whether it did.
func (c *checker) misspelt(ref document.Ref) bool {
	if ref.Text == "" {
		return false
	}
	right := c.rightSpelling(ref.Text)
	if right == "" {
		right = c.ask(question{what: aFold, of: strings.ToLower(ref.Text)}).text
	}
	if right == "" || right == ref.Text {
		return false
	}
	c.body.among.Error(ref.At, "ref-spelling", "write "+right, "this ref is spelt in another way")
	return true
}

// nowhere reports a field that names what is in no file, unless a file could not be read: it may be there.
func (c *checker) nowhere(at source.Pos, hint, message string) {
	if !c.someUnread() {
		c.body.among.Warn(at, "ref-nowhere", hint, "%s", message)
	}
}

// refLike is what a person may have meant as a ref of an action, a decision, a meeting or a paper.
var refLike = regexp.MustCompile(`[A-Za-z][A-Za-z0-9]*(?:[ \n\x{A0}_-]?[0-9]+/[Dd]?[0-9]+|[ \n\x{A0}_-][0-9]+[_-][0-9]{4}(?:[_-][0-9]{2})?)`)

// refsLike finds the stretches of text that are like refs. It looks around what they all have, so that it costs little
// where there are none: a slash, a hyphen or an underscore between a digit and a digit or a D.
func refsLike(text string) [][2]int {
	const before, after = 48, 24 // bytes that a ref has at most on either side
	var all [][2]int
	done := 0
	for i := 1; i+1 < len(text); i++ {
		if c := text[i]; c != '/' && c != '_' && c != '-' || !digit(text[i-1]) || !digit(text[i+1]) && text[i+1]|0x20 != 'd' {
			continue
		}
		from := max(done, i-before)
		if m := refLike.FindStringIndex(text[from:min(len(text), i+after)]); m != nil && from+m[1] > i {
			done = from + m[1]
			all = append(all, [2]int{from + m[0], done})
		}
	}
	return all
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// findLike finds in the texts of a file what is like a ref, and is not part of an address or of a longer word.
func findLike(f *document.File, found func(word string, at func() source.Pos)) {
	look := func(word string, before, after rune, at func() source.Pos) {
		if !goesOn(before) && !strings.ContainsRune("/.@-", before) && !goesOn(after) {
			found(word, at)
		}
	}
	f.Text.Find(refsLike, look)
	for _, i := range f.Inlines {
		i.Find(refsLike, look)
	}
}

// checkSpellings reports the refs in the texts of a file that are spelt in another way than their own, and returns where
// each that names nothing first stands.
func (c *checker) checkSpellings(f *File) map[string]source.Pos {
	places := map[string]source.Pos{}
	findLike(f.File, func(word string, at func() source.Pos) {
		if c.thing(word) != nil {
			return
		}
		word = strings.Join(strings.Fields(word), " ")
		if _, seen := places[word]; !seen && c.thing(word) == nil {
			places[word] = at()
		}
		right := c.rightSpelling(word)
		if right == "" || right == word || !strings.Contains(word, "/") && c.thing(right) == nil {
			return
		}
		c.body.among.Error(at(), "ref-spelling", "write "+right, "a ref is spelt in another way here")
	})
	return places
}

// goesOn tells whether a word goes on with r.
func goesOn(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
