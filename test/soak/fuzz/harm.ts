/** What no answer may hold, whatever was asked: each with a name. */
const NEVER: [what: string, RegExp][] = [
  ['a failure of the server', /INTERNAL_SERVER_ERROR|SERVICE_UNAVAILABLE|XX000|57P03/],
  ['a stack', /(^|\\n|\n)\s*at \S.*:\d+/],
  ['a file of the server', /node_modules|node:internal|file:\/\/|\/src\/|\.[cm]?[jt]s:\d+|\/home\/|\/tmp\//],
  [
    'words of the database',
    /prisma|pglite|postgres|SQLSTATE|syntax error at or|violates|relation \\?"|invalid input|out of range for|duplicate key/i,
  ],
]

// Below /rest/v1 an address where nothing is, or another schema, is answered as PostgREST does: its name stands in this one
// header, with the code that the body has too (no body is sent to HEAD).
const SPEAKS_AS_POSTGREST = /\bproxy-status"?: ?"?PostgREST; error=(PGRST(?:106|12[56]|20[25]))\b/gi

const withoutItsName = (answer: string) =>
  answer.replace(SPEAKS_AS_POSTGREST, (header, code) =>
    answer.includes(`"code":"${code}"`) || answer.endsWith('\n') ? '' : header,
  )

/**
 * What is wrong with an answer; undefined where nothing is.
 *
 * @param sent the request over HTTP, or its path; nothing for what came on a socket
 */
export function harmIn(answer: string, sent = ''): string | undefined {
  const searched = /rest\/+v1/i.test(sent) ? withoutItsName(answer) : answer
  const found = NEVER.find(([, pattern]) => pattern.test(searched))
  return found && `${found[0]}: ${answer.slice(0, 2_000)}`
}

/** What was sent, and what was wrong with what came back. */
export interface Harm {
  sent: unknown
  harm: string
}

// Few enough for a database with one connection to answer each in time, enough to keep the server busy.
export const LANES = 6

const ENOUGH = 10

/**
 * Sends all of it, several at a time.
 *
 * @param harmOf sends one, in one of the lanes
 * @param shown how it stands in a report
 * @returns what did harm: the first of it, where there is much
 */
export async function harmsOf<Item>(
  items: readonly Item[],
  harmOf: (item: Item, lane: number) => Promise<string | undefined>,
  shown: (item: Item) => unknown,
): Promise<Harm[]> {
  const harms: Harm[] = []
  const left = items.values()
  await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      for (const item of left) {
        if (harms.length >= ENOUGH) return
        const harm = await harmOf(item, lane)
        if (harm !== undefined) harms.push({ sent: shown(item), harm })
      }
    }),
  )
  return harms
}
