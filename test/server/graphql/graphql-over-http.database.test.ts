import { beforeAll, describe, expect, it } from 'vitest'
import { GRAPHQL_RESPONSE } from '../../support/post-graphql.ts'
import type { RunningApp } from '../../support/running-app.ts'
import { sharedApp } from '../../support/shared-app.ts'

let app: RunningApp
let authorization: string
beforeAll(async () => {
  app = await sharedApp()
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})

async function ask(path: string, init: RequestInit = {}) {
  const response = await fetch(`${app.url}${path}`, init)
  const text = await response.text()
  return { status: response.status, headers: response.headers, text }
}
const codeOf = (text: string) => JSON.parse(text).errors[0].extensions.code
const post = (body: string, headers: Record<string, string> = {}) =>
  ask('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: GRAPHQL_RESPONSE, authorization, ...headers },
    body,
  })
const get = (query: string) =>
  ask(`/graphql?query=${encodeURIComponent(query)}`, { headers: { accept: GRAPHQL_RESPONSE, authorization } })

describe('a request in order', () => {
  it('may be a POST of JSON', async () => {
    const { status, headers, text } = await post('{"query":"{ viewer { displayName } }"}')
    expect(status).toBe(200)
    expect(headers.get('content-type')).toContain(GRAPHQL_RESPONSE)
    expect(JSON.parse(text)).toEqual({ data: { viewer: { displayName: 'Coordinator Oslo' } } })
  })

  it('may be a GET of a query', async () => {
    expect(JSON.parse((await get('{ viewer { displayName } }')).text)).toEqual({
      data: { viewer: { displayName: 'Coordinator Oslo' } },
    })
  })

  it('is answered in application/json where a client knows nothing else', async () => {
    const { headers } = await post('{"query":"{ __typename }"}', { accept: 'application/json' })
    expect(headers.get('content-type')).toContain('application/json')
  })
})

describe('a request that is not in order', () => {
  it.each<[string, string, string]>([
    ['no JSON', '{', 'BAD_REQUEST'],
    ['nothing', '', 'BAD_REQUEST'],
    ['null', 'null', 'BAD_REQUEST'],
    ['several operations at once', '[{"query":"{ __typename }"},{"query":"{ __typename }"}]', 'BAD_REQUEST'],
    ['no query', '{}', 'BAD_REQUEST'],
    ['a query that is no text', '{"query":17}', 'BAD_REQUEST'],
    ['variables that are no object', '{"query":"{ __typename }","variables":"x"}', 'BAD_REQUEST'],
    ['a query that is no GraphQL', '{"query":"{"}', 'GRAPHQL_PARSE_FAILED'],
    ['a field that there is not', '{"query":"{ nobody }"}', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a moment that is none, in the query itself',
      '{"query":"{ activityRecords(filter: { recordedFrom: \\"x\\" }) { totalCount } }"}',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'an operation that there is not',
      '{"query":"query A { __typename }","operationName":"B"}',
      'OPERATION_RESOLUTION_FAILURE',
    ],
    [
      'a variable that is missing',
      '{"query":"query ($id: ID!) { bulkSubmission(id: $id) { id } }"}',
      'BAD_USER_INPUT',
    ],
  ])('is answered with 400 and a code: %s', async (_, body, code) => {
    const { status, text } = await post(body)
    expect({ status, code: codeOf(text) }).toEqual({ status: 400, code })
    expect(text).not.toMatch(/ at .*\.(js|ts):\d+/)
  })

  it('is answered with 200 all the same where a client knows of application/json only', async () => {
    const { status, text } = await post('{"query":"{ nobody }"}', { accept: 'application/json' })
    expect({ status, code: codeOf(text) }).toEqual({ status: 200, code: 'GRAPHQL_VALIDATION_FAILED' })
  })

  it('changes nothing by GET', async () => {
    const { status, headers } = await get(
      'mutation { bulkRegisterActivities(input: { activities: [] }) { __typename } }',
    )
    expect(status).toBe(405)
    expect(headers.get('allow')).toBe('POST')
  })

  it('is refused in a media type that nobody reads or writes', async () => {
    expect((await post('{"query":"{ __typename }"}', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await post('{"query":"{ __typename }"}', { accept: 'text/xml' })).status).toBe(406)
  })

  it.each(['PUT', 'DELETE', 'PATCH'])('is refused by %s', async (method) => {
    const { status, headers } = await ask('/graphql', { method, headers: { accept: GRAPHQL_RESPONSE } })
    expect(status).toBe(405)
    expect(headers.get('allow')).toBe('GET, POST')
  })
})
