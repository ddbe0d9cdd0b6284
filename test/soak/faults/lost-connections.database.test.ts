import { describe, inject } from 'vitest'
import { amount } from '../../support/length.ts'
import { measured } from './measured.ts'
import { it } from './own-database.ts'
import { cutCommitsOfBatches, cutCommitsOfSubmissions } from './scenarios/cut-commits.ts'
import { loseDatabase, silenceDatabase } from './scenarios/database-gone.ts'
import { terminateConnections } from './scenarios/terminated.ts'

// The embedded database has no connections.
describe.runIf(inject('template').kind === 'postgresql').concurrent(
  'on PostgreSQL',
  {
    timeout: 1_200_000,
  },
  () => {
    it('a submission outlives the end of all connections every 200 ms, and nobody fails for it', async ({
      ownDatabase,
      expect,
      task,
    }) => {
      const { terminated, tookMs } = await terminateConnections(await ownDatabase(), amount(5_000, 120_000))
      expect(terminated).toBeGreaterThan(10)
      measured({ task }, 'all connections ended every 200 ms', { terminated, tookMs })
    })

    it('a batch whose COMMIT or its answer is lost is there once when it is sent again', async ({
      ownDatabase,
      expect,
      task,
    }) => {
      const cuts = await cutCommitsOfBatches(await ownDatabase(), amount(20, 500))
      expect(cuts['is not answered']).toBeGreaterThan(5)
      measured({ task }, 'COMMITs of batches cut', cuts)
    })

    it('submissions whose COMMITs or their answers are lost register everybody once', async ({
      ownDatabase,
      expect,
      task,
    }) => {
      const cuts = await cutCommitsOfSubmissions(await ownDatabase(), amount(31, 500))
      expect(cuts['is not answered']).toBeGreaterThan(30)
      measured({ task }, 'COMMITs of submissions cut', cuts)
    })

    it.for(['all of it', 'the dedicated session'] as const)(
      'a run waits while the database is gone (%s), and goes on when it is back',
      async (gone, { ownDatabase, expect, task }) => {
        const { resumedAfterMs } = await loseDatabase(await ownDatabase(), gone, amount(3_000, 10_000))
        expect(resumedAfterMs).toBeLessThan(10_000)
        measured({ task }, `database gone: ${gone}`, { resumedAfterMs })
      },
    )

    it('a run goes on within a minute when all connections have fallen silent for ever', async ({
      ownDatabase,
      expect,
      task,
    }) => {
      const { resumedAfterMs } = await silenceDatabase(await ownDatabase())
      expect(resumedAfterMs).toBeLessThan(60_000)
      measured({ task }, 'database silent', { resumedAfterMs })
    })
  },
)
