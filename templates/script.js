// What every page can do when scripts run. Nothing is here that a reader without them would miss.
'use strict'

window.minutebook = {
  // root is the address of the site's home page, as this page reaches it.
  root: new URL('../', document.currentScript.src).href,

  // plain is how a text is looked up, so that all spellings of a ref are one ("secpma25/4", "25-04", "SECPMA_25_1207"):
  // each run of digits without leading zeros, letters and digits apart: "secpma 25 4".
  plain: text => text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replace(/\p{L}(?=\p{N})|\p{N}(?=\p{L})/gu, '$& ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ').replace(/(^| )0+(?=\p{N})/gu, '$1').trim(),
}

// What is true on some days only. A page says what is true on the day that it was made for. What will be true later stands
// in it, too, hidden, and both carry their days: data-until has the last, data-after the one before the first. When that day
// is over, where the days of the site end, the page is put right for today: what is not true is taken out, what is true is
// shown, and what is counted is counted again. A clock that is behind changes nothing. Whoever shows a page in place of
// another, as a preview does, has it put right before.
minutebook.putRight = page => {
  const { asAt, zone } = page.documentElement.dataset
  const each = (selector, act) => page.querySelectorAll(selector).forEach(act)

  const today = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: zone || 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts().map(part => [part.type, part.value]))
  const now = `${today.year}-${today.month}-${today.day}`
  const day = now > asAt ? now : asAt
  minutebook.today = day

  const number = iso => Date.parse(iso) / 864e5 // days since a Thursday
  const workingDays = (until, holidays) => {
    let n = 0
    for (let d = number(day) + 1; d <= number(until); d++) {
      if ((d + 3) % 7 < 5 && !holidays.includes(new Date(d * 864e5).toISOString().slice(0, 10))) n++
    }
    return n === 1 ? '1 working day' : `${n} working days`
  }

  each('[data-until], [data-after]', e => {
    if (e.dataset.until < day || e.dataset.after >= day) e.remove()
    else e.hidden = false
  })
  each('[data-few]', list => [...list.children].slice(list.dataset.few).forEach(e => e.remove()))
  each('[data-list]', list => {
    const n = list.querySelectorAll('li').length
    list.hidden = !n
    if (list.nextElementSibling?.matches('[data-none]')) list.nextElementSibling.hidden = n > 0
    list.querySelectorAll('.count').forEach(count => { count.textContent = n })
  })
  each('[data-counts]', e => { e.textContent = page.getElementById(e.dataset.counts).parentElement.querySelectorAll('li').length })
  each('[data-left]', e => { e.textContent = workingDays(e.dataset.left, e.dataset.holidays.split(' ')) })

  if (day > asAt) {
    each('[data-ahead]', e => { // what is due, as day:number, and will be overdue behind that day
      const overdue = e.querySelector('strong') || e
      const due = e.dataset.ahead.split(' ').map(ahead => ahead.split(':')).filter(([due]) => due && due < day)
      overdue.textContent = due.reduce((n, [, more]) => n + +more, +overdue.textContent)
      e.hidden = !('always' in e.dataset) && overdue.textContent === '0'
    })
    each('.days .now', e => { // among other days, by date
      e.parentElement.insertBefore(e, [...e.parentElement.children].find(other => other.dataset.day > day) || null)
    })
    each('svg.line', line => { // as site/line.go has it
      const [first, last] = [number(line.dataset.first), number(line.dataset.last)]
      const place = number(day) < first ? 1 : number(day) > last ? 99 : last > first ? 5 + 90 * (number(day) - first) / (last - first) : 50
      line.querySelector('.now').setAttribute('cx', `${place.toFixed(1)}%`)
    })
    each('[data-now]', e => {
      e.dateTime = day
      e.textContent = new Date(day).toLocaleDateString('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' })
    })
    each('[data-aged]', e => { e.hidden = false })
  }
}
minutebook.putRight(document)

// What is searched for stands in the fragment, which no server is told.
document.addEventListener('submit', event => {
  if (!event.target.matches('.find')) return
  event.preventDefault()
  location.href = event.target.action + '#' + new URLSearchParams(new FormData(event.target))
})
