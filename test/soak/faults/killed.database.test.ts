import { amount } from '../length.ts'
import { measured } from './measured.ts'
import { it } from './own-database.ts'
import { killAndRestart } from './scenarios/killed.ts'

it('a submission survives kill -9 at any moment: everybody once, seen once, audited once', {
  timeout: 600_000,
}, async ({ ownDatabase, expect, task }) => {
  const kills = amount(3, 20)
  const { submissions, killedAt } = await killAndRestart(await ownDatabase(), kills)
  expect(killedAt).toHaveLength(kills)
  measured({ task }, 'kill -9 in mid-run', { submissions, kills })
})
