import { expect, test } from 'vitest'
import { GroupSize } from '../../../src/orchestrator/core/group-size.ts'

/** The sizes of so many writes, each of which takes as long as `msOf` says of its size. */
function sizes(writes: number, msOf: (mentors: number) => number, total = 100): number[] {
  const groupSize = new GroupSize(total)
  return Array.from({ length: writes }, () => {
    const { mentors } = groupSize
    groupSize.took(mentors, msOf(mentors))
    return mentors
  })
}

test.each([
  [1, 1],
  [150, 1],
  [500, 4],
  [2_000, 16],
  [10_000, 64],
  [100_000, 128],
])('the first write of %i mentors carries %i', (total, mentors) => {
  expect(new GroupSize(total).mentors).toBe(mentors)
})

test('writes of a large submission shrink where each mentor takes long', () => {
  expect(sizes(40, (mentors) => mentors * 5, 10_000).slice(20)).toSatisfy(
    (after: number[]) => Math.max(...after) <= 8,
  )
})

test('writes of a large submission grow where each write takes long whatever its size', () => {
  expect(sizes(20, (mentors) => 100 + mentors * 0.1, 2_000).slice(10)).toSatisfy(
    (after: number[]) => Math.min(...after) === 128,
  )
})

test('writes grow while they are quick, and stop growing at about 25 ms', () => {
  const settled = sizes(40, (mentors) => 2 + mentors * 0.1).slice(10)
  expect(Math.min(...settled)).toBeGreaterThanOrEqual(64)
  expect(Math.max(...settled)).toBeLessThanOrEqual(128)
})

test('writes shrink where the database has become slow', () => {
  const groupSize = new GroupSize(100)
  for (let write = 0; write < 12; write += 1) groupSize.took(groupSize.mentors, groupSize.mentors * 0.1)
  const quick = groupSize.mentors
  for (let write = 0; write < 12; write += 1) groupSize.took(groupSize.mentors, groupSize.mentors * 2)
  expect(groupSize.mentors).toBeLessThan(quick / 4)
})

test('writes grow where each takes long whatever its size, for smaller ones would only be more of them', () => {
  expect(Math.max(...sizes(12, (mentors) => 100 + mentors * 0.1))).toBe(128)
})

test('a write never carries more than 128 mentors', () => {
  expect(Math.max(...sizes(40, () => 0))).toBe(128)
})

test('a write that failed is followed by smaller ones, down to one mentor', () => {
  const groupSize = new GroupSize(100)
  for (let write = 0; write < 5; write += 1) groupSize.took(groupSize.mentors, 1)
  const before = groupSize.mentors
  groupSize.failed(before)
  expect(groupSize.mentors).toBe(before / 2)
  for (let write = 0; write < 10; write += 1) groupSize.failed(groupSize.mentors)
  expect(groupSize.mentors).toBe(1)
})
