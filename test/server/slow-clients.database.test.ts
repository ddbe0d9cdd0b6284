import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../demo/data.ts'
import { postGraphql } from '../support/post-graphql.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'

let app: RunningApp
let authorization: string
beforeAll(async () => {
  app = await startApp()
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})
afterAll(() => app.stop())

interface Slow {
  wire: Socket
  /** What it was answered with once its connection has ended, and after how many seconds that was. */
  ended: Promise<{ answer: string; seconds: number }>
}

/** A client that sends something and then goes on a byte at a time. */
async function sendSlowly(start: string): Promise<Slow> {
  const wire = connect(Number(new URL(app.url).port), '127.0.0.1')
  await once(wire, 'connect')
  const since = performance.now()
  let answer = ''
  wire.setEncoding('utf8').on('data', (text) => {
    answer += text
  })
  wire.on('error', () => {}) // it closes then
  wire.write(start)
  const dripping = setInterval(() => wire.write('x'), 500)
  const ended = once(wire, 'close').then(() => {
    clearInterval(dripping)
    return { answer, seconds: (performance.now() - since) / 1000 }
  })
  return { wire, ended }
}

const head = (length: number) =>
  `POST /graphql HTTP/1.1\r\nHost: rollcall\r\nContent-Type: application/json\r\nAuthorization: ${authorization}\r\nContent-Length: ${length}\r\n\r\n`

describe('clients that send a byte now and then', () => {
  it('are not waited for, and keep nobody waiting', { timeout: 90_000 }, async () => {
    const slowHeaders = await Promise.all(
      Array.from({ length: 100 }, () => sendSlowly('GET /graphql HTTP/1.1\r\nX: ')),
    )
    const slowBodies = await Promise.all(
      Array.from({ length: 100 }, () => sendSlowly(`${head(10_000)}{"query":"`)),
    )

    const { body } = await postGraphql(app.url, { query: '{ viewer { displayName } }' }, { authorization })
    expect(body.data).toEqual({ viewer: { displayName: 'Coordinator Oslo' } })

    for (const { answer, seconds } of await Promise.all(slowHeaders.map(({ ended }) => ended))) {
      expect(answer).toContain('408 Request Timeout')
      expect(seconds).toBeLessThan(20)
    }
    for (const { answer, seconds } of await Promise.all(slowBodies.map(({ ended }) => ended))) {
      expect(answer).toContain('408 Request Timeout')
      expect(seconds).toBeLessThan(45)
    }
  })
})

describe('bodies', () => {
  const submit = (mentorIds: string[]) =>
    postGraphql(
      app.url,
      {
        query: `mutation ($input: BulkSubmissionInput!) {
          submitBulkRegistration(input: $input) { __typename ... on Error { code } }
        }`,
        variables: {
          input: {
            mentorIds,
            template: {
              activityTypeId: demoId('Home visit'),
              recordedAt: '2025-06-01T09:00:00Z',
              durationMinutes: 30,
            },
          },
        },
      },
      { authorization },
    )
  const full = Array.from({ length: 10_000 }, () => crypto.randomUUID())

  it('may hold a full selection', async () => {
    const { body } = await submit([...full.slice(1), full[1] as string])
    expect(body.data).toEqual({
      submitBulkRegistration: { __typename: 'DuplicateMentorsError', code: 'DUPLICATE_MENTORS' },
    })
  })

  it('may hold more than a full selection, so that a client is told what is wrong', async () => {
    expect((await submit([...full, ...full.slice(0, 5_000)])).body.data).toEqual({
      submitBulkRegistration: { __typename: 'SelectionTooLargeError', code: 'SELECTION_TOO_LARGE' },
    })
  })

  it('are refused with 413 beyond a megabyte, before they are read', async () => {
    const answer = await submit([...full, ...full, ...full])
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 413,
      body: {
        errors: [
          { message: 'A body may have at most 1048576 bytes.', extensions: { code: 'BAD_USER_INPUT' } },
        ],
      },
    })
  })

  it('are refused with 413 by what they say of themselves, without a byte of them', async () => {
    const wire = connect(Number(new URL(app.url).port), '127.0.0.1')
    wire.write(head(2_000_000))
    const [answer] = await once(wire.setEncoding('utf8'), 'data')
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    await once(wire, 'close')
  })
})
