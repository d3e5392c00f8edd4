// A preview as a drafter has it, in a real browser. The job comes as JSON on standard input: where Chromium is, and the
// addresses of two servers through which files are saved, the first for a preview that copies places, the second for one
// that has an editor. What comes of it is one JSON object a line: {doing, finding} for all that is wrong, {checks} at the end.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const job = JSON.parse(readFileSync(0, 'utf8'))
const first = 'example/meetings/1/'

let checks = 0, doing = ''
const tell = line => process.stdout.write(JSON.stringify(line) + '\n')
function expect(holds, otherwise) {
  checks++
  if (!holds) tell({ doing, finding: otherwise })
}

const browser = await chromium.launch({
  executablePath: job.chromium,
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--process-per-site',
    '--no-proxy-server', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ],
})

// A Desk is one browser in front of one preview.
class Desk {
  static async at(control, options = {}) {
    const desk = new Desk()
    desk.control = control
    desk.noise = []
    desk.context = await browser.newContext({ viewport: { width: 1280, height: 480 }, serviceWorkers: 'block', permissions: ['clipboard-read', 'clipboard-write'], ...options })
    desk.context.setDefaultTimeout(10_000)
    desk.tab = await desk.context.newPage()
    desk.context.on('weberror', e => desk.noise.push(`script fails: ${e.error().message}`))
    desk.context.on('console', m => {
      if (['error', 'warning'].includes(m.type()) && !/status of (404|403|500)|ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|own\.js/.test(m.text())) desk.noise.push(`console: ${m.text()}`)
    })
    desk.token = await desk.do('start')
    desk.root = desk.token.replace(/\?.*/, '')
    await desk.tab.goto(desk.token)
    if (options.javaScriptEnabled !== false) await desk.state('Live')
    return desk
  }

  async do(what) {
    const answer = await fetch(`${this.control}/${what}`)
    return answer.text()
  }

  save(name) { return this.do(`save/${name}`) }

  async open(path = first) {
    await this.tab.goto(this.root + path)
    await this.state('Live')
  }

  // state waits until the bar says so.
  state(words, tab = this.tab) { return tab.locator('#preview_ .state', { hasText: words }).waitFor() }

  // until waits for a condition in the page; what it is waited for is in words.
  async until(words, condition, argument) {
    await this.tab.waitForFunction(condition, argument).then(() => expect(true), () => expect(false, `never: ${words}`))
  }

  in(script, argument) { return this.tab.evaluate(script, argument) }

  top(selector) { return this.tab.locator(selector).first().evaluate(e => Math.round(e.getBoundingClientRect().top)) }

  async close() {
    expect(!this.noise.length, this.noise.join('; '))
    await this.context.close()
  }
}

async function accessible(desk, shown) {
  for (const colorScheme of ['light', 'dark']) {
    await desk.tab.emulateMedia({ colorScheme })
    if (!await desk.in(() => 'axe' in window)) await desk.in(axe)
    const violations = await desk.in(async () => {
      const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      const result = await window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'], preload: false })
      return result.violations.map(v => `${v.id}, ${v.help}: ${v.nodes.map(n => `${n.target.join(' ')} (${n.any.concat(n.all, n.none).map(c => c.message).join('; ')})`).join(' | ')}`)
    })
    expect(!violations.length, `axe, ${shown}, ${colorScheme}: ${violations.join('; ')}`)
  }
  await desk.tab.emulateMedia({ colorScheme: 'light' })
}

async function fits(desk, shown) {
  const size = desk.tab.viewportSize()
  if (size.width !== 320) await desk.tab.setViewportSize({ width: 320, height: 568 })
  const wider = await desk.in(() => {
    const over = document.documentElement.scrollWidth - innerWidth
    const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    return over > 0 || out.some(e => e.closest('#preview_')) ? `${over} px too wide: ${out.slice(0, 5).map(e => `${e.localName}#${e.id}.${e.className}`).join(', ')}` : ''
  })
  expect(!wider, `${shown}, at 320 px: ${wider}`)
  if (size.width !== 320) await desk.tab.setViewportSize(size)
}

