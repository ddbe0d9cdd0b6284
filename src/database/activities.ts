import { z } from 'zod'
import {
  ActivitiesRejectedError,
  BatchTooLargeError,
  PermissionDeniedError,
  ROW_ISSUES,
  type RowIssue,
  type RowIssueCode,
} from '../errors.ts'
import { failureOf } from './failure.ts'
import type { Transaction } from './transaction.ts'

/**
 * Registers activities through the database function insert_bulk_activities, with the transaction's rights.
 *
 * @param payload rows as the function takes them; its migration documents them
 * @returns their ids in input order
 * @throws ActivitiesRejectedError, BatchTooLargeError, PermissionDeniedError
 */
export async function registerActivities(
  transaction: Transaction,
  payload: readonly unknown[],
): Promise<string[]> {
  try {
    const [row] = await transaction.$queryRaw<[{ ids: string[] }]>`
      SELECT public.insert_bulk_activities(
        ARRAY(SELECT activity FROM jsonb_array_elements(${jsonbText(payload)}::jsonb) WITH ORDINALITY AS given (activity, position)
          ORDER BY position)
      ) AS ids`
    return row.ids
  } catch (error) {
    throw businessErrorOf(error, payload.length, 'Only a coordinator may register activities in bulk.')
  }
}

/**
 * Registers one activity: a peer mentor's own, or a coordinator's for one mentor, with the transaction's rights.
 *
 * @throws ActivitiesRejectedError, PermissionDeniedError
 */
export async function registerOneActivity(transaction: Transaction, payload: unknown): Promise<string> {
  try {
    const [row] = await transaction.$queryRaw<[{ id: string }]>`
      SELECT rollcall.register_activity(${jsonbText(payload)}::jsonb) AS id`
    return row.id
  } catch (error) {
    throw businessErrorOf(error, 1, 'Only a coordinator may register activities of somebody else.')
  }
}

/**
 * The JSON text of a value, for a jsonb parameter. jsonb can't hold NUL nor half a surrogate pair, in keys or values:
 * put in their place, U+FFFD leaves them as malformed as they were.
 */
export function jsonbText(value: unknown): string {
  // JSON.stringify escapes both, in lower case; an escaped backslash before such letters is matched to be left alone.
  return JSON.stringify(value).replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (escaped) =>
    escaped === '\\\\' ? escaped : '\uFFFD',
  )
}

/** Issues as the database functions name them. */
export const rowIssues: z.ZodType<RowIssue[]> = z.array(
  z.object({
    index: z.number(),
    field: z.string().nullable(),
    code: z.enum(Object.keys(ROW_ISSUES) as RowIssueCode[]),
    message: z.string(),
  }),
)
const rejection = z.object({ issues: rowIssues })
const excess = z.object({ limit: z.number(), received: z.number() })

/** What the SQLSTATEs that insert_bulk_activities raises mean; its migration lists them. */
export function businessErrorOf(error: unknown, rowCount: number, denied: string): unknown {
  const failure = failureOf(error)
  if (failure.kind !== 'refused') return error
  switch (failure.sqlState) {
    case 'PT400':
    case 'PT403':
    case 'PT409': {
      const { issues } = rejection.parse(JSON.parse(failure.detail ?? ''))
      return new ActivitiesRejectedError(failure.message, issues, rowCount, failure.sqlState)
    }
    case '54000': {
      const { limit, received } = excess.parse(JSON.parse(failure.detail ?? ''))
      return new BatchTooLargeError(failure.message, limit, received)
    }
    case '42501':
      return new PermissionDeniedError(denied)
    default:
      return error
  }
}
