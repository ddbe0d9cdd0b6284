import { expect } from 'vitest'
import { demoId, demoUsers } from '../../src/demo-data.ts'
import type { ActivityInput } from '../generated/graphql.ts'
import { bulkRegister, success } from '../support/bulk-registration.ts'
import type { RunningApp } from '../support/running-app.ts'
import { accepted, mentorsOf, submit } from '../support/submission.ts'

/** A chapter of the demo data, with rows of its own: records of its first five mentors, and a submission. */
interface Chapter {
  name: string
  domain: string
  coordinator: string
  mentors: ReadonlySet<string>
  records: string[]
  submission: string
}

const SPAN = { from: '2019-01-01T00:00:00Z', to: '2020-01-01T00:00:00Z' }

/** Asks for everything that differs from user to user. */
export const OWN_ROWS = {
  query: `query ($from: DateTime!, $to: DateTime!) {
    viewer { id memberships { chapter { name } } }
    peerMentors(first: 200) { totalCount edges { node { id } } }
    activityRecords(filter: { recordedFrom: $from, recordedTo: $to }) { totalCount edges { node { id } } }
    bulkSubmissions { totalCount edges { node { id } } }
  }`,
  variables: SPAN,
}

/** Gives each chapter rows of its own. */
export async function giveRows(app: RunningApp): Promise<Chapter[]> {
  const chapters = ['Oslo', 'Bergen', 'Tromsø'].map(async (name, hour): Promise<Chapter> => {
    const domain = `${name.toLowerCase().replace('ø', 'o')}.example`
    const coordinator = `coordinator@${domain}`
    const client = await app.client(coordinator)
    const rows = mentorsOf(domain, 5).map(
      (peerMentorUserId): ActivityInput => ({
        peerMentorUserId,
        activityTypeId: demoId('Home visit'),
        recordedAt: new Date(Date.UTC(2019, 5, 1, hour)).toISOString(),
        durationMinutes: 30,
      }),
    )
    const { activityIds } = success(await bulkRegister(client, rows))
    const { id } = accepted(await submit(client, mentorsOf(domain, 20)))
    const mentors = demoUsers().filter(({ chapter, role }) => chapter === name && role === 'peer_mentor')
    return {
      name,
      domain,
      coordinator,
      mentors: new Set(mentors.map((mentor) => mentor.id)),
      records: activityIds,
      submission: id,
    }
  })
  return Promise.all(chapters)
}

interface Connection {
  totalCount: number
  edges: { node: { id: string } }[]
}

/** Fails the test where an answer to OWN_ROWS is anything but exactly what its user may see. */
export function expectOwnRows(data: unknown, email: string, chapters: Chapter[]): void {
  const chapter = chapters.find(({ domain }) => email.endsWith(`@${domain}`))
  const coordinates = email === chapter?.coordinator
  const { viewer, ...lists } = data as Record<string, unknown>
  expect(viewer).toEqual({
    id: demoId(email),
    memberships: chapter ? [{ chapter: { name: chapter.name } }] : [],
  })
  const listed = (name: string) => (lists[name] as Connection).edges.map(({ node }) => node.id)
  const records = chapter ? (coordinates ? chapter.records : chapter.records.slice(0, 1)) : []
  const mentors = chapter ? (coordinates ? chapter.mentors.size : 1) : 0
  const seen = {
    mentors: (lists.peerMentors as Connection).totalCount,
    listed: listed('peerMentors').length,
    strangers: listed('peerMentors').filter(
      (id) => !(coordinates && chapter?.mentors.has(id)) && id !== demoId(email),
    ),
    records: listed('activityRecords').sort(),
    submissions: listed('bulkSubmissions'),
  }
  expect(seen).toEqual({
    mentors,
    listed: Math.min(mentors, 200),
    strangers: [],
    records: records.toSorted(),
    submissions: coordinates ? [chapter?.submission] : [],
  })
}
