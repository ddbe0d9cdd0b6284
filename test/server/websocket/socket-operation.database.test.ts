import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { openLoggedIn, operate } from '../../support/protocol-socket.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({ MAX_SELECTION: '9999' })
})
afterAll(() => app.stop())

const query = '{ viewer { id } }'
const loggedIn = async () => openLoggedIn(app.url, await app.token('coordinator@oslo.example'))

describe('an operation on a socket', () => {
  it('may name as many mentors as one over HTTP; too many are refused with an error of its own', async () => {
    await using opened = await loggedIn()
    const mentorIds = Array.from({ length: 10_000 }, () => crypto.randomUUID())
    const template = {
      activityTypeId: demoId('Phone call'),
      recordedAt: '2026-01-01T10:00:00Z',
      durationMinutes: 30,
    }
    const [answer] = await operate(opened, {
      query:
        'mutation ($input: BulkSubmissionInput!) { submitBulkRegistration(input: $input) { __typename ... on SelectionTooLargeError { limit received } } }',
      variables: { input: { mentorIds, template } },
    })
    expect(answer).toMatchObject({
      type: 'next',
      payload: {
        data: {
          submitBulkRegistration: { __typename: 'SelectionTooLargeError', limit: 9_999, received: 10_000 },
        },
      },
    })
    expect((await operate(opened, { query }))[0]?.type).toBe('next')
  })

  it('is logged like one over HTTP: what it was, how long it took, and the code of what went wrong', async () => {
    const before = app.logLines.length
    await using opened = await loggedIn()
    const secret = 'never to be logged'
    await operate(opened, { query: `query ${'Secret'} { viewer { id } } # ${secret}` })
    await operate(opened, { query: '{ nothing }' })
    await operate(opened, {
      query: `subscription { bulkProgress(submissionId: "${demoId('none')}") { sequence } }`,
    })
    const lines = app.logLines.slice(before).filter((line) => line.includes('socket operation'))
    const logged = { level: 30, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), ms: expect.any(Number) }
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      [
        { operation: 'query' },
        { operation: 'unknown', code: 'GRAPHQL_VALIDATION_FAILED' },
        { operation: 'subscription', code: 'NOT_FOUND' },
      ].map((line) => ({ ...logged, ...line, time: expect.any(String), msg: 'socket operation' })),
    )
    expect(lines.join()).not.toMatch(/Secret|never/)
  })
})
