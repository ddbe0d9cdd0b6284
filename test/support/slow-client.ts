import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A client that sends one byte every half second. */
export interface SlowClient {
  wire: Socket
  /** Resolves when the connection has ended: to the answer, and after how many seconds that was. */
  ended: Promise<{ answer: string; seconds: number }>
}

/** The head of a request to /graphql whose Content-Length is `length`. */
export const headOf = (authorization: string, length: number): string =>
  `POST /graphql HTTP/1.1\r\nHost: rollcall\r\nContent-Type: application/json\r\nAuthorization: ${authorization}\r\nContent-Length: ${length}\r\n\r\n`

/** Connects to a server, sends `start` at once, and then one byte every half second. */
export async function sendSlowly(url: string, start: string): Promise<SlowClient> {
  const wire = connect(Number(new URL(url).port), '127.0.0.1')
  await once(wire, 'connect')
  const since = performance.now()
  let answer = ''
  wire.setEncoding('utf8').on('data', (text) => {
    answer += text
  })
  wire.on('error', () => {}) // such as ECONNRESET for a byte that comes after the end; 'close' follows
  wire.write(start)
  const dripping = setInterval(() => wire.write('x'), 500)
  const closed = new Promise((resolve) => wire.once('close', resolve)) // events.once would reject on 'error'
  const ended = closed.then(() => {
    clearInterval(dripping)
    return { answer, seconds: (performance.now() - since) / 1000 }
  })
  return { wire, ended }
}
