import { Agent } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brokenBytes } from './broken-bytes.ts'
import { expectUnharmed, type FuzzedServer, NOISE, SEED, share, startFuzzed } from './fuzzed-server.ts'
import { harmsOf, LANES } from './harm.ts'
import { oddRequests } from './requests.ts'
import { harmOfBytes, harmOfRequest } from './send.ts'

const REQUESTS = share(1_250)
const BROKEN = share(1_250)

let fuzzed: FuzzedServer
let atRestAfterFirst: number
beforeAll(async () => {
  fuzzed = await startFuzzed()
})
afterAll(async () => {
  await fuzzed.server[Symbol.asyncDispose]()
  await fuzzed.database.drop()
})

/** Sends thousands of requests, in part broken ones, others from each round; gives what did harm. */
async function roundOf(seed: number) {
  const { server, operations, tokens } = fuzzed
  const agent = new Agent({ keepAlive: true, maxSockets: LANES })
  const requests = fc.sample(oddRequests(operations, tokens), { seed, numRuns: REQUESTS })
  const bytes = fc.sample(brokenBytes(tokens), { seed, numRuns: BROKEN })
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

describe('thousands of malformed requests', { timeout: 120_000 }, () => {
  it('are answered as mistakes of the client, and told nothing of the server’s inside', async () => {
    expect({ seed: SEED, harms: await roundOf(SEED) }).toEqual({ seed: SEED, harms: [] })
    atRestAfterFirst = await fuzzed.atRest()
  })

  it('leave no connection open, and nothing in memory that grows with them', async () => {
    const seed = SEED + 1
    expect({ seed, harms: await roundOf(seed) }).toEqual({ seed, harms: [] })
    expect((await fuzzed.atRest()) - atRestAfterFirst).toBeLessThan(NOISE)
  })

  it('leave a server that answers, and has complained about nothing', async () => {
    await expectUnharmed(fuzzed.server)
  })
})
