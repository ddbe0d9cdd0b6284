import { createHash } from 'node:crypto'
import { IdempotencyKeyReusedError } from '../errors.ts'
import { actAs, type Transaction } from './transaction.ts'

/** One request, and the key under which its answer is stored. */
export interface KeyedRequest {
  /** The user whose key it is, and for whom the transaction acts. */
  userId: string
  /** The name of the mutation: each has its own keys. */
  operation: string
  /** Null: the answer is not stored. */
  key: string | null
  /** The input, as JSON can express it; a key may be used again with equal input only. */
  request: unknown
}

/**
 * Does the work of a request once for each key: the first call with a key does it and stores the answer in the same
 * transaction, later calls get the stored answer. Simultaneous calls wait for the first; where that one fails, the next
 * one does the work.
 *
 * @param work runs with the user's rights; its answer must be plain JSON
 * @returns the answer, and whether it is a stored one
 * @throws what `work` throws; IdempotencyKeyReusedError where the key was used with another request
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
