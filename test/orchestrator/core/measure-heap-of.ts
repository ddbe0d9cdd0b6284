import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const script = fileURLToPath(new URL('./measure-heap.ts', import.meta.url))

/** Runs measure-heap.ts in a process of its own, so that the garbage of no other measurement is in it. */
export async function measureHeapOf(
  count: number,
): Promise<{ peak: number; updates: number; total: number }> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script, String(count)])
  return JSON.parse(stdout)
}
