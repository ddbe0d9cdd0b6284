import { expect, it } from 'vitest'
import { registerRandomBatches } from './random-batches.ts'

it('batches get exactly the issues that the rules name, and are saved as a whole or not at all', async () => {
  expect(await registerRandomBatches(30)).toEqual([
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
