import { print } from 'graphql'
import type { ProgressSubscription } from '../generated/graphql.ts'
import { Progress } from './operations/bulk-submission.ts'
import type { RunningApp } from './running-app.ts'
import type { ProgressUpdate } from './socket-client.ts'

/**
 * Follows bulkProgress as server-sent events, without a client library. Leaving the loop closes the connection.
 *
 * @param email the demo user whose token is sent
 * @param id the submission
 */
export async function* progressOverSse(
  app: Pick<RunningApp, 'url' | 'token'>,
  email: string,
  id: string,
  after = 0,
): AsyncGenerator<ProgressUpdate, void> {
  const hangUp = new AbortController()
  try {
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await app.token(email)}`,
        'content-type': 'application/json',
        accept: 'text/event-stream',
      },
      body: JSON.stringify({ query: print(Progress), variables: { id, after } }),
      signal: hangUp.signal,
    })
    if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
      throw new Error(`no event stream, but ${response.status}: ${await response.text()}`)
    }
    for await (const event of eventsOf(response)) {
      if (event.name === 'complete') return
      const { data, errors } = JSON.parse(event.data) as { data?: ProgressSubscription; errors?: Error[] }
      if (!data) throw new AggregateError(errors ?? [], 'the subscription answered with errors')
      yield data.bulkProgress
    }
    throw new Error('the stream ended without a complete event')
  } finally {
    hangUp.abort()
  }
}

async function* eventsOf(response: Response): AsyncGenerator<{ name: string; data: string }, void> {
  let text = ''
  for await (const chunk of (response.body as ReadableStream<Uint8Array>).pipeThrough(
    new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>,
  )) {
    text += chunk
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n')
      text = text.slice(end + 2)
      const field = (name: string) =>
        lines
          .filter((line) => line.startsWith(`${name}:`))
          .map((line) => line.slice(name.length + 1).trim())
          .join('\n')
      if (field('event')) yield { name: field('event'), data: field('data') }
    }
  }
}
