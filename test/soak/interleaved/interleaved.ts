import fc from 'fast-check'
import { onTestFinished } from 'vitest'
import { startAppBesideAdministrator } from '../../support/app-beside-administrator.ts'
import { runs } from '../../support/property-runs.ts'
import { commands, MOST_MENTORS, type Model } from './commands.ts'
import { type Fate, TriedSubmission } from './tried-submission.ts'

const fate = fc.constantFrom<Fate[]>(
  'registered',
  'registered',
  'DUPLICATE_ACTIVITY',
  'PEER_MENTOR_NOT_FOUND',
)
const fates = fc.array(fate, { minLength: 1, maxLength: MOST_MENTORS })

/**
 * Whatever settles, cancels, crashes and follows a submission in whatever order, it stays whole.
 *
 * @param submissions how many to try
 * @param longestMs after which to stop and fail
 * @returns what has happened to any of them
 */
export async function interleave(submissions: number, longestMs?: number): Promise<string[]> {
  // A failure is shrunk by many more submissions than one coordinator may otherwise have.
  const beside = await startAppBesideAdministrator({
    MAX_ACTIVE_SUBMISSIONS: '10000',
    MAX_MUTATIONS_PER_MINUTE: '100000',
    MAX_SOCKETS_PER_USER: '10000',
  })
  onTestFinished(() => beside.stop())
  const met = new Set<string>()
  const happenings = fc.commands(commands, { maxCommands: 20, size: '+1' })
  // The commands first: they are not shrunk any further once anything before them has been.
  const property = fc.asyncProperty(happenings, fates, async (happenings, fates) => {
    const submission = await TriedSubmission.accepted(beside, fates)
    try {
      const model: Model = { open: 0, cancelRequested: false, started: false, met }
      await fc.asyncModelRun(() => ({ model, real: submission }), happenings)
      await submission.expectWholeInTheEnd()
    } finally {
      await submission.abandon().catch(() => {})
    }
  })
  await fc.assert(property, runs(submissions, longestMs))
  return [...met].sort()
}
