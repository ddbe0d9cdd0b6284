import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const script = fileURLToPath(new URL('./measure-heap.ts', import.meta.url))

/** A process of its own for each measurement, so that the garbage of neither is in the other. */
async function measure(count: number): Promise<{ peak: number; updates: number; total: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, String(count)])
  return JSON.parse(stdout)
}

test('a submission of 1,000,000 mentors needs no more memory than one of 1,000', {
  timeout: 120_000,
}, async () => {
  const small = await measure(1000)
  const large = await measure(1_000_000)
  expect(small).toMatchObject({ total: 1000, updates: 1001 })
  expect(large).toMatchObject({ total: 1_000_000, updates: 1_000_001 })
  // One number kept for each mentor would be 8 MB.
  expect(large.peak - small.peak).toBeLessThan(4 * 2 ** 20)
})
