import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { addPeople } from '../../../test/support/added-people.ts'
import { launchBrowser, noBrowser } from '../../../test/support/browser.ts'
import { holdWrites } from '../../../test/support/held-writes.ts'
import { type RunningApp, startApp } from '../../../test/support/running-app.ts'
import {
  accepted,
  freshTemplate,
  mentorsOf,
  submit,
  submitToTheEnd,
} from '../../../test/support/submission.ts'
import { logInAs, openConsole, typeDayAndTime } from './open-console.ts'

// A telephone; a usual window at 200 %; the same at 400 %.
const WINDOWS = [
  { width: 390, height: 844 },
  { width: 640, height: 400 },
  { width: 320, height: 256 },
]
const USUAL = { width: 1280, height: 800 }

describe.skipIf(noBrowser)(`In small windows and at 200 %, nothing is out of reach${noBrowser}`, () => {
  let app: RunningApp
  let browser: Browser
  let page: Page
  let finished: string
  beforeAll(async () => {
    const colleague = 'colleague@oslo.example'
    app = await startApp({}, (database) =>
      addPeople(database, [
        { id: demoId(colleague), displayName: 'A Colleague', memberships: { Oslo: ['coordinator'] } },
      ]),
    )
    const client = await app.client(colleague)
    const template = freshTemplate()
    await submitToTheEnd(client, mentorsOf('oslo.example', 12), { template })
    finished = (await submitToTheEnd(client, mentorsOf('oslo.example', 24), { template })).id
    browser = await launchBrowser()
    page = (await openConsole(browser, app.url)).page
  })
  afterEach(() => void vi.restoreAllMocks())
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
  })
  const goTo = (name: string) => page.getByRole('link', { name, exact: true }).click()

  /** Fails where the page has to be scrolled sideways, or a control is beside the window or below something else. */
  const expectInReach = async () => {
    for (const size of WINDOWS) {
      await page.setViewportSize(size)
      await expect.poll(() => page.evaluate(outOfReach), { message: JSON.stringify(size) }).toEqual([])
    }
    await page.setViewportSize(USUAL)
  }

  it('at the login', async () => {
    await page.getByRole('button', { name: 'Coordinator Oslo' }).waitFor()
    await expectInReach()
    await logInAs(page, 'Coordinator Oslo')
  })

  it('in the form for many, its calendar and its preview', async () => {
    await page.getByRole('button', { name: 'Select all 24' }).click()
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByRole('alert').waitFor()
    await expectInReach()
    await page.getByRole('button', { name: /^Choose/ }).click()
    await page.getByRole('grid').waitFor()
    await expectInReach()
    await page.keyboard.press('Escape')
    await page.getByLabel('Type of activity').selectOption({ label: 'Phone call' })
    await page.getByLabel('Minutes').fill('45')
    await typeDayAndTime(page, '01012024 1430')
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByRole('button', { name: 'Register 24 activities' }).waitFor()
    await expectInReach()
  })

  it('in the sheet', async () => {
    await goTo('Register a sheet')
    await page.getByLabel('Peer mentor, row 1').fill('Somebody Else')
    await page.getByLabel('Peer mentor, row 2').fill('Anne Andersen')
    await page.getByRole('button', { name: 'Check' }).click()
    await page.getByText('Nothing is registered').waitFor()
    await expectInReach()
  })

  it('in the activities, and in the dialog that takes one back', async () => {
    await goTo('Activities')
    await page.getByText('24 activities').waitFor()
    await expectInReach()
    await page
      .getByRole('button', { name: /^Take back/ })
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
    await expectInReach()
    await page.keyboard.press('Escape')
  })

  it('in the statistics', async () => {
    await page.goto(`${app.url}/#/statistics?from=2024-01-01&to=2024-12-31`)
    await page.getByRole('img', { name: /Highest/ }).waitFor()
    await expectInReach()
  })

  it('in the history', async () => {
    await goTo('History')
    await page.getByRole('row', { name: /A Colleague.*Some registered/ }).waitFor()
    await expectInReach()
    await page.getByRole('button', { name: 'Audit log' }).click()
    await page
      .getByRole('row', { name: /Registered for many.*A Colleague/ })
      .first()
      .waitFor()
    await expectInReach()
  })

  it('in the result of a submission, and in the dialog that corrects it', async () => {
    await page.goto(`${app.url}/#/submissions/${finished}`)
    await page.getByText('12 of 24 are registered').waitFor()
    await expectInReach()
    await page.getByRole('button', { name: 'Try again with corrected details' }).click()
    await page.getByRole('dialog').waitFor()
    await expectInReach()
    await page.keyboard.press('Escape')
  })

  it('in the progress of a submission, and in the dialog that stops it', async () => {
    const writes = holdWrites()
    writes.holdAfter(5)
    const client = await app.client('coordinator@oslo.example')
    const { id } = accepted(await submit(client, mentorsOf('oslo.example', 24)))
    await page.goto(`${app.url}/#/submissions/${id}`)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('dialog').waitFor()
    await expectInReach()
    await page.keyboard.press('Escape')
    await expectInReach()
    writes.release()
  })

  it('in Norwegian', async () => {
    await page.getByRole('button', { name: 'Norsk' }).click()
    for (const screen of ['', 'sheet', 'activities', 'statistics', 'history', `submissions/${finished}`]) {
      await page.goto(`${app.url}/#/${screen}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByText('Laster').waitFor({ state: 'hidden' })
      await expectInReach()
    }
  })
})

/** Names what can't be reached on the page; runs in it. */
function outOfReach(): string[] {
  const within = document.querySelector('dialog[open], [role=dialog]') ?? document.body
  const wide = document.documentElement.scrollWidth - window.innerWidth
  const faults = wide > 0 ? [`the page is ${wide} px too wide`] : []
  const isForScreenReaders = ({ offsetWidth, parentElement }: HTMLElement): boolean =>
    offsetWidth <= 1 || (parentElement !== null && isForScreenReaders(parentElement))
  const controls =
    'button, a[href], input, select, textarea, summary, [role=button], [role=spinbutton], [role=option]'
  for (const control of within.querySelectorAll<HTMLElement>(controls)) {
    if (!control.checkVisibility({ visibilityProperty: true }) || isForScreenReaders(control)) continue
    control.scrollIntoView({ block: 'center', inline: 'nearest' })
    const { left, right, top, bottom } = control.getBoundingClientRect()
    const name = `${control.tagName} ${control.getAttribute('aria-label') ?? control.textContent}`
    if (left < 0 || right > window.innerWidth + 0.5) faults.push(`${name}: ${left} to ${right}`)
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    if (!hit || !(control.contains(hit) || hit.contains(control) || hit.closest('label')?.contains(control)))
      faults.push(`${name}: below ${hit?.outerHTML.slice(0, 80)}`)
  }
  return faults
}
