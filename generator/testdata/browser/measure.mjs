// How long a reader waits for a register, and for what is found in it. The job comes as JSON on standard input: {chromium,
// url, times}; what comes of it is one JSON object of medians on standard output, in milliseconds.

import { readFileSync } from 'node:fs'
import { chromium } from 'playwright-core'

const job = JSON.parse(readFileSync(0, 'utf8'))
const browser = await chromium.launch({ executablePath: job.chromium, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
const all = {}
try {
  for (let i = 0; i < job.times; i++) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const tab = await context.newPage()
    await tab.goto(job.url, { waitUntil: 'load' })
    await tab.locator('.tally').waitFor()
    const times = await tab.evaluate(async () => {
      const frame = () => new Promise(done => requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port2.onmessage = done; port1.postMessage(0) }))
      const found = document.querySelector('.tally')
      // answer is from an event until the frame that shows what it has changed is made.
      const answer = async act => {
        await frame()
        const before = found.textContent
        const start = performance.now()
        act()
        if (found.textContent === before) throw new Error('nothing is answered: ' + before)
        await frame()
        return performance.now() - start
      }
      const field = document.querySelector('#find-words')
      const type = text => () => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })) }
      const owner = document.querySelector('#find-owner')
      const choose = n => () => { owner.selectedIndex = n; owner.dispatchEvent(new Event('change', { bubbles: true })) }
      const sort = n => () => document.querySelectorAll('thead button')[n].click()
      const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime
      const shift = await new Promise(done => {
        let sum = 0
        new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value }).observe({ type: 'layout-shift', buffered: true })
        setTimeout(() => done(sum), 50)
      })
      return {
        paint, ready: performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd, 'shift/1000': 1000 * shift,
        'first-word': await answer(type('25/4')), word: await answer(type('25/5')), all: await answer(type('')),
        owner: await answer(choose(3)), any: await answer(choose(0)),
        'sort-day': await answer(sort(3)), 'sort-text': await answer(sort(1)),
      }
    })
    for (const [name, ms] of Object.entries(times)) (all[name] ??= []).push(ms)
    await context.close()
  }
} finally {
  await browser.close()
}
const median = list => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]
process.stdout.write(JSON.stringify(Object.fromEntries(Object.entries(all).map(([name, list]) => [name, median(list)]))))
