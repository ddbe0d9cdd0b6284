import { describe, inject } from 'vitest'
import { it } from './own-database.ts'
import { dieAtEachStart, startOnceMore } from './scenarios/dying-starts.ts'
import { stopAndRestart } from './scenarios/stopped.ts'

it('SIGTERM in mid-run ends in time, sockets with a code to come again on, and the next start goes on', {
  timeout: 180_000,
}, async ({ ownDatabase, expect }) => {
  const { stopsMs } = await stopAndRestart(await ownDatabase(), 3)
  expect(Math.max(...stopsMs)).toBeLessThan(10_000)
})

describe('a submission that was started without an end', () => {
  it('four times is run', { timeout: 90_000 }, async ({ ownDatabase }) => {
    await startOnceMore(await ownDatabase(), 4, 'everybody registered')
  })

  it('five times ends those who are left as INTERNAL_ERROR', { timeout: 90_000 }, async ({ ownDatabase }) => {
    await startOnceMore(await ownDatabase(), 5, { othersEndAs: 'INTERNAL_ERROR' })
  })

  it.runIf(inject('template').kind === 'postgresql')(
    'because the process was killed soon after each of five starts is given up too',
    { timeout: 120_000 },
    async ({ ownDatabase }) => {
      await dieAtEachStart(await ownDatabase())
    },
  )
})
