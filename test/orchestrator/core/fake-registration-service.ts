import type { MentorSubmissionError } from '../../../src/orchestrator/core/mentor-errors.ts'
import type { StoredOutcome } from '../../../src/orchestrator/core/outcome.ts'
import type {
  ProxyActivityTemplate,
  ProxyRegistrationService,
} from '../../../src/orchestrator/core/proxy-registration-service.ts'

export const DUPLICATE: MentorSubmissionError = {
  code: 'DUPLICATE_ACTIVITY',
  message: 'This activity is recorded already.',
  retryable: false,
}

/** How the fake behaves; each part may be changed while it runs. */
export interface FakeBehaviour {
  /** How long a write takes, in milliseconds of (virtual) time. */
  latencyMs?: number
  /** Mentors who are refused, and why. */
  failures?: ReadonlyMap<string, MentorSubmissionError>
  /** Called at the end of each `register`, before anything is stored; what it throws, `register` throws. */
  beforeStore?: (mentorIds: readonly string[]) => void
  /** The same for `fail`. */
  beforeFail?: (mentorIds: readonly string[]) => void
  /** Called before each read of outcomes. */
  beforeRead?: () => void
  /** Mentors that another server is settling: passed over. */
  takenElsewhere?: ReadonlySet<string>
}

/** Keeps the outcomes of one submission in memory, and counts what it is asked. */
export class FakeRegistrationService implements ProxyRegistrationService {
  readonly stored: StoredOutcome[] = []
  readonly registerCalls: (readonly string[])[] = []
  readonly failCalls: { mentorIds: readonly string[]; error: MentorSubmissionError }[] = []
  readonly templates = new Set<ProxyActivityTemplate>()
  reads = 0
  inFlight = 0
  mostInFlight = 0
  behaviour: FakeBehaviour
  readonly #settled = new Set<string>()
  #succeeded = 0

  constructor(behaviour: FakeBehaviour = {}) {
    this.behaviour = behaviour
  }

  async register(
    mentorIds: readonly string[],
    template: ProxyActivityTemplate,
  ): Promise<readonly StoredOutcome[]> {
    this.registerCalls.push(mentorIds)
    this.templates.add(template)
    this.inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
    try {
      if (this.behaviour.latencyMs) await sleep(this.behaviour.latencyMs)
      this.behaviour.beforeStore?.(mentorIds)
      return this.settle(mentorIds, (mentorId) => this.behaviour.failures?.get(mentorId) ?? null)
    } finally {
      this.inFlight -= 1
    }
  }

  async fail(mentorIds: readonly string[], error: MentorSubmissionError): Promise<readonly StoredOutcome[]> {
    this.failCalls.push({ mentorIds, error })
    this.behaviour.beforeFail?.(mentorIds)
    return this.settle(mentorIds, () => error)
  }

  async outcomes(after: number, limit: number): Promise<readonly StoredOutcome[]> {
    this.reads += 1
    this.behaviour.beforeRead?.()
    return this.stored.slice(after, after + limit)
  }

  /** Stores outcomes, as a call of this server or of another one would. */
  settle(
    mentorIds: readonly string[],
    errorOf: (mentorId: string) => MentorSubmissionError | null = () => null,
  ): readonly StoredOutcome[] {
    const settled: StoredOutcome[] = []
    for (const mentorId of mentorIds) {
      if (this.#settled.has(mentorId) || this.behaviour.takenElsewhere?.has(mentorId)) continue
      const error = errorOf(mentorId)
      if (!error) this.#succeeded += 1
      settled.push({
        sequence: this.stored.length + settled.length + 1,
        mentorId,
        status: error ? 'failure' : 'success',
        activityId: error ? null : `activity of ${mentorId}`,
        error,
        settledAt: new Date(),
        succeededSoFar: this.#succeeded,
      })
      this.#settled.add(mentorId)
    }
    this.stored.push(...settled)
    return settled
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
