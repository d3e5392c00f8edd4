package attachment

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
)

const pngSignature = "\x89PNG\r\n\x1a\n"

const hintPNG = "open it and save it again as .png"

// cleanPNG decodes a picture and encodes it anew, so that there is no chunk but those that hold the pixels. It also
// takes out what a decoder reads and nobody sees: the colours of pixels that are fully transparent, where a part that
// was erased often still is, and the colours of a palette that no pixel has.
//
// Chunks that say how colours are meant (gAMA, cHRM, iCCP, sRGB) are left out too: colours are shown as sRGB.
func cleanPNG(data []byte) ([]byte, error) {
	if animated(data) {
		return nil, hidden("the picture moves, and only one of its pictures would be published", "save the one that is meant as .png")
	}
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, broken(hintPNG)
	}
	if tooManyPixels(config) {
		return nil, tooLarge(hintPixels)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, broken(hintPNG)
	}
	forget(picture)
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	if err := encoder.Encode(&b, picture); err != nil {
		return nil, broken(hintPNG)
	}
	return b.Bytes(), nil
}

const hintPixels = "save it with less than 32 million pixels, as 6000 by 4000"

func tooManyPixels(c image.Config) bool { return c.Width > MaxPixels || c.Height > MaxPixels/c.Width }

// animated tells whether there is a chunk that says so; the decoder passes over it.
func animated(data []byte) bool {
	for data = data[len(pngSignature):]; len(data) >= 12; {
		n := binary.BigEndian.Uint32(data)
		if string(data[4:8]) == "acTL" {
			return true
		}
		if uint64(n) > uint64(len(data)-12) {
			return false
		}
		data = data[12+n:]
	}
	return false
}

// forget blackens what is fully transparent, and colours that are not used.
func forget(picture image.Image) {
	switch p := picture.(type) {
	case *image.NRGBA:
		for i := 0; i+3 < len(p.Pix); i += 4 {
			if p.Pix[i+3] == 0 {
				clear(p.Pix[i : i+3])
			}
		}
	case *image.NRGBA64:
		for i := 0; i+7 < len(p.Pix); i += 8 {
			if p.Pix[i+6] == 0 && p.Pix[i+7] == 0 {
				clear(p.Pix[i : i+6])
			}
		}
	case *image.Paletted:
		forgetColours(p)
	}
}

func forgetColours(p *image.Paletted) {
	var used [256]bool
	last := 0
	for y := range p.Rect.Dy() {
		for _, i := range p.Pix[y*p.Stride : y*p.Stride+p.Rect.Dx()] {
			used[i] = true
			last = max(last, int(i))
		}
	}
	p.Palette = p.Palette[:last+1]
	for i, c := range p.Palette {
		_, _, _, alpha := c.RGBA()
		switch {
		case !used[i]:
			p.Palette[i] = color.NRGBA{A: 0xff}
		case alpha == 0:
			p.Palette[i] = color.NRGBA{}
		}
	}
}
