package preview

// difference is what of a page its readers will not see. One of the two may not be found, but not both.
func difference(drafted, published Page) []byte {
	if drafted.Found {
		return drafted.Content
	}
	return published.Content
}
