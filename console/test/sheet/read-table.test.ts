import { describe, expect, it } from 'vitest'
import { rowsOf } from '../../src/sheet/match-columns.ts'
import { readTable, readText } from '../../src/sheet/read-table.ts'

describe('a table that a spreadsheet wrote', () => {
  it.each([
    ['tabs', 'a\tb\nc\td\n'],
    ['semicolons', 'a;b\r\nc;d'],
    ['commas', 'a,b\nc,d'],
  ])('is read with %s between its cells', (_, text) => {
    expect(readTable(text)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it('keeps separators, quotation marks and line breaks within quoted cells', () => {
    expect(readTable('"a;b";"c ""d"""\n"e\nf";g')).toEqual([
      ['a;b', 'c "d"'],
      ['e\nf', 'g'],
    ])
  })

  it('leaves out empty lines', () => {
    expect(readTable('a;b\n\n;\nc;d')).toHaveLength(2)
  })

  it.each([
    ['UTF-8', new TextEncoder().encode('Bjørn;Åse')],
    ['UTF-8 with its mark', new TextEncoder().encode('\uFEFFBjørn;Åse')],
    [
      'UTF-16',
      Uint8Array.from([
        0xff,
        0xfe,
        ...new Uint8Array(Uint16Array.from([...'Bjørn;Åse'].map((c) => c.charCodeAt(0))).buffer),
      ]),
    ],
    ['Windows-1252', Uint8Array.from([...'Bjørn;Åse'].map((c) => c.charCodeAt(0)))],
  ])('is read in %s', async (_, bytes) => {
    expect(await readText(new Blob([bytes]))).toBe('Bjørn;Åse')
  })
})

describe('the columns of a table', () => {
  it.each([
    [['Dato', 'Navn', 'Varighet', 'Aktivitetstype', 'Klokkeslett']],
    [['Date', 'Peer mentor', 'Minutes', 'Type of activity', 'Time']],
  ])('are known by their headings: %s', (headings) => {
    const [row] = rowsOf([headings, ['1.3.2026', 'Bjørn Andersen', '45', 'Phone call', '14.30']])
    expect(row).toMatchObject({
      mentor: 'Bjørn Andersen',
      type: 'Phone call',
      day: '1.3.2026',
      time: '14.30',
      minutes: '45',
    })
  })

  it('are taken in order where they have no headings, from where they were pasted', () => {
    expect(rowsOf([['Phone call', '1.3.2026']], 'type')[0]).toMatchObject({
      mentor: '',
      type: 'Phone call',
      day: '1.3.2026',
    })
  })

  it.each(['1.3.2026 14:30', '1.3.2026 kl. 14.30', '2026-03-01T14:30:00'])(
    'may have the day and the time in one: %s',
    (cell) => {
      const [row] = rowsOf([
        ['Navn', 'Dato'],
        ['Bjørn', cell],
      ])
      expect(row?.day).toMatch(/^(1\.3\.2026|2026-03-01)$/)
      expect(row?.time).toMatch(/^14[.:]30$/)
    },
  )
})
