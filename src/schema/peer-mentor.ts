import type { ListedMentor } from '../database/mentors.ts'
import { uuid } from '../resolvers/id.ts'
import { pageOfPeerMentors, readPeerMentor } from '../resolvers/peer-mentor.ts'
import { builder } from './builder.ts'
import { Chapter } from './chapter.ts'
import { connectionOf, pageArgs, pageAsked, pageCost } from './connection.ts'
import { Node } from './node.ts'
import { searchText } from './text.ts'

export const PeerMentor = builder.objectRef<ListedMentor>('PeerMentor').implement({
  interfaces: [Node],
  description: 'Somebody who visits, calls and meets others as a peer.',
  fields: (t) => ({
    id: t.exposeID('userId', { description: 'Their user id: the `peerMentorUserId` of an activity.' }),
    displayName: t.exposeString('displayName', { description: 'The name that others see.' }),
    chapters: t.field({
      type: [Chapter],
      description: 'The chapters in which they are a peer mentor, among those that you may see.',
      resolve: ({ userId }, _, { loaders }) => loaders.mentorChapters.load(userId),
    }),
  }),
})

const PeerMentorConnection = connectionOf(PeerMentor, 'PeerMentor', 'peer mentors')

builder.queryFields((t) => ({
  peerMentors: t.field({
    type: PeerMentorConnection,
    complexity: pageCost,
    description:
      'The peer mentors that you may see, by display name: for a coordinator those of the own chapters.',
    args: {
      chapterId: t.arg.id({ description: 'Only those of this chapter.', validate: uuid }),
      search: t.arg.string({
        description:
          'Only those whose names have all of these words somewhere in them, in any order, with or without capitals and diacritics: `kjaer sø` and `soren` both find Søren Kjær.',
        validate: searchText,
      }),
      ...pageArgs,
    },
    resolve: (_, args, context) => pageOfPeerMentors(context, pageAsked(args)),
  }),
  peerMentor: t.field({
    type: PeerMentor,
    nullable: true,
    description: 'One peer mentor. Null where there is none of that id, or not one that you may see.',
    args: { id: t.arg.id({ required: true, description: 'Their user id.' }) },
    resolve: (_, { id }, context) => readPeerMentor(context, id),
  }),
}))
