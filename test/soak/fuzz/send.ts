import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import type { BrokenBytes } from './broken-bytes.ts'
import { harmIn } from './harm.ts'
import type { OddRequest } from './requests.ts'

const TIMEOUT_MS = 30_000

/**
 * Sends a request.
 *
 * @returns what was wrong with its answer; undefined where nothing was
 */
export async function harmOfRequest(url: string, agent: Agent, odd: OddRequest): Promise<string | undefined> {
  const { method, path, headers, body } = odd
  const { hostname, port } = new URL(url)
  const sent = request({
    hostname,
    port,
    agent,
    method,
    path,
    headers: { ...headers, 'content-length': body.length },
  })
  sent.on('error', () => {}) // the first one is awaited below; a connection that breaks has more of them
  try {
    sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error('no answer')))
    sent.end(body)
    const [response] = (await once(sent, 'response')) as [IncomingMessage]
    const answer = await textOf(response)
    // The one page that there is comes from no input.
    if (response.headers['content-type']?.startsWith('text/html')) return undefined
    const status = response.statusCode ?? 0
    return status >= 500
      ? `status ${status}: ${answer}`
      : harmIn(`${JSON.stringify(response.headers)}\n${answer}`, path)
  } catch (error) {
    return `no answer: ${error}`
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk
  return text
}

/**
 * Sends bytes on a connection of their own, which the server ends, whether it answers or not.
 *
 * @returns what was wrong with what it answered; undefined where nothing was
 */
export async function harmOfBytes(url: string, { bytes, cut }: BrokenBytes): Promise<string | undefined> {
  const wire = connect(Number(new URL(url).port), '127.0.0.1')
  let answer = ''
  let waited = false
  wire.setEncoding('latin1').on('data', (text) => {
    answer += text
    if (/^HTTP\/1.1 101 /.test(answer)) wire.destroy()
  })
  wire.on('error', () => {}) // it closes then
  wire.setTimeout(TIMEOUT_MS, () => {
    waited = true
    wire.destroy()
  })
  if (cut) wire.end(bytes)
  else wire.write(bytes)
  await once(wire, 'close')
  if (waited) return `no end: ${answer}`
  return /^HTTP\/1.1 5\d\d/m.test(answer) ? answer : harmIn(answer, bytes.toString('latin1'))
}
