import { readNode } from '../resolvers/node.ts'
import { builder } from './builder.ts'

/** Relay's Node interface, for all objects that can be read by their id. */
export const Node = builder.nodeInterfaceRef()

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    nullable: true,
    description:
      'The object with this id, whatever its type. Null where it does not exist or you may not see it.',
    args: { id: t.arg.id({ required: true, description: 'The `id` of an object, a UUID.' }) },
    resolve: (_, { id }, context) => readNode(context, id),
  }),
)
