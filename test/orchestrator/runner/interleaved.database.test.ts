import { expect, it } from 'vitest'
import { interleave } from '../../soak/interleaved/interleaved.ts'

it('whatever settles, cancels, crashes and follows a submission in whatever order, it stays whole', async () => {
  expect(await interleave(2)).toEqual(expect.arrayContaining(['cancel', 'crash', 'register', 'start']))
})
