import fc from 'fast-check'
import { expect } from 'vitest'
import type { FuzzedServer } from './fuzzed-server.ts'
import { brokenHandshakes } from './handshakes.ts'
import { type Harm, harmsOf, LANES } from './harm.ts'
import { harmOfBytes } from './send.ts'
import { SocketLane } from './socket-lane.ts'
import { oddMessages } from './socket-messages.ts'

/** Sends so many messages on sockets, and asks for half as many sockets; gives what did harm. */
export async function messageRound(
  { server, operations, tokens }: FuzzedServer,
  seed: number,
  count: number,
): Promise<Harm[]> {
  const messages = fc.sample(oddMessages(operations, tokens), { seed, numRuns: count })
  const handshakes = fc.sample(brokenHandshakes, { seed, numRuns: Math.round(count / 2) })
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
