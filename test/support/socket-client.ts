import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print } from 'graphql'
import { type Client, type ClientOptions, createClient } from 'graphql-ws'
import WebSocket from 'ws'
import type { ProgressSubscription } from '../generated/graphql.ts'
import { Progress } from './operations/bulk-submission.ts'
import type { RunningApp } from './running-app.ts'

export type ProgressUpdate = ProgressSubscription['bulkProgress']

/** A client of the kind that applications use, with its socket at hand. */
export interface SocketClient extends AsyncDisposable {
  client: Client
  /** The socket that is open, or was last. */
  socket: () => WebSocket
  /** The codes with which sockets were closed so far. */
  closeCodes: number[]
  /** Follows bulkProgress from a sequence on, where it comes again too; leaving the loop unsubscribes. */
  progress: (id: string, after?: number | null) => AsyncGenerator<ProgressUpdate, void>
  /** Runs a query or a mutation. */
  request: <Result, Variables>(
    document: TypedDocumentNode<Result, Variables>,
    variables: Variables,
  ) => Promise<Result>
}

/**
 * Opens a client for a demo user; it connects with its first operation. `await using` closes it.
 *
 * @param options beside those of a client that logs in and never comes again by itself
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
    // A socket without operations stays, as it does in an application that is in use.
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
      // Sent anew whenever the client connects again.
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

/** The errors with which the server ended an operation; fails the test where it did not. */
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
