import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunningApp } from '../support/running-app.ts'
import { sharedApp } from '../support/shared-app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await sharedApp()
})

/** What a request is answered with, whatever it looks like. */
async function answerTo(target: string, host: string): Promise<string> {
  const wire = connect(Number(new URL(app.url).port), '127.0.0.1')
  await once(wire, 'connect')
  wire.write(`GET ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
  return text(wire)
}

describe('a path and a Host that form no valid URL', () => {
  it.each([
    ['/graphql', '['],
    ['/graphql', 'a b'],
    ['/graphql', 'rollcall:99999'],
    ['/graphql', 'a%b'],
    ['/health', '::::'],
    ['*', 'rollcall:4000'],
    ['http://rollcall/graphql', 'rollcall:4000'],
  ])('are the client’s mistake, and tell nothing of the server: %s at %s', async (target, host) => {
    const [head = '', body = ''] = (await answerTo(target, host)).split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 400 /)
    expect(JSON.parse(body)).toEqual({
      errors: [
        {
          message: 'The path and the Host header form no valid URL.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    })
  })

  it('leave other hosts alone, an empty one too', async () => {
    for (const host of ['rollcall', 'rollcall:4000', '[::1]:4000', 'xn--rllcall-q1a.example', ''])
      expect(await answerTo('/health', host)).toMatch(/^HTTP\/1\.1 200 /)
  })
})
