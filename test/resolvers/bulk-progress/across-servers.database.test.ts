import type { GraphQLClient } from 'graphql-request'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import type { AdministratorSession } from '../../support/administrator-session.ts'
import { type RunningApp, startAppOn } from '../../support/running-app.ts'
import {
  accepted,
  finished,
  freshTemplate,
  mentorsOf,
  outcomesOf,
  submissionNow,
  submit,
} from '../../support/submission.ts'
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts'
import { expectedUpdates, TRANSPORTS, take } from '../../support/watched.ts'
import { expectWhole } from '../../support/whole-submission.ts'

const EMAIL = 'coordinator@tromso.example'
const coordinator = demoId(EMAIL)
const everybody = mentorsOf('tromso.example', 100)

// The embedded database belongs to one process alone.
describe.runIf(inject('template').kind === 'postgresql')('two servers over one PostgreSQL', () => {
  let database: TestDatabase
  let one: RunningApp
  let other: RunningApp
  let administrator: AdministratorSession
  let tromso: GraphQLClient
  beforeAll(async () => {
    database = await createTestDatabase()
    one = await startAppOn(database)
    other = await startAppOn(database)
    administrator = await database.openAdministratorSession()
    tromso = await one.client(EMAIL)
  })
  afterAll(async () => {
    await administrator.close()
    await other.stop()
    await one.stop()
    await database.drop()
  })

  it.each(TRANSPORTS)('show each other’s submissions live over %s', async (_, follow) => {
    const { id } = accepted(await submit(tromso, everybody))
    const [here, there] = await Promise.all([take(follow(one, EMAIL, id)), take(follow(other, EMAIL, id))])
    const expected = expectedUpdates(await submissionNow(tromso, id), await outcomesOf(tromso, id))
    expect(here).toEqual(expected)
    expect(there).toEqual(expected)
  })

  it('let a watcher go on from one to the other', async () => {
    const [[, follow] = expect.unreachable()] = TRANSPORTS
    const { id } = accepted(await submit(tromso, everybody))
    const updates = await take(follow(one, EMAIL, id), 30)
    updates.push(...(await take(follow(other, EMAIL, id, updates.at(-1)?.sequence))))
    expect(updates).toEqual(expectedUpdates(await submissionNow(tromso, id), await outcomesOf(tromso, id)))
  })

  it('run what either accepts, many at once, each to its end', async () => {
    const clients = [tromso, await other.client(EMAIL)]
    const submissions = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => {
        const client = clients[index % 2] as GraphQLClient
        return finished(client, accepted(await submit(client, everybody.slice(0, 40))))
      }),
    )
    for (const submission of submissions) {
      await expectWhole(tromso, submission, { coordinator, mentorIds: everybody.slice(0, 40) })
    }
  })

  it('give the last update within the slow look where nothing hints at it', async () => {
    const [[, follow] = expect.unreachable()] = TRANSPORTS
    const id = crypto.randomUUID()
    const { activityTypeId, recordedAt } = freshTemplate()
    const names = everybody.slice(0, 3)
    // Held as another server would hold it, so that neither of these runs it; and settled without a word.
    await administrator.run(
      `SELECT pg_advisory_lock(hashtextextended('rollcall submission ${id}', 0));
       BEGIN;
       INSERT INTO public.bulk_submissions (id, acting_coordinator_id, activity_type_id, recorded_at, duration_minutes, total)
       VALUES ('${id}', '${coordinator}', '${activityTypeId}', '${recordedAt}', 30, 3);
       INSERT INTO public.bulk_submission_mentors (submission_id, position, mentor_id)
       VALUES ${names.map((mentorId, index) => `('${id}', ${index + 1}, '${mentorId}')`).join()};
       COMMIT`,
    )
    const stream = follow(one, EMAIL, id)
    const settle = () =>
      administrator.run(
        `BEGIN; SET LOCAL ROLE rollcall_server;
         SELECT rollcall.settle_next('${id}', 1); COMMIT`,
      )
    await settle()
    expect((await stream.next()).value).toMatchObject({ sequence: 1 })
    await settle()
    await settle()
    const asked = performance.now()
    expect((await take(stream)).map(({ sequence, state }) => [sequence, state])).toEqual([
      [2, 'RUNNING'],
      [3, 'RUNNING'],
      [3, 'FINISHED'],
    ])
    expect(performance.now() - asked).toBeLessThan(10_000)
  })
})
