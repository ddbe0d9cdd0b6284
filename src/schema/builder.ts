import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import ErrorsPlugin from '@pothos/plugin-errors'
import ValidationPlugin from '@pothos/plugin-validation'
import { RequestError } from '../errors.ts'
import type { Context } from '../resolvers/context.ts'
import './mutation-results.ts'

// Fields that an answer may come to have, as far as arguments tell: full pages with all their relations fit several
// times, pages of pages don't.
const MAX_COST = 20_000
const MAX_DEPTH = 12

/** Builds the schema. Types stand in the files beside this one, each with the fields that return it. */
export const builder = new SchemaBuilder<{
  Context: Context
  DefaultFieldNullability: false
  Scalars: {
    ID: { Input: string; Output: string }
    DateTime: { Input: Date; Output: Date }
  }
}>({
  plugins: [ErrorsPlugin, ValidationPlugin, ComplexityPlugin, 'mutationResults'],
  defaultFieldNullability: false,
  errors: { directResult: true },
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

builder.queryType({ description: 'What can be read. Everything is seen with the rights of whoever asks.' })
builder.mutationType({ description: 'What can be changed.' })
builder.subscriptionType({ description: 'What can be followed live, over graphql-ws or server-sent events.' })
