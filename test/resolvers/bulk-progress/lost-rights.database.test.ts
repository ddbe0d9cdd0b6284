import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../../support/app-beside-administrator.ts'
import { type HeldWrites, holdWrites } from '../../support/held-writes.ts'
import { OneSubmission } from '../../support/operations/bulk-submission.ts'
import { operationErrors, type ProgressUpdate } from '../../support/socket-client.ts'
import { accepted, finished, mentorsOf, outcomesOf, submit } from '../../support/submission.ts'
import { expectedUpdates, TRANSPORTS, take } from '../../support/watched.ts'

const EMAIL = 'coordinator@tromso.example'
const coordinator = demoId(EMAIL)
const everybody = mentorsOf('tromso.example', 60)
const membership = `user_id = '${coordinator}' AND chapter_id = '${demoId('Tromsø')}'`

const HELD_AFTER = 20

let writes: HeldWrites
let beside: AppBesideAdministrator
beforeAll(async () => {
  writes = holdWrites()
  beside = await startAppBesideAdministrator({ MAX_CONCURRENT_WRITES: '1' })
})
afterAll(async () => {
  await beside.stop()
  vi.restoreAllMocks()
})

describe.each(TRANSPORTS)('a coordinator who loses the chapter in mid-run, watching over %s', (_, follow) => {
  it('stops seeing it, and the rest end as PERMISSION_DENIED; what was seen can be resumed with the right', async () => {
    const { app, administer } = beside
    const tromso = await app.client(EMAIL)
    writes.holdAfter(HELD_AFTER)
    const { id } = accepted(await submit(tromso, everybody))
    const seen: ProgressUpdate[] = []
    const settled = async () =>
      (
        await administer(
          `SELECT succeeded + failed AS settled FROM public.bulk_submissions WHERE id = '${id}'`,
        )
      )[0]?.settled
    const watching = async () => {
      for await (const update of follow(app, EMAIL, id)) {
        seen.push(update)
        if (seen.length !== 5) continue
        // A write that is under way may have looked at the rights before they are gone.
        await vi.waitUntil(async () => Number(await settled()) === HELD_AFTER)
        await administer(`DELETE FROM public.chapter_members WHERE ${membership}`)
        writes.release()
      }
    }
    expect(await operationErrors(watching())).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    expect(seen.at(-1)?.state).toBe('RUNNING')
    expect(seen.at(-1)?.sequence).toBeLessThanOrEqual(HELD_AFTER)
    expect(await tromso.request(OneSubmission, { id })).toEqual({ bulkSubmission: null })

    await vi.waitUntil(
      async () =>
        (await administer(`SELECT finished_at FROM public.bulk_submissions WHERE id = '${id}'`))[0]
          ?.finished_at,
      { timeout: 20_000 },
    )
    await administer(
      `INSERT INTO public.chapter_members (user_id, chapter_id, role)
       VALUES ('${coordinator}', '${demoId('Tromsø')}', 'coordinator')`,
    )
    const submission = await finished(tromso, { id })
    const outcomes = await outcomesOf(tromso, id)
    const refusals = outcomes.slice(outcomes.findIndex(({ status }) => status === 'FAILURE'))
    expect(refusals.every(({ status }) => status === 'FAILURE')).toBe(true)
    // Whose turn it was at that very moment may have passed the first check, and found the chapter gone at the second.
    expect(new Set(refusals.slice(1).map(({ error }) => error?.code))).toEqual(new Set(['PERMISSION_DENIED']))
    const rest = await take(follow(app, EMAIL, id, seen.length))
    // Updates read just before the loss were sent just after it, when the mentors themselves were out of sight.
    const asSeen = (update: ProgressUpdate, n: number) =>
      n >= 5 && seen[n]?.outcome?.mentor === null && update.outcome
        ? { ...update, outcome: { ...update.outcome, mentor: null } }
        : update
    expect([...seen, ...rest]).toEqual(expectedUpdates(submission, outcomes).map(asSeen))
  })
})
