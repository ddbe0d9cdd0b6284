import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { demoId, demoUsers } from '../../src/demo-data.ts'
import type { PeerMentorsQueryVariables } from '../generated/graphql.ts'
import { type AddedPerson, addPeople } from '../support/added-people.ts'
import { everyPage } from '../support/every-page.ts'
import { PeerMentors } from '../support/operations/reads.ts'
import { refusalOf } from '../support/refusal.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'

const ODD_NAMES = [
  '100% Sure',
  '100 Sure',
  'Under_score',
  'Underscore',
  'Back\\slash',
  "O'Hara",
  'Åse Ødegård',
]
const SAME_NAME = 5
const added: AddedPerson[] = [
  {
    id: demoId('coordinator@odda.example'),
    displayName: 'Coordinator Odda',
    memberships: { Odda: ['coordinator'] },
  },
  ...ODD_NAMES.map((displayName, index) => ({
    id: demoId(`odd${index}@odda.example`),
    displayName,
    memberships: { Odda: ['peer_mentor' as const] },
  })),
  // Ids that no version of UUID describes, as people write them into their first test data.
  ...Array.from({ length: SAME_NAME }, (_, index) => ({
    id: `0000000${index}-0000-0000-0000-000000000000`,
    displayName: 'Namesake',
    memberships: { Odda: ['peer_mentor' as const] },
  })),
  {
    id: demoId('traveller@odda.example'),
    displayName: 'Traveller',
    memberships: { Odda: ['peer_mentor'], Oslo: ['peer_mentor'], Bergen: ['peer_mentor'] },
  },
]

let app: RunningApp
let odda: GraphQLClient
let oslo: GraphQLClient
let tromso: GraphQLClient
let mentor: GraphQLClient
beforeAll(async () => {
  app = await startApp({}, (database) => addPeople(database, added))
  odda = await app.client('coordinator@odda.example')
  oslo = await app.client('coordinator@oslo.example')
  tromso = await app.client('coordinator@tromso.example')
  mentor = await app.client('mentor7@oslo.example')
})
afterAll(() => app.stop())

const list = async (client: GraphQLClient, variables: PeerMentorsQueryVariables = {}) =>
  (await client.request(PeerMentors, variables)).peerMentors
const names = async (client: GraphQLClient, variables: PeerMentorsQueryVariables) =>
  (await list(client, variables)).edges.map(({ node }) => node.displayName)

describe('peerMentors', () => {
  it('are for a coordinator those of the own chapter, by name', async () => {
    const { totalCount, edges, pageInfo } = await list(oslo)
    const expected = demoUsers().filter(({ chapter, role }) => chapter === 'Oslo' && role === 'peer_mentor')
    expect(totalCount).toBe(25)
    expect(new Set(edges.map(({ node }) => node.id))).toEqual(
      new Set([...expected.map(({ id }) => id), demoId('traveller@odda.example')]),
    )
    // Where other letters come is a matter of the server's locale.
    const ascii = edges.map(({ node }) => node.displayName).filter((name) => /^[\x20-\x7e]+$/.test(name))
    expect(ascii.length).toBeGreaterThan(15)
    expect(ascii).toEqual(ascii.toSorted())
    expect(pageInfo).toEqual({
      hasNextPage: false,
      hasPreviousPage: false,
      startCursor: edges[0]?.cursor,
      endCursor: edges.at(-1)?.cursor,
    })
  })

  it('are for a mentor only themselves', async () => {
    const { totalCount, edges } = await list(mentor)
    expect(totalCount).toBe(1)
    expect(edges.map(({ node }) => node.id)).toEqual([demoId('mentor7@oslo.example')])
    expect(await names(mentor, { search: 'Camilla' })).toEqual([])
  })

  it('are nobody for who is in no chapter', async () => {
    expect(await list(await app.client('stranger@nowhere.example'))).toMatchObject({
      totalCount: 0,
      edges: [],
    })
  })

  it('show of a mentor’s chapters only what the viewer may see', async () => {
    const chaptersOf = async (client: GraphQLClient) =>
      (await list(client, { search: 'traveller' })).edges.map(({ node }) =>
        node.chapters.map(({ name }) => name),
      )
    expect(await chaptersOf(oslo)).toEqual([['Oslo']])
    expect(await chaptersOf(odda)).toEqual([['Odda']])
    expect(await chaptersOf(await app.client('traveller@odda.example'))).toEqual([['Bergen', 'Odda', 'Oslo']])
  })
})

describe('chapterId', () => {
  it('keeps to that chapter, in whichever case it is written', async () => {
    expect((await list(oslo, { chapterId: demoId('Oslo') })).totalCount).toBe(25)
    expect((await list(oslo, { chapterId: demoId('Oslo').toUpperCase() })).totalCount).toBe(25)
  })

  it('gives nobody for another coordinator’s chapter, nor for one that there is not', async () => {
    for (const chapterId of [demoId('Tromsø'), '00000000-0000-0000-0000-000000000000']) {
      expect(await list(oslo, { chapterId })).toMatchObject({ totalCount: 0, edges: [] })
    }
  })

  it.each(['', 'Oslo', '\0', `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(13)}`])(
    'is refused as a mistake of the request where it is %j',
    async (chapterId) => {
      expect((await refusalOf(list(oslo, { chapterId }))).errors).toEqual([
        { code: 'BAD_USER_INPUT', message: 'chapterId: must be a UUID', path: ['peerMentors'] },
      ])
    },
  )
})

