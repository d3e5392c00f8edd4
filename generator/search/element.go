package search

import (
	"bytes"
	"strings"
)

func has(class []byte, name string) bool {
	for len(class) > 0 {
		one, rest, _ := bytes.Cut(class, []byte(" "))
		if string(one) == name {
			return true
		}
		class = rest
	}
	return false
}

// inlines are the elements in which a block of text goes on.
var inlines = set("a abbr b bdi bdo cite code data del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr")

// outside are those that are no text of the page's own.
var outside = set("nav script style template form noscript footer head")

var voids = set("area base br col embed hr img input link meta source track wbr")

var others = set("main section header div p li ul ol dl dt dd table caption thead tbody tr th td h1 h2 h3 h4 h5 h6 blockquote pre article aside figure title html body")

func set(names string) map[string]bool {
	all := map[string]bool{}
	for _, name := range strings.Fields(names) {
		all[name] = true
	}
	return all
}

// spellings are the names of elements, so that none need be made for each tag.
var spellings = map[string]string{}

func init() {
	for _, names := range []map[string]bool{inlines, outside, voids, others} {
		for name := range names {
			spellings[name] = name
		}
	}
}

func nameOf(raw []byte) string {
	if name, known := spellings[string(raw)]; known {
		return name
	}
	return string(raw)
}
