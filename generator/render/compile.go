package render

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"reflect"
	"text/template/parse"
)

// html/template finds every field anew and calls every escaper by reflection, each time: nine tenths of the time that a
// site takes. But what it does is settled before: it has put its escapers into the parsed templates, which it lets
// everybody read, and a page's type is known. So a template is compiled once for the type that it shows, field by field,
// and with the escapers that html/template chose. What is not understood here is left to html/template as a whole: then
// the page is slower, and the same.

// errUnsupported says that a template has something in it that only html/template can do.
var errUnsupported = errors.New("left to html/template")

// A program is a template, compiled for one type of dot.
type program struct {
	run   step
	slots int // for variables; the first is $
}

type step func(*machine)

// A machine runs programs. dot and vars are those of the template that is being run.
type machine struct {
	out   *bytes.Buffer
	dot   reflect.Value
	vars  []reflect.Value
	stack []reflect.Value
}

// show runs a program over a page. What html/template would report as an error, such as a field of a nil pointer, is one.
func (p *program) show(out *bytes.Buffer, page any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	m := machine{out: out, stack: make([]reflect.Value, 0, 32)}
	m.call(p, reflect.ValueOf(page))
	return nil
}

func (m *machine) call(p *program, dot reflect.Value) {
	oldDot, oldVars, base := m.dot, m.vars, len(m.stack)
	for range p.slots {
		m.stack = append(m.stack, reflect.Value{})
	}
	m.dot, m.vars = dot, m.stack[base:]
	m.vars[0] = dot
	p.run(m)
	m.dot, m.vars, m.stack = oldDot, oldVars, m.stack[:base]
}

// A compiler turns the templates of one set into programs.
type compiler struct {
	set  *template.Template
	done map[programKey]*program
}

type programKey struct {
	name string
	dot  reflect.Type
}

// A scope knows the types of what can be named at one place of a template.
type scope struct {
	*compiler
	program *program
	dot     reflect.Type
	vars    []variable
}

type variable struct {
	name string
	slot int
	typ  reflect.Type
}

// program compiles the template of a name, whose escapers are in place, for a type of dot.
func (c *compiler) program(name string, dot reflect.Type) (*program, error) {
	key := programKey{name, dot}
	if p := c.done[key]; p != nil {
		return p, nil
	}
	t := c.set.Lookup(name)
	if t == nil || t.Tree == nil {
		return nil, errUnsupported
	}
	p := &program{slots: 1}
	c.done[key] = p // before its body is read, which may call it
	s := &scope{compiler: c, program: p, dot: dot, vars: []variable{{"$", 0, dot}}}
	run, err := s.list(t.Tree.Root)
	if err != nil {
		clear(c.done) // what was compiled meanwhile may call it
		return nil, err
	}
	p.run = run
	return p, nil
}

// inner is a scope within s, in which dot may be another, and whose variables end with it.
func (s *scope) inner(dot reflect.Type) *scope {
	return &scope{s.compiler, s.program, dot, s.vars[:len(s.vars):len(s.vars)]}
}

func (s *scope) declare(name string, typ reflect.Type) int {
	slot := s.program.slots
	s.program.slots++
	s.vars = append(s.vars, variable{name, slot, typ})
	return slot
}

func (s *scope) list(l *parse.ListNode) (step, error) {
	if l == nil {
		return func(*machine) {}, nil
	}
	var steps []step
	for _, n := range l.Nodes {
		st, err := s.node(n)
		if err != nil {
			return nil, err
		}
		if st != nil {
			steps = append(steps, st)
		}
	}
	if len(steps) == 1 {
		return steps[0], nil
	}
	return func(m *machine) {
		for _, st := range steps {
			st(m)
		}
	}, nil
}

