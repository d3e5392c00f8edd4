// What a reader sees of built sites, looked at in a real browser. The job comes as JSON on standard input; what comes of
// it is one JSON object a line on standard output: {page, finding} for everything that is wrong, {checks} at the end.
//
// playwright-core is pinned to the last release that runs on Node 18, the one of Debian 12.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
const job = JSON.parse(readFileSync(0, 'utf8'))

const wide = { width: 1280, height: 480 }
const narrow = { width: 320, height: 480 } // what WCAG 1.4.10 asks for
const sheet = { width: 658, height: 480 } // as wide as A4 less the margins of the style sheet

let checks = 0
const tell = line => process.stdout.write(JSON.stringify(line) + '\n')

// expect counts a check and tells of a page what is wrong with it: a finding, a list of them, or nothing.
function expect(page, ...findings) {
  checks++
  for (const finding of findings.flat()) if (finding) tell({ page, finding })
}

const browser = await chromium.launch({
  executablePath: job.chromium,
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--process-per-site', // fewer processes to start
    '--no-proxy-server', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ],
})

// A Visit is one tab on one site. It keeps what a page asked for and complained of while it was shown.
class Visit {
  static async to(site, options = {}) {
    const visit = new Visit()
    const { clock, ...others } = options
    const context = await browser.newContext({ viewport: wide, serviceWorkers: 'block', ...others })
    await context.clock.setFixedTime(clock || job.now) // pages are pages are shown on the day that they were made for
    visit.site = site
    visit.noise = []
    visit.tab = await context.newPage()
    context.on('request', request => {
      if (!request.url().startsWith(site.at)) visit.noise.push(`asks for ${request.url()}, outside the site`)
    })
    context.on('requestfailed', request => {
      const why = request.failure()?.errorText // aborted is what a page no longer waits for when it is left
      if (why !== 'net::ERR_ABORTED') visit.noise.push(`${request.url()} fails: ${why}`)
    })
    context.on('response', response => {
      if (response.status() >= 400 && !response.request().isNavigationRequest()) visit.noise.push(`${response.url()} answers ${response.status()}`)
    })
    visit.tab.on('pageerror', error => visit.noise.push(`script fails: ${error.message}`))
    visit.tab.on('console', message => {
      const missing = message.location().url === visit.tab.url() && message.text().includes('status of 404') // the page itself
      if (['error', 'warning'].includes(message.type()) && !missing) visit.noise.push(`console: ${message.text()}`)
    })
    return visit
  }

  // open shows a page, and checks that it came whole: its style, and nothing from elsewhere.
  async open(page) {
    this.noise.length = 0
    const response = await this.tab.goto(this.site.at + page.path, { waitUntil: 'load' })
    const status = response ? response.status() : 0
    expect(page.path, status !== (page.status || 200) && this.site.at.startsWith('http') && `answers ${status}`)
    await this.whole(page.path)
  }

  async whole(path) {
    const styled = await this.tab.evaluate(() => getComputedStyle(document.body).maxWidth !== 'none')
    expect(path, !styled && 'is shown without its style', this.noise)
  }

  close() { return this.tab.context().close() }
}

// accessible runs axe: all rules, or where the same page has passed them, those whose result may now be another. Colours
// differ in the dark, the size of what can be pressed differs on a narrow screen. Where only some elements are not on
// a page that was looked at before, a selector names them.
async function accessible(tab, path, shown, rules = 'all', only = 'html') {
  if (!await tab.evaluate(() => 'axe' in window)) await tab.evaluate(axe)
  const violations = await tab.evaluate(async ({ rules, only }) => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const wanted = rule => !rule.tags.includes('experimental') && (rules === 'all' || rule.tags.includes(rules) || rule.ruleId === rules)
    const values = window.axe.getRules(tags).filter(wanted).map(rule => rule.ruleId)
    const result = await window.axe.run(only, { runOnly: { type: 'rule', values }, resultTypes: ['violations'], preload: false })
    return result.violations.map(v => `${v.id}, ${v.help}: ${v.nodes.map(n => `${n.target.join(' ')} (${n.any.concat(n.all, n.none).map(c => c.message).join('; ')})`).join(' | ')}`)
  }, { rules, only })
  expect(path, violations.map(v => `axe, ${shown}: ${v}`))
}

// fits makes sure that nobody must scroll sideways.
async function fits(tab, path, shown) {
  const wider = await tab.evaluate(() => {
    const over = document.documentElement.scrollWidth - innerWidth
    if (over <= 0) return ''
    const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    return `${over} px too wide: ${out.slice(0, 5).map(e => `${e.localName}.${e.className} "${e.textContent.trim().slice(0, 40)}"`).join(', ')}`
  })
  expect(path, wider && `${shown}: ${wider}`)
}

// textOf is what can be seen of a page, one line a block. Controls are left out: they are there with scripts only.
const textOf = (tab, root, without) => tab.evaluate(({ root, without }) => {
  const hidden = [...document.querySelectorAll(without)].filter(e => getComputedStyle(e).display !== 'none').map(e => [e, e.style.display])
  for (const [e] of hidden) e.style.display = 'none'
  const text = document.querySelector(root).innerText
  for (const [e, display] of hidden) e.style.display = display
  return text
}, { root, without })

