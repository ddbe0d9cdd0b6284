import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { freshRows } from '../../support/bulk-registration.ts'
import { holdWrites } from '../../support/held-writes.ts'
import { postGraphql } from '../../support/post-graphql.ts'
import { openLoggedIn, openSocket, operate } from '../../support/protocol-socket.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { postToRpc, rowOf, SECRET } from '../../support/supabase-client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({
    JWT_SECRET: SECRET,
    MAX_MUTATIONS_PER_MINUTE: '10',
    MAX_QUERIES_PER_MINUTE: '40',
    MAX_SOCKETS_PER_USER: '2',
    MAX_SUBSCRIPTIONS_PER_SOCKET: '3',
    MAX_ACTIVE_SUBMISSIONS: '2',
    MAX_CONCURRENT_WRITES: '1',
  })
})
afterAll(() => app.stop())

const cancels = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `c${i}: cancelBulkSubmission(submissionId: "${demoId('none')}") { id }`,
  )
const aliases = (count: number) => `mutation { ${cancels(count).join(' ')} }`
const inFragments = (count: number) =>
  `mutation { ...A ... { ...A ...B } } fragment A on Mutation { ${cancels(count).slice(0, -1).join(' ')} }
   fragment B on Mutation { ${cancels(count).at(-1)} }`

const authorizationOf = async (email: string) => ({ authorization: `Bearer ${await app.token(email)}` })
const change = async (email: string, query: string) =>
  postGraphql(app.url, { query }, await authorizationOf(email))
const isLimited = ({ status, headers, body }: Awaited<ReturnType<typeof change>>) => {
  expect(status).toBe(429)
  const [error] = body.errors ?? []
  expect(error?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) })
  const { retryAfterSeconds } = Object(error?.extensions)
  expect(retryAfterSeconds).toBeGreaterThanOrEqual(1)
  expect(retryAfterSeconds).toBeLessThanOrEqual(60)
  expect(headers.get('retry-after')).toBe(String(retryAfterSeconds))
  expect(body.data ?? null).toBe(null)
}

describe('the changes of one user within a minute', () => {
  it('are bounded, each field of a mutation counted, whatever its alias', async () => {
    expect((await change('mentor1@oslo.example', aliases(10))).body.errors).toBe(undefined)
    isLimited(await change('mentor1@oslo.example', aliases(1)))
  })

  it('are counted within fragments, each answer once', async () => {
    expect((await change('mentor2@oslo.example', inFragments(10))).body.errors).toBe(undefined)
    isLimited(await change('mentor2@oslo.example', aliases(1)))
  })

  it('are refused as a whole where a mutation has more than are left', async () => {
    isLimited(await change('mentor3@oslo.example', aliases(11)))
  })

  it('don’t include what is only read, nor what was never run', async () => {
    for (let time = 0; time < 12; time++) await change('mentor4@oslo.example', '{ viewer { id } }')
    for (let time = 0; time < 12; time++) await change('mentor4@oslo.example', 'mutation { nothing }')
    expect((await change('mentor4@oslo.example', aliases(10))).body.errors).toBe(undefined)
  })

  it('are one count for HTTP, sockets, the RPC endpoint and exports', async () => {
    const email = 'coordinator@oslo.example'
    const headers = await authorizationOf(email)
    expect((await change(email, aliases(4))).body.errors).toBe(undefined)
    await using opened = await openLoggedIn(app.url, await app.token(email))
    expect(await operate(opened, { query: aliases(4) })).toMatchObject([
      { type: 'next' },
      { type: 'complete' },
    ])
    expect((await postToRpc(app, { activities: freshRows(1).map(rowOf) }, headers)).status).toBe(200)
    const exportRecords = () => fetch(`${app.url}/export/activity-records.csv`, { headers })
    expect((await exportRecords()).status).toBe(200)

    isLimited(await change(email, aliases(1)))
    expect((await operate(opened, { query: aliases(1) }))[0]).toMatchObject({
      payload: { errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) } }] },
    })
    const refused = await postToRpc(app, { activities: freshRows(1).map(rowOf) }, headers)
    expect(refused).toMatchObject({
      status: 429,
      body: { code: 'RATE_LIMITED', message: expect.stringMatching(/\d+ s/), details: null, hint: null },
    })
    for (const { status, headers } of [refused, await exportRecords()]) {
      expect(status).toBe(429)
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1)
    }
  })

  it('are nobody else’s', async () => {
    isLimited(await change('mentor5@oslo.example', aliases(11)))
    expect((await change('mentor6@oslo.example', aliases(10))).body.errors).toBe(undefined)
  })
})

