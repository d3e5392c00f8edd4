// What every kind of page must stand: publicly, in a private copy, without scripts, from a disk, and with what a policy forbids
// planted in it; and whether readers come from one to the other.

import { accessible, controls, expect, fits, job, narrow, placeless, plotted, printed, skips, tabs, textOf, Visit, wide } from './visit.mjs'

// leads goes to an address at which a page stood before.
export async function leads(from, to) {
  const visit = await Visit.to(job.deep)
  await visit.tab.goto(job.deep.at + from, { waitUntil: 'load' })
  await visit.tab.waitForURL(job.deep.at + to)
  await visit.whole(to)
  await visit.close()
}

// followed clicks from page to page: home, the register of all actions, any open action.
export async function followed() {
  const visit = await Visit.to(job.deep)
  const { tab, site } = visit
  await visit.open({ path: '' })
  await tab.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Actions' }).click()
  await tab.getByRole('heading', { level: 1, name: 'Actions' }).waitFor()
  const register = tab.url()
  const there = new Set(await tab.locator('main a:visible').evaluateAll(links => links.map(a => a.href)))
  for (const path of job.open) expect('actions/', !there.has(site.at + path) && `two clicks: no link to ${path}, which is open`)
  for (const path of [job.open[0], job.open.at(-1)]) {
    await tab.goto(register)
    await tab.locator(`main a[href="../${path}"]`).first().click()
    await tab.getByRole('heading', { name: 'History' }).waitFor()
    expect(path, tab.url() !== site.at + path && `two clicks: the link leads to ${tab.url()}`)
    await visit.whole(path)
  }
  await visit.close()
}

// publicPages checks pages from a list that other tabs may take from, too. It keeps their text by path.
export async function publicPages(pages, plain) {
  const visit = await Visit.to(job.deep)
  const { tab } = visit
  for (let page = pages.shift(); page; page = pages.shift()) {
    const { path } = page
    await tab.emulateMedia({ media: 'screen', colorScheme: 'light' })
    await tab.setViewportSize(wide)
    await visit.open(page)
    if (!page.status) await skips(tab, path)
    plain.set(path, placeless(await textOf(tab, 'body', controls), job.deep))
    await accessible(tab, path, 'light')
    await fits(tab, path, 'at 1280 px')
    await plotted(tab, path, 'at 1280 px')
    await tab.emulateMedia({ colorScheme: 'dark' })
    await accessible(tab, path, 'dark', 'cat.color')
    await tab.emulateMedia({ colorScheme: 'light' })
    await tab.setViewportSize(narrow)
    await accessible(tab, path, 'at 320 px', 'target-size')
    await fits(tab, path, 'at 320 px')
    await plotted(tab, path, 'at 320 px')
    await printed(tab, path)
    expect(path, visit.noise)
    if (page.keys) {
      await tab.emulateMedia({ media: 'screen' })
      await visit.open(page)
      await tabs(tab, path)
    }
  }
  await visit.close()
}

// withoutScripts keeps the text of pages as it is shown without scripts, from another base path, and years later.
export async function withoutScripts(plain) {
  const visit = await Visit.to(job.root, { javaScriptEnabled: false, clock: '2030-01-01T12:00:00Z' })
  for (const page of job.root.pages) {
    await visit.open(page)
    plain.set(page.path, placeless(await textOf(visit.tab, 'body', controls), job.root))
  }
  await visit.close()
}

export async function privateCopy() {
  const visit = await Visit.to(job.private)
  const { tab } = visit
  for (const page of job.private.pages) {
    const { path } = page
    await visit.open(page)
    const banner = tab.locator('.private')
    for (const media of ['print', 'screen']) {
      await tab.emulateMedia({ media })
      const said = await banner.isVisible() ? await banner.innerText() : ''
      expect(path, !/Private copy\..*AMBER/.test(said) && `private copy: no banner on ${media}`)
    }
    const marked = await tab.evaluate(() => [...document.querySelectorAll('.marked')].map(e => getComputedStyle(e, '::before').content.includes(e.dataset.label)))
    expect(path, marked.includes(false) && 'private copy: a marked part without its label in words')
    if (path === '') await accessible(tab, path, 'private, light')
    if (marked.length) {
      const only = '.private, .marked, .label'
      await accessible(tab, path, 'private, light', 'cat.color', only)
      await tab.emulateMedia({ colorScheme: 'dark' })
      await accessible(tab, path, 'private, dark', 'cat.color', only)
      await tab.emulateMedia({ colorScheme: 'light' })
    }
    await tab.setViewportSize(narrow)
    await fits(tab, path, 'private, at 320 px')
    await tab.setViewportSize(wide)
  }
  await visit.close()
}

export async function fromDisk() {
  const visit = await Visit.to(job.portable)
  const { tab } = visit
  await visit.open({ path: 'index.html' })
  const link = tab.locator('main a.ref[href*="/actions/"]').first()
  const ref = await link.innerText()
  await link.click()
  await tab.getByRole('heading', { level: 1, name: ref, exact: true }).waitFor()
  await visit.whole(tab.url().slice(job.portable.at.length))
  await visit.close()
}

// planted makes sure that what a policy forbids would be seen: pages with something planted in them are complained of, and
// the same page with nothing in it is not.
export async function planted() {
  const visit = await Visit.to(job.planted)
  for (const { kind, path, says } of job.planted.pages) {
    visit.noise.length = 0
    await visit.tab.goto(job.planted.at + path, { waitUntil: 'load' })
    const said = visit.noise.join('; ')
    expect(path, says && !said.includes(says) && `${kind}: planted, and all that is said is: ${said || 'nothing'}`, !says && said && `${kind}: ${said}`)
  }
  await visit.close()
}
