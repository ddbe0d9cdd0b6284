import { randomUUID } from 'node:crypto'
import type { Session } from '../src/database/migrate.ts'
import { StartupError } from '../src/errors.ts'
import type { Sheet } from './people-files.ts'

/** The rows of the CSV files; a file that was not given has none. */
export interface Organisation {
  chapters: Sheet<'chapters'>
  types: Sheet<'types'>
  people: Sheet<'people'>
}

/** How many rows of each kind were added. `profiles` also counts names that were changed. */
export type Added = Record<'chapters' | 'types' | 'users' | 'profiles' | 'memberships', number>

/**
 * Adds the chapters, activity types, users, profiles and memberships that the database lacks, as service_role, in one
 * transaction: all of them or none. Changes names that have changed, and removes nothing.
 *
 * @param dryRun rolls the transaction back at its end
 * @throws StartupError naming each person without an id or email, or each unknown chapter; or telling what the database
 *   refused
 */
export async function addPeople(
  session: Session,
  { chapters, types, people }: Organisation,
  dryRun: boolean,
): Promise<Added> {
  const count = async (sql: string, values: unknown[]) => (await session.query(sql, values)).length
  await session.script('BEGIN')
  try {
    await session.script('SET LOCAL ROLE service_role')
    const added = {
      chapters: await count(
        `INSERT INTO public.chapters (name, time_zone)
         SELECT row ->> 'name', coalesce(nullif(row ->> 'time_zone', ''), 'UTC') FROM jsonb_array_elements($1) AS row
         ON CONFLICT (name) DO NOTHING RETURNING id`,
        [JSON.stringify(chapters)],
      ),
      types: await count(
        `INSERT INTO public.activity_types (name) SELECT row ->> 'name' FROM jsonb_array_elements($1) AS row
         ON CONFLICT (name) DO NOTHING RETURNING id`,
        [JSON.stringify(types)],
      ),
      ...(await addMembers(session, people)),
    }
    await session.script(dryRun ? 'ROLLBACK' : 'COMMIT')
    return added
  } catch (error) {
    await session.script('ROLLBACK').catch(() => {}) // the session may be what failed
    throw explained(error)
  }
}

async function addMembers(session: Session, people: Organisation['people']) {
  const rows = await identify(session, people)
  const values = [JSON.stringify(rows)]
  await refuseUnknownChapters(session, values)
  const users = (await mayAddUsers(session))
    ? await session.query(
        `INSERT INTO auth.users (id, email)
         SELECT DISTINCT ON (id) (row ->> 'id')::uuid AS id, nullif(row ->> 'email', '') FROM jsonb_array_elements($1) AS row
         ON CONFLICT (id) DO NOTHING RETURNING id`,
        values,
      )
    : []
  const profiles = await session.query(
    `INSERT INTO public.profiles (user_id, display_name)
     SELECT DISTINCT ON (id) (row ->> 'id')::uuid AS id, row ->> 'display_name' FROM jsonb_array_elements($1) AS row
     ON CONFLICT (user_id) DO UPDATE SET display_name = excluded.display_name
       WHERE profiles.display_name <> excluded.display_name
     RETURNING user_id`,
    values,
  )
  const memberships = await session.query(
    `INSERT INTO public.chapter_members (chapter_id, user_id, role, since)
     SELECT chapters.id, (row ->> 'id')::uuid, (row ->> 'role')::public.chapter_role,
       coalesce(nullif(row ->> 'since', '')::timestamptz, now())
     FROM jsonb_array_elements($1) AS row JOIN public.chapters ON chapters.name = row ->> 'chapter'
     ON CONFLICT DO NOTHING RETURNING user_id`,
    values,
  )
  return { users: users.length, profiles: profiles.length, memberships: memberships.length }
}

/** Gives each person an id: the one in their row, else that of the user with their mail address, else a new one. */
async function identify(session: Session, people: Organisation['people']) {
  const mayAdd = await mayAddUsers(session)
  const emails = people.map(({ email }) => email).filter(Boolean)
  const known = mayAdd
    ? await session.query('SELECT id, email FROM auth.users WHERE email = ANY ($1)', [emails])
    : []
  const ids = new Map(known.map(({ id, email }) => [String(email), String(id)]))
  const nameless = people.filter(({ id, email }) => !id && (!email || !mayAdd))
  if (nameless.length > 0) {
    throw new StartupError(
      nameless
        .map(({ display_name }) =>
          mayAdd
            ? `${display_name}: needs an id or an email.`
            : `${display_name}: needs an id, for the users of this database are the identity provider’s.`,
        )
        .join('\n'),
    )
  }
  return people.map((person) => {
    const id = person.id || ids.get(person.email) || randomUUID()
    if (person.email) ids.set(person.email, id)
    return { ...person, id }
  })
}

/** Whether this login may insert users. On a Supabase project it may not: there the auth service creates them. */
async function mayAddUsers(session: Session): Promise<boolean> {
  const [right] = await session.query(
    `SELECT CASE WHEN has_schema_privilege('auth', 'USAGE') THEN has_table_privilege('auth.users', 'INSERT') END AS may`,
  )
  return right?.may === true
}

async function refuseUnknownChapters(session: Session, values: unknown[]): Promise<void> {
  const unknown = await session.query(
    `SELECT DISTINCT row ->> 'chapter' AS name FROM jsonb_array_elements($1) AS row
     WHERE NOT EXISTS (SELECT FROM public.chapters WHERE name = row ->> 'chapter') ORDER BY 1`,
    values,
  )
  if (unknown.length > 0) {
    const names = unknown.map(({ name }) => `"${name}"`).join(', ')
    throw new StartupError(`There is no chapter ${names}. Add it with --chapters, or correct its name.`)
  }
}

/**
 * Turns a refusal of the database into a message. It may quote the database, because its reader is an administrator.
 */
function explained(error: unknown): unknown {
  const { code = '', message, detail } = error as { code?: string; message?: string; detail?: string }
  if (code === '42501')
    return new StartupError(`This login may not act as service_role (${message}). Use the one that migrates.`)
  if (code.startsWith('23')) return new StartupError([message, detail].filter(Boolean).join(': '))
  return error
}
