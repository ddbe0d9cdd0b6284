import { parseArgs } from 'node:util'
import { cutCommitsOfBatches, cutCommitsOfSubmission } from '../test/soak/faults/scenarios/cut-commits.ts'
import { loseDatabase, silenceDatabase } from '../test/soak/faults/scenarios/database-gone.ts'
import { dieAtEachStart } from '../test/soak/faults/scenarios/dying-starts.ts'
import { killAndRestart } from '../test/soak/faults/scenarios/killed.ts'
import { freezeOwner, killOwner } from '../test/soak/faults/scenarios/owner-lost.ts'
import { runTwice } from '../test/soak/faults/scenarios/shared-run.ts'
import { stopAndRestart } from '../test/soak/faults/scenarios/stopped.ts'
import { terminateConnections } from '../test/soak/faults/scenarios/terminated.ts'
import makeEmbeddedTemplate from '../test/support/embedded-template.ts'
import makePostgresqlTemplate from '../test/support/postgresql-template.ts'
import type { Template } from '../test/support/template.ts'
import { createTestDatabase, type TestDatabase } from '../test/support/test-database.ts'

// node scripts/faults.ts [--kills 20] [--rounds 1] [--frozen 60] [SCENARIO …]: the faults of test/soak/faults, for longer
// than a test suite may take. It runs the scenarios that are named, or all of them, and prints what each one measured;
// the first invariant that does not hold ends it with an error.
//
//   --kills   kill -9 in mid-run, a database
//   --rounds  how often every other scenario runs
//   --frozen  seconds for which a server is frozen at least
//
// The embedded database is always among them; PostgreSQL where TEST_DATABASE_URL names a server, with a login that may
// create databases and roles.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '1' },
    frozen: { type: 'string', default: '60' },
  },
})
const kills = Number(values.kills)
const frozenMs = Number(values.frozen) * 1_000

type Scenario = (database: TestDatabase, another: () => Promise<TestDatabase>) => Promise<object>

const ANYWHERE: Record<string, Scenario> = {
  killed: (database) => killAndRestart(database, kills),
  stopped: (database) => stopAndRestart(database, 10),
}
const ON_POSTGRESQL: Record<string, Scenario> = {
  'dies-at-each-start': (database) => dieAtEachStart(database),
  'owner-killed': (database) => killOwner(database),
  'owner-frozen': (database) => freezeOwner(database, frozenMs),
  'run-twice': async (database, another) => runTwice(database, await another(), 5),
  terminated: (database) => terminateConnections(database, Number.POSITIVE_INFINITY),
  'commits-of-batches-cut': (database) => cutCommitsOfBatches(database, 200),
  'commits-of-submission-cut': (database) => cutCommitsOfSubmission(database),
  'database-gone': (database) => loseDatabase(database, 'all of it', 10_000),
  'session-gone': (database) => loseDatabase(database, 'the dedicated session', 10_000),
  'database-silent': (database) => silenceDatabase(database),
}

await runOn(makeEmbeddedTemplate, ANYWHERE)
if (process.env.TEST_DATABASE_URL) await runOn(makePostgresqlTemplate, { ...ANYWHERE, ...ON_POSTGRESQL })

async function runOn(
  makeTemplate: typeof makeEmbeddedTemplate | typeof makePostgresqlTemplate,
  scenarios: Record<string, Scenario>,
): Promise<void> {
  const wanted = Object.entries(scenarios).filter(
    ([name]) => positionals.length === 0 || positionals.includes(name),
  )
  if (wanted.length === 0) return
  let template: Template | undefined
  const removeTemplate = await makeTemplate({
    provide(_, value) {
      template = value
    },
  })
  try {
    for (const [name, scenario] of wanted)
      for (let round = 0; round < (name === 'killed' ? 1 : Number(values.rounds)); round++)
        await run(name, scenario, template as Template)
  } finally {
    await removeTemplate()
  }
}

async function run(name: string, scenario: Scenario, template: Template): Promise<void> {
  const databases: TestDatabase[] = []
  const open = async () => {
    const database = await createTestDatabase(template)
    databases.push(database)
    return database
  }
  const began = performance.now()
  try {
    const report = await scenario(await open(), open)
    const seconds = ((performance.now() - began) / 1_000).toFixed(1)
    process.stdout.write(`${name} on ${template.kind}: held, ${seconds} s ${JSON.stringify(report)}\n`)
  } finally {
    for (const { drop } of databases) await drop()
  }
}
