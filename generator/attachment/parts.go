package attachment

import (
	"strings"

	"minutebook/generator/attachment/pdf"
)

// parts are the dictionaries and streams that make a page visible (ISO 32000-1, chapters 8, 9 and 11), each with the keys
// that are published of it. Behind a key stands what its value is, if that is more than numbers and names. A key that is
// not here is not copied: Metadata, PieceInfo, LastModified, AF, StructParents, Alternates, OPI, Thumb, AA and whatever
// else there is or will be.
var parts = table(`
page          MediaBox CropBox Rotate UserUnit Group=group
link          Subtype Rect Border C F H QuadPoints BS=border
border        W S D
group         S CS=colour I K

form          Subtype FormType BBox Matrix Group=group
image         Subtype Width Height BitsPerComponent ImageMask Decode Interpolate Intent Matte ColorSpace=colour Mask=image SMask=image
tiling        PatternType PaintType TilingType BBox XStep YStep Matrix
shade         PatternType Matrix Shading=shading ExtGState=state
shading       ShadingType Background BBox AntiAlias Domain Matrix Coords Extend BitsPerCoordinate BitsPerComponent BitsPerFlag
shading       VerticesPerRow Decode ColorSpace=colour Function=function
function      FunctionType Domain Range Size BitsPerSample Order Encode Decode C0 C1 N Bounds Functions=function
state         LW LC LJ ML D RI OP op OPM FL SM SA BM CA ca AIS TK Font=font SMask=softmask TR=function TR2=function
softmask      S BC G=form TR=function
calibrated    WhitePoint BlackPoint Gamma Matrix Range
profile       N Range Alternate=colour

font          Type Subtype BaseFont FirstChar LastChar Widths FontBBox FontMatrix DW W DW2 W2 FontDescriptor=descriptor
font          Encoding=encoding ToUnicode=map DescendantFonts=font CIDSystemInfo=system CIDToGIDMap=bytes
encoding      Type BaseEncoding Differences CMapName WMode UseCMap=encoding CIDSystemInfo=system
map           CMapName WMode UseCMap=map CIDSystemInfo=system
system        Registry=text Ordering=text Supplement
descriptor    Type FontName FontFamily=text FontStretch FontWeight Flags FontBBox ItalicAngle Ascent Descent Leading CapHeight
descriptor    XHeight StemV StemH AvgWidth MaxWidth MissingWidth CharSet=text FontFile=program FontFile2=program FontFile3=program CIDSet=bytes
program       Subtype Length1 Length2 Length3
bytes
`)

// elements says what the elements of a colour space are, behind its name (ISO 32000-1, 8.6).
var elements = map[pdf.Name][]string{
	"ICCBased":   {"profile"},
	"CalGray":    {"calibrated"},
	"CalRGB":     {"calibrated"},
	"Lab":        {"calibrated"},
	"Indexed":    {"colour", "", "lookup"},
	"Separation": {"", "colour", "function"},
	"DeviceN":    {"", "colour", "function"},
	"Pattern":    {"colour"},
	"DeviceGray": {},
	"DeviceRGB":  {},
	"DeviceCMYK": {},
}

// categories are what a page's contents name of its resources, and what that is.
var categories = map[pdf.Name]string{
	"XObject":    "drawn",
	"Font":       "font",
	"ExtGState":  "state",
	"ColorSpace": "colour",
	"Pattern":    "pattern",
	"Shading":    "shading",
}

// table reads lines of a name, and of keys with what their values are.
func table(text string) map[string]map[pdf.Name]string {
	parts := map[string]map[pdf.Name]string{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if parts[words[0]] == nil {
			parts[words[0]] = map[pdf.Name]string{}
		}
		for _, word := range words[1:] {
			key, value, _ := strings.Cut(word, "=")
			parts[words[0]][pdf.Name(key)] = value
		}
	}
	return parts
}
