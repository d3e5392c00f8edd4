package preview

import between "minutebook/generator/preview/difference"

// difference is what of a page its readers will not see. One of the two may not be found, but not both.
func difference(drafted, published Page) []byte {
	switch {
	case !published.Found:
		return between.Of(drafted.Content, nil)
	case !drafted.Found: // there is nothing that readers see and the drafter does not
		return published.Content
	default:
		return between.Of(drafted.Content, published.Content)
	}
}
