import type { ObjectRef } from '@pothos/core'
import { z } from 'zod'
import { builder } from './builder.ts'

// One whole batch can be read back in one page.
const MAX_PAGE_SIZE = 200
const DEFAULT_PAGE_SIZE = 50
// A list is a query of its own, where a field of a row is only copied.
const LIST_COST = 10

/** The arguments of every connection field. The Relay plugin's own would add `before` and `last`: no list is walked backwards. */
export const pageArgs = builder.args((t) => ({
  first: t.int({
    defaultValue: DEFAULT_PAGE_SIZE,
    description: `How many at most: 1 to ${MAX_PAGE_SIZE}.`,
    validate: z
      .number()
      .min(1, `must be from 1 to ${MAX_PAGE_SIZE}`)
      .max(MAX_PAGE_SIZE, `must be from 1 to ${MAX_PAGE_SIZE}`),
  }),
  after: t.string({ description: 'The cursor after which to go on; from the beginning where left out.' }),
}))

/** What a page of the size that is asked for costs. */
export const pageCost = ({ first }: { first?: number | null | undefined }) => ({
  field: LIST_COST,
  multiplier: first ?? DEFAULT_PAGE_SIZE,
})

/** What a connection field's resolver is asked for: a client that sends `first: null` means the default too. */
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
    description: 'How many there are in the whole list.',
    resolve: ({ totalCount }) => totalCount(),
  }),
)
