import { describe, inject } from 'vitest'
import { amount } from '../../support/length.ts'
import { MENTORS } from '../../support/submit-for-all.ts'
import { measured } from './measured.ts'
import { it } from './own-database.ts'
import { ALMOST_GIVEN_UP, dieAtEachStart, startOnceMore } from './scenarios/dying-starts.ts'
import { stopAndRestart } from './scenarios/stopped.ts'

it('SIGTERM in mid-run ends in time, sockets with a code to come again on, and the next start goes on', {
  timeout: 300_000,
}, async ({ ownDatabase, expect, task }) => {
  const stops = amount(2, 10)
  const { stopsMs } = await stopAndRestart(await ownDatabase(), stops)
  const slowestMs = Math.max(...stopsMs)
  expect(slowestMs).toBeLessThan(10_000)
  measured({ task }, 'SIGTERM in mid-run', { stops, slowestMs })
})

const SELECTED = MENTORS.slice(0, amount(250, 500))

describe('a submission that was started again and again without an end', { timeout: 120_000 }, () => {
  it('is run where that went on for long, but for twenty times only', async ({ ownDatabase }) => {
    const unlucky = { ...ALMOST_GIVEN_UP, starts: ALMOST_GIVEN_UP.starts - 1 }
    await startOnceMore(await ownDatabase(), unlucky, 'everybody registered', SELECTED)
  })

  it('is run where that was very often, but not for ten minutes', async ({ ownDatabase }) => {
    await startOnceMore(await ownDatabase(), { starts: 1_000, minutes: 5 }, 'everybody registered', SELECTED)
  })

  it('more than twenty times in ten minutes ends those who are left as INTERNAL_ERROR', async ({
    ownDatabase,
  }) => {
    await startOnceMore(await ownDatabase(), ALMOST_GIVEN_UP, { othersEndAs: 'INTERNAL_ERROR' }, SELECTED)
  })

  // On the embedded database a submission can't be held in its midst from another process.
  it.runIf(inject('template').kind === 'postgresql')(
    'because the process was killed soon after each start is given up too',
    async ({ ownDatabase, task }) => {
      measured({ task }, 'dies at each start', await dieAtEachStart(await ownDatabase(), amount(1, 5)))
    },
  )
})
