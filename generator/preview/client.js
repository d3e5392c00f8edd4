// @ts-check
'use strict'

// What a drafter has on top of a page: the bar, what is told of parts, and the page as it is now, whenever it changes.
// The server puts this script into every page and tells it about the page in the attributes of its tag; what it puts
// into a page itself has ids that begin with preview_, which are no addresses of content.
{
  const script = /** @type {HTMLScriptElement} */ (document.currentScript)
  const roots = { drafted: '/', published: '/~published/', difference: '/~difference/' }
  const names = { drafted: 'Drafted', published: 'Published', difference: 'Difference' }
  const views = Object.keys(roots)
  const view = views.find(v => v !== 'drafted' && location.pathname.startsWith(roots[v])) ?? 'drafted'
  const page = '/' + location.pathname.slice(roots[view].length)
  const at = (address, v = view) => roots[v] + address.replace(/^\//, '')

  const bad = doc => doc.body.classList.contains('errors_') // whether it is the page of errors
  let draft = script.dataset.draft // the number of the draft that is shown
  let errors = bad(document) ? 1 : 0
  let title = errors ? 'preview' : document.title
  let shown = script.dataset.sum // of the page that is shown
  let lost = false // whether the server was out of reach since the last draft

  function make(name, attributes = {}, ...kids) {
    const e = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) if (value !== false) e.setAttribute(key, value === true ? '' : value)
    e.append(...kids)
    return e
  }
  const key = name => make('kbd', {}, name)
  const many = (n, one, more = one + 's') => `${n} ${n === 1 ? one : more}`
  const mine = node => node.nodeType === 1 && node.id.startsWith('preview_')
  const link = document.querySelector('link[href="/~preview/client.css"]') ?? make('link', { rel: 'stylesheet', href: '/~preview/client.css' })
  const main = () => document.querySelector('main') ?? document.body

  // The bar ----------------------------------------------------------------------------------------------------------

  const tabs = views.map((v, i) => make('a', { href: at(page, v), 'aria-current': v === view && 'page', 'aria-keyshortcuts': String(i + 1) }, key(i + 1), ' ', names[v]))
  const state = make('p', { class: 'state', 'data-state': 'waiting' }, 'Connecting…')
  const notesButton = make('button', { type: 'button', class: 'notes', 'aria-expanded': 'false', 'aria-controls': 'preview_panel', 'aria-keyshortcuts': 'n' }, 'Notes')
  const followButton = make('button', { type: 'button', class: 'follow', 'aria-pressed': 'true', 'aria-keyshortcuts': 'f' }, 'Follow')
  const helpButton = make('button', { type: 'button', class: 'help', 'aria-label': 'Help', 'aria-keyshortcuts': '?' }, '?')
  const message = make('p', { class: 'said', hidden: true })
  const spoken = make('p', { class: 'spoken', role: 'status' })
  const panel = make('section', { id: 'preview_panel', 'aria-label': 'Notes', tabindex: '-1', hidden: true })
  const why = make('p', {})
  const tip = make('div', { id: 'preview_tip', role: 'tooltip', hidden: true })
  const keysButton = make('button', { type: 'button', class: 'keys' })
  const bar = make('div', { class: 'bar' }, message, make('nav', { 'aria-label': 'View' }, ...tabs), state, make('div', { class: 'tools' }, notesButton, followButton, helpButton))
  const banner = make('section', { id: 'preview_banner', 'aria-label': 'Preview' }, make('p', {}, make('strong', {}, 'This is everything, not what is published.'), ' Coloured parts are withheld from readers.'))
  const help = make('dialog', { 'aria-labelledby': 'preview_help' },
    make('h2', { id: 'preview_help' }, 'Preview'),
    make('p', {}, 'The page is shown anew whenever a file is saved. With “Follow” on, the page of that file is shown.'),
    make('table', {}, make('caption', {}, 'Keys'), make('tbody', {}, ...[
      ['1 2 3', 'drafted, published, difference'], ['v', 'the next view'], ['n', 'notes on this page'], ['f', 'follow on or off'],
      ['b', 'back to where you were before'], ['Tab', 'to the next part with a label'], ['Enter', 'on such a part: copy or open its place'], ['Esc', 'close'],
    ].map(([k, what]) => make('tr', {}, make('th', { scope: 'row' }, key(k)), make('td', {}, what))))),
    make('p', { class: 'buttons' }, keysButton, make('button', { type: 'button', class: 'close' }, 'Close')))
  const aside = make('aside', { id: 'preview_', 'aria-label': 'Preview tools' }, tip, panel, bar, help, spoken)

  function say(text) {
    spoken.textContent = ''
    setTimeout(() => { spoken.textContent = text }, 50) // so that the same words are spoken again
  }

  const states = {
    live: ['Live', ''],
    working: ['Rebuilding…', ''],
    stopped: ['Stopped', 'The preview was stopped. Start it again.'],
    renewed: ['Stopped', 'The preview was started anew. Open the address that it printed.'],
  }
  function become(name) {
    if (state.dataset.state === name) return
    const troubled = ['stopped', 'renewed'].includes(state.dataset.state ?? '')
    state.dataset.state = name
    state.textContent = states[name][0]
    if (states[name][1]) tell(states[name][1])
    else if (troubled && name === 'live') tell(arrival(), true)
  }

  // tell shows a line above the bar.
  function tell(said, quiet = false) {
    message.replaceChildren(...[said].flat())
    message.hidden = !message.textContent
    if (!quiet && message.textContent) say(message.textContent)
  }

  // arrival is the way back, where one was taken to a page.
  function arrival() {
    const from = stored('preview_from')
    if (from?.to !== location.pathname) return ''
    return ['This page changed. ', make('a', { class: 'back', href: from.url, 'aria-keyshortcuts': 'b' }, 'Back to ', from.title)]
  }

  const stored = name => JSON.parse(sessionStorage.getItem(name) ?? 'null')
  const store = (name, value) => sessionStorage.setItem(name, JSON.stringify(value))

  const following = () => stored('preview_follow') !== false
  const follow = on => { store('preview_follow', on); followButton.setAttribute('aria-pressed', String(on)) }
  const keysOn = () => localStorage.getItem('preview_keys') !== 'off'
  const keys = on => { localStorage.setItem('preview_keys', on ? 'on' : 'off'); keysButton.textContent = `Turn these keys ${on ? 'off' : 'on'}` }

  // Where one is on a page -----------------------------------------------------------------------------------------------

  // inView are elements of the text that are on the screen, from the top, with where they are.
  function inView() {
    const found = []
    for (let y = 8; y < innerHeight && found.length < 40; y += 16) {
      const e = document.elementsFromPoint(innerWidth / 2, y).find(e => main().contains(e) && e !== main() && e !== document.body)
      if (e) found.push({ e, top: e.getBoundingClientRect().top })
    }
    return found
  }

  // keep puts the first of them that is still there where it was.
  function keep(marks) {
    const { e, top } = marks.find(m => m.e.isConnected && m.e.getClientRects().length) ?? {}
    if (e && marks.y > 0) scrollBy({ top: e.getBoundingClientRect().top - top, behavior: 'instant' })
  }

  // place is where one is, in words that outlast the document: the last id above what is on the screen, and how far it is.
  function place() {
    const near = [...main().querySelectorAll('[id]')].filter(e => e.getClientRects().length && e.getBoundingClientRect().top < innerHeight / 2).at(-1)
    return { y: scrollY, id: near?.id, top: near?.getBoundingClientRect().top }
  }

  function toPlace({ y, id, top }) {
    const near = id && document.getElementById(id)
    scrollTo({ top: y && near ? scrollY + near.getBoundingClientRect().top - top : y, behavior: 'instant' })
  }
  const leave = () => store('preview_place ' + page, place())
  const go = address => { leave(); location.href = address }

  // A trace is how an element is found again, when it was made anew.
  const twins = e => [...main().getElementsByTagName(e.localName)]
  const trace = e => ({ localName: e.localName, id: e.id, href: e.getAttribute('href'), nth: twins(e).indexOf(e), text: e.textContent })
  const found = t => document.getElementById(t.id) ?? twins(t).find(e => e.getAttribute('href') === t.href && e.textContent === t.text) ?? twins(t)[t.nth] ?? main()

  // The page as it is now ---------------------------------------------------------------------------------------------------

  // Parts with a label can be reached by keyboard, and places be copied.
  function prepare(body) {
    for (const e of body.querySelectorAll('[data-by]:not([tabindex])')) e.setAttribute('tabindex', '0')
    for (const e of body.querySelectorAll('code[data-place]')) e.replaceWith(placeOf(e.getAttribute('data-place'), ''))
  }

  // pairs finds the old node for each new one that has one: the same, or one of the same name and id between the same.
  function pairs(was, will) {
    const kin = new Map()
    const alike = (o, n) => o.nodeType === n.nodeType && o.nodeName === n.nodeName && (o.id ?? '') === (n.id ?? '')
    const between = (i, to, some) => {
      for (const n of some) {
        const k = was.findIndex((o, k) => k >= i && k < to && alike(o, n))
        if (k >= 0) { kin.set(n, was[k]); i = k + 1 }
      }
    }
    let i = 0, unmatched = []
    for (const n of will) {
      const blank = n.nodeType === 3 && !n.data.trim()
      const near = blank ? -1 : was.slice(i, i + 50).findIndex(o => o.isEqualNode(n))
      if (near < 0) { unmatched.push(n); continue }
      kin.set(n, was[i + near])
      between(i, i + near, unmatched)
      i += near + 1
      unmatched = []
    }
    between(i, was.length, unmatched)
    return kin
  }

  // patch makes an element the same as another, and keeps every node that is the same. It adds what it wrote to touched.
  function patch(old, now, touched) {
    for (const { name } of [...old.attributes]) if (!now.hasAttribute(name)) old.removeAttribute(name)
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) { old.setAttribute(name, value); touched.push(old) }
    let was = [...old.childNodes].filter(n => !mine(n)), will = [...now.childNodes]
    let end = old.querySelector(':scope > #preview_') // what stands behind all that is compared
    while (was.length && will.length && was.at(-1).isEqualNode(will.at(-1))) { end = was.pop(); will.pop() }
    const kin = pairs(was, will)
    let cursor = was[0] ?? end
    const drop = () => { const gone = cursor; cursor = gone.nextSibling; gone.remove(); touched.push(old) }
    for (const n of will) {
      const o = kin.get(n)
      if (!o) { old.insertBefore(n, cursor); touched.push(n); continue }
      while (cursor !== o) drop()
      cursor = o.nextSibling
      if (o.isEqualNode(n)) continue
      if (o.nodeType === 1) patch(o, n, touched)
      else { o.data = n.data; touched.push(old) }
    }
    while (cursor !== end) drop()
  }

  const blocks = 'p, li, tr, dt, dd, caption, pre, h1, h2, h3, h4, h5, h6, .entry, .withheld'
  function highlight(touched) {
    const all = new Set(touched.map(n => n.nodeType === 1 ? n : n.parentElement).map(e => e?.closest(blocks)).filter(e => e?.isConnected))
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const colour = getComputedStyle(document.documentElement).getPropertyValue('--preview-changed')
    const from = { backgroundColor: colour, outline: `2px solid ${colour}`, outlineOffset: '2px' }
    for (const e of [...all].slice(0, 100)) e.animate(still ? [from, from] : [from, { ...from, offset: .3 }, {}], { duration: 2500, id: 'preview' })
  }

  // sheets loads the styles of a page that are not there yet, and gives those that it no longer has.
  async function sheets(next) {
    const of = doc => [...doc.querySelectorAll('link[rel="stylesheet"]')].filter(l => !l.getAttribute('href').startsWith('/~preview/'))
    const have = of(document), want = of(next)
    const within = (l, all) => all.some(a => a.getAttribute('href') === l.getAttribute('href'))
    await Promise.all(want.filter(l => !within(l, have)).map(l => new Promise(done => {
      const sheet = make('link', { rel: 'stylesheet', href: l.getAttribute('href') })
      sheet.onload = sheet.onerror = done
      link.before(sheet)
    })))
    return have.filter(l => !within(l, want))
  }

  // Of the scripts of a page, the one that all pages have can put right what is to be shown; of others, nobody knows what they
  // have made of theirs, so such a page is loaded anew. Data for programs is no script.
  const isCommon = src => /(^|\/)assets\/script-[0-9a-f]{12}\.js$/.test(src)
  const scripts = doc => [...doc.scripts].filter(s => s.type !== 'application/ld+json').map(s => s.getAttribute('src') ?? s.text).filter(s => !s.startsWith('/~preview/'))
  const own = doc => scripts(doc).filter(s => !isCommon(s)).join()
  let common = scripts(document).find(isCommon) // none on the page of errors
  const load = src => new Promise(done => {
    const added = make('script', { src })
    added.onload = added.onerror = done
    document.head.append(added)
  })

  let away = null // where one was before there were errors

  // show shows what was fetched, and tells whether anything is another than before.
  async function show(html) {
    const next = new DOMParser().parseFromString(html, 'text/html')
    const tag = next.querySelector('script[src="/~preview/client.js"]')
    const sum = tag?.getAttribute('data-sum'), changed = sum !== shown
    const wants = scripts(next).find(isCommon)
    if (!tag || own(next) !== own(document) || common && wants && common !== wants || changed && own(next)) {
      leave()
      history.scrollRestoration = 'manual'
      location.reload()
      return true
    }
    draft = tag.getAttribute('data-draft')
    for (const base of document.querySelectorAll('base')) base.remove()
    document.head.prepend(...next.querySelectorAll('base')) // the page for what is not found has one
    const gone = await sheets(next)
    if (wants && !common) await load(common = wants)
    if (!bad(next)) title = next.title
    const first = bad(document) !== bad(next)
    if (first && bad(next)) away = place()
    if (changed) replace(next, first)
    shown = sum
    for (const sheet of gone) sheet.remove()
    head()
    if (first && !bad(document) && away) toPlace(away)
    return changed || gone.length > 0
  }

  function replace(next, first) {
    const marks = Object.assign(inView(), { y: scrollY })
    const focus = document.activeElement, was = focus && main().contains(focus) ? trace(focus) : null
    const touched = []
    untip()
    window.minutebook?.putRight?.(next)
    prepare(next.body)
    patch(document.body, next.body, touched)
    if (first) scrollTo({ top: 0, behavior: 'instant' })
    else { keep(marks); highlight(touched) }
    if (was && !focus?.isConnected) found(was).focus({ preventScroll: true })
    if (!first) say('Page changed')
  }

  // head says in the title of the tab, and in the banner, how things stand.
  function head() {
    document.title = errors ? `${many(errors, 'error')} – ${title}` : title
    banner.hidden = view !== 'drafted' || bad(document)
  }

  // One request is under way at a time. What comes meanwhile is asked for after it, and what it brought is left aside.
  let running = false, again = false, target = ''
  async function refresh(to = '') {
    target = to
    again = true
    if (running) return
    for (running = true; again; await fetched().catch(() => {})) again = false // the stream tells when the server is gone
    running = false
  }

  async function fetched() {
    const answer = await fetch(location.pathname, { cache: 'no-store' })
    if (answer.status === 403) return become('renewed')
    if (![200, 404, 500].includes(answer.status)) return
    const html = await answer.text(), changed = !again && await show(html)
    await annotate()
    if (!changed && target && !again && !errors && following() && wanted()) {
      store('preview_from', { url: location.pathname + location.hash, title: document.querySelector('h1')?.textContent ?? title, to: at(target) })
      go(at(target))
    }
  }

  // Of several tabs, those on the screen follow, and the one that was there last.
  const me = String(Math.random())
  const seen = () => { if (!document.hidden) localStorage.setItem('preview_seen', me) }
  const wanted = () => !document.hidden || localStorage.getItem('preview_seen') === me

  // What the server tells -----------------------------------------------------------------------------------------------------

  function heard(told) {
    if (told.kind !== 'draft') {
      lost = lost || told.kind !== 'working'
      return become(told.kind)
    }
    const anew = String(told.draft) !== draft
    if (told.errors && told.errors !== errors) say(many(told.errors, 'error'))
    errors = told.errors
    become('live')
    if (anew || lost) refresh(anew && told.page !== page ? told.page : '')
    else annotate()
    lost = false
    head()
  }

  // A browser has six connections for one server, so of all tabs one listens, and tells the others.
  function listen() {
    if (!navigator.locks) return connect(heard)
    const others = new BroadcastChannel('preview')
    let latest = null
    others.onmessage = ({ data }) => {
      if (data !== 'latest') heard(data)
      else if (latest) others.postMessage(latest)
    }
    others.postMessage('latest')
    navigator.locks.request('preview', () => new Promise(() => connect(told => {
      latest = told
      heard(told)
      others.postMessage(told)
    })))
  }

  function connect(hear) {
    const events = new EventSource('/~preview/events')
    events.addEventListener('draft', e => hear({ kind: 'draft', ...JSON.parse(e.data) }))
    events.addEventListener('working', () => hear({ kind: 'working' }))
    events.onerror = async () => {
      if (events.readyState !== EventSource.CLOSED) return hear({ kind: 'stopped' }) // it tries again by itself
      const answer = await fetch('/~preview/notes?page=/', { cache: 'no-store' }).catch(() => null)
      hear({ kind: answer?.status === 403 ? 'renewed' : 'stopped' })
      setTimeout(connect, 3000, hear)
    }
  }

  // Notes -------------------------------------------------------------------------------------------------------------------

  async function annotate() {
    const answer = await fetch('/~preview/notes?page=' + encodeURIComponent(page), { cache: 'no-store' }).catch(() => null)
    if (!answer?.ok) return
    const told = await answer.json(), all = [...told.errors, ...told.notes]
    notesButton.textContent = told.errors.length ? many(told.errors.length, 'error') : told.notes.length ? many(told.notes.length, 'note') : 'No notes'
    notesButton.classList.toggle('bad', told.errors.length > 0)
    const open = panel.contains(document.activeElement) ? [...panel.querySelectorAll('a, button')].indexOf(document.activeElement) : -1
    panel.replaceChildren(
      make('h2', {}, told.errors.length ? 'Errors' : 'Notes on this page'),
      all.length ? make('ul', {}, ...all.map(note)) : make('p', {}, 'There is nothing to say about this page.'),
      ...elsewhere(told.warnings),
      make('button', { type: 'button', class: 'close' }, 'Close'))
    if (open >= 0) ([...panel.querySelectorAll('a, button')][open] ?? panel).focus()
  }

  function note(n) {
    const what = { error: 'Error', warning: 'Warning' }[n.severity], where = n.place ? placeOf(n.place, n.open) : ''
    return make('li', { class: n.severity },
      make('p', { class: 'message' }, ...what ? [make('b', {}, what + ':'), ' '] : [], n.message),
      ...n.hint ? [make('p', { class: 'hint' }, n.hint)] : [],
      make('p', { class: 'where' }, where, n.code ? make('span', { class: 'code' }, n.code) : '', n.to ? make('a', { href: at(n.to) }, 'Show the page') : ''))
  }

  // elsewhere tells of warnings in all of the content: how many there are, and on which pages.
  function elsewhere(warnings) {
    const pages = Object.entries(warnings.pages).sort(([a], [b]) => a < b ? -1 : 1)
    if (!warnings.all) return []
    return [make('details', { class: 'all' }, make('summary', {}, `${many(warnings.all, 'warning')} in all of the content`),
      make('ul', {}, ...pages.map(([to, n]) => make('li', {}, make('a', { href: at(to) }, to), ` ${n}`))))]
  }

  function toggle(open = panel.hidden) {
    panel.hidden = !open
    notesButton.setAttribute('aria-expanded', String(open))
    ;(open ? panel : notesButton).focus()
  }

  // Places and labels ---------------------------------------------------------------------------------------------------------

  const { content, editor = '' } = script.dataset
  const nameOf = (path, line, column) => [(content ? content + '/' : '') + path, ...line ? [line, column] : []].join(':')
  const addressOf = (path, line = '1', column = '1') => editor.replace('{path}', () => path.split('/').map(encodeURIComponent).join('/')).replace('{line}', line).replace('{column}', column)

  // placeOf is a place that can be pressed: it opens the editor, or is copied.
  function placeOf(name, address) {
    if (address) return make('a', { class: 'place', href: address }, name)
    return make('button', { type: 'button', class: 'place', 'data-copy': name, 'aria-label': `Copy ${name}` }, name)
  }

  async function copy(name) {
    const done = await navigator.clipboard.writeText(name).then(() => 'Copied ', () => 'Copy this: ')
    tell([done, make('code', {}, name)])
    setTimeout(() => { if (message.textContent?.includes(name)) tell(arrival(), true) }, 4000)
  }

  let owner = null, timer = 0 // what the tip is about; when it comes or goes

  function tipOn(part, x, y) {
    untip()
    owner = part
    const { label, by, withheld } = part.dataset
    const [, path, line, column] = /^(.*?)(?::(\d+):(\d+))?$/.exec(by) ?? []
    why.replaceChildren(make('strong', {}, label ?? 'Label'), withheld === undefined ? ': shown to readers. ' : ': withheld from readers. ', 'The label stands here:')
    const spot = placeOf(nameOf(path, line, column), editor && addressOf(path, line, column))
    spot.tabIndex = -1 // by keyboard, Enter on the part does the same
    tip.replaceChildren(why, make('p', {}, spot))
    tip.hidden = false
    part.setAttribute('aria-describedby', tip.id)
    const box = tip.getBoundingClientRect()
    const above = y + box.height > innerHeight - bar.offsetHeight
    tip.style.left = `${scrollX + Math.max(8, Math.min(x, document.documentElement.clientWidth - box.width - 8))}px`
    tip.style.top = `${scrollY + (above ? Math.max(0, y - box.height - 36) : y)}px`
  }

  function untip() {
    clearTimeout(timer)
    owner?.removeAttribute('aria-describedby')
    owner = null
    tip.hidden = true
  }

  const part = e => e.target instanceof Element && !e.target.closest('#preview_') ? e.target.closest('[data-by]') : null

  function pointed(e) {
    clearTimeout(timer)
    const over = part(e)
    if (over && over !== owner) timer = setTimeout(() => { if (over.isConnected) tipOn(over, e.clientX - 16, e.clientY + 14) }, 200)
    else if (owner && !over && !tip.contains(e.target) && owner !== document.activeElement) timer = setTimeout(untip, 400)
  }

  function focused(e) {
    if (!e.target.matches?.('[data-by]') || !e.target.matches(':focus-visible')) return
    const box = e.target.getClientRects()[0] ?? e.target.getBoundingClientRect()
    tipOn(e.target, box.left, Math.min(box.bottom, Math.max(box.top, 0) + 40) + 6)
  }

  // Keys --------------------------------------------------------------------------------------------------------------------

  function pressed(e) {
    if (e.defaultPrevented || e.isComposing || help.open) return
    if (e.key === 'Escape') {
      if (owner) untip()
      else if (!panel.hidden) toggle(false)
      return
    }
    if (e.ctrlKey || e.metaKey || e.altKey) return
    if (e.key === 'Enter' && e.target.matches?.('[data-by]')) {
      if (owner !== e.target) tipOn(e.target, 16, e.target.getBoundingClientRect().bottom)
      return /** @type {HTMLElement} */ (tip.querySelector('.place')).click()
    }
    if (!keysOn() || e.target.closest?.('input, textarea, select, [contenteditable]')) return
    const act = { v: () => go(tabs[(views.indexOf(view) + 1) % 3].href), n: () => toggle(), f: () => followButton.click(), b: () => message.querySelector('a')?.click(), '?': () => help.showModal() }
    for (const [i, tab] of tabs.entries()) act[i + 1] = () => { if (views[i] !== view) go(tab.href) }
    if (!Object.hasOwn(act, e.key)) return
    e.preventDefault()
    act[e.key]()
  }

  function clicked(e) {
    if (!(e.target instanceof Element)) return
    const button = e.target.closest('#preview_ button, #preview_ a, [data-copy]')
    if (button?.closest('nav, .said') && !(e.ctrlKey || e.metaKey || e.shiftKey)) leave()
    else if (button?.matches('.close')) help.open ? help.close() : toggle(false)
    else if (button?.hasAttribute('data-copy')) copy(button.getAttribute('data-copy'))
  }

  // begin is when the style of the tools is there, so that nothing is seen without it.
  function begin() {
    const marks = Object.assign(inView(), { y: scrollY })
    document.body.prepend(banner)
    document.body.append(aside)
    head()
    keys(keysOn())
    follow(following())
    tell(arrival(), true)
    const kept = stored('preview_place ' + page)
    if (kept && !errors) toPlace(kept)
    else keep(marks)
    if (!errors) sessionStorage.removeItem('preview_place ' + page)
    setTimeout(() => { history.scrollRestoration = 'auto' }, 1000) // when the browser has done nothing
    new ResizeObserver(() => document.documentElement.style.setProperty('--preview-bar', `${bar.offsetHeight}px`)).observe(bar)
    notesButton.onclick = () => toggle()
    followButton.onclick = () => { follow(!following()); say(following() ? 'Follow is on' : 'Follow is off') }
    helpButton.onclick = () => help.showModal()
    keysButton.onclick = () => keys(!keysOn())
    addEventListener('keydown', pressed)
    addEventListener('click', clicked)
    addEventListener('pointerover', pointed)
    addEventListener('focusin', focused)
    addEventListener('focusout', e => { if (e.target === owner && !tip.contains(e.relatedTarget)) untip() })
    addEventListener('visibilitychange', seen)
    seen()
    addEventListener('resize', untip)
    listen()
  }
  prepare(document.body)
  if (link.sheet) begin()
  else {
    link.onload = link.onerror = begin
    document.head.append(link)
  }
}
