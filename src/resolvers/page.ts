import { z } from 'zod'
import { RequestError } from '../errors.ts'

/** What a connection field may be asked for. */
export interface PageArgs {
  /** At most so many rows. */
  first: number
  /** Rows that come after the one with this cursor. */
  after?: string | null | undefined
}

/** One page of a list, in the list's order, and the number of rows of the whole list. Each is read where it is asked for. */
export interface Page<Row> {
  readonly edges: Promise<{ cursor: string; node: Row }[]>
  readonly pageInfo: Promise<{
    hasNextPage: boolean
    hasPreviousPage: boolean
    startCursor: string | null
    endCursor: string | null
  }>
  totalCount: () => Promise<number> | number
}

/** How a list is walked. */
export interface Keyset<Row, Key extends readonly (string | number)[]> {
  /** Its name. Cursors carry it, so that one list's can't be mistaken for another's. */
  list: string
  /** A row's place in the list's order. */
  keyOf: (row: Row) => Key
  key: z.ZodType<Key>
}

/** A list in falling order of time, its ids settling ties. */
export function latestFirst<Row extends { id: string }>(
  list: string,
  timeOf: (row: Row) => Date,
): Keyset<Row, readonly [time: string, id: string]> {
  return { list, keyOf: (row) => [timeOf(row).toISOString(), row.id], key: timeAndId }
}

// What toISOString writes of moments that the database can hold: it has no year 0.
const time = z.iso.datetime({ precision: 3 }).refine((text) => !text.startsWith('0000'))
const timeAndId = z.tuple([time, z.guid()])

/**
 * Makes a page of a list that is walked by keyset: a row's cursor is its place in the order, so that rows that come and
 * go meanwhile neither repeat nor hide others.
 *
 * @param source.read reads up to `limit` rows: one more than the page has, which tells that there is a next page
 * @param source.count counts the whole list
 */
export function pageOf<Row, Key extends readonly (string | number)[]>(
  { first, after }: PageArgs,
  { list, keyOf }: Keyset<Row, Key>,
  source: { read: (limit: number) => Promise<Row[]>; count: () => Promise<number> | number },
): Page<Row> {
  const cursorOf = (row: Row) => Buffer.from(JSON.stringify([list, ...keyOf(row)])).toString('base64url')
  let reading: Promise<Row[]> | undefined
  const read = () => {
    reading ??= source.read(first + 1)
    return reading
  }
  const readEdges = async () =>
    (await read()).slice(0, first).map((node) => ({ cursor: cursorOf(node), node }))
  return {
    get edges() {
      return readEdges()
    },
    get pageInfo() {
      return (async () => {
        const [edges, rows] = [await readEdges(), await read()]
        return {
          hasNextPage: rows.length > first,
          hasPreviousPage: after != null,
          startCursor: edges[0]?.cursor ?? null,
          endCursor: edges.at(-1)?.cursor ?? null,
        }
      })()
    },
    totalCount: source.count,
  }
}

/**
 * Reads a cursor back into a place in the list's order.
 *
 * @returns undefined where there is no cursor
 * @throws RequestError BAD_USER_INPUT where it is no cursor of this list
 */
export function readCursor<Row, Key extends readonly (string | number)[]>(
  after: string | null | undefined,
  { list, key }: Keyset<Row, Key>,
): Key | undefined {
  if (after == null) return undefined
  try {
    const [its, ...place] = JSON.parse(Buffer.from(after, 'base64url').toString())
    z.literal(list).parse(its)
    return key.parse(place)
  } catch (cause) {
    throw new RequestError(
      'BAD_USER_INPUT',
      'after: this is no cursor of this list. Take one from an edge or from pageInfo.',
      { cause },
    )
  }
}
