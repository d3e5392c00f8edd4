package attachment

import (
	"bytes"
	"cmp"
	"encoding/ascii85"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const (
	catalog   = "<</Type/Catalog/Pages 2 0 R>>"
	helvetica = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
)

// document is a PDF of these objects, numbered from 1; the first is its catalog. An empty one is not there.
func document(objects ...string) []byte { return revised(nil, 1, objects...) }

// revised is a PDF with a further revision, whose objects are numbered from first.
func revised(data []byte, first int, objects ...string) []byte {
	prev := ""
	if len(data) == 0 {
		data = []byte("%PDF-1.5\n")
	} else {
		prev = "/Prev " + lastXref.FindStringSubmatch(string(data))[1]
	}
	table := fmt.Sprintf("xref\n%d %d\n", first, len(objects))
	data = bytes.Clone(data)
	for i, o := range objects {
		if o == "" {
			table += "0000000000 65535 f \n"
			continue
		}
		table += fmt.Sprintf("%010d 00000 n \n", len(data))
		data = fmt.Appendf(data, "%d 0 obj\n%s\nendobj\n", first+i, o)
	}
	return fmt.Appendf(data, "%strailer\n<</Size 99/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n", table, prev, len(data))
}

var lastXref = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)

// stream is a stream with keys and content.
func stream(keys, content string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", keys, len(content), content)
}

// onePage is a tree of one page, whose content is object 4.
func onePage(resources, keys string) string {
	return "<</Type/Pages/Count 1/MediaBox[0 0 100 100]/Kids[<</Type/Page/Contents 4 0 R/Resources<<" + resources + ">>" + keys + ">>]>>"
}

// page is a PDF of one page.
func page(keys string, content ...string) []byte {
	return document(catalog, onePage("/Font<</F1 3 0 R>>", keys), helvetica, stream("", strings.Join(content, "\n")))
}

// TestPDF plants a word in each place of a PDF where something is that is not seen, and some where it is.
func TestPDF(t *testing.T) {
	samples := "\x00\x10\x20CanaryRows"
	first := document(
		"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R/Lang(en-GB)/OpenAction<</S/JavaScript/JS(CanaryOpen)>>/AA<</WC<</S/JavaScript/JS(CanaryClose)>>>>"+
			"/Names<</EmbeddedFiles<</Names[(CanaryFileName)7 0 R]>>/JavaScript<</Names[(a)<</S/JavaScript/JS(CanaryScript)>>]>>/Dests<</Names[(CanaryUnlinked)[10 0 R/Fit](end)[10 0 R/XYZ 1 2 0]]>>>>"+
			"/AF[7 0 R]/PieceInfo<</X<</Private(CanaryPiece)>>>>/Outlines<</First<</Title(CanaryBookmark)>>>>/PageLabels<</Nums[0<</P(CanaryLabel)>>]>>"+
			"/StructTreeRoot<</K<</Alt(CanaryAlternative)>>>>/MarkInfo<</Marked true>>/CanaryKey(CanaryValue)>>",
		"<</Type/Pages/Count 2/MediaBox[0 0 100 100]/Kids[9 0 R 10 0 R]>>",
		strings.TrimSuffix(helvetica, ">>")+"/ToUnicode 11 0 R/FontDescriptor 12 0 R>>",
		stream("", "BT /F1 9 Tf (CanaryRemoved) Tj ET"),
		stream("", "% CanaryContentComment\n/Span <</ActualText(CanaryActual)>> BDC BT /F1 9 Tf (VisibleText) Tj <56697369626C65> Tj ET EMC /CanaryTag MP q 9 0 0 9 0 0 cm /Im Do /J Do Q /Fm Do"),
		stream("/Type/Metadata/Subtype/XML", "<x:xmpmeta>CanaryXMP"),
		"<</Type/Filespec/F(CanaryAttached)/EF<</F 8 0 R>>>>",
		stream("/Type/EmbeddedFile", "CanaryEmbedded"),
		"<</Type/Page/Parent 2 0 R/Contents 5 0 R/Resources<</Font<</F1 3 0 R/CanaryFont 3 0 R>>/XObject<</Im 13 0 R/J 14 0 R/Fm 15 0 R/Unused 16 0 R>>/Properties<</P<</T(CanaryProperty)>>>>>>"+
			"/Thumb 16 0 R/PieceInfo<</X<</Private(CanaryPagePiece)>>>>/Metadata 6 0 R/AA<</O<</S/JavaScript/JS(CanaryPageOpen)>>>>"+
			"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Contents(CanaryTip)/NM(CanaryMark)/A<</S/URI/URI(https://example.org/visible)/Next<</S/JavaScript/JS(CanaryNext)>>>>>>"+
			"<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(file:///C:/CanaryPath)>>>><</Subtype/Link/Rect[0 0 9 9]/Dest(end)>><</Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(CanaryLaunch)>>>>]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
		stream("", "/CIDInit /ProcSet findresource begin % CanaryMapComment\nbegincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <56> <0056> endbfchar endcmap"),
		"<</Type/FontDescriptor/FontName/Helvetica/Flags 32/FontFile2 17 0 R/Metadata 6 0 R>>",
		stream("/Type/XObject/Subtype/Image/Width 3/Height 1/BitsPerComponent 8/ColorSpace[/ICCBased 18 0 R]/Metadata 6 0 R/Filter/FlateDecode/Alternates[16 0 R]", deflated(strings.Repeat(samples[:3], 3)+samples[3:])+"CanaryBehindPacked"),
		stream("/Type/XObject/Subtype/Image/Width 40/Height 30/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/DCTDecode", string(jpegOf(segmentOf(app1, exif(6, "CanaryPhotograph"))))),
		stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<>>/LastModified(CanaryDate)/PieceInfo<</X<</Private(CanaryFormPiece)>>>>", "0 0 1 rg 0 0 9 9 re f % CanaryFormComment"),
		stream("/Subtype/Image/Width 12/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray", "CanaryUnused"),
		stream("/Length1 28", "\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00head\x00\x00\x00\x00\x00\x00\x00\x1c\x00\x00\x00\x04headCanaryBehindFont"),
		stream("/N 3/Alternate/DeviceRGB", profile("descCanaryProfile")),
		"(CanaryUnreferenced)",
	)
	first = bytes.Replace(first, []byte("9 0 obj"), []byte("%CanaryComment\n9 0 obj"), 1)
	first = fixTable(first)
	// A later revision takes the text of the second page out, and gives the document a title.
	data := revised(first, 4, stream("", "BT /F1 9 Tf (SecondPage) Tj ET"))
	data = bytes.Replace(data, []byte("/Size 99/Root 1 0 R/Prev"), []byte("/Info<</Title(CanaryTitle)/Author(CanaryAuthor)>>/ID[(CanaryID)(CanaryID)]/Size 99/Root 1 0 R/Prev"), 1)
	data = append(data, "CanaryBehind"...)

	words := regexp.MustCompile(`Canary\w+`).FindAllString(everything(data), -1)
	if len(words) < 40 {
		t.Fatalf("%d words are planted", len(words))
	}
	t.Logf("%d words planted", len(words))
	out := canaries(t, "a.pdf", data, words...)
	after := everything(out)
	for _, w := range []string{"VisibleText", "Visible", "SecondPage", "https://example.org/visible", "/Lang (en-GB)", "0 0 1 rg", strings.Repeat(samples[:3], 3), string(encodeJPEG()[2:]), "beginbfchar", "XYZ 1 2 0", "rTRC", "curve"} {
		if !strings.Contains(after, w) {
			t.Errorf("%q is not there any more", w)
		}
	}
	for _, w := range []string{"Canary", "/Info", "/ID", "/Metadata", "JavaScript", "BDC", "EMC", "file:", "Unused", "StructTreeRoot"} {
		if strings.Contains(after, w) {
			t.Errorf("%q is there", w)
		}
	}
	if n := bytes.Count(out, []byte("startxref")); n != 1 || !bytes.HasSuffix(out, []byte("%%EOF\n")) || !bytes.HasPrefix(out, []byte("%PDF-1.7\n")) {
		t.Errorf("%d revisions", n)
	}
}

