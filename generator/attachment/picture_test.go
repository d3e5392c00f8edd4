package attachment

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// picture has pixels of all degrees of transparency.
func picture() *image.NRGBA {
	p := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	for i := range p.Pix {
		p.Pix[i] = byte(i * i / 7)
	}
	return p
}

func encodePNG(p image.Image) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, p); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func encodeJPEG() []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func chunk(kind, data string) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	b = append(append(b, kind...), data...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

const headerEnd = 8 + 25 // of a PNG: the signature, and IHDR

func withChunks(data []byte, chunks ...[]byte) []byte {
	return append(append(bytes.Clone(data[:headerEnd]), bytes.Join(chunks, nil)...), data[headerEnd:]...)
}

func pngHeader(width, height uint32) []byte {
	size := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, width), height)
	return append([]byte(pngSignature), chunk("IHDR", string(size)+"\x08\x02\x00\x00\x00")...)
}

func deflated(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

// decode is a picture as one type of pixels.
func decode(t *testing.T, data []byte) image.Image {
	t.Helper()
	p, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// same tells whether two pictures show the same.
func same(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r, g, bl, al := a.At(x, y).RGBA()
			r2, g2, bl2, al2 := b.At(x, y).RGBA()
			if r != r2 || g != g2 || bl != bl2 || al != al2 {
				return false
			}
		}
	}
	return true
}

// rows are the pixels of a PNG of 4 by 4, as they are compressed.
var rows = strings.Repeat("\x00"+strings.Repeat("\x10\x20\x30", 4), 4)

// TestPNG plants a word in each place of a PNG where programs put what is not seen. One with something behind the last row
// of pixels is refused by the decoder.
func TestPNG(t *testing.T) {
	data := bytes.Join([][]byte{
		pngHeader(4, 4),
		chunk("tEXt", "Author\x00CanaryText"),
		chunk("zTXt", "Comment\x00\x00"+deflated("CanaryPacked")),
		chunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00CanaryInternational"),
		chunk("iTXt", "Title\x00\x01\x00\x00\x00"+deflated("CanaryBoth")),
		chunk("iCCP", "CanaryName\x00\x00"+deflated("CanaryProfile")),
		chunk("eXIf", "II*\x00CanaryExif"),
		chunk("tIME", "Canary!"),
		chunk("prVt", "CanaryPrivate"),
		chunk("IDAT", deflated(rows)),
		chunk("IEND", ""),
		[]byte("CanaryBehind"),
	}, nil)
	out := canaries(t, "a.png", data, "CanaryText", "CanaryPacked", "CanaryInternational", "CanaryBoth", "CanaryName", "CanaryProfile", "CanaryExif",
		"Canary!", "CanaryPrivate", "CanaryBehind")
	if !same(decode(t, data), decode(t, out)) {
		t.Error("the picture is another")
	}
	if p, ok := decode(t, out).(*image.RGBA); !ok || p.RGBAAt(1, 1) != (color.RGBA{0x10, 0x20, 0x30, 0xff}) {
		t.Error("the picture does not show what was painted")
	}
}

// TestPNGTransparent takes out what was erased by making it transparent, and colours that are not used.
func TestPNGTransparent(t *testing.T) {
	p := picture()
	copy(p.Pix[80:], "Can\x00ary\x00Era\x00sed\x00")
	deep := image.NewNRGBA64(image.Rect(0, 0, 2, 2))
	copy(deep.Pix, "Canary\x00\x00Deeply\x00\x00")
	palette := image.NewPaletted(image.Rect(0, 0, 3, 3), color.Palette{color.NRGBA{'C', 'a', 'n', 255}, color.NRGBA{'a', 'r', 'y', 0}, color.NRGBA{'U', 's', 'e', 255}, color.NRGBA{'E', 'n', 'd', 255}})
	for i := range palette.Pix {
		palette.Pix[i] = byte(1 + i%2)
	}
	for i, c := range []struct {
		p       image.Image
		without []string
	}{{p, []string{"Can\x00ary\x00"}}, {deep, []string{"Canary", "Deeply"}}, {palette, []string{"Can", "ary", "End"}}} {
		data := encodePNG(c.p)
		out := clean(t, "a.png", data)
		if !same(c.p, decode(t, out)) {
			t.Errorf("%d: the picture is another", i)
		}
		for _, w := range c.without {
			if raw(decode(t, data), w) != true {
				t.Errorf("%d: the search does not find %q", i, w)
			}
			if raw(decode(t, out), w) {
				t.Errorf("%d: %q is published", i, w)
			}
		}
	}
}

