import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import ErrorsPlugin from '@pothos/plugin-errors'
import RelayPlugin from '@pothos/plugin-relay'
import ValidationPlugin from '@pothos/plugin-validation'
import { RequestError } from '../errors.ts'
import type { Context } from '../resolvers/context.ts'
import './mutation-results.ts'

// The number of fields that an answer could have, estimated from the arguments. A full page of 200 with its relations fits;
// pages within pages don't, nor does a page of 1,000 with all relations.
const MAX_COST = 20_000
const MAX_DEPTH = 12

/** Builds the schema. The types are in the files beside this one, each with the fields that return it. */
export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  DefaultEdgesNullability: false
  DefaultNodeNullability: false
  /** What every connection has besides the fields of Relay's. */
  Connection: { totalCount: () => Promise<number> | number }
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
  }
}>({
  plugins: [ErrorsPlugin, ValidationPlugin, ComplexityPlugin, RelayPlugin, 'mutationResults'],
  defaultFieldNullability: false,
  errors: { directResult: true },
  relay: {
    // The plugin's `node` fields decode the type from the id. Ids here are plain UUIDs, which don't contain a type, so
    // node.ts defines a `node` that looks it up.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeTypeOptions: { description: 'An object with an id, by which the `node` query can read it.' },
    idFieldOptions: { description: 'Its id, a UUID; unique across all types.' },
    edgesFieldOptions: {
      nullable: false,
      complexity: { field: 1, multiplier: 1 }, // counted by the connection's `first`
      description: 'The rows of the page, in order.',
    },
    nodeFieldOptions: { nullable: false, description: 'The row itself.' },
    cursorFieldOptions: { description: 'The place of the row in the list, to pass as `after`.' },
    pageInfoFieldOptions: { description: 'Where the page lies in the list.' },
    pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
    hasNextPageFieldOptions: { description: 'Whether there are rows after this page.' },
    hasPreviousPageFieldOptions: {
      description: 'Whether there are rows before this page: it was asked for with `after`.',
    },
    startCursorFieldOptions: { description: 'The cursor of the first edge; null where the page is empty.' },
    endCursorFieldOptions: {
      description:
        'The cursor of the last edge, to pass as `after` for the next page; null where the page is empty.',
    },
  },
  complexity: {
    limit: { complexity: MAX_COST, depth: MAX_DEPTH },
    defaultListMultiplier: 5,
    complexityError: (kind, { complexity, depth }) =>
      new RequestError(
        'BAD_USER_INPUT',
        kind === 'Depth'
          ? `The query is ${depth} fields deep; at most ${MAX_DEPTH} are allowed.`
          : `The query could cost ${complexity} fields; at most ${MAX_COST} are allowed. Ask for smaller pages, or for less of each row.`,
      ),
  },
})

builder.queryType({ description: 'What can be read, always with the rights of the logged-in user.' })
builder.mutationType({ description: 'What can be changed.' })
builder.subscriptionType({ description: 'What can be followed live, over graphql-ws or server-sent events.' })
