import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { amount } from '../../support/length.ts'
import { expectUnharmed, type FuzzedServer, NOISE, SEED, share, startFuzzed } from './fuzzed-server.ts'
import { messageRound } from './message-round.ts'

const COUNT = share(amount(400, 7_000))

let fuzzed: FuzzedServer
let atRestAfterFirst: number
beforeAll(async () => {
  fuzzed = await startFuzzed()
})
afterAll(async () => {
  await fuzzed.server[Symbol.asyncDispose]()
  await fuzzed.database.drop()
})

describe('malformed messages on sockets', { timeout: 600_000 }, () => {
  it('are answered as mistakes of the client, and told nothing of the server’s inside', async () => {
    expect({ seed: SEED, harms: await messageRound(fuzzed, SEED, COUNT) }).toEqual({ seed: SEED, harms: [] })
    atRestAfterFirst = await fuzzed.atRest()
  })

  it('leave no socket open, and nothing in memory that grows with them', async () => {
    const seed = SEED + 1
    expect({ seed, harms: await messageRound(fuzzed, seed, COUNT) }).toEqual({ seed, harms: [] })
    expect((await fuzzed.atRest()) - atRestAfterFirst).toBeLessThan(NOISE)
  })

  it('leave a server that answers, and has complained about nothing', async () => {
    await expectUnharmed(fuzzed.server)
  })
})