// placeless is a text without the address of its site, which a page may show to be copied.
const placeless = (text, site) => text.replaceAll(site.at, '')

const controls = 'form, button:not(th button), select, input, output, [role=status], [aria-live]'
const words = text => text.split(/\s+/).filter(Boolean)

// lost is where the second text stops to have the words of the first.
function lost(before, after) {
  const [a, b] = [words(before), words(after)]
  const i = a.findIndex((word, i) => word !== b[i])
  if (i < 0) return a.length < b.length ? `also has: ${b.slice(a.length, a.length + 8).join(' ')}` : ''
  return `differs from: ${a.slice(Math.max(0, i - 4), i + 8).join(' ')}`
}

// unfold opens what can be opened, as paper must show it all, or shuts it again.
const unfold = (tab, open) => tab.evaluate(open => document.querySelectorAll('main details').forEach(e => { e.open = open }), open)

// plotted makes sure that a picture says in words what is to be seen in it, and that its text can be read and is within the page.
async function plotted(tab, path, shown) {
  expect(path, await tab.evaluate(shown => [...document.querySelectorAll('.plot')].flatMap(plot => {
    const picture = plot.querySelector('svg[role=img]')
    const says = document.getElementById(picture.getAttribute('aria-labelledby'))?.textContent ?? ''
    const within = document.querySelector('main').getBoundingClientRect()
    const small = [...picture.querySelectorAll('text')].filter(e => parseFloat(getComputedStyle(e).fontSize) < 12)
    const outside = [...picture.querySelectorAll('text')].filter(e => {
      const box = e.getBoundingClientRect()
      return box.left < within.left - 1 || box.right > within.right + 1
    })
    return [
      !/\d/.test(says) && `${shown}: a picture that says "${says}"`,
      !plot.querySelector('details table tbody tr') && `${shown}: a picture without its table`,
      ...small.map(e => `${shown}: "${e.textContent}" in a picture is too small to read`),
      ...outside.map(e => `${shown}: "${e.textContent}" in a picture is not whole`),
    ]
  }), shown))
}

// printed makes sure that paper has all the text and nothing to press.
async function printed(tab, path) {
  await unfold(tab, true)
  const onScreen = await textOf(tab, 'main', 'nav, summary, .permalink, .printed, ' + controls)
  await unfold(tab, false)
  await tab.setViewportSize(sheet)
  await tab.emulateMedia({ media: 'print', colorScheme: 'light' })
  const shown = await tab.evaluate(() => ({
    navigation: [...document.querySelectorAll('nav, summary, .skip, .permalink, button:not(th button), form')].filter(e => e.getClientRects().length).map(e => e.className || e.localName),
    bare: [...document.querySelectorAll('main .prose a[href^="https:"]')].filter(a => !getComputedStyle(a, '::after').content.includes(a.getAttribute('href'))).map(a => a.href),
  }))
  expect(path, shown.navigation.map(name => `printed: ${name} is on paper`), shown.bare.map(to => `printed: the address ${to} is not on paper`))
  await referenced(tab, path)
  const difference = lost(onScreen, await textOf(tab, 'main', 'nav, summary, .permalink, .printed, ' + controls))
  expect(path, difference && `printed, the text ${difference}`)
  await fits(tab, path, 'printed')
}

// referenced makes sure that paper lists what minutes link by a ref, with its address.
async function referenced(tab, path) {
  const missing = await tab.evaluate(() => {
    const list = document.querySelector('.references')
    if (!list) return []
    const here = location.href.split('#')[0]
    return [...document.querySelectorAll('main a.ref')].map(a => a.href).filter(to => to.split('#')[0] !== here && !list.innerText.includes(to))
  })
  expect(path, missing.map(to => `printed: ${to} is in no list of references`))
}

// leads goes to an address at which a page stood before.
async function leads(from, to) {
  const visit = await Visit.to(job.deep)
  await visit.tab.goto(job.deep.at + from, { waitUntil: 'load' })
  await visit.tab.waitForURL(job.deep.at + to)
  await visit.whole(to)
  await visit.close()
}

const focused = tab => tab.evaluate(() => {
  const e = document.activeElement
  const box = e.getBoundingClientRect()
  const style = getComputedStyle(e)
  return {
    skip: e.classList.contains('skip'), main: e.localName === 'main', inMain: !!e.closest('main'),
    name: `${e.localName}${e.className && '.' + e.className} "${e.textContent.trim().slice(0, 40)}"`,
    visible: box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth && box.bottom > 0 && box.top < innerHeight,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  }
})

