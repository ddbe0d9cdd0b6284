import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A client that sends a byte now and then. */
export interface SlowClient {
  wire: Socket
  /** What it was answered with once its connection has ended, and after how many seconds that was. */
  ended: Promise<{ answer: string; seconds: number }>
}

/** The head of a request to /graphql that announces a body of so many bytes. */
export const headOf = (authorization: string, length: number): string =>
  `POST /graphql HTTP/1.1\r\nHost: rollcall\r\nContent-Type: application/json\r\nAuthorization: ${authorization}\r\nContent-Length: ${length}\r\n\r\n`

/** Sends something to a server and then goes on a byte at a time. */
export async function sendSlowly(url: string, start: string): Promise<SlowClient> {
  const wire = connect(Number(new URL(url).port), '127.0.0.1')
  await once(wire, 'connect')
  const since = performance.now()
  let answer = ''
  wire.setEncoding('utf8').on('data', (text) => {
    answer += text
  })
  wire.on('error', () => {}) // it closes then
  wire.write(start)
  const dripping = setInterval(() => wire.write('x'), 500)
  const ended = once(wire, 'close').then(() => {
    clearInterval(dripping)
    return { answer, seconds: (performance.now() - since) / 1000 }
  })
  return { wire, ended }
}
