import { demoUsers } from '../../src/demo-data.ts'

/** Where a text stands, which decides what may be in it. */
export type Place =
  /** What a server writes, line by line. */
  | 'log'
  /** What a server answers a client. */
  | 'answer'
  /** What a command prints for the person who runs it: names that they may see among it, and paths of their machine. */
  | 'screen'

/** A text that Rollcall has produced. */
export interface Produced {
  place: Place
  /** Which log, or the answer to what; for whoever reads of a leak. */
  where: string
  text: string
  /** What the client had sent before: an error may name its own words back to it. */
  sent?: () => string
}

interface Rule {
  what: string
  places: readonly Place[]
  pattern: RegExp
  /** What it is never without: found faster than the pattern. */
  sign?: string
  /** Not even to whoever sent it. */
  never?: true
}

const EVERYWHERE: readonly Place[] = ['log', 'answer', 'screen']
// Quotes arrive with as many backslashes as JSON stands in JSON.
const RULES: readonly Rule[] = [
  { what: 'a token', places: EVERYWHERE, pattern: /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, never: true },
  { what: 'a connection string', places: EVERYWHERE, pattern: /postgres(?:ql)?:\/\/[^\s"]+/g, never: true },
  {
    what: 'a mail address',
    places: ['log', 'answer'],
    sign: '@',
    pattern: /(?<![\p{L}\d._%+-])[\p{L}\d._%+-]+@(?:[\p{L}\d-]+\.)+\p{L}{2,}/gu,
  },
  {
    what: 'words of the database',
    places: EVERYWHERE,
    pattern:
      /violates|(?:relation|column|constraint|function|role|schema) \\*"|duplicate key value|permission denied for|row-level security|invalid input syntax|SQLSTATE|(?:table|column|type|operator|function|database|role|schema|relation) \S+ does not exist|Key \(.*?\)=|current transaction is aborted|canceling statement|deadlock detected|terminating connection/g,
  },
  { what: 'words of Prisma', places: EVERYWHERE, pattern: /Invalid \\*`prisma\.|invocation in\b/g },
  // What stands in a log of an error is its type and its stack, and so the files of the server.
  { what: 'words of Prisma', places: ['answer'], pattern: /PrismaClient|prisma\.io|\bP[12]\d{3}\b/g },
  {
    what: 'a stack',
    places: ['answer'],
    pattern: /\bat [^\n"]{0,200}?(?:\/|node:)[^\s"]*:\d+:\d+/g,
  },
  {
    what: 'a path',
    places: ['answer'],
    pattern:
      /file:\/\/\/[^\s"]+|(?<![\w.:/-])\/(?:home|root|tmp|usr|var|opt|work|srv|app|etc|Users)\/[^\s"]+|node_modules[^\s"]*|\bsrc\/[\w./-]+\.ts\b/g,
  },
]

// A name is two words; each space may stand within one.
const TWO_WORDS = /(?<=(?<!\p{L})(\p{L}+)) (?=(\p{L}+))/gu
const NAMES = new Set(demoUsers().map(({ displayName }) => displayName))

/** Something that must not be where it is. */
export interface Leak {
  what: string
  found: string
}

/**
 * What must not be in a text. An answer's data may hold names, for what the caller may see is not decided here; its
 * errors, and whatever has a name in the midst of other words, may hold those alone that were sent.
 *
 * @param secrets those that servers sign tokens with
 */
export function leaksIn({ place, text, sent = () => '' }: Produced, secrets: Iterable<string>): Leak[] {
  const rules = RULES.filter(
    ({ places, sign }) => places.includes(place) && (sign === undefined || text.includes(sign)),
  )
  const names = place === 'log' ? namesIn(text) : place === 'answer' ? namesInErrors(text) : []
  const leaks = [
    ...rules.flatMap(({ what, pattern, never }) =>
      Array.from(text.matchAll(pattern), ([found]) => ({ what, found, never })),
    ),
    ...names.map((found) => ({ what: 'a name', found, never: false })),
    ...[...secrets]
      .filter((secret) => text.includes(secret))
      .map((found) => ({ what: 'the secret that tokens are signed with', found, never: true })),
  ]
  return leaks.filter(({ found, never }) => never || place !== 'answer' || !sent().includes(found))
}

function namesIn(text: string): string[] {
  return Array.from(text.matchAll(TWO_WORDS), ([, first, last]) => `${first} ${last}`).filter((name) =>
    NAMES.has(name),
  )
}

/** Reads an answer as JSON, or as the JSON of server-sent events; what is neither is words, as those of an error are. */
function namesInErrors(text: string): string[] {
  if (namesIn(text).length === 0) return []
  const documents = text.startsWith('{') || text.startsWith('[') ? [text] : eventsIn(text)
  return documents.length === 0
    ? namesIn(text)
    : documents.flatMap((document) => namesToldIn(parsed(document)))
}

function eventsIn(text: string): string[] {
  return Array.from(text.matchAll(/^data: ?(.+)$/gm), ([, data = '']) => data)
}

/** What was cut off on its way is no document, and its names could be of its data. */
function parsed(document: string): unknown {
  try {
    return JSON.parse(document)
  } catch {
    return undefined
  }
}

function namesToldIn(value: unknown, ofAnError = false): string[] {
  if (typeof value === 'string') return namesIn(value).filter((name) => ofAnError || name !== value)
  if (typeof value !== 'object' || value === null) return []
  const { message, __typename: type } = value as { message?: unknown; __typename?: unknown }
  const isError = ofAnError || typeof message === 'string' || String(type).endsWith('Error')
  return Object.entries(value).flatMap(([key, part]) => namesToldIn(part, isError || key === 'errors'))
}
