import { setTimeout as sleep } from 'node:timers/promises'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { ClientError, GraphQLClient } from 'graphql-request'
import { signToken } from '../src/auth/sign-token.ts'
import { readTokenSecret } from '../src/auth/token-secret.ts'
import { demoId } from '../src/demo-data.ts'
import type { Env } from '../src/env.ts'
import { DemoError } from './demo-error.ts'

const GIVE_UP_AFTER_MS = 60_000
const PAUSE_MS = 250

/** A user who is logged in at a server. */
export interface DemoClient {
  url: string
  token: string
  /**
   * Sends one operation, and sends it again while the server can't be reached, so mutations need an idempotency key.
   *
   * @throws DemoError where the token is refused, the operation fails, or the server stays away for a minute
   */
  request: <Result, Variables extends object>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
  ) => Promise<Result>
}

/**
 * Makes a token for a demo user, as `npm run token` does.
 *
 * @throws DemoError where the settings are not those of a server in demo mode
 */
export async function demoToken(email: string, env: Env): Promise<string> {
  const secret = env.demo ? await readTokenSecret(env) : undefined
  if (secret === undefined) {
    throw new DemoError(
      'The demo needs a server in demo mode: tokens for its users can be made for the demo only. Leave DATABASE_URL out, or set DEMO=true.',
    )
  }
  return signToken(demoId(email), env, secret)
}

/** Makes a client of the server at `url`, which sends `token` with each request. */
export function connect(url: string, token: string): DemoClient {
  const client = new GraphQLClient(`${url}/graphql`, { headers: { authorization: `Bearer ${token}` } })
  return {
    url,
    token,
    async request<Result, Variables extends object>(
      document: TypedDocumentNode<Result, Variables>,
      variables: Variables,
    ) {
      const lateAt = performance.now() + GIVE_UP_AFTER_MS
      while (true) {
        try {
          return await client.request<Result>(document, variables)
        } catch (error) {
          const failure = error instanceof ClientError ? error.response.errors?.[0] : undefined
          const code = failure?.extensions?.code
          if (code === 'UNAUTHENTICATED') throw refusedToken(url)
          if (failure && code !== 'SERVICE_UNAVAILABLE') {
            throw new DemoError(`The server refused the request: ${failure.message}`)
          }
          if (performance.now() > lateAt) throw lost(url)
        }
        await sleep(PAUSE_MS)
      }
    },
  }
}

/** The error for a server that does not accept the demo's token. */
export function refusedToken(url: string): DemoError {
  return new DemoError(
    `The server at ${url} refuses the demo’s token: it is not in demo mode, or has another secret (run the demo with its DATA_DIR or JWT_SECRET).`,
  )
}

/** The error for a server that could no longer be reached. */
export function lost(url: string): DemoError {
  return new DemoError(
    `The server at ${url} has gone and did not come back. What it has accepted goes on when it runs again.`,
  )
}
