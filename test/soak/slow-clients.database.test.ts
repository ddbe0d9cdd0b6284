import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { postGraphql } from '../support/post-graphql.ts'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { headOf, sendSlowly } from '../support/slow-client.ts'

let app: RunningApp
let authorization: string
beforeAll(async () => {
  app = await startApp()
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})
afterAll(() => app.stop())

describe('two hundred clients that send a byte now and then', () => {
  it('are not waited for, and keep nobody waiting', { timeout: 90_000 }, async () => {
    const slowHeaders = await Promise.all(
      Array.from({ length: 100 }, () => sendSlowly(app.url, 'GET /graphql HTTP/1.1\r\nX: ')),
    )
    const slowBodies = await Promise.all(
      Array.from({ length: 100 }, () => sendSlowly(app.url, `${headOf(authorization, 10_000)}{"query":"`)),
    )

    const { body } = await postGraphql(app.url, { query: '{ viewer { displayName } }' }, { authorization })
    expect(body.data).toEqual({ viewer: { displayName: 'Coordinator Oslo' } })

    for (const { answer, seconds } of await Promise.all(slowHeaders.map(({ ended }) => ended))) {
      expect(answer).toContain('408 Request Timeout')
      expect(seconds).toBeLessThan(20)
    }
    for (const { answer, seconds } of await Promise.all(slowBodies.map(({ ended }) => ended))) {
      expect(answer).toContain('408 Request Timeout')
      expect(seconds).toBeLessThan(45)
    }
  })
})