// skips goes over the skip link into the text.
async function skips(tab, path) {
  await tab.keyboard.press('Tab')
  const first = await focused(tab)
  expect(path, !first.skip && `keyboard: the first Tab reaches ${first.name}, not the skip link`, first.skip && !(first.visible && first.outlined) && 'keyboard: the skip link is not seen')
  await tab.keyboard.press('Enter')
  const then = await focused(tab)
  expect(path, !then.main && `keyboard: the skip link leads to ${then.name}, not to main`)
  await tab.keyboard.press('Tab')
  const next = await focused(tab)
  const links = await tab.locator('main a:visible').count()
  expect(path, links && !next.inMain && `keyboard: after the skip link, Tab reaches ${next.name}, outside main`)
}

// tabs goes through everything that can be followed, once, in the order of the page.
async function tabs(tab, path) {
  const all = await tab.locator('a[href]:visible, button:visible, input:visible, select:visible, summary:visible').count()
  for (let i = 0; i < all; i++) {
    await tab.keyboard.press('Tab')
    const at = await focused(tab)
    expect(path, !(at.visible && at.outlined) && `keyboard: no focus is seen at ${at.name}`)
  }
  const last = await tab.evaluate(() => {
    const all = [...document.querySelectorAll('a[href], button, input, select, summary')].filter(e => e.getClientRects().length)
    return all.indexOf(document.activeElement) === all.length - 1
  })
  expect(path, !last && `keyboard: ${all} times Tab does not reach the last link`)
}

// followed clicks from page to page: home, the register of all actions, any open action.
async function followed() {
  const visit = await Visit.to(job.deep)
  const { tab, site } = visit
  await visit.open({ path: '' })
  await tab.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Actions' }).click()
  await tab.getByRole('heading', { level: 1, name: 'Actions' }).waitFor()
  const register = tab.url()
  const there = new Set(await tab.locator('main a:visible').evaluateAll(links => links.map(a => a.href)))
  for (const path of job.open) expect('actions/', !there.has(site.at + path) && `two clicks: no link to ${path}, which is open`)
  for (const path of [job.open[0], job.open.at(-1)]) {
    await tab.goto(register)
    await tab.locator(`main a[href="../${path}"]`).first().click()
    await tab.getByRole('heading', { name: 'History' }).waitFor()
    expect(path, tab.url() !== site.at + path && `two clicks: the link leads to ${tab.url()}`)
    await visit.whole(path)
  }
  await visit.close()
}

// publicPages checks pages from a list that other tabs may take from, too. It keeps their text by path.
async function publicPages(pages, plain) {
  const visit = await Visit.to(job.deep)
  const { tab } = visit
  for (let page = pages.shift(); page; page = pages.shift()) {
    const { path } = page
    await tab.emulateMedia({ media: 'screen', colorScheme: 'light' })
    await tab.setViewportSize(wide)
    await visit.open(page)
    if (!page.status) await skips(tab, path)
    plain.set(path, placeless(await textOf(tab, 'body', controls), job.deep))
    await accessible(tab, path, 'light')
    await fits(tab, path, 'at 1280 px')
    await plotted(tab, path, 'at 1280 px')
    await tab.emulateMedia({ colorScheme: 'dark' })
    await accessible(tab, path, 'dark', 'cat.color')
    await tab.emulateMedia({ colorScheme: 'light' })
    await tab.setViewportSize(narrow)
    await accessible(tab, path, 'at 320 px', 'target-size')
    await fits(tab, path, 'at 320 px')
    await plotted(tab, path, 'at 320 px')
    await printed(tab, path)
    expect(path, visit.noise)
    if (page.keys) {
      await tab.emulateMedia({ media: 'screen' })
      await visit.open(page)
      await tabs(tab, path)
    }
  }
  await visit.close()
}

// withoutScripts keeps the text of pages as it is shown without scripts, from another base path, and years later.
async function withoutScripts(plain) {
  const visit = await Visit.to(job.root, { javaScriptEnabled: false, clock: '2030-01-01T12:00:00Z' })
  for (const page of job.root.pages) {
    await visit.open(page)
    plain.set(page.path, placeless(await textOf(visit.tab, 'body', controls), job.root))
  }
  await visit.close()
}

async function privateCopy() {
  const visit = await Visit.to(job.private)
  const { tab } = visit
  for (const page of job.private.pages) {
    const { path } = page
    await visit.open(page)
    const banner = tab.locator('.private')
    for (const media of ['print', 'screen']) {
      await tab.emulateMedia({ media })
      const said = await banner.isVisible() ? await banner.innerText() : ''
      expect(path, !/Private copy\..*AMBER/.test(said) && `private copy: no banner on ${media}`)
    }
    const marked = await tab.evaluate(() => [...document.querySelectorAll('.marked')].map(e => getComputedStyle(e, '::before').content.includes(e.dataset.label)))
    expect(path, marked.includes(false) && 'private copy: a marked part without its label in words')
    if (path === '') await accessible(tab, path, 'private, light')
    if (marked.length) {
      const only = '.private, .marked, .label'
      await accessible(tab, path, 'private, light', 'cat.color', only)
      await tab.emulateMedia({ colorScheme: 'dark' })
      await accessible(tab, path, 'private, dark', 'cat.color', only)
      await tab.emulateMedia({ colorScheme: 'light' })
    }
    await tab.setViewportSize(narrow)
    await fits(tab, path, 'private, at 320 px')
    await tab.setViewportSize(wide)
  }
  await visit.close()
}

