import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { everyPage } from '../../support/every-page.ts'
import { type HeldWrites, holdWrites } from '../../support/held-writes.ts'
import {
  OneSubmission,
  Outcomes,
  Submissions,
  SubmissionsWithMentors,
} from '../../support/operations/bulk-submission.ts'
import { refusalOf } from '../../support/refusal.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { countStatements } from '../../support/sent-statements.ts'
import {
  accepted,
  mentorsOf,
  outcomesOf,
  type Submission,
  submissionNow,
  submit,
  submitToTheEnd,
} from '../../support/submission.ts'

let writes: HeldWrites
let app: RunningApp
let oslo: GraphQLClient
let bergen: GraphQLClient
let mixed: Submission
const failing = new Set([...mentorsOf('bergen.example', 5)])
beforeAll(async () => {
  writes = holdWrites()
  app = await startApp({ MAX_CONCURRENT_WRITES: '1' })
  oslo = await app.client('coordinator@oslo.example')
  bergen = await app.client('coordinator@bergen.example')
  mixed = await submitToTheEnd(oslo, [...failing, ...mentorsOf('oslo.example', 24)])
})
afterAll(async () => {
  await app.stop()
  vi.restoreAllMocks()
})

describe('outcomes', () => {
  it('come page by page in sequence, none left out, with the count of all', async () => {
    for (const first of [1, 7, 29, 200]) {
      const pages = await everyPage(async (after) => {
        const { bulkSubmission } = await oslo.request(Outcomes, { id: mixed.id, first, after })
        return bulkSubmission?.outcomes ?? Promise.reject(new Error('not seen'))
      })
      const nodes = pages.flatMap(({ edges }) => edges.map(({ node }) => node))
      expect(nodes.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 29 }, (_, n) => n + 1))
      expect(pages.every(({ totalCount }) => totalCount === 29)).toBe(true)
      expect(pages).toHaveLength(Math.ceil(29 / first))
    }
  })

  it.each([
    ['SUCCESS' as const, 24],
    ['FAILURE' as const, 5],
  ])('with status %s are those alone, paged and counted among themselves', async (status, count) => {
    const pages = await everyPage(async (after) => {
      const { bulkSubmission } = await oslo.request(Outcomes, { id: mixed.id, status, first: 2, after })
      return bulkSubmission?.outcomes ?? Promise.reject(new Error('not seen'))
    })
    const nodes = pages.flatMap(({ edges }) => edges.map(({ node }) => node))
    expect(nodes).toHaveLength(count)
    expect(new Set(nodes.map((node) => node.status))).toEqual(new Set([status]))
    expect(nodes.every(({ mentorId }) => failing.has(mentorId ?? '') === (status === 'FAILURE'))).toBe(true)
    expect(pages.every(({ totalCount }) => totalCount === count)).toBe(true)
  })

  it('are refused after a cursor of another list', async () => {
    const { bulkSubmissions } = await oslo.request(Submissions, { first: 1 })
    const after = bulkSubmissions.pageInfo.endCursor ?? null
    const { errors } = await refusalOf(oslo.request(Outcomes, { id: mixed.id, after }))
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }])
  })

  it('were settled between the submission’s beginning and its end, in order', async () => {
    const outcomes = await outcomesOf(oslo, mixed.id)
    const moments = [mixed.createdAt, ...outcomes.map(({ settledAt }) => settledAt)]
    expect(moments).toEqual(moments.toSorted())
    expect(Date.parse(mixed.finishedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(mixed.createdAt))
  })
})

