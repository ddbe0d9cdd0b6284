import { expect, onTestFinished, test, vi } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
import { progressOverSse } from '../../support/progress-stream.ts'
import { startAppOn } from '../../support/running-app.ts'
import {
  mentorsOf,
  outcomesOf,
  retry,
  submissionNow,
  submit,
  submitToTheEnd,
} from '../../support/submission.ts'
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts'

const COORDINATOR = 'coordinator@oslo.example'
const MENTORS = [...mentorsOf('oslo.example', 2), demoId('nobody')]

test('a server removes old idempotency keys and outcomes, and the rest stays', async () => {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  const { old, recent } = await withServer(database, {}, async (app) => {
    const client = await app.client(COORDINATOR)
    return {
      old: await submitToTheEnd(client, MENTORS, { idempotencyKey: 'old' }),
      recent: await submitToTheEnd(client, MENTORS, { idempotencyKey: 'recent' }),
    }
  })
  await age(database, old.id)

  await withServer(database, { OUTCOME_RETENTION_DAYS: '30' }, async (app) => {
    const client = await app.client(COORDINATOR)
    await vi.waitFor(async () => expect(await outcomesOf(client, old.id)).toEqual([]), { timeout: 30_000 })
    expect(await submissionNow(client, old.id)).toMatchObject({ total: 3, succeeded: 2, failed: 1 })
    const updates = []
    for await (const update of progressOverSse(app, COORDINATOR, old.id)) updates.push(update)
    expect(updates).toMatchObject([{ sequence: 3, state: 'FINISHED', outcome: null }])
    expect(await retry(client, old.id, { mentorIds: [demoId('nobody')] })).toMatchObject({
      __typename: 'NothingToRetryError',
    })
    expect(await submit(client, MENTORS, { idempotencyKey: 'old' })).toMatchObject({
      __typename: 'BulkSubmission',
    })

    expect(await outcomesOf(client, recent.id)).toHaveLength(3)
    expect(await submit(client, MENTORS, { idempotencyKey: 'recent' })).toMatchObject({
      __typename: 'IdempotencyKeyReusedError',
    })
  })
})

async function withServer<T>(
  database: TestDatabase,
  variables: Record<string, string>,
  work: (app: Awaited<ReturnType<typeof startAppOn>>) => Promise<T>,
): Promise<T> {
  const app = await startAppOn(database, variables)
  try {
    return await work(app)
  } finally {
    await app.stop()
  }
}

/** Makes a submission, and the key that it was made with, as old as 31 days. */
async function age(database: TestDatabase, submissionId: string): Promise<void> {
  const administrator = await database.openAdministratorSession()
  await administrator.run(`
    SET session_replication_role = replica; -- goes around the triggers that keep history as it is
    UPDATE public.bulk_submissions SET finished_at = finished_at - interval '31 days' WHERE id = '${submissionId}';
    UPDATE public.idempotency_keys SET created_at = created_at - interval '31 days' WHERE key = 'old';`)
  await administrator.close()
}
