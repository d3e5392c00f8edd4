package audit

import (
	"bytes"

	"golang.org/x/text/unicode/norm"
)

// plainForm is text without case, in the form in which it is compared: composed, its look-alikes for compatibility (ligatures,
// full width) as what they stand for, and without what does not show.
func plainForm(b []byte) []byte {
	b = bytes.Map(func(r rune) rune {
		if unshown(r) {
			return -1
		}
		return r
	}, b)
	return norm.NFKC.Bytes(fold.Bytes(norm.NFKC.Bytes(b)))
}