describe('a submission', () => {
  it('only ever goes from QUEUED to RUNNING to FINISHED, and its counts only up', async () => {
    const tromso = await app.client('coordinator@tromso.example')
    writes.holdAfter(30)
    const seen: Submission[] = [accepted(await submit(tromso, mentorsOf('tromso.example', 60)))]
    await vi.waitUntil(
      async () => {
        seen.push(await submissionNow(tromso, seen[0]?.id ?? ''))
        if (seen.at(-1)?.completed === 30) writes.release()
        return seen.at(-1)?.state === 'FINISHED'
      },
      { timeout: 30_000, interval: 1 },
    )
    const states = ['QUEUED', 'RUNNING', 'FINISHED']
    const steps = seen.map(({ state, completed }) => states.indexOf(state) * 1000 + completed)
    expect(steps).toEqual(steps.toSorted((one, other) => one - other))
    expect(seen.map(({ state }) => state)).toEqual(expect.arrayContaining(states))
    for (const { state, completed, succeeded, failed, overallStatus, finishedAt } of seen) {
      expect(completed).toBe(succeeded + failed)
      if (state === 'QUEUED') expect(completed).toBe(0)
      expect([overallStatus !== null, finishedAt !== null, completed === 60]).toEqual(
        Array(3).fill(state === 'FINISHED'),
      )
    }
  })

  it.each([
    ['somebody else’s', () => mixed.id],
    ['unknown', () => '99999999-9999-4999-8999-999999999999'],
    ['malformed', () => 'x'],
    ['empty', () => ''],
  ])('that is %s is null', async (_, id) => {
    expect(await bergen.request(OneSubmission, { id: id() })).toEqual({ bulkSubmission: null })
  })

  it('is found by its id in capitals', async () => {
    expect((await submissionNow(oslo, mixed.id.toUpperCase())).id).toBe(mixed.id)
  })

  it('is not shown to a mentor whom it registered', async () => {
    const mentor = await app.client('mentor1@oslo.example')
    expect(await mentor.request(OneSubmission, { id: mixed.id })).toEqual({ bulkSubmission: null })
    expect((await mentor.request(Submissions, {})).bulkSubmissions.edges).toEqual([])
  })
})

describe('the list of submissions', () => {
  it('has those of the coordinator alone, the latest first, each once', async () => {
    const added: string[] = []
    for (let count = 1; count <= 5; count++) {
      added.push((await submitToTheEnd(bergen, mentorsOf('bergen.example', count))).id)
    }
    const pages = await everyPage(
      async (after) => (await bergen.request(Submissions, { first: 2, after })).bulkSubmissions,
    )
    const listed = pages.flatMap(({ edges }) => edges.map(({ node }) => node))
    expect(listed.map(({ id }) => id)).toEqual(added.toReversed())
    expect(pages.map(({ totalCount }) => totalCount)).toEqual([5, 5, 5])
    expect(listed.map(({ total }) => total)).toEqual([5, 4, 3, 2, 1])
  })

  it('takes as many statements with five submissions as with one', async () => {
    const page = (first: number) => async () => {
      const { bulkSubmissions } = await bergen.request(Submissions, { first })
      expect(bulkSubmissions.edges).toHaveLength(first)
    }
    const one = await countStatements(page(1))
    expect(one).toBeGreaterThan(0)
    expect(await countStatements(page(5))).toBe(one)
  })

  it('takes as many statements for the outcomes of many submissions as for those of one, and none to count them', async () => {
    for (let count = 0; count < 4; count++) await submitToTheEnd(oslo, mentorsOf('oslo.example', 2))
    const ask = (first: number, fields: string) =>
      countStatements(() =>
        oslo.request(`{ bulkSubmissions(first: ${first}) { edges { node { id ${fields} } } } }`),
      )
    const pages = 'outcomes(first: 2) { totalCount edges { node { sequence } } }'
    expect(await ask(5, pages)).toBe(await ask(1, pages))
    expect(await ask(5, 'outcomes { totalCount }')).toBe(await ask(1, ''))
  })

  it('takes as many statements with the outcomes of five submissions, mentors and chapters, as with those of one', async () => {
    const page = (first: number) => async () => {
      const { bulkSubmissions } = await bergen.request(SubmissionsWithMentors, { first, outcomes: 5 })
      const outcomes = bulkSubmissions.edges.flatMap(({ node }) => node.outcomes.edges)
      expect(bulkSubmissions.edges).toHaveLength(first)
      expect(outcomes.every(({ node }) => node.mentor?.chapters[0]?.name === 'Bergen')).toBe(true)
      expect(outcomes).toHaveLength(first === 1 ? 5 : 15)
    }
    const one = await countStatements(page(1))
    expect(one).toBeGreaterThan(0)
    expect(await countStatements(page(5))).toBe(one)
  })
})
