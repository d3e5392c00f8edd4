// The calendar on a later day than the page was made for: the mark of the day moves, months that are over go to those that were,
// the latest first, and what was more than a year ago is left out. So it stands as on a page of that day.
'use strict'

if (minutebook.today > document.documentElement.dataset.asAt) {
  const day = minutebook.today
  const [next, past] = [document.querySelector('[data-span=next]'), document.querySelector('[data-span=past]')]
  const dayOf = entry => entry.querySelector('time').dateTime
  const said = options => new Date(day).toLocaleDateString('en-GB', { timeZone: 'UTC', ...options })

  // monthOfToday is there, or made of another.
  const monthOfToday = () => {
    const month = day.slice(0, 7)
    const months = [...next.querySelectorAll('[data-month]')]
    const there = months.find(m => m.dataset.month === month)
    if (there) return there
    const made = months[0].cloneNode(true)
    const heading = made.querySelector('h3')
    const link = heading.querySelector('a')
    const [was, name] = [heading.firstChild.data.trim(), said({ month: 'long', year: 'numeric' })]
    made.dataset.month = month
    heading.id = `month-${month}`
    heading.firstChild.data = `${name} `
    link.href = `#${heading.id}`
    link.setAttribute('aria-label', link.getAttribute('aria-label').replace(was, name))
    made.querySelector('ul').replaceChildren()
    next.insertBefore(made, months.find(m => m.dataset.month > month) || null)
    return made
  }

  const here = monthOfToday()
  const days = here.querySelector('ul')
  const mark = next.querySelector('.today')
  const time = mark.querySelector('time')
  time.textContent = `${said({ weekday: 'long' })} ${said({ day: 'numeric' })}`
  time.dateTime = day
  days.insertBefore(mark, [...days.children].find(entry => entry !== mark && dayOf(entry) >= day) || null)

  for (const month of next.querySelectorAll('[data-month]')) {
    if (month.dataset.month >= here.dataset.month) continue
    const list = month.querySelector('ul')
    list.append(...[...list.children].reverse())
    past.querySelector('h2').after(month)
  }
  const yearAgo = `${day.slice(0, 4) - 1}${day.slice(4)}`
  for (const entry of past.querySelectorAll('li')) if (dayOf(entry) < yearAgo) entry.remove()
  for (const month of past.querySelectorAll('[data-month]')) if (!month.querySelector('li')) month.remove()
  past.hidden = !past.querySelector('li')
}
