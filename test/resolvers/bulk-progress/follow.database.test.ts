import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type HeldWrites, holdWrites } from '../../support/held-writes.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'
import { operationErrors, type ProgressUpdate } from '../../support/socket-client.ts'
import {
  accepted,
  freshTemplate,
  mentorsOf,
  type Outcome,
  outcomesOf,
  type Submission,
  submissionNow,
  submit,
  submitToTheEnd,
} from '../../support/submission.ts'
import { expectedUpdates, TRANSPORTS, take } from '../../support/watched.ts'

const EMAIL = 'coordinator@tromso.example'
const everybody = mentorsOf('tromso.example', 110)

let writes: HeldWrites
let app: RunningApp
let tromso: GraphQLClient
let past: Submission
let pastOutcomes: Outcome[]
beforeAll(async () => {
  writes = holdWrites()
  app = await sharedApp()
  tromso = await app.client(EMAIL)
  const template = freshTemplate()
  const strangers = mentorsOf('bergen.example', 10)
  await submitToTheEnd(tromso, everybody.slice(0, 10), { template })
  const mixed = everybody.flatMap((id, index) => [id, ...strangers.slice(index, index + 1)])
  past = await submitToTheEnd(tromso, mixed, { template })
  pastOutcomes = await outcomesOf(tromso, past.id)
})
afterAll(async () => {
  vi.restoreAllMocks()
})

describe.each(TRANSPORTS)('bulkProgress over %s', (_, follow) => {
  it('from the first moment on is one update for each mentor, in sequence, then the last one', async () => {
    const { id } = accepted(await submit(tromso, everybody.slice(0, 50)))
    const updates = await take(follow(app, EMAIL, id))
    const outcomes = await outcomesOf(tromso, id)
    expect(updates).toEqual(expectedUpdates(await submissionNow(tromso, id), outcomes))
    expect(updates).toHaveLength(51)
  })

  it('in mid-run replays what is past, and goes on with what comes', async () => {
    writes.holdAfter(30)
    const { id } = accepted(await submit(tromso, everybody))
    for await (const { sequence } of follow(app, EMAIL, id)) if (sequence === 30) break
    const following = [take(follow(app, EMAIL, id)), take(follow(app, EMAIL, id, 20))]
    writes.release()
    const [all, later] = (await Promise.all(following)) as [ProgressUpdate[], ProgressUpdate[]]
    const expected = expectedUpdates(await submissionNow(tromso, id), await outcomesOf(tromso, id))
    expect(all).toEqual(expected)
    expect(later).toEqual(expected.slice(20))
  })

  it('left and taken up again and again has each update once', async () => {
    const { id } = accepted(await submit(tromso, everybody))
    const updates = await take(follow(app, EMAIL, id), 7)
    while (updates.at(-1)?.outcome) {
      updates.push(...(await take(follow(app, EMAIL, id, updates.at(-1)?.sequence), 31)))
    }
    expect(updates).toEqual(expectedUpdates(await submissionNow(tromso, id), await outcomesOf(tromso, id)))
  })

  it.each([0, 1, 99, 100, 101, 119, 120])(
    'of a finished submission from %i on has right counts',
    async (after) => {
      expect(past).toMatchObject({ total: 120, succeeded: 100, overallStatus: 'PARTIAL_SUCCESS' })
      expect(await take(follow(app, EMAIL, past.id, after))).toEqual(
        expectedUpdates(past, pastOutcomes, after),
      )
    },
  )

  it.each([121, 2 ** 31 - 1])('from %i on, beyond the end, is the last update at once', async (after) => {
    expect(await take(follow(app, EMAIL, past.id, after))).toEqual(expectedUpdates(past, pastOutcomes, 120))
  })

  it('of a submission that could register nobody ends as a total failure', async () => {
    const { id } = accepted(await submit(tromso, mentorsOf('bergen.example', 3)))
    const updates = await take(follow(app, EMAIL, id))
    expect(updates.map(({ failed, overallStatus }) => [failed, overallStatus])).toEqual([
      [1, null],
      [2, null],
      [3, null],
      [3, 'TOTAL_FAILURE'],
    ])
  })

  it('asked for by an id in capitals is the same', async () => {
    expect(await take(follow(app, EMAIL, past.id.toUpperCase(), 119))).toEqual(
      expectedUpdates(past, pastOutcomes, 119),
    )
  })

  it('from a negative sequence on is the request’s mistake', async () => {
    const errors = await operationErrors(take(follow(app, EMAIL, past.id, -1)))
    expect(errors).toMatchObject([
      { message: 'after: must be 0 or more', extensions: { code: 'BAD_USER_INPUT' } },
    ])
  })

  it('of what is somebody else’s, unknown or malformed is NOT_FOUND, in the same words', async () => {
    const refusals = [
      await operationErrors(take(follow(app, 'coordinator@oslo.example', past.id))),
      await operationErrors(take(follow(app, 'mentor1@tromso.example', past.id))),
      await operationErrors(take(follow(app, EMAIL, '99999999-9999-4999-8999-999999999999'))),
      await operationErrors(take(follow(app, EMAIL, 'mine'))),
      await operationErrors(take(follow(app, EMAIL, ''))),
    ]
    expect(refusals[0]).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    for (const refusal of refusals) expect(refusal).toEqual(refusals[0])
  })
})
