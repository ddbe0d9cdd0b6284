import type { MentorSubmissionError } from '../../../src/orchestrator/core/mentor-errors.ts'
import type { StoredOutcome } from '../../../src/orchestrator/core/outcome.ts'
import type {
  ProxyRegistrationService,
  SettledGroup,
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
  /** Called at the end of each `registerNext`, before anything is stored; what it throws, `registerNext` throws. */
  beforeStore?: (mentorIds: readonly string[]) => void
  /** The same for `failNext`. */
  beforeFail?: (mentorIds: readonly string[]) => void
  /** Called before each read of outcomes. */
  beforeRead?: () => void
  /** Mentors that another server is settling: passed over. */
  takenElsewhere?: ReadonlySet<string>
}

/** Keeps the selection and the outcomes of one submission in memory, and counts what it is asked. */
export class FakeRegistrationService implements ProxyRegistrationService {
  readonly stored: StoredOutcome[] = []
  readonly registerCalls: (readonly string[])[] = []
  readonly failCalls: { mentorIds: readonly string[]; error: MentorSubmissionError }[] = []
  reads = 0
  inFlight = 0
  mostInFlight = 0
  behaviour: FakeBehaviour
  readonly #done = new Set<string>()
  #waiting: string[] = []
  #succeeded = 0

  constructor(behaviour: FakeBehaviour = {}) {
    this.behaviour = behaviour
  }

  /** Selects mentors, whose turn comes in this order, and makes the request for a run. */
  select(mentorIds: readonly string[], total = mentorIds.length): { total: number } {
    this.#waiting = [...mentorIds]
    return { total }
  }

  async registerNext(atMost: number): Promise<SettledGroup> {
    const mentorIds = this.#claim(atMost)
    this.registerCalls.push(mentorIds)
    this.inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight)
    try {
      if (this.behaviour.latencyMs) await sleep(this.behaviour.latencyMs)
      this.behaviour.beforeStore?.(mentorIds)
      return this.#settled(mentorIds, (mentorId) => this.behaviour.failures?.get(mentorId) ?? null)
    } catch (cause) {
      this.#waiting = [...mentorIds, ...this.#waiting]
      throw cause
    } finally {
      this.inFlight -= 1
    }
  }

  async failNext(atMost: number, error: MentorSubmissionError): Promise<SettledGroup> {
    const mentorIds = this.#claim(atMost)
    this.failCalls.push({ mentorIds, error })
    this.behaviour.beforeFail?.(mentorIds)
    return this.#settled(mentorIds, () => error)
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
      if (this.#done.has(mentorId) || this.behaviour.takenElsewhere?.has(mentorId)) continue
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
      this.#done.add(mentorId)
    }
    this.stored.push(...settled)
    return settled
  }

  #claim(atMost: number): string[] {
    const free = this.#waiting.filter((id) => !this.#done.has(id) && !this.behaviour.takenElsewhere?.has(id))
    const claimed = free.slice(0, atMost)
    this.#waiting = this.#waiting.filter((id) => !claimed.includes(id))
    return claimed
  }

  #settled(
    mentorIds: readonly string[],
    errorOf: (mentorId: string) => MentorSubmissionError | null,
  ): SettledGroup {
    const settled = this.settle(mentorIds, errorOf).length
    return { settled, completed: this.stored.length, succeeded: this.#succeeded }
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
