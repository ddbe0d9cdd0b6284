import { beforeAll, describe, expect, it } from 'vitest'
import { sharedApp } from '../../support/shared-app.ts'

let url: string
beforeAll(async () => {
  ;({ url } = await sharedApp())
})

describe('every answer', () => {
  it.each<[string, RequestInit]>([
    ['/graphql', { headers: { accept: 'text/html' } }],
    ['/graphql?query={__typename}', {}],
    ['/graphql', { method: 'POST', body: 'x' }],
    ['/rest/v1/rpc/insert_bulk_activities', { method: 'POST', body: '{}' }],
    ['/health', {}],
    ['/nowhere', {}],
  ])('tells browsers to keep it to themselves: %s', async (path, init) => {
    const { headers } = await fetch(url + path, init)
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
    })
  })
})

describe('the policy of GraphiQL’s page', () => {
  it('names the scripts that may run, and lets no others', async () => {
    const { headers } = await fetch(`${url}/graphql`, { headers: { accept: 'text/html' } })
    const policy = headers.get('content-security-policy') ?? ''
    const scripts = policy.split('; ').find((rule) => rule.startsWith('script-src'))
    expect(scripts).toMatch(/^script-src( 'sha256-[\w+/]{43}=')+$/)
  })
})
