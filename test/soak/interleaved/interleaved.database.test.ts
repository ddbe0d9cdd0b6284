import { expect, it } from 'vitest'
import { amount } from '../../support/length.ts'
import { interleave } from './interleaved.ts'

it('whatever settles, cancels, crashes and follows a submission in whatever order, it stays whole', {
  timeout: 600_000,
}, async () => {
  const met = await interleave(amount(10, 250), 540_000)
  expect(met).toEqual(['cancel', 'commit', 'crash', 'fail', 'register', 'start', 'visit'])
})