describe('search', () => {
  it.each([
    ['a part of the name', 'derscor', ['Underscore']],
    ['any case', 'UNDERSCORE', ['Underscore']],
    ['any case beyond ASCII', 'åSE ødeGÅRD', ['Åse Ødegård']],
    ['% as itself', '100%', ['100% Sure']],
    ['_ as itself', 'r_s', ['Under_score']],
    ['\\ as itself', 'k\\s', ['Back\\slash']],
    ['quotes', "o'h", ["O'Hara"]],
    ['nothing that fits', '%_%', []],
  ])('finds by %s', async (_, search, found) => {
    expect(await names(odda, { search })).toEqual(found)
    expect((await list(odda, { search })).totalCount).toBe(found.length)
  })

  it('finds everybody where it is empty', async () => {
    expect((await list(oslo, { search: '' })).totalCount).toBe(25)
  })

  it.each([
    ['\0', 'must not contain control characters'],
    ['a\tb', 'must not contain control characters'],
    ['\uD83D', 'must not contain control characters'],
    ['x'.repeat(201), 'must have at most 200 characters'],
  ])('is refused as a mistake of the request where it is %j', async (search, why) => {
    expect((await refusalOf(list(oslo, { search }))).errors).toEqual([
      { code: 'BAD_USER_INPUT', message: `search: ${why}`, path: ['peerMentors'] },
    ])
  })
})

describe('paging through peerMentors', () => {
  it.each([1, 2, 40, 199])('meets everybody once and in order, %i at a time', async (first) => {
    const client = first < 3 ? odda : tromso
    const whole = await everyPage((after) => list(client, { first: 200, after }))
    const pages = await everyPage((after) => list(client, { first, after }))
    const ids = pages.flatMap(({ edges }) => edges.map(({ node }) => node.id))
    expect(ids).toEqual(whole.flatMap(({ edges }) => edges.map(({ node }) => node.id)))
    expect(new Set(ids).size).toBe(first < 3 ? ODD_NAMES.length + SAME_NAME + 1 : 500)
    expect(pages.map(({ totalCount }) => totalCount)).toEqual(pages.map(() => ids.length))
    expect(pages.map(({ pageInfo }) => pageInfo.hasPreviousPage)).toEqual(pages.map((_, index) => index > 0))
    expect(pages.slice(0, -1).map(({ edges }) => edges.length)).toEqual(pages.slice(1).map(() => first))
  })

  it('keeps search and chapter from page to page', async () => {
    const variables = { search: 'berg', chapterId: demoId('Tromsø'), first: 10 }
    const pages = await everyPage((after) => list(tromso, { ...variables, after }))
    const met = pages.flatMap(({ edges }) => edges.map(({ node }) => node.displayName))
    expect(met.length).toBe(pages[0]?.totalCount)
    expect(met.length).toBeGreaterThan(20)
    expect(met.every((name) => name.toLowerCase().includes('berg'))).toBe(true)
  })

  it('goes on from a cursor whose mentor is gone by then', async () => {
    const { edges } = await list(odda, { first: 4 })
    const forged = Buffer.from(
      Buffer.from(edges[1]?.cursor ?? '', 'base64url')
        .toString()
        .replace(/-[0-9a-f]{12}"]$/, '-ffffffffffff"]'),
    ).toString('base64url')
    const next = await list(odda, { first: 2, after: forged })
    expect(next.edges.map(({ node }) => node.id)).toEqual(edges.slice(2).map(({ node }) => node.id))
  })

  // The embedded database can be changed by Rollcall alone while it runs, and Rollcall adds no people.
  it.runIf(inject('template').kind === 'postgresql')(
    'neither repeats nor misses anybody while people are added',
    async () => {
      const before = await list(oslo, { first: 200 })
      let count = 0
      const pages = await everyPage(async (after) => {
        const page = await list(oslo, { first: 4, after })
        await addPeople(app.database, [
          {
            id: demoId(`early ${++count}`),
            displayName: `AAA ${count}`,
            memberships: { Oslo: ['peer_mentor'] },
          },
          {
            id: demoId(`late ${count}`),
            displayName: `ZZZ ${count}`,
            memberships: { Oslo: ['peer_mentor'] },
          },
        ])
        return page
      })
      const met = pages.flatMap(({ edges }) => edges.map(({ node }) => node.id))
      expect(new Set(met).size).toBe(met.length)
      expect(met).toEqual(expect.arrayContaining(before.edges.map(({ node }) => node.id)))
      expect(met).not.toContain(demoId('early 2'))
      expect(met).toContain(demoId('late 1'))
    },
  )
})
