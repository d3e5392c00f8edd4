package difference

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

func TestDifference(t *testing.T) {
	for _, c := range []struct {
		name               string
		drafted, published string
		says, has          string
	}{
		{"the same", `<p>All of it.</p>`, `<p>All of it.</p>`,
			"Readers see all of this page.", `<p>All of it.</p>`},
		{"only told more about", `<p><span class="label" data-by="a.md:1:1" data-label="GREEN">GREEN</span></p>`, `<p><span class="label" data-label="GREEN">GREEN</span></p>`,
			"Readers see all of this page.", `data-by="a.md:1:1"`},
		{"a phrase", `<p>It names <span class="marked" data-label="AMBER">a publican</span> as the holder.</p>`, `<p>It names <span class="withheld">[withheld: AMBER]</span> as the holder.</p>`,
			"Readers do not see 1 part of this page.",
			`<p>It names <del class="withheld" data-label="AMBER"><span class="marked" data-label="AMBER">a publican</span></del><ins><span class="withheld">[withheld: AMBER]</span></ins> as the holder.</p>`},
		{"words", `<p>One two three four.</p>`, `<p>One four.</p>`,
			"Readers do not see 1 part of this page.", `<p>One <del class="withheld">two three </del>four.</p>`},
		{"a number that is another", `<p>5 decisions</p>`, `<p>4 decisions</p>`,
			"Readers see all parts of this page; 1 place reads otherwise for them.", `<p><del class="withheld">5</del><ins>4</ins> decisions</p>`},
		{"blocks", `<p>First.</p><div class="marked" data-label="RED"><p>Second.</p></div><p>Third.</p>`, `<p>First.</p><p>Third.</p>`,
			"Readers do not see 1 part of this page.", `<del class="withheld block" data-label="RED"><div class="marked" data-label="RED"><p>Second.</p></div></del>`},
		{"a row", `<table><tbody><tr><th><a href="#a">A</a></th><td>x</td></tr><tr><th><a href="#b">B</a></th><td>y</td></tr></tbody></table>`, `<table><tbody><tr><th><a href="#a">A</a></th><td>x</td></tr></tbody></table>`,
			"Readers do not see 1 part of this page.", `<tr data-part="withheld"><th><a href="#b">B</a></th><td>y</td></tr>`},
		{"a cell", `<table><tbody><tr><th>A</th><td>Mr Hasp</td></tr></tbody></table>`, `<table><tbody><tr><th>A</th><td>–</td></tr></tbody></table>`,
			"Readers see all parts of this page; 1 place reads otherwise for them.", `<td><del class="withheld">Mr Hasp</del><ins>–</ins></td>`},
		{"a column", `<table><tbody><tr><th>A</th><td>x</td><td>y</td></tr></tbody></table>`, `<table><tbody><tr><th>A</th><td>y</td></tr></tbody></table>`,
			"Readers do not see 1 part of this page.", `<td data-part="withheld">x</td>`},
		{"two of three, told by their names", `<ul><li id="a">one</li><li id="b">two</li><li id="c">three</li></ul>`, `<ul><li id="b">two!</li></ul>`,
			"Readers do not see 2 parts of this page; 1 place reads otherwise for them.", `<li id="b"><del class="withheld">two</del><ins>two!</ins></li>`},
		{"told by their words", `<div><p>Of keys and locks and doors.</p></div><div><p>Mr Wren spoke at length, alone.</p></div>`, `<div><p>Mr Wren spoke at length.</p></div>`,
			"Readers do not see 1 part of this page; 1 place reads otherwise for them.", `<del class="withheld block"><div><p>Of keys and locks and doors.</p></div></del>`},
		{"space between", "<p>of one</p>\n<h2>number 1</h2>\n<p>of three</p>", "<p>of two</p>\n<h2>number 2</h2>\n<p>of four</p>",
			"Readers see all parts of this page; 3 places read otherwise for them.", "<ins>two</ins></p>\n<h2>number <del class=\"withheld\">1</del><ins>2</ins></h2>\n<p>of "},
		{"the heading is one", `<header><h1><a href="#k">Keys</a></h1><p>Of B</p></header>`, `<header><h1>[withheld: AMBER]</h1><p>Of B</p></header>`,
			"Readers see all parts of this page; 1 place reads otherwise for them.", `<header><h1><del class="withheld"><a href="#k">Keys</a></del><ins>[withheld: AMBER]</ins></h1><p>`},
		{"an id stands once", `<p id="x">one</p>`, `<h2 id="x">two</h2>`,
			"Readers see all parts of this page; 1 place reads otherwise for them.", `<del class="withheld block"><p id="x">one</p></del><ins class="block"><h2>two</h2></ins>`},
	} {
		got := string(Of(page(c.drafted), page(c.published)))
		if !strings.Contains(got, "<strong>"+c.says+"</strong>") || !strings.Contains(got, c.has) {
			t.Errorf("%s: wanted %q and %s in:\n%s", c.name, c.says, c.has, got)
		}
	}
}

