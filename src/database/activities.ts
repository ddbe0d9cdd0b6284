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
 * Registers activities, all or none, through the database function insert_bulk_activities, with the transaction's
 * rights.
 *
 * @param payload the rows, in the form that the migration of insert_bulk_activities documents
 * @returns their ids in input order
 * @throws ActivitiesRejectedError where something is wrong with rows; BatchTooLargeError for more than 200 rows;
 *   PermissionDeniedError where the transaction's user coordinates no chapter
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
 * @param payload the row, in the form that the migration of insert_bulk_activities documents
 * @returns its id
 * @throws ActivitiesRejectedError where something is wrong with the row; PermissionDeniedError where the transaction's
 *   user is no coordinator and the activity is somebody else's
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
 * The JSON text of a value, for a jsonb parameter. jsonb refuses NUL and unpaired surrogates, in keys and in values,
 * with an error for the whole statement. They are replaced by U+FFFD, so that the database function can report the
 * field: a value with such a character is invalid before and after.
 */
export function jsonbText(value: unknown): string {
  // JSON.stringify writes both as escapes in lower case. An escaped backslash is matched too, and kept, so that the
  // letters after it are not taken for an escape.
  return JSON.stringify(value).replace(/\\(?:\\|u0000|ud[89a-f][0-9a-f]{2})/g, (escaped) =>
    escaped === '\\\\' ? escaped : '\uFFFD',
  )
}

/** Parses the issues of rows that the database functions report. */
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

/**
 * Turns an error that insert_bulk_activities raised into a business error, by its SQLSTATE; the function's migration
 * lists them.
 *
 * @param rowCount how many rows the call had
 * @param denied the message for a caller who may not make the call at all
 * @returns the error to throw: `error` itself where it is none of the function's
 */
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
