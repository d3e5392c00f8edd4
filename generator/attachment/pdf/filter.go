package pdf

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"io"
)

// spend counts what was read or decompressed, so that few bytes do not become many, nor are read again and again.
func (f *File) spend(n int) error {
	if f.spent += n; f.spent > maxDecodedAll {
		return ErrTooLarge
	}
	return nil
}

// Decode is the content of a stream.
func (f *File) Decode(s *Stream) ([]byte, error) {
	data, parms, jpeg, err := f.Unpack(s)
	if err != nil {
		return nil, err
	}
	if jpeg {
		return nil, ErrFilter
	}
	return undoPredictor(data, parms)
}

// Unpack is the content of a stream that may be a picture: either a JPEG, or samples to which the predictor of parms
// still applies, where it has one.
func (f *File) Unpack(s *Stream) (data []byte, parms Dict, jpeg bool, err error) {
	return f.unpack(s, maxDecodedOne)
}

func (f *File) unpack(s *Stream, limit int) (data []byte, parms Dict, jpeg bool, err error) {
	if _, elsewhere := s.Dict["F"]; elsewhere {
		return nil, nil, false, ErrFilter
	}
	filters, err := f.list(s.Dict["Filter"])
	if err != nil {
		return nil, nil, false, err
	}
	all, err := f.list(s.Dict["DecodeParms"])
	if err != nil || len(all) > len(filters) {
		return nil, nil, false, ErrSyntax
	}
	data = s.Raw
	for i, filter := range filters {
		if predictor, _ := parms["Predictor"].(int); predictor > 1 || jpeg {
			return nil, nil, false, ErrFilter // something is packed again behind the last step that is understood
		}
		parms = nil
		if i < len(all) {
			parms, _ = all[i].(Dict)
		}
		switch filter {
		case Name("FlateDecode"):
			data, _, err = Inflate(data, limit)
		case Name("ASCIIHexDecode"):
			data, _, err = decodeHex(append(data[:len(data):len(data)], '>'))
		case Name("ASCII85Decode"):
			data, err = decode85(data)
		case Name("DCTDecode"):
			jpeg = true
		default:
			err = ErrFilter
		}
		if err == nil {
			err = f.spend(len(data))
		}
		if err != nil {
			return nil, nil, false, err
		}
	}
	return data, parms, jpeg, nil
}

// list is an array's elements, or the one object that stands for an array of one; all resolved.
func (f *File) list(o Object) (Array, error) {
	o, _, err := f.Resolve(o)
	if o == nil || err != nil {
		return nil, err
	}
	a, ok := o.(Array)
	if !ok {
		return Array{o}, nil
	}
	if len(a) > maxDepth {
		return nil, ErrTooLarge
	}
	resolved := make(Array, len(a))
	for i := range a {
		if resolved[i], _, err = f.Resolve(a[i]); err != nil {
			return nil, err
		}
	}
	return resolved, nil
}

// Inflate undoes FlateDecode, and tells how many bytes it needed; what stands behind them is left. Over limit bytes are
// too many.
func Inflate(data []byte, limit int) (inflated []byte, n int, err error) {
	in := bytes.NewReader(data)
	z, err := zlib.NewReader(in)
	if err != nil {
		return nil, 0, ErrSyntax
	}
	inflated, err = io.ReadAll(io.LimitReader(z, int64(limit)+1))
	if err != nil {
		return nil, 0, ErrSyntax
	}
	if len(inflated) > limit {
		return nil, 0, ErrTooLarge
	}
	return inflated, len(data) - in.Len(), nil
}

// Deflate makes a stream of data, compressed, with what else its dictionary has.
func Deflate(d Dict, data []byte) *Stream {
	var b bytes.Buffer
	z, err := zlib.NewWriterLevel(&b, zlib.BestCompression)
	if err == nil {
		_, err = z.Write(data)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		panic(err) // a buffer takes everything
	}
	d["Filter"] = Name("FlateDecode")
	return &Stream{d, b.Bytes()}
}

// decode85 undoes ASCII85Decode up to its end mark.
func decode85(data []byte) ([]byte, error) {
	data, _, _ = bytes.Cut(bytes.TrimPrefix(bytes.TrimSpace(data), []byte("<~")), []byte("~"))
	decoded, err := io.ReadAll(ascii85.NewDecoder(bytes.NewReader(data)))
	if err != nil {
		return nil, ErrSyntax
	}
	return decoded, nil
}

// undoPredictor undoes the filters that PNG has for rows (7.4.4.4).
func undoPredictor(data []byte, parms Dict) ([]byte, error) {
	predictor, _ := parms["Predictor"].(int)
	if predictor <= 1 {
		return data, nil
	}
	pixel, row, ok := RowBytes(parms)
	if predictor < 10 || !ok {
		return nil, ErrFilter
	}
	out := make([]byte, 0, len(data))
	before := make([]byte, row)
	for len(data) > 0 {
		kind := data[0]
		line := bytes.Clone(data[1:min(1+row, len(data))])
		data = data[1+len(line):]
		for i := range line {
			var left, corner byte
			if i >= pixel {
				left, corner = line[i-pixel], before[i-pixel]
			}
			switch kind {
			case 0:
			case 1:
				line[i] += left
			case 2:
				line[i] += before[i]
			case 3:
				line[i] += byte((int(left) + int(before[i])) / 2)
			case 4:
				line[i] += paeth(left, before[i], corner)
			default:
				return nil, ErrSyntax
			}
		}
		out = append(out, line...)
		copy(before, line)
	}
	return out, nil
}

// RowBytes is how many bytes a pixel and a row have to a predictor, rounded up.
func RowBytes(parms Dict) (pixel, row int, ok bool) {
	value := func(key Name, n int) int {
		if o, is := parms[key]; is {
			n, _ = o.(int)
		}
		return n
	}
	colours, bits, columns := value("Colors", 1), value("BitsPerComponent", 8), value("Columns", 1)
	if colours < 1 || colours > 32 || bits < 1 || bits > 16 || columns < 1 || columns > 1<<24 {
		return 0, 0, false
	}
	return (colours*bits + 7) / 8, (colours*bits*columns + 7) / 8, true
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }
