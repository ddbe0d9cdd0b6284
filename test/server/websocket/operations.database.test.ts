import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openLoggedIn, operate, type ProtocolSocket } from '../../support/protocol-socket.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

let app: RunningApp
let token: string
beforeAll(async () => {
  app = await sharedApp()
  token = await app.token('coordinator@oslo.example')
})

const query = '{ viewer { id } }'
const loggedIn = () => openLoggedIn(app.url, token)
const codeOf = async (opened: ProtocolSocket) => (await opened.closed).code

afterEach(async () => {
  await using fresh = await loggedIn()
  const [answer] = await operate(fresh, { query })
  expect(answer).toMatchObject({ type: 'next', payload: { data: { viewer: {} } } })
})

describe('operations', () => {
  it('of a query answer with next, then complete', async () => {
    await using opened = await loggedIn()
    const messages = await operate(opened, { query })
    expect(messages).toEqual([
      { id: expect.any(String), type: 'next', payload: { data: { viewer: { id: expect.any(String) } } } },
      { id: messages[0]?.id, type: 'complete' },
    ])
  })

  it('of a mutation answer with next, then complete', async () => {
    await using opened = await loggedIn()
    const mutation = 'mutation ($id: ID!) { cancelBulkSubmission(submissionId: $id) { id } }'
    const messages = await operate(opened, { query: mutation, variables: { id: crypto.randomUUID() } })
    expect(messages).toMatchObject([
      { type: 'next', payload: { data: { cancelBulkSubmission: null } } },
      { type: 'complete' },
    ])
  })

  it('of a subscription answer with next, then complete: here that there is nothing to follow', async () => {
    await using opened = await loggedIn()
    const subscription = `subscription { bulkProgress(submissionId: "${crypto.randomUUID()}") { sequence } }`
    expect(await operate(opened, { query: subscription })).toMatchObject([
      { type: 'next', payload: { errors: [{ extensions: { code: 'NOT_FOUND' } }] } },
      { type: 'complete' },
    ])
    expect((await operate(opened, { query })).at(-1)?.type).toBe('complete')
  })

  it.each([
    ['no GraphQL', { query: '{' }],
    ['a field that there is not', { query: '{ nobody }' }],
    ['a name that there is not', { query: 'query A { viewer { id } }', operationName: 'B' }],
    ['several without a name', { query: 'query A { viewer { id } } query B { viewer { id } }' }],
    ['a variable that is missing', { query: 'query ($id: ID!) { bulkSubmission(id: $id) { id } }' }],
  ])('that are none answer with an error alone, and the socket goes on: %s', async (_, payload) => {
    await using opened = await loggedIn()
    const [answer, ...others] = await operate(opened, payload)
    const errors = answer?.type === 'error' ? answer.payload : Object(answer?.payload).errors
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/./),
        extensions: expect.objectContaining({ code: expect.stringMatching(/./) }),
      }),
    ])
    expect(others.length).toBe(answer?.type === 'error' ? 0 : 1)
    expect((await operate(opened, { query }))[0]?.type).toBe('next')
  })

  it('with an id that is in use close the socket with 4409', async () => {
    await using opened = await loggedIn()
    for (let time = 0; time < 2; time++) opened.send({ id: '1', type: 'subscribe', payload: { query } })
    expect(await codeOf(opened)).toBe(4409)
  })

  it('may have an id again once it is free', async () => {
    await using opened = await loggedIn()
    for (let time = 0; time < 2; time++) {
      opened.send({ id: '1', type: 'subscribe', payload: { query } })
      expect([(await opened.next()).type, (await opened.next()).type]).toEqual(['next', 'complete'])
    }
  })

  it('may have any id, be it __proto__', async () => {
    await using opened = await loggedIn()
    for (const id of ['__proto__', 'constructor', 'hasOwnProperty', 'å∂ƒ']) {
      opened.send({ id, type: 'subscribe', payload: { query } })
      expect([await opened.next(), await opened.next()]).toMatchObject([
        { id, type: 'next' },
        { id, type: 'complete' },
      ])
    }
  })

  it('of many ids at once are each answered under their own', async () => {
    await using opened = await loggedIn()
    const ids = Array.from({ length: 50 }, (_, index) => String(index))
    for (const id of ids) opened.send({ id, type: 'subscribe', payload: { query } })
    const answered = new Map<string, string>()
    for (let left = 100; left > 0; left--) {
      const { id = '', type } = await opened.next()
      answered.set(id, `${answered.get(id) ?? ''} ${type}`)
    }
    expect([...answered].sort()).toEqual(ids.map((id) => [id, ' next complete']).sort())
  })

  it('completed by the client are left alone, also where there are none', async () => {
    await using opened = await loggedIn()
    opened.send({ id: 'unknown', type: 'complete' })
    opened.send({ id: '1', type: 'subscribe', payload: { query } })
    opened.send({ id: '1', type: 'complete' })
    opened.send({ type: 'ping' })
    for (let message = await opened.next(); message.type !== 'pong'; message = await opened.next())
      expect(message.id).toBe('1')
    expect((await operate(opened, { query })).at(-1)?.type).toBe('complete')
  })
})
