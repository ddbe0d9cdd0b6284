import { once } from 'node:events'
import { print } from 'graphql'
import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { demoId } from '../../../src/demo-data.ts'
import {
  type AppBesideAdministrator,
  startAppBesideAdministrator,
} from '../../support/app-beside-administrator.ts'
import { type HeldWrites, holdWrites } from '../../support/held-writes.ts'
import { Progress } from '../../support/operations/bulk-submission.ts'
import { ViewerAccount } from '../../support/operations/reads.ts'
import { connect, operationErrors, type SocketClient } from '../../support/socket-client.ts'
import { accepted, mentorsOf, submit } from '../../support/submission.ts'
import { take } from '../../support/watched.ts'

const EMAIL = 'coordinator@tromso.example'

let writes: HeldWrites
let beside: AppBesideAdministrator
let tromso: GraphQLClient
beforeAll(async () => {
  writes = holdWrites()
  beside = await startAppBesideAdministrator({ MAX_CONCURRENT_WRITES: '1' })
  tromso = await beside.app.client(EMAIL)
})
afterAll(async () => {
  await beside.stop()
  vi.restoreAllMocks()
})

/** Sends an operation as it stands. */
async function send(client: SocketClient, payload: object): Promise<unknown[]> {
  const answers: unknown[] = []
  for await (const { data, errors } of client.client.iterate(payload as { query: string })) {
    if (errors) throw new AggregateError(errors)
    answers.push(data)
  }
  return answers
}

const broken: [string, object, string][] = [
  ['no GraphQL', { query: '{' }, 'BAD_USER_INPUT'],
  ['empty', { query: '' }, 'BAD_USER_INPUT'],
  ['of an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['of an unknown operation', { query: 'query A { __typename }', operationName: 'B' }, 'BAD_USER_INPUT'],
  [
    'of two operations and no name',
    { query: 'query A { __typename } query B { __typename }' },
    'BAD_USER_INPUT',
  ],
  ['without its variables', { query: print(Progress) }, 'BAD_USER_INPUT'],
  ['with variables of another kind', { query: print(Progress), variables: { id: {} } }, 'BAD_USER_INPUT'],
  ['of an unknown submission', { query: print(Progress), variables: { id: demoId('nobody') } }, 'NOT_FOUND'],
]

describe('an operation', () => {
  it.each(broken)(
    'that is %s is answered with its code, and leaves a subscription beside it alive',
    async (_, payload, code) => {
      await using client = await connect(beside.app, EMAIL)
      writes.holdAfter(5)
      const { id } = accepted(await submit(tromso, mentorsOf('tromso.example', 20)))
      const stream = client.progress(id)
      expect((await stream.next()).value).toMatchObject({ sequence: 1 })
      const errors = await operationErrors(send(client, payload))
      expect(errors.map(({ extensions }) => extensions)).toEqual([{ code }])
      writes.release()
      expect(await take(stream)).toHaveLength(20)
      expect(await client.request(ViewerAccount, {})).toMatchObject({ viewer: { id: demoId(EMAIL) } })
      expect(client.closeCodes).toEqual([])
    },
  )

  it('says nothing of the server’s inside where it fails there, and leaves a neighbour alive', async () => {
    await using client = await connect(beside.app, EMAIL)
    writes.holdAfter(5)
    const { id } = accepted(await submit(tromso, mentorsOf('tromso.example', 20)))
    const stream = client.progress(id)
    await stream.next()
    await beside.administer('ALTER TABLE public.chapters RENAME TO chapters_gone')
    const errors = await operationErrors(client.request(ViewerAccount, {}))
    await beside.administer('ALTER TABLE public.chapters_gone RENAME TO chapters')
    expect(errors).toMatchObject([
      { message: 'Something went wrong on the server.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ])
    expect(JSON.stringify(errors)).not.toMatch(/chapters_gone|stack|prisma/i)
    writes.release()
    expect(await take(stream)).toHaveLength(20)
  })
})

describe('a message', () => {
  it.each([
    ['of more than 1 MiB', (socket: WebSocket) => socket.send('x'.repeat(1024 * 1024 + 1)), 1009],
    ['that is no JSON', (socket: WebSocket) => socket.send('{'), 4400],
    ['that is no message of the protocol', (socket: WebSocket) => socket.send('{"type":"x"}'), 4400],
    ['that logs in again', (socket: WebSocket) => socket.send('{"type":"connection_init"}'), 4429],
  ])('%s closes its own socket and no other', async (_, say, code) => {
    await using mistaken = await connect(beside.app, EMAIL)
    await using other = await connect(beside.app, EMAIL)
    writes.holdAfter(5)
    const { id } = accepted(await submit(tromso, mentorsOf('tromso.example', 20)))
    const stream = other.progress(id)
    await stream.next()
    await mistaken.request(ViewerAccount, {})
    const watching = mistaken.progress(id)
    await watching.next()
    const socket = mistaken.socket()
    const closed = once(socket, 'close')
    say(socket)
    expect((await closed)[0]).toBe(code)
    writes.release()
    expect(await take(stream)).toHaveLength(20)
  })
})
