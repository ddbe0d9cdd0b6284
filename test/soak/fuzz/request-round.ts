import { Agent } from 'node:http'
import fc from 'fast-check'
import { brokenBytes } from './broken-bytes.ts'
import type { FuzzedServer } from './fuzzed-server.ts'
import { type Harm, harmsOf, LANES } from './harm.ts'
import { oddRequests } from './requests.ts'
import { harmOfBytes, harmOfRequest } from './send.ts'

/** Sends so many requests with something wrong, and as many that are broken; gives what did harm. */
export async function requestRound(
  { server, operations, tokens }: FuzzedServer,
  seed: number,
  count: number,
): Promise<Harm[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: LANES })
  const requests = fc.sample(oddRequests(operations, tokens), { seed, numRuns: count })
  const bytes = fc.sample(brokenBytes(tokens), { seed, numRuns: count })
  const harms = [
    ...(await harmsOf(
      requests,
      (request) => harmOfRequest(server.url, agent, request),
      (request) => ({ ...request, body: request.body.toString('latin1') }),
    )),
    ...(await harmsOf(
      bytes,
      (broken) => harmOfBytes(server.url, broken),
      (broken) => ({ ...broken, bytes: broken.bytes.toString('latin1') }),
    )),
  ]
  agent.destroy()
  return harms
}
