package markdown

import (
	"net/url"
	"regexp"
)

// hostName is a name in ASCII with a last part that begins with a letter. Letters of other alphabets look like these, or
// are made into these by browsers; an address in numbers does not say whose it is, and has many spellings.
const hostName = `(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)*[A-Za-z](?:[A-Za-z0-9-]*[A-Za-z0-9])?`

var (
	hostPattern = regexp.MustCompile(`^` + hostName + `(?::[0-9]{1,5})?$`)
	mailPattern = regexp.MustCompile(`^[A-Za-z0-9._+'-]+@` + hostName + `$`)
)

// plainHost tells whether a reader who reads the host of an address knows where the link leads.
func plainHost(u *url.URL) bool { return hostPattern.MatchString(u.Host) }

// IsMail tells whether a text is one mail address that can stand in a link as it is: no more recipients, no headers, and
// nothing that means something in an address.
func IsMail(text string) bool { return mailPattern.MatchString(text) }
