import { describe, expect, it } from 'vitest'
import { StallDetector } from '../../../src/orchestrator/runner/stall-detector.ts'

/** Looks once a second from one moment to another, and gives the moments at which something stood still. */
function look(
  stallDetector: StallDetector,
  [from, to]: [number, number],
  completedAt: (second: number) => Record<string, number>,
): [second: number, ids: string[]][] {
  const found: [number, string[]][] = []
  for (let second = from; second <= to; second++) {
    const open = Object.entries(completedAt(second)).map(([id, completed]) => ({ id, completed }))
    const still = stallDetector.look(open, second * 1000)
    if (still.size > 0) found.push([second, [...still]])
  }
  return found
}

describe('a submission', () => {
  it('stands still once it has not moved for 6 s', () => {
    expect(look(new StallDetector(), [100, 107], () => ({ a: 7 }))).toEqual([
      [106, ['a']],
      [107, ['a']],
    ])
  })

  it('that moves starts its 6 s anew', () => {
    expect(look(new StallDetector(), [0, 11], (second) => ({ a: second < 5 ? 0 : 1 }))).toEqual([[11, ['a']]])
  })

  it('that moves always never stands still', () => {
    expect(look(new StallDetector(), [0, 300], (second) => ({ a: second }))).toEqual([])
  })

  it('is judged apart from others', () => {
    expect(look(new StallDetector(), [0, 6], (second) => ({ a: 0, b: second, c: 3 }))).toEqual([
      [6, ['a', 'c']],
    ])
  })

  it('that was not open for a while starts anew', () => {
    const found = look(new StallDetector(), [0, 12], (second) => (second === 5 ? {} : { a: 0 }))
    expect(found[0]).toEqual([12, ['a']])
  })
})

describe('a process that was frozen itself', () => {
  it('judges nothing by what it saw before', () => {
    const stallDetector = new StallDetector()
    expect(look(stallDetector, [0, 5], () => ({ a: 0 }))).toEqual([])
    expect(look(stallDetector, [20, 25], () => ({ a: 0 }))).toEqual([])
    expect(look(stallDetector, [26, 26], () => ({ a: 0 }))).toEqual([[26, ['a']]])
  })

  it('still judges by it after a pause of three seconds', () => {
    const stallDetector = new StallDetector()
    for (const now of [0, 3_000, 4_000]) stallDetector.look([{ id: 'a', completed: 0 }], now)
    expect(stallDetector.look([{ id: 'a', completed: 0 }], 6_000)).toEqual(new Set(['a']))
  })
})
