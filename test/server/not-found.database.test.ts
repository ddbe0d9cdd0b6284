import { beforeAll, describe, expect, it } from 'vitest'
import type { RunningApp } from '../support/running-app.ts'
import { sharedApp } from '../support/shared-app.ts'

let app: RunningApp
let authorization: string
beforeAll(async () => {
  app = await sharedApp()
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})

describe('an address at which there is nothing', () => {
  it.each([
    '/graphql/nested',
    '/nested/graphql',
    '/graphqls',
    '/rest/v1/activity_records',
    '/rest/v2',
    '/.env',
    '/%00',
    '/nothing?query={__typename}',
    '/nothing?to=/graphql',
    '/auth/v1/user',
    '/realtime/v1/websocket',
    '/storage/v1/bucket',
    '/functions/v1/hello',
    '/graphql/v1',
  ])('is answered with 404 and a sentence in JSON: %s', async (path) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await fetch(app.url + path, { method, headers: { authorization } })
      const place = { method, path, status: response.status, type: response.headers.get('content-type') }
      expect(place).toEqual({ method, path, status: 404, type: expect.stringMatching(/^application\/json/) })
      expect(await response.json()).toMatchObject({ message: expect.stringMatching(/^[A-Z].{20,}/) })
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  it('is answered to HEAD with 404 and no body', async () => {
    const response = await fetch(`${app.url}/nothing`, { method: 'HEAD' })
    expect({ status: response.status, text: await response.text() }).toEqual({ status: 404, text: '' })
  })

  it.each([
    ['/auth/v1/token', /identity provider/],
    ['/realtime/v1/websocket', /bulkProgress/],
    ['/graphql/v1', /at \/graphql\./],
    ['/nothing', /at \/graphql\./],
  ])('is answered with what there is instead: %s', async (path, words) => {
    const { message } = (await (await fetch(app.url + path)).json()) as { message: string }
    expect(message).toMatch(words)
  })
})
