import { createHash } from 'node:crypto'
import { IdempotencyKeyReusedError } from '../errors.ts'
import { actAs, type Transaction } from './transaction.ts'

/** One request, and the key under which its answer is kept. */
export interface KeyedRequest {
  userId: string
  operation: string
  /** Null: nothing is kept. */
  key: string | null
  request: unknown
}

/**
 * Answers a request once: the first call with a key does the work and keeps the answer in the same transaction, later
 * ones get it again. Of calls at the same time the others wait for the first; where it fails, the next one tries.
 *
 * The work may be any that answers with plain JSON.
 *
 * @throws IdempotencyKeyReusedError where the key was used with another request
 */
export async function answerOnce<Answer>(
  transaction: Transaction,
  { userId, operation, key, request }: KeyedRequest,
  work: () => Promise<Answer>,
): Promise<{ answer: Answer; replayed: boolean }> {
  if (key === null) return { answer: await work(), replayed: false }

  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
  await actAs(transaction, 'rollcall_server')
  const claimed = await transaction.$executeRaw`
    INSERT INTO public.idempotency_keys (user_id, operation, key, request_hash, response)
    VALUES (${userId}::uuid, ${operation}, ${key}, ${requestHash}, 'null')
    ON CONFLICT DO NOTHING`
  const id = { userId_operation_key: { userId, operation, key } }
  if (claimed === 0) {
    const kept = await transaction.idempotencyKey.findUniqueOrThrow({ where: id })
    await actAs(transaction, { userId })
    if (kept.requestHash !== requestHash) throw new IdempotencyKeyReusedError()
    return { answer: kept.response as Answer, replayed: true }
  }

  await actAs(transaction, { userId })
  const answer = await work()
  await actAs(transaction, 'rollcall_server')
  await transaction.idempotencyKey.update({ where: id, data: { response: answer as string[] } })
  await actAs(transaction, { userId })
  return { answer, replayed: false }
}
