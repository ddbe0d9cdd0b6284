import { ACTIVITY_TYPES, CHAPTERS, demoId, demoUsers } from '../demo-data.ts'
import type { Database } from './client.ts'
import { transactionAs } from './transaction.ts'

/** Writes the demo data, unless it is there already. */
export async function seedDemo(database: Database): Promise<void> {
  await transactionAs(database, 'service_role', async (transaction) => {
    const first = CHAPTERS.map(({ name }) => demoId(name))
    if ((await transaction.chapter.count({ where: { id: { in: first } } })) > 0) return
    const users = demoUsers()
    const once = { skipDuplicates: true } // several servers may start at once
    await transaction.authUser.createMany({ data: users.map(({ id, email }) => ({ id, email })), ...once })
    await transaction.profile.createMany({
      data: users.map(({ id, displayName }) => ({ userId: id, displayName })),
      ...once,
    })
    await transaction.chapter.createMany({
      data: CHAPTERS.map(({ name }) => ({ id: demoId(name), name, timeZone: 'Europe/Oslo' })),
      ...once,
    })
    await transaction.chapterMember.createMany({
      data: users.map(({ id, chapter, role }) => ({ userId: id, chapterId: demoId(chapter), role })),
      ...once,
    })
    await transaction.activityType.createMany({
      data: ACTIVITY_TYPES.map((name) => ({ id: demoId(name), name })),
      ...once,
    })
  })
}
