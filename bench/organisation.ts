import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import pino from 'pino'
import { registerActivities, registerOneActivity } from '../src/database/activities.ts'
import { countActivityRecords, listActivityRecords } from '../src/database/activity-records.ts'
import { listAuditEntries, listSubmissions } from '../src/database/chapter-lists.ts'
import { type Database, openDatabase } from '../src/database/client.ts'
import { countMentors, listMentors } from '../src/database/mentors.ts'
import { migrate } from '../src/database/migrate.ts'
import { openSession } from '../src/database/postgres.ts'
import { countStatistics } from '../src/database/statistics.ts'
import { type Transaction, transactionAs } from '../src/database/transaction.ts'
import type { ActivityRecordFilter } from '../src/database/visible-records.ts'
import { parseEnv } from '../src/env.ts'

// npm run bench:organisation -- [--records 5000000] [--submissions 20000]: times lists, counts, a preview, statistics and
// batches, for three kinds of people, in an organisation of 200 chapters, of which one has 10,000 mentors, one has 10 and
// the others have 150. It makes a database of its own on the server at BENCH_DATABASE_URL (a superuser's login), and drops
// it afterwards. It runs VACUUM, which autovacuum would do, and never ANALYZE.

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '5000000' },
    submissions: { type: 'string', default: '20000' },
  },
})
const server = process.env.BENCH_DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres'
const name = `rollcall_bench_${randomBytes(4).toString('hex')}`
const url = Object.assign(new URL(server), { pathname: name }).href
const MENTORS = 10_000 + 10 + 198 * 150

const uuid = (kind: string, number: string) =>
  `('00000000-0000-4000-${kind}-' || lpad((${number})::text, 12, '0'))::uuid`
const id = (kind: string, number: number) => `00000000-0000-4000-${kind}-${String(number).padStart(12, '0')}`
const person = (number: number) => id('8002', number)

const GENERATE = `
  SET synchronous_commit = off;
  INSERT INTO public.chapters (id, name) SELECT ${uuid('8000', 'c')}, 'Chapter ' || c FROM generate_series(1, 200) AS c;
  INSERT INTO public.activity_types (id, name) SELECT ${uuid('8001', 't')}, 'Type ' || t FROM generate_series(1, 6) AS t;
  CREATE TEMP TABLE person AS SELECT row_number() OVER ()::integer AS n, * FROM (
    SELECT c AS chapter, 'coordinator'::public.chapter_role AS role, 'Coordinator ' || c AS name FROM generate_series(1, 200) AS c
    UNION ALL
    SELECT c, 'peer_mentor', (ARRAY['Anne', 'Bjørn', 'Camilla', 'Dag', 'Eva', 'Finn', 'Åse', 'Øyvind'])[1 + g % 8] || ' '
      || (ARRAY['Andersen', 'Berg', 'Dahl', 'Lund', 'Ødegård'])[1 + g / 8 % 5] || ' ' || g
    FROM generate_series(1, 200) AS c, LATERAL generate_series(1, CASE c WHEN 1 THEN 10000 WHEN 2 THEN 10 ELSE 150 END) AS g
  ) AS people;
  INSERT INTO auth.users (id, email) SELECT ${uuid('8002', 'n')}, n || '@example.org' FROM person;
  INSERT INTO public.profiles (user_id, display_name) SELECT ${uuid('8002', 'n')}, name FROM person;
  INSERT INTO public.chapter_members (chapter_id, user_id, role, since)
    SELECT ${uuid('8000', 'chapter')}, ${uuid('8002', 'n')}, role, '2015-01-01' FROM person;
  INSERT INTO public.chapter_members (chapter_id, user_id, role) VALUES
    ('${id('8000', 4)}', '${person(3)}', 'coordinator'), ('${id('8000', 5)}', '${person(3)}', 'coordinator'),
    ('${id('8000', 6)}', '${person(3)}', 'peer_mentor');
  ALTER TABLE public.activity_records DISABLE TRIGGER ALL;
  INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id, chapter_id)
    SELECT ${uuid('8002', 'n')}, ${uuid('8001', '1 + k % 6')}, timestamptz '2020-01-01' + (k * 25000 + n % 977) * interval '1 minute',
      30, ${uuid('8002', 'chapter')}, ${uuid('8000', 'chapter')}
    FROM generate_series(1, ${Math.ceil(Number(values.records) / MENTORS)}) AS k, person WHERE role = 'peer_mentor' ORDER BY k, n;
  ALTER TABLE public.activity_records ENABLE TRIGGER ALL;
  INSERT INTO public.bulk_submissions (id, acting_coordinator_id, chapter_id, activity_type_id, recorded_at, duration_minutes,
      total, failed, created_at, finished_at, audited_at)
    SELECT ${uuid('8003', 's')}, ${uuid('8002', '1 + s % 200')}, ${uuid('8000', '1 + s % 200')}, '${id('8001', 1)}', '2020-01-01', 30,
      100, 100, timestamptz '2020-01-01' + s * interval '1 hour', now(), now() FROM generate_series(1, ${values.submissions}) AS s;
  INSERT INTO public.bulk_submission_outcomes (submission_id, sequence, mentor_id, error_code, succeeded_so_far)
    SELECT id, sequence, gen_random_uuid(), 'CANCELLED', 0 FROM public.bulk_submissions, generate_series(1, 100) AS sequence;
  INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, chapter_id, submission_id, total, succeeded, failed, created_at)
    SELECT 'bulk_submission', acting_coordinator_id, chapter_id, id, total, succeeded, failed, created_at FROM public.bulk_submissions`

