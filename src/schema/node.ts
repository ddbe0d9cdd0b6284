import { readNode } from '../resolvers/node.ts'
import { builder } from './builder.ts'

/** What has an id of its own. */
export const Node = builder.nodeInterfaceRef()

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description: 'Anything that has an id, by it alone. Null where it does not exist or is not yours to see.',
    args: { id: t.arg.id({ required: true, description: 'A UUID, from the `id` of anything.' }) },
    resolve: (_, { id }, context) => readNode(context, id),
  }),
)
