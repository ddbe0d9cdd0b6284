import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { type Client, type ClientOptions, createClient } from 'graphql-ws'
import WebSocket from 'ws'
import type { ProgressSubscription } from '../generated/graphql.ts'
import { Progress } from './operations/bulk-submission.ts'
import type { RunningApp } from './running-app.ts'

/** One update of bulkProgress. */
export type ProgressUpdate = ProgressSubscription['bulkProgress']

/** A graphql-ws client, as applications use it, with access to its socket. `await using` closes it. */
export interface SocketClient extends AsyncDisposable {
  client: Client
  /** The open socket, or the last one that was open. */
  socket: () => WebSocket
  /** The codes with which sockets were closed so far. */
  closeCodes: number[]
  /** Follows bulkProgress after a sequence, also after a reconnection; leaving the loop unsubscribes. */
  progress: (id: string, after?: number | null) => AsyncGenerator<ProgressUpdate, void>
  /** Runs a query or a mutation. */
  request: <Result, Variables>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
  ) => Promise<Result>
}

/**
 * Makes a client for a demo user. It connects with its first operation, and does not reconnect by itself.
 *
 * @param options options of graphql-ws that are added, or replace the defaults
 */
export async function connect(
  app: Pick<RunningApp, 'url' | 'token'>,
  email: string,
  options: Partial<ClientOptions> = {},
): Promise<SocketClient> {
  const closeCodes: number[] = []
  let socket: WebSocket | undefined
  const client = createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${await app.token(email)}` },
    retryAttempts: 0,
    // Keeps a socket open between operations, as in an application that is in use.
    lazyCloseTimeout: 60_000,
    ...options,
    on: {
      ...options.on,
      opened(opened) {
        socket = opened as WebSocket
      },
      closed: (event) => closeCodes.push((event as CloseEvent).code),
    },
  })
  return {
    client,
    closeCodes,
    socket: () => socket ?? neverOpened(),
    async *progress(id, after) {
      // The client sends this object again when it reconnects, so `after` must be up to date.
      const variables = { id, ...(after === undefined ? {} : { after }) }
      for await (const { data, errors } of client.iterate<ProgressSubscription>({
        query: print(Progress),
        variables,
      })) {
        if (!data) throw new AggregateError(errors ?? [], 'the subscription answered with errors')
        variables.after = data.bulkProgress.sequence
        yield data.bulkProgress
      }
    },
    async request<Result, Variables>(
      document: TypedDocumentNode<Result, Variables>,
      variables: Variables,
    ): Promise<Result> {
      const answers = client.iterate<Result & Record<string, unknown>>({
        query: print(document),
        variables: variables as Record<string, unknown>,
      })
      for await (const { data, errors } of answers) {
        if (!data) throw new AggregateError(errors ?? [], 'the operation answered with errors')
        return data
      }
      throw new Error('the operation completed without an answer')
    },
    async [Symbol.asyncDispose]() {
      await client.dispose()
    },
  }
}

function neverOpened(): never {
  throw new Error('no socket was opened yet')
}

/** Waits for the errors with which the server ends an operation; fails the test where it succeeds. */
export async function operationErrors(
  operation: Promise<unknown>,
): Promise<{ message: string; extensions?: { code?: string; requestId?: string } }[]> {
  const reason = await operation.then(
    (answer) => {
      throw new Error(`expected errors, not ${JSON.stringify(answer)}`)
    },
    (cause: unknown) => cause,
  )
  if (reason instanceof AggregateError) return reason.errors
  if (!Array.isArray(reason)) throw reason
  return reason
}
