import type { ActivityType as ActivityTypeRow } from '../database/generated/client.ts'
import { listActivityTypes } from '../resolvers/activity-type.ts'
import { builder } from './builder.ts'
import { Node } from './node.ts'

export const ActivityType = builder.objectRef<ActivityTypeRow>('ActivityType').implement({
  interfaces: [Node],
  description: 'A kind of activity, such as a visit or a call.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, a UUID.' }),
    name: t.exposeString('name', { description: 'Its name, such as "Home visit".' }),
  }),
})

builder.queryField('activityTypes', (t) =>
  t.field({
    type: [ActivityType],
    description: 'All kinds of activity, by name.',
    resolve: (_, __, context) => listActivityTypes(context),
  }),
)
