package release

import (
	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// A Memory has what was released of each body, so that a record that took a body over need not release it again: a body is
// taken over only where all other bodies have the folders and the labels that they had (see minutes.New), and on more than
// that nothing depends here. It is for one kind of readers: everything is released anew when these are others. The zero
// Memory is empty and ready.
type Memory struct {
	of   markdown.Reading
	made map[*minutes.Body]released
}

// released is what readers get of a body, nil if nothing, and what is wrong with it as they have it.
type released struct {
	body *Body
	told []source.Diagnostic
}

// release releases the bodies of a record, in their order, and forgets those that it has not.
func (m *Memory) release(g gate) []released {
	if !m.of.Same(g.reading) {
		m.made = nil
	}
	all := make([]released, len(g.record.Bodies))
	source.Each(len(all), func(i int) {
		b := g.record.Bodies[i]
		if made, ok := m.made[b]; ok {
			all[i] = made
			return
		}
		var told source.Report
		all[i].body = gate{g.record, g.reading, &told, map[By]*By{}}.release(b)
		all[i].told = told.All()
	})
	m.of, m.made = g.reading, map[*minutes.Body]released{}
	for i, b := range g.record.Bodies {
		m.made[b] = all[i]
	}
	return all
}

// release is what may be read of a body, or nil.
func (g gate) release(b *minutes.Body) *Body {
	if !g.permits(b.File.Ruling) {
		return nil
	}
	released := g.body(b)
	released.Meetings = exact(released.Meetings)
	for i := range released.Meetings { // there are very many of these, and they are kept
		m := &released.Meetings[i]
		m.Attendance, m.Papers = exact(m.Attendance), exact(m.Papers)
		m.Actions, m.Updates, m.Decisions, m.Items = exact(m.Actions), exact(m.Updates), exact(m.Decisions), exact(m.Items)
	}
	return &released
}

// exact is a slice without room for more.
func exact[T any](s []T) []T {
	if len(s) == cap(s) {
		return s
	}
	return append(make([]T, 0, len(s)), s...)
}
