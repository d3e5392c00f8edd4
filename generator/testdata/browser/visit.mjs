// The browser, and what is done with any page: it is opened, read, measured, printed and gone through with the keyboard. What comes
// of it goes to standard output, one JSON object a line. The job is read from standard input.
//
// playwright-core is pinned to the last release that runs on Node 18, the one of Debian 12.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')
export const job = JSON.parse(readFileSync(0, 'utf8'))

export const wide = { width: 1280, height: 480 }
export const narrow = { width: 320, height: 480 } // what WCAG 1.4.10 asks for
const sheet = { width: 658, height: 480 } // as wide as A4 less the margins of the style sheet

let checks = 0
export const done = () => tell({ checks })
const tell = line => process.stdout.write(JSON.stringify(line) + '\n')

// expect counts a check and tells of a page what is wrong with it: a finding, a list of them, or nothing.
export function expect(page, ...findings) {
  checks++
  for (const finding of findings.flat()) if (finding) tell({ page, finding })
}

export const browser = await chromium.launch({
  executablePath: job.chromium,
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--process-per-site', // fewer processes to start
    '--no-proxy-server', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  ],
})

// A Visit is one tab on one site. It keeps what a page asked for and complained of while it was shown.
export class Visit {
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
export async function accessible(tab, path, shown, rules = 'all', only = 'html') {
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
export async function fits(tab, path, shown) {
  const wider = await tab.evaluate(() => {
    const over = document.documentElement.scrollWidth - innerWidth
    if (over <= 0) return ''
    const out = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    return `${over} px too wide: ${out.slice(0, 5).map(e => `${e.localName}.${e.className} "${e.textContent.trim().slice(0, 40)}"`).join(', ')}`
  })
  expect(path, wider && `${shown}: ${wider}`)
}

// textOf is what can be seen of a page, one line a block. Controls are left out: they are there with scripts only.
export const textOf = (tab, root, without) => tab.evaluate(({ root, without }) => {
  const hidden = [...document.querySelectorAll(without)].filter(e => getComputedStyle(e).display !== 'none').map(e => [e, e.style.display])
  for (const [e] of hidden) e.style.display = 'none'
  const text = document.querySelector(root).innerText
  for (const [e, display] of hidden) e.style.display = display
  return text
}, { root, without })

// placeless is a text without the address of its site, which a page may show to be copied.
export const placeless = (text, site) => text.replaceAll(site.at, '')

export const controls = 'form, button:not(th button), select, input, output, [role=status], [aria-live]'
const words = text => text.split(/\s+/).filter(Boolean)

// lost is where the second text stops to have the words of the first.
export function lost(before, after) {
  const [a, b] = [words(before), words(after)]
  const i = a.findIndex((word, i) => word !== b[i])
  if (i < 0) return a.length < b.length ? `also has: ${b.slice(a.length, a.length + 8).join(' ')}` : ''
  return `differs from: ${a.slice(Math.max(0, i - 4), i + 8).join(' ')}`
}

// unfold opens what can be opened, as paper must show it all, or shuts it again.
const unfold = (tab, open) => tab.evaluate(open => document.querySelectorAll('main details').forEach(e => { e.open = open }), open)

// plotted makes sure that a picture says in words what is to be seen in it, and that its text can be read and is within the page.
export async function plotted(tab, path, shown) {
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
export async function printed(tab, path) {
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
export async function skips(tab, path) {
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
export async function tabs(tab, path) {
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
