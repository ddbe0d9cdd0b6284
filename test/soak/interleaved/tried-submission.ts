import type { GraphQLClient } from 'graphql-request'
import { expect } from 'vitest'
import { demoId } from '../../../src/demo-data.ts'
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

/** How many mentors, at most, an open transaction settles, and as what: null where they are registered. */
interface Failing {
  atMost: number
  failure: MentorSubmissionErrorCode | null
}

const EMAIL = 'coordinator@oslo.example'

/** A submission that other servers settle, until the app may start it. */
export class TriedSubmission {
  readonly #parts: Parts
  readonly #operations: Operations
  readonly #open: (Settling & Failing)[] = []
  readonly #followers: Followers
  /** How many mentors, at most, may have a failure that is not their fate, by failure. */
  readonly #given = new Map<string, number>()

  private constructor(parts: Parts) {
    const { beside, client, id } = parts
    this.#parts = parts
    this.#operations = new Operations(beside)
    this.#followers = new Followers(beside.app, EMAIL, client, id)
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

  /**
   * Another server begins to settle the next mentors whom nobody else is settling, at most so many, as failures where one is
   * given.
   */
  async settle(atMost: number, failure: MentorSubmissionErrorCode | null): Promise<void> {
    const { beside, id: submissionId } = this.#parts
    const settling = await beginSettling(beside, { submissionId, atMost, failure })
    const open = { ...settling, atMost, failure }
    this.#open.push(open)
    await this.#operations.start(open, open.done)
  }

  /** What becomes of one of the transactions that other servers have open. */
  async end(which: number, how: 'commit' | 'crash'): Promise<void> {
    for (const settling of this.#open.splice(which, 1)) {
      if (how === 'commit' && settling.failure) this.#give(settling.failure, settling.atMost)
      await this.#operations.start(settling, settling[how]())
    }
  }

  async cancel(): Promise<void> {
    const { client, id, mentorIds } = this.#parts
    this.#give('CANCELLED', mentorIds.length)
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
    const others = outcomes.flatMap(({ mentorId, error }) => {
      const end = error?.code ?? 'registered'
      return end === fates[mentorIds.indexOf(mentorId ?? '')] ? [] : [end]
    })
    for (const end of new Set(others))
      expect(others.filter((other) => other === end).length, end).toBeLessThanOrEqual(
        this.#given.get(end) ?? 0,
      )
    await this.expectRules()
    await this.#followers.expectSeen(expectedUpdates(submission, outcomes))
  }

  #give(failure: string, atMost: number): void {
    this.#given.set(failure, (this.#given.get(failure) ?? 0) + atMost)
  }

  /** Every other server dies. */
  async abandon(): Promise<void> {
    for (const { crash } of this.#open.splice(0)) await crash()
    await this.#operations.end()
  }
}