async function fromDisk() {
  const visit = await Visit.to(job.portable)
  const { tab } = visit
  await visit.open({ path: 'index.html' })
  const link = tab.locator('main a.ref[href*="/actions/"]').first()
  const ref = await link.innerText()
  await link.click()
  await tab.getByRole('heading', { level: 1, name: ref, exact: true }).waitFor()
  await visit.whole(tab.url().slice(job.portable.at.length))
  await visit.close()
}

// planted makes sure that what a policy forbids would be seen: pages with something planted in them are complained of, and
// the same page with nothing in it is not.
async function planted() {
  const visit = await Visit.to(job.planted)
  for (const { kind, path, says } of job.planted.pages) {
    visit.noise.length = 0
    await visit.tab.goto(job.planted.at + path, { waitUntil: 'load' })
    const said = visit.noise.join('; ')
    expect(path, says && !said.includes(says) && `${kind}: planted, and all that is said is: ${said || 'nothing'}`, !says && said && `${kind}: ${said}`)
  }
  await visit.close()
}

// registers finds its way in one without a mouse: what is typed, chosen, taken back, sorted and followed.
async function registers() {
  const visit = await Visit.to(job.deep)
  const { tab } = visit
  const path = 'actions/'
  const rows = () => tab.locator('tbody tr:not(.group):visible th > a').allInnerTexts()
  const found = () => tab.locator('[role=status]').innerText()
  const at = () => tab.evaluate(() => document.activeElement.id || document.activeElement.innerText.trim())
  const key = async (name, times = 1) => { for (let i = 0; i < times; i++) await tab.keyboard.press(name) }
  const until = async (wanted, name = 'Tab') => {
    for (let i = 0; i < 60; i++) if ((await at()).startsWith(wanted)) return; else await key(name)
    expect(path, `keyboard: ${wanted} is not reached`)
  }
  await visit.open({ path })
  const all = await rows()
  expect(path, !(await found()).startsWith(`${all.length} actions`) && `register: it says ${await found()} of ${all.length}`)
  const shift = await tab.evaluate(() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0))).observe({ type: 'layout-shift', buffered: true }) ?? requestAnimationFrame(() => requestAnimationFrame(() => done(0)))))
  expect(path, shift > 0.02 && `register: the page shifts by ${shift} when its script comes`)

  await until('find-words')
  for (const typed of ['25/4', 'SECPMA25/04', '25-04', 'secpma 25/04', 'SECPMA_25_04']) {
    await tab.locator('#find-words').fill('')
    await tab.keyboard.type(typed)
    const left = await rows()
    expect(path, !left.includes('SECPMA 25/04') && `register: ${typed} finds ${left}`, left.includes('SECPMA 25/14') && `register: ${typed} finds 25/14, too`,
      !(await found()).startsWith(`${left.length} of ${all.length} actions`) && `register: it says ${await found()} of ${left.length}`)
  }
  await tab.locator('#find-words').fill('')
  await key('Tab')
  await key('ArrowDown')
  const open = await rows()
  expect(path, !(open.length && open.length < all.length) && `register: ${open.length} of ${all.length} are open`, !tab.url().endsWith('#state=open') && `register: the address is ${tab.url()}`)
  await until('find-owner')
  await tab.keyboard.type('SECAS')
  const theirs = await rows()
  expect(path, !(theirs.length && theirs.length < open.length) && `register: ${theirs.length} of ${open.length} are of SECAS`,
    await found() !== `${theirs.length} of ${all.length} actions: state open, owner SECAS.` && `register: it says ${await found()}`)
  await accessible(tab, path, 'filtered, light')
  await tab.emulateMedia({ colorScheme: 'dark' })
  await accessible(tab, path, 'filtered, dark', 'cat.color')
  await tab.emulateMedia({ colorScheme: 'light', media: 'print' })
  const printed = await tab.locator('.found').isVisible()
  expect(path, !printed && 'register: on paper it is not said what is left out', (await rows()).length !== theirs.length && 'register: on paper there are other rows')
  await tab.emulateMedia({ media: 'screen' })
  await tab.setViewportSize(narrow)
  await fits(tab, path, 'filtered, at 320 px')
  await accessible(tab, path, 'filtered, at 320 px', 'target-size')
  await tab.setViewportSize(wide)

  const chip = tab.getByRole('button', { name: 'Remove filter: state open' })
  await until('state open')
  expect(path, !await chip.isVisible() && 'register: a filter is no button that says what it does')
  await key('Enter')
  expect(path, !/ actions: owner SECAS\.$/.test(await found()) && `register: a filter is removed, and it says ${await found()}`, tab.url().split('#')[1] !== 'owner=SECAS' && `register: a filter is removed, and the address is ${tab.url()}`, !(await at()).startsWith('owner SECAS') && `register: after a filter is removed, the focus is at ${await at()}`)
  await until('Due')
  await key('Enter')
  const due = tab.locator('th[aria-sort]')
  const days = async () => (await tab.locator('tbody tr:not(.group):visible time').evaluateAll(times => times.map(t => t.dateTime)))
  expect(path, await due.getAttribute('aria-sort') !== 'ascending' && 'register: it is not said which way it is sorted', !(await due.innerText()).includes('earliest first') && 'register: the way it is sorted is not in words',
    (await days()).some((day, i, list) => i && day < list[i - 1]) && `register: sorted by day as ${await days()}`, await at() === '' && 'register: sorting loses the focus')
  await key('Enter')
  expect(path, (await days()).some((day, i, list) => i && day > list[i - 1]) && `register: sorted backwards by day as ${await days()}`)
  const [kept, address] = [await rows(), tab.url()]
  expect(path, !address.endsWith('#owner=SECAS&sort=-due') && `register: the address is ${address}`)
  await tab.reload()
  expect(path, lost(kept.join(' '), (await rows()).join(' ')) && 'register: loaded anew, it shows something else')
  await until('find-words')
  await until(kept[0])
  await key('Enter')
  await tab.getByRole('heading', { name: 'History' }).waitFor()
  await tab.goBack()
  await tab.locator('.found').waitFor()
  expect(path, tab.url() !== address && `register: back leads to ${tab.url()}`, lost(kept.join(' '), (await rows()).join(' ')) && 'register: back from an action, it shows something else')
  await tab.goBack()
  expect(path, await due.getAttribute('aria-sort') !== 'ascending' && 'register: back does not lead to what was shown before')
  await tab.getByRole('button', { name: 'Clear all' }).press('Enter')
  expect(path, lost(all.join(' '), (await rows()).join(' ')) && 'register: cleared, it is not as it was', tab.url().includes('#') && `register: cleared, the address is ${tab.url()}`, visit.noise)
  await visit.close()
}

