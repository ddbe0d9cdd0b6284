import { expect, test } from 'vitest'
import { measureHeapOf } from '../orchestrator/core/measure-heap-of.ts'

test('a submission of 1,000,000 mentors needs no more memory than one of 1,000', {
  timeout: 120_000,
}, async () => {
  const small = await measureHeapOf(1000)
  const large = await measureHeapOf(1_000_000)
  expect(small).toMatchObject({ total: 1000, updates: 1001 })
  expect(large).toMatchObject({ total: 1_000_000, updates: 1_000_001 })
  // One number kept for each mentor would be 8 MB.
  expect(large.peak - small.peak).toBeLessThan(4 * 2 ** 20)
})
