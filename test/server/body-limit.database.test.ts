import { once } from 'node:events'
import { type ClientRequest, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countSaved, freshRow } from '../support/bulk-registration.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { RPC, rowOf } from '../support/supabase-client.ts'

const MEBIBYTE = 1024 * 1024

let app: RunningApp
let authorization: string
beforeAll(async () => {
  app = await startApp({ MAX_SELECTION: '10' }) // a full selection needs no larger bodies than others
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})
afterAll(() => app.stop())

const open = (path: string, headers: Record<string, string | number> = {}): ClientRequest =>
  request(app.url + path, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', ...headers },
  })

async function answerTo(sent: ClientRequest) {
  const [response] = await once(sent, 'response')
  return { status: response.statusCode, id: response.headers['x-request-id'], text: await text(response) }
}

/** Sends a body in chunks, without saying how long it is. */
async function sendChunks(path: string, body: string, chunks: number) {
  const sent = open(path)
  const size = Math.ceil(body.length / chunks)
  for (let at = 0; at < body.length; at += size) sent.write(body.slice(at, at + size))
  sent.end()
  return answerTo(sent)
}

describe('a body in chunks, which does not say how large it is', () => {
  it.each([1, 7])('is read whole by GraphQL: %i', async (chunks) => {
    const answer = await sendChunks('/graphql', '{ "query": "{ viewer { displayName } }" }', chunks)
    expect(JSON.parse(answer.text)).toEqual({ data: { viewer: { displayName: 'Coordinator Oslo' } } })
    const lines = app.logLines.filter((line) => line.includes(answer.id))
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ path: '/graphql', status: 200 }])
  })

  it.each([1, 7])('is read whole by the RPC endpoint: %i', async (chunks) => {
    const row = freshRow()
    const answer = await sendChunks(RPC, JSON.stringify({ activities: [rowOf(row)] }), chunks)
    expect(answer).toMatchObject({ status: 200, text: expect.stringMatching(/^\["[0-9a-f-]{36}"\]$/) })
    expect(await countSaved(await app.client('coordinator@oslo.example'), [row])).toBe(1)
  })

  it('may be as large as any other', async () => {
    const query = '{"query":"{ viewer { displayName } }"}'
    const padded = query.padEnd(MEBIBYTE)
    expect(await sendChunks('/graphql', padded, 16)).toMatchObject({ status: 200 })
  })

  it('is read no further than others may be, and refused with 413', async () => {
    const sent = open(RPC)
    sent.write(' '.repeat(MEBIBYTE + 1)) // and no end
    const { status, text: body } = await answerTo(sent)
    expect(status).toBe(413)
    expect(JSON.parse(body)).toMatchObject({
      code: '54000',
      message: expect.stringContaining('1048576 bytes'),
    })
    sent.on('error', () => {}).destroy()
  })

  it('is the client’s mistake where it breaks off', async () => {
    const logged = app.logLines.length
    const sent = open(RPC)
    sent.on('error', () => {})
    sent.write('{"activities":')
    await once(sent, 'socket')
    await countSaved(await app.client('coordinator@oslo.example'), [freshRow()]) // it has arrived by then
    sent.destroy()
    await expect
      .poll(() => app.logLines.slice(logged).filter((line) => line.includes(`"path":"${RPC}"`)))
      .toMatchObject([expect.stringContaining('"status":400')])
    expect(app.logLines.slice(logged).join('')).not.toMatch(/"level":[4-6]0/)
  })
})

describe('a body that says that it is too large', () => {
  it.each([
    ['/graphql', { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }],
    [RPC, { code: '54000', details: null, hint: null }],
  ])('is refused with 413 before it is read: %s', async (path, expected) => {
    const sent = open(path, { 'content-length': MEBIBYTE + 1 })
    sent.flushHeaders()
    const { status, text: body } = await answerTo(sent)
    expect(status).toBe(413)
    expect(JSON.parse(body)).toMatchObject(expected)
    sent.on('error', () => {}).destroy()
  })
})
