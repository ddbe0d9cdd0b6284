import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { postGraphql } from '../../support/post-graphql.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

let app: RunningApp
let authorization: string
beforeAll(async () => {
  app = await sharedApp()
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})

const template = {
  activityTypeId: demoId('Phone call'),
  recordedAt: '2026-03-05T10:00:00Z',
  durationMinutes: 30,
}

const submit = (mentorIds: string[], changed: object = {}) =>
  postGraphql(
    app.url,
    {
      query: `mutation ($input: BulkSubmissionInput!) {
        submitBulkRegistration(input: $input) { __typename ... on Error { code message } }
      }`,
      variables: { input: { mentorIds, template: { ...template, ...changed } } },
    },
    { authorization },
  )

describe('malformed ids among many', () => {
  it('are each named, by where they stand', async () => {
    const ids = Array.from({ length: 1_000 }, () => randomUUID() as string)
    for (const index of [0, 7, 999]) ids[index] = 'not an id'
    const { code, body } = await submit(ids)
    expect(code).toBe('BAD_USER_INPUT')
    expect(body.errors?.[0]?.message).toBe(
      'input.mentorIds.0: must be a UUID; input.mentorIds.7: must be a UUID; input.mentorIds.999: must be a UUID',
    )
  })

  it('are counted where they are too many to name', async () => {
    const { code, body } = await submit(Array.from({ length: 1_000 }, () => 'not an id'))
    expect(code).toBe('BAD_USER_INPUT')
    const { message = '' } = body.errors?.[0] ?? {}
    expect(message).toMatch(/^input\.mentorIds\.0: must be a UUID; .*; and 980 more$/)
    expect(message.match(/must be a UUID/g)).toHaveLength(20)
  })
})

describe('a moment', () => {
  const messageFor = async (recordedAt: unknown) => {
    const { code, body } = await submit([demoId('mentor1@oslo.example')], { recordedAt })
    expect(code).toBe('BAD_USER_INPUT')
    return body.errors?.[0]?.message
  }

  it.each(['2026-03-05T10:00:00', '2026-03-05 10:00:00.5', '2026-03-05T10:00'])(
    'without an offset is refused with what is missing: %s',
    async (moment) => {
      expect(await messageFor(moment)).toMatch(/needs its offset from UTC, such as .*Z or .*\+01:00/)
    },
  )

  it.each(['2026-03-05', 'yesterday', '2026-02-30T10:00:00Z', '05.03.2026 10:00'])(
    'that is none is refused with how one is written: %s',
    async (moment) => {
      expect(await messageFor(moment)).toMatch(/such as 2026-03-01T09:30:00Z/)
    },
  )
})

describe('a query of many unknown directives', () => {
  it('is told of a few of them', async () => {
    const query = `{ __typename ${Array.from({ length: 10 }, (_, i) => `@unknown${i}`).join(' ')} }`
    const { body } = await postGraphql(app.url, { query }, { authorization })
    expect(body.errors).toHaveLength(6) // the last says that there are more
    expect(body.errors?.[0]?.message).toBe('Unknown directive "@unknown0".')
    expect(body.errors?.[5]?.message).toMatch(/^Too many validation errors/)
  })
})
