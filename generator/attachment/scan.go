package attachment

import (
	"encoding/binary"
	"image"
)

// A frame is what is known of a JPEG picture while its segments are read. It follows the compressed samples of a scan
// without computing them, to know where they end: a decoder takes no notice of bytes between the last sample and the
// next marker, so something may stand there (ITU-T T.81, annexes F and G).
type frame struct {
	progressive bool
	components  []component
	width       int
	height      int
	across      int // the largest sampling factors
	down        int
	interval    int // units between restart markers, or 0
	tables      [2][4]huffmanTable
	scans       int
}

// A component is one of the colours.
type component struct {
	id           byte
	across, down int // sampling factors
	stride       int // blocks in a row, those beyond the edge included
	nonzero      []uint64
	// nonzero has a bit for each coefficient of each block: in a progressive picture, a later scan has a bit for each
	// coefficient that is not zero yet.
}

// A huffmanTable has, for each length of codes, the first code, the number of codes, and where their values begin.
type huffmanTable struct {
	first, count, index [17]int
	values              []byte
}

// maxScans is how many scans a picture may have; encoders make about ten.
const maxScans = 64

func (f *frame) quantization(data []byte) error {
	for len(data) > 0 {
		n := 65
		if data[0]>>4 == 1 {
			n = 129
		}
		if len(data) < n || data[0]>>4 > 1 {
			return broken(hintJPEG)
		}
		data = data[n:]
	}
	return nil
}

func (f *frame) huffman(data []byte) error {
	for len(data) > 0 {
		if len(data) < 17 || data[0]>>4 > 1 || data[0]&15 > 3 {
			return broken(hintJPEG)
		}
		var t huffmanTable
		code, total := 0, 0
		for length := 1; length <= 16; length++ {
			n := int(data[length])
			t.first[length], t.count[length], t.index[length] = code, n, total
			code, total = (code+n)<<1, total+n
			if code > 2<<length {
				return broken(hintJPEG)
			}
		}
		if len(data) < 17+total {
			return broken(hintJPEG)
		}
		t.values = data[17 : 17+total]
		f.tables[data[0]>>4][data[0]&15] = t
		data = data[17+total:]
	}
	return nil
}

func (f *frame) restart(data []byte) error {
	if len(data) != 2 {
		return broken(hintJPEG)
	}
	f.interval = int(binary.BigEndian.Uint16(data))
	return nil
}

func (f *frame) begin(marker byte, data []byte) error {
	if f.components != nil || len(data) < 6 || len(data) != 6+3*int(data[5]) || data[0] != 8 || data[5] == 0 || data[5] > 4 {
		return broken(hintJPEG)
	}
	f.progressive = marker == sof2
	f.height, f.width = int(binary.BigEndian.Uint16(data[1:])), int(binary.BigEndian.Uint16(data[3:]))
	if f.height == 0 || f.width == 0 {
		return broken(hintJPEG)
	}
	if tooManyPixels(image.Config{Width: f.width, Height: f.height}) {
		return tooLarge(hintPixels)
	}
	for spec := data[6:]; len(spec) > 0; spec = spec[3:] {
		c := component{id: spec[0], across: int(spec[1] >> 4), down: int(spec[1] & 15)}
		if c.across < 1 || c.across > 4 || c.down < 1 || c.down > 4 {
			return broken(hintJPEG)
		}
		f.across, f.down = max(f.across, c.across), max(f.down, c.down)
		f.components = append(f.components, c)
	}
	for i := range f.components {
		c := &f.components[i]
		c.stride = ceil(f.width, 8*f.across) * c.across
		if f.progressive {
			c.nonzero = make([]uint64, c.stride*ceil(f.height, 8*f.down)*c.down)
		}
	}
	return nil
}

func ceil(a, b int) int { return (a + b - 1) / b }

// A scan follows the samples of one scan.
type scan struct {
	*frame
	bits       bitReader
	components []scanned
	from, to   int // the coefficients that it has
	refines    bool
	run        int // blocks yet to come without new coefficients
}

type scanned struct {
	*component
	dc, ac *huffmanTable
}

// scan returns the samples of a scan without what a decoder would pass over.
func (f *frame) scan(header, data []byte) ([]byte, error) {
	if f.scans++; f.scans > maxScans || f.components == nil {
		return nil, broken(hintJPEG)
	}
	s := scan{frame: f, bits: bitReader{data: data}}
	if !s.header(header) {
		return nil, broken(hintJPEG)
	}
	across, down := ceil(f.width, 8*f.across), ceil(f.height, 8*f.down)
	one := len(s.components) == 1
	if one { // its units are its own blocks
		c := s.components[0]
		across, down = ceil(ceil(f.width*c.across, f.across), 8), ceil(ceil(f.height*c.down, f.down), 8)
	}
	var clean []byte
	for unit := range across * down {
		if f.interval > 0 && unit > 0 && unit%f.interval == 0 {
			clean = s.bits.take(clean)
			n := byte(0xd0 + (unit/f.interval-1)%8)
			if !s.bits.restart(n) {
				return nil, broken(hintJPEG)
			}
			clean, s.run = append(clean, 0xff, n), 0
		}
		x, y := unit%across, unit/across
		for _, c := range s.components {
			if one {
				s.block(c, y*c.stride+x)
				continue
			}
			for i := range c.across * c.down {
				s.block(c, (y*c.down+i/c.across)*c.stride+x*c.across+i%c.across)
			}
		}
		if s.bits.failed {
			return nil, broken(hintJPEG)
		}
	}
	return s.bits.take(clean), nil
}

