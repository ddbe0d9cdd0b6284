import { describe, inject } from 'vitest'
import { amount } from '../../support/length.ts'
import { measured } from './measured.ts'
import { it } from './own-database.ts'
import { freezeOwner, killOwners } from './scenarios/owner-lost.ts'
import { restartInTurn } from './scenarios/rolling-restart.ts'
import { runTwice } from './scenarios/shared-run.ts'

// The embedded database belongs to one process alone.
describe.runIf(inject('template').kind === 'postgresql').concurrent(
  'of two servers on one PostgreSQL',
  {
    timeout: 1_800_000,
  },
  () => {
    it('the other goes on within 2 seconds when the one that runs a submission is killed', async ({
      ownDatabase,
      expect,
      task,
    }) => {
      const kills = amount(1, 100)
      const takeoversMs = (await killOwners(await ownDatabase(), kills)).sort((one, other) => one - other)
      const medianMs = takeoversMs[Math.floor(kills / 2)] ?? Number.NaN
      const slowestMs = takeoversMs.at(-1) ?? Number.NaN
      expect(slowestMs).toBeLessThan(2_000)
      measured({ task }, 'owner killed', { kills, medianMs, slowestMs })
    })

    it('both may run one submission: they share it, and neither writes more than it may', async ({
      ownDatabase,
      expect,
      task,
    }) => {
      const cap = 3
      const { first, second } = await runTwice(await ownDatabase(), await ownDatabase(), cap)
      for (const { seen, most } of [first, second]) {
        expect(seen).toBeGreaterThan(0)
        expect(most).toBeLessThanOrEqual(cap)
      }
      measured({ task }, 'run twice', { cap, most: Math.max(first.most, second.most) })
    })

    it('the other finishes when the one that runs a submission freezes, and the thawed one harms nothing', async ({
      ownDatabase,
      expect,
      task,
    }) => {
      const frozenMs = amount(0, 60_000)
      const { takeoverMs } = await freezeOwner(await ownDatabase(), frozenMs)
      expect(takeoverMs).toBeLessThan(20_000)
      measured({ task }, 'owner frozen', { frozenMs, takeoverMs })
    })

    it('each may be restarted in turn: no batch fails, and watchers have only to connect again', async ({
      ownDatabase,
      task,
    }) => {
      measured({ task }, 'rolling restart', await restartInTurn(await ownDatabase(), amount(2, 40)))
    })
  },
)
