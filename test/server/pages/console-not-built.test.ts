import { createSchema, createYoga } from 'graphql-yoga'
import { expect, it } from 'vitest'
import { consolePages } from '../../../src/server/pages/console.ts'

it('a console that was not built is a 404 that says in JSON how to build it', async () => {
  const settings = { name: 'Rollcall', logo: undefined, colour: undefined, oidc: undefined }
  const yoga = createYoga({
    schema: createSchema({ typeDefs: 'type Query { nothing: ID }' }),
    plugins: [consolePages({ settings, files: new Map(), logo: undefined, issueDemoUsers: undefined })],
  })
  const answer = await yoga.fetch('http://127.0.0.1/')
  expect(answer.status).toBe(404)
  expect(await answer.json()).toEqual({
    code: 'NOT_FOUND',
    message: expect.stringContaining('npm run build'),
  })
})
