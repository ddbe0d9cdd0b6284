import { once } from 'node:events'
import { connect } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { postGraphql } from '../support/post-graphql.ts'
import type { RunningApp } from '../support/running-app.ts'
import { sharedApp } from '../support/shared-app.ts'
import { headOf } from '../support/slow-client.ts'

let app: RunningApp
let authorization: string
beforeAll(async () => {
  app = await sharedApp()
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})

describe('bodies of submissions', () => {
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
    wire.write(headOf(authorization, 2_000_000))
    const [answer] = await once(wire.setEncoding('utf8'), 'data')
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    await once(wire, 'close')
  })
})