// header reads which components and coefficients a scan has.
func (s *scan) header(data []byte) bool {
	if len(data) < 1 || data[0] < 1 || data[0] > 4 || len(data) != 4+2*int(data[0]) {
		return false
	}
	for spec := data[1 : len(data)-3]; len(spec) > 0; spec = spec[2:] {
		if spec[1]>>4 > 3 || spec[1]&15 > 3 {
			return false
		}
		known := false
		for i := range s.frame.components {
			if c := &s.frame.components[i]; c.id == spec[0] && !known {
				known = true
				s.components = append(s.components, scanned{c, &s.tables[0][spec[1]>>4], &s.tables[1][spec[1]&15]})
			}
		}
		if !known {
			return false
		}
	}
	s.to = 63
	if s.progressive {
		s.from, s.to, s.refines = int(data[len(data)-3]), int(data[len(data)-2]), data[len(data)-1]>>4 > 0
		if s.to > 63 || s.from > s.to || s.from == 0 && s.to > 0 || s.from > 0 && len(s.components) > 1 {
			return false
		}
	}
	return true
}

// block follows one block of 8 by 8 samples.
func (s *scan) block(c scanned, at int) {
	b := &s.bits
	k := s.from
	if k == 0 {
		if s.refines {
			b.read(1)
			return
		}
		b.read(int(b.code(c.dc)))
		k = 1
	}
	switch {
	case s.to == 0:
	case s.refines:
		s.refine(c, at, k)
	case s.run > 0:
		s.run--
	default:
		for k <= s.to && !b.failed {
			value := b.code(c.ac)
			zeros, size := int(value>>4), int(value&15)
			switch {
			case size == 0 && zeros == 15:
				k += 16
				continue
			case size == 0:
				s.run = 1<<zeros | b.read(zeros) - 1
				return
			}
			if k += zeros; k > s.to {
				b.failed = true
				return
			}
			b.read(size)
			if s.progressive {
				c.nonzero[at] |= 1 << k
			}
			k++
		}
	}
}

// refine follows a block of a scan that says more of coefficients that are known (T.81, G.1.2.3).
func (s *scan) refine(c scanned, at, k int) {
	b := &s.bits
	known := &c.nonzero[at]
	for s.run == 0 && k <= s.to && !b.failed {
		value := b.code(c.ac)
		zeros, size := int(value>>4), int(value&15)
		switch {
		case size > 1:
			b.failed = true
			return
		case size == 1:
			b.read(1)
		case zeros < 15:
			s.run = 1<<zeros | b.read(zeros)
			continue
		}
		if k = s.pass(*known, k, zeros); k > s.to {
			b.failed = true
			return
		}
		if size == 1 {
			*known |= 1 << k
		}
		k++
	}
	if s.run > 0 {
		s.pass(*known, k, 64)
		s.run--
	}
}

// pass reads a bit for each known coefficient, up to the place behind so many that are not.
func (s *scan) pass(known uint64, k, zeros int) int {
	for ; k <= s.to; k++ {
		if known>>k&1 == 1 {
			s.bits.read(1)
			continue
		}
		if zeros == 0 {
			break
		}
		zeros--
	}
	return k
}

// A bitReader reads bits up to the next marker. A byte 0xff is followed by a zero that is none of the data.
type bitReader struct {
	data   []byte
	begin  int // of what has not been taken
	pos    int // the next byte
	last   int // the one that bits are read from
	left   int // bits of it that were not read
	failed bool
}

func (b *bitReader) read(n int) int {
	value := 0
	for range n {
		if b.left == 0 && !b.next() {
			return 0
		}
		b.left--
		value = value<<1 | int(b.data[b.last]>>b.left&1)
	}
	return value
}

func (b *bitReader) next() bool {
	if b.pos >= len(b.data) || b.data[b.pos] == 0xff && (b.pos+1 == len(b.data) || b.data[b.pos+1] != 0) {
		b.failed = true
		return false
	}
	b.last, b.left = b.pos, 8
	b.pos++
	if b.data[b.last] == 0xff {
		b.pos++
	}
	return true
}

// code reads a code of a table.
func (b *bitReader) code(t *huffmanTable) byte {
	code := 0
	for length := 1; length <= 16; length++ {
		if code = code<<1 | b.read(1); b.failed {
			return 0
		}
		if i := code - t.first[length]; i < t.count[length] {
			return t.values[t.index[length]+i]
		}
	}
	b.failed = true
	return 0
}

// take appends the bytes that were read since it was last called; bits that were not read of the last are ones.
func (b *bitReader) take(clean []byte) []byte {
	clean = append(clean, b.data[b.begin:b.pos]...)
	if b.left > 0 && b.data[b.last] != 0xff {
		filled := b.data[b.last] | byte(1<<b.left-1)
		clean[len(clean)-1] = filled
		if filled == 0xff {
			clean = append(clean, 0)
		}
	}
	b.begin, b.left = b.pos, 0
	return clean
}

// restart passes over what stands before the next marker, which must be this one.
func (b *bitReader) restart(marker byte) bool {
	for b.pos+1 < len(b.data) {
		if b.data[b.pos] == 0xff && b.data[b.pos+1] >= 0xd0 && b.data[b.pos+1] <= 0xd7 {
			found := b.data[b.pos+1] == marker
			b.pos += 2
			b.begin = b.pos
			return found
		}
		b.pos++
	}
	return false
}
