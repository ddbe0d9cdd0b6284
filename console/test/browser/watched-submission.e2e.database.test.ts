import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { launchBrowser, noBrowser } from '../../../test/support/browser.ts'
import { freePort } from '../../../test/support/free-port.ts'
import { holdWrites } from '../../../test/support/held-writes.ts'
import { type RunningApp, startApp } from '../../../test/support/running-app.ts'
import { startServer } from '../../../test/support/server-process.ts'
import { slowRegistration } from '../../../test/support/slow-registration.ts'
import { createTestDatabase } from '../../../test/support/test-database.ts'
import { startNetwork } from './cut-network.ts'
import { logInAs, openConsole } from './open-console.ts'
import { expectHeardToTheEnd, sequencesHeard, settled, submitForChapter } from './watched-submission.ts'

const MENTORS = 60
const HELD_AT = 20
const WITHIN = { timeout: 60_000 }

describe.skipIf(noBrowser)(`A submission that is watched${noBrowser}`, () => {
  let browser: Browser
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp()
    browser = await launchBrowser()
  })
  afterEach(() => void vi.restoreAllMocks())
  afterAll(async () => {
    await browser?.close()
    await app?.stop()
  })

  const open = async (url: string, name = 'Coordinator Bergen') => {
    const { page } = await openConsole(browser, url)
    onTestFinished(() => page.context().close())
    await logInAs(page, name)
    return page
  }
  const done = (page: Page) => page.getByText(`All ${MENTORS} activities are registered`)
  const unreachable = (page: Page) => page.getByRole('status').getByText('The server can’t be reached')
  /** Waits for a condition that comes after some time, without waiting so long. */
  const asTimePasses = (page: Page, condition: () => Promise<boolean>) =>
    expect
      .poll(
        async () => {
          await page.clock.runFor(1000)
          return condition()
        },
        { timeout: 60_000 },
      )
      .toBe(true)
  const heldInMidRun = async (page: Page, dayAndTime: string) => {
    const writes = holdWrites()
    onTestFinished(writes.release)
    writes.holdAfter(HELD_AT)
    await submitForChapter(page, MENTORS, dayAndTime)
    await expect.poll(() => settled(page), WITHIN).toBe(HELD_AT)
    return writes
  }

  it('waits with a sentence while the server is killed, and comes to the full count after its restart', async () => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    await slowRegistration(database, database.kind === 'embedded' ? 150 : 500) // PostgreSQL takes five at a time
    const variables = { ...database.variables, PORT: String(await freePort()) }
    let page: Page
    let heard: number[]
    {
      await using server = await startServer(variables)
      page = await open(server.url)
      heard = sequencesHeard(page)
      await submitForChapter(page, MENTORS)
      await expect.poll(() => settled(page), { interval: 20, timeout: 60_000 }).toBeGreaterThan(0)
    }
    await unreachable(page).waitFor()
    expect(await settled(page)).toBeLessThan(MENTORS)
    await slowRegistration(database, 0)

    await using _again = await startServer(variables)
    await done(page).waitFor()
    expectHeardToTheEnd(heard, MENTORS)
  })

  it('waits with a sentence while the network is cut, and catches up on what happened meanwhile', async () => {
    await using network = await startNetwork(app.url)
    const page = await open(network.url)
    await page.clock.install()
    const heard = sequencesHeard(page)
    const writes = await heldInMidRun(page, '02032026 1430')
    network.cut()
    writes.release()
    await asTimePasses(page, () => unreachable(page).isVisible())
    expect(await settled(page)).toBe(HELD_AT)
    network.mend()
    await asTimePasses(page, () => done(page).isVisible())
    expectHeardToTheEnd(heard, MENTORS)
  })

  it('is found again under History by whoever closed the tab', async () => {
    const closed = await open(app.url)
    const writes = await heldInMidRun(closed, '03032026 1430')
    const page = await closed.context().newPage()
    await closed.close()
    await page.goto(app.url)
    await logInAs(page, 'Coordinator Bergen')
    await page.getByRole('link', { name: 'History' }).click()
    await page
      .getByRole('row', { name: /3 Mar 2026.*Running, 33%/ })
      .getByRole('link')
      .click()
    await expect.poll(() => settled(page), WITHIN).toBe(HELD_AT)
    writes.release()
    await done(page).waitFor()
  })

  it('goes on after back and forward', async () => {
    const page = await open(app.url)
    const writes = await heldInMidRun(page, '04032026 1430')
    await page.goBack()
    await page.getByRole('heading', { level: 1, name: 'Register for many' }).waitFor()
    writes.holdAfter(HELD_AT)
    await page.goForward()
    await expect.poll(() => settled(page), WITHIN).toBe(2 * HELD_AT)
    writes.release()
    await done(page).waitFor()
    expect(await page.getByText('mentors selected').count()).toBe(0)
  })

  it('is watched in one tab while another one, which submitted it, logs out', async () => {
    const submitting = await open(app.url)
    const watching = await submitting.context().newPage()
    await watching.goto(app.url)
    await logInAs(watching, 'Coordinator Bergen')
    await submitting.bringToFront()
    const writes = await heldInMidRun(submitting, '05032026 1430')
    await watching.bringToFront()
    await watching.getByRole('link', { name: 'History' }).click()
    await watching
      .getByRole('row', { name: /5 Mar 2026.*Running/ })
      .getByRole('link')
      .click()
    await expect.poll(() => settled(watching), WITHIN).toBe(HELD_AT)
    await submitting.bringToFront()
    await submitting.getByRole('button', { name: 'Log out' }).click()
    await submitting.getByText('You are logged out').waitFor()
    writes.release()
    await done(watching).waitFor()
    await logInAs(submitting, 'Coordinator Bergen')
    await submitting.getByRole('link', { name: 'History' }).click()
    await submitting.getByRole('row', { name: /5 Mar 2026.*All registered/ }).waitFor()
  })
})
