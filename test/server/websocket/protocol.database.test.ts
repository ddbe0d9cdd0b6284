import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openLoggedIn, openSocket, operate, type ProtocolSocket } from '../../support/protocol-socket.ts'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

let app: RunningApp
let token: string
beforeAll(async () => {
  app = await sharedApp()
  token = await app.token('coordinator@oslo.example')
})

const query = '{ viewer { id } }'
const init = () => ({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } })
const loggedIn = () => openLoggedIn(app.url, token)
const codeOf = async (opened: ProtocolSocket) => (await opened.closed).code

afterEach(async () => {
  await using fresh = await loggedIn()
  const [answer] = await operate(fresh, { query })
  expect(answer).toMatchObject({ type: 'next', payload: { data: { viewer: {} } } })
})

describe('the beginning of a socket', () => {
  it.each([undefined, 'graphql-ws', 'chat'])('is refused with 4406 for subprotocol %s', async (protocol) => {
    const upgrade = request(`${app.url}/graphql`, {
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': randomBytes(16).toString('base64'),
        ...(protocol === undefined ? {} : { 'sec-websocket-protocol': protocol }),
      },
    }).end()
    const [, wire, head] = (await once(upgrade, 'upgrade')) as [unknown, Socket, Buffer]
    const frame = head.length > 0 ? head : ((await once(wire, 'data'))[0] as Buffer)
    wire.destroy()
    expect({ kind: frame[0], code: frame.readUInt16BE(2) }).toEqual({ kind: 0x88, code: 4406 })
  })

  it('takes graphql-transport-ws among other offers', async () => {
    await using opened = await openSocket(app.url, ['chat', 'graphql-transport-ws'])
    expect(opened.socket.protocol).toBe('graphql-transport-ws')
  })

  it('is refused at any other path', async () => {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/elsewhere`, 'graphql-transport-ws')
    const [error] = await once(socket, 'error')
    expect(String(error)).toContain('400')
  })

  it('is acknowledged once it has logged in', async () => {
    await using opened = await openSocket(app.url)
    opened.send(init())
    expect(await opened.next()).toEqual({ type: 'connection_ack' })
  })

  it('takes the header in lower case', async () => {
    await using opened = await openSocket(app.url)
    opened.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
    expect(await opened.next()).toEqual({ type: 'connection_ack' })
  })

  it.each([
    ['nothing', undefined],
    ['no token', {}],
    ['a token that does not hold', { Authorization: 'Bearer a.b.c' }],
    ['a token that is no text', { Authorization: { Bearer: 1 } }],
  ])('is refused with 4401 where it logs in with %s', async (_, payload) => {
    await using opened = await openSocket(app.url)
    opened.send({ type: 'connection_init', payload })
    expect(await codeOf(opened)).toBe(4401)
  })

  it('is refused with 4408 where no connection_init comes in time', async () => {
    await using opened = await openSocket(app.url)
    expect(await codeOf(opened)).toBe(4408)
  })

  it('is refused with 4429 for a second connection_init', async () => {
    await using opened = await loggedIn()
    opened.send(init())
    expect(await codeOf(opened)).toBe(4429)
  })

  it('is refused with 4429 for a second connection_init while the first is looked at', async () => {
    await using opened = await openSocket(app.url)
    opened.send(init())
    opened.send(init())
    expect(await codeOf(opened)).toBe(4429)
  })

  it('is refused with 4401 for an operation before connection_init', async () => {
    await using opened = await openSocket(app.url)
    opened.send({ id: '1', type: 'subscribe', payload: { query } })
    expect(await codeOf(opened)).toBe(4401)
  })

  it('is refused with 4401 for an operation before the acknowledgement', async () => {
    // The keys with which the token would be checked never come, so the login does not end.
    const silent = createServer(() => {}).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const { port } = silent.address() as AddressInfo
    const waiting = await startApp({ JWT_JWKS_URL: `http://127.0.0.1:${port}/keys` })
    try {
      await using opened = await openSocket(waiting.url)
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const Authorization = `Bearer ${part({ alg: 'RS256', kid: 'key' })}.${part({})}.AA`
      opened.send({ type: 'connection_init', payload: { Authorization } })
      opened.send({ id: '1', type: 'subscribe', payload: { query } })
      expect(await codeOf(opened)).toBe(4401)
    } finally {
      silent.closeAllConnections()
      silent.close()
      await waiting.stop()
    }
  })

  it('is refused to pages of other origins', async () => {
    const refused = (origin: string) =>
      openSocket(app.url, undefined, { origin }).then(
        (opened) => opened.socket.terminate(),
        (error: unknown) => String(error),
      )
    for (const origin of ['https://evil.example', 'null', `${app.url}.evil.example`, 'not an origin'])
      expect(await refused(origin)).toContain('401')
    await using own = await openSocket(app.url, undefined, { origin: app.url })
    expect(own.socket.readyState).toBe(WebSocket.OPEN)
  })
})

describe('pings', () => {
  it('are answered, with what they carry, before the login too', async () => {
    await using opened = await openSocket(app.url)
    opened.send({ type: 'ping' })
    expect(await opened.next()).toEqual({ type: 'pong' })
    opened.send({ type: 'ping', payload: { at: 1 } })
    expect(await opened.next()).toEqual({ type: 'pong', payload: { at: 1 } })
  })

  it('may be answered by clients unasked', async () => {
    await using opened = await loggedIn()
    opened.send({ type: 'pong', payload: {} })
    expect((await operate(opened, { query }))[0]?.type).toBe('next')
  })

  it('of WebSocket itself are answered', async () => {
    await using opened = await loggedIn()
    opened.socket.ping('there?')
    expect(String((await once(opened.socket, 'pong'))[0])).toBe('there?')
  })
})
