package attachment

import (
	"errors"

	"minutebook/generator/attachment/pdf"
)

// findDestinations reads what names stand for in links. In the new document links lead to pages themselves, so that no
// name is kept, least of all of what is not linked any more.
func (c *copier) findDestinations(catalog pdf.Dict) error {
	c.destinations = map[string]pdf.Object{}
	o, _, err := c.file.Resolve(catalog["Dests"])
	if err != nil {
		return err
	}
	old, _ := o.(pdf.Dict)
	for name, where := range old {
		c.destinations["/"+string(name)] = where
	}
	o, _, err = c.file.Resolve(catalog["Names"])
	if err != nil {
		return err
	}
	if names, ok := o.(pdf.Dict); ok {
		return c.nameTree(names["Dests"], 0)
	}
	return nil
}

// nameTree reads the names in a node of a tree of them (ISO 32000-1, 7.9.6).
func (c *copier) nameTree(o pdf.Object, depth int) error {
	o, _, err := c.file.Resolve(o)
	if err != nil || o == nil {
		return err
	}
	node, ok := o.(pdf.Dict)
	if !ok || depth > maxDepth {
		return pdf.ErrSyntax
	}
	var lists [2]pdf.Array
	for i, key := range []pdf.Name{"Names", "Kids"} {
		o, _, err := c.file.Resolve(node[key])
		if err != nil {
			return err
		}
		lists[i], _ = o.(pdf.Array)
	}
	for pairs := lists[0]; len(pairs) > 1; pairs = pairs[2:] {
		name, _, err := c.file.Resolve(pairs[0])
		if err := errors.Join(err, c.step()); err != nil {
			return err
		}
		if s, ok := name.(pdf.String); ok {
			c.destinations[string(s)] = pairs[1]
		}
	}
	for _, kid := range lists[1] {
		if err := errors.Join(c.step(), c.nameTree(kid, depth+1)); err != nil {
			return err
		}
	}
	return nil
}

// destination is a place in the new document, or nil where there is none.
func (c *copier) destination(o pdf.Object) (pdf.Object, error) {
	o, _, err := c.file.Resolve(o)
	if err != nil {
		return nil, err
	}
	switch name := o.(type) {
	case pdf.Name:
		o = c.destinations["/"+string(name)]
	case pdf.String:
		o = c.destinations[string(name)]
	}
	o, _, err = c.file.Resolve(o)
	if err != nil {
		return nil, err
	}
	if d, ok := o.(pdf.Dict); ok {
		if o, _, err = c.file.Resolve(d["D"]); err != nil {
			return nil, err
		}
	}
	where, ok := o.(pdf.Array)
	if !ok || len(where) < 2 {
		return nil, nil
	}
	ref, _ := where[0].(pdf.Ref)
	page, known := c.pages[ref]
	if !known {
		return nil, nil
	}
	out := pdf.Array{page}
	for _, e := range where[1:] {
		e, err := c.copy(e, "")
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}
