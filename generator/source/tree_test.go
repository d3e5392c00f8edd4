package source

import (
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestTreeAgain does things at random to a directory, and compares the tree that is read again, by the paths of what has
// changed, with one that is read anew: what is in it, the bytes of what is named, and that the rest is what it was.
func TestTreeAgain(t *testing.T) {
	told, states := 0, 0
	for seed := range uint64(60) {
		d := &directory{t: t, dir: t.TempDir(), chance: rand.New(rand.NewPCG(seed, 1))}
		for range 20 {
			d.write(d.any())
		}
		before := d.look()
		tree, data := d.read()
		for range 60 {
			did := d.edit()
			after := d.look()
			named := d.differ(before, after)
			anew, bytes := d.read()
			again, ok, err := tree.Again(named)
			states++
			if ok && err == nil {
				told++
				if !slices.Equal(again.Attachments, anew.Attachments) {
					t.Fatalf("seed %d, %s, %q: attachments are %q, not %q", seed, did, named, again.Attachments, anew.Attachments)
				}
				if got, want := paths(again.Files), paths(anew.Files); !slices.Equal(got, want) {
					t.Fatalf("seed %d, %s, %q: files are %q, not %q", seed, did, named, got, want)
				}
				for _, f := range again.Files {
					if f.Unchanged {
						f.Data = data[f.Path]
					}
					if string(f.Data) != string(bytes[f.Path]) {
						t.Fatalf("seed %d, %s, %q: %s has %q (unchanged: %v), not %q", seed, did, named, f.Path, f.Data, f.Unchanged, bytes[f.Path])
					}
				}
				if anew.faulty {
					t.Fatalf("seed %d, %s, %q: a fault is overlooked", seed, did, named)
				}
				anew = again
			} else if plain(named, tree, before, after) {
				t.Fatalf("seed %d, %s, %q: it cannot tell (%v)", seed, did, named, err)
			}
			tree, data, before = anew, bytes, after
		}
	}
	t.Logf("of %d states, %d were told by the paths of what had changed", states, told)
	if told < states/4 || told > states*9/10 {
		t.Errorf("of %d states, %d were told by the paths of what had changed, so one of the two is hardly tried", states, told)
	}
}

// plain tells whether nothing but files was concerned, so that there is no reason to read everything.
func plain(named []string, tree Tree, states ...map[string]string) bool {
	return !tree.faulty && !slices.ContainsFunc(named, func(p string) bool {
		return slices.ContainsFunc(states, func(s map[string]string) bool {
			return strings.HasPrefix(s[p], "folder") || strings.HasPrefix(s[p], "link") || unshowable(p)
		})
	})
}

func paths(files []File) []string {
	var all []string
	for _, f := range files {
		all = append(all, f.Path)
	}
	return all
}

// A directory is one with which somebody does things.
type directory struct {
	t      *testing.T
	dir    string
	chance *rand.Rand
	wrote  int
}

func (d *directory) at(p string) string { return filepath.Join(d.dir, filepath.FromSlash(p)) }

func pick(c *rand.Rand, of ...string) string { return of[c.IntN(len(of))] }

// any is a path that there may be.
func (d *directory) any() string {
	name := pick(d.chance, "site.yaml", "x.md", "y.md", "z.md", "plan.txt", "plan", "x.md", ".x.md", "_y.md")
	if d.chance.IntN(40) == 0 {
		name = pick(d.chance, "bad\u202e.md", `bad\.txt`)
	}
	return path.Join(pick(d.chance, "", "a", "a/b", "c", "a", "c", ".h", "_d", "c/_e"), name)
}

func (d *directory) write(p string) {
	os.MkdirAll(d.at(path.Dir(p)), 0o777) // where there is a file in its place, nothing happens
	d.wrote++
	os.WriteFile(d.at(p), []byte{byte('a' + d.wrote%26), byte('a' + d.wrote/26%26)}, 0o666)
}

// edit does something, and says what.
func (d *directory) edit() string {
	p := d.any()
	switch d.chance.IntN(13) {
	case 0, 1, 2, 3, 4:
		d.write(p)
		return "written " + p
	case 5, 6:
		os.RemoveAll(d.at(p))
		return "taken away " + p
	case 7:
		to := d.any()
		os.Rename(d.at(p), d.at(to))
		return "moved " + p + " to " + to
	case 8:
		from, to := path.Dir(p), path.Dir(d.any())
		if from != "." && to != "." {
			os.Rename(d.at(from), d.at(to))
		}
		return "moved " + from + " to " + to
	case 9:
		os.RemoveAll(d.at(p))
		os.Mkdir(d.at(p), 0o777)
		d.write(path.Join(p, "in.md"))
		return "a folder in the place of " + p
	case 10:
		of := path.Dir(p)
		if of != "." {
			os.RemoveAll(d.at(of))
			d.write(of)
		}
		return "a file in the place of " + of
	case 11:
		os.Remove(d.at(p))
		to := pick(d.chance, filepath.Base(d.any()), "x.md", "../a/x.md", ".", "../..", "nowhere")
		os.Symlink(to, d.at(p))
		return "a link at " + p + " to " + to
	default: // faults do not stay
		for q, is := range d.look() {
			if strings.HasPrefix(is, "link") || unshowable(q) || strings.HasSuffix(q, ".md") && strings.HasPrefix(is, "folder") {
				os.RemoveAll(d.at(q))
			}
		}
		os.MkdirAll(d.at("a/b"), 0o777)
		return "tidied up"
	}
}

// look is what there is at each path, with what is in it, or where it leads.
func (d *directory) look() map[string]string {
	found := map[string]string{}
	filepath.WalkDir(d.dir, func(full string, e fs.DirEntry, err error) error {
		rest, _ := filepath.Rel(d.dir, full)
		switch p := filepath.ToSlash(rest); {
		case err != nil:
			d.t.Fatal(err)
		case p == ".":
		case e.IsDir():
			found[p] = "folder"
		default:
			data, err := os.ReadFile(full)
			found[p] = "file " + string(data)
			if e.Type()&fs.ModeSymlink != 0 {
				to, _ := os.Readlink(full)
				found[p] = "link to " + to + " with " + string(data)
				if err != nil {
					found[p] += " and none"
				}
			}
		}
		return nil
	})
	return found
}

// differ are the paths at which two looks differ, in no order, some of them twice, and perhaps others. Of a folder that is
// gone, it may be all that is named.
func (d *directory) differ(before, after map[string]string) []string {
	var named []string
	brief := d.chance.IntN(2) == 0
	for p, is := range before {
		if above, was := before[path.Dir(p)]; after[p] != is && !(brief && was && after[path.Dir(p)] != above) {
			named = append(named, p)
		}
	}
	for p, is := range after {
		if _, was := before[p]; !was {
			named = append(named, p)
		} else if d.chance.IntN(20) == 0 && !strings.HasPrefix(is, "folder") {
			named = append(named, p, p)
		}
	}
	return named
}

func (d *directory) read() (Tree, map[string][]byte) {
	tree, err := ReadTree(d.dir, &Report{})
	if err != nil {
		d.t.Fatal(err)
	}
	data := map[string][]byte{}
	for _, f := range tree.Files {
		data[f.Path] = f.Data
	}
	return tree, data
}
