import type { ObjectRef } from '@pothos/core'
import { z } from 'zod'
import type { Page } from '../resolvers/page.ts'
import { builder } from './builder.ts'

// One whole batch can be read back in one page.
const MAX_PAGE_SIZE = 200
const DEFAULT_PAGE_SIZE = 50

const PageInfo = builder.objectRef<Page<unknown>>('PageInfo').implement({
  description: 'Where a page lies in its list.',
  fields: (t) => ({
    hasNextPage: t.exposeBoolean('hasNextPage', { description: 'Whether there are more after this page.' }),
    hasPreviousPage: t.exposeBoolean('hasPreviousPage', {
      description: 'Whether the page was asked for with `after`, so that there are others before it.',
    }),
    startCursor: t.string({
      nullable: true,
      description: 'The cursor of the first edge; null where the page is empty.',
      resolve: (page) => page.edges[0]?.cursor ?? null,
    }),
    endCursor: t.string({
      nullable: true,
      description:
        'The cursor of the last edge, to pass as `after` for the next page; null where the page is empty.',
      resolve: (page) => page.edges.at(-1)?.cursor ?? null,
    }),
  }),
})

/** The arguments of every connection field. */
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
  field: 1,
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
  node: ObjectRef<typeof builder.$inferSchemaTypes, Row>,
  name: string,
  what: string,
) {
  const Edge = builder.objectRef<{ cursor: string; node: Row }>(`${name}Edge`).implement({
    description: `One of the ${what} of a page.`,
    fields: (t) => ({
      cursor: t.exposeString('cursor', { description: 'Its place in the list.' }),
      // Pothos asks of a resolver's type what it can't tell of a type parameter.
      node: t.field({ type: node, description: 'The row itself.', resolve: (edge) => edge.node as never }),
    }),
  })
  return builder.objectRef<Page<Row>>(`${name}Connection`).implement({
    description: `One page of ${what}.`,
    fields: (t) => ({
      edges: t.field({
        type: [Edge],
        complexity: { field: 1, multiplier: 1 }, // counted by the page's `first`
        description: 'The rows of the page, in order.',
        resolve: (page) => page.edges,
      }),
      pageInfo: t.field({
        type: PageInfo,
        description: 'Where the page lies in the list.',
        resolve: (page) => page,
      }),
      totalCount: t.int({
        description: 'How many there are in the whole list.',
        resolve: (page) => page.totalCount(),
      }),
    }),
  })
}