describe('the reads of one user within a minute', () => {
  const reads = (count: number) =>
    `{ ${Array.from({ length: count }, (_, i) => `v${i}: viewer { id }`).join(' ')} }`

  it('are bounded, each field of a query counted, over HTTP and on sockets together', async () => {
    const email = 'mentor11@oslo.example'
    expect((await change(email, reads(20))).body.errors).toBe(undefined)
    await using opened = await openLoggedIn(app.url, await app.token(email))
    expect((await operate(opened, { query: reads(20) })).map(({ type }) => type)).toEqual([
      'next',
      'complete',
    ])
    isLimited(await change(email, reads(1)))
    expect((await operate(opened, { query: reads(1) }))[0]).toMatchObject({
      payload: { errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) } }] },
    })
  })

  it('are a count of their own, and nobody else’s', async () => {
    const email = 'mentor12@oslo.example'
    for (let time = 0; time < 2; time++) expect((await change(email, reads(20))).body.errors).toBe(undefined)
    isLimited(await change(email, reads(1)))
    expect((await change(email, aliases(10))).body.errors).toBe(undefined)
    expect((await change('mentor13@oslo.example', reads(1))).body.errors).toBe(undefined)
  })

  it('don’t include subscriptions, of which only so many may be open', async () => {
    const email = 'mentor14@oslo.example'
    await using opened = await openLoggedIn(app.url, await app.token(email))
    const follow = `subscription { bulkProgress(submissionId: "${demoId('none')}") { sequence } }`
    for (let time = 0; time < 45; time++) {
      expect((await operate(opened, { query: follow }))[0]).toMatchObject({
        payload: { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
      })
    }
    expect((await change(email, reads(1))).body.errors).toBe(undefined)
  })
})

describe('the sockets of one user', () => {
  it('are bounded, with a code on which clients come again, and nobody else’s', async () => {
    const token = await app.token('mentor7@oslo.example')
    await using first = await openLoggedIn(app.url, token)
    await using second = await openLoggedIn(app.url, token)
    await using third = await openSocket(app.url)
    third.send({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } })
    expect((await third.closed).code).toBe(1013)
    await using other = await openLoggedIn(app.url, await app.token('mentor8@oslo.example'))
    for (const opened of [first, second, other])
      expect((await operate(opened, { query: '{ viewer { id } }' }))[0]?.type).toBe('next')

    first.socket.close()
    await first.closed
    await expect
      .poll(() =>
        openLoggedIn(app.url, token).then(
          (opened) => opened[Symbol.asyncDispose]().then(() => true),
          () => false,
        ),
      )
      .toBe(true)
  })
})

describe('the operations of one socket', () => {
  it('are bounded; those beyond are refused by themselves, and others can follow', async () => {
    await using opened = await openLoggedIn(app.url, await app.token('mentor9@oslo.example'))
    const ids = Array.from({ length: 20 }, (_, index) => String(index))
    for (const id of ids) opened.send({ id, type: 'subscribe', payload: { query: '{ viewer { id } }' } })
    const ended = new Map<string, string>()
    while (ended.size < ids.length) {
      const { id = '', type, payload } = await opened.next()
      if (type === 'complete') ended.set(id, 'answered')
      if (type === 'error') {
        expect(payload).toMatchObject([
          { extensions: { code: 'RATE_LIMITED' }, message: expect.stringContaining('3') },
        ])
        ended.set(id, 'refused')
      }
    }
    expect([...ended.values()].filter((end) => end === 'refused').length).toBeGreaterThanOrEqual(1)
    expect([...ended.values()].filter((end) => end === 'answered').length).toBeGreaterThanOrEqual(3)
    expect((await operate(opened, { query: '{ viewer { id } }' }))[0]?.type).toBe('next')
  })
})

describe('the submissions of one coordinator that run', () => {
  const submission = (chapter: string, mentors: number, hour: number) => ({
    mentorIds: Array.from({ length: mentors }, (_, i) => demoId(`mentor${i + 1}@${chapter}.example`)),
    template: {
      activityTypeId: demoId('Home visit'),
      recordedAt: new Date(Date.UTC(2025, 5, 1, hour)).toISOString(),
      durationMinutes: 30,
    },
  })
  const submits = `mutation ($a: BulkSubmissionInput!, $b: BulkSubmissionInput!, $c: BulkSubmissionInput!) {
    a: submitBulkRegistration(input: $a) { __typename }
    b: submitBulkRegistration(input: $b) { __typename }
    c: submitBulkRegistration(input: $c) { __typename }
  }`

  it('are bounded; others may still submit', async () => {
    const writes = holdWrites()
    onTestFinished(() => {
      writes.release()
      vi.restoreAllMocks()
    })
    writes.holdAfter(0)
    const of = (chapter: string, mentors: number) => ({
      a: submission(chapter, mentors, 1),
      b: submission(chapter, mentors, 2),
      c: submission(chapter, mentors, 3),
    })
    const { body } = await postGraphql(
      app.url,
      { query: submits, variables: of('tromso', 5) },
      await authorizationOf('coordinator@tromso.example'),
    )
    expect(body.errors).toMatchObject([
      {
        path: ['c'],
        message: expect.stringContaining('2 submissions'),
        extensions: { code: 'RATE_LIMITED' },
      },
    ])
    const other = await postGraphql(
      app.url,
      {
        query: submits.replace(/ {4}c:.*\n/, '').replace(', $c: BulkSubmissionInput!', ''),
        variables: of('bergen', 1),
      },
      await authorizationOf('coordinator@bergen.example'),
    )
    expect(other.body).toEqual({
      data: { a: { __typename: 'BulkSubmission' }, b: { __typename: 'BulkSubmission' } },
    })
  })
})
