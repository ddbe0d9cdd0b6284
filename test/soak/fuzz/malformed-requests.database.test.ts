import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { amount } from '../../support/length.ts'
import { expectUnharmed, type FuzzedServer, NOISE, SEED, share, startFuzzed } from './fuzzed-server.ts'
import { requestRound } from './request-round.ts'

const COUNT = share(amount(300, 5_000))

let fuzzed: FuzzedServer
let atRestAfterFirst: number
beforeAll(async () => {
  fuzzed = await startFuzzed()
})
afterAll(async () => {
  await fuzzed.server[Symbol.asyncDispose]()
  await fuzzed.database.drop()
})

describe('malformed requests', { timeout: 600_000 }, () => {
  it('are answered as mistakes of the client, and told nothing of the server’s inside', async () => {
    expect({ seed: SEED, harms: await requestRound(fuzzed, SEED, COUNT) }).toEqual({ seed: SEED, harms: [] })
    atRestAfterFirst = await fuzzed.atRest()
  })

  it('leave no connection open, and nothing in memory that grows with them', async () => {
    const seed = SEED + 1
    expect({ seed, harms: await requestRound(fuzzed, seed, COUNT) }).toEqual({ seed, harms: [] })
    expect((await fuzzed.atRest()) - atRestAfterFirst).toBeLessThan(NOISE)
  })

  it('leave a server that answers, and has complained about nothing', async () => {
    await expectUnharmed(fuzzed.server)
  })
})
