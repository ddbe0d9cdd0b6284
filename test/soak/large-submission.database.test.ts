import type { Page } from 'playwright-core'
import { describe, expect, inject, it, onTestFinished } from 'vitest'
import { logInAs, openConsole } from '../../console/test/browser/open-console.ts'
import { settled, submitForChapter } from '../../console/test/browser/watched-submission.ts'
import { demoId } from '../../src/demo-data.ts'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { amount } from '../support/length.ts'
import { startApp } from '../support/running-app.ts'
import { slowRegistration } from '../support/slow-registration.ts'
import { submitToTheEnd } from '../support/submission.ts'
import { MENTORS } from '../support/submit-for-all.ts'
import type { TestDatabase } from '../support/test-database.ts'

const TOTAL = amount(500, 10_000)
const ALREADY = 40
const RECORDED_AT = '2026-03-01T13:30:00Z'

const write = (count: number) => count.toLocaleString('en-GB')

// On PostgreSQL alone: what is slow in the embedded database holds up the page's requests as well.
const skipped = Boolean(noBrowser) || inject('template').kind === 'embedded'

describe.skipIf(skipped)(`In the console${noBrowser}`, () => {
  it(`a submission of ${write(TOTAL)} with failures is stopped, retried and taken back`, async () => {
    const app = await startApp({}, async (database) => {
      await addMentors(database, TOTAL - MENTORS.length)
      await slowRegistration(database, amount(60, 3)) // slow enough to be stopped on the way
    })
    onTestFinished(app.stop)
    const client = await app.client('coordinator@tromso.example')
    const template = {
      activityTypeId: demoId('Phone call'),
      recordedAt: RECORDED_AT,
      durationMinutes: 45,
    }
    await submitToTheEnd(client, MENTORS.slice(0, ALREADY), { template })
    const counting = async () => {
      const { activityRecords } = await client.request<{ activityRecords: { totalCount: number } }>(
        '{ activityRecords(first: 1) { totalCount } }',
      )
      return activityRecords.totalCount
    }

    const browser = await launchBrowser()
    onTestFinished(() => browser.close())
    const { page, complaints } = await openConsole(browser, app.url)
    await logInAs(page, 'Coordinator Tromsø')
    await submitForChapter(page, TOTAL, '01032026 1430', TOTAL - ALREADY)
    await expect.poll(() => settled(page), { timeout: 100_000, interval: 20 }).toBeGreaterThan(0)
    await page.getByRole('button', { name: 'Stop' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Stop' }).click()
    await page.getByText('It was stopped').waitFor()
    const registered = (await counting()) - ALREADY
    expect(registered).toBeLessThan(TOTAL - ALREADY)
    await page.getByText(`${write(registered)} of ${write(TOTAL)} are registered`).waitFor()

    await page.getByRole('button', { name: /^Try [\d,]+ again$/ }).click()
    await page.getByRole('link', { name: 'This is a retry' }).waitFor()
    await page.getByRole('button', { name: 'Take all of it back' }).waitFor()
    expect(await counting()).toBe(TOTAL)

    const here = page.url()
    await takeBack(page, TOTAL - ALREADY - registered)
    await page.getByRole('link', { name: 'This is a retry' }).click()
    await page.waitForURL((url) => url.href !== here)
    await takeBack(page, registered)
    expect(await counting()).toBe(ALREADY)
    expect(complaints).toEqual([])
  }, 600_000)
})

async function takeBack(page: Page, count: number): Promise<void> {
  await page.getByRole('button', { name: 'Take all of it back' }).click()
  const dialog = page.getByRole('dialog', { name: `Take back ${write(count)} activities?` })
  await dialog.getByLabel('Reason').fill('The wrong day')
  await dialog.getByRole('button', { name: 'Take back' }).click()
  await page.getByText(`${write(count)} activities were registered, and taken back`).waitFor()
}

/** Adds peer mentors to the chapter Tromsø. */
async function addMentors(database: TestDatabase, count: number): Promise<void> {
  const session = await database.openSession()
  await session.script(`
    BEGIN; SET LOCAL ROLE service_role;
    CREATE TEMP TABLE added AS SELECT gen_random_uuid() AS id, n FROM generate_series(1, ${count}) AS n;
    INSERT INTO auth.users (id) SELECT id FROM added;
    INSERT INTO public.profiles (user_id, display_name) SELECT id, 'Mentor ' || n FROM added;
    INSERT INTO public.chapter_members (user_id, chapter_id, role)
      SELECT id, '${demoId('Tromsø')}', 'peer_mentor' FROM added;
    COMMIT`)
  await session.close()
}
