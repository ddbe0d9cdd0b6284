import type { ErrorLog } from './error-log.ts'
import { mentorError } from './mentor-errors.ts'
import type { StoredOutcome } from './outcome.ts'
import type { ProxyActivityTemplate, ProxyRegistrationService } from './proxy-registration-service.ts'

/** What the settling of a group needs. */
export interface SettleContext {
  readonly service: ProxyRegistrationService
  readonly template: ProxyActivityTemplate
  readonly log: ErrorLog
  /** Handed outcomes as soon as they are stored. */
  readonly settled: (outcomes: readonly StoredOutcome[]) => void
}

/**
 * Settles the given mentors, whether `register` throws or not. Where it throws for a group, the group is halved until
 * only those mentors are left for whom it throws alone: one mentor's failure touches no other.
 *
 * Rejects where `fail` throws, with its error.
 */
export async function settleMentors(mentorIds: readonly string[], context: SettleContext): Promise<void> {
  const { service, template, log, settled } = context
  try {
    settled(await service.register(mentorIds, template))
  } catch (err) {
    log.error({ err, mentors: mentorIds.length }, 'registering mentors threw')
    if (mentorIds.length === 1) {
      settled(await service.fail(mentorIds, mentorError('INTERNAL_ERROR')))
      return
    }
    const middle = Math.ceil(mentorIds.length / 2)
    await settleMentors(mentorIds.slice(0, middle), context)
    await settleMentors(mentorIds.slice(middle), context)
  }
}
