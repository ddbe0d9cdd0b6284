import {
  BulkRegistrationOrchestrator,
  type BulkRegistrationOrchestratorOptions,
} from '../../../src/orchestrator/core/bulk-registration-orchestrator.ts'
import { FairSemaphore } from '../../../src/orchestrator/core/fair-semaphore.ts'
import type { BulkSubmissionAuditEntry } from '../../../src/orchestrator/core/proxy-audit-logger.ts'
import { FakeRegistrationService } from './fake-registration-service.ts'

export const COORDINATOR = 'coordinator-1'

/** Keeps the lines that were logged. */
export class FakeLog {
  readonly lines: { data: object; message: string }[] = []
  error(data: object, message: string): void {
    this.lines.push({ data, message })
  }
}

/** An orchestrator on fakes, each of them at hand. */
export function newSubmission(options: Partial<BulkRegistrationOrchestratorOptions> = {}) {
  const audited: BulkSubmissionAuditEntry[] = []
  const log = new FakeLog()
  const service = new FakeRegistrationService()
  const writeSemaphore = options.writeSemaphore ?? new FairSemaphore(100)
  const orchestrator = new BulkRegistrationOrchestrator({
    actingCoordinatorId: COORDINATOR,
    service,
    audit: {
      async logBulkSubmission(entry) {
        audited.push(entry)
      },
    },
    log,
    maxConcurrentWrites: 5,
    ...options,
    writeSemaphore,
  })
  return { orchestrator, service, audited, log, writeSemaphore }
}

/** `mentor-1` to `mentor-n`. */
export function mentors(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `mentor-${index + 1}`)
}

/** Everything an iterable yields. */
export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = []
  for await (const item of iterable) items.push(item)
  return items
}
