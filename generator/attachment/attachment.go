// Package attachment makes of a file that a record names what may be published of it: the same picture or document,
// without what the file holds beside what it shows. It knows nothing of records and labels; which files are published,
// and where, is decided elsewhere.
//
// Its rules:
//
//   - What may be published is listed: types of files, chunks and segments of pictures, keys of a PDF. What is not on the
//     list is left out where nothing is seen of it, and the file is refused where that cannot be known.
//   - A file is written anew from what was understood of it; nothing is searched for and blotted out.
//   - Nothing depends on anything but the bytes of the file, and what is clean is left as it is, byte for byte: a content
//     with cleaned files builds the same site.
//   - A file that would have to be guessed at is refused. What is said of it never quotes it.
//
// What it cannot see is what is shown and should not be: a name in a photograph, words under a black bar of a PDF.
package attachment

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
)

// What is read of a file, at most.
const (
	MaxBytes  = 32 << 20 // of a picture or a PDF
	MaxText   = 8 << 20  // bytes of a text or table
	MaxPixels = 32 << 20 // of a picture
)

// A Refusal says why a file may not be published as it is, and what its drafter can do. Code is one of codes.md.
type Refusal struct{ Code, Message, Hint string }

func (r *Refusal) Error() string { return r.Message }

// A fileType is a type of file that is published.
type fileType struct {
	begins  []string // what a file of it begins with, one of these
	maximum int      // bytes
	clean   func(data []byte) ([]byte, error)
}

var (
	jpegType = fileType{[]string{"\xff\xd8\xff"}, MaxBytes, cleanJPEG}
	textType = fileType{[]string{""}, MaxText, cleanText}
)

// types are the types that are published, by the endings of names.
var types = map[string]fileType{
	".png":  {[]string{pngSignature}, MaxBytes, cleanPNG},
	".jpg":  jpegType,
	".jpeg": jpegType,
	".pdf":  {[]string{"%PDF-1.", "%PDF-2."}, MaxBytes, cleanPDF},
	".csv":  textType,
	".txt":  textType,
}

// instead says what to do with a file of a type that is not published, by the endings of names.
var instead = map[string]string{
	".doc .docx .odt .rtf .pages .ppt .pptx .odp .key":                "save it as a PDF",
	".xls .xlsx .xlsm .ods .numbers":                                  "save the sheet that is meant as .csv, or as a PDF",
	".svg .gif .webp .heic .heif .avif .bmp .tif .tiff .eps .ai .psd": "save the picture as .png or .jpg",
	".zip .7z .rar .gz .tar .tgz":                                     "publish the files in it one by one",
	".htm .html .mht .xml .json .eml .msg":                            "save it as a PDF, or as .txt",
	".mp3 .mp4 .m4a .mov .avi .wav .webm":                             "publish what was said as minutes, or as .txt",
}

// Clean makes of a file's bytes what may be published of it. name gives its type by its ending, in upper or lower case.
// The error is a *Refusal.
func Clean(name string, data []byte) ([]byte, error) {
	ending := strings.ToLower(path.Ext(name))
	t, known := types[ending]
	switch {
	case !known:
		return nil, refusal("file-type", "files of this type are not published", hintInstead(ending))
	case len(data) > t.maximum:
		return nil, tooLarge(fmt.Sprintf("a file of this type may have %d MiB", t.maximum>>20))
	case !t.begun(data):
		return nil, refusal("file-content", "the file is of another type than its name says", "save it again as "+ending+", or rename it if it is of one of the other types that are published")
	}
	clean, err := t.clean(data)
	if err == nil && len(clean) > t.maximum {
		return nil, tooLarge("save it smaller")
	}
	return clean, err
}

func (t fileType) begun(data []byte) bool {
	for _, b := range t.begins {
		if bytes.HasPrefix(data, []byte(b)) {
			return true
		}
	}
	return false
}

func hintInstead(ending string) string {
	for endings, hint := range instead {
		if slices.Contains(strings.Fields(endings), ending) {
			return hint
		}
	}
	return "publish it as .pdf, .png, .jpg, .csv or .txt"
}

func refusal(code, message, hint string) *Refusal { return &Refusal{code, message, hint} }

func tooLarge(hint string) *Refusal {
	return refusal("file-too-large", "the file is larger than what is published", hint)
}

// broken refuses what is not as its format says.
func broken(hint string) *Refusal {
	return refusal("file-content", "the file is damaged, or written in a way that is not read here", hint)
}

// hidden refuses a file that has more than it shows, or shows it otherwise than it is.
func hidden(message, hint string) *Refusal { return refusal("file-metadata", message, hint) }
