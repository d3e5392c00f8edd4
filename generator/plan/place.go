package plan

import (
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
	searchIndex  kind = "index" // of pages that are told themselves
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
}

func placeOf(path string) place {
	at := place{kind: otherFile, address: "/" + strings.TrimSuffix(path, "index.html")}
	dir, isPage := strings.CutSuffix(path, "/index.html")
	switch {
	case strings.HasPrefix(path, "files/"):
		at.kind = attachment
		return at
	case strings.HasPrefix(path, "search/") && strings.HasSuffix(path, ".js"):
		at.kind = searchIndex
		return at
	case path == "index.html" || path == "404.html":
		at.kind = list
		return at
	case !isPage && strings.HasSuffix(path, ".html"):
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
			at.kind = list
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
			if at.kind = list; actionName.MatchString(last) { // others are views
				at.kind = action
			}
		case "decisions":
			at.kind = list
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
			at.kind = list
		}
	}
	return at
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
