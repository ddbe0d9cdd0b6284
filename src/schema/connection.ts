import type { ObjectRef } from '@pothos/core'
import { z } from 'zod'
import { builder } from './builder.ts'

// As many as a batch may have, so that one page can show a whole batch.
const MAX_PAGE_SIZE = 200
const DEFAULT_PAGE_SIZE = 50
// A list takes a query of the database; a plain field is only copied from a row.
const LIST_COST = 10

/**
 * The arguments of a connection field. The Relay plugin's arguments are not used: they include `before` and `last`, and
 * no list here can be read backwards.
 *
 * @param maxPageSize the largest page that may be asked for
 */
export const pageArgs = (maxPageSize = MAX_PAGE_SIZE) =>
  builder.args((t) => ({
    first: t.int({
      defaultValue: DEFAULT_PAGE_SIZE,
      description: `How many at most: 1 to ${maxPageSize}.`,
      validate: z
        .number()
        .min(1, `must be from 1 to ${maxPageSize}`)
        .max(maxPageSize, `must be from 1 to ${maxPageSize}`),
    }),
    after: t.string({
      description: 'The cursor after which the page begins; where left out, at the beginning of the list.',
    }),
  }))

/** The cost of a connection field, for the limit on a query's cost: it grows with the size of the page asked for. */
export const pageCost = ({ first }: { first?: number | null | undefined }) => ({
  field: LIST_COST,
  multiplier: first ?? DEFAULT_PAGE_SIZE,
})

/**
 * The arguments for the resolver of a connection field. GraphQL's default is not applied to `first: null`; here it is.
 */
export function pageAsked<Args extends { first?: number | null | undefined }>(
  args: Args,
): Args & { first: number } {
  return { ...args, first: args.first ?? DEFAULT_PAGE_SIZE }
}

/**
 * Defines a Relay connection of a type: `NameConnection` with `NameEdge`.
 *
 * @param what the plural that its descriptions use, such as "activity records"
 */
export function connectionOf<Row extends object>(
  type: ObjectRef<typeof builder.$inferSchemaTypes, Row>,
  name: string,
  what: string,
) {
  return builder.connectionObject(
    { type, name: `${name}Connection`, description: `One page of ${what}.` },
    { name: `${name}Edge`, description: `One of the ${what} of a page.` },
  )
}

builder.globalConnectionField('totalCount', (t) =>
  t.int({
    description: 'How many rows there are in the whole list.',
    resolve: ({ totalCount }) => totalCount(),
  }),
)
