import { expect, it, onTestFinished } from 'vitest'
import { expectUnharmed, SEED, startFuzzed } from '../soak/fuzz/fuzzed-server.ts'
import { messageRound } from '../soak/fuzz/message-round.ts'
import { requestRound } from '../soak/fuzz/request-round.ts'

it('malformed requests and messages are answered as mistakes of the client, and harm nobody', async () => {
  const fuzzed = await startFuzzed()
  onTestFinished(fuzzed.database.drop)
  await using server = fuzzed.server
  expect({ seed: SEED, harms: await requestRound(fuzzed, SEED, 20) }).toEqual({ seed: SEED, harms: [] })
  expect({ seed: SEED, harms: await messageRound(fuzzed, SEED, 20) }).toEqual({ seed: SEED, harms: [] })
  await expectUnharmed(server)
})
