import { subscribe } from 'node:diagnostics_channel'
import type { Produced } from './leaks.ts'
import { isProducing } from './produced.ts'

/** A request of fetch, as Node's diagnostics show it. */
interface Request {
  method: string
  origin: string
  path: string
  /** Names and values in turn. */
  headers: string[]
}

interface Exchange {
  sent: string[]
  status: number
  headers: string[]
  body: Uint8Array[]
  isOver: () => void
}

// The files of a worker share this, and each of them asks for it.
let observing = false

/**
 * Looks on at every answer that this process gets by fetch, whoever calls it: graphql-request, a Supabase client, a test
 * itself. It takes nothing away from them.
 */
export function observeAnswers(): void {
  if (observing) return
  observing = true
  const exchanges = new Map<Request, Exchange>()
  const on = <Message>(event: string, look: (exchange: Exchange, message: Message) => void) =>
    subscribe(`undici:request:${event}`, (message) => {
      const exchange = exchanges.get((message as { request: Request }).request)
      if (exchange) look(exchange, message as Message)
    })

  subscribe('undici:request:create', (message) => {
    const { request } = message as { request: Request }
    const sent = [readable(request.path), ...request.headers]
    const exchange: Exchange = { sent, status: 0, headers: [], body: [], isOver }
    const isWhole = isProducing(() => producedIn(request, exchange))
    function isOver() {
      exchanges.delete(request)
      isWhole()
    }
    exchanges.set(request, exchange)
  })
  on<{ chunk: Uint8Array }>('bodyChunkSent', ({ sent }, { chunk }) =>
    sent.push(Buffer.from(chunk).toString()),
  )
  on<{ response: { statusCode: number; headers: Uint8Array[] } }>('headers', (exchange, { response }) => {
    exchange.status = response.statusCode
    exchange.headers = response.headers.map(String)
  })
  on<{ chunk: Uint8Array }>('bodyChunkReceived', ({ body }, { chunk }) => body.push(Uint8Array.from(chunk)))
  on('trailers', ({ isOver }) => isOver())
  on('error', ({ isOver }) => isOver())
}

function producedIn(
  { method, origin, path }: Request,
  { sent, status, headers, body }: Exchange,
): Produced[] {
  const fields = new Map(
    headers.flatMap((name, at) => (at % 2 ? [] : [[name.toLowerCase(), headers[at + 1] ?? '']])),
  )
  // Yoga says "none" of its streams.
  if ((fields.get('content-encoding') ?? 'none') !== 'none')
    throw new Error('what is compressed is not searched')
  const common = { place: 'answer', sent: () => sent.join('\n') } as const
  const where = `the answer ${status} to ${method} ${origin}${path.slice(0, 100)}`
  const head = { ...common, where: `the head of ${where}`, text: headers.join('\n') }
  // GraphiQL's page has the demo coordinator's token on purpose, to be tried out at once, and is megabytes of programs.
  if (path === '/graphql' && status === 200 && fields.get('content-type')?.startsWith('text/html'))
    return [head]
  // An export is a file of names, on purpose.
  if (path.startsWith('/export/') && status === 200) return [head]
  return [head, { ...common, where, text: Buffer.concat(body).toString() }]
}

/** An address as a person would write it. */
function readable(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '))
  } catch {
    return path
  }
}
