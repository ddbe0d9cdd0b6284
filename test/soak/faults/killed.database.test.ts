import { amount } from '../../support/length.ts'
import { MENTORS } from '../../support/submit-for-all.ts'
import { measured } from './measured.ts'
import { it } from './own-database.ts'
import { killAndRestart } from './scenarios/killed.ts'

it('a submission survives kill -9 at any moment: everybody once, seen once, audited once', {
  timeout: 600_000,
}, async ({ ownDatabase, expect, task }) => {
  const kills = amount(2, 20)
  const mentorIds = MENTORS.slice(0, amount(150, 500))
  const { submissions, killedAt } = await killAndRestart(await ownDatabase(), kills, mentorIds)
  expect(killedAt).toHaveLength(kills)
  measured({ task }, 'kill -9 in mid-run', { submissions, kills })
})
