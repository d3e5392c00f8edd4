package attachment

import (
	"bytes"
	"encoding/binary"
	"image/jpeg"
)

// Markers of the segments of a JPEG file (ITU-T T.81, table B.1).
const (
	soi   = 0xd8
	eoi   = 0xd9
	sos   = 0xda
	dht   = 0xc4
	dqt   = 0xdb
	dri   = 0xdd
	sof0  = 0xc0 // baseline
	sof1  = 0xc1
	sof2  = 0xc2 // progressive
	app0  = 0xe0
	app1  = 0xe1
	app14 = 0xee
	com   = 0xfe
)

const hintJPEG = "open it and save it again as .jpg, or as .png"

// cleanJPEG copies the segments that are needed to show a picture, and nothing else: the samples stay what they are. A
// picture that is shown upright only because its metadata says how it is turned is refused, as it would fall over.
func cleanJPEG(data []byte) ([]byte, error) {
	segments, err := readJPEG(data)
	if err != nil {
		return nil, err
	}
	for _, s := range segments {
		if s.marker == app1 && turned(s.data) {
			return nil, hidden("the picture is stored turned, and its metadata says how", "turn it upright and save it again")
		}
	}
	clean, err := shownJPEG(segments)
	if err != nil {
		return nil, err
	}
	if _, err := jpeg.Decode(bytes.NewReader(clean)); err != nil {
		return nil, broken(hintJPEG)
	}
	return clean, nil
}

// shownJPEG writes what is needed of a picture's segments.
func shownJPEG(segments []segment) ([]byte, error) {
	var frame frame
	var jfif, adobe, body []byte
	for _, s := range segments {
		var err error
		switch s.marker {
		case app0:
			if bytes.HasPrefix(s.data, []byte("JFIF\x00")) {
				jfif = []byte("JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00") // its density is 1 to 1, its small picture 0 by 0
				copy(jfif[7:12], s.data[min(7, len(s.data)):])
			}
			continue
		case app14:
			if len(s.data) >= 12 && string(s.data[:5]) == "Adobe" {
				adobe = append([]byte("Adobe\x00\x64\x00\x00\x00\x00"), s.data[11]) // how colours are transformed
			}
			continue
		case dqt:
			err = frame.quantization(s.data)
		case dht:
			err = frame.huffman(s.data)
		case dri:
			err = frame.restart(s.data)
		case sof0, sof1, sof2:
			err = frame.begin(s.marker, s.data)
		case sos:
			s.scan, err = frame.scan(s.data, s.scan)
		default:
			if s.marker != com && (s.marker < app0 || s.marker > 0xef) {
				return nil, broken(hintJPEG)
			}
			continue
		}
		if err != nil {
			return nil, err
		}
		body = append(appendSegment(body, s.marker, s.data), s.scan...)
	}
	if frame.scans == 0 {
		return nil, broken(hintJPEG)
	}
	clean := []byte{0xff, soi}
	if jfif != nil {
		clean = appendSegment(clean, app0, jfif)
	}
	if adobe != nil {
		clean = appendSegment(clean, app14, adobe)
	}
	return append(append(clean, body...), 0xff, eoi), nil
}

func appendSegment(b []byte, marker byte, data []byte) []byte {
	b = binary.BigEndian.AppendUint16(append(b, 0xff, marker), uint16(len(data)+2))
	return append(b, data...)
}

// turned tells whether a segment is Exif that says that the picture is not stored upright: tag 0x112 of the first
// directory of what is a TIFF file, with another value than 1.
func turned(data []byte) bool {
	tiff, isExif := bytes.CutPrefix(data, []byte("Exif\x00\x00"))
	if !isExif || len(tiff) < 8 {
		return false
	}
	var order binary.ByteOrder = binary.BigEndian
	if tiff[0] == 'I' {
		order = binary.LittleEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return false
	}
	directory := tiff[at+2:]
	for range order.Uint16(tiff[at:]) {
		if len(directory) < 12 {
			return false
		}
		if order.Uint16(directory) == 0x112 && order.Uint16(directory[8:]) > 1 {
			return true
		}
		directory = directory[12:]
	}
	return false
}

// A segment is a marker with what stands behind it; of a scan, with the samples.
type segment struct {
	marker byte
	data   []byte // without the two bytes of its length
	scan   []byte
}

// readJPEG reads the segments up to the end of the picture. What stands behind it is not read, and what stands between
// segments is left out, as decoders do.
func readJPEG(data []byte) ([]segment, error) {
	var segments []segment
	for data = data[2:]; ; {
		begin := bytes.IndexByte(data, 0xff)
		if begin < 0 {
			return nil, broken(hintJPEG)
		}
		for data = data[begin:]; len(data) > 0 && data[0] == 0xff; { // any number of them may precede a marker
			data = data[1:]
		}
		if len(data) == 0 {
			return nil, broken(hintJPEG)
		}
		s := segment{marker: data[0]}
		data = data[1:]
		switch {
		case s.marker == eoi:
			return segments, nil
		case s.marker == 0:
			continue // no marker
		case s.marker < sof0 || s.marker < eoi && s.marker >= 0xd0:
			return nil, broken(hintJPEG)
		case len(data) < 2:
			return nil, broken(hintJPEG)
		}
		n := int(binary.BigEndian.Uint16(data))
		if n < 2 || n > len(data) {
			return nil, broken(hintJPEG)
		}
		s.data, data = data[2:n], data[n:]
		if s.marker == sos {
			n := endOfScan(data)
			s.scan, data = data[:n], data[n:]
		}
		segments = append(segments, s)
	}
}

// endOfScan is the number of bytes up to the next marker that does not stand within a scan.
func endOfScan(data []byte) int {
	for i := 0; i+1 < len(data); i++ {
		if next := data[i+1]; data[i] == 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7) {
			return i
		}
	}
	return len(data)
}
