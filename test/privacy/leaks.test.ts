import { describe, expect, it } from 'vitest'
import { leaksIn, type Place, type Produced } from './leaks.ts'

const SECRET = 'a secret of at least 32 characters'
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl'

const leaks = (place: Place, text: string, sent = '') =>
  leaksIn({ place, where: 'here', text, sent: () => sent } satisfies Produced, [SECRET]).map(
    ({ what, found }) => `${what}: ${found}`,
  )
const logged = (fields: object) => `${JSON.stringify({ level: 50, msg: 'an operation failed', ...fields })}\n`
const refused = (message: string, others: object = {}) => JSON.stringify({ errors: [{ message, ...others }] })

describe('what is searched for', () => {
  it.each<[string, Place[], string]>([
    ['a token', ['log', 'answer', 'screen'], `Bearer ${TOKEN}`],
    ['the secret that tokens are signed with', ['log', 'answer', 'screen'], `signed with ${SECRET}`],
    [
      'a connection string',
      ['log', 'answer', 'screen'],
      'at postgres://rollcall:password@127.0.0.1/rollcall',
    ],
    ['a mail address', ['log', 'answer'], 'no rights for mentor1@oslo.example'],
    ['a mail address', ['log', 'answer'], 'no rights for åse.ødegård@tromsø.example'],
    ['a name', ['log', 'answer'], 'no rights for Anne Andersen'],
    ['a name', ['log', 'answer'], 'no rights for Coordinator Tromsø'],
    ['words of the database', ['log', 'answer', 'screen'], 'new row violates row-level security policy'],
    ['words of the database', ['log', 'answer', 'screen'], 'relation "public.profiles" is missing'],
    ['words of the database', ['log', 'answer', 'screen'], 'duplicate key value of a unique constraint'],
    ['words of the database', ['log', 'answer', 'screen'], 'Key (email)=(nobody) already exists.'],
    ['words of the database', ['log', 'answer', 'screen'], 'permission denied for table profiles'],
    ['words of the database', ['log', 'answer', 'screen'], 'invalid input syntax for type uuid: "x"'],
    ['words of the database', ['log', 'answer', 'screen'], 'ERROR: SQLSTATE 42P01'],
    ['words of Prisma', ['log', 'answer', 'screen'], 'Invalid `prisma.profile.findMany()`'],
    ['words of Prisma', ['answer'], 'PrismaClientKnownRequestError'],
    ['a stack', ['answer'], 'Error\n    at read (node:internal/fs:1:20)'],
    ['a path', ['answer'], 'can’t read /home/rollcall/data/PG_VERSION'],
    ['a path', ['answer'], 'in node_modules/pg/lib/client.js'],
    ['a path', ['answer'], 'in src/database/client.ts'],
  ])('%s in %j', (what, places, words) => {
    const texts: [Place, string][] = [
      ['log', logged({ reason: words })],
      ['answer', refused(words)],
      ['answer', JSON.stringify({ code: 'XX000', message: 'No.', details: JSON.stringify({ words }) })],
      ['screen', words],
    ]
    for (const [place, text] of texts) {
      const found = leaks(place, text).filter((leak) => leak.startsWith(`${what}: `))
      expect(found.length > 0, `${place}: ${text}`).toBe(places.includes(place))
    }
  })

  it('are not the lines that a server writes when all is well, or when it fails', () => {
    const frame =
      'at PrismaPgTransaction.performIO (file:///srv/rollcall/node_modules/@prisma/adapter-pg/index.mjs:1:2)'
    expect(leaks('log', logged({ method: 'POST', path: '/graphql', status: 200, ms: 3 }))).toEqual([])
    expect(
      leaks('log', logged({ err: { type: 'PrismaClientKnownRequestError', code: 'P2010', stack: [frame] } })),
    ).toEqual([])
  })
})

describe('names in answers', () => {
  const person = { displayName: 'Anne Andersen' }

  it('may be what was asked for', () => {
    const data = { peerMentors: { edges: [{ node: person }] } }
    expect(leaks('answer', JSON.stringify({ data }))).toEqual([])
    expect(leaks('answer', `event: next\ndata: ${JSON.stringify({ data })}\n\n`)).toEqual([])
    const outcome = { mentor: person, error: { message: 'The mentor has one already.' } }
    expect(leaks('answer', JSON.stringify({ data: { outcome } }))).toEqual([])
  })

  it.each([
    ['an error', refused('No.', { extensions: { whose: 'Anne Andersen' } })],
    ['a business failure', JSON.stringify({ data: { submit: { message: 'No.', mentor: person } } })],
    [
      'one without its message',
      JSON.stringify({ data: { submit: { __typename: 'SomeError', mentor: person } } }),
    ],
    ['a field among other words', JSON.stringify({ data: { outcome: { note: 'It is of Anne Andersen.' } } })],
    ['an error of a stream', `event: next\ndata: ${refused('Not for Anne Andersen.')}\n\n`],
    [
      'an error of a socket',
      JSON.stringify({ id: '1', type: 'error', payload: [{ message: 'Not Anne Andersen.' }] }),
    ],
    ['what is no JSON', 'Not for Anne Andersen.'],
  ])('may not be in %s', (_, text) => {
    expect(leaks('answer', text)).toEqual(['a name: Anne Andersen'])
  })
})

describe('what the client sent itself', () => {
  it('may be named in the answer, and in no log', () => {
    const words = 'mentor1@oslo.example, Anne Andersen, violates'
    expect(leaks('answer', refused(words), JSON.stringify({ search: words }))).toEqual([])
    expect(leaks('answer', refused(words), 'mentor2@oslo.example')).toHaveLength(3)
    expect(leaks('log', logged({ words }), words)).toHaveLength(3)
  })

  it('may not be named where it is a token or a secret', () => {
    expect(leaks('answer', refused(`${TOKEN} ${SECRET}`), `${TOKEN} ${SECRET}`)).toHaveLength(2)
  })
})
