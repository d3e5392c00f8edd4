// What minutebook.plain makes of texts, given as a list of JSON on standard input.
import { readFileSync } from 'node:fs'
import vm from 'node:vm'

const document = { currentScript: { src: 'https://example.org/assets/script.js' }, documentElement: { dataset: {} }, querySelectorAll: () => [], addEventListener() {} }
const window = vm.createContext({ URL, document })
window.window = window
vm.runInContext(readFileSync(process.argv[2], 'utf8'), window)
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(window.minutebook.plain)))
