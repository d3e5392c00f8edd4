// Registers, as they are used: searched, filtered and sorted with the keyboard, from a disk, and without scripts.

import { accessible, expect, fits, job, lost, narrow, Visit, wide } from './visit.mjs'

// registers finds its way in one without a mouse: what is typed, chosen, taken back, sorted and followed.
export async function registers() {
  const visit = await Visit.to(job.deep)
  const { tab } = visit
  const path = 'actions/'
  const rows = () => tab.locator('tbody tr:not(.group):visible th > a').allInnerTexts()
  const found = () => tab.locator('[role=status]').innerText()
  const at = () => tab.evaluate(() => document.activeElement.id || document.activeElement.innerText.trim())
  const key = async (name, times = 1) => { for (let i = 0; i < times; i++) await tab.keyboard.press(name) }
  const until = async (wanted, name = 'Tab') => {
    for (let i = 0; i < 60; i++) if ((await at()).startsWith(wanted)) return; else await key(name)
    expect(path, `keyboard: ${wanted} is not reached`)
  }
  await visit.open({ path })
  const all = await rows()
  expect(path, !(await found()).startsWith(`${all.length} actions`) && `register: it says ${await found()} of ${all.length}`)
  const shift = await tab.evaluate(() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().reduce((sum, e) => sum + e.value, 0))).observe({ type: 'layout-shift', buffered: true }) ?? requestAnimationFrame(() => requestAnimationFrame(() => done(0)))))
  expect(path, shift > 0.02 && `register: the page shifts by ${shift} when its script comes`)

  await until('find-words')
  for (const typed of ['25/4', 'SECPMA25/04', '25-04', 'secpma 25/04', 'SECPMA_25_04']) {
    await tab.locator('#find-words').fill('')
    await tab.keyboard.type(typed)
    const left = await rows()
    expect(path, !left.includes('SECPMA 25/04') && `register: ${typed} finds ${left}`, left.includes('SECPMA 25/14') && `register: ${typed} finds 25/14, too`,
      !(await found()).startsWith(`${left.length} of ${all.length} actions`) && `register: it says ${await found()} of ${left.length}`)
  }
  const typed = tab.url()
  await key('Enter')
  expect(path, tab.url() !== typed && `register: after Enter, the address is ${tab.url()}, not ${typed}`)
  await tab.locator('#find-words').fill('')
  await key('Tab')
  await key('ArrowDown')
  const open = await rows()
  expect(path, !(open.length && open.length < all.length) && `register: ${open.length} of ${all.length} are open`, !tab.url().endsWith('#state=open') && `register: the address is ${tab.url()}`)
  await until('find-owner')
  await tab.keyboard.type('SECAS')
  const theirs = await rows()
  expect(path, !(theirs.length && theirs.length < open.length) && `register: ${theirs.length} of ${open.length} are of SECAS`,
    await found() !== `${theirs.length} of ${all.length} actions: state open, owner SECAS.` && `register: it says ${await found()}`)
  await accessible(tab, path, 'filtered, light')
  await tab.emulateMedia({ colorScheme: 'dark' })
  await accessible(tab, path, 'filtered, dark', 'cat.color')
  await tab.emulateMedia({ colorScheme: 'light', media: 'print' })
  const printed = await tab.locator('.tally').isVisible()
  expect(path, !printed && 'register: on paper it is not said what is left out', (await rows()).length !== theirs.length && 'register: on paper there are other rows')
  await tab.emulateMedia({ media: 'screen' })
  await tab.setViewportSize(narrow)
  await fits(tab, path, 'filtered, at 320 px')
  await accessible(tab, path, 'filtered, at 320 px', 'target-size')
  await tab.setViewportSize(wide)

  const chip = tab.getByRole('button', { name: 'Remove filter: state open' })
  await until('state open')
  expect(path, !await chip.isVisible() && 'register: a filter is no button that says what it does')
  await key('Enter')
  expect(path, !/ actions: owner SECAS\.$/.test(await found()) && `register: a filter is removed, and it says ${await found()}`, tab.url().split('#')[1] !== 'owner=SECAS' && `register: a filter is removed, and the address is ${tab.url()}`, !(await at()).startsWith('owner SECAS') && `register: after a filter is removed, the focus is at ${await at()}`)
  await until('Due')
  await key('Enter')
  const due = tab.locator('th[aria-sort]')
  const days = async () => (await tab.locator('tbody tr:not(.group):visible time').evaluateAll(times => times.map(t => t.dateTime)))
  expect(path, await due.getAttribute('aria-sort') !== 'ascending' && 'register: it is not said which way it is sorted', !(await due.innerText()).includes('earliest first') && 'register: the way it is sorted is not in words',
    (await days()).some((day, i, list) => i && day < list[i - 1]) && `register: sorted by day as ${await days()}`, await at() === '' && 'register: sorting loses the focus')
  await key('Enter')
  expect(path, (await days()).some((day, i, list) => i && day > list[i - 1]) && `register: sorted backwards by day as ${await days()}`)
  const [kept, address] = [await rows(), tab.url()]
  expect(path, !address.endsWith('#owner=SECAS&sort=-due') && `register: the address is ${address}`)
  await tab.reload()
  expect(path, lost(kept.join(' '), (await rows()).join(' ')) && 'register: loaded anew, it shows something else')
  await until('find-words')
  await until(kept[0])
  await key('Enter')
  await tab.getByRole('heading', { name: 'History' }).waitFor()
  await tab.goBack()
  await tab.locator('.tally').waitFor()
  expect(path, tab.url() !== address && `register: back leads to ${tab.url()}`, lost(kept.join(' '), (await rows()).join(' ')) && 'register: back from an action, it shows something else')
  await tab.goBack()
  expect(path, await due.getAttribute('aria-sort') !== 'ascending' && 'register: back does not lead to what was shown before')
  await tab.getByRole('button', { name: 'Clear all' }).press('Enter')
  expect(path, lost(all.join(' '), (await rows()).join(' ')) && 'register: cleared, it is not as it was', tab.url().includes('#') && `register: cleared, the address is ${tab.url()}`, visit.noise)
  await visit.close()
}

// registersElsewhere are from a disk, and without scripts.
export async function registersElsewhere() {
  const disk = await Visit.to(job.portable)
  await disk.open({ path: 'actions/index.html#state=open&owner=SECAS' })
  await disk.tab.getByRole('button', { name: 'Remove filter: owner SECAS' }).press('Enter')
  expect('actions/', !disk.tab.url().endsWith('index.html#state=open') && `register, from a disk: the address is ${disk.tab.url()}`, disk.noise)
  await disk.close()
  const plain = await Visit.to(job.root, { javaScriptEnabled: false })
  await plain.open({ path: 'actions/' })
  const { tab } = plain
  const [all, shown] = [await tab.locator('tbody tr:not(.group)').count(), await tab.locator('tbody tr:not(.group):visible').count()]
  expect('actions/', (!all || all !== shown) && `register, without scripts: ${shown} of ${all} rows`)
  await tab.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Overdue' }).click()
  const overdue = await tab.locator('tbody tr:not(.group):has([data-state=overdue])').count()
  expect('actions/overdue/', (!overdue || overdue !== await tab.locator('tbody tr:not(.group)').count()) && `view, without scripts: ${overdue} are overdue`)
  await plain.close()
}
