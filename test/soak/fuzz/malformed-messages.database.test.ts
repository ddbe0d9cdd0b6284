import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectUnharmed, type FuzzedServer, NOISE, SEED, share, startFuzzed } from './fuzzed-server.ts'
import { brokenHandshakes } from './handshakes.ts'
import { harmsOf, LANES } from './harm.ts'
import { harmOfBytes } from './send.ts'
import { SocketLane } from './socket-lane.ts'
import { oddMessages } from './socket-messages.ts'

const MESSAGES = share(1_750)
const HANDSHAKES = share(750)

let fuzzed: FuzzedServer
let atRestAfterFirst: number
beforeAll(async () => {
  fuzzed = await startFuzzed()
})
afterAll(async () => {
  await fuzzed.server[Symbol.asyncDispose]()
  await fuzzed.database.drop()
})

/** Sends thousands of messages on sockets, and asks for hundreds of sockets; gives what did harm. */
async function roundOf(seed: number) {
  const { server, operations, tokens } = fuzzed
  const messages = fc.sample(oddMessages(operations, tokens), { seed, numRuns: MESSAGES })
  const handshakes = fc.sample(brokenHandshakes, { seed, numRuns: HANDSHAKES })
  const lanes = Array.from({ length: LANES }, () => new SocketLane(server.url, tokens[0]))
  const harms = [
    ...(await harmsOf(
      messages,
      (message, lane) => lanes[lane]?.harmOf(message) ?? expect.unreachable(),
      (message) => ({ ...message, bytes: message.bytes.toString('latin1') }),
    )),
    ...(await harmsOf(
      handshakes,
      (broken) => harmOfBytes(server.url, broken),
      ({ bytes }) => bytes.toString('latin1'),
    )),
  ]
  for (const lane of lanes) await lane.close()
  return harms
}

describe('thousands of malformed messages on sockets', { timeout: 120_000 }, () => {
  it('are answered as mistakes of the client, and told nothing of the server’s inside', async () => {
    expect({ seed: SEED, harms: await roundOf(SEED) }).toEqual({ seed: SEED, harms: [] })
    atRestAfterFirst = await fuzzed.atRest()
  })

  it('leave no socket open, and nothing in memory that grows with them', async () => {
    const seed = SEED + 1
    expect({ seed, harms: await roundOf(seed) }).toEqual({ seed, harms: [] })
    expect((await fuzzed.atRest()) - atRestAfterFirst).toBeLessThan(NOISE)
  })

  it('leave a server that answers, and has complained about nothing', async () => {
    await expectUnharmed(fuzzed.server)
  })
})
