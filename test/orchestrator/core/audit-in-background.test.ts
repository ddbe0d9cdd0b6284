import { afterEach, describe, expect, test, vi } from 'vitest'
import { AUDIT_TIMEOUT_MS } from '../../../src/orchestrator/core/audit-in-background.ts'
import type { ProxyAuditLogger } from '../../../src/orchestrator/core/proxy-audit-logger.ts'
import { DUPLICATE } from './fake-registration-service.ts'
import { COORDINATOR, mentors, newSubmission } from './submission-fixture.ts'

afterEach(() => vi.useRealTimers())

describe('the audit', () => {
  test.each([
    ['all succeed', 0],
    ['some fail', 3],
    ['all fail', 10],
  ])('is written once where %s', async (_, failed) => {
    const { orchestrator, service, audited } = newSubmission()
    service.behaviour = { failures: new Map(mentors(failed).map((id) => [id, DUPLICATE])) }
    await orchestrator.submit(service.select(mentors(10))).result
    expect(audited).toEqual([{ actingCoordinatorId: COORDINATOR, total: 10, succeeded: 10 - failed, failed }])
  })

  test('is not written before everything has settled', async () => {
    vi.useFakeTimers()
    const { orchestrator, service, audited } = newSubmission()
    service.behaviour = { latencyMs: 100 }
    const { result } = orchestrator.submit(service.select(mentors(10)))
    await vi.advanceTimersByTimeAsync(199)
    expect(audited).toEqual([])
    await vi.runAllTimersAsync()
    await result
    expect(audited).toHaveLength(1)
  })

  test('is not written for an empty selection', async () => {
    const { orchestrator, service, audited } = newSubmission()
    await orchestrator.submit(service.select([])).result
    expect(audited).toEqual([])
  })

  test.each<[string, ProxyAuditLogger]>([
    [
      'throws',
      {
        logBulkSubmission() {
          throw new Error('audit is down')
        },
      },
    ],
    ['rejects', { logBulkSubmission: () => Promise.reject(new Error('audit is down')) }],
  ])('that %s is a log line, and nothing to the caller', async (_, audit) => {
    const { orchestrator, service, log } = newSubmission({ audit })
    const result = await orchestrator.submit(service.select(mentors(10))).result
    expect(result).toMatchObject({ overallStatus: 'success', total: 10, error: null })
    await vi.waitFor(() => expect(log.lines).toHaveLength(1))
    expect(log.lines[0]?.data).toMatchObject({
      err: { message: 'audit is down' },
      actingCoordinatorId: COORDINATOR,
      total: 10,
    })
  })

  test('that hangs is a log line after a while, and nothing to the caller', async () => {
    vi.useFakeTimers()
    const { orchestrator, service, log } = newSubmission({
      audit: { logBulkSubmission: () => new Promise(() => {}) },
    })
    const result = await orchestrator.submit(service.select(mentors(10))).result
    expect(result).toMatchObject({ overallStatus: 'success' })
    expect(log.lines).toEqual([])
    await vi.advanceTimersByTimeAsync(AUDIT_TIMEOUT_MS)
    expect(log.lines).toMatchObject([{ message: 'the audit of a bulk submission has not answered' }])
  })

  test('that answers leaves no timer behind', async () => {
    vi.useFakeTimers()
    const { orchestrator, service, log } = newSubmission()
    await orchestrator.submit(service.select(mentors(10))).result
    await vi.advanceTimersByTimeAsync(0)
    expect(vi.getTimerCount()).toBe(0)
    expect(log.lines).toEqual([])
  })
})
