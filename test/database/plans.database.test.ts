import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countActivityRecords, listActivityRecords } from '../../src/database/activity-records.ts'
import {
  countAuditEntries,
  countSubmissions,
  listAuditEntries,
  listSubmissions,
} from '../../src/database/chapter-lists.ts'
import { type Database, openDatabase } from '../../src/database/client.ts'
import { Prisma } from '../../src/database/generated/client.ts'
import { findPeerMentors } from '../../src/database/mentors.ts'
import { findNodeTypes } from '../../src/database/nodes.ts'
import { listOutcomes, readOutcomesSince } from '../../src/database/outcomes.ts'
import { readExportPage } from '../../src/database/record-export.ts'
import { countStatistics } from '../../src/database/statistics.ts'
import { type Transaction, transactionAs } from '../../src/database/transaction.ts'
import type { ActivityRecordFilter } from '../../src/database/visible-records.ts'
import { demoId } from '../../src/demo-data.ts'
import { parseEnv } from '../../src/env.ts'
import { sample } from '../support/length.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

// The plans of the lists as PostgreSQL carries them out, on a database that nobody has analysed: what a statement reads
// must follow the rows that it answers with.

let testDatabase: TestDatabase
let database: Database
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  const administrator = await testDatabase.openAdministratorSession()
  await administrator.run(FIXTURE).finally(administrator.close)
  database = await openDatabase(parseEnv(testDatabase.variables), pino({ level: 'silent' }))
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

const coordinator = demoId('coordinator@tromso.example')
const ofSeveral = demoId('coordinator@bergen.example') // and of Oslo, and a mentor in Tromsø
const mentor = demoId('mentor1@tromso.example')
const submission = '00000000-0000-4000-8000-000000000001'

// 24,000 records in Tromsø, 60 in each of the others; 2,000 submissions and entries of the log, half of them elsewhere.
const FIXTURE = `
  INSERT INTO public.chapter_members (chapter_id, user_id, role) VALUES
    ('${demoId('Oslo')}', '${ofSeveral}', 'coordinator'), ('${demoId('Tromsø')}', '${ofSeveral}', 'peer_mentor');
  ALTER TABLE public.activity_records DISABLE TRIGGER USER;
  INSERT INTO public.activity_records (peer_mentor_user_id, activity_type_id, recorded_at, duration_minutes, recorded_by_user_id, chapter_id)
  SELECT member.user_id, '${demoId('Phone call')}', timestamptz '2020-01-01' + nth * interval '1 day', 30, member.user_id, member.chapter_id
  FROM public.chapter_members AS member, generate_series(1, 48) AS nth
  WHERE member.role = 'peer_mentor' AND (nth = 1 OR member.chapter_id = '${demoId('Tromsø')}');
  ALTER TABLE public.activity_records ENABLE TRIGGER USER;
  INSERT INTO public.bulk_submissions (id, acting_coordinator_id, chapter_id, activity_type_id, recorded_at, duration_minutes, total, failed, finished_at, audited_at, created_at)
  SELECT CASE nth WHEN 1 THEN '${submission}' ELSE gen_random_uuid() END, CASE nth % 2 WHEN 0 THEN '${ofSeveral}' ELSE '${coordinator}' END::uuid,
    CASE nth % 2 WHEN 0 THEN '${demoId('Oslo')}' ELSE '${demoId('Tromsø')}' END::uuid, '${demoId('Phone call')}', '2020-01-01', 30, 1, 1, now(), now(), timestamptz '2020-01-01' + nth * interval '1 hour'
  FROM generate_series(1, 2000) AS nth;
  INSERT INTO public.proxy_audit_log (kind, acting_coordinator_id, chapter_id, total, succeeded, failed, created_at)
  SELECT 'atomic_batch', acting_coordinator_id, chapter_id, 1, 1, 0, created_at FROM public.bulk_submissions`

const PAGE = 51

interface Node {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Index Cond'?: string
  Plans?: Node[]
}

