import { expect, it } from 'vitest'
import { searchMentors } from '../../src/mentors/search.ts'
import { mentorFinder } from '../../src/sheet/find-mentor.ts'

const mentors = ['Bjørn Andersen', 'Åse Ødegård', 'Anders Bjerke', 'Åse Ødegård'].map(
  (displayName, index) => ({
    id: String(index),
    displayName,
  }),
)
const found = (search: string) => searchMentors(mentors, search).map(({ id }) => id)

it('finds parts of words in any order, with and without accents', () => {
  expect(found('andersen bj')).toEqual(['0'])
  expect(found('bj ander')).toEqual(['0', '2'])
  expect(found('ase odegard')).toEqual(['1', '3'])
  expect(found('ÅSE')).toEqual(['1', '3'])
  expect(found('nobody')).toEqual([])
  expect(found('  ')).toHaveLength(4)
})

it('finds whoever has a written name, and everybody who has it', () => {
  const find = mentorFinder(mentors)
  expect(find('Andersen, Bjørn').map(({ id }) => id)).toEqual(['0'])
  expect(find('åse ødegård').map(({ id }) => id)).toEqual(['1', '3'])
  expect(find('Bjørn')).toEqual([])
})
