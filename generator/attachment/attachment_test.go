package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
)

// clean is what is published of a file, and it must be accepted as it is.
func clean(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	out, err := Clean(name, data)
	if err != nil {
		t.Fatalf("%s is refused: %v", name, err)
	}
	again, err := Clean(name, out)
	if err != nil || !bytes.Equal(again, out) {
		t.Fatalf("%s: what is clean does not stay as it is: %v", name, err)
	}
	return out
}

var (
	packed = regexp.MustCompile(`stream\r?\n|IDAT|zTXt[^\x00]*\x00\x00|iCCP[^\x00]*\x00\x00|iTXt[^\x00]*\x00\x01\x00\x00\x00`)
	digits = regexp.MustCompile(`<([0-9A-Fa-f\s]+)>`)
)

// everything is the bytes of a file, and what is in it after decompression and as hexadecimal digits. It shares nothing
// with what it looks through.
func everything(data []byte) string {
	var b strings.Builder
	b.Write(data)
	for _, at := range packed.FindAllIndex(data, -1) {
		if z, err := zlib.NewReader(bytes.NewReader(data[at[1]:])); err == nil {
			inflated, _ := io.ReadAll(z)
			b.Write(inflated)
		}
	}
	for _, m := range digits.FindAllStringSubmatch(b.String(), -1) {
		decoded, _ := hex.DecodeString(strings.Join(strings.Fields(m[1]), ""))
		b.Write(decoded)
	}
	return b.String()
}

// canaries looks for words that stand where a file can hide something: all are found in it, and none in what is published
// of it.
func canaries(t *testing.T, name string, data []byte, words ...string) []byte {
	t.Helper()
	before := everything(data)
	for _, w := range words {
		if !strings.Contains(before, w) {
			t.Errorf("%s: the search does not find %s where it was planted", name, w)
		}
	}
	out := clean(t, name, data)
	after := everything(out)
	for _, w := range words {
		if strings.Contains(after, w) {
			t.Errorf("%s: %s is published", name, w)
		}
	}
	return out
}

