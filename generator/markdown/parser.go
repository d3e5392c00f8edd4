package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"minutebook/generator/classification"
)

// forBlocks and forInline are goldmark with tables, strikethrough and footnotes, our marks and [[REF]]; the second one
// knows no blocks but the paragraph. forNotes is as forBlocks, and keeps the footnotes to which nothing refers: in them, too,
// private notes can stand.
var (
	forBlocks = dialect(blockParsers, tables, extension.Strikethrough, extension.Footnote)
	forNotes  = dialect(blockParsers, tables, extension.Strikethrough, everyFootnote{})
	forInline = dialect([]util.PrioritizedValue{util.Prioritized(parser.NewParagraphParser(), 1000)}, extension.Strikethrough)
)

var (
	blockParsers = append(parser.DefaultBlockParsers(), util.Prioritized(markLines{}, 50))
	tables       = extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone))
)

// everyFootnote is extension.Footnote without its last step, which puts in order the footnotes that are referred to.
type everyFootnote struct{}

func (everyFootnote) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(util.Prioritized(extension.NewFootnoteBlockParser(), 999)),
		parser.WithInlineParsers(util.Prioritized(extension.NewFootnoteParser(), 101)),
	)
}

func dialect(blockParsers []util.PrioritizedValue, extensions ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(blockParsers...),
			parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(refLinks{}, 150))...),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithRenderer(renderer.NewRenderer(renderer.WithNodeRenderers(
			util.Prioritized(html.NewRenderer(), 1000),
			util.Prioritized(nodes{}, 100),
		))),
		goldmark.WithExtensions(extensions...),
	)
}

// A mark is where a mark begins or ends in the tree, or what it left: a notice.
type mark struct {
	ast.BaseInline
	control byte
	label   classification.Label
	opening string // what shows it, of one whose label the reader is told
	shown   bool   // the reader is told the label
}

// A markLine is the same between blocks.
type markLine struct {
	ast.BaseBlock
	control byte
	label   classification.Label
}

// A refLink is [[REF]].
type refLink struct {
	ast.BaseInline
	ref    string
	target Target
}

var (
	kindMark     = ast.NewNodeKind("Mark")
	kindMarkLine = ast.NewNodeKind("MarkLine")
	kindRefLink  = ast.NewNodeKind("RefLink")
	kindWords    = ast.NewNodeKind("Words")
)

func (*mark) Kind() ast.NodeKind               { return kindMark }
func (n *mark) Dump(src []byte, level int)     { ast.DumpHelper(n, src, level, nil, nil) }
func (*markLine) Kind() ast.NodeKind           { return kindMarkLine }
func (n *markLine) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }
func (*refLink) Kind() ast.NodeKind            { return kindRefLink }
func (n *refLink) Dump(src []byte, level int)  { ast.DumpHelper(n, src, level, nil, nil) }
func (*words) Kind() ast.NodeKind              { return kindWords }
func (n *words) Dump(src []byte, level int)    { ast.DumpHelper(n, src, level, nil, nil) }

// markLines reads the lines that assembly put in for block marks.
type markLines struct{}

func (markLines) Trigger() []byte { return []byte{noticeBlock, openBlock, closeBlock} }

func (markLines) Open(_ ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	n := &markLine{control: line[0]}
	if len(line) > 1 && line[0] != closeBlock {
		n.label = classification.Label(line[1] - labelBase)
	}
	n.SetPos(segment.Start)
	reader.Advance(segment.Len() - 1)
	return n, parser.NoChildren
}

func (markLines) Continue(ast.Node, text.Reader, parser.Context) parser.State { return parser.Close }
func (markLines) Close(ast.Node, text.Reader, parser.Context)                 {}
func (markLines) CanInterruptParagraph() bool                                 { return true }
func (markLines) CanAcceptIndentedLine() bool                                 { return false }

// findMarks makes nodes of the bytes that assembly put in for phrase marks. (An inline parser of goldmark's could not: it
// is asked at punctuation only, and punctuation would have a say in what is emphasis.)
func findMarks(doc ast.Node, src []byte) {
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		if n.Kind() == ast.KindCodeSpan {
			return ast.WalkSkipChildren, nil
		}
		for child := n.FirstChild(); child != nil; child = child.NextSibling() {
			if t, ok := child.(*ast.Text); ok {
				child = splitAtMarks(n, t, src)
			}
		}
		return ast.WalkContinue, nil
	})
}

// splitAtMarks divides one text and returns the last node of what it became.
func splitAtMarks(parent ast.Node, t *ast.Text, src []byte) ast.Node {
	for {
		value := t.Segment.Value(src)
		i := bytes.IndexAny(value, phraseBytes)
		if i < 0 {
			return t
		}
		before, at := t.Segment.Start+i, t.Segment.Start+i
		m := &mark{control: src[at]}
		m.SetPos(at)
		after := at + 1
		if m.control == closePhrase {
			before -= len(bracket)
		} else {
			m.label = classification.Label(src[after] - labelBase)
			after++
		}
		if m.control == openPhrase {
			after += len(bracket)
		}
		if before > t.Segment.Start {
			words := ast.NewTextSegment(text.NewSegment(t.Segment.Start, before))
			words.SetRaw(t.IsRaw())
			parent.InsertBefore(parent, t, words)
		}
		parent.InsertBefore(parent, t, m)
		t.Segment = text.NewSegment(after, t.Segment.Stop)
	}
}

// refLinks reads [[REF]]; whether there is such a ref is asked later.
type refLinks struct{}

var refLinkPattern = regexp.MustCompile(`^\[\[([^\[\]\n]*)\]\]`)

func (refLinks) Trigger() []byte { return []byte{'['} }

func (refLinks) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	m := refLinkPattern.FindSubmatch(line)
	if m == nil {
		return nil
	}
	n := &refLink{ref: string(m[1])}
	n.SetPos(segment.Start)
	block.Advance(len(m[0]))
	return n
}
