import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/running-app.ts'
import { RPC, SECRET } from '../support/supabase-client.ts'

const ALLOWED = ['https://app.example', 'https://other.example:8443']
const NOT_ALLOWED = ['https://evil.example', 'https://app.example.evil.example', 'http://app.example', 'null']
const EXPORT = '/export/activity-records.csv'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({ JWT_SECRET: SECRET, CORS_ORIGINS: ALLOWED.join(',') })
})
afterAll(() => app.stop())

const ask = async (method: string, path: string, headers: Record<string, string>) => {
  const response = await fetch(app.url + path, { method, headers })
  return {
    status: response.status,
    mayRead: response.headers.get('access-control-allow-origin'),
    differs: response.headers.get('vary')?.toLowerCase(),
    body: await response.text(),
  }
}
const preflight = (path: string, origin: string) =>
  ask('OPTIONS', path, { origin, 'access-control-request-method': 'POST' })

describe('with several origins in CORS_ORIGINS', () => {
  it.each(ALLOWED)('a page of each of them may ask, and read every answer: %s', async (origin) => {
    const differs = expect.stringContaining('origin')
    for (const path of ['/graphql', RPC, EXPORT]) {
      expect(await preflight(path, origin)).toEqual({ status: 204, mayRead: origin, differs, body: '' })
      expect(await ask('GET', path, { origin })).toMatchObject({ mayRead: origin, differs })
    }
  })

  it.each(NOT_ALLOWED)('a page of any other may do neither: %s', async (origin) => {
    for (const path of ['/graphql', RPC, EXPORT, '/rest/v1/nope', '/nothing']) {
      const differs = expect.stringContaining('origin')
      expect(await preflight(path, origin)).toMatchObject({ mayRead: null, differs })
      expect(await ask('GET', path, { origin })).toMatchObject({ mayRead: null, differs })
    }
  })
})

describe('at an address at which there is nothing, with CORS_ORIGINS', () => {
  const nowhere = [
    ['/rest/v1/rpc/nope', 'PGRST202'],
    ['/rest/v1/activity_records', 'PGRST205'],
    ['/rest/v1/a/b', 'PGRST125'],
    ['/auth/v1/user', 'NOT_FOUND'],
    ['/nothing', 'NOT_FOUND'],
  ] as const

  it.each(nowhere)('OPTIONS says so as it does without them: %s', async (path, code) => {
    const [origin = ''] = ALLOWED
    const answers = [
      await ask('OPTIONS', path, {}),
      await ask('OPTIONS', path, { origin }),
      ...(await Promise.all(NOT_ALLOWED.map((other) => preflight(path, other)))),
    ]
    for (const { status, body } of answers)
      expect({ status, code: JSON.parse(body || '{}').code }).toEqual({ status: 404, code })
  })

  // A browser shows a page nothing of a preflight that fails, so the page would never learn why its call did.
  it.each(nowhere)('a page may ask, and reads that there is nothing: %s', async (path, code) => {
    const [origin = ''] = ALLOWED
    expect(await preflight(path, origin)).toMatchObject({ status: 204, mayRead: origin })
    const { status, mayRead, body } = await ask('POST', path, { origin })
    expect({ status, mayRead, code: JSON.parse(body).code }).toEqual({ status: 404, mayRead: origin, code })
  })
})

it.each([
  [RPC, 200, 'OPTIONS,POST'],
  ['/graphql', 405, 'GET, POST'],
  [EXPORT, 405, 'GET'],
])('OPTIONS that is no preflight is told what may be asked: %s', async (path, status, allow) => {
  for (const headers of [{}, { origin: ALLOWED[0] ?? '' }]) {
    const response = await fetch(app.url + path, { method: 'OPTIONS', headers })
    expect({ status: response.status, allow: response.headers.get('allow') }).toEqual({ status, allow })
  }
})
