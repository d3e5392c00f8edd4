package export

import (
	"crypto/sha256"
	"html"
	"regexp"
	"strings"

	"minutebook/generator/markdown"
	"minutebook/generator/site"
)

// Whoever follows a site knows again what it has seen by its name, which therefore must never change, wherever the site is
// moved to, and must not be that of anything on another site. No address of a server and no day of a build can be in it; so
// no tag: URI (RFC 4151), which begins with the owner of a domain. It is made of what is permanent: an address within the
// site, and the prefix of the body's refs, without which every archive with a folder "board" would have the same. The title
// of the site would tell archives apart for certain, but it may be changed, and then all would be new to everybody.

// name is that of what happens at an address, and what tells apart what may happen at one.
func name(body *site.Body, at site.Address, what string) string {
	return uuid(body.Prefix + "\n" + string(at) + "\n" + what)
}

// uuid is a UUID made of a name, of version 8 (RFC 9562), as feeds and calendars want to have it. It has no letters: groups
// of four would make words, "face" or "fade", that could be those of what somebody withholds.
func uuid(name string) string {
	sum := sha256.Sum256([]byte("minutebook\n" + name))
	made := []byte("00000000-0000-8000-8000-000000000000") // the eights are its version and its variant
	digits := sum[:]
	for i := range made {
		if made[i] == '0' {
			made[i] += digits[0] % 10
			digits = digits[1:]
		}
	}
	return string(made)
}

// Outside of pages there is no style that would show the label of a marked phrase, as there can be in private copies. So the
// label is written before it, in words.
var (
	marked = regexp.MustCompile(`<(?:span|div) class="marked" data-label="([^"]*)"[^>]*>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
)

func shown(s *site.Site, f markdown.Fragment, resolve func(markdown.Target) (string, bool)) string {
	text := string(f.HTML(resolve))
	if s.Private {
		text = marked.ReplaceAllString(text, "$0[Label: $1] ")
	}
	return text
}

// words are a text of one paragraph without its markup.
func words(s *site.Site, f markdown.Fragment) string {
	if !s.Private {
		return f.Plain()
	}
	text := shown(s, f, func(markdown.Target) (string, bool) { return "", false })
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(text, ""))), " ")
}

// above are the labels of what readers of the public site do not see, in words, each once: "[Label: AMBER] ".
func above(labels ...*site.Label) string {
	said := ""
	for _, l := range labels {
		if l == nil {
			continue
		}
		words := "[Label: " + l.Name + "] "
		if l.Draft != "" {
			words = "[Label: " + l.Name + ", draft] "
		}
		if !strings.Contains(said, words) {
			said += words
		}
	}
	return said
}
