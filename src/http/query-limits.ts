import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases'
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives'
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens'
import { type DocumentNode, GraphQLError, NoSchemaIntrospectionCustomRule, visit } from 'graphql'
import type { Plugin } from 'graphql-yoga'

// A batch of 200 activities written into the query itself has about 4,500 tokens.
const MAX_TOKENS = 6_000
const MAX_ALIASES = 30
const MAX_DIRECTIVES = 30
// The whole schema asked for at once has about 200. GraphQL compares each field with each other one of its place, so a
// few thousand would keep everybody waiting for a second.
const MAX_FIELDS = 500

/**
 * Bounds what a query may look like, before it is run; what it may cost is bounded by the schema, which sees variables.
 * Holds for sockets as for HTTP.
 */
export function queryLimits({ introspection }: { introspection: boolean }): Plugin[] {
  const quietly = { propagateOnRejection: true, exposeLimits: true }
  return [
    maxTokensPlugin({ n: MAX_TOKENS, ...quietly }),
    maxFields,
    maxAliasesPlugin({ n: MAX_ALIASES, allowList: [], ...quietly }), // by default `__typename` is let through
    maxDirectivesPlugin({ n: MAX_DIRECTIVES, ...quietly }),
    ...(introspection ? [] : [noIntrospection]),
  ]
}

const maxFields: Plugin = {
  onParse:
    () =>
    ({ result }) => {
      if (result instanceof Error) return
      let count = 0
      visit(result as DocumentNode, { Field: () => void count++ })
      if (count > MAX_FIELDS)
        throw new GraphQLError(`The query has ${count} fields; at most ${MAX_FIELDS} are allowed.`)
    },
}

const noIntrospection: Plugin = {
  onValidate({ addValidationRule }) {
    addValidationRule(NoSchemaIntrospectionCustomRule)
  },
}
