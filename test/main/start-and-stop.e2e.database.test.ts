import { once } from 'node:events'
import { request } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { GraphQLClient } from 'graphql-request'
import { describe, expect, it, onTestFinished } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { createEmptyDatabase } from '../support/empty-database.ts'
import { startAppOn } from '../support/running-app.ts'
import { runProgram, type ServerProcess, startServer } from '../support/server-process.ts'
import { createTestDatabase } from '../support/test-database.ts'

const WhoAmI = graphql(`
  query WhoAmI {
    viewer { displayName memberships { role } }
  }
`)

const RegisterOne = graphql(`
  mutation RegisterOne($input: ActivityInput!) {
    registerActivity(input: $input) {
      __typename
      ... on ActivityRecord { id }
    }
  }
`)

const CountRecords = graphql(`
  query CountRecords {
    activityRecords(first: 1) { totalCount }
  }
`)

const FirstThings = graphql(`
  query FirstThings {
    activityTypes { id }
    peerMentors(first: 1) { edges { node { id } } }
  }
`)

describe('starting', () => {
  it('serves an empty place, prints where and with which tokens, and finds its data again the next time', async () => {
    await using database = await createEmptyDatabase()
    {
      await using server = await startServer(database.variables)
      await server.printed(/mentor1@oslo\.example\n +\S+\n/)
      expect(server.stdout).toContain(`GraphiQL            ${server.url}/graphql\n`)
      const viewers = Array.from(
        server.stdout.matchAll(/^ +(\S+@\S+)\n +(\S+)$/gm),
        async ([, email, token]) => {
          const headers = { authorization: `Bearer ${token}` }
          const { viewer } = await new GraphQLClient(`${server.url}/graphql`, { headers }).request(WhoAmI)
          return [email, viewer.memberships.map(({ role }) => role)]
        },
      )
      expect(await Promise.all(viewers)).toEqual([
        ['coordinator@oslo.example', ['COORDINATOR']],
        ['mentor1@oslo.example', ['PEER_MENTOR']],
      ])

      const client = await server.client('coordinator@oslo.example')
      const { activityTypes, peerMentors } = await client.request(FirstThings)
      const { registerActivity } = await client.request(RegisterOne, {
        input: {
          activityTypeId: activityTypes[0]?.id ?? '',
          peerMentorUserId: peerMentors.edges[0]?.node.id ?? '',
          recordedAt: '2026-01-05T10:00:00Z',
          durationMinutes: 30,
        },
      })
      expect(registerActivity.__typename).toBe('ActivityRecord')
      server.kill('SIGTERM')
      expect(await server.exited).toBe(0)
    }
    await using server = await startServer(database.variables)
    const client = await server.client('coordinator@oslo.example')
    expect(await client.request(CountRecords)).toEqual({ activityRecords: { totalCount: 1 } })
  })
})

describe('stopping', () => {
  it('lets a request in flight finish, ends with exit code 0, and leaves a place to start in again', async () => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    {
      await using server = await startServer(database.variables)
      const inFlight = await requestInFlight(server)
      server.kill('SIGTERM')
      await server.printed(/"msg":"stopping"/)
      expect(await inFlight.finish()).toEqual({ data: { viewer: { displayName: 'Coordinator Oslo' } } })
      expect(await server.exited).toBe(0)
      expect(server.stderr).toBe('')
    }
    const again = await startAppOn(database)
    onTestFinished(again.stop)
    expect((await fetch(`${again.url}/ready`)).status).toBe(200)
  })
})

/** A request that has reached the server, which waits for the rest of its body. */
async function requestInFlight(server: ServerProcess): Promise<{ finish: () => Promise<unknown> }> {
  const body = JSON.stringify({ query: '{ viewer { displayName } }' })
  const sent = request(`${server.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await server.token('coordinator@oslo.example')}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue',
    },
  })
  sent.flushHeaders()
  await once(sent, 'continue')
  return {
    async finish() {
      sent.end(body)
      const [response] = await once(sent, 'response')
      return JSON.parse(await text(response))
    },
  }
}

describe('npm run token', () => {
  it('prints a token and nothing else, which the running server takes', async () => {
    const database = await createTestDatabase()
    onTestFinished(database.drop)
    const app = await startAppOn(database)
    onTestFinished(app.stop)
    await using program = runProgram('scripts/token.ts', database.variables, ['mentor2@bergen.example'])
    expect(await program.exited).toBe(0)
    expect(program.stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
    expect(program.stderr).toBe('')

    const headers = { authorization: `Bearer ${program.stdout.trim()}` }
    const { viewer } = await new GraphQLClient(`${app.url}/graphql`, { headers }).request(WhoAmI)
    expect(viewer.memberships).toEqual([{ role: 'PEER_MENTOR' }])
  })

  it('says so where no server can know the secret that it signs with yet', async () => {
    await using database = await createEmptyDatabase()
    const dataDir = join(database.variables.DATA_DIR ?? '', 'another')
    const variables = { ...database.variables, DATA_DIR: dataDir }
    await using first = runProgram('scripts/token.ts', variables, ['mentor1@oslo.example'])
    expect(await first.exited).toBe(0)
    expect(first.stderr).toContain(`no demo secret in ${dataDir}`)
    await using second = runProgram('scripts/token.ts', variables, ['mentor1@oslo.example'])
    expect(await second.exited).toBe(0)
    expect(second.stderr).toBe('')
  })

  it.each([
    { args: ['nobody@oslo.example'], variables: {}, says: /^There is no such demo user\. .+\n$/ },
    { args: [], variables: {}, says: /^Usage: .+\n$/ },
    {
      args: ['mentor1@oslo.example'],
      variables: { DEMO: 'false', JWT_SECRET: 'a secret of at least 32 characters' },
      says: /^Tokens can be made for the demo only\. .+\n$/,
    },
  ])('refuses $args with $variables in one clear line', async ({ args, variables, says }) => {
    await using database = await createEmptyDatabase()
    await using program = runProgram('scripts/token.ts', { ...database.variables, ...variables }, args)
    expect(await program.exited).toBe(1)
    expect(program.stderr).toMatch(says)
    expect(program.stdout).toBe('')
  })
})
