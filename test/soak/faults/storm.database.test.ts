import { inject } from 'vitest'
import { amount } from '../../support/length.ts'
import { measured } from './measured.ts'
import { it } from './own-database.ts'
import { rage } from './scenarios/storm.ts'

const shared = inject('template').kind === 'postgresql'
const seed = Number(process.env.PROPERTY_SEED ?? 20_260_301)

it('in a storm of kills and ended connections nothing is lost, doubled or given up, and no server ends by itself', {
  timeout: 7_200_000,
}, async ({ ownDatabase, expect, task }) => {
  const kills = amount(4, shared ? 2_000 : 500)
  const endedConnections = shared ? amount(10, 5_000) : 0
  const done = await rage(await ownDatabase(), { seed, kills, endedConnections, servers: shared ? 2 : 1 })
  expect(done.submissions).toBeGreaterThan(0)
  expect(done.batches).toBeGreaterThan(0)
  measured({ task }, 'storm', { seed, ...done })
})