// TestRefused lists what is refused, and what is said of it.
func TestRefused(t *testing.T) {
	plain := "<</Type/Catalog/Pages 2 0 R>>"
	for _, c := range []struct {
		what, name string
		data       []byte
		want       string
	}{
		{"an office file", "Report.DOCX", nil, "file-type: save it as a PDF"},
		{"a spreadsheet", "a.xlsx", nil, "file-type: save the sheet that is meant as .csv, or as a PDF"},
		{"a drawing", "a.svg", nil, "file-type: save the picture as .png or .jpg"},
		{"a photograph of a telephone", "a.heic", nil, "file-type: save the picture as .png or .jpg"},
		{"an archive", "a.tar.gz", nil, "file-type: publish the files in it one by one"},
		{"a web page", "a.html", nil, "file-type: save it as a PDF, or as .txt"},
		{"a recording", "a.mp3", nil, "file-type: publish what was said as minutes, or as .txt"},
		{"a program", "a.exe", nil, "file-type: publish it as .pdf, .png, .jpg, .csv or .txt"},
		{"no ending", "pdf", nil, "file-type: publish it as .pdf, .png, .jpg, .csv or .txt"},

		{"a PDF as .png", "a.png", document(plain), "file-content: save it again as .png"},
		{"a PNG as .jpg", "a.jpg", encodePNG(picture()), "file-content: save it again as .jpg"},
		{"a JPEG as .pdf", "a.pdf", encodeJPEG(), "file-content: save it again as .pdf"},
		{"a PDF as .txt", "a.txt", []byte("%PDF-1.4\n"), "file-content: save it as plain text, or publish it as a PDF"},
		{"an empty picture", "a.png", nil, "file-content: save it again as .png"},
		{"something before the PDF", "a.pdf", append([]byte("x"), document(plain)...), "file-content: save it again as .pdf"},

		{"a long text", "a.txt", bytes.Repeat([]byte("a"), MaxText+1), "file-too-large: a file of this type may have 8 MiB"},
		{"a long PDF", "a.pdf", make([]byte, MaxBytes+1), "file-too-large: a file of this type may have 32 MiB"},
		{"many pixels in few bytes", "a.png", pngHeader(100_000, 100_000), "file-too-large: save it with less than 32 million pixels"},
		{"many pixels as JPEG", "a.jpg", jpegOf(segmentOf(sof0, "\x08\xff\xff\xff\xff\x01\x01\x11\x00")), "file-too-large: save it with less than 32 million pixels"},

		{"text of another encoding", "a.csv", []byte("caf\xe9"), "file-content: save it as UTF-8"},
		{"text of 16 bits", "a.csv", []byte("\xff\xfea\x00"), "file-content: save it as UTF-8"},
		{"a NUL", "a.txt", []byte("a\x00b"), "file-content: take out control characters"},
		{"a lone carriage return", "a.txt", []byte("a\rb"), "file-content: take out control characters"},
		{"a turned direction", "a.txt", []byte("a\u202eb"), "file-content: take out control characters"},
		{"a separator of lines", "a.txt", []byte("a\u2028b"), "file-content: take out control characters"},

		{"a PNG cut off", "a.png", encodePNG(picture())[:60], "file-content: open it and save it again as .png"},
		{"a PNG with something behind its rows", "a.png", append(append(pngHeader(4, 4), chunk("IDAT", deflated(rows+"Canary"))...), chunk("IEND", "")...), "file-content: open it and save it again as .png"},
		{"a PNG that moves", "a.png", withChunks(encodePNG(picture()), chunk("acTL", "\x00\x00\x00\x02\x00\x00\x00\x00")), "file-metadata: save the one that is meant as .png"},
		{"a JPEG cut off", "a.jpg", encodeJPEG()[:300], "file-content: open it and save it again as .jpg, or as .png"},
		{"a JPEG shown upright by Exif", "a.jpg", jpegOf(segmentOf(app1, exif(6, ""))), "file-metadata: turn it upright and save it again"},
		{"the same from the other end", "a.jpg", jpegOf(segmentOf(app1, "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x03\x00\x00\x00\x00\x00\x00")), "file-metadata: turn it upright and save it again"},
		{"a JPEG of lossless kind", "a.jpg", jpegOf(segmentOf(0xc3, "")), "file-content: open it and save it again as .jpg, or as .png"},

		{"a PDF without pages", "a.pdf", document(plain, "<</Type/Pages/Kids[]/Count 0>>"), "file-content: print the document to a new PDF"},
		{"a PDF cut off", "a.pdf", page("")[:200], "file-content: print the document to a new PDF"},
		{"an encrypted PDF", "a.pdf", bytes.Replace(page(""), []byte("/Root"), []byte("/Encrypt<</Filter/Standard>>/Root"), 1), "file-metadata: save it without a password and without restrictions"},
		{"layers", "a.pdf", document("<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[9 0 R]>>>>"), "file-metadata: " + hintPrint},
		{"a folder of files", "a.pdf", document("<</Type/Catalog/Pages 2 0 R/Collection<<>>>>"), "file-metadata: publish the files in it one by one"},
		{"a signature", "a.pdf", document("<</Type/Catalog/Pages 2 0 R/Perms<</DocMDP 9 0 R>>>>"), "file-metadata: publish it unsigned"},
		{"a form", "a.pdf", document("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[9 0 R]>>>>"), "file-metadata: " + hintPrint},
		{"a form in XML", "a.pdf", document("<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]/XFA(x)>>>>"), "file-metadata: " + hintPrint},
		{"a comment", "a.pdf", page("/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(x)>>]"), "file-metadata: " + hintPrint + ", without comments"},
		{"a file attached to a page", "a.pdf", page("/Annots[<</Subtype/FileAttachment/Rect[0 0 9 9]>>]"), "file-metadata: " + hintPrint + ", without comments"},
		{"a cropped page", "a.pdf", page("/CropBox[0 0 100 50]"), "file-metadata: " + hintPrint},
		{"invisible text", "a.pdf", page("", "BT /F1 9 Tf 3 Tr (x) Tj ET"), "file-metadata: " + hintPrint},
		{"an operator that there is not", "a.pdf", page("", "CanaryWord"), "file-content: " + hintPDF},
		{"operands of nothing", "a.pdf", page("", "(x) q"), "file-content: " + hintPDF},
		{"a picture packed as fax", "a.pdf", document(plain, onePage("/XObject<</I 5 0 R>>", ""), "", stream("", "/I Do"), stream("/Subtype/Image/Width 8/Height 8/ImageMask true/Filter/CCITTFaxDecode", "x")), "file-content: the document has pictures packed in a way that is not read"},
		{"an object at another place than the table says", "a.pdf", bytes.Replace(page(""), []byte("2 0 obj"), []byte("9 0 obj"), 1), "file-content: " + hintPDF},
		{"a key twice", "a.pdf", page("/Rotate 0/Rotate 90"), "file-content: " + hintPDF},
	} {
		out, err := Clean(c.name, c.data)
		r, ok := err.(*Refusal)
		if !ok || out != nil {
			t.Errorf("%s is not refused: %v", c.what, err)
			continue
		}
		if got := r.Code + ": " + r.Hint; !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
		if r.Message == "" || strings.HasSuffix(r.Message, ".") || r.Message != strings.ToLower(r.Message[:1])+r.Message[1:] {
			t.Errorf("%s: message %q", c.what, r.Message)
		}
	}
}

// TestText keeps letters, and makes ends of lines those of all files.
func TestText(t *testing.T) {
	for in, want := range map[string]string{
		"":                            "",
		"a,b\r\n1,\"ü\"\r\n":          "a,b\n1,\"ü\"\n",
		"\ufeff\ufeffname\tvalue\n":   "name\tvalue\n",
		"a \u200d\U0001F469 e\u0301 ": "a \u200d\U0001F469 e\u0301 ",
	} {
		for _, name := range []string{"a.csv", "a.txt"} {
			if got := clean(t, name, []byte(in)); string(got) != want {
				t.Errorf("%q becomes %q, want %q", in, got, want)
			}
		}
	}
}

func ExampleClean() {
	_, err := Clean("Minutes of the working group.docx", nil)
	fmt.Println(err, "-", err.(*Refusal).Hint)
	// Output: files of this type are not published - save it as a PDF
}
