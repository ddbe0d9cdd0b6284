import { ChapterRole as ChapterRoles } from '../database/generated/client.ts'
import { type Membership, readViewer, type ViewerAccount } from '../resolvers/viewer.ts'
import { builder } from './builder.ts'
import { Chapter } from './chapter.ts'

const ChapterRole = builder.enumType('ChapterRole', {
  description: 'The role of a person in a chapter. One person may have both roles.',
  values: {
    COORDINATOR: {
      value: ChapterRoles.coordinator,
      description:
        'Registers activities for the peer mentors of the chapter, and sees all activities of the chapter.',
    },
    PEER_MENTOR: {
      value: ChapterRoles.peer_mentor,
      description: 'Carries out activities, and registers and sees their own.',
    },
  },
})

const ChapterMembership = builder.objectRef<Membership>('ChapterMembership').implement({
  description: 'A chapter that a person belongs to, and their role there.',
  fields: (t) => ({
    chapter: t.field({ type: Chapter, description: 'The chapter.', resolve: ({ chapter }) => chapter }),
    role: t.expose('role', { type: ChapterRole, description: 'The role.' }),
  }),
})

const Viewer = builder.objectRef<ViewerAccount>('Viewer').implement({
  description: 'The logged-in user, as their token identifies them.',
  fields: (t) => ({
    id: t.exposeID('userId', { description: 'Their user id.' }),
    displayName: t.exposeString('displayName', {
      description: 'The name that others see; empty where they have no profile yet.',
    }),
    memberships: t.field({
      type: [ChapterMembership],
      description: 'The chapters they belong to, by name, with their role in each.',
      resolve: ({ memberships }) => memberships,
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: Viewer,
    description: 'Who you are, and in which chapters.',
    resolve: (_, __, context) => readViewer(context),
  }),
)
