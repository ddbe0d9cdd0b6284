import { randomUUID } from 'node:crypto'
import { demoId } from '../src/demo-data.ts'
import type { DemoClient } from './client.ts'
import { DemoError } from './demo-error.ts'
import { MentorsOfChapter, RegisterBeforehand, Retry, Submit, WhoCoordinates } from './documents.ts'
import { followSubmission, type Update } from './follow.ts'
import type { ProxyActivityTemplateInput } from './generated/graphql.ts'
import { type Outcome, outcomeTable } from './outcome-table.ts'
import { ProgressBar } from './progress-bar.ts'

const MENTORS_MEANT_TO_FAIL = 3
const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

const out = process.stdout
const say = (text: string) => void out.write(`${text}\n`)

/** What the demo runs with. */
export interface DemoParts {
  client: DemoClient
  /** The chapter's name in its people's mail addresses: oslo, bergen or tromso. */
  chapter: string
  startedServer: boolean
}

/**
 * Registers an activity for a whole chapter, shows who failed and why, and retries those with a corrected time.
 *
 * @throws DemoError where the server lacks the demo data, refuses an operation, or can't be reached any more
 */
export async function tellStory({ client, chapter, startedServer }: DemoParts): Promise<void> {
  const { viewer, activityTypes } = await client.request(WhoCoordinates, {})
  const coordinated = viewer.memberships.find(({ role }) => role === 'COORDINATOR')?.chapter
  const [activityType] = activityTypes
  if (!coordinated || !activityType) throw new DemoError(`The server at ${client.url} lacks the demo data.`)
  say(`At ${client.url} as ${viewer.displayName}.`)

  const mentors = await readMentors(client, coordinated.id)
  // An hour ago, to the millisecond: a different time in each run, so that no run meets the records of another.
  const at = Date.now() - HOUR_MS
  const template = templateAt(activityType.id, at)
  const prepared = await registerBeforehand(client, spread(mentors, MENTORS_MEANT_TO_FAIL), template)
  const stranger = demoId(chapter === 'oslo' ? 'mentor1@bergen.example' : 'mentor1@oslo.example')
  say(
    `Meant to fail: ${prepared} mentors have this very activity already, and one mentor is another chapter’s.\n`,
  )

  say(
    `${activityType.name}, ${spoken(at)}, for ${mentors.length} mentors of ${coordinated.name} and 1 of another chapter`,
  )
  const { submitBulkRegistration: accepted } = await client.request(Submit, {
    input: { mentorIds: [...mentors, stranger], template, idempotencyKey: randomUUID() },
  })
  if (accepted.__typename !== 'BulkSubmission') throw new DemoError(accepted.message)
  const first = await watch(client, accepted.id)

  const corrected = templateAt(activityType.id, at + MINUTE_MS)
  const { retryFailedMentors: retried } = await client.request(Retry, {
    input: { submissionId: accepted.id, template: corrected, idempotencyKey: randomUUID() },
  })
  if (retried.__typename !== 'BulkSubmission') throw new DemoError(retried.message)
  const failed = first.filter(({ error }) => error).length
  say(`\nAgain for the ${retried.total} of ${failed} whom another time may help, a minute later`)
  await watch(client, retried.id)

  say(`\nLook further${startedServer ? ', after "npm start",' : ''}`)
  say(`  in the console      ${client.url}/#/submissions/${accepted.id}`)
  say(`  in GraphiQL         ${client.url}/graphql`)
  say(`  as the coordinator  npm run token -- coordinator@${chapter}.example`)
  say(`  the submission      { bulkSubmission(id: "${accepted.id}") { overallStatus retries { id } } }`)
}

async function readMentors(client: DemoClient, chapterId: string): Promise<string[]> {
  const mentors: string[] = []
  for (let after: string | null = null; ; ) {
    const { peerMentors }: Awaited<ReturnType<typeof readPage>> = await readPage(client, chapterId, after)
    mentors.push(...peerMentors.edges.map(({ node }) => node.id))
    if (!peerMentors.pageInfo.hasNextPage) return mentors
    after = peerMentors.pageInfo.endCursor ?? null
  }
}

function readPage(client: DemoClient, chapterId: string, after: string | null) {
  return client.request(MentorsOfChapter, { chapterId, after })
}

/** Registers the same activity for some of the mentors, so that they end as DUPLICATE_ACTIVITY. */
async function registerBeforehand(
  client: DemoClient,
  mentorIds: string[],
  template: ProxyActivityTemplateInput,
): Promise<number> {
  const { bulkRegisterActivities: result } = await client.request(RegisterBeforehand, {
    input: {
      activities: mentorIds.map((peerMentorUserId) => ({ peerMentorUserId, ...template })),
      idempotencyKey: randomUUID(),
    },
  })
  if (result.__typename !== 'BulkRegisterActivitiesSuccess') throw new DemoError(result.message)
  return result.activityIds.length
}

/** Shows a submission while it runs, then its table. */
async function watch(client: DemoClient, submissionId: string): Promise<Outcome[]> {
  const bar = new ProgressBar(out)
  const outcomes: Outcome[] = []
  let last: Update | undefined
  await followSubmission(client, submissionId, {
    update(update) {
      if (update.outcome) outcomes.push(update.outcome)
      last = update
      bar.show(update)
    },
    interrupted: () => bar.say('  The connection is lost; going on from here as soon as it is back …'),
  })
  bar.end()
  say(`${last?.overallStatus}: ${last?.succeeded} registered, ${last?.failed} failed\n`)
  out.write(outcomeTable(outcomes))
  return outcomes
}

function templateAt(activityTypeId: string, at: number): ProxyActivityTemplateInput {
  return { activityTypeId, recordedAt: new Date(at).toISOString(), durationMinutes: 30 }
}

function spoken(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').replace('Z', ' UTC')
}

/** `count` items of a list, evenly spread over it. */
function spread<T>(list: readonly T[], count: number): T[] {
  return list.filter(
    (_, index) =>
      Math.floor((index * count) / list.length) !== Math.floor(((index + 1) * count) / list.length),
  )
}
