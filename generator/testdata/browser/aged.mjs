// Pages on later days than they were made for, and states at the very minute at which they change.

import { controls, expect, job, lost, placeless, textOf, Visit } from './visit.mjs'

const without = '[data-made], ' + controls

// aged shows pages on later days than they were made for: main must then say what that of a site says which was made for that day.
// But for controls, and what says itself of which day it is, nothing is excepted, and not the order of anything either.
export async function aged() {
  for (const { day, site } of job.aged) {
    const [old, made] = [await Visit.to(job.deep, { clock: `${day}T12:00:00Z` }), await Visit.to(site, { javaScriptEnabled: false })]
    for (const page of site.pages) {
      await old.open(page)
      await made.open(page)
      const [then, now] = [placeless(await textOf(old.tab, 'main', without), job.deep), placeless(await textOf(made.tab, 'main', without), site)]
      const difference = lost(now, then) || then !== now && 'differs in its lines'
      expect(page.path, difference && `put right for ${day}, the text ${difference}`)
      const stamp = await old.tab.locator('footer').innerText()
      const said = `put right in your browser for ${new Date(day).toLocaleDateString('en-GB', { dateStyle: 'long' })}`
      expect(page.path, !stamp.includes(said) && `put right for ${day}, and the footer says: ${stamp}`)
      const place = tab => tab.evaluate(() => document.querySelector('svg .now')?.getAttribute('cx'))
      expect(page.path, await place(old.tab) !== await place(made.tab) && `put right for ${day}, the line of time is not`)
    }
    await found(old, day)
    await overdue(old, made, day)
    await old.close()
    await made.close()
  }
}

// found makes sure that search, whose index is not put right, says of which day it is when that is over.
async function found(visit, day) {
  await visit.tab.goto(visit.site.at + 'search/?later#q=clock')
  const said = await visit.tab.locator('[role=status]', { hasText: '“clock”' }).innerText()
  expect('search/', !said.endsWith('They say what was so on 23 November 2026.') && `on ${day}, search says: ${said}`)
}

// overdue makes sure that a list of what was overdue says how much is, and leads there.
async function overdue(old, made, day) {
  const rows = tab => tab.locator('tbody tr:not(.group):visible th > a').allInnerTexts()
  await made.open({ path: 'actions/overdue/' })
  await old.open({ path: 'actions/overdue/' })
  const said = await old.tab.locator('.lead').innerText()
  await old.tab.getByRole('link', { name: 'those overdue now' }).click()
  await old.tab.getByRole('button', { name: 'Remove filter: state overdue' }).waitFor()
  const [now, then] = [await rows(old.tab), await rows(made.tab)]
  expect('actions/overdue/', !said.includes(`there are ${then.length}: `) && `put right for ${day}, it says: ${said}`, now.join() !== then.join() && `put right for ${day}, it leads to ${now}, not ${then}`)
}

// atTheMinute moves the clock over the ends of days: [path, when, zone of the browser, state, what is said of what is left].
const minutes = [
  ['easter', '2026-03-30T12:00:00Z', 'Europe/London', 'open', '2 working days left after 1 April 2026'], // behind
  ['easter', '2026-04-01T22:59:59Z', 'Europe/London', 'open', '2 working days left after 1 April 2026'],
  ['easter', '2026-04-01T23:00:00Z', 'Europe/London', 'open', '1 working day left after 2 April 2026'],
  ['easter', '2026-04-03T12:00:00Z', 'Europe/London', 'open', '1 working day left after 3 April 2026'], // Good Friday
  ['easter', '2026-04-05T12:00:00Z', 'Europe/London', 'open', '1 working day left after 5 April 2026'], // a Sunday
  ['easter', '2026-04-06T22:59:59Z', 'Europe/London', 'open', '1 working day left after 6 April 2026'], // Easter Monday, to its end in summer time
  ['easter', '2026-04-06T23:00:00Z', 'Europe/London', 'open', 'It closes at the end of this day'],
  ['easter', '2026-04-07T22:59:59Z', 'Europe/London', 'open', 'It closes at the end of this day'],
  ['easter', '2026-04-07T22:59:59Z', 'Asia/Tokyo', 'open', 'It closes at the end of this day'], // where it is the 8th
  ['easter', '2026-04-07T23:00:00Z', 'Europe/London', 'closed', ''],
  ['easter', '2026-04-07T23:00:00Z', 'America/Los_Angeles', 'closed', ''], // where it is still the 7th
  ['christmas', '2026-11-30T23:59:59Z', 'Europe/London', 'upcoming', ''],
  ['christmas', '2026-12-01T00:00:00Z', 'Europe/London', 'open', '18 working days left after 1 December 2026'],
  ['christmas', '2026-12-24T12:00:00Z', 'Europe/London', 'open', '1 working day left after 24 December 2026'],
  ['christmas', '2026-12-28T23:59:59Z', 'Pacific/Kiritimati', 'open', '1 working day left after 28 December 2026'],
  ['christmas', '2026-12-29T23:59:59Z', 'Europe/London', 'open', 'It closes at the end of this day'],
  ['christmas', '2026-12-30T00:00:00Z', 'Europe/London', 'closed', ''],
  ['christmas', '2026-12-30T00:00:00Z', 'America/Los_Angeles', 'closed', ''],
]

export async function atTheMinute() {
  for (const [path, clock, timezoneId, state, left] of minutes) {
    const visit = await Visit.to(job.easter, { clock, timezoneId })
    await visit.open({ path: `keepers/consultations/${path}/` })
    const states = await visit.tab.locator('.tags .state:visible').allInnerTexts()
    const said = (await visit.tab.locator('.left:visible').allInnerTexts()).join()
    expect(path, states.join() !== state && `at ${clock}, seen from ${timezoneId}: ${states.join()}, not ${state}`)
    expect(path, !(left ? said.startsWith(left) : !said) && `at ${clock}, seen from ${timezoneId}: "${said}", not "${left}"`, visit.noise)
    await visit.close()
  }
}
