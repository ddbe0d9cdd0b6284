import type { Chapter as ChapterRow } from '../database/generated/client.ts'
import { builder } from './builder.ts'
import { Node } from './node.ts'

export const Chapter = builder.objectRef<ChapterRow>('Chapter').implement({
  interfaces: [Node],
  description: 'A local branch of the organisation.',
  fields: (t) => ({
    id: t.exposeID('id', { description: 'Its id, a UUID.' }),
    name: t.exposeString('name', { description: 'Its name, such as "Oslo".' }),
    timeZone: t.exposeString('timeZone', {
      description: 'Its time zone, in which its days begin: an IANA name, such as Europe/Oslo.',
    }),
    closedBefore: t.expose('closedBefore', {
      type: 'DateTime',
      nullable: true,
      description:
        'The chapter has closed its books up to this moment: activities that took place before it can no longer be registered or taken back. Null where the books are open.',
    }),
  }),
})