const focused = () => {
  const e = document.activeElement
  const box = e.getBoundingClientRect(), style = getComputedStyle(e)
  const bar = document.querySelector('#preview_ .bar')
  return {
    id: e.id, name: `${e.localName}#${e.id} "${e.textContent.trim().slice(0, 30)}"`, tool: !!e.closest('#preview_'), body: e === document.body,
    seen: box.width > 0 && box.top < innerHeight && box.bottom > 0 && (bar.contains(e) || box.top < bar.getBoundingClientRect().top) && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  }
}

const acts = {
  async 'a page changes in place'(desk) {
    await desk.open()
    await desk.in(() => {
      window.same = document.getElementById('keys')
      document.getElementById('nail').scrollIntoView({ block: 'center' })
      document.getElementById('link').focus({ preventScroll: true })
      const text = document.getElementById('keys').firstChild
      getSelection().setBaseAndExtent(text, 4, text, 13)
    })
    const before = await desk.top('#nail')
    await desk.do('working')
    await desk.state('Rebuilding')
    await desk.save('changed')
    await desk.until('the change is shown', () => document.getElementById('nail').textContent.includes('rusty'))
    await desk.state('Live')
    expect(Math.abs(await desk.top('#nail') - before) <= 1, `what was on the screen at ${before} px is at ${await desk.top('#nail')}`)
    expect(await desk.in(() => document.activeElement.id) === 'link', 'the focus is lost')
    expect(await desk.in(() => String(getSelection())) === 'last list', 'the selection is lost')
    expect(await desk.in(() => window.same.isConnected), 'what did not change was made anew')
    expect(await desk.in(() => !document.querySelector('[data-after]')), 'what is not true today is there')
    const lit = await desk.in(() => document.getAnimations().filter(a => a.id === 'preview').map(a => a.effect.target.id))
    expect(lit.sort().join() === 'extra,nail', `what changed is not shown, or more: ${lit}`)
    await desk.until('it is said', () => document.querySelector('#preview_ .spoken').textContent === 'Page changed')
    await desk.save('first')
    await desk.until('the first text comes back', () => !document.getElementById('extra'))
  },

  async 'a focused part that changes keeps the focus'(desk) {
    await desk.open()
    await desk.in(() => { window.old = document.getElementById('marked'); window.old.focus() })
    await desk.in(() => { window.old.replaceWith(window.other = Object.assign(document.createElement('a'), { id: 'marked', href: '#', textContent: 'as if another hand had been in it' })); window.other.focus() })
    await desk.save('changed')
    await desk.until('the change is shown', () => document.getElementById('marked')?.textContent.startsWith('a publican'))
    expect(await desk.in(() => document.activeElement.id) === 'marked', 'the focus is lost')
    await desk.save('first')
  },

  async 'a style is swapped'(desk) {
    await desk.open()
    await desk.in(() => {
      window.same = true
      window.bare = 0
      window.lone = [...document.querySelectorAll('link[rel=stylesheet]')]
      new MutationObserver(() => { if (!document.querySelector('link[href*=style-]')?.sheet) window.bare++ }).observe(document.head, { childList: true })
    })
    await desk.save('style')
    await desk.until('the style is another', () => getComputedStyle(document.querySelector('h1')).letterSpacing !== 'normal' && [...document.querySelectorAll('link[href*=style-]')].length === 1 && document.querySelector('link[href*=style-2]'))
    expect(await desk.in(() => window.same), 'the page was loaded anew')
    expect(await desk.in(() => window.bare) === 0, 'for a moment there was no style')
    await desk.save('first')
    await desk.until('the first style comes back', () => document.querySelectorAll('link[href*=style-]').length === 1 && document.querySelector('link[href*=style-1]'))
  },

  async 'views'(desk) {
    const current = () => desk.tab.locator('#preview_ nav a[aria-current]').innerText()
    await desk.open()
    await desk.in(() => document.getElementById('nail').scrollIntoView({ block: 'center' }))
    const before = await desk.top('#nail')
    for (const [key, path, name] of [['2', '~published/', 'Published'], ['3', '~difference/', 'Difference'], ['1', '', 'Drafted'], ['v', '~published/', 'Published'], ['v', '~difference/', 'Difference'], ['v', '', 'Drafted']]) {
      await desk.tab.keyboard.press(key)
      await desk.tab.waitForURL(desk.root + path + first)
      await desk.state('Live')
      expect((await current()).includes(name), `after ${key}, the bar says ${await current()}`)
      const now = await desk.top('#nail')
      expect(Math.abs(now - before) <= 2, `after ${key}, what was on the screen at ${before} px is at ${now}`)
    }
    await desk.tab.getByRole('link', { name: 'Published' }).click()
    await desk.tab.waitForURL(desk.root + '~published/' + first)
    expect(!(await desk.tab.locator('main').innerText()).includes('publican'), 'as published, the page says what is withheld')
    expect(!await desk.tab.locator('#preview_banner').isVisible(), 'as published, the banner says that it is everything')
    await desk.tab.locator('#link').click()
    await desk.tab.waitForURL(desk.root + '~published/example/meetings/2/')
    await desk.tab.getByRole('link', { name: 'Difference' }).click()
    await desk.tab.waitForURL(desk.root + '~difference/example/meetings/2/')
    expect((await desk.tab.locator('.said_').innerText()).includes('Readers see all of this page.'), 'the difference is not said')
    await desk.tab.goto(desk.root + '~difference/example/actions/01-04/')
    expect((await desk.tab.locator('.said_').innerText()).includes('Readers have no such page.'), 'that readers have no such page is not said')
    await desk.open()
    expect(/everything, not what is published/.test(await desk.tab.locator('#preview_banner').innerText()), 'as drafted, no banner')
    await desk.tab.keyboard.press('Control+2')
    await desk.in(() => document.querySelector('main').append(Object.assign(document.createElement('input'), { id: 'field' })))
    await desk.tab.locator('#field').pressSequentially('2v')
    expect(await desk.tab.locator('#field').inputValue() === '2v' && desk.tab.url() === desk.root + first, 'keys act while one types')
  },

  async 'errors and their end'(desk) {
    await desk.open()
    await desk.in(() => { window.same = true; document.getElementById('nail').scrollIntoView({ block: 'center' }) })
    const before = await desk.top('#nail')
    await desk.save('errors')
    await desk.tab.getByRole('heading', { name: '3 errors' }).waitFor()
    expect(await desk.tab.title() === '3 errors – Example – Minutes', `the tab says ${await desk.tab.title()}`)
    await desk.until('it is said', () => document.querySelector('#preview_ .spoken').textContent === '3 errors')
    expect(!await desk.tab.locator('#preview_banner').isVisible(), 'on the page of errors, the banner says that it is everything')
    const files = await desk.tab.locator('main h2').allInnerTexts()
    expect(files[0].startsWith('content/example/minutes/first.md'), `the file that changed is not the first: ${files}`)
    await desk.tab.locator('#preview_ .notes', { hasText: '3 errors' }).waitFor()
    await desk.tab.getByRole('button', { name: 'Copy content/example/minutes/first.md:41:10' }).click()
    expect(await desk.in(() => navigator.clipboard.readText()) === 'content/example/minutes/first.md:41:10', 'a place of an error is not copied')
    await accessible(desk, 'errors')
    await fits(desk, 'errors')
    await desk.save('one-error')
    await desk.tab.getByRole('heading', { name: '1 error' }).waitFor()
    await desk.save('changed')
    await desk.until('the page comes back', () => document.getElementById('nail')?.textContent.includes('rusty'))
    expect(Math.abs(await desk.top('#nail') - before) <= 2, `what was on the screen at ${before} px is at ${await desk.top('#nail')}`)
    await desk.until('the tab says so', () => document.title === 'Example – Minutes')
    expect(await desk.in(() => window.same && !document.body.classList.contains('errors_') && getComputedStyle(document.querySelector('.masthead')).display === 'flex'), 'the page does not come back as it was')
    await desk.save('errors')
    await desk.tab.getByRole('heading', { name: '3 errors' }).waitFor()
    await desk.tab.reload()
    await desk.tab.getByRole('heading', { name: '3 errors' }).waitFor()
    await desk.state('Live')
    await desk.save('first')
    await desk.until('the page comes after a fresh start, too', () => document.getElementById('nail') && document.title === 'Example – Minutes')
  },

  async 'a page goes and comes back'(desk) {
    await desk.open()
    const styled = () => getComputedStyle(document.querySelector('.masthead')).display === 'flex' && document.querySelectorAll('link[href*=style-]').length === 1
    for (let i = 0; i < 2; i++) {
      await desk.save('gone')
      await desk.tab.getByRole('heading', { name: 'There is no such page' }).waitFor()
      await desk.until('the page of what is not found has its style', styled)
      expect(await desk.in(() => document.querySelector('.title a').href) === desk.root, 'a link of it leads elsewhere')
      await desk.save('first')
      await desk.tab.getByRole('heading', { name: 'Meeting 1' }).waitFor()
      await desk.until('the page has its style', styled)
      expect(await desk.in(() => document.getElementById('last').href) === desk.root + 'example/meetings/2/', 'a link of the page leads elsewhere')
    }
  },

  async 'follow'(desk) {
    await desk.open()
    await desk.in(() => document.getElementById('nail').scrollIntoView({ block: 'center' }))
    const before = await desk.top('#nail')
    await desk.save('second')
    await desk.tab.waitForURL(desk.root + 'example/meetings/2/')
    await desk.tab.getByText('It was a loud evening.').waitFor()
    await desk.state('Live')
    const back = desk.tab.getByRole('link', { name: /^Back to Meeting 1/ })
    expect(await back.isVisible(), 'there is no way back')
    await desk.tab.keyboard.press('b')
    await desk.tab.waitForURL(desk.root + first)
    await desk.state('Live')
    expect(Math.abs(await desk.top('#nail') - before) <= 2, 'back is not where one was')
    await desk.tab.keyboard.press('f')
    expect(await desk.tab.locator('.follow').getAttribute('aria-pressed') === 'false', 'f does not turn following off')
    await desk.tab.reload()
    await desk.state('Live')
    const asked = desk.tab.waitForResponse(/notes/) // the last thing before it would follow
    await desk.save('second')
    await asked
    await desk.do('working')
    await desk.state('Rebuilding')
    await desk.save('first')
    await desk.state('Live')
    expect(desk.tab.url() === desk.root + first && await desk.tab.locator('.follow').getAttribute('aria-pressed') === 'false', 'it followed, though that was off')
    await desk.tab.locator('.follow').click()
    await desk.tab.getByRole('link', { name: 'Published' }).click()
    await desk.tab.waitForURL(desk.root + '~published/' + first)
    await desk.state('Live')
    await desk.save('second')
    await desk.tab.waitForURL(desk.root + '~published/example/meetings/2/')
    await desk.save('first')
  },

  async 'labels are explained'(desk) {
    await desk.open()
    const part = desk.tab.locator('#marked'), tip = desk.tab.locator('#preview_tip')
    const place = 'content/example/minutes/first.md:41:10'
    await part.hover()
    await tip.waitFor()
    expect(/AMBER: withheld from readers/.test(await tip.innerText()) && (await tip.innerText()).includes(place), `the tip says ${await tip.innerText()}`)
    await tip.hover()
    await desk.in(() => new Promise(done => setTimeout(done, 600))) // longer than it takes to go
    expect(await tip.isVisible(), 'the tip goes when it is pointed at')
    await tip.getByRole('button').click()
    await desk.tab.locator('#preview_ .said', { hasText: 'Copied content' }).waitFor()
    expect(await desk.in(() => navigator.clipboard.readText()) === place, 'the place is not copied')
    await accessible(desk, 'with the tip')
    await desk.tab.keyboard.press('Escape')
    expect(!await tip.isVisible(), 'Escape does not close the tip')
    await part.hover()
    await desk.tab.mouse.move(2, 2)
    await part.hover()
    await tip.waitFor()
    await desk.tab.mouse.move(2, 2)
    await tip.waitFor({ state: 'hidden' })
    await desk.in(() => navigator.clipboard.writeText(''))
    await desk.in(() => document.getElementById('keys').previousElementSibling?.focus())
    for (let i = 0; i < 40 && await desk.in(() => document.activeElement.id) !== 'marked'; i++) await desk.tab.keyboard.press('Tab')
    await tip.waitFor()
    expect(await part.getAttribute('aria-describedby') === 'preview_tip', 'the tip is not read out')
    await desk.tab.keyboard.press('Escape')
    expect(!await tip.isVisible() && await desk.in(() => document.activeElement.id) === 'marked', 'Escape does not close the tip, or moves the focus')
    await desk.tab.keyboard.press('Enter')
    await desk.tab.locator('#preview_ .said', { hasText: 'Copied content' }).waitFor()
    expect(await desk.in(() => navigator.clipboard.readText()) === place, 'by keyboard, the place is not copied')
    await desk.tab.keyboard.press('Tab')
    await tip.waitFor({ state: 'hidden' })
    await desk.tab.setViewportSize({ width: 320, height: 480 })
    await part.hover()
    await tip.waitFor()
    await fits(desk, 'with the tip')
    await desk.tab.keyboard.press('Escape')
    const told = await desk.in(() => [...document.querySelectorAll('.marked[data-withheld]')].map(e => [getComputedStyle(e).backgroundColor, getComputedStyle(e, '::before').content, e.dataset.label]))
    expect(new Set(told.map(t => t[0])).size === told.length && told.every(t => t[1].includes(t[2])), `labels have no colours and words of their own: ${JSON.stringify(told)}`)
  },

  async 'notes'(desk) {
    await desk.open()
    const panel = desk.tab.getByRole('region', { name: 'Notes' }), button = desk.tab.locator('#preview_ .notes')
    await desk.tab.locator('#preview_ .notes', { hasText: '3 notes' }).waitFor()
    await desk.tab.keyboard.press('n')
    await panel.waitFor()
    const text = await panel.innerText()
    for (const said of ['Warning: nothing is known of EXC 00/09', 'write the reference as it was given', 'content/example/minutes/first.md:41:10', 'ref-unknown', 'EXC 01/02 is outstanding', 'the next free number', '2 warnings in all of the content']) expect(text.toLowerCase().includes(said.toLowerCase()), `the notes do not say ${said}: ${text}`)
    expect(await button.getAttribute('aria-expanded') === 'true', 'the button does not say that the notes are open')
    await accessible(desk, 'with notes')
    await fits(desk, 'with notes')
    await panel.getByRole('button', { name: 'Copy content/example/minutes/first.md:41:10' }).click()
    await desk.tab.locator('#preview_ .said', { hasText: 'Copied content' }).waitFor()
    await desk.tab.keyboard.press('Escape')
    expect(!await panel.isVisible() && await button.evaluate(b => b === document.activeElement), 'Escape does not close the notes, or the focus is lost')
    await desk.tab.keyboard.press('Enter')
    await panel.getByRole('link', { name: 'Show the page' }).click()
    await desk.tab.waitForURL(desk.root + 'example/meetings/2/')
    await desk.tab.locator('#preview_ .notes', { hasText: 'No notes' }).waitFor()
  },

  async 'everything by keyboard'(desk) {
    await desk.open()
    const all = await desk.in(() => [...document.querySelectorAll('a[href], button, [tabindex="0"], summary')].filter(e => e.getClientRects().length).length)
    let tools = 0
    for (let i = 0; i < all; i++) {
      await desk.tab.keyboard.press('Tab')
      const now = await desk.in(focused)
      expect(now.seen, `no focus is seen at ${now.name}`)
      tools += now.tool
    }
    expect(tools === 6, `${tools} of 6 tools are reached`)
    await desk.tab.keyboard.press('?')
    const help = desk.tab.getByRole('dialog')
    await help.waitFor()
    await accessible(desk, 'with help')
    await fits(desk, 'with help')
    await desk.tab.keyboard.press('2')
    await help.getByRole('button', { name: 'Turn these keys off' }).press('Enter')
    await desk.tab.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })
    await desk.tab.keyboard.press('n')
    expect(!await desk.tab.getByRole('region', { name: 'Notes' }).isVisible() && desk.tab.url() === desk.root + first, 'keys act though they are off')
    await desk.tab.getByRole('button', { name: 'Help' }).press('Enter')
    await help.getByRole('button', { name: 'Turn these keys on' }).press('Space')
    await help.getByRole('button', { name: 'Close' }).press('Enter')
    await desk.tab.keyboard.press('n')
    expect(await desk.tab.getByRole('region', { name: 'Notes' }).isVisible(), 'keys do not act though they are on')
  },

  async 'the preview is stopped, and started anew'(desk) {
    await desk.open()
    await desk.in(() => { window.same = true })
    await desk.do('stop')
    await desk.state('Stopped')
    await desk.tab.getByText('The preview was stopped. Start it again.').first().waitFor()
    await accessible(desk, 'stopped')
    await fits(desk, 'stopped')
    desk.token = await desk.do('start')
    await desk.tab.getByText('The preview was started anew. Open the address that it printed.').first().waitFor()
    const other = await desk.context.newPage()
    await other.goto(desk.token)
    await desk.state('Live')
    await desk.save('changed')
    await desk.until('the page is live again', () => window.same && document.getElementById('nail').textContent.includes('rusty'))
    await desk.state('Live', other)
    await other.waitForURL(desk.root + first) // which follows
    await desk.tab.close()
    await desk.save('first')
    await other.waitForFunction(() => !document.getElementById('extra')).catch(() => expect(false, 'with the tab gone that listened, the other hears nothing'))
    desk.tab = other
  },

  async 'many tabs'(desk) {
    await desk.open()
    const tabs = []
    for (let i = 0; i < 8; i++) {
      tabs.push(await desk.context.newPage())
      await tabs[i].goto(desk.root + first)
      await desk.state('Live', tabs[i])
    }
    await desk.save('changed')
    for (const tab of tabs) await tab.waitForFunction(() => document.getElementById('extra')).catch(() => expect(false, 'one of many tabs does not change'))
    for (const tab of tabs) await tab.close()
    await desk.save('first')
  },

  async 'the latest of many saves is shown'(desk) {
    await desk.open()
    let open = 0, most = 0
    desk.tab.on('request', r => { if (r.url() === desk.root + first) most = Math.max(most, ++open) })
    for (const ended of ['requestfinished', 'requestfailed']) desk.tab.on(ended, r => { if (r.url() === desk.root + first) open-- })
    for (let i = 0; i < 10; i++) await desk.save(i % 2 ? 'first' : 'changed')
    await desk.save('changed')
    await desk.until('the last save is shown', () => document.getElementById('nail').textContent.includes('rusty'))
    expect(most <= 1, `${most} requests at once`)
    await desk.save('first')
    await desk.until('the last save is shown', () => document.getElementById('nail').textContent.includes('excellent'))
  },

  async 'a page with another script is loaded anew'(desk) {
    await desk.open()
    await desk.save('scripted')
    await desk.until('the page with the script is loaded', () => document.querySelector('script[src*=own]') && document.querySelector('#preview_ .state')?.textContent === 'Live')
    await desk.in(() => { window.same = true; document.getElementById('nail').scrollIntoView({ block: 'center' }) })
    const before = await desk.top('#nail')
    await desk.save('scripted-2')
    await desk.until('the page is loaded anew', () => !window.same && document.querySelector('#preview_ .state')?.textContent === 'Live' && document.getElementById('nail').textContent.includes('rusty'))
    expect(Math.abs(await desk.top('#nail') - before) <= 2, `what was on the screen at ${before} px is at ${await desk.top('#nail')}`)
    await desk.save('first')
    await desk.until('the first page comes back', () => !document.getElementById('extra') && !document.querySelector('script[src*=own]'))
  },

  async 'all views for everybody'(desk) {
    for (const view of ['', '~published/', '~difference/']) {
      for (const path of [first, 'example/actions/01-04/']) {
        await desk.open(view + path)
        await accessible(desk, view + path)
        await fits(desk, view + path)
        await desk.tab.setViewportSize({ width: 320, height: 256 }) // 1280 × 1024 at 400 %
        expect(await desk.in(() => getComputedStyle(document.querySelector('#preview_ .bar')).position === 'static'), 'enlarged, the bar covers the page')
        await desk.tab.setViewportSize({ width: 1280, height: 480 })
      }
    }
    await desk.open()
    await desk.tab.emulateMedia({ media: 'print' })
    expect(!await desk.tab.locator('#preview_').isVisible(), 'the bar is printed')
    expect(await desk.tab.locator('#preview_banner').isVisible(), 'nothing on paper says that this is everything')
    await desk.tab.emulateMedia({ media: 'screen', reducedMotion: 'reduce', forcedColors: 'active' })
    await desk.open()
    await desk.save('changed')
    await desk.until('the change is shown', () => document.getElementById('extra'))
    const moves = await desk.in(() => document.getAnimations().filter(a => a.id === 'preview').flatMap(a => new Set(a.effect.getKeyframes().map(k => k.backgroundColor)).size))
    expect(moves.length && moves.every(n => n === 1), 'with reduced motion, something fades')
    await desk.save('first')
  },
}

