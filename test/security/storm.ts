import { expect } from 'vitest'
import { demoId } from '../../src/demo-data.ts'
import { freshRow, freshRows } from '../support/bulk-registration.ts'
import type { RunningApp } from '../support/running-app.ts'
import { RPC, rowOf } from '../support/supabase-client.ts'

/** Whoever calls; null has no token. */
export type Caller = string | null

/** One request, whoever it is from, and what its answer must be. */
export interface StormRequest {
  path: string
  body: unknown
  headers?: Record<string, string>
  /** Hangs up after so many milliseconds. */
  hangUpAfter?: number
  /** Fails the test where the answer is wrong. */
  check: (status: number, body: Body) => void
}
interface Body {
  data?: unknown
  errors?: { extensions?: { code?: string } }[]
}

// What a database that cancels work says, as a client may try again.
const busy = (status: number, body: Body) =>
  status === 503 || body.errors?.some(({ extensions }) => extensions?.code === 'SERVICE_UNAVAILABLE')

/** Sends a request again until it is answered; what hangs up is not waited for. */
export async function send(app: RunningApp, caller: Caller, request: StormRequest): Promise<void> {
  const token = caller === null ? undefined : await app.token(caller)
  for (;;) {
    const hangUp = new AbortController()
    const timer = request.hangUpAfter !== undefined && setTimeout(() => hangUp.abort(), request.hangUpAfter)
    try {
      const response = await fetch(app.url + request.path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...request.headers,
        },
        body: JSON.stringify(request.body),
        signal: hangUp.signal,
      })
      const body = (await response.json()) as Body
      if (busy(response.status, body)) continue
      request.check(response.status, body)
      return
    } catch (error) {
      if (!hangUp.signal.aborted) throw error
      return
    } finally {
      clearTimeout(timer || undefined)
    }
  }
}

const BATCH = `mutation ($input: BulkRegisterActivitiesInput!) { bulkRegisterActivities(input: $input) {
  __typename ... on BulkRegisterActivitiesSuccess { activityIds } ... on ActivitiesRejectedError { issues { code } } } }`
const graphql = (query: string, variables: object) => ({ path: '/graphql', body: { query, variables } })
const answered = (expected: object) => (_: number, body: Body) => expect(body.data).toEqual(expected)
const STRANGER = freshRow({ peerMentorUserId: demoId('nobody'), durationMinutes: 0 })

/**
 * Every kind of change, for a coordinator of a chapter whose mail addresses end so.
 *
 * @param hangUpAfter when one of them hangs up, in milliseconds
 * @param registered told of the ids that were answered
 */
export function changes(
  domain: string,
  hangUpAfter: number,
  registered: (ids: string[]) => void,
): StormRequest[] {
  const batch = (extra: object, rows = freshRows(2, domain)) =>
    graphql(BATCH, { input: { activities: rows, ...extra } })
  const once = () => ({ idempotencyKey: crypto.randomUUID() })
  const success = (_: number, { data }: Body) => {
    const { bulkRegisterActivities: result } = data as { bulkRegisterActivities: { activityIds: string[] } }
    expect(result).toMatchObject({ __typename: 'BulkRegisterActivitiesSuccess' })
    registered(result.activityIds)
  }
  const rejected = answered({
    bulkRegisterActivities: {
      __typename: 'ActivitiesRejectedError',
      issues: [{ code: 'PEER_MENTOR_NOT_FOUND' }, { code: 'INVALID_VALUE' }],
    },
  })
  const call = (rows = freshRows(2, domain)) => ({ path: RPC, body: { activities: rows.map(rowOf) } })
  return [
    { ...batch(once()), check: success },
    { ...batch({ ...once(), dryRun: true }), check: success },
    { ...batch(once(), [...freshRows(2, domain), STRANGER]), check: rejected },
    { ...batch(once()), hangUpAfter, check: success },
    {
      ...call(),
      headers: { 'idempotency-key': crypto.randomUUID() },
      check(status, body) {
        expect(status).toBe(200)
        registered(body as string[])
      },
    },
    { ...call(), headers: { prefer: 'tx=rollback' }, check: (status) => expect(status).toBe(200) },
    { ...call([STRANGER]), check: (status) => expect(status).toBe(400) },
  ]
}

/** What others than coordinators may try. */
export function refusedChanges(caller: Caller): StormRequest[] {
  const batch = graphql(BATCH, { input: { activities: freshRows(1) } })
  const call = { path: RPC, body: { activities: freshRows(1).map(rowOf) } }
  if (caller === null) {
    const code = ({ errors }: Body) => errors?.[0]?.extensions?.code
    return [
      { ...batch, check: (_, body) => expect(code(body)).toBe('UNAUTHENTICATED') },
      { ...call, check: (status) => expect(status).toBe(401) },
    ]
  }
  return [
    { ...batch, check: answered({ bulkRegisterActivities: { __typename: 'PermissionDeniedError' } }) },
    { ...call, check: (status) => expect(status).toBe(403) },
  ]
}
