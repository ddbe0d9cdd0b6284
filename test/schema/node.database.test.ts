import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { graphql } from '../generated/gql.ts'
import { bulkRegister, freshRows, success } from '../support/bulk-registration.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { countStatements } from '../support/sent-statements.ts'
import { submitToTheEnd } from '../support/submission.ts'

const AnyNode = graphql(`
  query AnyNode($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Chapter { name }
      ... on ActivityType { name }
      ... on PeerMentor { displayName }
      ... on ActivityRecord { durationMinutes }
      ... on BulkSubmission { total }
      ... on AuditEntry { kind }
    }
  }
`)
const OneOfEach = graphql(`
  query OneOfEach($id: ID!) {
    activityRecord(id: $id) { id durationMinutes }
    peerMentor(id: $id) { id displayName }
    bulkSubmission(id: $id) { id }
  }
`)
const RefetchOutcomes = graphql(`
  query RefetchOutcomes($id: ID!, $after: String) {
    node(id: $id) {
      __typename
      id
      ... on BulkSubmission {
        outcomes(first: 2, after: $after) {
          edges { cursor node { sequence } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`)
const LatestAudit = graphql(`
  query LatestAudit {
    auditLog(first: 1) { edges { node { id } } }
  }
`)

const NOBODY = '99999999-9999-4999-8999-999999999999'

let app: RunningApp
let oslo: GraphQLClient
let bergen: GraphQLClient
let record: string
let submission: string
let audit: string
beforeAll(async () => {
  app = await startApp()
  oslo = await app.client('coordinator@oslo.example')
  bergen = await app.client('coordinator@bergen.example')
  record = success(await bulkRegister(oslo, freshRows(1))).activityIds[0] as string
  audit = (await oslo.request(LatestAudit)).auditLog.edges[0]?.node.id as string
  const mentorIds = [1, 2, 3].map((number) => demoId(`mentor${number}@oslo.example`))
  submission = (await submitToTheEnd(oslo, mentorIds)).id
})
afterAll(() => app.stop())

const nodeOf = async (client: GraphQLClient, id: string) => (await client.request(AnyNode, { id })).node

describe('node', () => {
  it('finds a chapter, a type, a mentor, a record, a submission and an audit entry by the id alone', async () => {
    const found = (id: string) => nodeOf(oslo, id)
    const chapter = demoId('Oslo')
    expect(await found(chapter)).toEqual({ __typename: 'Chapter', id: chapter, name: 'Oslo' })
    const type = demoId('Phone call')
    expect(await found(type)).toEqual({ __typename: 'ActivityType', id: type, name: 'Phone call' })
    const mentor = demoId('mentor1@oslo.example')
    expect(await found(mentor)).toEqual({
      __typename: 'PeerMentor',
      id: mentor,
      displayName: 'Anne Andersen',
    })
    expect(await found(record)).toEqual({ __typename: 'ActivityRecord', id: record, durationMinutes: 30 })
    expect(await found(submission)).toEqual({ __typename: 'BulkSubmission', id: submission, total: 3 })
    expect(await found(audit)).toEqual({ __typename: 'AuditEntry', id: audit, kind: 'ATOMIC_BATCH' })
  })

  it('reads ids as the database does, in whichever case', async () => {
    expect(await nodeOf(oslo, record.toUpperCase())).toMatchObject({ id: record })
  })

  it('is null alike for what is somebody else’s, nobody’s and malformed', async () => {
    for (const id of [record, submission, audit, demoId('mentor1@oslo.example'), NOBODY, '', 'x', '\0'])
      expect(await nodeOf(bergen, id)).toBeNull()
  })

  it('takes one look for all that one request asks for', async () => {
    const ask = (ids: string[]) =>
      countStatements(() =>
        oslo.request(`{ ${ids.map((id, index) => `n${index}: node(id: "${id}") { id }`).join(' ')} }`),
      )
    const mentor = (number: number) => demoId(`mentor${number}@oslo.example`)
    expect(await ask(Array.from({ length: 20 }, (_, index) => mentor(index + 1)))).toBe(
      await ask([mentor(1), mentor(2)]),
    )
  })

  it('lets a client read a submission’s outcomes on, from page to page', async () => {
    const first = (await oslo.request(RefetchOutcomes, { id: submission })).node
    expect(first).toMatchObject({
      outcomes: {
        edges: [{ node: { sequence: 1 } }, { node: { sequence: 2 } }],
        pageInfo: { hasNextPage: true },
      },
    })
    const after = first?.__typename === 'BulkSubmission' ? first.outcomes.pageInfo.endCursor : null
    expect((await oslo.request(RefetchOutcomes, { id: submission, after })).node).toMatchObject({
      outcomes: { edges: [{ node: { sequence: 3 } }], pageInfo: { hasNextPage: false } },
    })
  })
})

describe('activityRecord, peerMentor and bulkSubmission', () => {
  it('find what is theirs', async () => {
    expect(await oslo.request(OneOfEach, { id: record })).toEqual({
      activityRecord: { id: record, durationMinutes: 30 },
      peerMentor: null,
      bulkSubmission: null,
    })
    const mentor = demoId('mentor1@oslo.example')
    expect(await oslo.request(OneOfEach, { id: mentor })).toMatchObject({
      activityRecord: null,
      peerMentor: { id: mentor, displayName: 'Anne Andersen' },
    })
  })

  it('are null alike for what is somebody else’s, nobody’s and malformed', async () => {
    const nothing = { activityRecord: null, peerMentor: null, bulkSubmission: null }
    for (const id of [record, submission, demoId('mentor1@oslo.example'), NOBODY, '', 'x', '\0', '\uD83D'])
      expect(await bergen.request(OneOfEach, { id })).toEqual(nothing)
  })

  it('take nobody for a peer mentor who never was one', async () => {
    const { peerMentor } = await oslo.request(OneOfEach, { id: demoId('coordinator@oslo.example') })
    expect(peerMentor).toBeNull()
  })
})
