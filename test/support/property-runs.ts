import fc from 'fast-check'

/**
 * Parameters for a check of a property with fast-check: the same inputs in each run, or others where PROPERTY_SEED is
 * set. A failure names its seed and the smallest input that was found.
 *
 * @param numRuns how many inputs to try
 * @param longestMs must be below the test's time-out, so that a failure is reported with the smallest input found by
 *   then
 */
export function runs(numRuns: number, longestMs = 100_000): fc.Parameters<unknown> {
  return {
    numRuns,
    seed: Number(process.env.PROPERTY_SEED ?? 20_260_301),
    plugins: [fc.interruptAfterTimeLimit(longestMs, { failOnInterrupt: true })],
  }
}
