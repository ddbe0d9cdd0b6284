import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { slowRegistration } from '../../support/slow-registration.ts'
import { mentorsOf, outcomesOf, submitToTheEnd } from '../../support/submission.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp({}, slowRegistration)
})
afterAll(() => app.stop())

// On a server they may grow: where all of its work takes long, larger writes are right.
it.runIf(inject('template').kind === 'embedded')(
  'writes stay small where each mentor takes long, so that whatever waits for them is not kept waiting',
  async () => {
    const tromso = await app.client('coordinator@tromso.example')
    const { id } = await submitToTheEnd(tromso, mentorsOf('tromso.example', 300))
    // Those of one write are settled at one moment.
    const writes = Map.groupBy(await outcomesOf(tromso, id), ({ settledAt }) => settledAt)
    expect(Math.max(...Array.from(writes.values(), ({ length }) => length))).toBeLessThanOrEqual(16)
  },
)
