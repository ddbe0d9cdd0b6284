import { it } from './own-database.ts'
import { killAndRestart } from './scenarios/killed.ts'

it('a submission survives kill -9 at any moment: everybody once, seen once, audited once', async ({
  ownDatabase,
  expect,
}) => {
  const { killedAt } = await killAndRestart(await ownDatabase(), 3)
  expect(killedAt).toHaveLength(3)
}, 240_000)
