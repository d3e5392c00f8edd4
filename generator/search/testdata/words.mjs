// What minutebook.plain makes of texts, given as a list of JSON on standard input.
import { readFileSync } from 'node:fs'
import vm from 'node:vm'

const window = {}
const document = { // a page with nothing on it
  currentScript: { src: 'https://example.org/assets/script.js' }, documentElement: { dataset: { asAt: '2016-07-12' } },
  addEventListener() {}, querySelectorAll: () => [],
}
vm.runInNewContext(readFileSync(process.argv[2], 'utf8'), { window, URL, document, addEventListener() {} })
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(window.minutebook.plain)))