const administrator = await openSession(server)
await administrator.script(`CREATE DATABASE ${name}`)
try {
  const session = await openSession(url)
  await migrate(session)
  process.stderr.write(`generating ${values.records} records …\n`)
  await session.script(GENERATE)
  await session.script('VACUUM public.activity_records')
  await session.close()
  const database = await openDatabase(
    parseEnv({ DATABASE_URL: url, JWT_SECRET: 'only for the bench, which has no server' }),
    pino({ level: 'silent' }),
  )
  await measure(database)
  await database.close()
} finally {
  await administrator.script(`DROP DATABASE ${name} WITH (FORCE)`)
  await administrator.close()
}

async function measure(database: Database): Promise<void> {
  let registered = 0
  const newActivity = (mentor: number) => ({
    peer_mentor_user_id: person(mentor),
    activity_type_id: id('8001', 1),
    recorded_at: new Date(Date.UTC(2018, 0, 1) + registered++ * 60_000),
    duration_minutes: 30,
  })
  const big: string[] = Array.from({ length: 10_000 }, (_, index) => person(201 + index))
  const records =
    (filter: ActivityRecordFilter, after: [string, string] | null = null) =>
    (tx: Transaction) =>
      listActivityRecords(tx, { filter, after, limit: 51 })
  const year = { recordedFrom: new Date('2022-01-01Z'), recordedTo: new Date('2023-01-01Z') }
  const byMonthAndType = { by: ['month', 'activityType'] as const, timeZone: 'Europe/Oslo', limit: 1_000 }
  const middle: [string, string] = ['2022-03-01T00:00:00Z', id('8000', 1)]
  const questions: [string, (tx: Transaction, mentor: number) => Promise<unknown>][] = [
    ['records: first page', records({})],
    ['records: from the middle', records({}, middle)],
    ['records: of a type', records({ activityTypeId: id('8001', 1) })],
    ['records: of a type that none has', records({ activityTypeId: id('8001', 99) })],
    ['records: of one mentor', records({ peerMentorUserId: person(201) })],
    ['records: count', (tx) => countActivityRecords(tx, {})],
    [
      'mentors: first page',
      (tx) => listMentors(tx, { filter: { chapterId: null, search: null }, after: null, limit: 51 }),
    ],
    [
      'mentors: search',
      (tx) => listMentors(tx, { filter: { chapterId: null, search: 'andersen bj' }, after: null, limit: 51 }),
    ],
    [
      'mentors: search in vain',
      (tx) => listMentors(tx, { filter: { chapterId: null, search: 'nobody' }, after: null, limit: 51 }),
    ],
    ['mentors: count', (tx) => countMentors(tx, { chapterId: null, search: null })],
    ['submissions: first page', (tx) => listSubmissions(tx, { after: null, limit: 51 })],
    ['audit log: first page', (tx) => listAuditEntries(tx, { after: null, limit: 51 })],
    [
      'preview of 10,000',
      (tx) =>
        tx.$queryRaw`SELECT count(*) FROM rollcall.preview_submission(${big}::uuid[], ${id('8001', 1)}::uuid, now(), 30, NULL)`,
    ],
    ['one activity registered', (tx, mentor) => registerOneActivity(tx, newActivity(mentor))],
    [
      '200 activities registered',
      (tx, mentor) =>
        registerActivities(
          tx,
          Array.from({ length: 200 }, () => newActivity(mentor)),
        ),
    ],
    ['statistics of a year', (tx) => countStatistics(tx, { filter: year, ...byMonthAndType })],
  ]
  // Who asks, and one of their mentors.
  const people: [string, number, number][] = [
    ['of 10,000', 1, 201],
    ['of 10', 2, 10_201],
    ['of 3 x 150', 3, 10_211],
  ]
  process.stdout.write(
    `${['milliseconds'.padEnd(34), ...people.map(([who]) => who.padStart(12))].join('')}\n`,
  )
  for (const [question, work] of questions) {
    const cells: string[] = []
    for (const [, number, mentor] of people)
      cells.push(
        await median(() => transactionAs(database, { userId: person(number) }, (tx) => work(tx, mentor))),
      )
    process.stdout.write(`${[question.padEnd(34), ...cells.map((cell) => cell.padStart(12))].join('')}\n`)
  }
}

async function median(work: () => Promise<unknown>): Promise<string> {
  const times: number[] = []
  for (let round = 0; round < 7; round++) {
    const began = performance.now()
    await work()
    times.push(performance.now() - began)
  }
  return (times.sort((one, other) => one - other)[3] ?? Number.NaN).toFixed(1)
}