const withEditor = {
  async 'places open the editor'(desk) {
    await desk.open()
    const address = 'vscode://file/home/drafter/content/example/minutes/first.md:41:10'
    await desk.tab.locator('#marked').hover()
    await desk.tab.locator('#preview_tip').waitFor()
    expect(await desk.tab.locator('#preview_tip a').getAttribute('href') === address, 'in the tip')
    await desk.tab.keyboard.press('Escape')
    await desk.tab.keyboard.press('n')
    expect(await desk.tab.locator('#preview_panel a.place').first().getAttribute('href') === address, 'in the notes')
    await desk.save('errors')
    await desk.tab.getByRole('heading', { name: '3 errors' }).waitFor()
    expect(await desk.tab.locator('main a.place').first().getAttribute('href') === address, 'on the page of errors')
  },
}

const withoutScript = {
  async 'without scripts'(desk) {
    await desk.save('errors')
    await desk.tab.goto(desk.root + first)
    expect((await desk.tab.locator('main').innerText()).includes('content/example/minutes/first.md:41:10'), 'errors cannot be read')
  },
}

// look takes pictures, for somebody who wants to see.
async function look(desk, dir) {
  const sizes = { wide: [1280, 800, 'light'], dark: [1280, 800, 'dark'], narrow: [320, 640, 'light'] }
  const shown = {
    drafted: () => desk.open(),
    published: () => desk.open('~published/' + first),
    difference: () => desk.open('~difference/' + first),
    gone: () => desk.open('~difference/example/actions/01-04/'),
    notes: async () => { await desk.open(); await desk.tab.keyboard.press('n') },
    tip: async () => { await desk.open(); await desk.tab.locator('#marked').hover(); await desk.tab.locator('#preview_tip').waitFor() },
    help: async () => { await desk.open(); await desk.tab.keyboard.press('?') },
    errors: async () => { await desk.save('errors'); await desk.open() },
    stopped: async () => { await desk.save('first'); await desk.open(); await desk.do('stop'); await desk.state('Stopped') },
  }
  for (const [name, doing] of Object.entries(shown)) {
    await desk.tab.setViewportSize({ width: 1280, height: 800 })
    await doing()
    for (const [size, [width, height, colorScheme]] of Object.entries(sizes)) {
      await desk.tab.emulateMedia({ colorScheme })
      await desk.tab.setViewportSize({ width, height })
      await desk.tab.screenshot({ path: `${dir}/${name}-${size}.png` })
      await desk.tab.screenshot({ path: `${dir}/${name}-${size}-whole.png`, fullPage: true })
    }
    await desk.tab.emulateMedia({ colorScheme: 'light' })
  }
}

async function all(acts, control, options) {
  for (const [name, act] of Object.entries(acts)) {
    if (job.only && !name.includes(job.only)) continue
    doing = name
    let desk
    try {
      desk = await Desk.at(control, options)
      await act(desk)
      await desk.close()
    } catch (error) {
      tell({ doing, finding: `${error.message}\n${error.stack.split('\n').filter(l => l.includes('preview.mjs')).join('\n')}` })
      await desk?.context.close()
    }
  }
}

try {
  await all(acts, job.plain)
  await all(withEditor, job.edited)
  await all(withoutScript, job.plain, { javaScriptEnabled: false })
  if (job.look) await look(await Desk.at(job.plain), job.look)
  tell({ checks })
} finally {
  await browser.close()
}
