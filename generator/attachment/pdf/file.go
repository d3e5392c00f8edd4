package pdf

import (
	"bytes"
	"strconv"
)

// What is read of one file, at most.
const (
	maxSections   = 256       // revisions, or parts of a file made to be shown while it loads
	maxObjects    = 1 << 20   // numbers of objects
	maxElements   = 1 << 20   // what one object is made of
	maxPacked     = 16 << 20  // bytes of all streams that hold objects or the table, decompressed
	maxDecodedOne = 64 << 20  // bytes of one stream, decompressed
	maxDecodedAll = 256 << 20 // bytes of all objects and streams that are read, decompressed
)

// A File is a document whose table of objects has been read. Objects are read when they are asked for.
type File struct {
	data    []byte
	entries map[int]entry
	root    Object
	inside  map[int][]packed // the objects of object streams, by the number of the stream
	spent   int              // bytes read so far
	packed  int              // bytes of object streams and streams of tables among them
	lengths int              // streams whose length is being looked for, each for the one before
}

// A packed object stands in an object stream.
type packed struct {
	number int
	object Object
}

// An entry says where an object stands: at an offset of the file, or as one of those in an object stream. The zero entry
// is an object that there is not.
type entry struct {
	offset     int
	generation int
	stream     int
	index      int
}

// Read reads the table of objects of a file: that of the last revision, and of earlier ones what it leaves as it was.
func Read(data []byte) (*File, error) {
	f := &File{data: data, entries: map[int]entry{}, inside: map[int][]packed{}}
	i := bytes.LastIndex(data, []byte("startxref"))
	if i < 0 || !bytes.HasPrefix(data, []byte("%PDF-")) {
		return nil, ErrSyntax
	}
	l := Lexer{data: data, pos: i + len("startxref")}
	offset, err := l.integer()
	if err != nil {
		return nil, err
	}
	seen := map[int]bool{}
	for next := []int{offset}; len(next) > 0; {
		offset, next = next[0], next[1:]
		if seen[offset] || len(seen) == maxSections {
			return nil, ErrSyntax
		}
		seen[offset] = true
		trailer, err := f.section(offset)
		if err != nil {
			return nil, err
		}
		if _, is := trailer["Encrypt"]; is {
			return nil, ErrEncrypted
		}
		if len(seen) == 1 {
			f.root = trailer["Root"]
		}
		// A table for readers that know no streams of tables says where the stream is that completes it (7.5.8.4).
		for _, key := range []Name{"XRefStm", "Prev"} {
			if o, is := trailer[key]; is {
				n, ok := o.(int)
				if !ok {
					return nil, ErrSyntax
				}
				next = append(next, n)
			}
		}
	}
	return f, nil
}

// Root is the catalog, or a reference to it.
func (f *File) Root() Object { return f.root }

// section reads one part of the table of objects. What a later one said of an object holds.
func (f *File) section(offset int) (Dict, error) {
	if offset <= 0 || offset >= len(f.data) {
		return nil, ErrSyntax
	}
	l := Lexer{data: f.data, pos: offset}
	l.skip()
	if !bytes.HasPrefix(l.Rest(), []byte("xref")) {
		return f.streamSection(l.pos)
	}
	l.word()
	for {
		o, err := l.object(0, false)
		if o == Operator("trailer") {
			break
		}
		first, ok := o.(int)
		count, err2 := l.integer()
		if err != nil || err2 != nil || !ok || first < 0 || count < 0 {
			return nil, ErrSyntax
		}
		for i := range count {
			offset, err := l.integer()
			generation, err2 := l.integer()
			l.skip()
			word := l.word()
			if err != nil || err2 != nil || word != "n" && word != "f" {
				return nil, ErrSyntax
			}
			e := entry{offset: offset, generation: generation}
			if word == "f" {
				e = entry{}
			}
			if err := f.enter(first+i, e); err != nil {
				return nil, err
			}
		}
	}
	trailer, err := l.object(0, true)
	d, ok := trailer.(Dict)
	if err != nil || !ok {
		return nil, ErrSyntax
	}
	return d, f.spend(l.pos - offset)
}

