package attachment

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"minutebook/generator/attachment/pdf"
)

// allowed is how many bytes may be allocated in all for cleaning a file of a fuzz target, which is small itself.
const allowed = 3 << 30

// cleaned cleans a file that may be anything. What is accepted is accepted as it is then; what is not is refused with a
// message and a hint; and neither takes much memory.
func cleaned(t *testing.T, name string, data []byte) ([]byte, bool) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	out, err := Clean(name, data)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > allowed {
		t.Fatalf("%d bytes took %d MiB", len(data), n>>20)
	}
	if err != nil {
		if r, ok := err.(*Refusal); !ok || r.Code == "" || r.Message == "" || r.Hint == "" {
			t.Fatalf("refused with %#v", err)
		}
		return nil, false
	}
	again, err := Clean(name, out)
	if err != nil || !bytes.Equal(out, again) {
		t.Fatalf("what is clean does not stay as it is: %v", err)
	}
	return out, true
}

// samePicture holds that cleaning does not change a pixel, where both can be decoded.
func samePicture(t *testing.T, in, out []byte) {
	config, _, err := image.DecodeConfig(bytes.NewReader(in))
	if err != nil || config.Width*config.Height > 1<<22 {
		return
	}
	before, _, err := image.Decode(bytes.NewReader(in))
	if err != nil {
		return
	}
	if !same(before, decode(t, out)) {
		t.Fatal("the picture is another")
	}
}

func FuzzPNG(f *testing.F) {
	f.Add(encodePNG(picture()))
	f.Add(encodePNG(image.NewGray16(image.Rect(0, 0, 3, 5))))
	f.Add(encodePNG(image.NewPaletted(image.Rect(0, 0, 3, 5), color.Palette{color.NRGBA{1, 2, 3, 0}, color.NRGBA{1, 2, 3, 255}})))
	f.Add(withChunks(encodePNG(picture()), chunk("tEXt", "a\x00b")))
	f.Add(pngHeader(1<<14, 1<<14))
	f.Fuzz(func(t *testing.T, data []byte) {
		mendSums(data)
		if out, ok := cleaned(t, "a.png", data); ok {
			samePicture(t, data, out)
		}
	})
}

// mendSums makes the sums of chunks right, without which a decoder reads nothing.
func mendSums(data []byte) {
	for at := len(pngSignature); at+12 <= len(data); {
		n := int(binary.BigEndian.Uint32(data[at:]))
		if n > len(data)-at-12 {
			return
		}
		binary.BigEndian.PutUint32(data[at+8+n:], crc32.ChecksumIEEE(data[at+4:at+8+n]))
		at += 12 + n
	}
}

func FuzzJPEG(f *testing.F) {
	for _, file := range []string{"testdata/grey.jpg", "testdata/progressive.jpg"} { // the small ones: others take long to shorten
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(jpegOf(segmentOf(app1, exif(1, "x")), segmentOf(com, "y")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if out, ok := cleaned(t, "a.jpg", data); ok {
			samePicture(t, data, out)
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add([]byte("\ufeffa,b\r\n\u202e"))
	f.Fuzz(func(t *testing.T, data []byte) {
		out, ok := cleaned(t, "a.csv", data)
		if ok && strings.ReplaceAll(strings.ReplaceAll(string(data), "\r", ""), "\ufeff", "") != strings.ReplaceAll(string(out), "\ufeff", "") {
			t.Fatal("a character is another")
		}
	})
}

// FuzzPDF cleans files as they are, and documents made of parts that may be anything, whose table of objects is right.
func FuzzPDF(f *testing.F) {
	f.Add(page(""), "", "", "")
	f.Add(revised(page(""), 4, stream("", "n")), "", "", "")
	f.Add([]byte{}, "/Annots[<</Subtype/Link/Rect[0 0 9 9]/Dest[2 0 R/Fit]>>]", "BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", "null")
	f.Add([]byte{}, "/Rotate 90", "/A Do /A gs /A cs 1 /A scn /A sh /A 9 Tf [(a)1<62>]TJ", stream("/Subtype/Image/Width 3/Height 1/BitsPerComponent 8/ColorSpace[/ICCBased 6 0 R]", "abc"))
	f.Add([]byte{}, "", "/A Do", stream("/Subtype/Form/BBox[0 0 9 9]/Group<</S/Transparency>>", "1 0 0 rg n"))
	f.Add([]byte{}, "", "/A cs 1 sc", "[/Indexed/DeviceRGB 1(abcdef)]")
	f.Add([]byte{}, "", "/A gs", "<</LW 1/SMask<</S/Alpha/G 5 0 R>>/TR<</FunctionType 2/Domain[0 1]/N 1>>>>")
	f.Add([]byte{}, "", "/A 9 Tf (x) Tj", "<</Subtype/Type3/FontMatrix[1 0 0 1 0 0]/CharProcs<</a 4 0 R>>/Encoding<</Differences[1/a]>>/Resources<<>>>>")
	f.Add([]byte{}, "", "/A sh", "<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 1]/Function<</FunctionType 3/Functions[]/Bounds[]/Encode[]/Domain[0 1]>>>>")
	f.Fuzz(func(t *testing.T, data []byte, keys, content, object string) {
		if len(data) == 0 {
			var resources string
			for _, category := range slices.Sorted(maps.Keys(categories)) {
				resources += "/" + string(category) + "<</A 5 0 R>>"
			}
			data = document(catalog, onePage(resources, keys), "", stream("", content), object, stream("/N 3", profile("desc")))
		}
		if once, err := copyPDF(data); err == nil {
			twice, err := copyPDF(once)
			if err != nil && !errors.Is(err, pdf.ErrTooLarge) || err == nil && !bytes.Equal(once, twice) {
				t.Fatalf("what is written is not what is read: %v\n%q\n%q", err, once, twice)
			}
		}
		out, ok := cleaned(t, "a.pdf", data)
		if !ok {
			return
		}
		for _, w := range []string{"/Info", "/JavaScript", "/JS", "/Metadata", "/EmbeddedFile", "/ActualText", "/PieceInfo", "/OCProperties", "/AcroForm"} {
			if bytes.Contains(out, []byte("<<"+w+" ")) || bytes.Contains(out, []byte("\n"+w+" ")) {
				t.Fatalf("%s is there", w)
			}
		}
	})
}