// raw tells whether bytes are among the samples of a picture or the colours of its palette.
func raw(p image.Image, w string) bool {
	switch p := p.(type) {
	case *image.NRGBA:
		return bytes.Contains(p.Pix, []byte(w))
	case *image.NRGBA64:
		return bytes.Contains(p.Pix, []byte(w))
	case *image.Paletted:
		var b []byte
		for _, c := range p.Palette {
			switch c := c.(type) {
			case color.NRGBA:
				b = append(b, c.R, c.G, c.B)
			case color.RGBA:
				b = append(b, c.R, c.G, c.B)
			}
		}
		return bytes.Contains(b, []byte(w))
	}
	return false
}

func segmentOf(marker byte, data string) []byte { return appendSegment(nil, marker, []byte(data)) }

// jpegOf is a picture with segments behind its beginning.
func jpegOf(segments ...[]byte) []byte {
	data := encodeJPEG()
	return append(append(bytes.Clone(data[:2]), bytes.Join(segments, nil)...), data[2:]...)
}

// exif is a directory that says which way up a picture is, and text behind it.
func exif(orientation byte, text string) string {
	return "Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00\x00" + text
}

// TestJPEG plants a word in each place of a JPEG where programs put what is not seen. What is left is what shows it, byte
// for byte.
func TestJPEG(t *testing.T) {
	bare := encodeJPEG()
	data := jpegOf(
		segmentOf(app0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x03\x02CanaryThumbnail   "),
		segmentOf(app0, "JFXX\x00\x10CanaryExtension"),
		segmentOf(app1, exif(1, "CanaryExif")),
		segmentOf(app1, "http://ns.adobe.com/xap/1.0/\x00CanaryPacket"),
		segmentOf(0xe2, "ICC_PROFILE\x00\x01\x01CanaryProfile"),
		segmentOf(0xe2, "MPF\x00CanaryMulti"),
		segmentOf(0xed, "Photoshop 3.0\x008BIMCanaryEditor"),
		segmentOf(app14, "Adobe\x00\x64Cana\x01CanaryTransform"),
		segmentOf(com, "CanaryComment"),
		[]byte("CanaryBetween"),
	)
	end := len(data) - 2
	data = append(append(append(bytes.Clone(data[:end]), "CanarySamples"...), data[end:]...), "CanaryBehind"...)
	out := canaries(t, "a.jpg", data, "CanaryThumbnail", "CanaryExtension", "CanaryExif", "CanaryPacket", "CanaryProfile", "CanaryMulti", "CanaryEditor",
		"Cana", "CanaryTransform", "CanaryComment", "CanaryBetween", "CanarySamples", "CanaryBehind")
	want := jpegOf(segmentOf(app0, "JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00"), segmentOf(app14, "Adobe\x00\x64\x00\x00\x00\x00\x01"))
	if !bytes.Equal(out, want) {
		t.Errorf("got %d bytes, want %d: the picture, and nothing else", len(out), len(want))
	}
	if !bytes.Equal(clean(t, "a.jpeg", bare), bare) {
		t.Error("a picture that has nothing else does not stay as it is")
	}
	if !same(decode(t, data), decode(t, out)) {
		t.Error("the picture is another")
	}
}

// TestJPEGKinds reads pictures of each way in which samples are stored, with bytes put between the scans and before the
// markers that divide them: they go, and the picture stays.
func TestJPEGKinds(t *testing.T) {
	files, err := filepath.Glob("testdata/*.jpg")
	if err != nil || len(files) < 5 {
		t.Fatal("the pictures are not there", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		out := clean(t, file, data)
		if !same(decode(t, data), decode(t, out)) {
			t.Errorf("%s: the picture is another", file)
		}
		begin, planted := bytes.Index(out, []byte{0xff, sos}), 0
		var fat []byte
		for i := range out {
			if i > begin+2 && out[i] == 0xff && i+1 < len(out) && out[i+1] != 0 {
				planted++
				fat = fmt.Appendf(fat, "Canary%d", planted)
			}
			fat = append(fat, out[i])
		}
		if again := canaries(t, file, fat, "Canary1", fmt.Sprintf("Canary%d", planted)); !bytes.Equal(again, out) {
			t.Errorf("%s: of %d words something is left", file, planted)
		}
	}
}
