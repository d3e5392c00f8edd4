package render

import (
	"html/template"
	"reflect"
	"text/template/parse"

	"minutebook/generator/markdown"
	"minutebook/generator/site"
)

// An expression is a value that a template names, of a type that is known. Where text is set, the value is a string of
// some type, and text gets it without making a reflect.Value of it.
type expression struct {
	typ   reflect.Type
	value func(*machine) reflect.Value
	text  func(*machine) string
}

func valued(typ reflect.Type, value func(*machine) reflect.Value) expression {
	e := expression{typ: typ, value: value}
	if typ.Kind() == reflect.String {
		e.text = func(m *machine) string { return value(m).String() }
	}
	return e
}

func texted[S ~string](text func(*machine) string) expression {
	return expression{reflect.TypeFor[S](), func(m *machine) reflect.Value { return reflect.ValueOf(S(text(m))) }, text}
}

func truthed(test func(*machine) bool) expression {
	return expression{typ: reflect.TypeFor[bool](), value: func(m *machine) reflect.Value { return reflect.ValueOf(test(m)) }}
}

// pipe is the value of a pipeline of one command.
func (s *scope) pipe(p *parse.PipeNode) (expression, error) {
	if len(p.Cmds) != 1 {
		return expression{}, errUnsupported
	}
	return s.command(p.Cmds[0])
}

func (s *scope) command(c *parse.CommandNode) (expression, error) {
	if f, ok := c.Args[0].(*parse.IdentifierNode); ok {
		return s.function(f.Ident, c.Args[1:])
	}
	return s.operand(c.Args[0], c.Args[1:])
}

// operand is a value, and, if the last of its names is a method's, arguments for that.
func (s *scope) operand(n parse.Node, args []parse.Node) (expression, error) {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.path(valued(s.dot, func(m *machine) reflect.Value { return m.dot }), nil, args)
	case *parse.FieldNode:
		return s.path(valued(s.dot, func(m *machine) reflect.Value { return m.dot }), n.Ident, args)
	case *parse.VariableNode:
		for i := len(s.vars) - 1; i >= 0; i-- {
			if v := s.vars[i]; v.name == n.Ident[0] {
				return s.path(valued(v.typ, func(m *machine) reflect.Value { return m.vars[v.slot] }), n.Ident[1:], args)
			}
		}
	case *parse.PipeNode:
		if len(args) == 0 {
			return s.pipe(n)
		}
	case *parse.StringNode:
		if len(args) == 0 {
			return texted[string](func(*machine) string { return n.Text }), nil
		}
	case *parse.NumberNode:
		if len(args) == 0 && n.IsInt {
			v := reflect.ValueOf(int(n.Int64))
			return valued(v.Type(), func(*machine) reflect.Value { return v }), nil
		}
	}
	return expression{}, errUnsupported
}

// path follows names of fields and methods from a value.
func (s *scope) path(e expression, names []string, args []parse.Node) (expression, error) {
	for i, name := range names {
		var err error
		if i == len(names)-1 {
			e, err = s.member(e, name, args)
			args = nil
		} else {
			e, err = s.member(e, name, nil)
		}
		if err != nil {
			return expression{}, err
		}
	}
	if len(args) > 0 {
		return expression{}, errUnsupported
	}
	return e, nil
}

var modelType = reflect.TypeFor[site.Model]()

func (s *scope) member(e expression, name string, args []parse.Node) (expression, error) {
	if e.typ.Kind() == reflect.Interface {
		return expression{}, errUnsupported
	}
	receiver := e.typ
	if receiver.Kind() != reflect.Pointer {
		receiver = reflect.PointerTo(receiver)
	}
	if _, ok := receiver.MethodByName(name); ok {
		return s.method(e, name, args)
	}
	if len(args) > 0 {
		return expression{}, errUnsupported
	}
	owner, pointer := e.typ, e.typ.Kind() == reflect.Pointer
	if pointer {
		owner = owner.Elem()
	}
	if owner.Kind() != reflect.Struct {
		return expression{}, errUnsupported
	}
	f, ok := owner.FieldByName(name)
	if !ok || !f.IsExported() {
		return expression{}, errUnsupported
	}
	value, index := e.value, f.Index
	switch {
	case pointer && len(index) == 1:
		return valued(f.Type, func(m *machine) reflect.Value { return value(m).Elem().Field(index[0]) }), nil
	case pointer:
		return valued(f.Type, func(m *machine) reflect.Value { return value(m).Elem().FieldByIndex(index) }), nil
	}
	return valued(f.Type, func(m *machine) reflect.Value { return value(m).FieldByIndex(index) }), nil
}

