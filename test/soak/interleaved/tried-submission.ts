import type { GraphQLClient } from 'graphql-request'
import { expect } from 'vitest'
import { demoId } from '../../../demo/data.ts'
import type { MentorSubmissionErrorCode, ProxyActivityTemplateInput } from '../../generated/graphql.ts'
import type { AppBesideAdministrator } from '../../support/app-beside-administrator.ts'
import { bulkRegister, success } from '../../support/bulk-registration.ts'
import { Cancel } from '../../support/operations/bulk-submission.ts'
import { accepted, finished, freshTemplate, submit } from '../../support/submission.ts'
import { expectedUpdates } from '../../support/watched.ts'
import { expectWhole } from '../../support/whole-submission.ts'
import { brokenRules } from './broken-rules.ts'
import { Followers } from './followers.ts'
import { Operations } from './operations.ts'
import { beginSettling, type Settling } from './settling.ts'
import { allowStarts, refuseStarts } from './starts.ts'

/** What becomes of a mentor where nothing intervenes. */
export type Fate =
  | 'registered'
  | Extract<MentorSubmissionErrorCode, 'DUPLICATE_ACTIVITY' | 'PEER_MENTOR_NOT_FOUND'>

interface Parts {
  beside: AppBesideAdministrator
  client: GraphQLClient
  fates: readonly Fate[]
  mentorIds: string[]
  input: { template: ProxyActivityTemplateInput; idempotencyKey: string }
  id: string
}

const EMAIL = 'coordinator@oslo.example'

/** A submission that other servers settle, until the app may start it. */
export class TriedSubmission {
  readonly #parts: Parts
  readonly #operations: Operations
  readonly #open: Settling[] = []
  readonly #followers: Followers
  /** Failures that mentors may have besides those that are their fate. */
  readonly #given: Set<string>[]

  private constructor(parts: Parts) {
    const { beside, client, fates, id } = parts
    this.#parts = parts
    this.#operations = new Operations(beside)
    this.#followers = new Followers(beside.app, EMAIL, client, id)
    this.#given = fates.map(() => new Set())
    // On the embedded database nobody tells the app of what is settled beside it.
    if (beside.app.database.kind === 'postgresql') this.#followers.stay()
  }

  /** Submits so many mentors, who will meet these fates. */
  static async accepted(beside: AppBesideAdministrator, fates: readonly Fate[]): Promise<TriedSubmission> {
    await refuseStarts(beside)
    const client = await beside.app.client(EMAIL)
    const mentorIds = fates.map((fate, index) =>
      demoId(`mentor${index + 1}@${fate === 'PEER_MENTOR_NOT_FOUND' ? 'bergen' : 'oslo'}.example`),
    )
    const input = { template: freshTemplate(), idempotencyKey: crypto.randomUUID() }
    const earlier = mentorIds
      .filter((_, index) => fates[index] === 'DUPLICATE_ACTIVITY')
      .map((peerMentorUserId) => ({ ...input.template, peerMentorUserId }))
    success(await bulkRegister(client, earlier))
    const { id } = accepted(await submit(client, mentorIds, input))
    return new TriedSubmission({ beside, client, fates, mentorIds, input, id })
  }

  /** Another server begins to settle the mentors at these positions (null: all), as failures where one is given. */
  async settle(positions: number[] | null, failure: MentorSubmissionErrorCode | null): Promise<void> {
    const { beside, mentorIds, id: submissionId } = this.#parts
    for (const [index, given] of this.#given.entries())
      if (failure && (positions?.includes(index) ?? true)) given.add(failure)
    const settling = await beginSettling(beside, {
      submissionId,
      atMost: positions?.length ?? mentorIds.length,
      failure,
    })
    this.#open.push(settling)
    await this.#operations.start(settling, settling.done)
  }

  /** What becomes of one of the transactions that other servers have open. */
  async end(which: number, how: 'commit' | 'crash'): Promise<void> {
    for (const settling of this.#open.splice(which, 1))
      await this.#operations.start(settling, settling[how]())
  }

  async cancel(): Promise<void> {
    const { client, id } = this.#parts
    for (const given of this.#given) given.add('CANCELLED')
    await this.#operations.start({}, client.request(Cancel, { id }))
  }

  /** From now on the app settles too. */
  async start(): Promise<void> {
    const { beside, client, mentorIds, input, id } = this.#parts
    await allowStarts(beside)
    // As a client does whose answer was lost; and the app looks for what there is to do.
    expect(accepted(await submit(client, mentorIds, input)).id).toBe(id)
  }

  async visit(follower: number, transport: number, updates: number): Promise<void> {
    await this.#followers.visit(follower, transport, updates)
  }

  /** That what is committed now breaks no rule. */
  async expectRules(): Promise<void> {
    const { beside, fates, id } = this.#parts
    const earlier = fates.filter((fate) => fate === 'DUPLICATE_ACTIVITY').length
    expect(await brokenRules(beside, id, earlier)).toEqual([])
  }

  /** The other servers die, the app goes on: that the submission ends as each must, and all followers saw that. */
  async expectWholeInTheEnd(): Promise<void> {
    const { client, fates, mentorIds, id } = this.#parts
    await this.abandon()
    this.#followers.stay()
    await this.start()
    const submission = await finished(client, { id })
    const outcomes = await expectWhole(client, submission, { coordinator: demoId(EMAIL), mentorIds })
    for (const { mentorId, error } of outcomes) {
      const index = mentorIds.indexOf(mentorId ?? '')
      expect([fates[index], ...(this.#given[index] ?? [])]).toContain(error?.code ?? 'registered')
    }
    await this.expectRules()
    await this.#followers.expectSeen(expectedUpdates(submission, outcomes))
  }

  /** Every other server dies. */
  async abandon(): Promise<void> {
    for (const { crash } of this.#open.splice(0)) await crash()
    await this.#operations.end()
  }
}
