package minutes

import "testing"

// TestSiteAddress holds what can be the address of a site: what pages are called in full is made by adding to it, and the
// links of the page for what is not found begin with its path.
func TestSiteAddress(t *testing.T) {
	for text, want := range map[string]bool{
		"https://minutes.example.org":          true,
		"https://minutes.example.org/":         true,
		"https://minutes.example.org:8443/a/b": true,
		"HTTPS://minutes.example.org/":         true,
		"http://minutes.example.org/":          false,
		"javascript:alert(1)":                  false,
		"//minutes.example.org/":               false,
		"https:///a":                           false,
		"https://":                             false,
		"https://user:word@example.org/":       false,
		"https://@example.org/":                false,
		"https://example.org//evil.example/":   false,
		"https://example.org/%2F/evil.example": false,
		`https://example.org/\evil.example/`:   false,
		"https://example.org/?":                false,
		"https://example.org/?a":               false,
		"https://example.org/#":                false,
		"https://example.org/ a":               false,
		"https://example.org/%0a":              false,
		"https://еxample.org/":                 false,
		"https://example.org<b>/":              false,
		"":                                     false,
	} {
		if IsSiteAddress(text, "https") != want {
			t.Errorf("%q is the address of a site: %v", text, !want)
		}
	}
	if !IsSiteAddress("http://127.0.0.1:8000/", "https", "http") {
		t.Error("a local address is refused where http is allowed")
	}
}
