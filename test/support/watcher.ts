import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { print } from 'graphql'
import { type Client, createClient } from 'graphql-ws'
import { graphql } from '../generated/gql.ts'
import type { FollowForTromsoSubscription } from '../generated/graphql.ts'
import { eventually } from './eventually.ts'
import type { ServerProcess } from './server-process.ts'
import { COORDINATOR } from './submit-for-all.ts'

const FollowForTromso = graphql(`
  subscription FollowForTromso($id: ID!, $after: Int!) {
    bulkProgress(submissionId: $id, after: $after) {
      sequence
      completed
      succeeded
      failed
      total
      state
      overallStatus
      outcome { sequence mentorId status activityId settledAt error { code } }
    }
  }
`)

/** One update of bulkProgress. */
export type Update = FollowForTromsoSubscription['bulkProgress']
/** Gives the server to connect to; undefined while none runs. */
export type Whereabouts = () => Pick<ServerProcess, 'url' | 'token'> | undefined

/**
 * Follows a submission as a client should: after every interruption it subscribes again, after the last sequence that
 * it has. It keeps all updates, and fails where an update is missing, comes twice, or is out of order.
 */
export class Watcher {
  readonly updates: Update[] = []
  /** The codes with which its sockets were closed. */
  readonly closeCodes: number[] = []
  /** Resolves to the last update when it has arrived. */
  readonly finished: Promise<Update>
  /** The errors with which its subscriptions ended before the last update. */
  readonly interruptions: unknown[] = []
  readonly #id: string
  readonly #whereabouts: Whereabouts
  #client: Client | undefined
  #stopped = false

  constructor(id: string, whereabouts: Whereabouts) {
    this.#id = id
    this.#whereabouts = whereabouts
    this.finished = this.#follow()
    this.finished.catch(() => {}) // whoever awaits `finished` gets the error
  }

  /** The sequence of the latest update. */
  get sequence(): number {
    return this.updates.at(-1)?.sequence ?? 0
  }

  /** Resolves when an update with this sequence, or a later one, has arrived. */
  async reached(sequence: number): Promise<void> {
    let failure: { cause: unknown } | undefined
    this.finished.catch((cause: unknown) => {
      failure = { cause }
    })
    await eventually(
      () =>
        `the watcher has sequence ${sequence}, not ${this.sequence}, after ${inspect(this.interruptions.at(-1))}`,
      () => {
        if (failure) throw failure.cause
        return this.sequence >= sequence
      },
    )
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#client?.dispose()
  }

  async #follow(): Promise<Update> {
    while (!this.#stopped) {
      const server = this.#whereabouts()
      if (server) {
        const end = await this.#subscribe(server)
        if (end) return end
      }
      await sleep(20)
    }
    throw new Error('stopped before the submission was finished')
  }

  /** Runs one subscription until it ends. Resolves to the last update, or to undefined where it was interrupted. */
  async #subscribe(server: NonNullable<ReturnType<Whereabouts>>): Promise<Update | undefined> {
    const Authorization = `Bearer ${await server.token(COORDINATOR)}`
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      connectionParams: { Authorization },
      retryAttempts: 0,
      on: { closed: (event) => this.closeCodes.push((event as CloseEvent).code) },
    })
    this.#client = client
    const variables = { id: this.#id, after: this.sequence }
    const stream = client.iterate<FollowForTromsoSubscription>({ query: print(FollowForTromso), variables })
    let last: Update | undefined
    try {
      for await (const { data, errors } of stream) {
        assert.equal(last, undefined, 'something came after the last update')
        if (errors || !data) throw new Error(JSON.stringify(errors))
        last = this.#take(data.bulkProgress)
      }
      return last ?? assert.fail('the stream completed without the last update')
    } catch (error) {
      if (error instanceof assert.AssertionError) throw error
      if (last) return last // the connection was lost after the last update, so nothing is missing
      this.interruptions.push(error)
      return undefined
    } finally {
      await client.dispose()
    }
  }

  #take(update: Update): Update | undefined {
    const { sequence, completed, succeeded, failed, total, outcome } = update
    assert.equal(sequence, this.sequence + (outcome ? 1 : 0), 'each update once, and none left out')
    assert.equal(outcome?.sequence ?? total, sequence)
    assert.deepEqual([completed, succeeded + failed], [sequence, sequence])
    assert.equal(update.state, outcome ? 'RUNNING' : 'FINISHED')
    this.updates.push(update)
    return outcome ? undefined : update
  }
}

/** Milliseconds for which a statement may still run, and be committed, after its client's connection was lost. */
export const SETTLING_MS = 1_000

/** When the first mentor after `moment` was settled. Both are in milliseconds since 1970. */
export function firstOutcomeAfter({ updates }: Watcher, moment: number): number {
  const times = updates.flatMap(({ outcome }) => (outcome ? [Date.parse(outcome.settledAt)] : []))
  return times.find((time) => time > moment) ?? assert.fail('everybody was settled before')
}
