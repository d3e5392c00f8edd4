package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"syscall"
	"testing"
)

// A reader who opens files by their path finds a site at every moment, and within one opened site all files are of one
// generation.
func TestReadersAlwaysFindAWholeSite(t *testing.T) {
	t.Parallel()
	out := filepath.Join(t.TempDir(), "public")
	generation := func(n int) site {
		g := fmt.Sprintf("generation %d", n)
		return site{"index.html": g, "a/deep/page.html": g, fmt.Sprintf("only-%d.html", n): g}
	}
	publish(t, out, generation(0))

	var (
		wg   sync.WaitGroup
		stop = make(chan struct{})
	)
	until := func(f func() error) {
		wg.Go(func() {
			for n := 0; ; n++ {
				if err := f(); err != nil {
					t.Errorf("read %d: %v", n, err)
					return
				}
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	until(func() error {
		data, err := os.ReadFile(filepath.Join(out, "index.html"))
		if err == nil && len(data) < len("generation 0") {
			err = fmt.Errorf("index.html holds %q", data)
		}
		return err
	})
	until(func() error { return readOneSite(out) })

	for n := 1; n <= 200; n++ {
		if r := publish(t, out, generation(n)); r != (Result{Files: 3, Written: 3, Removed: 1}) {
			t.Errorf("swap %d: %+v", n, r)
		}
	}
	close(stop)
	wg.Wait()
}

// readOneSite opens the published directory and compares two files in it. The directory opened may have been replaced
// since, and is being removed then; as long as it is the published one, nothing in it may be missing.
func readOneSite(out string) error {
	root, err := os.OpenRoot(out)
	if err != nil {
		return err
	}
	defer root.Close()
	one, err1 := root.ReadFile("index.html")
	two, err2 := root.ReadFile("a/deep/page.html")
	if err1 == nil && err2 == nil {
		if string(one) != string(two) {
			return fmt.Errorf("one site holds %q and %q", one, two)
		}
		return nil
	}
	opened, err := root.Stat(".")
	if err != nil {
		return err
	}
	published, err := os.Stat(out)
	if err != nil {
		return err
	}
	if os.SameFile(opened, published) {
		return fmt.Errorf("the published site lacks a file: %v, %v", err1, err2)
	}
	return nil
}

func TestGroupIsKept(t *testing.T) {
	out := filepath.Join(t.TempDir(), "public")
	publish(t, out, before)
	group := func() int {
		info, err := os.Stat(out)
		must(t, err)
		return int(info.Sys().(*syscall.Stat_t).Gid)
	}
	// The superuser may give a directory any group, others only one of their own.
	groups, err := os.Getgroups()
	must(t, err)
	if os.Geteuid() == 0 {
		groups = append(groups, group()+1)
	}
	other := slices.IndexFunc(groups, func(g int) bool { return g != group() })
	if other < 0 {
		t.Skip("this user is in one group alone, and so is every file")
	}
	must(t, os.Chown(out, -1, groups[other]))
	publish(t, out, after)
	if got := group(); got != groups[other] {
		t.Errorf("a site of group %d was replaced by one of %d", groups[other], got)
	}
}
