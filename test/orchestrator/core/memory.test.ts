import { expect, test } from 'vitest'
import { measureHeapOf } from './measure-heap-of.ts'

test('a submission of 50,000 mentors needs no more memory than one of 1,000', async () => {
  const [small, large] = await Promise.all([measureHeapOf(1000), measureHeapOf(50_000)])
  expect(small).toMatchObject({ total: 1000, updates: 1001 })
  expect(large).toMatchObject({ total: 50_000, updates: 50_001 })
  // One object kept for each mentor would be 3 MB; soak/memory looks closer.
  expect(large.peak - small.peak).toBeLessThan(2 * 2 ** 20)
})
