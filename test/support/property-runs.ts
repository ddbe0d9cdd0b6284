import fc from 'fast-check'

// Below the time-outs of the tests, so that a failure is reported with the smallest input that was found till then.
const LONGEST_MS = 150_000

/**
 * How a property is checked: with the same inputs each time, or with others where PROPERTY_SEED is set. A failure names
 * its seed and its input, as small as it could be made.
 *
 * @param numRuns inputs to try
 */
export function runs(numRuns: number): fc.Parameters<unknown> {
  return {
    numRuns,
    seed: Number(process.env.PROPERTY_SEED ?? 20_260_301),
    plugins: [fc.interruptAfterTimeLimit(LONGEST_MS, { failOnInterrupt: true })],
  }
}
