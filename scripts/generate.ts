import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { generate } from '@graphql-codegen/cli'
import { lexicographicSortSchema, printSchema } from 'graphql'
import codegen from '../codegen.ts'
import { schema } from '../src/schema/index.ts'
import { describeDatabase } from './describe-database.ts'

// npm run generate: writes the generated files that are committed. With --check it writes nothing, and fails where one
// of them is stale.

const check = process.argv.includes('--check')
const stale: string[] = []

await keep('schema.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`)
await keep('prisma/database.sql', await describeDatabase())
for (const { filename, content } of await generate({ ...codegen, silent: true, errorsOnly: true }, false)) {
  await keep(filename, content)
}

if (check && stale.length > 0) {
  process.stderr.write(`Stale: ${stale.join(', ')}. Run "npm run generate" and commit what it writes.\n`)
  process.exitCode = 1
} else {
  process.stdout.write(
    stale.length === 0 ? 'All generated files are fresh.\n' : `Wrote ${stale.join(', ')}.\n`,
  )
}

async function keep(file: string, content: string): Promise<void> {
  const present = await readFile(file, 'utf8').catch(() => undefined)
  if (present === content) return
  stale.push(file)
  if (check) return
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}
