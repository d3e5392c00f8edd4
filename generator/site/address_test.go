package site

import "testing"

func TestSlugOf(t *testing.T) {
	for _, c := range []struct{ ref, prefix, want string }{
		{"SECPMA 25/04", "SECPMA", "25-04"},
		{"SECPMA 112/D02", "SECPMA", "112-d02"},
		{"SECPMA_25_1207_06", "SECPMA", "25-1207-06"},
		{"SECMP00018", "SEC", "secmp00018"},     // the prefix must end where a word does
		{"SECPMA 25/04", "SEC", "secpma-25-04"}, // and be the body's
		{"CR101a", "SECPMA", "cr101a"},
		{"  ..Årsmøte -- 2 !", "X", "årsmøte-2"},
		{"SECPMA", "SECPMA", "secpma"},
	} {
		if got := slugOf(c.ref, c.prefix); got != c.want {
			t.Errorf("slugOf(%q, %q) = %q, want %q", c.ref, c.prefix, got, c.want)
		}
	}
	if got := slugFile("smki-pma/consultations/Recovery_Key.v2.md"); got != "recovery-key-v2" {
		t.Errorf("slugFile = %q", got)
	}
	for path, want := range map[string]Address{
		"smki-pma/files/2016/Guidance (v1.1), FINAL.PDF": "/files/smki-pma/guidance-v1-1-final.pdf",
		"a b/c#d?.png": "/files/a-b/c-d.png",
	} {
		if got := addressOfFile(path); got != want {
			t.Errorf("addressOfFile(%q) = %q, want %q", path, got, want)
		}
	}
	if got := Address("/files/a/b.pdf").at("page=2 \""); got != "/files/a/b.pdf#page=2%20%22" {
		t.Errorf("at = %q", got)
	}
}

func TestRelative(t *testing.T) {
	for _, c := range []struct{ from, to, want, portable Address }{
		{"/", "/", "./", "index.html"},
		{"/", "/actions/", "actions/", "actions/index.html"},
		{"/a/", "/", "../", "../index.html"},
		{"/a/actions/25-04/", "/a/actions/25-05/", "../25-05/", "../25-05/index.html"},
		{"/a/actions/25-04/", "/a/meetings/25/#item-6", "../../meetings/25/#item-6", "../../meetings/25/index.html#item-6"},
		{"/a/actions/25-04/", "/ab/", "../../../ab/", "../../../ab/index.html"},
		{"/a/meetings/25/", "/a/meetings/25/#25-d02", "#25-d02", "#25-d02"},
		{"/a/meetings/2/", "/a/meetings/25/", "../25/", "../25/index.html"},
		{"/a/meetings/25/", "/a/", "../../", "../../index.html"},
		{"/404.html", "/about/", "about/", "about/index.html"},
		{"/a/b/c/d/e/f/g/h/i/j/", "/x", "../../../../../../../../../../x", "../../../../../../../../../../x"},
	} {
		if got := relative(c.from, c.to, false); got != string(c.want) {
			t.Errorf("relative(%q, %q) = %q, want %q", c.from, c.to, got, c.want)
		}
		if got := relative(c.from, c.to, true); got != string(c.portable) {
			t.Errorf("portable relative(%q, %q) = %q, want %q", c.from, c.to, got, c.portable)
		}
	}
}

func TestFile(t *testing.T) {
	for a, want := range map[Address]string{"/": "index.html", "/a/b/": "a/b/index.html", "/404.html": "404.html", "/a/#x": "a/index.html"} {
		if got := a.File(); got != want {
			t.Errorf("%q.File() = %q, want %q", a, got, want)
		}
	}
}
