import type { GraphQLClient } from 'graphql-request'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { type HeldWrites, holdWrites } from '../../support/held-writes.ts'
import { OneSubmission, Submit } from '../../support/operations/bulk-submission.ts'
import { ViewerAccount } from '../../support/operations/reads.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { connect, operationErrors } from '../../support/socket-client.ts'
import {
  accepted,
  finished,
  freshTemplate,
  mentorsOf,
  submit,
  submitToTheEnd,
} from '../../support/submission.ts'
import { take } from '../../support/watched.ts'

const EMAIL = 'coordinator@oslo.example'
const SECRET = 'only for the tests of sockets, and long enough'

let writes: HeldWrites
let app: RunningApp
let oslo: GraphQLClient
beforeAll(async () => {
  writes = holdWrites()
  app = await startApp({ JWT_SECRET: SECRET, MAX_PROCESS_WRITES: '1', MAX_CONCURRENT_WRITES: '1' })
  oslo = await app.client(EMAIL)
})
afterAll(async () => {
  await app.stop()
  vi.restoreAllMocks()
})

/** A token that ends so many seconds from now. */
function tokenFor(seconds: number, secret = SECRET, email = EMAIL): Promise<string> {
  return new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(demoId(email))
    .setAudience('authenticated')
    .setExpirationTime(new Date(Date.now() + seconds * 1000))
    .sign(new TextEncoder().encode(secret))
}

/** The code with which a socket with such parameters is closed. */
async function closeCode(connectionParams: Record<string, unknown> | undefined): Promise<number> {
  await using client = await connect(app, EMAIL, { connectionParams: connectionParams ?? {} })
  const reason: unknown = await client.request(ViewerAccount, {}).then(
    () => expect.unreachable('it was answered'),
    (cause: unknown) => cause,
  )
  await vi.waitUntil(() => client.closeCodes.length > 0)
  const [code = 0] = client.closeCodes
  expect(reason).toMatchObject({ code })
  return code
}

describe('a socket', () => {
  it.each([
    ['no token', () => ({})],
    ['an empty token', () => ({ Authorization: '' })],
    ['garbage', () => ({ Authorization: 'Bearer garbage' })],
    ['a token without its scheme', async () => ({ Authorization: await tokenFor(60) })],
    [
      'a token of another secret',
      async () => ({ Authorization: `Bearer ${await tokenFor(60, 'another secret, just as long as it')}` }),
    ],
    ['a number for a token', () => ({ Authorization: 42 })],
  ])('with %s is closed with 4401, after which clients give up', async (_, params) => {
    expect(await closeCode(await params())).toBe(4401)
  })

  it('with an expired token is closed with 4403, after which clients come again', async () => {
    expect(await closeCode({ Authorization: `Bearer ${await tokenFor(-60)}` })).toBe(4403)
  })

  it.each(['Authorization', 'authorization'])('logs in by the parameter %s', async (name) => {
    const connectionParams = { [name]: `Bearer ${await tokenFor(60)}` }
    await using client = await connect(app, EMAIL, { connectionParams })
    expect((await client.request(ViewerAccount, {})).viewer.id).toBe(demoId(EMAIL))
  })

  it('takes queries, mutations and subscriptions side by side', async () => {
    await using client = await connect(app, EMAIL)
    const mentorIds = mentorsOf('oslo.example', 10)
    const { submitBulkRegistration } = await client.request(Submit, {
      input: { mentorIds, template: freshTemplate() },
    })
    const { id } = accepted(submitBulkRegistration)
    const [updates, account] = await Promise.all([
      take(client.progress(id)),
      client.request(ViewerAccount, {}),
    ])
    expect(updates).toHaveLength(11)
    expect(account.viewer.displayName).toBe('Coordinator Oslo')
    expect(await client.request(OneSubmission, { id })).toMatchObject({
      bulkSubmission: { state: 'FINISHED', overallStatus: 'SUCCESS' },
    })
    await finished(oslo, { id })
  })

  it('is closed with 4403 when its token ends, not before', async () => {
    const ends = Math.ceil(Date.now() / 1000) * 1000 + 2_000
    const Authorization = `Bearer ${await tokenFor((ends - Date.now()) / 1000)}`
    await using client = await connect(app, EMAIL, { connectionParams: { Authorization } })
    await client.request(ViewerAccount, {})
    await vi.waitUntil(() => client.closeCodes.length > 0, { timeout: 10_000 })
    expect(client.closeCodes).toEqual([4403])
    expect(Math.abs(Date.now() - ends)).toBeLessThan(1_500)
  })

  it('that comes again with a new token goes on where the old one ended', async () => {
    const email = 'coordinator@tromso.example'
    const tromso = await app.client(email)
    const everybody = mentorsOf('tromso.example', 30)
    writes.holdAfter(10)
    const { id } = accepted(await submit(tromso, everybody))
    let tokens = 0
    await using client = await connect(app, email, {
      connectionParams: async () => ({
        Authorization: `Bearer ${await tokenFor(tokens++ === 0 ? 2 : 600, SECRET, email)}`,
      }),
      retryAttempts: 5,
    })
    const sequences: number[] = []
    const following = (async () => {
      for await (const { sequence } of client.progress(id)) sequences.push(sequence)
    })()
    await vi.waitUntil(() => client.closeCodes.length > 0, { timeout: 10_000 })
    writes.release()
    await following
    expect(client.closeCodes).toEqual([4403])
    expect(sequences).toEqual([...everybody.map((_, n) => n + 1), 30])
  })

  it('of somebody else sees nothing of a submission', async () => {
    const { id } = await submitToTheEnd(oslo, mentorsOf('oslo.example', 2))
    await using client = await connect(app, 'coordinator@bergen.example')
    expect(await client.request(OneSubmission, { id })).toEqual({ bulkSubmission: null })
    expect(await operationErrors(take(client.progress(id)))).toMatchObject([
      { extensions: { code: 'NOT_FOUND' } },
    ])
  })
})
