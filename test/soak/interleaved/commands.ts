import fc from 'fast-check'
import type { MentorSubmissionErrorCode } from '../../generated/graphql.ts'
import { TRANSPORTS } from '../../support/watched.ts'
import { FOLLOWERS } from './followers.ts'
import type { TriedSubmission } from './tried-submission.ts'

/** What must be known of a submission to tell what may happen next. */
export interface Model {
  /** Transactions of other servers that have neither committed nor crashed. */
  open: number
  cancelRequested: boolean
  started: boolean
  /** What has happened so far, in this run and in others. */
  met: Set<string>
}

const MOST_OPEN = 4
export const MOST_MENTORS = 6

type Command = fc.AsyncCommand<Model, TriedSubmission>

function command(
  kind: string,
  details: string,
  check: (model: Readonly<Model>) => boolean,
  run: (submission: TriedSubmission, model: Model) => Promise<void>,
): Command {
  return {
    toString: () => kind + details,
    check,
    async run(model, submission) {
      model.met.add(kind)
      await run(submission, model)
      await submission.expectRules()
    },
  }
}

function settle(atMost: number | null, failure: MentorSubmissionErrorCode | null): Command {
  return command(
    failure ? 'fail' : 'register',
    `${atMost === null ? ' all' : ` the next ${atMost}`}${failure ? ` as ${failure}` : ''}`,
    // Nobody ends as CANCELLED where nobody has cancelled.
    (model) => model.open < MOST_OPEN && (failure !== 'CANCELLED' || model.cancelRequested),
    async (submission, model) => {
      model.open += 1
      await submission.settle(atMost ?? MOST_MENTORS, failure)
    },
  )
}

function end(which: number, how: 'commit' | 'crash'): Command {
  return command(
    how,
    ` ${which}`,
    (model) => which < model.open,
    async (submission, model) => {
      model.open -= 1
      await submission.end(which, how)
    },
  )
}

const cancel = command(
  'cancel',
  '',
  () => true,
  async (submission, model) => {
    model.cancelRequested = true
    await submission.cancel()
  },
)

const start = command(
  'start',
  '',
  (model) => !model.started,
  async (submission, model) => {
    model.started = true
    await submission.start()
  },
)

function visit(follower: number, transport: number, updates: number): Command {
  return command(
    'visit',
    ` of follower ${follower} for ${updates}, over ${TRANSPORTS[transport]?.[0]}`,
    () => true,
    (submission) => submission.visit(follower, transport, updates),
  )
}

// The oldest is there more often than a fourth one.
const which = fc.oneof(fc.constant(0), fc.nat(MOST_OPEN - 1))
const atMost = fc.integer({ min: 1, max: 3 })
const failure = fc.constantFrom(null, null, null, 'INTERNAL_ERROR' as const)
const follower = fc.nat(FOLLOWERS - 1)
const transport = fc.nat(TRANSPORTS.length - 1)
const settleSome = fc.tuple(atMost, failure).map((given) => settle(...given))

/** Everything that may happen to a submission; what stands here more than once happens more often. */
export const commands: fc.Arbitrary<Command>[] = [
  settleSome,
  settleSome,
  settleSome,
  fc.constantFrom(settle(null, null), settle(null, 'CANCELLED')),
  which.map((given) => end(given, 'commit')),
  which.map((given) => end(given, 'commit')),
  which.map((given) => end(given, 'crash')),
  which.map((given) => end(given, 'crash')),
  fc.constantFrom(cancel, start),
  fc.tuple(follower, transport, fc.integer({ min: 1, max: 3 })).map((given) => visit(...given)),
]
