package markdown

import (
	"strings"
	"testing"

	"minutebook/generator/source"
)

// TestAddresses holds where a link may lead. An address that is linked is shown as it comes out; of one that is not, the
// code of the error. What is written as (…) is read by the Markdown parser first, so that entities and escapes are undone
// as for a browser that is shown the result.
func TestAddresses(t *testing.T) {
	for _, test := range []struct{ written, want string }{
		// Elsewhere: https and mail.
		{"https://example.org", `href="https://example.org"`},
		{"https://example.org/a?b=c&d=e#f", `href="https://example.org/a?b=c&amp;d=e#f"`},
		{"HTTPS://EXAMPLE.ORG/A", `href="https://EXAMPLE.ORG/A"`},
		{"https://example.org:8443/", `href="https://example.org:8443/"`},
		{"https://xn--caf-dma.example/", `href="https://xn--caf-dma.example/"`},
		{"https://example.org/a%20b", `href="https://example.org/a%20b"`},
		{"https://example.org/é", `href="https://example.org/%C3%A9"`},
		{`https://example.org/"onclick="x`, `href="https://example.org/%22onclick=%22x"`},
		{"mailto:secretary@example.org", `href="mailto:secretary@example.org"`},
		{"MAILTO:o'brien+minutes@example.org", `href="mailto:o&#39;brien+minutes@example.org"`},

		// Other schemes, however they are written.
		{"http://example.org", "link-scheme"},
		{"javascript:alert(1)", "link-scheme"},
		{"JaVaScRiPt:alert(1)", "link-scheme"},
		{"javascript://example.org/%0aalert(1)", "link-scheme"},
		{"&#106;avascript:alert(1)", "link-scheme"},
		{"javascript&colon;alert(1)", "link-scheme"},
		{`javascript\:alert(1)`, "link-scheme"},
		{"java&Tab;script:alert(1)", "link-address"},
		{"java&#9;script:alert(1)", "link-address"},
		{"java&#10;script:alert(1)", "link-address"},
		{"java&NewLine;script:alert(1)", "link-address"},
		{"&#1;javascript:alert(1)", "link-address"},
		{"&#32;javascript:alert(1)", "link-address"},
		{"&nbsp;javascript:alert(1)", "link-address"},
		{"&#x200B;javascript:alert(1)", "link-address"},
		{"java%73cript:alert(1)", "link-address"},
		{"javascript%3Aalert(1)", `href="body/javascript:alert(1)"`}, // a file of that name, which is not there
		{"vbscript:x", "link-scheme"},
		{"data:text/html,<script>", "link-scheme"},
		{"blob:https://example.org/0", "link-scheme"},
		{"filesystem:https://example.org/x", "link-scheme"},
		{"view-source:https://example.org", "link-scheme"},
		{"ms-word:ofe|u|https://example.org/a.docx", "link-scheme"},
		{"file:///etc/passwd", "link-scheme"},
		{"ftp://example.org", "link-scheme"},
		{"tel:+441632960000", "link-scheme"},
		{"intent://example.org#Intent;end", "link-scheme"},
		{"about:blank", "link-scheme"},

		// Another host, and a host that is not what it seems.
		{"//example.org", "link-scheme"},
		{"///example.org", "link-scheme"},
		{`\\\\example.org`, "link-address"},
		{`/\\example.org`, "link-address"},
		{`https:\\\\example.org`, "link-address"},
		{"https:example.org", "link-scheme"},
		{"https:/example.org", "link-scheme"},
		{"https://", "link-scheme"},
		{"https://user:word@example.org", "link-scheme"},
		{"https://example.com@example.org", "link-scheme"},
		{"https://@example.org", "link-scheme"},
		{"https://еxample.org", "link-address"}, // a Cyrillic letter
		{"https://%D0%B5xample.org", "link-address"},
		{"https://ｅxample.org", "link-address"}, // a full-width letter
		{"https://example。org", "link-address"},
		{"https://exa%6Dple.org", "link-address"},
		{"https://exam&shy;ple.org", "link-address"},
		{"https://example.org&#x202E;/", "link-address"},
		{"https://example.org/%E2%80%AE", "link-address"},
		{"https://2130706433/", "link-address"},
		{"https://127.0.0.1/", "link-address"},
		{"https://[::1]/", "link-address"},
		{"https://example.org:x/", "link-address"},
		{"https://example.org/%", "link-address"},
		{"https://example.org<b>/", "link-address"},

		// Mail to more than one, or with headers.
		{"mailto:", "link-address"},
		{"mailto:secretary", "link-address"},
		{"mailto://secretary@example.org", "link-scheme"},
		{"mailto:secretary@example.org?bcc=x@example.com&body=y", "link-address"},
		{"mailto:secretary@example.org?", "link-address"},
		{"mailto:secretary@example.org#x", "link-address"},
		{"mailto:secretary@example.org,x@example.com", "link-address"},
		{"mailto:secretary@example.org%2Cx@example.com", "link-address"},
		{"mailto:secretary%40example.org", "link-address"},
		{"mailto:secretary@example.org%0D%0Abcc:x@example.com", "link-address"},
		{"mailto:secretary@ехample.org", "link-address"},

		// Within the content: a relative path, and no more.
		{"../documents/terms.md#a", `href="documents/terms.md#a"`},
		{"/etc/passwd", "link-address"},
		{"%2F%2Fexample.org", "link-address"},
		{"terms.md?x", "link-address"},
		{"terms.md?", "link-address"},
		{"terms%00.md", "link-address"},
		{"te&#x202E;rms.md", "link-address"},
	} {
		var r source.Report
		s := Inline("[x](<"+strings.ReplaceAll(strings.ReplaceAll(test.written, "<", `\<`), ">", `\>`)+">)", source.Pos{Path: "body/in.md", Line: 1, Column: 1}, "", &r)
		got := show(s.Cut(public, &r))
		if all := r.All(); len(all) > 0 {
			got = all[0].Code
		}
		if got != test.want && !strings.Contains(got, test.want+">") {
			t.Errorf("[x](%s) gives %s, not %s", test.written, got, test.want)
		}
	}
}

// TestMail holds what can be written to readers as the address of a person.
func TestMail(t *testing.T) {
	for text, want := range map[string]bool{
		"secretary@example.org":        true,
		"o'brien+a@mail.example.org":   true,
		"secretary":                    false,
		"secretary@":                   false,
		"Secretary <s@example.org>":    false,
		"s@example.org?bcc=x@y.org":    false,
		"a?bcc=x@example.org":          false,
		"a%0d%0abcc%3ax@example.org":   false,
		"a,b@example.org":              false,
		`"a b"@example.org`:            false,
		"s@example.org\n":              false,
		"s@[127.0.0.1]":                false,
		"s@еxample.org":                false,
		"javascript:alert@example.org": false,
	} {
		if IsMail(text) != want {
			t.Errorf("%q is a mail address: %v", text, !want)
		}
	}
}
