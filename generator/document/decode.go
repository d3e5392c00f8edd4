package document

import (
	"errors"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"minutebook/generator/markdown"
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

const emptyHint = "write a value, or take the key out"

const yamlHint = `each line is "key: value"; a value with ": " or " #" in it, or that begins with one of [ ] { } > | * & ! % @ " ' or a backtick, must stand in quotes`

// parse gives the mapping that the front matter is, or nil.
func (d *decoder) parse() *yaml.Node {
	var doc yaml.Node
	begin := source.Pos{Path: d.path, Line: d.before + 1, Column: 1}
	if d.empty() {
		d.report.Error(begin, "front-empty", "write each key and its value on a line of its own, as title: Minutes", "there are no keys and values here")
		return nil
	}
	if err := yaml.Load([]byte(d.front), &doc); err != nil {
		d.reportSyntax(err)
		return nil
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		d.report.Error(begin, "front-yaml", "write each key and its value on a line of its own, as title: Minutes", "these are not keys and values")
		return nil
	}
	if !d.plainYAML(doc.Content[0]) {
		return nil // what it means is not certain, so nothing is read from it
	}
	return doc.Content[0]
}

// empty tells whether there is nothing but comments.
func (d *decoder) empty() bool {
	for line := range strings.Lines(d.front) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			return false
		}
	}
	return true
}

// keyLine is a line with a key and no colon with a space behind it. A slash follows the colon of an address.
var keyLine = regexp.MustCompile(`^[ -]*["']?[a-z_]+["']?[ \t]*(?::[^ \t/]|[：∶꞉=])`)

// reportSyntax tells where the YAML has a fault: where what is not closed begins, rather than where the file ends.
func (d *decoder) reportSyntax(err error) {
	at := source.Pos{Path: d.path, Line: d.before + 1, Column: 1}
	var load *yaml.LoadError
	if errors.As(err, &load) && load.Mark.Line > 0 {
		mark := load.Mark
		if c := load.ContextMark; c.Line > 0 && c.Line < mark.Line && strings.HasPrefix(d.front[d.offset(c.Line, c.Column):], `"`) {
			mark = c
		}
		at.Line, at.Column = mark.Line+d.before, max(1, mark.Column)
	}
	for n := at.Line - d.before; n > 0 && n >= at.Line-d.before-1; n-- {
		line, _, _ := strings.Cut(d.front[d.offset(n, 1):], "\n")
		if m := keyLine.FindString(line); m != "" {
			at.Line, at.Column = n+d.before, utf8.RuneCountInString(m)
			d.report.Error(at, "front-yaml", `write it as "key: value"`, "behind a key there is no colon with a space")
			return
		}
	}
	line, _, _ := strings.Cut(d.front[d.offset(at.Line-d.before, 1):], "\n")
	if indent := line[:len(line)-len(strings.TrimLeft(line, " \t"))]; strings.Contains(indent, "\t") {
		d.report.Error(at, "front-yaml", "indent with spaces", "a tab stands in the indentation")
		return
	}
	d.report.Error(at, "front-yaml", yamlHint, "this is not YAML")
}

// questioned tells whether a text ends with a question mark of its own, which is not one that ends a value.
func questioned(text string) bool {
	text, ends := strings.CutSuffix(strings.TrimRight(text, " \t\n"), "?")
	return ends && (text == "" || strings.ContainsRune(" \t\n{[,", rune(text[len(text)-1])))
}

// plainYAML refuses the parts of YAML by which a value can stand elsewhere than where it is read, or be something else
// than it looks. It returns whether there are none.
func (d *decoder) plainYAML(n *yaml.Node) bool {
	const hint = "write the value itself where it belongs"
	ok := true
	refuse := func(n *yaml.Node, message string) {
		ok = false
		d.fail(n, "front-yaml", hint, "%s", message)
	}
	switch {
	case n.Kind == yaml.AliasNode:
		refuse(n, "YAML aliases are not used here")
		return false
	case n.Anchor != "":
		refuse(n, "YAML anchors are not used here")
	case n.Style&yaml.TaggedStyle != 0 || d.begins(n, "!"): // the library passes over a tag that is a "!" and nothing else
		refuse(n, "YAML tags are not used here")
	}
	if n.Kind == yaml.MappingNode {
		seen := map[string]bool{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			switch {
			case key.Kind != yaml.ScalarNode:
				refuse(key, "a key is a single word")
			case questioned(d.front[:d.offset(key.Line, key.Column)]):
				refuse(key, `a key stands in front of its colon, and no "?" before it`)
			case key.Value == "<<" && key.Style == 0:
				refuse(key, "YAML merge keys are not used here")
			case seen[key.Value]:
				d.fail(key, "key-twice", "keep one of them", "this key stands here twice")
			}
			seen[key.Value] = true
		}
	}
	for _, child := range n.Content {
		ok = d.plainYAML(child) && ok
	}
	return ok
}

