// Search, as it is used: refs in every spelling, words, filters, the way back; in a private copy, from a disk, and without scripts.

import { accessible, expect, fits, job, narrow, Visit, wide } from './visit.mjs'

// A results is what is shown of a query, once it is there.
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
export async function refsFound() {
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
export async function searches() {
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
export async function searchedElsewhere() {
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
