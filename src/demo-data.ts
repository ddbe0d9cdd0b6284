import { createHash } from 'node:crypto'

// The demo data. It is the same on every machine and at every start, ids included.

/** The demo's chapters: their names, the domains of their people's mail addresses, and how many mentors they have. */
export const CHAPTERS = [
  { name: 'Oslo', domain: 'oslo.example', mentors: 24 },
  { name: 'Bergen', domain: 'bergen.example', mentors: 60 },
  { name: 'Tromsø', domain: 'tromso.example', mentors: 500 },
]
/** The names of the demo’s activity types. */
export const ACTIVITY_TYPES = [
  'Home visit',
  'Phone call',
  'Video call',
  'Group meeting',
  'Hospital visit',
  'Walk and talk',
]
const FIRST_NAMES =
  'Anne Bjørn Camilla Dag Eva Finn Grete Hans Ida Jon Kari Lars Mona Nils Oda Per Ragnhild Stein Tone Ulf Vigdis Åse Øyvind Ali Fatima'.split(
    ' ',
  )
const LAST_NAMES =
  'Andersen Berg Christensen Dahl Eriksen Fossum Gundersen Hansen Iversen Johansen Karlsen Lund Moen Nilsen Olsen Pedersen Rønning Solberg Tveit Ødegård'.split(
    ' ',
  )

/** The id of a demo user, chapter or activity type, computed from its mail address or name. */
export function demoId(name: string): string {
  const hex = createHash('sha256').update(`rollcall demo ${name}`).digest('hex')
  // UUID version 8 (RFC 9562): custom content.
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The people of the demo: one coordinator and the mentors of each chapter. */
export function demoUsers(): {
  id: string
  email: string
  displayName: string
  chapter: string
  role: 'coordinator' | 'peer_mentor'
}[] {
  return CHAPTERS.flatMap(({ name: chapter, domain, mentors }) => {
    const coordinator = {
      email: `coordinator@${domain}`,
      displayName: `Coordinator ${chapter}`,
      role: 'coordinator' as const,
    }
    const everybody = Array.from({ length: mentors }, (_, index) => ({
      email: `mentor${index + 1}@${domain}`,
      displayName: `${FIRST_NAMES[index % FIRST_NAMES.length]} ${LAST_NAMES[Math.floor(index / FIRST_NAMES.length) % LAST_NAMES.length]}`,
      role: 'peer_mentor' as const,
    }))
    return [coordinator, ...everybody].map((user) => ({ ...user, id: demoId(user.email), chapter }))
  })
}
