import fc from 'fast-check'

/**
 * How a property is checked: with the same inputs each time, or with others where PROPERTY_SEED is set. A failure names
 * its seed and its input, as small as it could be made.
 *
 * @param numRuns inputs to try
 * @param longestMs below the time-out of the test, so that a failure is reported with the smallest input found till then
 */
export function runs(numRuns: number, longestMs = 100_000): fc.Parameters<unknown> {
  return {
    numRuns,
    seed: Number(process.env.PROPERTY_SEED ?? 20_260_301),
    plugins: [fc.interruptAfterTimeLimit(longestMs, { failOnInterrupt: true })],
  }
}
