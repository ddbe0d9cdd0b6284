const WINDOW_MS = 5_000
const LEAST_MS = 500

/**
 * Measures how quickly a count grows.
 *
 * @returns told the count and the time, answers how much it grew a second lately; undefined while that can't be told
 */
export function createSpeedometer(): (count: number, now: number) => number | undefined {
  const samples: { count: number; time: number }[] = []
  return (count, time) => {
    samples.push({ count, time })
    while (samples.length > 2 && time - (samples[0]?.time ?? time) > WINDOW_MS) samples.shift()
    const first = samples[0] ?? { count, time }
    const passed = time - first.time
    return passed < LEAST_MS ? undefined : ((count - first.count) / passed) * 1000
  }
}
