import { readFile } from 'node:fs/promises'
import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { StartupError } from '../src/errors.ts'

const name = z.string().min(1, 'must not be empty').max(200, 'must have at most 200 characters')
const timeZone = z.string().refine((zone) => zone === '' || isTimeZone(zone), {
  error: 'must be an IANA name, such as Europe/Oslo',
})
const moment = z.iso.datetime({ offset: true, error: 'must be a moment, such as 2026-03-01T00:00:00Z' })
const date = z.iso.date({ error: 'must be a date, such as 2026-03-01' })

const SHEETS = {
  chapters: z.strictObject({ name, time_zone: timeZone.default('') }),
  types: z.strictObject({ name }),
  people: z.strictObject({
    id: z
      .guid({ error: 'must be a UUID, the sub of this person’s tokens' })
      .toLowerCase()
      .or(z.literal(''))
      .default(''),
    email: z.email({ error: 'must be a mail address' }).toLowerCase().or(z.literal('')).default(''),
    display_name: name,
    chapter: name,
    role: z.enum(['coordinator', 'peer_mentor'], { error: 'must be coordinator or peer_mentor' }),
    since: moment.or(date).or(z.literal('')).default(''),
  }),
}

/** Which of the three files. */
export type SheetName = keyof typeof SHEETS
/** The rows of one file, by the column names of its first line. A value that was left out is an empty string. */
export type Sheet<Name extends SheetName> = z.infer<(typeof SHEETS)[Name]>[]

/**
 * Reads a CSV file, with commas or semicolons, whose first line names its columns.
 *
 * @throws StartupError naming every cell that can't be used, by line and column
 */
export async function readSheet<Name extends SheetName>(sheet: Name, file: string): Promise<Sheet<Name>> {
  const mistakes: string[] = []
  const rows = (await readRecords(file)).flatMap(({ record, info }) => {
    const parsed = SHEETS[sheet].safeParse(record)
    for (const issue of parsed.error?.issues ?? []) {
      const column = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue.path.join('.')
      const what = issue.code === 'unrecognized_keys' ? 'is no column of this file' : issue.message
      mistakes.push(`${file}, line ${info.lines}: ${column} ${what}`)
    }
    return parsed.success ? [parsed.data] : []
  })
  if (mistakes.length > 0) throw new StartupError(mistakes.join('\n'))
  return rows as Sheet<Name>
}

interface CsvRow {
  record: Record<string, string>
  info: { lines: number }
}

async function readRecords(file: string): Promise<CsvRow[]> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new StartupError(`${file} can’t be read.`)
  })
  if (text.includes('\uFFFD')) throw new StartupError(`${file} is not UTF-8. Save it as "CSV UTF-8".`)
  const delimiter = /^[^\r\n]*;/.test(text) ? ';' : ','
  try {
    const options = { bom: true, columns: true, delimiter, info: true, skip_empty_lines: true, trim: true }
    return parse(text, options) as unknown as CsvRow[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new StartupError(`${file} is no CSV file that can be read: ${error.message}`)
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
