import { Prisma } from './generated/client.ts'

/** What a failed database call means to its caller. */
export type DatabaseFailure =
  /** The database gave up on a transaction to resolve a conflict: nothing was written, and it may be tried again. */
  | { kind: 'conflict' }
  /** The database could not be reached, or could not finish in time. */
  | { kind: 'unavailable' }
  /** The database refused the statement: with an SQLSTATE, and with DETAIL and HINT where the error has them. */
  | {
      kind: 'refused'
      sqlState: string
      message: string
      detail: string | undefined
      hint: string | undefined
    }
  /** No failure of the database. */
  | { kind: 'other' }

// Prisma's codes: P1xxx no connection; P2024 no free connection in the pool; P2028 no transaction in time; P2034
// conflict.
const UNREACHABLE = /^(P1\d\d\d|P2024|P2028)$/
// SQLSTATEs: the classes of connection failures, insufficient resources and operator intervention (a shutdown, or a
// statement cancelled by a time-out), and 25P03, a transaction that was idle for too long.
const UNAVAILABLE = /^(08|53|57|25P03$)/
const CONFLICT = new Set(['40001', '40P01'])
const LOST_CONNECTION = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH)$/

/** Classifies a caught error, of whatever kind, by what it says about the database. */
export function failureOf(error: unknown): DatabaseFailure {
  if (error instanceof Prisma.PrismaClientInitializationError) return { kind: 'unavailable' }
  if (typeof error !== 'object' || error === null) return { kind: 'other' }
  const { code, meta } = error as {
    code?: unknown
    meta?: { driverAdapterError?: { cause?: Record<string, unknown> } }
  }
  if (code === 'P2034') return { kind: 'conflict' }
  if (typeof code === 'string' && UNREACHABLE.test(code)) return { kind: 'unavailable' }

  const cause = meta?.driverAdapterError?.cause ?? (error as { cause?: Record<string, unknown> }).cause
  const sqlState = cause?.originalCode
  if (typeof sqlState === 'string') {
    if (CONFLICT.has(sqlState)) return { kind: 'conflict' }
    if (UNAVAILABLE.test(sqlState)) return { kind: 'unavailable' }
    if (LOST_CONNECTION.test(sqlState)) return { kind: 'unavailable' }
    return {
      kind: 'refused',
      sqlState,
      message: text(cause?.originalMessage) ?? '',
      detail: text(cause?.detail),
      hint: text(cause?.hint),
    }
  }
  if (isLostConnection(error) || isLostConnection(cause)) return { kind: 'unavailable' }
  return { kind: 'other' }
}

function isLostConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as Error & { code?: unknown }
  return (
    (typeof code === 'string' && LOST_CONNECTION.test(code)) ||
    /Connection terminated|Client has encountered a connection error/.test(error.message)
  )
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
