import { randomBytes } from 'node:crypto'
import type { Socket } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openLoggedIn, operate, type ProtocolSocket } from '../../support/protocol-socket.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { startServer } from '../../support/server-process.ts'
import { sharedApp } from '../../support/shared-app.ts'
import { createTestDatabase } from '../../support/test-database.ts'

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

describe('messages that are none', () => {
  it.each<[string, string | Buffer]>([
    ['no JSON', 'subscribe'],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['no type', '{"id":"1"}'],
    ['an unknown type', '{"id":"1","type":"start","payload":{"query":"{ __typename }"}}'],
    ['the server’s own, connection_ack', '{"type":"connection_ack"}'],
    ['the server’s own, next', '{"id":"1","type":"next","payload":{"data":null}}'],
    ['the server’s own, error', '{"id":"1","type":"error","payload":[{"message":"x"}]}'],
    ['the server’s own, in other words', '{"id":"1","type":"\\u006eext","payload":{"data":null}}'],
    ['an operation without id', '{"type":"subscribe","payload":{"query":"{ __typename }"}}'],
    ['an operation with an empty id', '{"id":"","type":"subscribe","payload":{"query":"{ __typename }"}}'],
    ['an operation without payload', '{"id":"1","type":"subscribe"}'],
    ['an operation without query', '{"id":"1","type":"subscribe","payload":{}}'],
    [
      'variables that are none',
      '{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","variables":"x"}}',
    ],
    ['bytes', randomBytes(64)],
    ['depth', `{"id":"1","type":"subscribe","payload":${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
  ])('close the socket with 4400: %s', async (_, message) => {
    await using opened = await loggedIn()
    opened.socket.send(message)
    expect(await codeOf(opened)).toBe(4400)
  })

  it('close the socket with 1009 where they are larger than 1 MiB', async () => {
    await using opened = await loggedIn()
    opened.send({
      id: '1',
      type: 'subscribe',
      payload: { query: `{ viewer { id } } #${'x'.repeat(1024 * 1024)}` },
    })
    expect(await codeOf(opened)).toBe(1009)
  })

  it('close the socket with 1009 where their pieces together are larger', async () => {
    await using opened = await loggedIn()
    for (let piece = 0; piece < 5; piece++) opened.socket.send('x'.repeat(256 * 1024), { fin: false })
    expect(await codeOf(opened)).toBe(1009)
  })

  it.each<[string, Buffer, number]>([
    ['unmasked', Buffer.from([0x81, 0x02, 0x7b, 0x7d]), 1002],
    ['of an unknown kind', Buffer.from([0x83, 0x80, 0, 0, 0, 0]), 1002],
    ['with a reserved bit', Buffer.from([0xc1, 0x80, 0, 0, 0, 0]), 1002],
    ['a text that is not UTF-8', Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe]), 1007],
    ['of 2^63 bytes', Buffer.from([0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), 1009],
  ])('close the socket as WebSocket has it where frames are %s', async (_, frame, code) => {
    await using opened = await loggedIn()
    wireOf(opened).write(frame)
    expect(await codeOf(opened)).toBe(code)
  })

  it('leave nothing behind where the connection breaks within one', async () => {
    await using opened = await loggedIn()
    wireOf(opened).write(Buffer.from([0x81, 0xfe]))
    wireOf(opened).destroy()
    expect(await codeOf(opened)).toBe(1006)
  })
})

describe('frames that are none, and messages that only a server may send', () => {
  it('write nothing to standard error, and end no process', async () => {
    const database = await createTestDatabase()
    {
      await using server = await startServer(database.variables)
      const login = await server.token('coordinator@oslo.example')
      for (const frame of [Buffer.from([0x81, 0x02, 0x7b, 0x7d]), Buffer.from([0xc1, 0x80, 0, 0, 0, 0])]) {
        await using opened = await openLoggedIn(server.url, login)
        wireOf(opened).write(frame)
        expect(await codeOf(opened)).toBe(1002)
      }
      await using mistaken = await openLoggedIn(server.url, login)
      mistaken.send({ type: 'connection_ack' })
      expect(await codeOf(mistaken)).toBe(4400)
      await using opened = await openLoggedIn(server.url, login)
      expect((await operate(opened, { query }))[0]?.type).toBe('next')
      server.kill('SIGTERM')
      expect({ code: await server.exited, stderr: server.stderr }).toEqual({ code: 0, stderr: '' })
    }
    await database.drop()
  })
})

/** The connection under a socket, for what its own client would never send. */
function wireOf({ socket }: ProtocolSocket): Socket {
  return (socket as unknown as { _socket: Socket })._socket
}
