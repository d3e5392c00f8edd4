// What a reader sees of built sites, looked at in a real browser: what is done, in which order. The job comes as JSON on standard
// input; what comes of it is one JSON object a line on standard output: {page, finding} for everything that is wrong, {checks}
// at the end.

import { aged, atTheMinute } from './aged.mjs'
import { followed, fromDisk, leads, planted, privateCopy, publicPages, withoutScripts } from './pages.mjs'
import { registers, registersElsewhere } from './registers.mjs'
import { refsFound, searchedElsewhere, searches } from './search.mjs'
import { browser, done, expect, job, lost, narrow, Visit, wide } from './visit.mjs'

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
  done()
} finally {
  await browser.close()
}
