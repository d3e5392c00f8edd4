package publish

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

const benchPages = 3000

// pages are as those of a site: many directories with an index of some kilobytes, and data files beside them.
func pages() (paths []string, content []byte) {
	for n := range benchPages {
		if n%3 == 2 {
			paths = append(paths, fmt.Sprintf("data/%d.json", n))
		} else {
			paths = append(paths, fmt.Sprintf("smki-pma/actions/25-%d/index.html", n))
		}
	}
	return paths, make([]byte, 8<<10)
}

// BenchmarkWrite compares staging with its peer, plain os.WriteFile of the same files to directories made by
// os.MkdirAll, remembered. To compare the code and not the disk, set TMPDIR to a directory in memory.
func BenchmarkWrite(b *testing.B) {
	paths, content := pages()
	plain := func(b *testing.B, writers int) {
		dir := b.TempDir()
		var made sync.Map
		inParallel(writers, paths, func(p string) {
			path := filepath.Join(dir, filepath.FromSlash(p))
			if _, ok := made.Load(filepath.Dir(path)); !ok {
				must(b, os.MkdirAll(filepath.Dir(path), 0o755))
				made.Store(filepath.Dir(path), true)
			}
			must(b, os.WriteFile(path, content, 0o644))
		})
		b.StopTimer()
		must(b, os.RemoveAll(dir))
		b.StartTimer()
	}
	staged := func(b *testing.B, writers int) {
		st, err := Stage(filepath.Join(b.TempDir(), "public"))
		must(b, err)
		inParallel(writers, paths, func(p string) { must(b, st.Write(p, content)) })
		b.StopTimer()
		st.Discard()
		b.StartTimer()
	}
	for _, writers := range []int{1, 2} {
		for _, run := range []struct {
			name string
			f    func(*testing.B, int)
		}{{"plain", plain}, {"staged", staged}} {
			b.Run(fmt.Sprintf("writers=%d/%s", writers, run.name), func(b *testing.B) {
				for b.Loop() {
					run.f(b, writers)
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*benchPages), "µs/file")
			})
		}
	}
}

func inParallel(workers int, paths []string, f func(string)) {
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(paths); i += workers {
				f(paths[i])
			}
		})
	}
	wg.Wait()
}

// BenchmarkSwap is the cost of a whole site over another: checking, flushing, exchanging, removing.
func BenchmarkSwap(b *testing.B) {
	out := filepath.Join(b.TempDir(), "public")
	paths, content := pages()
	for b.Loop() {
		b.StopTimer()
		st, err := Stage(out)
		must(b, err)
		inParallel(2, paths, func(p string) { must(b, st.Write(p, content)) })
		b.StartTimer()
		_, err = st.Swap()
		must(b, err)
	}
}
