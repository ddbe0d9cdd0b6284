import { demoId } from '../../src/demo-data.ts'
import type { TestDatabase } from './test-database.ts'

/** A person to add to the demo data. */
export interface AddedPerson {
  id: string
  displayName: string
  /** Roles by chapter, such as `{ Oslo: ['peer_mentor'] }`. A chapter that does not exist is added. */
  memberships: Record<string, ('coordinator' | 'peer_mentor')[]>
}

/** Adds people in SQL as `service_role`, as an administrator would. */
export async function addPeople(database: TestDatabase, people: AddedPerson[]): Promise<void> {
  const session = await database.openSession()
  try {
    await session.script('BEGIN; SET LOCAL ROLE service_role')
    for (const { id, displayName, memberships } of people) {
      await session.query('INSERT INTO auth.users (id) VALUES ($1)', [id])
      await session.query('INSERT INTO public.profiles (user_id, display_name) VALUES ($1, $2)', [
        id,
        displayName,
      ])
      for (const [chapter, roles] of Object.entries(memberships)) {
        await session.query('INSERT INTO public.chapters (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
          demoId(chapter),
          chapter,
        ])
        for (const role of roles) {
          await session.query(
            'INSERT INTO public.chapter_members (user_id, chapter_id, role) VALUES ($1, $2, $3::public.chapter_role)',
            [id, demoId(chapter), role],
          )
        }
      }
    }
    await session.script('COMMIT')
  } finally {
    await session.close()
  }
}
