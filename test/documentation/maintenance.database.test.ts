import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { postGraphql } from '../support/post-graphql.ts'
import { sharedApp } from '../support/shared-app.ts'
import { SECRET } from '../support/supabase-client.ts'
import { createTestDatabase } from '../support/test-database.ts'
import { nodes, runScript } from './nodes.ts'

const page = await readFile(new URL('../../docs/maintenance.md', import.meta.url), 'utf8')
const sql = /^```sql\n(.*?)^```$/ms.exec(page)?.[1] ?? ''
const [, tokenScript = '', userId = ''] = /^node --input-type=module -e "\n(.*?)^" (\S+)$/ms.exec(page) ?? []

describe('what the page on maintenance says an administrator may do', () => {
  it('can be pasted into a session of the login that migrates', async () => {
    const database = await createTestDatabase()
    const session = await database.openSession()
    try {
      await session.script(`
        BEGIN;
        SET LOCAL ROLE service_role;
        INSERT INTO auth.users (id) VALUES ('${userId}');
        INSERT INTO profiles (user_id, display_name) VALUES ('${userId}', 'Kari');
        INSERT INTO chapters (name) VALUES ('Trondheim');
        INSERT INTO chapter_members (chapter_id, user_id, role) SELECT id, '${userId}', 'coordinator' FROM chapters WHERE name = 'Trondheim';
        COMMIT;
      `)
      expect(sql).toContain('forget_user')
      await session.script(sql)
      await session.script('SET ROLE service_role')
      expect(
        await session.query(
          `SELECT closed_before IS NOT NULL AS closed, (SELECT count(*)::integer FROM profiles WHERE display_name = 'Kari') AS left
           FROM chapters WHERE name = 'Trondheim'`,
        ),
      ).toEqual([{ closed: true, left: 0 }])
    } finally {
      await session.close()
      await database.drop()
    }
  })
})

describe('the program that makes the first user’s token', () => {
  it.each(nodes)('makes one that Rollcall takes, on Node $version', async ({ node }) => {
    const { url } = await sharedApp()
    const token = await runScript(node, tokenScript, { JWT_SECRET: SECRET }, [userId])
    const { body } = await postGraphql(
      url,
      { query: '{ __typename }' },
      { authorization: `Bearer ${token.trim()}` },
    )
    expect(body).toEqual({ data: { __typename: 'Query' } })
  })
})
