import { expect, it } from 'vitest'
import { registerRandomBatches } from '../resolvers/activity-registration/random-batches.ts'
import { amount } from '../support/length.ts'

it('batches get exactly the issues that the rules name, and are saved as a whole or not at all', {
  timeout: 600_000,
}, async () => {
  expect(await registerRandomBatches(amount(60, 1_000), 540_000)).toEqual([
    'ACTIVITY_TYPE_NOT_FOUND',
    'DUPLICATE_ACTIVITY',
    'DUPLICATE_IN_BATCH',
    'INVALID_VALUE',
    'MENTOR_NOT_IN_YOUR_CHAPTERS',
    'PEER_MENTOR_NOT_FOUND',
    'RECORDED_BY_NOT_ALLOWED',
    'SUCCESS',
  ])
})
