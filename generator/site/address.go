package site

import (
	"path"
	"strings"

	"minutebook/generator/markdown"
)

// An Address is where something stands on the site, from its root: "/smki-pma/actions/25-04/", or, within a page,
// "/smki-pma/meetings/25/#item-6". It derives from refs, numbers and file names alone, so that it holds for good. The
// zero Address is nowhere.
type Address string

// File is the published file that holds what stands at a.
func (a Address) File() string {
	page, _ := a.cut()
	file := strings.TrimPrefix(string(page), "/")
	if file == "" || strings.HasSuffix(file, "/") {
		file += "index.html"
	}
	return file
}

// cut separates the page from the anchor within it.
func (a Address) cut() (page Address, anchor string) {
	p, anchor, _ := strings.Cut(string(a), "#")
	return Address(p), anchor
}

func (a Address) page() Address {
	page, _ := a.cut()
	return page
}

// relative writes to as the page at from must write it, so that the site works from any base path. In a portable copy
// the link names the file, since nothing serves a directory from a disk.
func relative(from, to Address, portable bool) string {
	page, anchor := to.cut()
	if page == from && anchor != "" {
		return "#" + anchor
	}
	shared := 0
	for i := 0; i < len(from) && i < len(page) && from[i] == page[i]; i++ {
		if from[i] == '/' {
			shared = i + 1
		}
	}
	return finish(climb(strings.Count(string(from[shared:]), "/"))+string(page[shared:]), anchor, portable)
}

func climb(levels int) string {
	const up = "../../../../../../../../"
	if 3*levels <= len(up) {
		return up[:3*levels]
	}
	return strings.Repeat("../", levels)
}

func finish(href, anchor string, portable bool) string {
	if portable && (href == "" || strings.HasSuffix(href, "/")) {
		href += "index.html"
	}
	if href == "" {
		href = "./"
	}
	if anchor != "" {
		href += "#" + anchor
	}
	return href
}

// slugOf is a ref's part of an address, without the prefix of the body that it belongs to.
func slugOf(ref, prefix string) string {
	if rest, ok := strings.CutPrefix(ref, prefix); ok && (strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "_")) {
		return markdown.Slug(rest)
	}
	return markdown.Slug(ref)
}

// slugFile is a file's part of an address.
func slugFile(file string) string {
	return markdown.Slug(strings.TrimSuffix(path.Base(file), path.Ext(file)))
}
