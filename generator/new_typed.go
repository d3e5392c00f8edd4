package main

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// typed checks a string from the command line that goes into a file: what cannot be seen there is refused.
func typed(flag, s string) error {
	if strings.TrimSpace(s) == "" {
		return usage("give it a value, or leave it out", "--%s is empty", flag)
	}
	unseen := func(r rune) bool { return !unicode.IsPrint(r) && r != '\u200c' && r != '\u200d' }
	if !utf8.ValidString(s) || strings.ContainsFunc(s, unseen) {
		return usage("write it on one line, with letters and signs that can be seen", "--%s has a character that cannot stand in a file", flag)
	}
	return nil
}
