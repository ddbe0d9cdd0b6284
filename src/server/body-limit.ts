import type { Plugin } from 'graphql-yoga'
import { continueAs } from './operations/request-log.ts'
import { isPostgrestPath } from './rpc/paths.ts'

/**
 * Refuses request bodies of more than `maxBytes` bytes with 413. One with a Content-Length is refused before it is
 * read; a chunked one, as some proxies send it, is counted while it is read. Written here because Yoga's own limit
 * covers GraphQL requests only, and the RPC endpoint needs one too.
 */
export function bodyLimit(maxBytes: number): Plugin {
  return {
    async onRequest({ request, setRequest, url, fetchAPI, endResponse }) {
      const refuse = (status: number, code: string, message: string) => {
        const body = isPostgrestPath(url.pathname)
          ? { code, message, details: null, hint: null }
          : { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] }
        // The connection is closed, because the rest of the body could be taken for the next request on it.
        endResponse(fetchAPI.Response.json(body, { status, headers: { connection: 'close' } }))
      }
      const refuseLarge = () => refuse(413, '54000', `A body may have at most ${maxBytes} bytes.`)
      if (Number(request.headers.get('content-length')) > maxBytes) return refuseLarge()
      if (!request.headers.has('transfer-encoding') || !request.body) return

      const body = await readAtMost(maxBytes, request.body).catch(() => 'cut off' as const)
      if (body === 'too large') return refuseLarge()
      if (body === 'cut off') return refuse(400, 'PGRST102', 'The body did not arrive as a whole.')
      const { method, headers, signal } = request
      const whole = new fetchAPI.Request(request.url, { method, headers, signal, body })
      continueAs(whole, request)
      setRequest(whole)
    },
  }
}

async function readAtMost(
  maxBytes: number,
  body: ReadableStream<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer> | 'too large'> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  // By a reader: leaving a `for await` loop would end the connection before the answer is sent.
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks, bytes)
    bytes += value.byteLength
    if (bytes > maxBytes) return 'too large'
    chunks.push(value)
  }
}
