package plan

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// dropHidden takes out what a page holds for later days and does not show on its own: to tell it would be to say what is not
// true yet, and to read a label, a day or a heading there would be to take it for the one that is shown.
func dropHidden(root *html.Node) {
	var all []*html.Node
	for d := range root.Descendants() {
		if hidden(d) {
			all = append(all, d)
		}
	}
	for _, n := range all {
		n.Parent.RemoveChild(n)
	}
}

func hidden(n *html.Node) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "hidden" })
}

func dayIn(n *html.Node) string {
	t := find(n, func(n *html.Node) bool { return n.DataAtom == atom.Time })
	if t == nil {
		return ""
	}
	return attribute(t, "datetime")
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func find(n *html.Node, is func(*html.Node) bool) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && is(d) {
			return d
		}
	}
	return nil
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attribute(n, "class")), class)
}