// begins tells whether a node is written with something at its front.
func (d *decoder) begins(n *yaml.Node, what string) bool {
	return strings.HasPrefix(d.front[d.offset(n.Line, n.Column):], what)
}

// A valuer is a type of value; it reads itself from a node, and writes itself as YAML.
type valuer interface {
	decode(d *decoder, n *yaml.Node, f field)
	encode(reading markdown.Reading) string
}

// field is a key that a kind has.
type field struct {
	key      string
	index    []int
	required bool
	one      []string // allowed words, if only some are
	doc      string
	each     string // of the key "*": what messages call a value, since they do not name its key
}

// missing is the hint for a field that is not there.
func (f field) missing() string {
	switch {
	case f.key == "classification":
		return "add classification: WHITE, GREEN, AMBER, AMBER+STRICT or RED"
	case f.one != nil:
		return "add " + f.key + ": one of " + strings.Join(f.one, ", ")
	}
	return "add " + f.key + ": " + strings.ToLower(f.doc[:1]) + strings.TrimSuffix(strings.TrimSuffix(f.doc[1:], "..."), ".")
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
		field := field{key: key, index: f.Index, required: f.Tag.Get("need") == "yes", doc: f.Tag.Get("doc"), each: f.Tag.Get("each")}
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
		hint := "write keys and values, as in { date: 2016-07-12, text: ... }"
		if v.Type() == reflect.TypeFor[HolidayNames]() {
			hint = "write each on a line of its own, as 2026-12-25: Christmas Day"
		}
		d.fail(n, "value-type", hint, "keys and values are expected here")
		return
	}
	fields := fieldsOf(v.Type())
	d.setAt(v, n)
	for _, f := range fields {
		if f.required && !slices.ContainsFunc(n.Content, func(c *yaml.Node) bool { return c.Value == f.key && isKey(n, c) }) {
			d.fail(n, "key-missing", f.missing(), "%s is missing", f.key)
		}
	}
	seen := map[string]bool{}
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
		target := v.FieldByIndex(fields[k].index)
		if label, ok := target.Addr().Interface().(*Label); ok && seen[key.Value] {
			*label = Label{At: d.at(value)} // two labels are none
			continue
		}
		seen[key.Value] = true
		if fields[k].key == "*" {
			if target.IsNil() {
				target.Set(reflect.MakeMap(target.Type()))
			}
			of := Value{KeyAt: d.at(key)}
			of.decode(d, value, field{key: fields[k].each})
			target.SetMapIndex(reflect.ValueOf(key.Value), reflect.ValueOf(of))
		} else {
			d.value(value, target, fields[k])
		}
	}
}

// setAt notes where the struct v is written, if it has room for that.
func (d *decoder) setAt(v reflect.Value, n *yaml.Node) {
	if at := v.FieldByName("At"); at.IsValid() {
		at.Set(reflect.ValueOf(d.at(n)))
	}
}

func isKey(mapping, n *yaml.Node) bool {
	i := slices.Index(mapping.Content, n)
	return i%2 == 0
}

func (d *decoder) value(n *yaml.Node, v reflect.Value, f field) {
	switch {
	case n.Kind == yaml.ScalarNode && n.Tag == "!!null":
		d.fail(n, "value-empty", emptyHint, "%s is empty", f.key)
		if v.Kind() == reflect.Struct { // it was written, though nothing was said: a label is unknown then, not inherited
			d.setAt(v, n)
		}
	case v.Kind() == reflect.Slice:
		if n.Kind != yaml.SequenceNode {
			d.fail(n, "value-type", `write each on a line of its own that begins with "- "`, "%s takes a list", f.key)
			return
		}
		list := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
		for i, item := range n.Content {
			if item.Kind == yaml.ScalarNode && item.Tag == "!!null" {
				d.fail(item, "value-empty", "write what belongs behind the hyphen, or take it out", "an entry of %s is empty", f.key)
				continue
			}
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
	if strings.Contains(key.Value, ":") {
		hint = "write a space behind the colon"
	} else if disguised(key.Value) {
		hint = disguisedHint
	} else if best == 3 && len(known) <= 12 {
		hint = "the keys here are " + strings.Join(known, ", ")
	}
	d.fail(key, "key-unknown", hint, "this key is not known here")
}

// distance is how many letters are to be added, taken out, changed, or swapped with the next.
func distance(a, b string) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			change := row[j]
			if a[i] != b[j] {
				change++
			}
			next[j+1] = min(change, next[j]+1, row[j+1]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