// registersElsewhere are from a disk, and without scripts.
async function registersElsewhere() {
  const disk = await Visit.to(job.portable)
  await disk.open({ path: 'actions/index.html#state=open&owner=SECAS' })
  await disk.tab.getByRole('button', { name: 'Remove filter: owner SECAS' }).press('Enter')
  expect('actions/', !disk.tab.url().endsWith('index.html#state=open') && `register, from a disk: the address is ${disk.tab.url()}`, disk.noise)
  await disk.close()
  const plain = await Visit.to(job.root, { javaScriptEnabled: false })
  await plain.open({ path: 'actions/' })
  const { tab } = plain
  const [all, shown] = [await tab.locator('tbody tr:not(.group)').count(), await tab.locator('tbody tr:not(.group):visible').count()]
  expect('actions/', (!all || all !== shown) && `register, without scripts: ${shown} of ${all} rows`)
  await tab.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overdue' }).click()
  const overdue = await tab.locator('tbody tr:not(.group):has([data-state=overdue])').count()
  expect('actions/overdue/', (!overdue || overdue !== await tab.locator('tbody tr:not(.group)').count()) && `view, without scripts: ${overdue} are overdue`)
  await plain.close()
}

// aged shows pages on later days than they were made for: main must then say what that of a site says which was made for that day.
// But for what is said of the making of the copy, nothing is excepted, and not the order of anything either.
async function aged() {
  for (const { day, site } of job.aged) {
    const [old, made] = [await Visit.to(job.deep, { clock: `${day}T12:00:00Z` }), await Visit.to(site, { javaScriptEnabled: false })]
    for (const page of site.pages) {
      await old.open(page)
      await made.open(page)
      const [then, now] = [await textOf(old.tab, 'main', '[data-made]'), await textOf(made.tab, 'main', '[data-made]')]
      const difference = lost(now, then) || then !== now && 'differs in its lines'
      expect(page.path, difference && `put right for ${day}, the text ${difference}`)
      const stamp = await old.tab.locator('footer').innerText()
      const said = `put right in your browser for ${new Date(day).toLocaleDateString('en-GB', { dateStyle: 'long' })}`
      expect(page.path, !stamp.includes(said) && `put right for ${day}, and the footer says: ${stamp}`)
      const place = tab => tab.evaluate(() => document.querySelector('svg .now')?.getAttribute('cx'))
      expect(page.path, await place(old.tab) !== await place(made.tab) && `put right for ${day}, the line of time is not`)
    }
    await old.close()
    await made.close()
  }
}

