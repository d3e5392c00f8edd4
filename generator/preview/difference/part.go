package difference

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// structure are elements that hold no text of their own.
var structure = set(atom.Ul, atom.Ol, atom.Dl, atom.Table, atom.Thead, atom.Tbody, atom.Tfoot, atom.Tr, atom.Colgroup)

// members are elements that can only stand in what they are a member of.
var members = set(atom.Li, atom.Dt, atom.Dd, atom.Tr, atom.Td, atom.Th, atom.Thead, atom.Tbody, atom.Tfoot, atom.Caption,
	atom.Colgroup, atom.Col, atom.Figcaption, atom.Legend, atom.Summary)

// phrases are elements that stand within a line.
var phrases = set(atom.A, atom.Abbr, atom.B, atom.Br, atom.Cite, atom.Code, atom.Del, atom.Em, atom.I, atom.Img, atom.Ins, atom.Kbd,
	atom.Mark, atom.Q, atom.S, atom.Small, atom.Span, atom.Strong, atom.Sub, atom.Sup, atom.Time, atom.U, atom.Var, atom.Wbr)

// wholes are elements in which nothing is marked: what is in them is no text, or is read by other rules.
var wholes = set(atom.Script, atom.Style, atom.Template, atom.Select, atom.Textarea, atom.Iframe, atom.Noscript, atom.Noembed,
	atom.Noframes, atom.Xmp, atom.Plaintext, atom.Title, atom.Svg, atom.Math, atom.Object, atom.Button, atom.Listing)

func set(names ...atom.Atom) map[atom.Atom]bool {
	all := map[atom.Atom]bool{}
	for _, a := range names {
		all[a] = true
	}
	return all
}

// whole tells whether an element is compared as it is, without a look at what is in it.
func whole(n *html.Node) bool { return n.Namespace != "" || wholes[n.DataAtom] }

// alone tells whether a part is marked by itself, since nothing can stand around it.
func (p *part) alone(in *html.Node) bool {
	return p.node != nil && (members[p.node.DataAtom] || structure[in.DataAtom])
}

func (p *part) block() bool {
	return p.node != nil && !phrases[p.node.DataAtom]
}

func (p *part) name() string {
	if p.node == nil {
		return ""
	}
	return p.node.Data
}

// whole is the part as a node that stands nowhere yet.
func (p *part) whole() *html.Node {
	if p.node == nil {
		return &html.Node{Type: html.TextNode, Data: p.word}
	}
	if p.node.Parent != nil {
		p.node.Parent.RemoveChild(p.node)
	}
	return p.node
}

// label is the first label of something withheld in a part, or the first label.
func (p *part) label() string {
	if p.node == nil {
		return ""
	}
	label := attribute(p.node, "data-label")
	for n := range p.node.Descendants() {
		if l := attribute(n, "data-label"); l != "" {
			if slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "data-withheld" }) {
				return l
			}
			if label == "" {
				label = l
			}
		}
	}
	return label
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func without(attrs []html.Attribute, key string) []html.Attribute {
	return slices.DeleteFunc(attrs, func(a html.Attribute) bool { return a.Key == key })
}

func hasClass(n *html.Node, name string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), name)
}
