import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases'
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives'
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens'
import {
  type DocumentNode,
  GraphQLError,
  Lexer,
  NoSchemaIntrospectionCustomRule,
  Source,
  TokenKind,
  validate,
  visit,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'

// A batch of 200 activities written into the query itself has about 4,500 tokens.
const MAX_TOKENS = 6_000
const MAX_ALIASES = 30
const MAX_DIRECTIVES = 30
// A query for the whole schema has about 200. Validation compares each two fields of a selection, so a few thousand
// would block the process for a second.
const MAX_FIELDS = 500
// Validation stops here: each further error costs time, and helps nobody.
const MAX_VALIDATION_ERRORS = 5
// More than 12 levels with a fragment in each need. GraphQL's parser recurses at each bracket, so that some thousands
// of them would overflow the call stack.
const MAX_OPEN_BRACKETS = 50

/**
 * Limits the shape of a query before it is executed, over HTTP and on sockets. Its depth and cost are limited by the
 * schema (`src/schema/builder.ts`), which knows the variables.
 *
 * @param introspection whether queries about the schema are allowed
 */
export function queryLimits({ introspection }: { introspection: boolean }): Plugin[] {
  const options = { propagateOnRejection: true, exposeLimits: true }
  return [
    maxValidationErrors,
    maxNesting,
    maxTokensPlugin({ n: MAX_TOKENS, ...options }),
    maxFields,
    maxAliasesPlugin({ n: MAX_ALIASES, allowList: [], ...options }), // by default `__typename` is let through
    maxDirectivesPlugin({ n: MAX_DIRECTIVES, ...options }),
    ...(introspection ? [] : [noIntrospection]),
  ]
}

const maxValidationErrors: Plugin = {
  onValidate({ setValidationFn }) {
    setValidationFn((schema, document, rules, options) =>
      validate(schema, document, rules, { ...options, maxErrors: MAX_VALIDATION_ERRORS }),
    )
  },
}

// Reads tokens, because it must refuse a query before it is parsed; graphql-armor's max-depth reads the parsed query.
const maxNesting: Plugin = {
  onParse({ params: { source } }) {
    if (isDeep(new Lexer(typeof source === 'string' ? new Source(source) : source)))
      throw new GraphQLError(`The query has more than ${MAX_OPEN_BRACKETS} open brackets at once.`)
  },
}

function isDeep(lexer: Lexer): boolean {
  let open = 0
  try {
    // A query with more tokens is refused by maxTokensPlugin.
    for (let token = 0; token < MAX_TOKENS; token++) {
      const { kind } = lexer.advance()
      if (kind === TokenKind.EOF) break
      if (OPENING.has(kind)) open++
      if (CLOSING.has(kind)) open--
      if (open > MAX_OPEN_BRACKETS) return true
    }
  } catch {
    // A syntax error, which the parser will report.
  }
  return false
}

const OPENING = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSING = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

// Documents that were found small enough. The parser cache gives the same document for a query that is sent again.
const countedBefore = new WeakSet<object>()

// graphql-armor has no limit on fields.
const maxFields: Plugin = {
  onParse:
    () =>
    ({ result }) => {
      if (result instanceof Error || countedBefore.has(result as DocumentNode)) return
      let count = 0
      visit(result as DocumentNode, { Field: () => void count++ })
      if (count > MAX_FIELDS)
        throw new GraphQLError(`The query has ${count} fields; at most ${MAX_FIELDS} are allowed.`)
      countedBefore.add(result as DocumentNode)
    },
}

const noIntrospection: Plugin = {
  onValidate({ addValidationRule }) {
    addValidationRule(NoSchemaIntrospectionCustomRule)
  },
}
