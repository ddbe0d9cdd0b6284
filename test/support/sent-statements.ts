import { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { requestScope } from '../../src/request-scope.ts'

// The first byte of the two protocol messages that contain a statement: Parse and Query.
const STATEMENT_MESSAGES = new Set(['P', 'Q'].map((letter) => letter.charCodeAt(0)))

/**
 * Counts the SQL statements that requests send to the database while `work` runs. It counts in the drivers, so that no
 * statement is missed. Statements that the server sends in the background do not count.
 */
export async function countStatements(work: () => Promise<unknown>): Promise<number> {
  let count = 0
  const counted = () => {
    if (requestScope()) count++
  }
  const { query } = pg.Client.prototype
  const { execProtocolStream } = PGlite.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    counted()
    return Reflect.apply(query, this, args)
  } as typeof query
  PGlite.prototype.execProtocolStream = function (message, options) {
    if (STATEMENT_MESSAGES.has(message[0] ?? 0)) counted()
    return execProtocolStream.call(this, message, options)
  }
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
    PGlite.prototype.execProtocolStream = execProtocolStream
  }
  return count
}
