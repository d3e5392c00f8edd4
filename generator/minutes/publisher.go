package minutes

import (
	"fmt"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"minutebook/generator/classification"
	"minutebook/generator/document"
	"minutebook/generator/source"
)

// checkPublisher checks what site.yaml says of who keeps the site. All of it is published, so there is no label in it.
func (r *Record) checkPublisher() {
	p := r.Site.Publisher
	if p.URL.Text != "" && !IsSiteAddress(p.URL.Text, "https") {
		r.report.Error(p.URL.At, "value-url", "write an address such as https://www.example.org/", "this is not the address of a site")
	}
	r.checkColour(p.Colour, LightPaper)
	r.checkColour(p.DarkColour, DarkPaper)
	if p.Logo.Text != "" {
		r.checkLogo(p)
	}
	marked := false
	p.Footer.Marks(func(classification.Label, source.Pos, bool) { marked = true })
	if marked {
		r.report.Error(p.Footer.At, "mark-in-plain", "take the mark out: what stands in site.yaml is public", "footer cannot hold a mark")
	}
	for t := range p.Footer.Whole.Targets() {
		if t.Explicit { // any other is a word that could be a ref, and stays one
			r.report.Error(t.At, "link-scheme", "link to an https:// or mailto: address", "the footer is the same on every page, so it links nothing of the content")
		}
	}
}

// checkLogo checks the file of the logo. It is published because site.yaml names it, as public as everything there, and
// needs no label for that. But then it must not be a file that a label could hold back: in the folder of a body, a record
// may name it with one, and the body itself may be withheld. Outside of these no record can name it.
func (r *Record) checkLogo(p document.Publisher) {
	at := p.Logo.At
	if p.LogoText.Text == "" && p.Name.Text == "" {
		r.report.Error(at, "key-missing", "add logo_text: what is read in place of the logo; or name", "logo_text is missing")
	}
	if strings.HasPrefix(p.Logo.Text, "/") {
		r.report.Error(at, "link-address", "give the path of the file from this one, such as logo.png", "the path of a file is a relative one")
		return
	}
	file := FilePath("site.yaml", p.Logo.Text)
	folder, _, nested := strings.Cut(file, "/")
	if _, found := slices.BinarySearch(r.Attachments, file); !found {
		r.report.Error(at, "link-nowhere", "give the path of a file in the content, from this one", "there is no such file")
	} else if nested && r.folders[folder] != nil {
		r.report.Error(at, "file-place", "put the logo beside site.yaml: there no label can hold it back", "this file lies in the folder of a body")
	} else if ending := strings.ToLower(path.Ext(file)); ending != ".png" && ending != ".jpg" && ending != ".jpeg" {
		r.report.Error(at, "file-type", "save it as .png or .jpg", "a logo is a picture")
	} else {
		r.Logo = file
	}
}

// What the colour of links and accents stands on, or under, in the built-in style sheet: the page, the leaf of what is
// tinted, and the text on what is filled with the colour. A test holds them to the style sheet.
var (
	LightPaper = []string{"#fbf9f4", "#f3eee3", "#fffdf8"}
	DarkPaper  = []string{"#17140f", "#221d16", "#1b1508"}
)

var colourPattern = regexp.MustCompile(`^#[0-9a-fA-F]{6}$`)

// leastContrast is what level AA of WCAG 2.2 asks for text.
const leastContrast = 4.5

func (r *Record) checkColour(c document.Plain, papers []string) {
	switch {
	case c.Text == "":
	case !colourPattern.MatchString(c.Text):
		r.report.Error(c.At, "value-colour", `write red, green and blue as "#7b2331", in quotes`, "this is not a colour")
	default:
		least := math.Inf(1)
		for _, paper := range papers {
			least = min(least, contrast(c.Text, paper))
		}
		if least < leastContrast {
			hint := "take a darker one"
			if papers[0] == DarkPaper[0] {
				hint = "take a lighter one"
			}
			// Rounded down, so that too little never looks like enough.
			r.report.Error(c.At, "colour-contrast", hint, "the contrast of this colour with the paper is %s:1, and text needs %v:1", fmt.Sprintf("%.2f", math.Floor(least*100)/100), leastContrast)
		}
	}
}

// contrast is that of two colours, as WCAG defines it: from 1 to 21.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(colour string) float64 {
	n, _ := strconv.ParseUint(colour[1:], 16, 32)
	channel := func(shift int) float64 {
		c := float64(n>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(16) + 0.7152*channel(8) + 0.0722*channel(0)
}