// method calls one of the methods that the models have for templates.
func (s *scope) method(e expression, name string, args []parse.Node) (expression, error) {
	value := e.value
	var arg expression
	if len(args) == 1 {
		var err error
		if arg, err = s.operand(args[0], nil); err != nil {
			return expression{}, err
		}
	}
	if e.typ.Implements(modelType) {
		page := func(m *machine) *site.Page { return value(m).Interface().(site.Model).Base() }
		addressed := len(args) == 1 && arg.text != nil
		switch {
		case name == "To" && addressed:
			return texted[string](func(m *machine) string { return page(m).To(site.Address(arg.text(m))) }), nil
		case name == "FromRoot" && addressed:
			return texted[string](func(m *machine) string { return page(m).FromRoot(site.Address(arg.text(m))) }), nil
		case name == "Written" && addressed:
			return texted[string](func(m *machine) string { return page(m).Written(site.Address(arg.text(m))) }), nil
		case name == "HTML" && len(args) == 1 && arg.typ == reflect.TypeFor[markdown.Fragment]():
			return texted[template.HTML](func(m *machine) string { return string(page(m).HTML(*reach[markdown.Fragment](arg.value(m)))) }), nil
		case name == "Above" && addressed:
			return valued(reflect.TypeFor[*site.Label](), func(m *machine) reflect.Value {
				return reflect.ValueOf(page(m).Above(site.Address(arg.text(m))))
			}), nil
		case name == "Full" && addressed:
			return texted[string](func(m *machine) string { return page(m).Full(site.Address(arg.text(m))) }), nil
		case name == "Canonical" && len(args) == 0:
			return texted[string](func(m *machine) string { return page(m).Canonical() }), nil
		}
		return expression{}, errUnsupported
	}
	if len(args) > 0 {
		return expression{}, errUnsupported
	}
	switch {
	case e.typ == reflect.TypeFor[markdown.Fragment]() && name == "Empty":
		return truthed(func(m *machine) bool { return reach[markdown.Fragment](value(m)).Empty() }), nil
	case e.typ == reflect.TypeFor[markdown.Fragment]() && name == "Plain":
		return texted[string](func(m *machine) string { return reach[markdown.Fragment](value(m)).Plain() }), nil
	case e.typ == reflect.TypeFor[site.Due]() && name == "Said":
		return truthed(func(m *machine) bool { return reach[site.Due](value(m)).Said() }), nil
	case e.typ == reflect.TypeFor[site.Statement]() && name == "Said":
		return truthed(func(m *machine) bool { return reach[site.Statement](value(m)).Said() }), nil
	}
	return expression{}, errUnsupported
}

// reach is the struct itself, without a copy where that can be.
func reach[T any](v reflect.Value) *T {
	if v.CanAddr() {
		return v.Addr().Interface().(*T)
	}
	t := v.Interface().(T)
	return &t
}

// function is one of the few that templates of this project use.
func (s *scope) function(name string, args []parse.Node) (expression, error) {
	switch name {
	case "len":
		if e, err := s.only(args); err == nil && e.typ.Kind() == reflect.Slice {
			return valued(reflect.TypeFor[int](), func(m *machine) reflect.Value { return reflect.ValueOf(e.value(m).Len()) }), nil
		}
	case "index":
		if len(args) != 2 {
			break
		}
		e, err := s.operand(args[0], nil)
		at, ok := args[1].(*parse.NumberNode)
		if err == nil && ok && at.IsInt && e.typ.Kind() == reflect.Slice {
			return valued(e.typ.Elem(), func(m *machine) reflect.Value { return e.value(m).Index(int(at.Int64)) }), nil
		}
	case "not":
		if test, err := s.tests(args); err == nil && len(test) == 1 {
			return truthed(func(m *machine) bool { return !test[0](m) }), nil
		}
	case "eq":
		return s.equal(args)
	}
	return expression{}, errUnsupported
}

func (s *scope) only(args []parse.Node) (expression, error) {
	if len(args) != 1 {
		return expression{}, errUnsupported
	}
	return s.operand(args[0], nil)
}

// equal compares two strings, or two whole numbers.
func (s *scope) equal(args []parse.Node) (expression, error) {
	if len(args) != 2 {
		return expression{}, errUnsupported
	}
	a, err := s.operand(args[0], nil)
	if err != nil {
		return expression{}, err
	}
	b, err := s.operand(args[1], nil)
	switch {
	case err != nil:
		return expression{}, err
	case a.text != nil && b.text != nil:
		return truthed(func(m *machine) bool { return a.text(m) == b.text(m) }), nil
	case a.typ.Kind() == reflect.Int && b.typ.Kind() == reflect.Int:
		return truthed(func(m *machine) bool { return a.value(m).Int() == b.value(m).Int() }), nil
	}
	return expression{}, errUnsupported
}

// test tells whether a pipeline is true, as templates understand it. Only here may it be an "and" or an "or".
func (s *scope) test(p *parse.PipeNode) (func(*machine) bool, error) {
	if len(p.Cmds) == 1 {
		if f, ok := p.Cmds[0].Args[0].(*parse.IdentifierNode); ok && (f.Ident == "and" || f.Ident == "or") {
			tests, err := s.tests(p.Cmds[0].Args[1:])
			if err != nil {
				return nil, err
			}
			decides := f.Ident == "or"
			return func(m *machine) bool {
				for _, test := range tests {
					if test(m) == decides {
						return decides
					}
				}
				return !decides
			}, nil
		}
	}
	e, err := s.pipe(p)
	if err != nil {
		return nil, err
	}
	return e.test(), nil
}

func (s *scope) tests(args []parse.Node) ([]func(*machine) bool, error) {
	var tests []func(*machine) bool
	for _, a := range args {
		if p, ok := a.(*parse.PipeNode); ok {
			test, err := s.test(p)
			if err != nil {
				return nil, err
			}
			tests = append(tests, test)
			continue
		}
		e, err := s.operand(a, nil)
		if err != nil {
			return nil, err
		}
		tests = append(tests, e.test())
	}
	return tests, nil
}

func (e expression) test() func(*machine) bool {
	if e.text != nil {
		return func(m *machine) bool { return e.text(m) != "" }
	}
	return func(m *machine) bool { return truth(e.value(m)) }
}

// truth is that of text/template.
func truth(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.String, reflect.Slice, reflect.Map, reflect.Array:
		return v.Len() > 0
	case reflect.Pointer, reflect.Interface, reflect.Func, reflect.Chan:
		return !v.IsNil()
	case reflect.Struct:
		return true
	}
	return !v.IsZero()
}
