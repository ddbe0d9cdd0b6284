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
// The whole schema asked for at once has about 200. GraphQL compares each field with each other one of its place, so a
// few thousand would keep everybody waiting for a second.
const MAX_FIELDS = 500
// Whoever makes more mistakes learns nothing from the rest of them, and validation is what they cost the server.
const MAX_VALIDATION_ERRORS = 5
// 12 levels with fragments in all of them, and more. GraphQL looks into each by a call of its own, and some thousands of
// them would leave no room for another.
const MAX_OPEN_BRACKETS = 50

/**
 * Bounds what a query may look like, before it is run; what it may cost is bounded by the schema, which sees variables.
 * Holds for sockets as for HTTP.
 */
export function queryLimits({ introspection }: { introspection: boolean }): Plugin[] {
  const quietly = { propagateOnRejection: true, exposeLimits: true }
  return [
    maxValidationErrors,
    maxNesting,
    maxTokensPlugin({ n: MAX_TOKENS, ...quietly }),
    maxFields,
    maxAliasesPlugin({ n: MAX_ALIASES, allowList: [], ...quietly }), // by default `__typename` is let through
    maxDirectivesPlugin({ n: MAX_DIRECTIVES, ...quietly }),
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

const maxNesting: Plugin = {
  onParse({ params: { source } }) {
    if (isDeep(new Lexer(typeof source === 'string' ? new Source(source) : source)))
      throw new GraphQLError(`The query has more than ${MAX_OPEN_BRACKETS} open brackets at once.`)
  },
}

function isDeep(lexer: Lexer): boolean {
  let open = 0
  try {
    // What is longer is refused in any case.
    for (let token = 0; token < MAX_TOKENS; token++) {
      const { kind } = lexer.advance()
      if (kind === TokenKind.EOF) break
      if (OPENING.has(kind)) open++
      if (CLOSING.has(kind)) open--
      if (open > MAX_OPEN_BRACKETS) return true
    }
  } catch {
    // Whoever parses it says what is wrong with it.
  }
  return false
}

const OPENING = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L])
const CLOSING = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R])

// A query that is sent again comes as the same document, from the parser cache.
const countedBefore = new WeakSet<object>()

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