// integer reads a number that is none below 0. Offsets in tables have ten digits and may have zeros before them.
func (l *Lexer) integer() (int, error) {
	l.skip()
	n, err := strconv.ParseUint(l.word(), 10, 31)
	if err != nil {
		return 0, ErrSyntax
	}
	return int(n), nil
}

func (f *File) enter(number int, e entry) error {
	if number >= maxObjects {
		return ErrTooLarge
	}
	if _, known := f.entries[number]; !known {
		f.entries[number] = e
	}
	return nil
}

// streamSection reads a part of the table that is a stream (7.5.8).
func (f *File) streamSection(offset int) (Dict, error) {
	o, err := f.at(offset, -1, -1)
	s, ok := o.(*Stream)
	if err != nil || !ok || s.Dict["Type"] != Name("XRef") {
		return nil, ErrSyntax
	}
	data, err := f.unpackObjects(s)
	if err != nil {
		return nil, err
	}
	w, ok := integers(s.Dict["W"])
	if !ok || len(w) < 3 {
		return nil, ErrSyntax
	}
	size := 0
	for _, n := range w {
		if n < 0 || n > 8 {
			return nil, ErrSyntax
		}
		size += n
	}
	index, ok := integers(s.Dict["Index"])
	if n, is := s.Dict["Size"].(int); s.Dict["Index"] == nil && is {
		index, ok = []int{0, n}, true
	}
	if !ok || len(index)%2 != 0 || size == 0 {
		return nil, ErrSyntax
	}
	for ; len(index) > 0; index = index[2:] {
		if index[0] < 0 || index[1] < 0 || index[1] > len(data)/size {
			return nil, ErrSyntax
		}
		for i := range index[1] {
			e, err := compressedEntry(data[:size], w)
			if err == nil {
				err = f.enter(index[0]+i, e)
			}
			if err != nil {
				return nil, err
			}
			data = data[size:]
		}
	}
	return s.Dict, nil
}

// compressedEntry reads the fields of an entry, which are as wide as w says.
func compressedEntry(data []byte, w []int) (entry, error) {
	fields := [3]int{1, 0, 0}
	for i := range fields {
		if w[i] > 0 {
			n := 0
			for _, c := range data[:w[i]] {
				if n > 1<<31 {
					return entry{}, ErrSyntax
				}
				n = n<<8 | int(c)
			}
			fields[i] = n
		}
		data = data[w[i]:]
	}
	switch fields[0] {
	case 0:
		return entry{}, nil
	case 1:
		return entry{offset: fields[1], generation: fields[2]}, nil
	case 2:
		return entry{stream: fields[1], index: fields[2]}, nil
	}
	return entry{}, ErrSyntax
}

// integers are the elements of an array of integers.
func integers(o Object) ([]int, bool) {
	a, ok := o.(Array)
	var ns []int
	for _, e := range a {
		n, is := e.(int)
		ns, ok = append(ns, n), ok && is
	}
	return ns, ok
}

// Resolve is the object that a reference leads to; anything else is itself. last is the reference that stands directly
// for the object, or the zero Ref.
func (f *File) Resolve(o Object) (resolved Object, last Ref, err error) {
	for range maxDepth {
		ref, is := o.(Ref)
		if !is {
			return o, last, nil
		}
		last = ref
		if o, err = f.load(ref); err != nil {
			return nil, last, err
		}
	}
	return nil, last, ErrSyntax
}

// load reads an indirect object. One that there is not is null (7.3.10).
func (f *File) load(ref Ref) (Object, error) {
	e := f.entries[ref.Number]
	switch {
	case e.stream != 0:
		return f.within(e, ref)
	case e.offset == 0 || e.generation != ref.Generation:
		return nil, nil
	}
	return f.at(e.offset, ref.Number, ref.Generation)
}