// fixTable writes the table of objects anew for a file that was changed.
func fixTable(data []byte) []byte {
	body, rest, _ := bytes.Cut(data, []byte("xref\n1 "))
	table := regexp.MustCompile(`(?m)^\d{10} 00000 n `)
	n := 0
	rest = table.ReplaceAllFunc(rest, func([]byte) []byte {
		n++
		return fmt.Appendf(nil, "%010d 00000 n ", 1+bytes.Index(body, fmt.Appendf(nil, "\n%d 0 obj\n", n)))
	})
	rest = regexp.MustCompile(`startxref\n\d+`).ReplaceAll(rest, fmt.Appendf(nil, "startxref\n%d", len(body)))
	return append(append(bytes.Clone(body), "xref\n1 "...), rest...)
}

// profile is a colour profile with a tag that computes colours and one that is text.
func profile(text string) string {
	head := make([]byte, 128)
	copy(head[36:], "acsp")
	copy(head[48:], "CanaryMaker")
	curve := "curve\x00\x00\x00"
	at := 128 + 4 + 2*12
	tags := fmt.Sprintf("\x00\x00\x00\x02rTRC%s%sdesc%s%s", four(at), four(len(curve)), four(at+len(curve)), four(len(text)))
	return string(head) + tags + curve + text
}

func four(n int) string { return string([]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}) }

