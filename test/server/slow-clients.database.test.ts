import { Server } from 'node:http'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { postGraphql } from '../support/post-graphql.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { headOf, sendSlowly } from '../support/slow-client.ts'

let app: RunningApp
let server: Server
let authorization: string
beforeAll(async () => {
  const listening = vi.spyOn(Server.prototype, 'listen')
  app = await startApp()
  server = listening.mock.contexts[0] as Server
  listening.mockRestore()
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})
afterAll(() => app.stop())

it('a client that sends a byte now and then is not waited for, and keeps nobody waiting', async () => {
  expect(server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 30_000 })
  Object.assign(server, { headersTimeout: 1_000, requestTimeout: 2_000 }) // soak/slow-clients waits for the real ones
  const slow = [
    await sendSlowly(app.url, 'GET /graphql HTTP/1.1\r\nX: '),
    await sendSlowly(app.url, `${headOf(authorization, 10_000)}{"query":"`),
  ]
  const { body } = await postGraphql(app.url, { query: '{ viewer { displayName } }' }, { authorization })
  expect(body.data).toEqual({ viewer: { displayName: 'Coordinator Oslo' } })
  for (const { answer } of await Promise.all(slow.map(({ ended }) => ended)))
    expect(answer).toContain('408 Request Timeout')
})
