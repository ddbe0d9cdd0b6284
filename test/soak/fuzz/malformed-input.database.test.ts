import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { amount } from '../../support/length.ts'
import { expectUnharmed, type FuzzedServer, NOISE, SEED, share, startFuzzed } from './fuzzed-server.ts'
import { messageRound } from './message-round.ts'
import { requestRound } from './request-round.ts'

describe.each([
  ['messages on sockets', messageRound, share(amount(400, 7_000))],
  ['requests', requestRound, share(amount(300, 5_000))],
] as const)('malformed %s', { timeout: 600_000 }, (_, sendSome, count) => {
  let fuzzed: FuzzedServer
  let atRestAfterFirst: number
  beforeAll(async () => {
    fuzzed = await startFuzzed()
  })
  afterAll(async () => {
    await fuzzed.server[Symbol.asyncDispose]()
    await fuzzed.database.drop()
  })

  it('are answered as mistakes of the client, and told nothing of the server’s inside', async () => {
    expect({ seed: SEED, harms: await sendSome(fuzzed, SEED, count) }).toEqual({ seed: SEED, harms: [] })
    atRestAfterFirst = await fuzzed.atRest()
  })

  it('leave no connection open, and nothing in memory that grows with them', async () => {
    const seed = SEED + 1
    expect({ seed, harms: await sendSome(fuzzed, seed, count) }).toEqual({ seed, harms: [] })
    expect((await fuzzed.atRest()) - atRestAfterFirst).toBeLessThan(NOISE)
  })

  it('leave a server that answers, and has complained about nothing', async () => {
    await expectUnharmed(fuzzed.server)
  })
})
