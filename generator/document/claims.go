package document

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

// A claim looks like a label, or like the key that makes a draft, and stands where it is neither: in the midst of a value
// that swallowed it, behind the front matter, in a comment. What it was meant to withhold would be published.

const (
	claimMessage = "this looks like a label of front matter, and it is none where it stands"
	claimHint    = `write it as a key of its own, below the others and no further in; in text, withhold a part with ":::amber" or ":amber[...]", or write a backslash before the colon`
)

const (
	colon      = `[ \t\x{00A0}]*[:：][ \t\x{00A0}]*`
	classifies = `clas+i?f?i?cation["']?` + colon // the commonest slips included
)

var (
	// keyClaim is a key that withholds: at the beginning of a line, or with a value behind it that does so.
	keyClaim = regexp.MustCompile(`(?i)^[ \t]*(?:- +)*["']?` + classifies + `|\b(?:` + classifies + `["']?(?:TLP:)?(?:WHITE|CLEAR|GREEN|AMBER|RED)|draft["']?` + colon + `(?:true|yes|on))\b`)
	// lineClaim is a line of text that says nothing else.
	lineClaim = regexp.MustCompile(`(?i)^[\s>*_#\[(-]*(?:classification[\s*_]*[:：][\s*_]*(?:TLP[:：]\s*)?|TLP[:：][\s*_]*)(WHITE|CLEAR|GREEN|AMBER(?:\+STRICT)?|RED)[\s*_.)\]]*$`)
	draftLine = regexp.MustCompile(`(?i)^\s*draft\s*:\s*true\s*$`)
)

// mayClaim tells quickly of most text that keyClaim finds nothing in it. Letters beyond ASCII it leaves to the pattern, to
// which some of them are others in capitals.
func mayClaim(text string) bool {
	for i := range len(text) {
		switch {
		case text[i] >= utf8.RuneSelf:
			return true
		case i+4 > len(text):
		case strings.EqualFold(text[i:i+4], "clas"), strings.EqualFold(text[i:i+4], "draf"):
			return true
		}
	}
	return false
}

// claims reports the lines of front matter in which a key that withholds was read as something else.
func (d *decoder) claims(root *yaml.Node) {
	keys := map[source.Pos]bool{} // and the few places behind, for what does not show in front of a key
	var walk func(*yaml.Node)
	walk = func(n *yaml.Node) {
		for i, child := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 0 && mayClaim(child.Value) {
				for at, n := d.at(child), 0; n < 4; n++ {
					keys[at] = true
					at.Column++
				}
			}
			walk(child)
		}
	}
	walk(root)
	for n, line := range strings.Split(d.front, "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), "#") || !mayClaim(line) {
			continue // taken out on purpose, or nothing of the kind
		}
		for _, m := range keyClaim.FindAllStringIndex(line, -1) {
			begin := m[0] + len(line[m[0]:m[1]]) - len(strings.TrimLeft(line[m[0]:m[1]], " \t-"))
			if begin > 0 && strings.ContainsRune(`"'`, rune(line[begin-1])) {
				begin--
			}
			at := source.Pos{Path: d.path, Line: n + 1 + d.before, Column: utf8.RuneCountInString(line[:begin]) + 1}
			if !keys[at] {
				d.failed = true
				d.report.Error(at, "label-in-text", claimHint, claimMessage)
			}
		}
	}
}

// claims reports the lines of the text that claim a higher label than holds for them.
func (f *File) claims(r *source.Report) {
	f.Text.Lines(func(line string, at source.Pos, marks []classification.Label) {
		if !strings.ContainsAny(line, ":：") {
			return
		}
		claims := draftLine.MatchString(line) && !f.Common.Draft.Value
		if m := lineClaim.FindStringSubmatch(line); m != nil {
			label, _ := classification.Parse(strings.ToUpper(m[1]))
			claims = label > classification.Highest(append(marks, f.Common.Classification.Label)...)
		}
		if claims {
			r.Error(at, "label-in-text", claimHint, claimMessage)
		}
	})
}
