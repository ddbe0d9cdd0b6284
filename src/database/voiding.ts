import { NotFoundError, PermissionDeniedError, RequestError, SubmissionNotFinishedError } from '../errors.ts'
import { businessErrorOf } from './activities.ts'
import { failureOf } from './failure.ts'
import type { Transaction } from './transaction.ts'

const DENIED = 'Only somebody who is logged in may take back activities.'

/**
 * Takes back activities through the database function void_activities, all or none, with the transaction's rights.
 *
 * @returns how many it took back; those that had been taken back before are not counted
 * @throws ActivitiesRejectedError, BatchTooLargeError, SubmissionNotFinishedError, PermissionDeniedError; RequestError
 *   BAD_USER_INPUT where the reason is empty or too long
 */
export async function voidActivities(
  transaction: Transaction,
  activityIds: readonly string[],
  reason: string,
): Promise<number> {
  try {
    const [row] = await transaction.$queryRaw<[{ voided: number }]>`
      SELECT public.void_activities(${activityIds}::uuid[], ${reason}) AS voided`
    return row.voided
  } catch (error) {
    throw voidingErrorOf(error, activityIds.length)
  }
}

/**
 * Takes back all activities that a finished submission registered, through the database function void_submission, all
 * or none, with the transaction's rights.
 *
 * @returns how many it took back; those that had been taken back before are not counted
 * @throws NotFoundError, SubmissionNotFinishedError, ActivitiesRejectedError, PermissionDeniedError; RequestError
 *   BAD_USER_INPUT where the reason is empty or too long
 */
export async function voidSubmission(
  transaction: Transaction,
  submissionId: string,
  reason: string,
): Promise<number> {
  try {
    const [row] = await transaction.$queryRaw<[{ voided: number }]>`
      SELECT public.void_submission(${submissionId}::uuid, ${reason}) AS voided`
    return row.voided
  } catch (error) {
    throw voidingErrorOf(error, 1)
  }
}

/** Turns an error of either function into the error to throw, by its SQLSTATE; their migration lists them. */
function voidingErrorOf(error: unknown, rowCount: number): unknown {
  const failure = failureOf(error)
  if (failure.kind !== 'refused') return error
  switch (failure.sqlState) {
    case 'PT404':
      return new NotFoundError(failure.message)
    case 'PT409':
      return new SubmissionNotFinishedError(failure.message)
    case '22023':
      return new RequestError('BAD_USER_INPUT', failure.message)
    case '42501':
      return new PermissionDeniedError(DENIED)
    default:
      return businessErrorOf(error, rowCount, DENIED)
  }
}
