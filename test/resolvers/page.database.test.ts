import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bulkRegister, freshRows } from '../support/bulk-registration.ts'
import { ActivityRecords, AuditLog, PeerMentors } from '../support/operations/reads.ts'
import { refusalOf } from '../support/refusal.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'

interface PageVariables {
  first?: number | null
  after?: string | null
}

let app: RunningApp
let tromso: GraphQLClient
beforeAll(async () => {
  app = await startApp()
  tromso = await app.client('coordinator@tromso.example')
  await bulkRegister(tromso, freshRows(200, 'tromso.example'))
  await bulkRegister(tromso, freshRows(1, 'tromso.example'))
})
afterAll(() => app.stop())

const lists = {
  peerMentors: async (variables: PageVariables) => (await tromso.request(PeerMentors, variables)).peerMentors,
  activityRecords: async (variables: PageVariables) =>
    (await tromso.request(ActivityRecords, variables)).activityRecords,
  auditLog: async (variables: PageVariables) => (await tromso.request(AuditLog, variables)).auditLog,
}
const names = Object.keys(lists) as (keyof typeof lists)[]
const wrongCursor = (list: string) => ({
  code: 'BAD_USER_INPUT',
  message: 'after: this is no cursor of this list. Take one from an edge or from pageInfo.',
  path: [list],
})
const cursorOf = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')

describe.each(names)('a page of %s', (name) => {
  const list = lists[name]
  const available = name === 'auditLog' ? 2 : 201
  const limit = name === 'peerMentors' ? 1_000 : 200

  it.each([1, 2, 200])('has as many rows as are asked for: %i', async (first) => {
    expect((await list({ first })).edges).toHaveLength(Math.min(first, available))
  })

  it('has 50 rows where nothing is asked for', async () => {
    expect((await list({})).edges).toHaveLength(Math.min(50, available))
    expect((await list({ first: null, after: null })).edges).toHaveLength(Math.min(50, available))
  })

  it.each([0, -1, limit + 1, 2_147_483_647, -2_147_483_648])('can’t have %i rows', async (first) => {
    expect((await refusalOf(list({ first }))).errors).toEqual([
      { code: 'BAD_USER_INPUT', message: `first: must be from 1 to ${limit}`, path: [name] },
    ])
  })

  it.each([2_147_483_648, 1.5])('can’t have %d rows, for that is no Int', async (first) => {
    const { errors } = await refusalOf(list({ first }))
    expect(errors).toEqual([
      { code: 'BAD_USER_INPUT', message: expect.stringContaining('$first'), path: undefined },
    ])
  })

  it.each([
    ['empty', ''],
    ['garbage', 'garbage'],
    ['a NUL', '\0'],
    ['half a surrogate pair', '\uD83D'],
    ['a number', cursorOf(17)],
    ['null', cursorOf(null)],
    ['an object', cursorOf({ length: 3 })],
    ['the list’s name alone', cursorOf([name])],
    ['a NUL inside', cursorOf([name, 'a\0b', '00000000-0000-0000-0000-000000000000'])],
    ['half a surrogate pair inside', cursorOf([name, '\uD83D', '00000000-0000-0000-0000-000000000000'])],
    ['an id that is none', cursorOf([name, '2025-01-01T00:00:00.000Z', 'x'])],
    [
      'one part too many',
      cursorOf([name, '2025-01-01T00:00:00.000Z', '00000000-0000-0000-0000-000000000000', 1]),
    ],
    ['as long as a body may be', 'A'.repeat(1_000_000)],
    ['as long inside', cursorOf([name, 'x'.repeat(700_000), '00000000-0000-0000-0000-000000000000'])],
    ['deeply nested', Buffer.from('['.repeat(100_000)).toString('base64url')],
  ])('can’t come after a cursor that is %s', async (_, after) => {
    expect((await refusalOf(list({ after }))).errors).toEqual([wrongCursor(name)])
  })

  it('can’t come after another list’s cursor', async () => {
    for (const other of names.filter((candidate) => candidate !== name)) {
      const after = (await lists[other]({ first: 1 })).pageInfo.endCursor
      expect((await refusalOf(list({ after }))).errors).toEqual([wrongCursor(name)])
    }
  })

  it('is empty after the last row, and says where it lies', async () => {
    let last = await list({ first: 200 })
    while (last.pageInfo.hasNextPage) last = await list({ first: 200, after: last.pageInfo.endCursor })
    const beyond = await list({ after: last.pageInfo.endCursor })
    expect(beyond.edges).toEqual([])
    expect(beyond.pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: true,
      startCursor: null,
      endCursor: null,
    })
    expect(beyond.totalCount).toBe(last.totalCount)
  })
})

describe.each(['activityRecords', 'auditLog'] as const)('a page of %s', (name) => {
  it.each(['0000-01-01T00:00:00.000Z', '+012025-01-01T00:00:00.000Z', '2025-02-30T00:00:00.000Z'])(
    'can’t come after a cursor at a moment that there never was: %s',
    async (moment) => {
      const after = cursorOf([name, moment, '00000000-0000-0000-0000-000000000000'])
      expect((await refusalOf(lists[name]({ after }))).errors).toEqual([wrongCursor(name)])
    },
  )

  it.each(['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])(
    'may come after the first and the last moment of all: %s',
    async (moment) => {
      const after = cursorOf([name, moment, '00000000-0000-0000-0000-000000000000'])
      expect((await lists[name]({ after })).edges.length > 0).toBe(moment.startsWith('9999'))
    },
  )
})
