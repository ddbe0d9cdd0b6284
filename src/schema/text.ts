import { z } from 'zod'

// What clients may write into arguments. The database can hold neither NUL nor half a surrogate pair.

/**
 * An id, in a place where a malformed one is a mistake of the request rather than of one row. Any bits will do, as they
 * do for the database: identity providers and people write ids that RFC 9562 has no version for.
 */
export const uuid = z.guid({ error: 'must be a UUID' }).toLowerCase()

export const searchText = z
  .string()
  .max(200, 'must have at most 200 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')

export const idempotencyKey = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must have at most 255 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')
