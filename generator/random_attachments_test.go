package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"
	"sync"

	"minutebook/generator/classification"
)

// An attached is a file that is no record, with the one label that it has wherever it is named.
type attached struct {
	path  string // from the root of the content
	label classification.Label
}

// planAttachments settles which files a body has beside its records: some that readers may have, and some that are
// withheld, which each version has for itself.
func (g *generator) planAttachments(b *randomBody) {
	if !b.withheld {
		for n := range g.upTo(2) {
			name := pick(g, "files/Plan %d (final).TXT", "files/2016/rates_%d.csv", "chart %d.png", "files/notes-%d.txt")
			b.attached = append(b.attached, attached{b.folder + "/" + fmt.Sprintf(name, n), g.permitted()})
		}
	}
	if !b.here {
		return
	}
	g.secretly(func() {
		for range g.upTo(2) {
			name := pick(g, "files/%s.txt", "%s/plan.csv", "chart %s.png")
			b.secret = append(b.secret, attached{b.folder + "/" + fmt.Sprintf(name, g.word()), g.above()})
		}
	})
}

// attachments writes them. What readers may have of a file is the same in all versions, and what cleaning takes out is not.
func (g *generator) attachments(c *content, b *randomBody) {
	for n, a := range b.attached {
		switch text := fmt.Sprintf("%s,%d\nthe committee\n", a.path, n); {
		case strings.HasSuffix(a.path, ".png"):
			g.secretly(func() { g.reach("what a picture does not show", classification.Unknown) })
			c.attachments[a.path] = picture(n, g.secretWords())
		case g.version == first:
			c.attachments[a.path] = "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
		default:
			c.attachments[a.path] = text
		}
	}
	g.secretly(func() {
		for _, a := range b.secret {
			g.reach("the name of an attachment", classification.Unknown)
			g.reach("a file", a.label)
			if c.attachments[a.path] = g.word() + "\n"; strings.HasSuffix(a.path, ".png") {
				c.attachments[a.path] = picture(3, g.word())
			}
		}
	})
}

// secretWords are none in the redacted version.
func (g *generator) secretWords() (words string) {
	g.secretly(func() { words = g.word() + " " + g.word() })
	return words
}

// plainPictures are as cleaning leaves them.
var plainPictures = sync.OnceValue(func() (pictures [4]string) {
	for n := range pictures {
		var b bytes.Buffer
		if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 1+n, 1))); err != nil {
			panic(err)
		}
		pictures[n] = b.String()
	}
	return pictures
})

// picture is one that says something in a chunk that nobody sees.
func picture(n int, says string) string {
	plain := plainPictures()[n]
	if says == "" {
		return plain
	}
	const header = 8 + 8 + 13 + 4 // signature, and the first chunk
	return plain[:header] + string(pngChunk("tEXt", []byte("Comment\x00"+says))) + plain[header:]
}

// attachable are the files of the same body that what is being written now may name: what readers may have, or, where
// that is withheld itself, anything.
func (g *generator) attachable() (all []attached) {
	for _, b := range g.bodies {
		if !strings.HasPrefix(g.text.path, b.folder+"/") {
			continue
		}
		if g.hidden > 0 && b.here {
			all = append(all, b.secret...)
		}
		if !b.withheld {
			all = append(all, b.attached...)
		}
	}
	return all
}

// openAttachment is the path of one that any text may show or link, as its body lists it.
func (g *generator) openAttachment() string {
	var paths []string
	for _, b := range g.bodies {
		if !b.withheld {
			for _, a := range b.attached {
				paths = append(paths, a.path)
			}
		}
	}
	if paths == nil {
		return ""
	}
	return pick(g, paths...)
}

// filesOf lists all files of a body in its own front matter, so that any text may show or link them.
func (g *generator) filesOf(b *randomBody) *node {
	entry := func(a attached) string {
		return fmt.Sprintf("  - file: %s\n    classification: %s\n", quoted(up(b.path)+a.path), a.label)
	}
	open, secret := b.attached, b.secret
	if b.withheld {
		open = nil
	}
	return g.entries("files", len(open), func(i int) string { return entry(open[i]) }, func() string {
		if len(secret) == 0 {
			return ""
		}
		a := secret[0]
		secret = secret[1:]
		return entry(a)
	})
}

// attach are the lines by which a paper or a version that is to be withheld, or is not, has a file that is published with it.
func (g *generator) attach(withhold bool) string {
	for _, a := range g.attachable() {
		if (a.label > g.ceiling) == withhold && g.one(2) {
			if withhold {
				g.reach("a file that is published", a.label)
			}
			return fmt.Sprintf("    file: %s\n    classification: %s\n", quoted(up(g.text.path)+a.path), a.label)
		}
	}
	return ""
}
