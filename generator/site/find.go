package site

import "minutebook/generator/markdown"

// Find tells where a ref, or a file of the content, leads on the site, if readers of the site can go there.
func (s *Site) Find(t markdown.Target) (Address, bool) { return s.book.find(t) }
