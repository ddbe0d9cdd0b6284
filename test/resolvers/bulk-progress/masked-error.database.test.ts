import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../../support/app-beside-administrator.ts'
import { type HeldWrites, holdWrites } from '../../support/held-writes.ts'
import { Cancel } from '../../support/operations/bulk-submission.ts'
import { operationErrors, type ProgressUpdate } from '../../support/socket-client.ts'
import { accepted, finished, mentorsOf, submit } from '../../support/submission.ts'
import { TRANSPORTS, take } from '../../support/watched.ts'

const EMAIL = 'coordinator@tromso.example'

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

describe.each(TRANSPORTS)('an error that nobody expected in the midst of watching over %s', (_, follow) => {
  it('is masked, with the id under which the log has the rest', async () => {
    const { app, administer } = beside
    const before = app.logLines.length
    const tromso = await app.client(EMAIL)
    writes.holdAfter(1)
    const { id } = accepted(await submit(tromso, mentorsOf('tromso.example', 60)))
    const watching = async () => {
      // The server looks at watched submissions every few seconds, also while nothing is settled.
      for await (const { sequence } of follow(app, EMAIL, id))
        if (sequence === 1) await administer('REVOKE SELECT ON public.bulk_submissions FROM authenticated')
    }
    const [error, ...more] = await operationErrors(watching())
    await administer('GRANT SELECT ON public.bulk_submissions TO authenticated')
    writes.release()

    expect(more).toEqual([])
    const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/)
    expect(error).toMatchObject({
      message: 'Something went wrong on the server.',
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    })
    const logged = app.logLines.slice(before).map((line) => JSON.parse(line))
    expect(logged.filter(({ level }) => level === 50)).toMatchObject([
      { requestId: error?.extensions?.requestId, msg: 'an operation failed', sqlState: '42501' },
    ])

    await tromso.request(Cancel, { id })
    await finished(tromso, { id })
  })
})

describe.each(TRANSPORTS)('mentors who can’t be read in the midst of watching over %s', (_, follow) => {
  it('end it, and come whole when it is resumed', async () => {
    const { app, administer } = beside
    const tromso = await app.client(EMAIL)
    const mentorIds = mentorsOf('tromso.example', 10)
    writes.holdAfter(1)
    const { id } = accepted(await submit(tromso, mentorIds))
    const seen: ProgressUpdate[] = []
    const watching = async () => {
      for await (const update of follow(app, EMAIL, id)) {
        seen.push(update)
        if (update.sequence > 1) continue
        await administer('REVOKE SELECT ON public.profiles FROM authenticated')
        writes.holdAfter(4)
      }
    }
    const errors = await operationErrors(watching())
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
    await administer('GRANT SELECT ON public.profiles TO authenticated')
    writes.release()
    seen.push(...(await take(follow(app, EMAIL, id, seen.at(-1)?.sequence))))
    expect(seen.map(({ sequence, outcome }) => [sequence, outcome?.mentor?.id])).toEqual([
      ...mentorIds.map((mentorId, index) => [index + 1, mentorId]),
      [10, undefined],
    ])
  })
})

it('who watches can’t undo what is registered, also where their rights can’t be checked', async () => {
  const { app, administer } = beside
  const tromso = await app.client(EMAIL)
  writes.holdAfter(1)
  const { id } = accepted(await submit(tromso, mentorsOf('tromso.example', 20)))
  const watching = async () => {
    for await (const { sequence } of follow(app, EMAIL, id)) {
      if (sequence > 1) continue
      await administer('REVOKE SELECT ON public.bulk_submissions FROM authenticated')
      writes.release()
    }
  }
  const [, follow] = TRANSPORTS[0] ?? expect.unreachable()
  const errors = await operationErrors(watching())
  expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
  const finishedAt = () =>
    administer(`SELECT succeeded FROM public.bulk_submissions WHERE id = '${id}' AND finished_at IS NOT NULL`)
  await vi.waitFor(async () => expect(await finishedAt()).toEqual([{ succeeded: 20 }]), { timeout: 10_000 })
  await administer('GRANT SELECT ON public.bulk_submissions TO authenticated')
})