// at reads the indirect object that begins at an offset, and must have this number unless that is -1.
func (f *File) at(offset, number, generation int) (Object, error) {
	if offset >= len(f.data) {
		return nil, ErrSyntax
	}
	l := Lexer{data: f.data, pos: offset}
	n, err := l.integer()
	g, err2 := l.integer()
	l.skip()
	if word := l.word(); err != nil || err2 != nil || word != "obj" || number >= 0 && (n != number || g != generation) {
		return nil, ErrSyntax
	}
	if l.skip(); bytes.HasPrefix(l.Rest(), []byte("endobj")) {
		return nil, nil
	}
	o, err := l.object(0, true)
	if err == nil {
		err = f.spend(l.pos - offset)
	}
	if err != nil {
		return nil, err
	}
	l.skip()
	switch word := l.word(); {
	case word == "endobj":
		return o, nil
	case word != "stream":
		return nil, ErrSyntax
	}
	d, ok := o.(Dict)
	if !ok {
		return nil, ErrSyntax
	}
	return f.stream(d, l)
}

// stream reads the bytes behind the keyword, as many as the dictionary says.
func (f *File) stream(d Dict, l Lexer) (Object, error) {
	if l.peek(0) == '\r' {
		l.pos++
	}
	if l.peek(0) != '\n' || f.lengths > maxDepth {
		return nil, ErrSyntax
	}
	l.pos++
	f.lengths++
	o, _, err := f.Resolve(d["Length"])
	if f.lengths--; err != nil {
		return nil, err
	}
	length, isInt := o.(int)
	if !isInt || length < 0 || length > len(l.Rest()) {
		return nil, ErrSyntax
	}
	raw := l.Rest()[:length]
	l.Skip(length)
	for isSpace(l.peek(0)) && l.pos < len(l.data) {
		l.pos++
	}
	if !bytes.HasPrefix(l.Rest(), []byte("endstream")) {
		return nil, ErrSyntax
	}
	return &Stream{d, raw}, nil
}

// within reads an object from an object stream (7.5.7).
func (f *File) within(e entry, ref Ref) (Object, error) {
	if f.inside[e.stream] == nil {
		if err := f.open(e.stream); err != nil {
			return nil, err
		}
	}
	objects := f.inside[e.stream]
	if e.index >= len(objects) || objects[e.index].number != ref.Number || ref.Generation != 0 {
		return nil, ErrSyntax
	}
	return objects[e.index].object, nil
}

// open reads all objects of an object stream. They stand in order, so that none is read twice.
func (f *File) open(number int) error {
	container := f.entries[number]
	if container.stream != 0 || container.offset == 0 {
		return ErrSyntax
	}
	o, err := f.at(container.offset, number, container.generation)
	s, ok := o.(*Stream)
	if err != nil || !ok || s.Dict["Type"] != Name("ObjStm") {
		return ErrSyntax
	}
	data, err := f.unpackObjects(s)
	if err != nil {
		return err
	}
	n, ok := s.Dict["N"].(int)
	first, ok2 := s.Dict["First"].(int)
	if !ok || !ok2 || n < 0 || n > len(data) || first < 0 || first > len(data) {
		return ErrSyntax
	}
	head, body := Lexer{data: data[:first]}, Lexer{data: data[first:]}
	objects := make([]packed, n)
	for i := range objects {
		number, err := head.integer()
		offset, err2 := head.integer()
		if err != nil || err2 != nil || offset < body.pos || offset > len(body.data) {
			return ErrSyntax
		}
		body.pos, body.elements = offset, 0
		o, err := body.object(0, true)
		if err != nil {
			return err
		}
		if _, is := o.(Operator); is {
			return ErrSyntax
		}
		objects[i] = packed{number, o}
	}
	f.inside[number] = objects
	return nil
}

// unpackObjects is the content of a stream that holds objects, or the table of them.
func (f *File) unpackObjects(s *Stream) ([]byte, error) {
	data, parms, _, err := f.unpack(s, maxPacked)
	if err != nil {
		return nil, err
	}
	if f.packed += len(data); f.packed > maxPacked {
		return nil, ErrTooLarge
	}
	return undoPredictor(data, parms)
}