// TestPDFWriters cleans documents as browsers, office programs and TeX write them: each passes, and loses the title and
// the author that it had. That they look the same is seen with a program that draws them.
func TestPDFWriters(t *testing.T) {
	files, err := filepath.Glob("testdata/*.pdf")
	if err != nil || len(files) < 3 {
		t.Fatal("the documents are not there", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before := everything(data)
		after := everything(clean(t, file, data))
		for _, w := range []string{"/Producer", "/CreationDate"} {
			if !strings.Contains(before, w) || strings.Contains(after, w) {
				t.Errorf("%s: %s is there after (%v) or not before", file, w, strings.Contains(after, w))
			}
		}
		for _, w := range []string{"/Type /Page\n", "/FontFile", "https://example.org/visible", " Tf\n"} {
			if !strings.Contains(after, w) {
				t.Errorf("%s: %q is not there", file, w)
			}
		}
	}
}

// TestPDFBombs gives files that are small and would become large, or long to read. They are refused before.
func TestPDFBombs(t *testing.T) {
	zeros := deflated(strings.Repeat("\x00", 60<<20))
	var names, draw string
	for i := range 20 {
		names += fmt.Sprintf("/I%d %d 0 R", i, 5+i)
		draw += fmt.Sprintf("/I%d Do ", i)
	}
	packed := []string{catalog, onePage("/XObject<<"+names+">>", ""), "", stream("", draw)}
	nested := []string{catalog, onePage("/ExtGState<</G 5 0 R>>", ""), "", stream("", "/G gs")}
	for i := range 20 {
		packed = append(packed, stream("/Subtype/Image/Width 4000/Height 4000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode", zeros))
		nested = append(nested, "["+strings.Repeat(fmt.Sprintf("%d 0 R ", 6+i), 9)+"]")
	}
	nested[4], nested[len(nested)-1] = "<</D 6 0 R>>", "1"
	for what, c := range map[string]struct {
		data []byte
		code string
	}{
		"many large pictures":           {document(packed...), "file-too-large"},
		"lists of lists of lists":       {document(nested...), "file-too-large"},
		"the same, read once":           {packedDocument(nested...), "file-too-large"},
		"a list in a list, and so on":   {page("/Rotate " + strings.Repeat("[", 1<<20)), "file-too-large"},
		"one stream of much":            {document(catalog, onePage("", ""), "", stream("/Filter/FlateDecode", deflated(strings.Repeat(" ", 70<<20)))), "file-too-large"},
		"a page that is its own parent": {document(catalog, "<</Kids[2 0 R]>>"), "file-content"},
		"a length that is its own":      {document(catalog, onePage("", ""), "", "<</Length 4 0 R>>\nstream\nx\nendstream"), "file-content"},
		"a table that follows itself":   {bytes.Replace(page(""), []byte("/Size 99"), fmt.Appendf(nil, "/Prev %d", bytes.Index(page(""), []byte("xref\n"))), 1), "file-content"},
	} {
		_, err := Clean("a.pdf", c.data)
		if r, ok := err.(*Refusal); !ok || r.Code != c.code {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// packedDocument is a PDF whose objects stand in a stream, but for streams, and whose table is a stream too.
func packedDocument(objects ...string) []byte {
	data := []byte("%PDF-1.5\n")
	var head, body, table string
	number, index := len(objects)+1, 0 // of the stream of objects, and of the next object in it
	for i, o := range objects {
		if strings.HasSuffix(o, "endstream") {
			table += "\x01" + four(len(data)) + "\x00"
			data = fmt.Appendf(data, "%d 0 obj\n%s\nendobj\n", i+1, o)
			continue
		}
		table += "\x02" + four(number) + string([]byte{byte(index)})
		head += fmt.Sprintf("%d %d ", i+1, len(body))
		body += cmp.Or(o, "null") + " "
		index++
	}
	table += "\x01" + four(len(data)) + "\x00"
	data = fmt.Appendf(data, "%d 0 obj\n%s\nendobj\n", number, stream(fmt.Sprintf("/Type/ObjStm/Filter/FlateDecode/N %d/First %d", index, len(head)), deflated(head+body)))
	at := len(data)
	return fmt.Appendf(data, "%d 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n", number+1,
		stream(fmt.Sprintf("/Type/XRef/W[1 4 1]/Index[1 %d]/Size 99/Root 1 0 R/Filter/FlateDecode", number), deflated(table)), at)
}

// TestPDFPacked reads the same document from streams of objects.
func TestPDFPacked(t *testing.T) {
	objects := []string{catalog, onePage("/Font<</F1 3 0 R>>", ""), helvetica, stream("", "BT /F1 9 Tf (VisibleText) Tj ET"), "(CanaryUnreferenced)"}
	plain, packed := canaries(t, "a.pdf", document(objects...), "Canary"), canaries(t, "a.pdf", packedDocument(objects...), "Canary")
	if !bytes.Equal(plain, packed) || !strings.Contains(everything(packed), "VisibleText") {
		t.Error("one document becomes two")
	}
}

// TestPDFInline reads pictures that stand in the content itself, in each way in which they are packed, with bytes among
// their samples that look like their end.
func TestPDFInline(t *testing.T) {
	samples := "\x01 EI Q\xff"
	for what, content := range map[string]string{
		"as they are": "BI /W 7 /H 1 /BPC 8 /CS /G ID " + samples + " EI",
		"deflated":    "BI /W 7 /H 1 /BPC 8 /CS /G /F /Fl ID " + deflated(samples+"Canary") + "\nEI",
		"in digits":   "BI /Width 7 /Height 1 /BPC 8 /CS /DeviceGray /F [/AHx] ID 01 20 45 49 20 51 ff 43616e617279>\nEI",
		"in 85":       "BI /W 7 /H 1 /BPC 8 /CS /G /F [/A85 /Fl] ID " + encode85(deflated(samples)) + "~>\nEI",
	} {
		after := everything(clean(t, "a.pdf", page("", "q", content, "Q")))
		if !strings.Contains(after, "ID 012045492051FF>\nEI\nQ\n") || strings.Contains(after, "Canary") {
			t.Errorf("%s: got %q", what, after)
		}
	}
}

func encode85(s string) string {
	b := make([]byte, ascii85.MaxEncodedLen(len(s)))
	return string(b[:ascii85.Encode(b, []byte(s))])
}
