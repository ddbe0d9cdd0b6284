import { describe, inject } from 'vitest'
import { it } from './own-database.ts'
import { freezeOwner, killOwner } from './scenarios/owner-lost.ts'
import { runTwice } from './scenarios/shared-run.ts'

describe
  .runIf(inject('template').kind === 'postgresql')
  .concurrent('of two servers on one PostgreSQL', () => {
    it('the other goes on within 2 seconds when the one that runs a submission is killed', async ({
      ownDatabase,
      expect,
    }) => {
      const { takeoverMs } = await killOwner(await ownDatabase())
      expect(takeoverMs).toBeLessThan(2_000)
    }, 120_000)

    it('both may run one submission: they share it, and neither writes more than it may', async ({
      ownDatabase,
      expect,
    }) => {
      const cap = 3
      const writes = await runTwice(await ownDatabase(), await ownDatabase(), cap)
      for (const { seen, most } of Object.values(writes)) {
        expect(seen).toBeGreaterThan(0)
        expect(most).toBeLessThanOrEqual(cap)
      }
    }, 120_000)

    it('the other finishes when the one that runs a submission freezes, and the thawed one harms nothing', async ({
      ownDatabase,
      expect,
    }) => {
      const { takeoverMs } = await freezeOwner(await ownDatabase(), 0)
      expect(takeoverMs).toBeLessThan(40_000)
    }, 180_000)
  })
