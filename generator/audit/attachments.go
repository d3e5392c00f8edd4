package audit

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"unicode/utf8"

	"minutebook/generator/source"
)

// An Attachment is a file of the content that is no record. One that is published is public as it is in the content, be it
// that it is published in another form, without its metadata, say.
type Attachment struct {
	Path      string // in the content
	Published bool
	Data      []byte
}

// window is how many bytes of an attachment are looked for as such.
const window = 64

const roll = 0x9ddfea08eb382d69

var rollOut = func() uint64 { // roll to the power of window-1
	p := uint64(1)
	for range window - 1 {
		p *= roll
	}
	return p
}()

// eachWindow tells the hash of every stretch of window bytes, and where it begins.
func eachWindow(b []byte, tell func(h uint64, from int)) {
	if len(b) < window {
		return
	}
	h := uint64(0)
	for i, c := range b {
		if i >= window {
			h -= (uint64(b[i-window]) + 1) * rollOut
		}
		h = h*roll + uint64(c) + 1
		if i >= window-1 {
			tell(mix(h), i-window+1)
		}
	}
}

// attach adds what is to be looked for of withheld attachments: their bytes and their digests. It returns their names and,
// of those that are text, the text.
func (a *Audit) attach(all []Attachment) (passages []*passage) {
	for _, x := range all {
		if x.Published {
			continue
		}
		file := &passage{kind: fileName, text: path.Base(x.Path), pos: source.Pos{Path: x.Path}}
		passages = append(passages, file)
		if utf8.Valid(x.Data) && bytes.IndexByte(x.Data, 0) < 0 {
			passages = append(passages, &passage{text: string(x.Data), kind: lines, pos: source.Pos{Path: x.Path, Line: 1, Column: 1}})
		}
		if len(x.Data) < 16 {
			continue // the same bytes may be anybody's
		}
		sum := sha256.Sum256(x.Data)
		a.digests[sum] = &term{passage: file}
		passages = append(passages, &passage{text: hex.EncodeToString(sum[:]), pos: file.pos})
		eachWindow(x.Data, func(h uint64, from int) {
			if from%window == 0 && varied(x.Data[from:from+window]) && a.windows.at[h] == nil {
				a.windows.at[h] = &term{passage: file}
			}
		})
	}
	return passages
}

// varied tells whether bytes are more than filling.
func varied(b []byte) bool {
	var seen [256]bool
	n := 0
	for _, c := range b {
		if !seen[c] {
			seen[c] = true
			n++
		}
	}
	return n >= 8
}
