import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { bulkRegister, success } from '../support/bulk-registration.ts'
import { sample } from '../support/length.ts'
import { openLoggedIn, operate } from '../support/protocol-socket.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { freshTemplate, outcomesOf, submissionNow, submitToTheEnd } from '../support/submission.ts'
import { RPC, SECRET, signed } from '../support/supabase-client.ts'
import { QUESTIONS, type Question } from './questions.ts'
import { type Kept, makeSecrets, type Things } from './secrets.ts'

let app: RunningApp
let theirs: Things
let nobodys: Things
let kept: Kept
beforeAll(async () => {
  app = await startApp({ JWT_SECRET: SECRET })
  ;({ theirs, nobodys, kept } = await makeSecrets(app))
})
afterAll(() => app.stop())

/** An answer without what differs from one request to the next, and without what was asked about. */
function unnamed(answer: string, things: Things): string {
  return Object.entries(things).reduce((text, [name, value]) => text.replaceAll(value, `<${name}>`), answer)
}

async function answerOverHttp(token: string, question: Question, things: Things): Promise<unknown> {
  const authorization = `Bearer ${token}`
  const [path, body, headers] =
    'query' in question ? ['/graphql', question, {}] : [RPC, { activities: question.rows }, question.headers]
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: JSON.stringify(body),
  })
  const { date: _, 'x-request-id': __, ...rest } = Object.fromEntries(response.headers)
  return { status: response.status, headers: rest, body: unnamed(await response.text(), things) }
}

async function answerOnASocket(token: string, question: Question, things: Things): Promise<unknown> {
  await using opened = await openLoggedIn(app.url, token)
  const messages = await operate(opened, question)
  return messages.map(({ type, payload }) => [type, unnamed(JSON.stringify(payload ?? null), things)])
}

const callers = {
  'another chapter’s coordinator': () => app.token('coordinator@oslo.example'),
  'another chapter’s mentor': () => app.token('mentor1@oslo.example'),
  'a user of no chapter': () => signed({ sub: demoId('stranger@nowhere.example') }),
}

describe.each(Object.entries(callers).map((caller, index) => [...caller, index] as const))(
  'to %s',
  (_, tokenOf, index) => {
    it.each(sample(Object.entries(QUESTIONS), 3, index))(
      '%s is the same, whether there is one or not',
      async (_, question) => {
        const token = await tokenOf()
        const answer = await answerOverHttp(token, question(theirs), theirs)
        expect(answer).toEqual(await answerOverHttp(token, question(nobodys), nobodys))
        if ('rows' in question(theirs)) return
        const message = await answerOnASocket(token, question(theirs), theirs)
        expect(message).toEqual(await answerOnASocket(token, question(nobodys), nobodys))
      },
    )
  },
)

describe('a submission of another chapter’s mentor', () => {
  it('ends as that of nobody does, also at a time when they have an activity', async () => {
    const oslo = await app.client('coordinator@oslo.example')
    const ends = []
    for (const [{ mentor }, recordedAt] of [
      [theirs, theirs.recordedAt],
      [theirs, nobodys.recordedAt],
      [nobodys, nobodys.recordedAt],
    ] as const) {
      const { id } = await submitToTheEnd(oslo, [mentor], { template: freshTemplate({ recordedAt }) })
      const {
        id: _,
        createdAt: __,
        finishedAt: ___,
        template: ____,
        ...submission
      } = await submissionNow(oslo, id)
      const [{ mentorId, settledAt, ...outcome } = { mentorId: '', settledAt: '' }] = await outcomesOf(
        oslo,
        id,
      )
      expect(mentorId).toBe(mentor)
      ends.push({ submission, outcome })
    }
    expect(ends[0]).toMatchObject({ outcome: { error: { code: 'PEER_MENTOR_NOT_FOUND' }, mentor: null } })
    expect(ends[1]).toEqual(ends[0])
    expect(ends[2]).toEqual(ends[0])
  })
})

describe('to whom they belong', () => {
  it('the questions are answered otherwise: they are such that tell', async () => {
    const token = await app.token('coordinator@bergen.example')
    const mute: string[] = []
    for (const [name, question] of Object.entries(QUESTIONS)) {
      const answer = await answerOverHttp(token, question(theirs), theirs)
      const other = await answerOverHttp(token, question(nobodys), nobodys)
      if (JSON.stringify(answer) === JSON.stringify(other)) mute.push(name)
    }
    expect(mute).toEqual([])
  })

  it('all is as it was, and the key stands for what it stood for', async () => {
    const bergen = await app.client('coordinator@bergen.example')
    const again = success(await bulkRegister(bergen, [kept.row], { idempotencyKey: kept.idempotencyKey }))
    expect(again).toMatchObject({ activityIds: [theirs.record], replayed: true })
    expect(await submissionNow(bergen, theirs.submission)).toMatchObject({
      cancelRequestedAt: null,
      retries: [],
    })
  })
})
