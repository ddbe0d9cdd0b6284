import { z } from 'zod'
import { RequestError } from '../errors.ts'

/** The arguments of a connection field. */
export interface PageArgs {
  /** How many rows at most. */
  first: number
  /** The page begins after the row with this cursor; at the beginning of the list where left out. */
  after?: string | null | undefined
}

/**
 * One page of a list, and the number of rows of the whole list. Each field is read from the database only when it is
 * used.
 */
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

/** The order of a list, for keyset pagination. */
export interface Keyset<Row, Key extends readonly (string | number)[]> {
  /** The list's name. It is in the cursors, so that the cursor of another list is refused. */
  list: string
  /** A row's place in the list's order. */
  keyOf: (row: Row) => Key
  /** Parses the place that a cursor has. */
  key: z.ZodType<Key>
}

/** The order of a list by time and then by id, both descending. */
export function latestFirst<Row extends { id: string }>(
  list: string,
  timeOf: (row: Row) => Date,
): Keyset<Row, readonly [time: string, id: string]> {
  return { list, keyOf: (row) => [timeOf(row).toISOString(), row.id], key: timeAndId }
}

// As toISOString writes it. PostgreSQL has no year 0.
const time = z.iso.datetime({ precision: 3 }).refine((text) => !text.startsWith('0000'))
const timeAndId = z.tuple([time, z.guid()])

/**
 * Makes a page of a list by keyset pagination: a row's cursor is its place in the order, so that rows that are added or
 * removed between two pages make no other row appear twice or be skipped.
 *
 * @param source.read reads up to `limit` rows. That is one more than the page may have; if it is there, there is a next
 *   page
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
 * Reads the place in a list's order that a cursor stands for.
 *
 * @returns undefined where there is no cursor
 * @throws RequestError BAD_USER_INPUT where `after` is not a cursor of this list
 */
export function readCursor<Row, Key extends readonly (string | number)[]>(
  after: string | null | undefined,
  { list, key }: Keyset<Row, Key>,
): Key | undefined {
  if (after == null) return undefined
  try {
    const [ofList, ...place] = JSON.parse(Buffer.from(after, 'base64url').toString())
    z.literal(list).parse(ofList)
    return key.parse(place)
  } catch (cause) {
    throw new RequestError(
      'BAD_USER_INPUT',
      'after: this is no cursor of this list. Take one from an edge or from pageInfo.',
      { cause },
    )
  }
}