// atTheMinute moves the clock over the ends of days: [path, when, zone of the browser, state, what is said of what is left].
const minutes = [
  ['easter', '2026-03-30T12:00:00Z', 'Europe/London', 'open', '2 working days left after 1 April 2026'], // behind
  ['easter', '2026-04-01T22:59:59Z', 'Europe/London', 'open', '2 working days left after 1 April 2026'],
  ['easter', '2026-04-01T23:00:00Z', 'Europe/London', 'open', '1 working day left after 2 April 2026'],
  ['easter', '2026-04-03T12:00:00Z', 'Europe/London', 'open', '1 working day left after 3 April 2026'], // Good Friday
  ['easter', '2026-04-05T12:00:00Z', 'Europe/London', 'open', '1 working day left after 5 April 2026'], // a Sunday
  ['easter', '2026-04-06T22:59:59Z', 'Europe/London', 'open', '1 working day left after 6 April 2026'], // Easter Monday, to its end in summer time
  ['easter', '2026-04-06T23:00:00Z', 'Europe/London', 'open', 'It closes at the end of this day'],
  ['easter', '2026-04-07T22:59:59Z', 'Europe/London', 'open', 'It closes at the end of this day'],
  ['easter', '2026-04-07T22:59:59Z', 'Asia/Tokyo', 'open', 'It closes at the end of this day'], // where it is the 8th
  ['easter', '2026-04-07T23:00:00Z', 'Europe/London', 'closed', ''],
  ['easter', '2026-04-07T23:00:00Z', 'America/Los_Angeles', 'closed', ''], // where it is still the 7th
  ['christmas', '2026-11-30T23:59:59Z', 'Europe/London', 'upcoming', ''],
  ['christmas', '2026-12-01T00:00:00Z', 'Europe/London', 'open', '18 working days left after 1 December 2026'],
  ['christmas', '2026-12-24T12:00:00Z', 'Europe/London', 'open', '1 working day left after 24 December 2026'],
  ['christmas', '2026-12-28T23:59:59Z', 'Pacific/Kiritimati', 'open', '1 working day left after 28 December 2026'],
  ['christmas', '2026-12-29T23:59:59Z', 'Europe/London', 'open', 'It closes at the end of this day'],
  ['christmas', '2026-12-30T00:00:00Z', 'Europe/London', 'closed', ''],
  ['christmas', '2026-12-30T00:00:00Z', 'America/Los_Angeles', 'closed', ''],
]

async function atTheMinute() {
  for (const [path, clock, timezoneId, state, left] of minutes) {
    const visit = await Visit.to(job.easter, { clock, timezoneId })
    await visit.open({ path: `keepers/consultations/${path}/` })
    const states = await visit.tab.locator('.tags .state:visible').allInnerTexts()
    const said = (await visit.tab.locator('.left:visible').allInnerTexts()).join()
    expect(path, states.join() !== state && `at ${clock}, seen from ${timezoneId}: ${states.join()}, not ${state}`)
    expect(path, !(left ? said.startsWith(left) : !said) && `at ${clock}, seen from ${timezoneId}: "${said}", not "${left}"`, visit.noise)
    await visit.close()
  }
}

// Search. A results is what is shown of a query, once it is there.
const results = async (tab, query) => {
  await tab.locator('[role=status]', { hasText: `“${query}”` }).waitFor()
  return tab.evaluate(() => ({
    status: document.querySelector('[role=status]').textContent,
    titles: [...document.querySelectorAll('.results .hit a')].map(a => a.textContent),
    links: [...document.querySelectorAll('.results .hit a')].map(a => a.href),
    kinds: [...document.querySelectorAll('.results .hang')].map(e => e.textContent),
    marked: [...document.querySelectorAll('.results mark')].map(e => e.textContent),
    where: [...document.querySelectorAll('.results .aside')].map(e => e.textContent),
    labels: [...document.querySelectorAll('.results .label')].map(e => e.textContent),
  }))
}

const searched = (visit, state) => visit.tab.goto(visit.site.at + 'search/?#' + new URLSearchParams(state)).then(() => results(visit.tab, state.q))

// refsFound looks for refs in every spelling: what has the ref comes first.
async function refsFound() {
  const visit = await Visit.to(job.deep)
  const { tab, site } = visit
  const wanted = [
    [['25/4', '25/04', '25-04', '25 04'], 'SECPMA 25/04'],
    [['SECPMA 25/04', 'secpma 25/04', 'SECPMA25/04', 'secpma25/4', 'secpma-25-04', 'action SECPMA 25/04', 'SECPMA_25_04'], 'SECPMA 25/04'],
    [['SECPMA_25_1207', 'secpma 25 1207', 'SECPMA-25-1207'], 'SMKI PMA meeting 25, 12 July 2016'],
    [['EXC-R01', 'exc r01', 'EXC/R1', 'exc_r_01'], 'EXC-R01'],
    [['25/D03', '25/d3', 'SECPMA 25/D03'], 'SECPMA 25/D03'],
  ]
  for (const [spellings, title] of wanted) {
    for (const q of spellings) {
      const { titles } = await searched(visit, { q })
      expect('search/', !titles[0]?.startsWith(title) && `search: ${q} finds ${titles[0]} first, not ${title}`)
    }
  }
  const decision = (await searched(visit, { q: '25/D03' })).links[0]
  expect('search/', decision !== site.at + 'smki-pma/meetings/25/#25-d03' && `search: a decision is found at ${decision}`)
  expect('search/', visit.noise)
  await visit.close()
}