func (s *scope) node(n parse.Node) (step, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		text := n.Text
		return func(m *machine) { m.out.Write(text) }, nil
	case *parse.CommentNode:
		return nil, nil
	case *parse.ActionNode:
		return s.action(n.Pipe)
	case *parse.IfNode:
		return s.choice(&n.BranchNode, false)
	case *parse.WithNode:
		return s.choice(&n.BranchNode, true)
	case *parse.RangeNode:
		return s.loop(n)
	case *parse.TemplateNode:
		return s.call(n)
	}
	return nil, errUnsupported
}

// action shows a value, or gives it to a variable.
func (s *scope) action(pipe *parse.PipeNode) (step, error) {
	if len(pipe.Decl) == 0 {
		return s.output(pipe)
	}
	if len(pipe.Decl) != 1 || pipe.IsAssign {
		return nil, errUnsupported
	}
	e, err := s.pipe(pipe)
	if err != nil {
		return nil, err
	}
	slot := s.declare(pipe.Decl[0].Ident[0], e.typ)
	return func(m *machine) { m.vars[slot] = e.value(m) }, nil
}

// choice is an if or a with.
func (s *scope) choice(n *parse.BranchNode, with bool) (step, error) {
	within := s.inner(s.dot)
	var value func(*machine) reflect.Value
	var test func(*machine) bool
	slot := -1
	if with || len(n.Pipe.Decl) > 0 {
		e, err := s.pipe(n.Pipe)
		if err != nil {
			return nil, err
		}
		if len(n.Pipe.Decl) > 1 || n.Pipe.IsAssign {
			return nil, errUnsupported
		}
		if len(n.Pipe.Decl) == 1 {
			slot = within.declare(n.Pipe.Decl[0].Ident[0], e.typ)
		}
		if with {
			within.dot = e.typ
		}
		value = e.value
	} else {
		var err error
		if test, err = s.test(n.Pipe); err != nil {
			return nil, err
		}
	}
	yes, err := within.list(n.List)
	if err != nil {
		return nil, err
	}
	no, err := s.inner(s.dot).list(n.ElseList)
	if err != nil {
		return nil, err
	}
	if value == nil {
		return func(m *machine) {
			if test(m) {
				yes(m)
			} else {
				no(m)
			}
		}, nil
	}
	return func(m *machine) {
		v := value(m)
		if !truth(v) {
			no(m)
			return
		}
		if slot >= 0 {
			m.vars[slot] = v
		}
		dot := m.dot
		if with {
			m.dot = v
		}
		yes(m)
		m.dot = dot
	}, nil
}

// loop is a range over a slice.
func (s *scope) loop(n *parse.RangeNode) (step, error) {
	e, err := s.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	if e.typ.Kind() != reflect.Slice || n.Pipe.IsAssign {
		return nil, errUnsupported
	}
	within := s.inner(e.typ.Elem())
	index, element := -1, -1
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		element = within.declare(decl[0].Ident[0], e.typ.Elem())
	case 2:
		index = within.declare(decl[0].Ident[0], reflect.TypeFor[int]())
		element = within.declare(decl[1].Ident[0], e.typ.Elem())
	}
	body, err := within.list(n.List)
	if err != nil {
		return nil, err
	}
	none, err := s.inner(s.dot).list(n.ElseList)
	if err != nil {
		return nil, err
	}
	return func(m *machine) {
		slice, dot := e.value(m), m.dot
		n := slice.Len()
		for i := range n {
			m.dot = slice.Index(i)
			if index >= 0 {
				m.vars[index] = reflect.ValueOf(i)
			}
			if element >= 0 {
				m.vars[element] = m.dot
			}
			body(m)
		}
		m.dot = dot
		if n == 0 {
			none(m)
		}
	}, nil
}

// call shows another template.
func (s *scope) call(n *parse.TemplateNode) (step, error) {
	if n.Pipe == nil {
		return nil, errUnsupported
	}
	e, err := s.pipe(n.Pipe)
	if err != nil {
		return nil, err
	}
	p, err := s.compiler.program(n.Name, e.typ)
	if err != nil {
		return nil, err
	}
	return func(m *machine) { m.call(p, e.value(m)) }, nil
}
