import { expect } from 'vitest'

/** What an answer of either endpoint tells of what is wrong. */
export interface Told {
  status: number
  codes: string[]
  /** Everything that it says, as JSON. */
  text: string
  issues: { index: number; field: string | null; code: string }[]
  body: unknown
}

interface Body {
  data?: Record<string, { issues?: Told['issues'] } | null> | null
  errors?: { extensions?: { code?: string } }[]
  code?: string
  details?: string | null
}

/** Reads an answer of GraphQL or of the RPC endpoint. */
export function told(status: number, body: unknown): Told {
  const { data, errors = [], code, details } = Object(body) as Body
  const inData = Object.values(data ?? {}).flatMap((result) => Object(result).issues ?? [])
  const inDetails = details?.startsWith('{') ? (JSON.parse(details).issues ?? []) : []
  return {
    status,
    codes: [...errors.map(({ extensions }) => extensions?.code ?? 'NONE'), ...(code ? [code] : [])],
    text: JSON.stringify(body),
    issues: [...inData, ...inDetails],
    body,
  }
}

// Beside those that every answer of every test is searched for.
const DATABASE_WORDS =
  /syntax error|at or near|unterminated|out of range for|prisma|postgres|operator|pg_\w+/gi

/** Fails the test where an answer is the server's own failure, or has words of the database's that were not sent. */
export function expectCalm({ status, codes, text }: Told, sent: string): void {
  const words = Array.from(text.matchAll(DATABASE_WORDS), ([word]) => word).filter(
    (word) => !sent.includes(word),
  )
  expect({ status, codes, words }).toEqual({
    status: expect.toSatisfy((given: number) => given < 500, 'a status below 500'),
    codes: expect.not.arrayContaining([expect.stringMatching(/INTERNAL|UNAVAILABLE|XX000|57P03|NONE/)]),
    words: [],
  })
}