// searches goes through search as a reader does, with the keyboard alone.
async function searches() {
  const visit = await Visit.to(job.deep)
  const { tab, site } = visit
  const path = 'search/'
  await visit.open({ path: '' })
  await tab.getByRole('searchbox').focus()
  await tab.keyboard.type('key')
  await tab.keyboard.press('Enter')
  let shown = await results(tab, 'key')
  const all = shown.titles.length
  expect(path, tab.url() !== `${site.at}search/#q=key` && `search: the form of the home page leads to ${tab.url()}`)
  expect(path, all < 10 && `search: ${all} results for key`, !shown.marked.every(word => /^keys?/i.test(word)) && `search: marked are ${shown.marked}`, !shown.marked.length && 'search: nothing is marked')
  expect(path, new Set(shown.kinds).size < 3 && `search: of the kinds ${shown.kinds}`, shown.links.some(link => !link.startsWith(site.at)) && `search: a result leads elsewhere`)
  await accessible(tab, path, 'results, light')
  await tab.emulateMedia({ colorScheme: 'dark' })
  await accessible(tab, path, 'results, dark', 'cat.color')
  await tab.emulateMedia({ colorScheme: 'light' })
  await tab.setViewportSize(narrow)
  await accessible(tab, path, 'results, at 320 px', 'target-size')
  await fits(tab, path, 'results, at 320 px')
  await tab.setViewportSize(wide)

  // Filters: by the keyboard, as chips, in the address, and back.
  await tab.getByLabel('Kind').focus()
  await tab.keyboard.type('Item')
  await tab.locator('.chip', { hasText: 'Kind: Item' }).waitFor()
  shown = await results(tab, 'key')
  expect(path, shown.kinds.some(kind => kind !== 'Item') && `search: narrowed to items, there are ${shown.kinds}`, !tab.url().endsWith('#q=key&kind=Item') && `search: the address is ${tab.url()}`, !shown.status.includes(' of ') && `search: it says ${shown.status}`)
  expect(path, await tab.evaluate(() => document.activeElement.id) !== 'narrow-kind' && 'search: a choice loses the focus')
  await tab.getByLabel('Committee').selectOption('SMKI PMA')
  await tab.locator('.chip', { hasText: 'SMKI PMA' }).waitFor()
  shown = await results(tab, 'key')
  expect(path, !shown.where.every(where => where.includes('SMKI PMA')) && `search: narrowed to SMKI PMA, there is ${shown.where}`)
  const sent = tab.url()
  await accessible(tab, path, 'filters, light')
  await tab.getByRole('button', { name: 'Remove: Kind Item' }).focus()
  await tab.keyboard.press('Enter')
  await tab.locator('.chip', { hasText: 'Kind: Item' }).waitFor({ state: 'detached' })
  await tab.goBack()
  await tab.locator('.chip', { hasText: 'Kind: Item' }).waitFor()
  await tab.goBack()
  await tab.locator('.chip', { hasText: 'SMKI PMA' }).waitFor({ state: 'detached' })
  await tab.goBack()
  await tab.locator('.chip').first().waitFor({ state: 'detached' })
  expect(path, (await results(tab, 'key')).titles.length !== all && 'search: after going back, the results are others')
  await tab.goBack()
  await tab.getByRole('heading', { name: 'Next meetings' }).waitFor()
  expect(path, tab.url() !== site.at && `search: going back leads to ${tab.url()}`)
  await tab.goto(sent)
  await tab.locator('.chip').nth(1).waitFor()

  // As one types; a result, and back to where one was.
  await tab.goto(site.at + path)
  expect(path, await tab.locator('.found').isVisible() && 'search: there are results of nothing')
  await tab.getByRole('searchbox').focus()
  await tab.keyboard.type('recovery gui')
  shown = await results(tab, 'recovery gui')
  expect(path, !shown.titles.some(title => title.includes('Recovery Key Guidance')) && `search: recovery gui finds ${shown.titles}`)
  const first = shown.links[0]
  await tab.locator('.results a').first().focus()
  await tab.keyboard.press('Enter')
  await tab.waitForURL(first)
  await tab.goBack()
  await results(tab, 'recovery gui')
  expect(path, await tab.getByRole('searchbox').inputValue() !== 'recovery gui' && 'search: after going back, the query is gone')

  // More than fit, nearly, some, and nothing.
  shown = await searched(visit, { q: 'the' })
  await tab.getByRole('button', { name: /^Show \d+ more$/ }).click()
  await tab.waitForFunction(n => document.querySelectorAll('.results > li').length > n, shown.titles.length)
  expect(path, await tab.evaluate(n => document.activeElement !== document.querySelectorAll('.results .hit a')[n], shown.titles.length) && 'search: the first of more results is not focused')
  shown = await searched(visit, { q: 'recovrey guidnace' })
  expect(path, !shown.titles.some(title => title.includes('Recovery Key Guidance')) || !shown.status.includes('some like them') && `search: misspelt, it finds ${shown.titles}`)
  shown = await searched(visit, { q: 'recovery zzyzx' })
  expect(path, !shown.status.includes('some of them') && `search: for one word of two it says ${shown.status}`)
  shown = await searched(visit, { q: 'Zzyzx–Wöbblé' })
  const said = await tab.locator('.found').innerText()
  expect(path, (shown.titles.length || !said.includes('Nothing was found') || !said.includes('“zzyzx”, “wobble”')) && `search: nothing is found, and it says ${said}`)
  await accessible(tab, path, 'no results, light')
  await tab.locator('.found').getByRole('link', { name: 'A to Z' }).click()
  expect(path, !tab.url().endsWith('#a-z') && `search: the A to Z is at ${tab.url()}`)
  expect(path, visit.noise)

  // The index of another build: what this one needs is gone, and nothing is mixed up.
  await tab.route('**/search/words-*.js', route => route.fulfill({ status: 404, body: '' }))
  await tab.goto(site.at + 'search/?again#q=ceremony')
  await tab.getByText('This site may have been published anew').waitFor()
  await visit.close()
}

