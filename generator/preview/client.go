package preview

import _ "embed"

// The client is what runs in a page of the preview.
var (
	//go:embed client.js
	clientScript []byte
	//go:embed client.css
	clientStyle []byte
)
