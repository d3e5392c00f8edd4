// Search, without a server: of the index, only the pieces that a query needs are loaded, as scripts, since nothing may be
// fetched. MiniSearch finds and ranks. Package search of the generator says what is in the files.
'use strict'

{
  const { root, plain } = minutebook
  const box = document.querySelector('.found')
  const form = document.querySelector('main form[role=search]')
  const input = form.querySelector('input')
  const facets = ['kind', 'body', 'year', 'state']
  const titles = { kind: 'Kind', body: 'Committee', year: 'Year', state: 'State' }
  const order = ['WHITE', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED', 'draft'] // of labels, the least restricted first
  const page = 10 // results at a time
  const mostWords = 12
  const mostPieces = 4 // for the beginning of a word
  const mostTerms = 80

  // The files of the index. Each hands over one value, by which its script element is known.

  const files = new Map()
  minutebook.take = value => { document.currentScript.taken = value }

  function load(name) {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve, reject) => {
        const script = document.createElement('script')
        script.src = `${root}search/${name}.js`
        script.onload = () => { script.remove(); resolve(script.taken) }
        script.onerror = () => { script.remove(); files.delete(name); reject(new Error(name)) }
        document.head.append(script)
      }))
    }
    return files.get(name)
  }

  let index // what is in index.js, read once
  async function begin() {
    if (index) return
    const read = await load('index')
    const numbers = read.groups.split('|').map(number)
    index = { ...read, documents: number(read.documents), starts: [], groups: [] }
    for (let i = 0, from = 0; i < numbers.length - 5; i += 6) {
      const [kind, body, year, state, label] = ['kinds', 'bodies', 'years', 'states', 'labels'].map((name, j) => read[name][numbers[i + j]])
      index.starts.push(from)
      index.groups.push({ kind, body, year, state, label })
      from += numbers[i + 5]
    }
  }

  // groupOf is which group a document is in: documents stand in the order of groups.
  function groupOf(id) {
    let [low, high] = [0, index.starts.length]
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (index.starts[middle] <= id) low = middle; else high = middle
    }
    return low
  }

  function number(text) { return text.split('~').reduce((n, part) => n * 10000 + Number(part), 0) }

  // eachOf tells the documents of a list, and how often each has the word.
  function eachOf(list, tell) {
    if (!list) return
    let [i, id] = [0, -1]
    const read = () => {
      let [n, part] = [0, 0]
      for (; i < list.length; i++) {
        const c = list.charCodeAt(i)
        if (c === 126) [n, part] = [(n + part) * 10000, 0] // ~
        else if (c >= 48 && c <= 57) part = part * 10 + c - 48
        else break
      }
      return n + part
    }
    for (; i < list.length; i++) {
      id += read()
      let often = 1
      if (list[i] === '*') { i++; often = read() }
      tell(id, often)
      if (list[i] === '+') { i++; for (let n = read(); n > 0; n--) tell(++id, 1) }
    }
  }

  // pieces are the files that have what is from one word to another, if it is in any.
  function pieces(of, from, to) {
    const list = index[of]
    const all = []
    for (let i = 0; i < list.length && list[i] <= to; i += 2) {
      if (i + 2 >= list.length || list[i + 2] > from) all.push(`${of}-${list[i + 1]}`)
    }
    return all
  }

  // terms are the words of the index that may be meant: those that one of ours is, begins, or nearly is.
  async function terms(words, loosely) {
    const found = new Map()
    await Promise.all(words.map(async (word, i) => {
      const begins = isBeginning(word, i, words)
      const [from, to] = loosely && word.length > 3 ? [word.slice(0, 2), word.slice(0, 2) + '\uffff'] : [word, begins ? word + '\uffff' : word]
      const names = pieces('words', from, to)
      let n = 0
      for (const entries of await Promise.all(names.slice(0, loosely ? 3 * mostPieces : mostPieces).map(load))) {
        for (const entry of entries) {
          const [term] = entry
          if (term === word || (term >= from && term <= to && (loosely || n++ < mostTerms))) found.set(term, entry)
        }
      }
    }))
    return found
  }

  const isBeginning = (word, i, words) => /^\p{L}/u.test(word) && (i === words.length - 1 ? word.length > 1 || words.length === 1 : word.length > 3)

  // matched lets MiniSearch find and rank, in an index of no more than some words. How long a document is has no say.
  function matched(words, entries, options) {
    const has = { documentIds: {}, fieldLength: {} }
    const terms = [...entries.values()].map(([term, ...lists]) => [term, Object.fromEntries(lists.map((list, field) => {
      const often = {}
      eachOf(list, (id, n) => { often[id] = n; has.documentIds[id] = id; has.fieldLength[id] = [1, 1] })
      return [field, often]
    }).filter(([, often]) => Object.keys(often).length))])
    const some = MiniSearch.loadJS({
      ...has, index: terms, documentCount: index.documents, nextId: index.documents, fieldIds: { title: 0, text: 1 }, averageFieldLength: [1, 1],
      storedFields: {}, dirtCount: 0, serializationVersion: 2,
    }, { fields: ['title', 'text'] })
    return some.search(words.join(' '), {
      tokenize: text => text.split(' '), processTerm: term => term, prefix: isBeginning, boost: { title: 3 }, bm25: { k: 1.2, b: 0, d: .5 }, ...options,
    }).sort((a, b) => b.score - a.score || a.id - b.id)
  }

  // named are the documents that have the ref which some of the words are, the longest that there is.
  async function named(words) {
    for (let length = Math.min(words.length, 6); length > 0; length--) {
      for (let from = 0; from + length <= words.length; from++) {
        const ref = words.slice(from, from + length)
        if (!ref.some(word => /^\p{N}/u.test(word)) || (length === 1 && words.length > 1)) continue
        const ids = new Set()
        for (const [rest, prefix] of [[ref.join(' ')], [ref.slice(1).join(' '), ref[0]]]) {
          const entries = rest ? await Promise.all(pieces('refs', rest, rest).map(load)) : []
          const entry = entries.flat().find(([is]) => is === rest) || []
          for (let i = 1; i < entry.length; i += 2) {
            if (prefix === undefined || entry[i] === prefix) eachOf(entry[i + 1], id => ids.add(id))
          }
        }
        if (ids.size) return { ref, ids: [...ids].sort((a, b) => a - b) }
      }
    }
    return { ref: [], ids: [] }
  }

  // find is everything that a query finds, the best first, and how it was understood.
  async function find(query) {
    const words = plain(query).split(' ').filter(Boolean).slice(0, mostWords)
    if (!words.length) return { words, hits: [] }
    await begin()
    const [exact, entries] = await Promise.all([named(words), terms(words)])
    let how = 'all'
    let hits = matched(words, entries, { combineWith: 'AND' })
    if (!hits.length && !exact.ids.length) {
      how = 'nearly'
      const near = await terms(words, true)
      hits = matched(words, near, { combineWith: 'AND', fuzzy: term => term.length > 3 && /^\p{L}/u.test(term) ? .25 : false })
      if (!hits.length && words.length > 1) {
        how = 'some'
        hits = matched(words, entries, { combineWith: 'OR' })
      }
    }
    const first = new Set(exact.ids)
    return { words, how, ref: exact.ref, hits: [...exact.ids.map(id => ({ id, terms: exact.ref })), ...hits.filter(hit => !first.has(hit.id))] }
  }

  minutebook.find = find // for whoever wants to know what a query finds, such as tests

  // What is looked for stands in the fragment, so that it can be sent and gone back to.

  const state = () => new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '')
  let typing = false // the entry of the history is of what is being typed

  function go(change, replace) {
    const next = state()
    for (const [key, value] of Object.entries(change)) if (value) next.set(key, value); else next.delete(key)
    const text = next.toString()
    if (text === state().toString()) return
    history[replace ? 'replaceState' : 'pushState'](null, '', text ? '#' + text : location.pathname + location.search)
    show()
  }

  let waiting
  input.addEventListener('input', () => {
    clearTimeout(waiting)
    waiting = setTimeout(() => { const typed = typing; typing = true; go({ q: input.value.trim() }, typed) }, 120)
  })
  form.addEventListener('submit', event => {
    event.preventDefault()
    event.stopPropagation()
    clearTimeout(waiting)
    go({ q: input.value.trim() }, typing)
    typing = false
  })
  addEventListener('popstate', () => { typing = false; show() })

  // element makes one, with its attributes and what is in it.
  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(key, value)
    made.append(...children)
    return made
  }

  const status = element('p', { role: 'status', class: 'lead' })
  const narrowed = element('div', { class: 'narrowed' })
  const list = element('ol', { class: 'entries results' })
  const below = element('div', {})
  box.append(element('h2', {}, 'Results'), status, narrowed, list, below)

  let asked = 0 // a result that comes when another is wanted already is not shown
  let known = {} // the last query and what it found
  async function show() {
    const ask = ++asked
    const query = state().get('q') || ''
    if (input.value.trim() !== query) input.value = query
    box.hidden = !query
    if (!query) return
    try {
      if (known.query !== query) {
        const found = await find(query)
        if (ask !== asked) return
        known = { query, ...found }
      }
      await results(ask, known)
    } catch (error) {
      if (ask !== asked) return
      status.replaceChildren('The index could not be read. This site may have been published anew since this page was opened: ', element('a', { href: location.href, class: 'again' }, 'load it again'), '.')
      status.querySelector('a').addEventListener('click', event => { event.preventDefault(); location.reload() })
      for (const part of [narrowed, list, below]) part.replaceChildren()
    }
  }

  async function results(ask, { query, words, how, ref, hits }) {
    const filter = Object.fromEntries(facets.map(facet => [facet, state().get(facet) || '']))
    const counts = new Map()
    if (hits.length) for (const hit of hits) counts.set(hit.group ??= groupOf(hit.id), (counts.get(hit.group) || 0) + 1)
    const fits = (group, except) => facets.every(facet => facet === except || !filter[facet] || index.groups[group][facet] === filter[facet])
    const kept = new Set([...counts.keys()].filter(group => fits(group)))
    const left = hits.filter(hit => kept.has(hit.group))
    const items = await rendered(left.slice(0, page))
    if (ask !== asked) return
    list.replaceChildren(...items)
    narrow(filter, counts, fits)
    status.textContent = said(query, left.length, hits.length, how)
    below.replaceChildren(...(left.length ? more(ask, left, page) : nothing(words, ref, hits.length)))
  }

  // aged is said where the index is not of today: a result may say that something is open which is closed.
  const { asAt } = document.documentElement.dataset
  const day = iso => new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  const aged = minutebook.today > asAt ? ` They say what was so on ${day(asAt)}.` : ''

  const count = (n, one, many) => `${n.toLocaleString('en-GB')} ${n === 1 ? one : many}`

  function said(query, n, all, how) {
    const of = n < all ? ` of ${all.toLocaleString('en-GB')}` : ''
    if (!n) return all ? `None of ${count(all, 'result', 'results')} for “${query}” has all that you narrowed it to.` : `Nothing was found for “${query}”.`
    const so = { nearly: ' Nothing has these very words, so these have some like them.', some: ' Nothing has all of these words, so these have some of them.' }[how] || ''
    return `${count(n, 'result', 'results')}${of} for “${query}”.${so}${aged}`
  }

  // more is a button for the next results; the first of them is focused, so that nobody is sent back to the beginning.
  function more(ask, hits, from) {
    if (hits.length <= from) return []
    const button = element('button', { type: 'button' }, `Show ${Math.min(page, hits.length - from)} more`)
    button.addEventListener('click', async () => {
      const items = await rendered(hits.slice(from, from + page))
      if (ask !== asked) return
      list.append(...items)
      items[0].querySelector('a').focus()
      below.replaceChildren(...more(ask, hits, from + page))
    })
    return [button]
  }

  function nothing(words, ref, narrowedOut) {
    if (narrowedOut) return []
    const understood = words.length ? `It was read as ${words.map(word => `“${word}”`).join(', ')}: case, accents, punctuation and zeros before a number make no difference.` : 'There is no letter and no figure in it.'
    return [element('p', { class: 'lead' }, understood), element('p', { class: 'lead' }, 'Try fewer words, or the beginning of one. Or go by the ',
      element('a', { href: '#registers' }, 'registers'), ' or the ', element('a', { href: '#a-z' }, 'A to Z'), '.')]
  }

  // Filters: one choice of each, with how many there are, and a chip for each that is chosen, which takes it away.

  function narrow(filter, counts, fits) {
    const focused = document.activeElement?.id
    const chosen = facets.filter(facet => filter[facet])
    const choices = facets.map(facet => {
      const values = new Map()
      for (const [group, n] of counts) {
        const value = index.groups[group][facet]
        if (value && fits(group, facet)) values.set(value, (values.get(value) || 0) + n)
      }
      if (filter[facet] && !values.has(filter[facet])) values.set(filter[facet], 0)
      if (!values.size) return ''
      const sorted = [...values].sort(([a], [b]) => facet === 'year' ? (a < b ? 1 : -1) : a.localeCompare(b, 'en-GB'))
      const select = element('select', { id: `narrow-${facet}` }, element('option', { value: '' }, 'Any'),
        ...sorted.map(([value, n]) => element('option', { value }, `${value} (${n.toLocaleString('en-GB')})`)))
      select.value = filter[facet]
      select.addEventListener('change', () => { typing = false; go({ [facet]: select.value }) })
      return element('span', { class: 'choice' }, element('label', { for: select.id }, titles[facet]), select)
    })
    const chips = chosen.map(facet => {
      const chip = element('button', { type: 'button', class: 'chip', id: `chip-${facet}`, 'aria-label': `Remove: ${titles[facet]} ${filter[facet]}` }, `${titles[facet]}: ${filter[facet]}`)
      chip.addEventListener('click', () => { typing = false; input.focus(); go({ [facet]: '' }) })
      return chip
    })
    narrowed.replaceChildren(element('div', { class: 'choices' }, ...choices), ...(chips.length ? [element('div', { class: 'chips' }, ...chips)] : []))
    if (focused?.startsWith('narrow-')) document.getElementById(focused)?.focus()
  }

  // What is shown of a result.

  async function rendered(hits) {
    const shown = await Promise.all(hits.map(({ id }) => load(`places-${index.at[Math.floor(id / index.places)]}`)))
    return hits.map((hit, i) => rendition(hit, index.groups[hit.group], shown[i][hit.id % index.places]))
  }

  function rendition(hit, facts, [path, title, on, date, blocks]) {
    const terms = new Set(hit.terms)
    const to = new URL(path, root)
    if (to.protocol === 'file:' && to.pathname.endsWith('/')) to.pathname += 'index.html'
    const above = order.indexOf(facts.label) > order.indexOf(box.dataset.public)
    const label = above ? [' ', element('span', { class: 'label', 'data-label': facts.label }, facts.label === 'draft' ? 'draft' : `Label: ${facts.label}`)] : []
    const where = [on.includes(facts.body) ? '' : facts.body, on, !date || on.includes(day(date)) ? '' : day(date)].filter(text => text && !title.includes(text)).join(', ')
    const state = facts.state ? [' ', element('span', { class: 'state', 'data-state': facts.state }, facts.state)] : []
    return element('li', { class: 'entry' }, element('p', { class: 'hang' }, facts.kind),
      element('div', {}, element('p', { class: 'hit' }, element('a', { href: to.href }, ...marked(title, terms)), ...label), excerpt(blocks, terms),
        element('p', { class: 'aside' }, where, ...state)))
  }

  const chunk = /[\p{L}\p{N}\p{M}]+/gu

  // marked is a text with the words that were found in it marked.
  function marked(text, terms) {
    const parts = []
    let from = 0
    for (const { 0: word, index: at } of text.matchAll(chunk)) {
      if (!plain(word).split(' ').some(part => terms.has(part))) continue
      parts.push(text.slice(from, at), element('mark', {}, word))
      from = at + word.length
    }
    return [...parts, text.slice(from)]
  }

  // excerpt is the text around the first word that was found, or its beginning.
  function excerpt(blocks, terms) {
    const [before, after] = [60, 220]
    const text = blocks.join(' · ')
    const hit = [...text.matchAll(chunk)].find(({ 0: word }) => plain(word).split(' ').some(part => terms.has(part)))
    const from = hit && hit.index > before * 2 ? text.indexOf(' ', hit.index - before) + 1 : 0
    const cut = text.length > from + after ? text.lastIndexOf(' ', from + after) : text.length
    return element('p', { class: 'excerpt' }, from ? '… ' : '', ...marked(text.slice(from, cut), terms), cut < text.length ? ' …' : '')
  }

  show()
}
