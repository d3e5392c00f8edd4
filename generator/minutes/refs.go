package minutes

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"minutebook/generator/document"
	"minutebook/generator/markdown"
	"minutebook/generator/source"
)

// numbered is the shape of the ref of an action or a decision, in any spelling that a person might use.
var numbered = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9]*?)[ _-]?0*([0-9]+)[/-]([Dd]?)0*([0-9]+)$`)

// A numberedRef is the ref of an action or a decision, taken apart.
type numberedRef struct {
	prefix   string
	meeting  int
	decision bool
	number   int
}

func parseNumbered(ref string) (numberedRef, bool) {
	if n, ok := rightlyNumbered(ref); ok {
		return n, true
	}
	if ref == "" || !digit(ref[len(ref)-1]) || !strings.ContainsAny(ref, "/-") {
		return numberedRef{}, false // as most words are
	}
	m := numbered.FindStringSubmatch(ref)
	if m == nil {
		return numberedRef{}, false
	}
	meeting, err1 := strconv.Atoi(m[2])
	number, err2 := strconv.Atoi(m[4])
	return numberedRef{strings.ToUpper(m[1]), meeting, m[3] != "", number}, err1 == nil && err2 == nil
}

// rightlyNumbered takes a ref apart that is spelt as it should be, as nearly all are.
func rightlyNumbered(ref string) (numberedRef, bool) {
	prefix, rest, spaced := strings.Cut(ref, " ")
	first, second, slashed := strings.Cut(rest, "/")
	if !spaced || !slashed || !isPrefix(prefix) {
		return numberedRef{}, false
	}
	second, decision := strings.CutPrefix(second, "D")
	meeting, ok1 := twoDigits(first)
	number, ok2 := twoDigits(second)
	return numberedRef{prefix, meeting, decision, number}, ok1 && ok2
}

// twoDigits reads a number that is written with at least two digits and no more zeros than that needs.
func twoDigits(s string) (int, bool) {
	if len(s) < 2 || len(s) > 9 || s[0] == '0' && len(s) > 2 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		if !digit(c) {
			return 0, false
		}
		n = 10*n + int(c-'0')
	}
	return n, true
}

// String is the right spelling: numbers of at least two digits.
func (n numberedRef) String() string {
	d := ""
	if n.decision {
		d = "D"
	}
	return n.prefix + " " + atLeastTwo(n.meeting) + "/" + d + atLeastTwo(n.number)
}

// Next are the refs that come next in minutes: of an action, and of a decision.
func (m *Meeting) Next() (action, decision string) {
	next := func(decision bool) string {
		n := numberedRef{m.Body.Prefix.Text, m.Number.N, decision, 1}
		see := func(ref document.Ref) {
			if got, ok := parseNumbered(ref.Text); ok && got.decision == decision {
				n.number = max(n.number, got.number+1)
			}
		}
		for _, a := range m.Minutes.Actions {
			see(a.Ref)
		}
		for _, d := range m.Minutes.Decisions {
			see(d.Ref)
		}
		return n.String()
	}
	return next(false), next(true)
}

func atLeastTwo(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// identifier is the shape of the refs of documents, consultations and entries of registers.
var identifier = regexp.MustCompile(`^[A-Z][A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$`)

// MeetingRef is what the ref of a meeting must be.
func MeetingRef(prefix string, number int, day time.Time) string {
	return fmt.Sprintf("%s_%02d_%s", prefix, number, day.Format("0201"))
}

// index gives everything of a body that has a ref its place, and checks each ref's spelling.
func (b *Body) index() {
	fileThing := func(f *File, kind Kind) *Thing {
		t := &Thing{Kind: kind, Ref: f.Common.Ref.Text, At: f.Common.Ref.At, Ruling: f.Ruling, Body: b, File: f}
		if t.At.Line == 0 {
			t.At = f.Common.At
		}
		b.files[f.Path] = t
		return t
	}
	fileThing(&b.File, KindBody)
	for _, m := range b.Meetings {
		t := fileThing(&m.File, KindMeeting)
		t.Meeting = m
		b.checkMeetingRef(m)
		b.add(t)
		b.indexMeeting(m)
	}
	for _, c := range b.Consultations {
		b.addIdentified(fileThing(&c.File, KindConsultation), c.Common.Ref)
	}
	for _, d := range b.Documents {
		b.addIdentified(fileThing(&d.File, KindDocument), d.Common.Ref)
	}
	for _, g := range b.Registers {
		t := fileThing(&g.File, KindRegister)
		t.Register = g
		for i, e := range g.Entries {
			b.addIdentified(&Thing{Kind: KindEntry, Ref: e.Ref.Text, At: e.Ref.At, Ruling: g.File.Ruling.Under(e.Classification), Body: b, Register: g, File: &g.File, Index: i}, e.Ref)
		}
	}
}

func (b *Body) indexMeeting(m *Meeting) {
	things := make([]Thing, 0, len(m.Minutes.Papers)+len(m.Minutes.Actions)+len(m.Minutes.Decisions))
	add := func(kind Kind, ref document.Ref, ruling Ruling, i int) {
		things = append(things, Thing{Kind: kind, Ref: ref.Text, At: ref.At, Ruling: ruling, Body: b, Meeting: m, File: &m.File, Index: i})
		b.add(&things[len(things)-1])
	}
	for i, p := range m.Minutes.Papers {
		if want := m.Common.Ref.Text; p.Ref.Text != "" && want != "" {
			number, ok := strings.CutPrefix(p.Ref.Text, want+"_")
			if n, err := strconv.Atoi(number); !ok || err != nil || len(number) != 2 || n == 0 {
				b.alone.Error(p.Ref.At, "ref-paper", "write "+want+"_ and two digits", "the ref of a paper is the meeting's, an underscore and a number")
			}
		}
		add(KindPaper, p.Ref, m.Papers[i], i)
	}
	for i, a := range m.Minutes.Actions {
		b.checkNumbered(m, a.Ref, false)
		add(KindAction, a.Ref, m.Actions[i], i)
	}
	for i, d := range m.Minutes.Decisions {
		b.checkNumbered(m, d.Ref, true)
		add(KindDecision, d.Ref, m.Decisions[i], i)
	}
}

// add gives a thing its ref, which must be the only one of its name.
func (b *Body) add(t *Thing) {
	if _, ok := parseNumbered(t.Ref); !ok && !identifier.MatchString(t.Ref) {
		return // none, or words, which have been reported and which no message may name
	}
	if !b.owns || markdown.PrefixOf(t.Ref) != b.Prefix.Text {
		b.strays = append(b.strays, t)
		return
	}
	if other := b.things[t.Ref]; other != nil {
		t.twice(other, &b.alone)
		return
	}
	b.things[t.Ref] = t
}

// twice reports that t has the ref of another thing.
func (t *Thing) twice(other *Thing, r *source.Report) {
	r.Error(t.At, "ref-twice", "give one of them another ref", "%s is the ref of %s too, at %s", t.Ref, article(other.Kind), other.At)
}

func (b *Body) addIdentified(t *Thing, ref document.Ref) {
	switch {
	case ref.Text == "": // reported where it was read
	case !identifier.MatchString(ref.Text):
		b.alone.Error(ref.At, "ref-spelling", "begin with a capital letter and go on with letters, digits and hyphens, as SECMP00018 or CR101a", "this cannot be the ref of %s", article(t.Kind))
	default:
		b.identified = append(b.identified, t)
		b.add(t)
	}
}

// checkIdentifiers reports refs that could be read as another spelling of another ref. Where a field names one, whether it is
// right would depend on whether the other is there.
func (r *Record) checkIdentifiers() {
	seen := map[string]*Thing{}
	for _, b := range r.Bodies {
		for _, t := range b.identified {
			if r.Thing(t.Ref) != t {
				continue // reported
			}
			if right := r.rightSpelling(t.Ref); right != "" {
				r.report.Error(t.At, "ref-spelling", "give it another ref, such as one with a letter behind the prefix: "+t.Body.Prefix.Text+"-A01",
					"this cannot be the ref of %s: it reads as %s", article(t.Kind), right)
			}
			folded := strings.ToLower(t.Ref)
			if other := seen[folded]; other != nil {
				r.report.Error(t.At, "ref-twice", "give one of them another ref", "%s differs in capitals alone from the ref of %s, at %s", t.Ref, article(other.Kind), other.At)
				continue
			}
			seen[folded] = t
		}
	}
}

// isPrefix tells whether refs can begin with a word.
func isPrefix(s string) bool {
	for i, c := range []byte(s) {
		if !('A' <= c && c <= 'Z' || i > 0 && digit(c)) {
			return false
		}
	}
	return len(s) > 1
}

func (b *Body) checkMeetingRef(m *Meeting) {
	ref := m.Common.Ref
	if m.Number.N == 0 || m.Date.IsZero() || b.Prefix.Text == "" {
		return // reported where they were read
	}
	want := MeetingRef(b.Prefix.Text, m.Number.N, m.Date.Time)
	switch parts := strings.Split(ref.Text, "_"); {
	case ref.At.Line == 0:
		b.alone.Error(m.Common.At, "key-missing", "add ref: "+want, "ref is missing")
	case ref.Text == "" || ref.Text == want:
	case len(parts) == 3 && parts[0] == b.Prefix.Text && parts[2] == m.Date.Format("0201") && strings.TrimLeft(parts[1], "0") != strconv.Itoa(m.Number.N):
		b.alone.Error(ref.At, "ref-meeting", "write "+want+", or mend number", "the number in this ref is not the meeting's")
	case len(parts) == 3 && parts[0] == b.Prefix.Text && len(parts[2]) == 4 && parts[2] != m.Date.Format("0201"):
		b.alone.Error(ref.At, "ref-date", "write "+want+", or mend date", "day and month in this ref are not the meeting's")
	default:
		b.alone.Error(ref.At, "ref-spelling", "write "+want, "this is not the ref of the meeting")
	}
}

// checkNumbered checks the ref of an action or decision against the meeting that it stands in.
func (b *Body) checkNumbered(m *Meeting, ref document.Ref, decision bool) {
	if ref.Text == "" || b.Prefix.Text == "" || m.Number.N == 0 {
		return
	}
	kind, raised, example := KindAction, "raised", numberedRef{b.Prefix.Text, m.Number.N, false, 1}
	if decision {
		kind, raised, example.decision = KindDecision, "made", true
	}
	got, ok := parseNumbered(ref.Text)
	if !ok || got.decision != decision || got.number == 0 {
		b.alone.Error(ref.At, "ref-spelling", "write it as "+example.String(), "this is not the ref of %s", article(kind))
		return
	}
	switch {
	case got.prefix != b.Prefix.Text:
		b.alone.Error(ref.At, "ref-prefix", "begin it with "+b.Prefix.Text, "this ref is of another body")
	case got.String() != ref.Text:
		b.alone.Error(ref.At, "ref-spelling", "write "+got.String(), "this ref is spelt in another way")
	case got.meeting != m.Number.N:
		b.alone.Error(ref.At, "ref-meeting", "if it was misprinted, write the number it should have had and keep the old one in printed_as",
			"%s %s was %s at meeting %d", kind, ref.Text, raised, m.Number.N)
	}
}

func article(k Kind) string {
	if k == KindAction || k == KindEntry {
		return "an " + string(k)
	}
	return "a " + string(k)
}

// older tells whether a ref names an action of a meeting before the first one in the content.
func (r *Record) older(ref string) bool { return r.olderOf(ref) != nil }

// olderOf is the body whose meeting that was, or nil.
func (r *Record) olderOf(ref string) *Body {
	n, ok := parseNumbered(ref)
	if b := r.prefixes[n.prefix]; ok && !n.decision && b != nil && n.String() == ref && (b.lowest == 0 || n.meeting < b.lowest) {
		return b
	}
	return nil
}

// beforeArchive tells whether a ref names anything of a meeting before the first one in the content.
func (r *Record) beforeArchive(ref string) bool {
	prefix, number := "", 0
	if n, ok := parseNumbered(ref); ok {
		prefix, number = n.prefix, n.meeting
	} else if m := likeMeeting(ref); m != nil {
		prefix = m[1]
		number, _ = strconv.Atoi(m[2])
	}
	b := r.prefixes[prefix]
	return b != nil && number > 0 && (b.lowest == 0 || number < b.lowest)
}

// address is what is left of a ref in an address, without the prefix of its body.
func address(ref, prefix string) string {
	return markdown.Slug(strings.TrimPrefix(strings.TrimPrefix(ref, prefix+" "), prefix+"_"))
}
