// What search.js finds in a site, without a browser: the job comes as JSON on standard input, {files, pages: [{path, text}]}.
// It says for each page which words of its text do not find it, and then how many words it asked for.

import { readFileSync } from 'node:fs'
import vm from 'node:vm'

const { files, pages } = JSON.parse(readFileSync(0, 'utf8'))
const asset = name => files[Object.keys(files).find(file => new RegExp(`^assets/${name}-[0-9a-f]{12}\\.js$`).test(file))]

// Of a page there is no more than what scripts get to run with: elements are nothing, but for scripts.
const nothing = new Proxy(function () {}, { get: (_, key) => key === Symbol.toPrimitive ? () => '' : nothing, set: () => true, apply: () => nothing })
const document = {
  currentScript: { src: 'https://example.org/assets/script.js' }, documentElement: { dataset: { asAt: '2026-11-23', zone: 'Europe/London' } },
  addEventListener() {}, querySelector: () => nothing, querySelectorAll: () => [],
  createElement: name => name === 'script' ? { remove() {} } : nothing,
  head: {
    append(script) {
      const content = files[script.src.replace('https://example.org/', '')]
      if (content === undefined) return script.onerror()
      document.currentScript = script
      vm.runInContext(content, context)
      script.onload()
    },
  },
}
const context = vm.createContext({ document, URL, URLSearchParams, location: { hash: '' }, history: {}, addEventListener() {}, setTimeout, clearTimeout })
context.window = context
for (const name of ['script', 'minisearch', 'search']) vm.runInContext(asset(name), context)

const { find, plain } = context.minutebook
const read = file => { const { take } = context.minutebook; let value; context.minutebook.take = v => { value = v }; vm.runInContext(files[file], context); context.minutebook.take = take; return value }
const index = read('search/index.js')
const places = index.at.flatMap(hash => read(`search/places-${hash}.js`))

const found = new Map() // by word
let words = 0
for (const { path, text } of pages) {
  const missing = []
  for (const word of new Set(plain(text).split(' ').filter(Boolean))) {
    words++
    if (!found.has(word)) found.set(word, new Set((await find(word)).hits.map(({ id }) => places[id][0].split('#')[0])))
    if (!found.get(word).has(path)) missing.push(word)
  }
  if (missing.length) console.log(`/${path} is not found by: ${missing.slice(0, 20).join(', ')}`)
}
console.log(`${words} words`)
