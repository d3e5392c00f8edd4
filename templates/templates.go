// Package templates is what the site looks like: a template for each kind of page, a style sheet, an icon, and scripts:
// script.js, which is on every page, and those that a kind of page has besides. Each file can be replaced by one of the same name in a directory given by --templates.
//
// frame.html is what all pages share, parts.html what some do. Every other template shows the model of its name in
// package site: action.html a site.ActionPage, and so on. In it, {{.To address}} writes a link, and {{.HTML text}} a
// text. White space at the start of a line is dropped, to keep pages small.
package templates

import "embed"

// Files are the built-in templates.
//
//go:embed *.html *.css *.js *.svg
var Files embed.FS
