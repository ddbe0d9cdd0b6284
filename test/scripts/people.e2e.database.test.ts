import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '../support/server-process.ts'
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await createTestDatabase()
  folder = await mkdtemp(join(tmpdir(), 'rollcall-people-'))
})
afterAll(async () => {
  await database.drop()
  await rm(folder, { recursive: true })
})

async function file(content: string): Promise<string> {
  const path = join(folder, `${randomUUID()}.csv`)
  await writeFile(path, content)
  return path
}

async function people(...args: string[]) {
  await using program = runProgram('scripts/people.ts', database.variables, args)
  return { code: await program.exited, stdout: program.stdout, stderr: program.stderr }
}

/** Who is in a chapter, in which role, since which day. */
async function membersOf(chapter: string) {
  const session = await database.openAdministratorSession()
  try {
    return await session.run(
      `SELECT display_name, role::text, to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS since, email
       FROM public.chapter_members JOIN public.chapters ON chapters.id = chapter_id
       JOIN public.profiles USING (user_id) JOIN auth.users ON users.id = user_id
       WHERE chapters.name = '${chapter}' ORDER BY display_name`,
    )
  } finally {
    await session.close()
  }
}

const ID = '9f4c0d1e-0000-4000-8000-000000000001'

describe('npm run people', () => {
  it('adds chapters, types and people, and the same again adds nothing', async () => {
    const args = [
      '--chapters',
      await file('\uFEFFname;time_zone\r\nTrondheim;Europe/Oslo\r\nHamar;\r\n'),
      '--types',
      await file('name\nSwimming\nPhone call\n'),
      '--people',
      await file(
        `id,email,display_name,chapter,role,since\n${ID},kari@example.org,Kari,Trondheim,coordinator,2024-01-01\n,Ola@example.org,"Olsen, Ola",Trondheim,peer_mentor,\n,ola@example.org,"Olsen, Ola",Hamar,peer_mentor,\n`,
      ),
    ]
    const dry = await people(...args, '--dry-run')
    expect(dry).toMatchObject({ code: 0, stderr: '' })
    expect(dry.stdout).toContain(
      '2 of 2 chapters, 1 of 2 activity types, 2 users, 2 names and 3 of 3 memberships are new.',
    )
    expect(dry.stdout).toContain('Nothing was saved')
    expect(await membersOf('Trondheim')).toEqual([])

    const real = await people(...args)
    expect(real).toMatchObject({ code: 0, stderr: '' })
    expect(real.stdout).toBe(dry.stdout.replace('Nothing was saved: this was a dry run.', 'Saved.'))
    expect(await membersOf('Trondheim')).toEqual([
      { display_name: 'Kari', role: 'coordinator', since: '2024-01-01', email: 'kari@example.org' },
      {
        display_name: 'Olsen, Ola',
        role: 'peer_mentor',
        since: expect.any(String),
        email: 'ola@example.org',
      },
    ])

    expect((await people(...args)).stdout).toContain('0 users, 0 names and 0 of 3 memberships are new')
  })

  it('names every cell that can’t be used, and saves nothing', async () => {
    const sheet = await file(
      'email,display_name,chapter,role\nanne@example.org,Anne,Oslo,peer_mentor\nnobody,Per,Oslo,mentor\nliv@example.org,,Oslo,coordinator\n',
    )
    const { code, stdout, stderr } = await people('--people', sheet)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trimEnd().split('\n')).toEqual([
      `${sheet}, line 3: email must be a mail address`,
      `${sheet}, line 3: role must be coordinator or peer_mentor`,
      `${sheet}, line 4: display_name must not be empty`,
    ])
    expect(await membersOf('Oslo')).not.toContainEqual(expect.objectContaining({ display_name: 'Anne' }))
  })

  it.each([
    [
      'a chapter that is not there',
      'email,display_name,chapter,role\na@b.no,A,Atlantis,coordinator\n',
      /no chapter "Atlantis"/,
    ],
    [
      'somebody without id and address',
      'display_name,chapter,role\nA,Oslo,coordinator\n',
      /A: needs an id or an email/,
    ],
    [
      'an unknown column',
      'mail,display_name,chapter,role\na@b.no,A,Oslo,coordinator\n',
      /line 2: mail is no column/,
    ],
    ['no CSV', '"', /no CSV file/],
  ])('refuses %s in one line', async (_, content, message) => {
    const { code, stderr } = await people('--people', await file(content))
    expect(code).toBe(1)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('says how it is used', async () => {
    expect(await people()).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Usage: /) })
  })
})
