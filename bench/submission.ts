import { parseArgs } from 'node:util'
import pg from 'pg'
import { demoId } from '../src/demo-data.ts'
import { bulkRegister, freshRows, success } from '../test/support/bulk-registration.ts'
import { makePostgresqlTemplate } from '../test/support/postgresql-template.ts'
import { startServer } from '../test/support/server-process.ts'
import { COORDINATOR, MENTORS, submitForAll } from '../test/support/submit-for-all.ts'
import { createTestDatabase, type TestDatabase } from '../test/support/test-database.ts'
import { Watcher } from '../test/support/watcher.ts'

// npm run bench [-- --rounds 5]: times Rollcall on the PostgreSQL server at TEST_DATABASE_URL (a login that may create
// databases and roles), and the same inserts without Rollcall. Prints medians.
//
//   submission  500 mentors with the default limits, from the mutation to the update with FINISHED, as a client sees it
//   function    the same 500 activities through insert_bulk_activities, one per transaction, on 5 connections of pg
//   insert      the same with a plain INSERT in place of the function
//   batch       200 rows through bulkRegisterActivities, as a client sees it

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } })
const CONNECTIONS = 5

if (!process.env.TEST_DATABASE_URL) {
  process.stderr.write('npm run bench needs a PostgreSQL server: set TEST_DATABASE_URL.\n')
  process.exitCode = 1
} else {
  const { template, remove } = await makePostgresqlTemplate()
  const database = await createTestDatabase(template)
  try {
    report(await measure(database, Number(values.rounds)))
  } finally {
    await database.drop()
    await remove()
  }
}

type Times = Record<'submission' | 'function' | 'insert' | 'batch', number[]>

async function measure(database: TestDatabase, rounds: number): Promise<Times> {
  const times: Times = { submission: [], function: [], insert: [], batch: [] }
  await using server = await startServer(database.variables)
  const client = await server.client(COORDINATOR)
  const pool = new pg.Pool({ connectionString: database.variables.DATABASE_URL, max: CONNECTIONS })
  try {
    // The first round warms up and does not count. Each round measures all four in turn, so that a change of the
    // machine's load affects all of them alike.
    for (let round = 0; round <= rounds; round++) {
      const minute = (name: string) => new Date(Date.UTC(2024, 0, 1, name.length, round)).toISOString()
      const taken = {
        submission: await timed(async () => {
          const id = await submitForAll(client)
          await new Watcher(id, () => server).finished
        }),
        function: await timed(() =>
          loop(pool, (connection, mentor) =>
            connection.query('SELECT public.insert_bulk_activities(ARRAY[$1::jsonb])', [
              {
                peer_mentor_user_id: mentor,
                activity_type_id: demoId('Home visit'),
                recorded_at: minute('function'),
                duration_minutes: 30,
              },
            ]),
          ),
        ),
        insert: await timed(() =>
          loop(pool, (connection, mentor) =>
            connection.query(
              `INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id)
               VALUES ($1, $2, $3, 30, $4)`,
              [mentor, demoId('Video call'), minute('insert'), demoId(COORDINATOR)],
            ),
          ),
        ),
        batch: await timed(async () => {
          success(await bulkRegister(client, freshRows(200, 'tromso.example')))
        }),
      }
      if (round > 0) for (const name of Object.keys(taken) as (keyof Times)[]) times[name].push(taken[name])
    }
  } finally {
    await pool.end()
  }
  return times
}

/** Runs `insert` for each mentor in a transaction of its own with the coordinator's rights, on five connections. */
async function loop(
  pool: pg.Pool,
  insert: (connection: pg.PoolClient, mentor: string) => Promise<unknown>,
): Promise<void> {
  const claims = JSON.stringify({ sub: demoId(COORDINATOR), role: 'authenticated' })
  const left = MENTORS.values()
  const work = async () => {
    const connection = await pool.connect()
    for (const mentor of left) {
      await connection.query('BEGIN')
      await connection.query(
        `SELECT set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)`,
        [claims],
      )
      await insert(connection, mentor)
      await connection.query('COMMIT')
    }
    connection.release()
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function report(times: Times): void {
  const medians = Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, all.toSorted((a, b) => a - b)[all.length >> 1] ?? 0]),
  )
  for (const [name, median] of Object.entries(medians)) {
    const all = times[name as keyof Times].map((ms) => ms.toFixed(0)).join(' ')
    process.stdout.write(`${name.padEnd(12)} ${median.toFixed(0).padStart(6)} ms   (${all})\n`)
  }
  const { submission = 0, function: bare = 0, insert = 0 } = medians
  process.stdout.write(
    `submission / function ${(submission / bare).toFixed(2)}, submission / insert ${(submission / insert).toFixed(2)}\n`,
  )
}