/** Carries out what `work` asks, with a user's rights, and answers with the plans of its statements' nodes. */
async function nodesOf(userId: string, work: (tx: Transaction) => Promise<unknown>): Promise<Node[]> {
  const nodes: Node[] = []
  const walk = (node: Node) => {
    nodes.push(node)
    for (const child of node.Plans ?? []) walk(child)
  }
  await transactionAs(database, { userId }, async (tx) => {
    const explaining = new Proxy(tx, {
      get: (target, name) => {
        if (name !== '$queryRaw') return Reflect.get(target, name)
        return async (strings: TemplateStringsArray, ...values: unknown[]) => {
          const statement = Prisma.sql(strings, ...values)
          const [row] = await target.$queryRaw<[{ 'QUERY PLAN': [{ Plan: Node }] }]>(
            Prisma.sql`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement}`,
          )
          walk(row['QUERY PLAN'][0].Plan)
          return target.$queryRaw(statement)
        }
      },
    })
    await work(explaining)
  })
  return nodes
}

/** That an index leads to every row that is read. */
function expectIndexed(nodes: Node[]): void {
  const scans = nodes.filter((node) => node['Relation Name'])
  expect(scans).not.toEqual([])
  expect(scans.filter((node) => !node['Index Cond'])).toEqual([])
}

/** That no more is read and thrown away than a page has. */
function expectDirect(nodes: Node[]): void {
  expectIndexed(nodes)
  const removed = (node: Node) => (node['Rows Removed by Filter'] ?? 0) * node['Actual Loops']
  expect(nodes.filter((node) => removed(node) > PAGE)).toEqual([])
}

describe.each([
  ['a coordinator of one chapter', coordinator, 0],
  ['a coordinator of several who is a mentor as well', ofSeveral, 1],
  ['a mentor', mentor, 2],
] as const)('as %s', (_, userId, offset) => {
  const filters: [string, ActivityRecordFilter][] = [
    ['all', {}],
    ['of a chapter', { chapterId: demoId('Tromsø') }],
    ['of a mentor', { peerMentorUserId: mentor }],
    ['of a type', { activityTypeId: demoId('Phone call') }],
    ['of a type that none has', { activityTypeId: demoId('Home visit') }],
    ['of a time', { recordedFrom: new Date('2020-01-10Z'), recordedTo: new Date('2020-01-11Z') }],
    [
      'of a chapter and a time',
      {
        chapterId: demoId('Tromsø'),
        recordedFrom: new Date('2020-01-02Z'),
        recordedTo: new Date('2020-02-10Z'),
      },
    ],
    ['of a submission', { bulkSubmissionId: submission, includeVoided: true }],
    ['with those taken back', { includeVoided: true }],
  ]
  it.each(filters)('records, %s: a page, a page from the middle, a count', async (_, filter) => {
    const list = (after: [string, string] | null) => (tx: Transaction) =>
      listActivityRecords(tx, { filter, after, limit: PAGE })
    expectDirect(await nodesOf(userId, list(null)))
    expectDirect(await nodesOf(userId, list(['2020-01-20T00:00:00Z', submission])))
    expectDirect(await nodesOf(userId, (tx) => countActivityRecords(tx, filter)))
  })

  it('submissions and the log', async () => {
    for (const list of [listSubmissions, listAuditEntries]) {
      expectDirect(await nodesOf(userId, (tx) => list(tx, { after: null, limit: PAGE })))
      const after = ['2020-01-20T00:00:00Z', submission] as const
      expectDirect(await nodesOf(userId, (tx) => list(tx, { after, limit: PAGE })))
    }
    expectIndexed(await nodesOf(userId, countSubmissions))
    expectIndexed(await nodesOf(userId, countAuditEntries))
  })

  it.each(sample(filters, 3, offset))('the export and the statistics of records, %s', async (_, filter) => {
    const page = { after: ['2020-01-20T00:00:00Z', submission] as const, limit: PAGE }
    expectDirect(await nodesOf(userId, (tx) => readExportPage(tx, filter, page)))
    const by = ['month', 'chapter', 'activityType', 'peerMentor'] as const
    expectDirect(
      await nodesOf(userId, (tx) => countStatistics(tx, { filter, by, timeZone: 'Europe/Oslo', limit: 10 })),
    )
  })

  it('what is read by its id, and outcomes', async () => {
    const ids = [submission, mentor, coordinator]
    expectDirect(await nodesOf(userId, (tx) => findNodeTypes(tx, ids)))
    expectDirect(await nodesOf(userId, (tx) => findPeerMentors(tx, ids)))
    const asked = ids.map((submissionId) => ({ submissionId, succeeded: false, after: 3, limit: PAGE }))
    expectDirect(await nodesOf(userId, (tx) => listOutcomes(tx, asked)))
    expectDirect(await nodesOf(userId, (tx) => readOutcomesSince(tx, submission, 3, PAGE)))
  })
})
