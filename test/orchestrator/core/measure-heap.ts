// Run by memory.test.ts as `node --expose-gc measure-heap.ts COUNT`: prints the highest live heap, in bytes, seen
// during one submission of COUNT mentors that one consumer follows to the end and another abandons at the first update.
import { setImmediate as turn } from 'node:timers/promises'
import { BulkRegistrationOrchestrator } from '../../../src/orchestrator/core/bulk-registration-orchestrator.ts'
import { FairSemaphore } from '../../../src/orchestrator/core/fair-semaphore.ts'
import type { StoredOutcome } from '../../../src/orchestrator/core/outcome.ts'
import type { ProxyRegistrationService } from '../../../src/orchestrator/core/proxy-registration-service.ts'

const count = Number(process.argv[2])
const collectGarbage = globalThis.gc
if (!collectGarbage) throw new Error('needs --expose-gc')

let settled = 0
let peak = 0

/** Keeps a count only: its outcomes are functions of their sequence. */
const service: ProxyRegistrationService = {
  async registerNext(atMost) {
    await turn()
    const group = Math.min(atMost, count - settled)
    const step = Math.max(1, Math.floor(count / 20))
    if (Math.floor((settled + group) / step) > Math.floor(settled / step)) {
      collectGarbage()
      peak = Math.max(peak, process.memoryUsage().heapUsed)
    }
    settled += group
    return { settled: group, completed: settled, succeeded: settled }
  },
  failNext: async () => ({ settled: 0, completed: settled, succeeded: settled }),
  outcomes: async (after, limit) =>
    Array.from({ length: Math.max(0, Math.min(limit, settled - after)) }, (_, index) =>
      outcome(after + index + 1),
    ),
}

function outcome(sequence: number): StoredOutcome {
  return {
    sequence,
    mentorId: `mentor-${sequence}`,
    status: 'success',
    activityId: `activity-${sequence}`,
    error: null,
    settledAt: new Date(),
    succeededSoFar: sequence,
  }
}

const orchestrator = new BulkRegistrationOrchestrator({
  actingCoordinatorId: 'coordinator-1',
  service,
  audit: { logBulkSubmission: async () => {} },
  log: { error: () => {} },
  writeSemaphore: new FairSemaphore(20),
  maxConcurrentWrites: 5,
})
const handle = orchestrator.submit({ total: count })
const abandoned = handle.progress[Symbol.asyncIterator]()
await abandoned.next()
let updates = 0
for await (const _ of handle.progress) updates += 1
const { total, succeeded } = await handle.result
process.stdout.write(JSON.stringify({ peak, updates, total, succeeded }))
