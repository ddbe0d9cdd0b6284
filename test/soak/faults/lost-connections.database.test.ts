import { describe, inject } from 'vitest'
import { it } from './own-database.ts'
import { cutCommitsOfBatches, cutCommitsOfSubmission } from './scenarios/cut-commits.ts'
import { loseDatabase, silenceDatabase } from './scenarios/database-gone.ts'
import { terminateConnections } from './scenarios/terminated.ts'

describe.runIf(inject('template').kind === 'postgresql').concurrent('on PostgreSQL', () => {
  it('a submission outlives the end of all connections every 200 ms, and nobody fails for it', async ({
    ownDatabase,
    expect,
  }) => {
    const { terminated } = await terminateConnections(await ownDatabase(), 15_000)
    expect(terminated).toBeGreaterThan(10)
  }, 240_000)

  it('a batch whose COMMIT or its answer is lost is there once when it is sent again', async ({
    ownDatabase,
    expect,
  }) => {
    const cuts = await cutCommitsOfBatches(await ownDatabase(), 40)
    expect(cuts['is not answered']).toBeGreaterThan(5)
  }, 120_000)

  it('a submission whose COMMITs or their answers are lost registers everybody once', async ({
    ownDatabase,
    expect,
  }) => {
    const cuts = await cutCommitsOfSubmission(await ownDatabase())
    expect(cuts['is not answered']).toBeGreaterThan(30)
  }, 120_000)

  it.for(['all of it', 'the dedicated session'] as const)(
    'a run waits while the database is gone (%s), and goes on when it is back',
    { timeout: 120_000 },
    async (gone, { ownDatabase, expect }) => {
      const { resumedAfterMs } = await loseDatabase(await ownDatabase(), gone, 4_000)
      expect(resumedAfterMs).toBeLessThan(10_000)
    },
  )

  it('a run goes on within a minute when all connections have fallen silent for ever', {
    timeout: 180_000,
  }, async ({ ownDatabase, expect }) => {
    const { resumedAfterMs } = await silenceDatabase(await ownDatabase())
    expect(resumedAfterMs).toBeLessThan(60_000)
  })
})
