// Registers can be searched, filtered and sorted where scripts run. Without them all rows are there, and so are the views that
// are pages of their own. What is shown is in the fragment of the address, "#state=open&owner=SECAS&sort=-due", so that it
// can be sent, and the way back leads to what was shown before.
'use strict'

{
  const table = document.querySelector('table.register[data-rows]')
  const place = document.querySelector('.sieve')
  const noun = table && table.dataset.rows
  const groups = table ? [...table.tBodies] : []
  const heads = table ? [...table.tHead.rows[0].cells] : []
  const caption = table && table.caption
  const unsorted = caption && caption.textContent
  const collator = new Intl.Collator('en-GB', { numeric: true, sensitivity: 'base' })

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties)
    element.append(...children)
    return element
  }

  // said is the text of a cell but for the labels beside it.
  const said = cell => {
    let text = ''
    for (const node of cell.childNodes) if (node.nodeType === Node.TEXT_NODE || !node.classList.contains('label')) text += node.textContent
    return text.trim()
  }

  // committees are the folders of the committees' addresses, by what the views call them.
  const folder = href => /^(?:\.\.\/)*([^/]+)\//.exec(href)?.[1]
  const committees = new Map()
  for (const a of document.querySelectorAll('[data-views="Committee"] a')) committees.set(folder(a.getAttribute('href')), a.textContent)

  // A row is what is known of one, read once.
  const rows = []
  for (const group of groups) {
    for (const tr of group.rows) {
      if (tr.className === 'group') continue
      rows.push({ tr, group, place: rows.length, year: tr.dataset.year || group.dataset.year || '', words: null })
    }
  }

  // A filter has the values that it has of a row.
  const filters = []
  const filter = (key, label, values) => {
    const counts = new Map()
    for (const row of rows) {
      row[key] = values(row)
      for (const value of row[key]) if (value) counts.set(value, (counts.get(value) || 0) + 1)
    }
    if (counts.size > 1 || counts.size === 1 && [...counts.values()][0] < rows.length) filters.push({ key, label, counts })
  }
  const column = name => heads.findIndex(th => th.dataset.filter === name)

  const shown = { words: '', sort: '', down: false }

  // statesOf a row are those in words. What is ongoing is open, too.
  const statesOf = row => {
    const states = [...row.tr.cells[column('state')].querySelectorAll('.state')].map(state => state.textContent)
    return noun === 'actions' && states[0] === 'ongoing' ? ['open', ...states] : states
  }

  // wordsOf are all words of a row, as minutebook.plain has them, each cell apart.
  const wordsOf = row => row.words ??= ' ' + minutebook.plain([...row.tr.cells].map(cell => cell.textContent).join(' | ')) + ' '

  // search makes of what was typed what must be in a row: each part of it, the last word of a part as its beginning. A number is
  // looked for as it is, so that 25/4 is not 25/40.
  const search = typed => typed.trim().split(/\s+/).map(part => minutebook.plain(part)).filter(Boolean)
    .map(part => ' ' + part + (/\p{N}$/u.test(part) ? ' ' : ''))

  const keyOf = th => minutebook.plain(th.dataset.name).replaceAll(' ', '-')
  const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']
  const dayIn = text => {
    const day = /\b(\d{1,2}) (\p{Lu}\p{L}+) (\d{4})\b/u.exec(text)
    const month = day ? months.indexOf(day[2]) : -1
    return month < 0 ? '' : `${day[3]}-${String(month + 1).padStart(2, '0')}-${day[1].padStart(2, '0')}`
  }

  // A way of sorting: what is compared, and what the two directions are called. Dates are told by their looks.
  const waysOf = index => {
    const texts = rows.map(row => said(row.tr.cells[index]))
    const days = texts.map(dayIn)
    if (days.some(Boolean) && heads[index].dataset.filter !== 'owner' && texts.filter(Boolean).length < 2 * days.filter(Boolean).length) {
      return { keys: days, compare: (x, y) => x < y ? -1 : x > y ? 1 : 0, up: 'earliest first', down: 'latest first' }
    }
    return { keys: texts, compare: collator.compare, up: index === 0 ? 'lowest first' : 'A to Z', down: index === 0 ? 'highest first' : 'Z to A' }
  }

  // order puts the rows into the table: as they were, each under its heading, or all in one by a column.
  let ordered = ''
  let way = null
  const order = () => {
    const wanted = shown.sort && (shown.down ? '-' : '') + shown.sort
    if (wanted === ordered) return
    ordered = wanted
    const index = heads.findIndex(th => keyOf(th) === shown.sort)
    way = null
    let sorted = rows
    if (index >= 0) {
      way = waysOf(index)
      const { keys, compare } = way
      const turn = shown.down ? -1 : 1
      sorted = [...rows].sort((x, y) => {
        const [a, b] = [keys[x.place], keys[y.place]]
        return (a === '') - (b === '') || turn * compare(a, b) || x.place - y.place // what says nothing comes last, either way
      })
    }
    const focused = document.activeElement
    table.remove() // so that nothing is laid out while rows move
    for (const group of groups) {
      const own = way ? group === groups[0] ? sorted : [] : sorted.filter(row => row.group === group)
      group.append(...own.map(row => row.tr))
    }
    place.after(table)
    if (table.contains(focused)) focused.focus({ preventScroll: true })
    for (const th of heads) {
      const by = way && keyOf(th) === shown.sort
      if (by) th.setAttribute('aria-sort', shown.down ? 'descending' : 'ascending')
      else th.removeAttribute('aria-sort')
      const words = th.querySelector('.way')
      if (words) words.textContent = by ? (shown.down ? '↓ ' + way.down : '↑ ' + way.up) : ''
    }
  }

  // sift hides what is not asked for, in one pass, and says how much is left.
  const sift = () => {
    const parts = search(shown.words)
    const set = filters.filter(({ key }) => shown[key])
    const left = new Map(groups.map(group => [group, 0]))
    let count = 0
    for (const row of rows) {
      const fits = set.every(({ key }) => row[key].includes(shown[key])) && (!parts.length || parts.every(part => wordsOf(row).includes(part)))
      if (row.tr.hidden === fits) row.tr.hidden = !fits
      if (fits) {
        count++
        left.set(row.group, left.get(row.group) + 1)
      }
    }
    for (const group of groups) {
      const heading = group.querySelector('.group')
      if (!heading) continue
      heading.hidden = !!way || !left.get(group)
      heading.querySelector('.count').textContent = left.get(group)
    }
    return count
  }

  const chosen = () => [
    ...(shown.words.trim() ? [{ key: 'words', text: `words “${shown.words.trim()}”` }] : []),
    ...filters.filter(({ key }) => shown[key]).map(({ key, label }) => ({ key, text: `${label.toLowerCase()} ${shown[key]}` })),
  ]

  // show makes the page as the state has it.
  const show = () => {
    order()
    const count = sift()
    const set = chosen()
    const singular = { actions: 'action', decisions: 'decision', entries: 'entry' }[noun]
    const what = `${rows.length} ${rows.length === 1 ? singular : noun}`
    let text = set.length ? `${count || 'None'} of ${what}: ${set.map(c => c.text).join(', ')}` : what
    if (way) text += `; by ${heads.find(th => keyOf(th) === shown.sort).dataset.name.toLowerCase()}, ${shown.down ? way.down : way.up}`
    caption.textContent = way ? `By ${heads.find(th => keyOf(th) === shown.sort).dataset.name.toLowerCase()}, ${shown.down ? way.down : way.up}` : unsorted
    status.textContent = text + '.'
    status.classList.toggle('sifted', set.length > 0 || !!way)
    chips.replaceChildren(...set.map(({ key, text }) => {
      const button = make('button', { type: 'button', className: 'chip' }, text)
      button.setAttribute('aria-label', `Remove filter: ${text}`)
      button.addEventListener('click', () => {
        shown[key] = ''
        went(true)
        ;(chips.querySelector('button') || field).focus()
      })
      return make('li', {}, button)
    }))
    if (set.length > 1 || set.length && way) {
      const all = make('button', { type: 'button', className: 'clear' }, 'Clear all')
      all.addEventListener('click', () => {
        take(new URLSearchParams())
        went(true)
        field.focus()
      })
      chips.append(make('li', {}, all))
    }
    for (const { key, select } of filters) select.value = shown[key]
    if (field.value !== shown.words) field.value = shown.words
  }

  // take reads a state; address writes it.
  const take = wanted => {
    shown.words = wanted.get('words') || ''
    for (const { key, counts } of filters) shown[key] = counts.has(wanted.get(key)) ? wanted.get(key) : ''
    const sort = wanted.get('sort') || ''
    shown.down = sort.startsWith('-')
    shown.sort = heads.some(th => keyOf(th) === sort.replace(/^-/, '')) ? sort.replace(/^-/, '') : ''
  }
  const address = () => {
    const state = new URLSearchParams()
    if (shown.words.trim()) state.set('words', shown.words.trim())
    for (const { key } of filters) if (shown[key]) state.set(key, shown[key])
    if (shown.sort) state.set('sort', (shown.down ? '-' : '') + shown.sort)
    return location.href.split('#')[0] + (state.size ? '#' + state : '')
  }

  // went shows a new state, and puts it into the address: as a step of its own, or in place of the one before while a word is
  // being typed.
  const went = step => {
    show()
    const to = address()
    if (to !== location.href) history[step ? 'pushState' : 'replaceState'](null, '', to)
  }
  const restore = () => {
    take(new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : ''))
    show()
  }

  let field, chips, status
  if (table && place && rows.length > 1) {
    for (const th of heads) th.dataset.name = said(th)
    if (column('state') >= 0) filter('state', heads[column('state')].dataset.name, statesOf)
    if (table.querySelector('.verb')) filter('verb', 'Verb', row => [row.tr.querySelector('.verb').textContent])
    if (noun === 'decisions') filter('state', 'State', row => [row.tr.querySelector('[data-state="superseded"]') ? 'superseded' : 'standing'])
    if (committees.size) filter('committee', 'Committee', row => [committees.get(folder(row.tr.cells[0].firstElementChild.getAttribute('href')))])
    if (column('owner') >= 0) filter('owner', heads[column('owner')].dataset.name, row => [said(row.tr.cells[column('owner')])])
    if (table.dataset.year) filter('year', table.dataset.year, row => [row.year])

    field = make('input', { type: 'search', id: 'find-words', autocomplete: 'off', spellcheck: false })
    let typing = false
    field.addEventListener('input', () => {
      shown.words = field.value
      went(!typing)
      typing = true
    })
    field.addEventListener('change', () => { typing = false })
    const form = make('form', { role: 'search', className: 'filters' }, make('p', {}, make('label', { htmlFor: 'find-words' }, 'Words or a reference'), field))
    form.addEventListener('submit', event => event.preventDefault())
    for (const f of filters) {
      const id = 'find-' + f.key
      f.select = make('select', { id }, make('option', { value: '' }, 'Any'))
      const values = f.key === 'state' ? [...f.counts.keys()] : [...f.counts.keys()].sort(collator.compare)
      if (f.key === 'year') values.reverse()
      for (const value of values) f.select.append(make('option', { value }, `${value} (${f.counts.get(value)})`))
      f.select.addEventListener('change', () => {
        shown[f.key] = f.select.value
        went(true)
      })
      form.append(make('p', {}, make('label', { htmlFor: id }, f.label), f.select))
    }
    form.setAttribute('aria-label', `Find ${noun}`)
    chips = make('ul', { className: 'chips' })
    chips.setAttribute('aria-label', 'Filters that are set')
    form.append(chips)
    status = make('p', { className: 'tally' })
    status.setAttribute('role', 'status')
    place.append(form, status)

    for (const th of heads) {
      if (th.querySelector('a')) continue // a column's own title leads somewhere, and nothing can be pressed within a link
      const button = make('button', { type: 'button' }, ...th.childNodes)
      th.append(button)
      button.append(make('span', { className: 'way' }))
      button.addEventListener('click', () => { // up, down, and as the register has it
        const key = keyOf(th)
        if (shown.sort !== key) Object.assign(shown, { sort: key, down: false })
        else if (!shown.down) shown.down = true
        else Object.assign(shown, { sort: '', down: false })
        went(true)
      })
    }
    table.classList.add('sortable')
    restore()
    addEventListener('popstate', () => {
      typing = false
      restore()
    })
  }
}
