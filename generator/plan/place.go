package plan

import (
	"path"
	"regexp"
	"strconv"
	"strings"
)

// A kind of published file. Addresses are permanent, so they tell it of older sites too.
type kind string

const (
	list         kind = "list" // of what is told elsewhere
	body         kind = "body"
	meeting      kind = "meeting"
	action       kind = "action"
	consultation kind = "consultation"
	document     kind = "document"
	register     kind = "register"
	entry        kind = "entry"
	otherPage    kind = "page"
	program      kind = "program" // a file for programs, which says what pages say
	attachment   kind = "attachment"
	otherFile    kind = "file"
)

// A place is what the path of a file says.
type place struct {
	kind    kind
	address string
	body    string // the folder of the body
	name    string // of the record within its kind, as an address has it
	holder  string // of an entry, the path of its register
	view    string // of a list that is a part of a register, the address of that register
	of      string // of a file for programs, what it is one of: "feeds", "data", …
}

func placeOf(file string) place {
	at := place{kind: otherFile, address: "/" + strings.TrimSuffix(file, "index.html")}
	dir, isPage := strings.CutSuffix(file, "/index.html")
	switch {
	case strings.HasPrefix(file, "files/"):
		at.kind = attachment
		return at
	case forPrograms(file) != "":
		at.kind, at.of = program, forPrograms(file)
		return at
	case file == "index.html" || file == "404.html":
		at.kind = list
		return at
	case !isPage && strings.HasSuffix(file, ".html"):
		at.kind = otherPage
		return at
	case !isPage:
		return at
	}
	at.kind = otherPage
	parts := strings.Split(dir, "/")
	at.body = parts[0]
	last := parts[len(parts)-1]
	switch len(parts) {
	case 1:
		at.kind = body
		switch last {
		case "actions", "decisions", "consultations", "about", "calendar", "search":
			at.kind = list
		}
	case 2:
		if parts[0] == "search" || at.body == "actions" || at.body == "decisions" { // a letter of the A to Z, views of the registers of all
			at.kind, at.view = list, "/"+at.body+"/"
		}
		switch last {
		case "actions", "decisions", "papers", "meetings", "consultations", "documents", "registers":
			at.kind = list
		}
	case 3:
		at.name = last
		switch parts[1] {
		case "meetings":
			at.kind = meeting
		case "actions":
			if at.kind = action; !actionName.MatchString(last) {
				at.kind, at.view = list, "/"+at.body+"/actions/"
			}
		case "decisions":
			at.kind, at.view = list, "/"+at.body+"/decisions/"
		case "consultations":
			at.kind = consultation
		case "documents":
			at.kind = document
		case "registers":
			at.kind = register
		}
	case 4:
		if at.name = last; parts[1] == "registers" {
			at.kind = entry
			at.holder = strings.Join(parts[:3], "/") + "/index.html"
		}
	case 5:
		if parts[1] == "registers" && parts[3] == "state" {
			at.kind, at.view = list, "/"+strings.Join(parts[:3], "/")+"/"
		}
	}
	return at
}

// programs are what files for programs are, in the order in which they are told.
var programs = []string{"feeds", "calendars", "data", "search", "site map"}

func forPrograms(file string) string {
	name := path.Base(file)
	switch {
	case name == "feed.xml":
		return "feeds"
	case name == "calendar.ics":
		return "calendars"
	case strings.HasPrefix(file, "data/") && (strings.HasSuffix(file, ".csv") || strings.HasSuffix(file, ".json")):
		return "data"
	case strings.HasPrefix(file, "search/") && strings.HasSuffix(file, ".js"):
		return "search"
	case file == "sitemap.xml":
		return "site map"
	}
	return ""
}

// placeAt is the place of an address, which is that of a page where it ends in a slash.
func placeAt(address string) place {
	if strings.HasSuffix(address, "/") {
		address += "index.html"
	}
	return placeOf(strings.TrimPrefix(address, "/"))
}

// actionName is the ref of an action as an address has it. Views of its register have other names: open, 2016, owner-secas.
var actionName = regexp.MustCompile(`^[0-9]+-[0-9]`)

var leadingNumber = regexp.MustCompile(`^[0-9]{1,9}`)

// number is that of a meeting, or of the meeting that raised an action; 0 where there is none.
func (at place) number() int {
	n, _ := strconv.Atoi(leadingNumber.FindString(at.name))
	return n
}

// meetingPath is where the minutes of a body's meeting are published.
func meetingPath(body string, number int) string {
	return body + "/meetings/" + strconv.Itoa(number) + "/index.html"
}
