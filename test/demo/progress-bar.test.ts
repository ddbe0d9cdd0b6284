import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ProgressBar } from '../../demo/progress-bar.ts'

/** Everything that a bar writes for 200 mentors, every fourth of whom fails. */
async function written(terminal: { isTTY?: boolean; columns?: number }): Promise<string> {
  const out = Object.assign(new PassThrough(), terminal)
  const bar = new ProgressBar(out)
  for (let completed = 1; completed <= 200; completed++) {
    const failed = Math.floor(completed / 4)
    bar.show({ completed, failed, succeeded: completed - failed, total: 200 })
  }
  bar.end()
  out.end()
  return text(out)
}

describe('the progress bar', () => {
  it('redraws one line on a terminal, and ends with the last standing in full', async () => {
    const said = await written({ isTTY: true, columns: 100 })
    expect(said.match(/\n/g)).toEqual(['\n'])
    const frames = said.trimEnd().split('\r').slice(1)
    expect(frames.length).toBeGreaterThan(1)
    expect(stripVTControlCharacters(frames.at(-1) ?? '')).toMatch(
      /^ {2}█{40} {2}200\/200 {2}150 registered, 50 failed {2}\d+\/s$/,
    )
  })

  it.each([30, 50, 80, 300])(
    'never fills a terminal of %i columns, where its line would wrap',
    async (columns) => {
      const said = await written({ isTTY: true, columns })
      const widths = said.split(/[\r\n]/).map((frame) => stripVTControlCharacters(frame).length)
      expect(Math.max(...widths)).toBeLessThan(columns)
    },
  )

  it('writes a plain line for each tenth where there is no terminal', async () => {
    const said = await written({})
    expect(stripVTControlCharacters(said)).toBe(said)
    expect(said).not.toContain('\r')
    const lines = said.trimEnd().split('\n')
    expect(lines.map((line) => line.trim().split('/')[0])).toEqual([
      '20',
      '40',
      '60',
      '80',
      '100',
      '120',
      '140',
      '160',
      '180',
      '200',
    ])
  })
})
