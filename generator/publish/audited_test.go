package publish

import (
	"path/filepath"
	"slices"
	"testing"
)

// TestAudited holds that an audit before the swap sees every file of the site to be, with its bytes: those that it is told
// of are all that are staged, and the manifest is the one that is added.
func TestAudited(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	publish(t, out, before)
	st := stage(t, out, after)
	if got, want := st.Files(), []string{"calendar/index.html", "feed.xml", "index.html"}; !slices.Equal(got, want) {
		t.Errorf("the files are %q, not %q", got, want)
	}
	path, content := st.Manifest()
	equal(t, "staged", read(t, st.Dir()).files(), after.with())
	if _, err := st.Swap(); err != nil {
		t.Fatal(err)
	}
	if path != manifestName || read(t, out)[path] != string(content) {
		t.Error("another manifest is published than the one that was shown before")
	}
}
