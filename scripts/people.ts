import { parseArgs } from 'node:util'
import { commandOf } from '../src/command.ts'
import { openEmbedded } from '../src/database/embedded.ts'
import { openSession } from '../src/database/postgres.ts'
import { StartupError } from '../src/errors.ts'
import { addPeople } from './add-people.ts'
import { readSheet, type SheetName } from './people-files.ts'

// npm run people -- [--chapters FILE] [--types FILE] [--people FILE] [--dry-run]: adds what the database lacks of these
// CSV files, all of it or nothing.

const USAGE = `Usage: ${commandOf('people', '[--chapters FILE] [--types FILE] [--people FILE] [--dry-run]')}`

try {
  const file = { type: 'string' } as const
  const { values } = parseArgs({
    options: { chapters: file, types: file, people: file, 'dry-run': { type: 'boolean', default: false } },
  })
  const { 'dry-run': dryRun, ...files } = values
  if (Object.keys(files).length === 0) throw new StartupError(USAGE)
  const sheet = async <Name extends SheetName>(name: Name) =>
    files[name] === undefined ? [] : readSheet(name, files[name])
  const organisation = {
    chapters: await sheet('chapters'),
    types: await sheet('types'),
    people: await sheet('people'),
  }
  const { session, close } = await open()
  try {
    const added = await addPeople(session, organisation, dryRun)
    const { chapters, types, users, profiles, memberships } = added
    process.stdout.write(
      `${chapters} of ${organisation.chapters.length} chapters, ${types} of ${organisation.types.length} activity types, ` +
        `${users} users, ${profiles} names and ${memberships} of ${organisation.people.length} memberships are new.\n` +
        (dryRun ? 'Nothing was saved: this was a dry run.\n' : 'Saved.\n'),
    )
  } finally {
    await close()
  }
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 1
}

/** Opens the database that the settings name; the embedded one only while no server has it open. */
async function open() {
  const url = process.env.DIRECT_DATABASE_URL || process.env.DATABASE_URL
  if (!url) return openEmbedded(process.env.DATA_DIR || '.rollcall')
  const { close, ...session } = await openSession(url)
  return { session, close }
}