// searchedElsewhere looks in a private copy, whose results say what is not public, from a disk, and without scripts.
async function searchedElsewhere() {
  const copy = await Visit.to(job.private)
  let shown = await searched(copy, { q: 'the' })
  for (let more = copy.tab.getByRole('button', { name: /^Show \d+ more$/ }); await more.count();) {
    const n = shown.titles.length
    await more.click()
    await copy.tab.waitForFunction(n => document.querySelectorAll('.results > li').length > n, n)
    shown = await results(copy.tab, 'the')
  }
  expect('search/', !shown.labels.includes('Label: AMBER') && 'private copy: no result has a label')
  const labelled = await copy.tab.evaluate(() => [...document.querySelectorAll('.results > li')].map(li => [li.querySelector('a').href, !!li.querySelector('.label')]))
  for (const [href, is] of labelled.slice(0, 40)) {
    await copy.tab.goto(href)
    const above = await copy.tab.evaluate(() => {
      const at = document.getElementById(location.hash.slice(1))
      const whole = document.querySelector('main .tags')
      const unit = at?.closest('[data-kind]') || document.querySelector('main')
      const own = e => e.closest('[data-kind]') === unit || e.closest('.tags')
      return [...document.querySelectorAll('main [data-label^=AMBER]')].some(own)
    })
    expect(href, above !== is && `private copy: as a result it ${is ? 'has' : 'has not'} the label`)
  }
  await copy.close()

  const disk = await Visit.to(job.portable)
  await disk.tab.goto(job.portable.at + 'index.html')
  await disk.tab.getByRole('searchbox').fill('25-04')
  await disk.tab.keyboard.press('Enter')
  await results(disk.tab, '25-04')
  await disk.tab.locator('.results a').first().click()
  await disk.tab.getByRole('heading', { level: 1, name: 'SECPMA 25/04' }).waitFor()
  expect('search/', disk.noise)
  await disk.close()

  const unscripted = await Visit.to(job.root, { javaScriptEnabled: false })
  await unscripted.tab.goto(job.root.at)
  await unscripted.tab.getByRole('searchbox').fill('25-04')
  await unscripted.tab.keyboard.press('Enter')
  await unscripted.tab.getByRole('heading', { name: 'A to Z' }).waitFor()
  expect('search/', unscripted.tab.url() !== job.root.at + 'search/?q=25-04' && `without scripts, the form leads to ${unscripted.tab.url()}`)
  await unscripted.tab.getByRole('link', { name: 'Key ceremony handbook', exact: true }).click()
  await unscripted.tab.getByRole('heading', { level: 1, name: 'Key ceremony handbook' }).waitFor()
  await unscripted.close()
}

// look takes pictures, for somebody who wants to see.
async function look(site, name, dir) {
  const visit = await Visit.to(site)
  const { tab } = visit
  for (const page of site.pages) {
    await visit.open(page)
    const file = suffix => `${dir}/${name}-${page.kind.replaceAll(' ', '-')}-${suffix}`
    await tab.screenshot({ path: file('wide.png'), fullPage: true })
    await tab.emulateMedia({ colorScheme: 'dark' })
    await tab.screenshot({ path: file('dark.png'), fullPage: true })
    await tab.emulateMedia({ colorScheme: 'light' })
    await tab.setViewportSize(narrow)
    await tab.screenshot({ path: file('narrow.png'), fullPage: true })
    await tab.setViewportSize(wide)
    await tab.pdf({ path: file('print.pdf'), preferCSSPageSize: true })
  }
  await visit.close()
}

try {
  const pages = [...job.deep.pages]
  const [scripted, unscripted] = [new Map(), new Map()]
  await Promise.all([ // side by side, for which a machine with two cores has the time
    publicPages(pages, scripted), publicPages(pages, scripted), privateCopy(), withoutScripts(unscripted).then(followed)
      .then(() => leads('example-committee/documents/code/', 'example-committee/documents/code-of-practice/')).then(fromDisk).then(planted), registers().then(registersElsewhere),
    aged(), atTheMinute(),
    refsFound().then(searches).then(searchedElsewhere),
  ])
  for (const [path, text] of scripted) {
    const difference = lost(text, unscripted.get(path))
    expect(path, difference && `without scripts, the text ${difference}`)
  }
  if (job.look) {
    await look(job.deep, 'public', job.look)
    await look(job.private, 'private', job.look)
  }
  tell({ checks })
} finally {
  await browser.close()
}
