import { describe, inject } from 'vitest'
import { amount } from '../length.ts'
import { measured } from './measured.ts'
import { it } from './own-database.ts'
import { dieAtEachStart, startOnceMore } from './scenarios/dying-starts.ts'
import { stopAndRestart } from './scenarios/stopped.ts'

it('SIGTERM in mid-run ends in time, sockets with a code to come again on, and the next start goes on', {
  timeout: 300_000,
}, async ({ ownDatabase, expect, task }) => {
  const stops = amount(3, 10)
  const { stopsMs } = await stopAndRestart(await ownDatabase(), stops)
  const slowestMs = Math.max(...stopsMs)
  expect(slowestMs).toBeLessThan(10_000)
  measured({ task }, 'SIGTERM in mid-run', { stops, slowestMs })
})

describe('a submission that was started without an end', { timeout: 120_000 }, () => {
  it('four times is run', async ({ ownDatabase }) => {
    await startOnceMore(await ownDatabase(), 4, 'everybody registered')
  })

  it('five times ends those who are left as INTERNAL_ERROR', async ({ ownDatabase }) => {
    await startOnceMore(await ownDatabase(), 5, { othersEndAs: 'INTERNAL_ERROR' })
  })

  it.runIf(inject('template').kind === 'postgresql')(
    'because the process was killed soon after each of five starts is given up too',
    async ({ ownDatabase, task }) => {
      measured({ task }, 'dies at each start', await dieAtEachStart(await ownDatabase()))
    },
  )
})
