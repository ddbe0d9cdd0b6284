import pino from 'pino'
import type { Env } from './env.ts'
import { requestScope } from './request-scope.ts'

/** Rollcall's log. Each line also carries the id of the request in whose scope it was written. */
export type Log = pino.Logger

/**
 * Creates the log, which writes one JSON object per line.
 *
 * @param level the least severe level that is written
 * @param destination where to write; standard output where left out
 */
export function createLog(level: Env['logLevel'], destination?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => ({ ...requestScope() }),
    serializers: { err: describeError },
  }
  return destination ? pino(options, destination) : pino(options)
}

/**
 * The part of an error that may be logged: its type, its code and its stack frames. The message is left out, because it
 * may quote the database or a user's data.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, cause } = error as Error & { code?: unknown; cause?: unknown }
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    stack: framesOf(error),
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  }
}

/** The frames after the message: the message may itself have lines that look like frames. */
function framesOf({ message, stack = '' }: Error): string[] {
  if (!stack.includes(message)) return []
  return stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim())
}
