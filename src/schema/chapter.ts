import type { Chapter as ChapterRow } from '../database/generated/client.ts'
import { builder } from './builder.ts'
import { Node } from './node.ts'

export const Chapter = builder.objectRef<ChapterRow>('Chapter').implement({
  interfaces: [Node],
  description: 'A local branch of the organisation.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, a UUID.' }),
    name: t.exposeString('name', { description: 'Its name, such as "Oslo".' }),
  }),
})
