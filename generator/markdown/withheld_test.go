package markdown

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"minutebook/generator/classification"
	"minutebook/generator/source"
)

var noticePattern = regexp.MustCompile(`class="withheld">(?:Part |\[)withheld: ([A-Z+]+)`)

// Gaps tells drafters of exactly the notices that readers see.
func TestGapsAreTheNotices(t *testing.T) {
	names := []string{"white", "green", "amber", "amber+strict", "red"}
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(seed, 0))
		var text strings.Builder
		var write func(depth int)
		write = func(depth int) {
			for range random.IntN(5) {
				label := names[random.IntN(len(names))]
				switch random.IntN(6) {
				case 0:
					text.WriteString("Words.\n\n")
				case 1:
					text.WriteString("<!-- a note -->\n\n")
				case 2:
					text.WriteString("Of :" + label + "[which :red[some] are] withheld.\n\n")
				case 3, 4, 5:
					text.WriteString(":::" + label + "\n")
					if depth < 3 {
						write(depth + 1)
					}
					text.WriteString(":::\n")
				}
			}
		}
		write(0)
		reading := Reading{Clearance: classification.UpTo(classification.Green), Notice: map[classification.Label]bool{}, Labelled: random.IntN(2) == 0}
		for _, l := range classification.Labels {
			reading.Notice[l] = random.IntN(2) == 0
		}
		var r source.Report
		s := Block(text.String(), source.Pos{Path: "a.md", Line: 1, Column: 1}, &r)
		html := string(s.Cut(reading, &r).Text.HTML(func(Target) (string, bool) { return "", false }))
		if len(r.All()) > 0 {
			t.Fatalf("%v", r.All())
		}
		var want, got []string
		for _, m := range noticePattern.FindAllStringSubmatch(html, -1) {
			want = append(want, m[1])
		}
		for _, g := range s.Gaps(reading) {
			if g.Notice != classification.Unknown && !g.Joined {
				got = append(got, g.Notice.String())
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Fatalf("seed %d: readers see %v, and gaps are %v, of\n%s", seed, want, got, text.String())
		}
	}
}

func TestAround(t *testing.T) {
	text := "Words.\n\n:::amber\nA\n\n:::red\nB\n:::\nC\n:::\nD\n"
	var r source.Report
	at := source.Pos{Path: "a.md", Line: 1, Column: 1}
	s := Block(text, at, &r)
	for words, line := range map[string]int{"Words": 1, "A": 3, "B": 6, "C": 3, "D": 11} {
		place := source.Advance(at, text[:strings.Index(text, words)])
		if got := s.Around(place).Line; got != line {
			t.Errorf("%s: line %d, not %d", words, got, line)
		}
	}
}
