// A PDF of each set of minutes of a built site, printed by the browser as the style sheet has it for paper. Run by
// `make pdf`: node pdf.mjs public pdf CHROMIUM. It reads the finished site from the disk, and changes nothing there.

import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { chromium } from 'playwright-core'

const [site, out, executablePath] = process.argv.slice(2)
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg' }

// Only this machine is answered, and only with files of the site.
const server = createServer((request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://site').pathname))
  const file = join(site, path.endsWith('/') ? path + 'index.html' : path)
  try {
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream')
    response.end(readFileSync(file))
  } catch {
    response.writeHead(404).end()
  }
}).listen(0, '127.0.0.1')

const pages = readdirSync(site, { withFileTypes: true }).filter(e => e.isDirectory()).flatMap(({ name }) => {
  const meetings = join(site, name, 'meetings')
  return statSync(meetings, { throwIfNoEntry: false }) ? readdirSync(meetings).map(number => `/${name}/meetings/${number}/`) : []
})
const browser = await chromium.launch({ executablePath, args: ['--headless', '--no-sandbox', '--disable-gpu'] })
try {
  mkdirSync(out, { recursive: true })
  const tab = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
  let printed = 0
  for (const page of pages) {
    await tab.goto(`http://127.0.0.1:${server.address().port}${page}`, { waitUntil: 'load' })
    const minutes = await tab.locator('.item').count() // a meeting to come has none
    const ref = await tab.locator('.facts dd.ref').first().innerText({ timeout: 1000 }).catch(() => '')
    if (!minutes || !/^[A-Z0-9_]+$/.test(ref)) continue
    await tab.pdf({ path: join(out, `${ref}.pdf`), preferCSSPageSize: true, tagged: true, outline: true })
    printed++
  }
  console.log(`${out}: ${printed} sets of minutes`)
} finally {
  await browser.close()
  server.close()
}
