// Whether pages are HTML as its standard has it. They come as JSON on standard input, text by name; what is wrong comes on
// standard output, one JSON object a line: {page, rule, message}; {pages} at the end.
//
// html-validate is pinned to the last release that runs on Node 18, the one of Debian 12. Of its rules, those of the preset
// "standard" hold, which is what the standard of HTML says and nothing of taste, and the one of the doctype. None is off.

import { readFileSync } from 'node:fs'
import { HtmlValidate, StaticConfigLoader } from 'html-validate'

const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ['html-validate:standard'], rules: { 'missing-doctype': 'error' } }))
const pages = Object.entries(JSON.parse(readFileSync(0, 'utf8')))
for (const [page, text] of pages) {
  const report = await validator.validateString(text, page)
  for (const { messages } of report.results) {
    for (const { ruleId, message, line } of messages) process.stdout.write(JSON.stringify({ page, rule: ruleId, message: `line ${line}: ${message}` }) + '\n')
  }
}
process.stdout.write(JSON.stringify({ pages: pages.length }) + '\n')
