import { z } from 'zod'

// Rules for texts in arguments. The database can store neither NUL nor an unpaired surrogate.

/** The words of a search. */
export const searchText = z
  .string()
  .max(200, 'must have at most 200 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')

/** A client's name for a call, so that it can be repeated safely. */
export const idempotencyKey = z
  .string()
  .min(1, 'must not be empty')
  .max(255, 'must have at most 255 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not contain control characters')

/** Why activities are taken back. It may have line breaks and tabs, but no other control characters. */
export const voidReason = z
  .string()
  .regex(/\S/u, 'must not be empty')
  .max(500, 'must have at most 500 characters')
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, 'must not contain control characters')

/**
 * The IANA name of a time zone, or UTC. PostgreSQL accepts other forms too, such as EST5EDT and +02, but reads them in
 * ways that surprise people: +02 is west of Greenwich.
 */
export const timeZone = z
  .string()
  .regex(/^(?:UTC|[A-Za-z]+(?:\/[A-Za-z0-9_+-]+){1,2})$/, 'must be an IANA name, such as Europe/Oslo')
  .max(64, 'must be an IANA name, such as Europe/Oslo')
