package document

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"minutebook/generator/source"
)

// decoder reads YAML into the kinds of kinds.go, strictly, and keeps the place of every value. Only the library's tree is
// used: its own conversions and messages are not, since they guess types and quote content.
type decoder struct {
	path   string
	front  string
	lines  []int // offset in front of each of its lines
	before int   // lines of the file before front
	report *source.Report
	failed bool

	inlines []*Inline // in the order in which they were read
}

func newDecoder(path, front string, before int, r *source.Report) *decoder {
	d := &decoder{path: path, front: front, before: before, report: r, lines: []int{0}}
	for i := range len(front) {
		if front[i] == '\n' {
			d.lines = append(d.lines, i+1)
		}
	}
	return d
}

func (d *decoder) at(n *yaml.Node) source.Pos {
	return source.Pos{Path: d.path, Line: n.Line + d.before, Column: n.Column}
}

func (d *decoder) fail(n *yaml.Node, code, hint, format string, args ...any) {
	d.failed = true
	d.report.Error(d.at(n), code, hint, format, args...)
}

const yamlHint = `each line is "key: value"; a value with ": " or " #" in it, or that begins with one of [ ] { } > | * & ! % @ " ' or a backtick, must stand in quotes`

// parse gives the mapping that the front matter is, or nil.
func (d *decoder) parse() *yaml.Node {
	var doc yaml.Node
	if err := yaml.Load([]byte(d.front), &doc); err != nil {
		at := source.Pos{Path: d.path, Line: d.before, Column: 1}
		var load *yaml.LoadError
		if errors.As(err, &load) && load.Mark.Line > 0 {
			at.Line, at.Column = load.Mark.Line+d.before, max(1, load.Mark.Column)
		}
		d.failed = true
		if strings.TrimSpace(d.front) == "" {
			d.report.Error(at, "front-empty", "write at least kind and classification", "the front matter is empty")
			return nil
		}
		d.report.Error(at, "front-yaml", yamlHint, "this is not YAML")
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		d.failed = true
		d.report.Error(source.Pos{Path: d.path, Line: d.before + 1, Column: 1}, "front-yaml", yamlHint, "this is not a list of keys and values")
		return nil
	}
	d.plainYAML(doc.Content[0])
	return doc.Content[0]
}

// plainYAML refuses the parts of YAML by which a value can stand elsewhere than where it is read, or be something else
// than it looks.
func (d *decoder) plainYAML(n *yaml.Node) {
	const hint = "write the value itself where it belongs"
	switch {
	case n.Kind == yaml.AliasNode:
		d.fail(n, "front-yaml", hint, "YAML aliases are not used here")
		return
	case n.Anchor != "":
		d.fail(n, "front-yaml", hint, "YAML anchors are not used here")
	case n.Style&yaml.TaggedStyle != 0:
		d.fail(n, "front-yaml", hint, "YAML tags are not used here")
	}
	if n.Kind == yaml.MappingNode {
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			switch {
			case key.Kind != yaml.ScalarNode:
				d.fail(key, "front-yaml", hint, "a key is a single word")
			case key.Value == "<<" && key.Style == 0:
				d.fail(key, "front-yaml", hint, "YAML merge keys are not used here")
			case seen[key.Value]:
				d.fail(key, "key-twice", "keep one of them", "this key stands here twice")
			}
			seen[key.Value] = true
		}
	}
	for _, child := range n.Content {
		d.plainYAML(child)
	}
}

// A valuer is a type of value; it reads itself from a node.
type valuer interface {
	decode(d *decoder, n *yaml.Node, f field)
}

// field is a key that a kind has.
type field struct {
	key      string
	index    []int
	required bool
	one      []string // allowed words, if only some are
	doc      string
}

var fieldsCache sync.Map // reflect.Type -> []field

// fieldsOf lists the keys of a kind in the order of kinds.go.
func fieldsOf(t reflect.Type) []field {
	if cached, ok := fieldsCache.Load(t); ok {
		return cached.([]field)
	}
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		key, ok := f.Tag.Lookup("key")
		if !ok {
			continue
		}
		field := field{key: key, index: f.Index, required: f.Tag.Get("need") == "yes", doc: f.Tag.Get("doc")}
		if one := f.Tag.Get("one"); one != "" {
			field.one = strings.Split(one, "|")
		}
		fields = append(fields, field)
	}
	fieldsCache.Store(t, fields)
	return fields
}

// mapping reads a node into the struct v. Keys that the struct does not have are errors, unless it has a map for them.
func (d *decoder) mapping(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "value-type", "write keys and values, as in { date: 2016-07-12, text: ... }", "keys and values are expected here")
		return
	}
	fields := fieldsOf(v.Type())
	if at := v.FieldByName("At"); at.IsValid() {
		at.Set(reflect.ValueOf(d.at(n)))
	}
	for _, f := range fields {
		if f.required && !slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return c.Value == f.key && isKey(n, c) }) {
			d.fail(n, "key-missing", "add it: "+f.doc, "%s is missing", f.key)
		}
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		k := slices.IndexFunc(fields, func(f field) bool { return f.key == key.Value })
		if k < 0 && fields[len(fields)-1].key == "*" {
			k = len(fields) - 1
		}
		if k < 0 || key.Value == "*" {
			d.unknownKey(key, fields)
			continue
		}
		if field := v.FieldByIndex(fields[k].index); fields[k].key == "*" {
			if field.IsNil() {
				field.Set(reflect.MakeMap(field.Type()))
			}
			var plain Plain
			plain.decode(d, value, fields[k])
			plain.KeyAt = d.at(key)
			field.SetMapIndex(reflect.ValueOf(key.Value), reflect.ValueOf(plain))
		} else {
			d.value(value, field, fields[k])
		}
	}
}

func isKey(mapping, n *yaml.Node) bool {
	i := slices.Index(mapping.Content, n)
	return i%2 == 0
}

func (d *decoder) value(n *yaml.Node, v reflect.Value, f field) {
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		d.fail(n, "value-empty", "write a value, or take the key out", "%s has no value", f.key)
	case v.Kind() == reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			d.fail(n, "value-type", `write each on a line of its own that begins with "- "`, "%s is a list", f.key)
			return
		}
		list := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
		for i, item := range n.Content {
			d.value(item, list.Index(i), f)
		}
		v.Set(list)
	default:
		if value, ok := v.Addr().Interface().(valuer); ok {
			value.decode(d, n, f)
			return
		}
		d.mapping(n, v)
	}
}

func (d *decoder) unknownKey(key *yaml.Node, fields []field) {
	hint, best := "take it out", 3
	var known []string
	for _, f := range fields {
		known = append(known, f.key)
		if n := distance(strings.ToLower(key.Value), strings.ToLower(f.key)); n < best && n < len(f.key) {
			hint, best = "did you mean "+f.key+"?", n
		}
	}
	if best == 3 && len(known) <= 12 {
		hint = "the keys here are " + strings.Join(known, ", ")
	}
	d.fail(key, "key-unknown", hint, "this key is not known here")
}

// distance is Levenshtein's: how many letters are to be added, taken out or changed.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
