package main

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"minutebook/generator/classification"
	"minutebook/generator/document"
)

func schemaCommand(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of front matter, site.yaml and bank-holidays.yaml, for editors",
		Long: `Schema prints the JSON Schema (draft 2020-12) of the front matter of every kind of file, of
site.yaml and of bank-holidays.yaml, to standard output. With it, an editor offers keys and words while one types, tells what
each is for, and underlines what cannot be right. Only check knows everything, such as whether a ref
names something.

Editors that use yaml-language-server (Visual Studio Code with the YAML extension, Neovim, Emacs,
Helix) take it from a comment, which is the first line of site.yaml or bank-holidays.yaml, or, in a file of a
body, the first line of the front matter, below ---:

  # yaml-language-server: $schema=../../minutebook.schema.json

The path is that from the file to where the schema was saved. For front matter, the editor must be one
that treats it as YAML.`,
		Example: `  minutebook schema > minutebook.schema.json`,
		Args:    noArguments,
		RunE: func(*cobra.Command, []string) error {
			out := json.NewEncoder(s.stdout)
			out.SetEscapeHTML(false)
			out.SetIndent("", "  ")
			return out.Encode(frontMatterSchema())
		},
	}
}

// A schema is the part of JSON Schema that is used here.
type schema struct {
	Dialect     string             `json:"$schema,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Ref         string             `json:"$ref,omitempty"`
	Type        any                `json:"type,omitempty"` // a string or several
	Const       string             `json:"const,omitempty"`
	Enum        []string           `json:"enum,omitempty"`
	Pattern     string             `json:"pattern,omitempty"`
	Minimum     int                `json:"minimum,omitempty"`
	Maximum     int                `json:"maximum,omitempty"`
	Required    []string           `json:"required,omitempty"`
	Properties  map[string]*schema `json:"properties,omitempty"`
	Additional  any                `json:"additionalProperties,omitempty"` // false or a schema
	Names       *schema            `json:"propertyNames,omitempty"`
	Items       *schema            `json:"items,omitempty"`
	If          *schema            `json:"if,omitempty"`
	Then        *schema            `json:"then,omitempty"`
	Else        *schema            `json:"else,omitempty"`
	AllOf       []*schema          `json:"allOf,omitempty"`
	AnyOf       []*schema          `json:"anyOf,omitempty"`
	OneOf       []*schema          `json:"oneOf,omitempty"`
	Defs        map[string]*schema `json:"$defs,omitempty"`
}

// frontMatterSchema is that of every kind of front matter, and of the two files that have no kind: site.yaml, which says what
// to publish, and bank-holidays.yaml, which has days.
func frontMatterSchema() *schema {
	root := &schema{
		Dialect:     "https://json-schema.org/draft/2020-12/schema",
		Title:       "minutebook",
		Description: "The front matter of minutes and of the other files of a body, site.yaml and bank-holidays.yaml.",
		Type:        "object",
		If:          &schema{AnyOf: []*schema{{Required: []string{"publish"}}, {Required: []string{"url"}}, {Required: []string{"time_zone"}}}},
		Then:        &schema{Ref: "#/$defs/site"},
		Defs: map[string]*schema{
			"site":     mapping(document.Fields("site"), "site"),
			"holidays": mapping(document.Fields("holidays"), "holidays"),
		},
	}
	front := &schema{
		Required: []string{"kind", "classification"},
		Properties: map[string]*schema{
			"kind": {Description: document.Fields("minutes")[0].Doc, Enum: slices.Clone(document.Kinds)},
		},
	}
	for _, kind := range document.Kinds {
		def := mapping(document.Fields(kind), kind)
		def.Title = kind
		def.Properties["kind"] = &schema{Description: def.Properties["kind"].Description, Const: kind}
		root.Defs[kind] = def
		front.AllOf = append(front.AllOf, &schema{
			If:   &schema{Required: []string{"kind"}, Properties: map[string]*schema{"kind": {Const: kind}}},
			Then: &schema{Ref: "#/$defs/" + kind},
		})
	}
	root.Else = &schema{
		If:   &schema{AnyOf: []*schema{{Required: []string{"calendar"}}, {Required: []string{"days"}}}},
		Then: &schema{Ref: "#/$defs/holidays"},
		Else: front,
	}
	root.Defs["holidays"].Title = document.HolidaysFile
	root.Defs["holidays"].Properties["days"].Names = &schema{Pattern: datePattern}
	root.Defs["site"].Title = "site.yaml"
	root.Defs["site"].Properties["publish"].Enum = []string{"WHITE", "GREEN", "CLEAR", "TLP:WHITE", "TLP:CLEAR", "TLP:GREEN"}
	root.Defs["site"].Properties["publish"].AnyOf = nil
	return root
}

// alsoRequired are keys that a kind must have although not all kinds do.
var alsoRequired = map[string][]string{
	"body":         {"title"},
	"minutes":      {"ref"},
	"consultation": {"ref", "title"},
	"document":     {"ref", "title"},
	"register":     {"title"},

	"body.files":         {"file", "classification"},
	"minutes.files":      {"file", "classification"},
	"consultation.files": {"file", "classification"},
	"document.files":     {"file", "classification"},
	"register.files":     {"file", "classification"},
}

// mapping is the schema of a mapping with these keys. Where is the path of keys that leads to it.
func mapping(fields []document.Field, where string) *schema {
	m := &schema{Type: "object", Properties: map[string]*schema{}, Additional: false, Required: slices.Clone(alsoRequired[where])}
	for _, f := range fields {
		if f.Key == "*" {
			m.Additional = value(f, where)
			continue
		}
		v := value(f, where+"."+f.Key)
		if f.List {
			v = &schema{Type: "array", Items: v}
		}
		v.Description = f.Doc
		m.Properties[f.Key] = v
		if f.Required && !slices.Contains(m.Required, f.Key) {
			m.Required = append(m.Required, f.Key)
		}
	}
	if where == "register.entries.history" {
		m.OneOf = []*schema{{Required: []string{"date"}}, {Required: []string{"meeting"}}}
	}
	return m
}

const (
	datePattern    = `^(19|20|21|22)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$`
	anyRefPattern  = `^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,40}$`
	meetingPattern = `^[A-Z][A-Z0-9]+_[0-9]{2,4}_[0-9]{4}$`
	recordPattern  = `^[A-Z][A-Za-z0-9]+([._-][A-Za-z0-9]+)*$`
)

// refPatterns are the shapes of refs, by where they stand.
var refPatterns = map[string]string{
	"minutes.ref":           meetingPattern,
	"minutes.papers.ref":    `^[A-Z][A-Z0-9]+_[0-9]{2,4}_[0-9]{4}_[0-9]{2}$`,
	"minutes.actions.ref":   `^[A-Z][A-Z0-9]+ [0-9]{2,4}/[0-9]{2,4}$`,
	"minutes.decisions.ref": `^[A-Z][A-Z0-9]+ [0-9]{2,4}/D[0-9]{2,4}$`,
	"consultation.ref":      recordPattern,
	"document.ref":          recordPattern,
	"register.ref":          recordPattern,
	"register.entries.ref":  recordPattern,
}

// value is the schema of one value.
func value(f document.Field, where string) *schema {
	if f.Fields != nil {
		return mapping(f.Fields, where)
	}
	switch f.Value {
	case "Ref":
		if p, ok := refPatterns[where]; ok {
			return &schema{Type: "string", Pattern: p}
		}
		return &schema{Type: "string", Pattern: anyRefPattern}
	case "Date":
		return &schema{Type: "string", Pattern: datePattern}
	case "Clock":
		return &schema{Type: "string", Pattern: `^([01][0-9]|2[0-3]):[0-5][0-9]$`}
	case "Number":
		return &schema{Type: "integer", Minimum: 1, Maximum: 9999}
	case "Flag":
		return &schema{Type: "boolean"}
	case "Label":
		return labelSchema()
	case "Due":
		return &schema{AnyOf: []*schema{{Const: "next meeting"}, {Type: "string", Pattern: datePattern}, {Type: "string", Pattern: `^[A-Za-z0-9][A-Za-z0-9 ._/-]*_[A-Za-z0-9 ._/-]*$`}}}
	case "Inline":
		return &schema{Type: []string{"string", "number", "boolean"}, Pattern: `\S`}
	}
	if f.OneOf != nil {
		return &schema{Enum: f.OneOf}
	}
	// What YAML takes for a number, as a version may look, is read as it is written.
	return &schema{Type: []string{"string", "number", "boolean"}, Pattern: `^\s*\S[^\n]*$`}
}

// labelSchema offers the labels' own names first, and accepts their other spellings.
func labelSchema() *schema {
	var names, escaped []string
	for _, l := range classification.Labels {
		names = append(names, l.String())
		escaped = append(escaped, strings.ReplaceAll(l.String(), "+", `\+`))
	}
	return &schema{AnyOf: []*schema{{Enum: names}, {Type: "string", Pattern: `^(TLP:)?(CLEAR|` + strings.Join(escaped, "|") + `)$`}}}
}
