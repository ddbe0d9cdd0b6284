import type { GraphQLClient } from 'graphql-request'
import { beforeAll, describe, expect, it } from 'vitest'
import { countSaved, freshRow } from '../support/bulk-registration.ts'
import { GRAPHQL_RESPONSE } from '../support/post-graphql.ts'
import type { RunningApp } from '../support/running-app.ts'
import { sharedApp } from '../support/shared-app.ts'

let app: RunningApp
let oslo: GraphQLClient
let authorization: string
beforeAll(async () => {
  app = await sharedApp()
  oslo = await app.client('coordinator@oslo.example')
  authorization = `Bearer ${await app.token('coordinator@oslo.example')}`
})

const query = `mutation ($input: BulkRegisterActivitiesInput!) {
  bulkRegisterActivities(input: $input) { __typename }
}`

/** Sends a change that would be made, were it not for how it is sent; answers with the status. */
async function attempt(send: (operation: { query: string; variables: object }) => Promise<Response>) {
  const row = freshRow()
  const response = await send({ query, variables: { input: { activities: [row] } } })
  await response.body?.cancel()
  return { status: response.status, saved: await countSaved(oslo, [row]) }
}

const post = (body: BodyInit, type?: string) =>
  fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { authorization, ...(type === undefined ? {} : { 'content-type': type }) },
    body,
  })

describe('a change', () => {
  it('is made where it is posted as JSON', async () => {
    expect(await attempt((operation) => post(JSON.stringify(operation), 'application/json'))).toEqual({
      status: 200,
      saved: 1,
    })
  })

  it.each([
    '',
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'x/y',
  ])('is not made by a GET, be its content type "%s"', async (type) => {
    const outcome = await attempt(({ query, variables }) => {
      const asked = new URLSearchParams({ query, variables: JSON.stringify(variables) })
      return fetch(`${app.url}/graphql?${asked}`, { headers: { authorization, 'content-type': type } })
    })
    expect(outcome).toEqual({ status: 405, saved: 0 })
  })

  it.each([
    undefined,
    '',
    'text/plain',
    'text/plain; application/json',
    'text/plain, application/json',
    'application/graphql',
  ])('is not made by a POST of another content type: %s', async (type) => {
    const outcome = await attempt((operation) =>
      post(new TextEncoder().encode(JSON.stringify(operation)), type),
    )
    expect(outcome).toEqual({ status: 415, saved: 0 })
  })

  it('is not made by a form of a page', async () => {
    const urlEncoded = await attempt(({ query, variables }) =>
      post(new URLSearchParams({ query, variables: JSON.stringify(variables) })),
    )
    expect(urlEncoded).toEqual({ status: 415, saved: 0 })
    const multipart = await attempt((operation) => {
      const form = new FormData()
      form.set('operations', JSON.stringify(operation))
      form.set('map', '{}')
      return post(form)
    })
    expect(multipart).toEqual({ status: 415, saved: 0 })
  })

  it('is not made by one of several in a batch', async () => {
    expect(await attempt((operation) => post(JSON.stringify([operation]), 'application/json'))).toEqual({
      status: 400,
      saved: 0,
    })
  })

  it('is not made with a token in a cookie or in the address', async () => {
    const outcome = await attempt((operation) =>
      fetch(`${app.url}/graphql?access_token=${authorization.slice(7)}&apikey=${authorization.slice(7)}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          cookie: `authorization=${encodeURIComponent(authorization)}`,
        },
        body: JSON.stringify(operation),
      }),
    )
    expect(outcome).toEqual({ status: expect.toBeOneOf([200, 401]), saved: 0 })
  })
})

describe('a GET', () => {
  it.each(['variables={', 'variables=x', 'extensions={'])(
    'that is malformed is the client’s mistake: %s',
    async (parameter) => {
      const response = await fetch(`${app.url}/graphql?query={__typename}&${parameter}`, {
        headers: { authorization, accept: GRAPHQL_RESPONSE },
      })
      expect({ status: response.status, body: await response.json() }).toMatchObject({
        status: 400,
        body: { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] },
      })
    },
  )
})