func TestWithoutPage(t *testing.T) {
	got := string(Of(page(`<p>All of it.</p>`), nil))
	if !strings.Contains(got, "Readers have no such page.") || !strings.Contains(got, `<del class="withheld block"><p>All of it.</p></del>`) {
		t.Errorf("a page that readers have not:\n%s", got)
	}
}

// TestRandom holds the law of it: with what is withheld taken out, the page says what readers see, and with what
// they see instead taken out, what was drafted.
func TestRandom(t *testing.T) {
	for seed := range uint64(1000) {
		r := rand.New(rand.NewPCG(seed, 1))
		drafted := randomParts(r, atom.Main, 4)
		published := drafted
		if seed%5 > 0 {
			published = withheldIn(r, drafted)
		} else { // another page altogether
			published = randomParts(r, atom.Main, 4)
		}
		lawful(t, drafted, published)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzDifference(f *testing.F) {
	f.Add(`<p>It names <span class="marked">a publican</span>.</p>`, `<p>It names <span class="withheld">[withheld: AMBER]</span>.</p>`)
	f.Add(`<table><caption>2</caption><tbody><tr><th>A</th><td>x</td></tr></tbody></table><pre>

a</pre>`, `<table><tbody><tr><td>x</td></tr></tbody></table>`)
	f.Add(`<ul>text<li>a<ul><li>b</li></ul></li></ul><dl><div><dt>a</dt></div></dl>`, `<ul><li>b</li></ul><svg><title>x</title></svg>`)
	f.Fuzz(func(t *testing.T, drafted, published string) {
		for _, text := range []string{drafted, published} {
			once := string(page(text))
			if rendered := again(once); again(rendered) != rendered || strings.Count(rendered, "<main") != 1 {
				t.Skip("HTML that does not come out as it went in")
			}
		}
		lawful(t, drafted, published)
	})
}

func lawful(t *testing.T, drafted, published string) {
	t.Helper()
	a, b := page(drafted), page(published)
	out := Of(a, b)
	if again(string(out)) != string(out) {
		t.Errorf("not well formed:\n%s\nread again:\n%s", out, again(string(out)))
	}
	if got, want := readingOf(out, "withheld"), readingOf(b, ""); got != want {
		t.Errorf("with what is withheld taken out, it says %q instead of %q:\n%s\n\n%s\n\n%s", got, want, a, b, out)
	}
	if got, want := readingOf(out, "instead"), readingOf(a, ""); got != want {
		t.Errorf("with what readers see instead taken out, it says %q instead of %q:\n%s\n\n%s\n\n%s", got, want, a, b, out)
	}
}

// readingOf is the text of main without what is marked as withheld, or instead. Rows, cells and entries are apart.
func readingOf(content []byte, out string) string {
	doc, err := html.Parse(bytes.NewReader(content))
	if err != nil {
		return err.Error()
	}
	var text strings.Builder
	var read func(n *html.Node)
	read = func(n *html.Node) {
		marked := map[string]bool{attribute(n, "data-part"): true}
		switch {
		case n.DataAtom == atom.Del && hasClass(n, "withheld"):
			marked["withheld"] = true
		case n.DataAtom == atom.Ins:
			marked["instead"] = true
		case n.Type == html.TextNode:
			text.WriteString(n.Data)
		}
		if marked[out] && out != "" {
			return
		}
		if members[n.DataAtom] || structure[n.DataAtom] {
			text.WriteString(" ")
		}
		for kid := range n.ChildNodes() {
			read(kid)
			if structure[n.DataAtom] {
				text.WriteString(" ")
			}
		}
		if members[n.DataAtom] || structure[n.DataAtom] {
			text.WriteString(" ")
		}
	}
	read(mainOf(doc))
	return strings.Join(strings.Fields(text.String()), " ")
}

func again(text string) string {
	doc, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return err.Error()
	}
	var out strings.Builder
	html.Render(&out, doc)
	return out.String()
}

// page is a page of the site with something in it.
func page(main string) []byte {
	return []byte("<!DOCTYPE html>\n<html lang=\"en-GB\"><head><title>Page</title></head>\n<body><header>Site</header><main>" + main + "</main>\n</body></html>\n")
}

// randomParts are what an element may hold.
func randomParts(r *rand.Rand, in atom.Atom, deep int) string {
	var b strings.Builder
	for range r.IntN(5) {
		switch {
		case in == atom.Ul:
			fmt.Fprintf(&b, "<li%s>%s</li>\n", randomID(r), randomParts(r, atom.Li, deep-1))
		case in == atom.Table:
			fmt.Fprintf(&b, "<tr><th>%s</th><td>%s</td></tr>", randomText(r), randomText(r))
		case in == atom.P || in == atom.H2 || deep <= 0:
			b.WriteString(randomText(r))
		default:
			switch r.IntN(5) {
			case 0:
				fmt.Fprintf(&b, "<ul>\n%s</ul>", randomParts(r, atom.Ul, deep-1))
			case 1:
				fmt.Fprintf(&b, "<table><tbody>%s</tbody></table>\n", randomParts(r, atom.Table, deep-1))
			case 2:
				fmt.Fprintf(&b, "<section%s>%s</section>\n", randomID(r), randomParts(r, atom.Section, deep-1))
			case 3:
				fmt.Fprintf(&b, "<h2%s>%s</h2>", randomID(r), randomParts(r, atom.H2, deep-1))
			default:
				fmt.Fprintf(&b, "<p>%s</p>\n", randomParts(r, atom.P, deep-1))
			}
		}
	}
	return b.String()
}

func randomID(r *rand.Rand) string {
	if r.IntN(2) == 0 {
		return ""
	}
	return fmt.Sprintf(` id="i%d"`, r.IntN(6))
}

func randomText(r *rand.Rand) string {
	words := strings.Fields("the the the of of a key hatch lamp wren keeper noted agreed")
	var b strings.Builder
	for range 1 + r.IntN(6) {
		word := words[r.IntN(len(words))]
		switch r.IntN(8) {
		case 0:
			fmt.Fprintf(&b, "<em>%s</em> ", word)
		case 1:
			fmt.Fprintf(&b, `<span class="marked" data-label="AMBER">%s</span> `, word)
		case 2:
			fmt.Fprintf(&b, " %s\n", word)
		default:
			b.WriteString(word + " ")
		}
	}
	return b.String()
}

// withheldIn takes parts out of a page, as its readers have it.
func withheldIn(r *rand.Rand, drafted string) string {
	doc, err := html.Parse(bytes.NewReader(page(drafted)))
	if err != nil {
		return ""
	}
	main := mainOf(doc)
	all := slices.Collect(main.Descendants())
	for _, n := range all {
		if r.IntN(8) > 0 || n.Parent == nil || n.DataAtom == atom.Tbody {
			continue
		}
		if n.Type == html.ElementNode && r.IntN(2) == 0 && !members[n.DataAtom] {
			notice := &html.Node{Type: html.ElementNode, DataAtom: atom.Span, Data: "span", Attr: []html.Attribute{{Key: "class", Val: "withheld"}}}
			notice.AppendChild(&html.Node{Type: html.TextNode, Data: "[withheld: AMBER]"})
			if !structure[n.Parent.DataAtom] {
				n.Parent.InsertBefore(notice, n)
			}
		}
		n.Parent.RemoveChild(n)
	}
	var out strings.Builder
	for kid := range main.ChildNodes() {
		html.Render(&out, kid)
	}
	return out.String()
}

// A register of 10,000 rows is compared word by word, too.
func TestLargePages(t *testing.T) {
	row := func(i int, text string) string {
		return fmt.Sprintf(`<tr><th scope="row"><a href="r%d/">EXC R%d</a></th><td>%s</td><td>the same</td><td>the same</td></tr>`, i, i, text)
	}
	var drafted, published strings.Builder
	withheld := 0
	for i := range 10_000 {
		drafted.WriteString(row(i, "one two three"))
		switch i % 3 {
		case 0:
			withheld++
		case 1:
			published.WriteString(row(i, "one three"))
			withheld++
		default:
			published.WriteString(row(i, "one two three"))
		}
	}
	in := func(rows string) []byte { return page("<table><tbody>" + rows + "</tbody></table>") }
	got := string(Of(in(drafted.String()), in(published.String())))
	if want := fmt.Sprintf("Readers do not see %d parts of this page.", withheld); !strings.Contains(got, want) {
		t.Errorf("does not say %q but %s", want, got[:400])
	}
	big := in(strings.Repeat(row(1, "one"), tooLarge/len(row(1, "one"))))
	if got := string(Of(big, big)); !strings.Contains(got, "too large to be compared") {
		t.Errorf("says of a page that is too large %s", got[:400])
	}
}
