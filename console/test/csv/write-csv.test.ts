import { expect, it } from 'vitest'
import { writeCsv } from '../../src/csv/write-csv.ts'

it('writes what spreadsheets read: their mark, line ends, and quoted cells', () => {
  expect(
    writeCsv(
      [
        ['a', 1],
        ['b;c', 'd "e"\nf'],
        [null, undefined],
      ],
      ';',
    ),
  ).toBe('\uFEFFa;1\r\n"b;c";"d ""e""\nf"\r\n;\r\n')
})

it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])(
  'writes as text what would run as a formula: %s',
  (cell) => {
    expect(writeCsv([[cell]], ',')).toBe(`\uFEFF'${cell}\r\n`)
  },
)
