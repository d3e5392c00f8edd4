package release

import (
	"slices"

	"minutebook/generator/markdown"
	"minutebook/generator/minutes"
	"minutebook/generator/source"
)

// A Memory has what was released of each body, so that a record that took a body over need not release it again. It is
// for one kind of readers: everything is released anew when these are others. The zero Memory is empty and ready.
type Memory struct {
	of   conditions
	made map[*minutes.Body]released
}

// released is what readers get of a body, nil if nothing, and what is wrong with it as they have it.
type released struct {
	body *Body
	told []source.Diagnostic
}

// conditions are what the release of a body depends on beside the body itself: how it is read, and which bodies there are,
// as a file is under the body in whose folder it lies.
type conditions struct {
	reading markdown.Reading
	folders []string
	rulings []minutes.Ruling
}

func conditionsOf(g gate) conditions {
	c := conditions{reading: g.reading}
	for _, b := range g.record.Bodies {
		c.folders, c.rulings = append(c.folders, b.Folder), append(c.rulings, b.File.Ruling)
	}
	return c
}

func (c conditions) same(d conditions) bool {
	return c.reading.Same(d.reading) && slices.Equal(c.folders, d.folders) && slices.Equal(c.rulings, d.rulings)
}

// release releases the bodies of a record, in their order, and forgets those that it has not.
func (m *Memory) release(g gate) []released {
	of := conditionsOf(g)
	if !m.of.same(of) {
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
	m.of, m.made = of, map[*minutes.Body]released{}
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
