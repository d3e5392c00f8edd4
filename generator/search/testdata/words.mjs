// What minutebook.plain makes of texts, given as a list of JSON on standard input.
import { readFileSync } from 'node:fs'
import vm from 'node:vm'

const window = {}
vm.runInNewContext(readFileSync(process.argv[2], 'utf8'), { window, URL, document: {
  currentScript: { src: 'https://example.org/assets/script.js' }, documentElement: { dataset: {} }, querySelectorAll: () => [], addEventListener() {},
}, addEventListener() {} })
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(window.minutebook.plain)))
