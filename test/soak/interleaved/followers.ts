import type { GraphQLClient } from 'graphql-request'
import { expect } from 'vitest'
import type { RunningApp } from '../../support/running-app.ts'
import type { ProgressUpdate } from '../../support/socket-client.ts'
import { submissionNow } from '../../support/submission.ts'
import { type Follow, TRANSPORTS, take } from '../../support/watched.ts'

/** How many there are that come and go. */
export const FOLLOWERS = 2

/** Those who follow a submission: some come and go, others stay. */
export class Followers {
  readonly #client: GraphQLClient
  readonly #id: string
  readonly #follow: (follow: Follow, after: number) => ReturnType<Follow>
  readonly #seen: ProgressUpdate[][] = Array.from({ length: FOLLOWERS }, () => [])
  readonly #seenLive: Promise<ProgressUpdate[]>[] = []

  constructor(app: RunningApp, email: string, client: GraphQLClient, id: string) {
    this.#client = client
    this.#id = id
    this.#follow = (follow, after) => follow(app, email, id, after)
  }

  /** Another one comes, and stays to the end. */
  stay(): void {
    const seen = take(this.#follow(this.#transport(this.#seenLive.length), 0))
    seen.catch(() => {}) // told in the end
    this.#seenLive.push(seen)
  }

  /** One of them comes again with the last sequence that it has, and leaves after so many updates of those that are there. */
  async visit(follower: number, transport: number, updates: number): Promise<void> {
    const seen = this.#seen[follower] ?? []
    if (seen.at(-1)?.state === 'FINISHED') return
    const after = seen.at(-1)?.sequence ?? 0
    const { completed, state } = await submissionNow(this.#client, this.#id)
    const there = completed - after + (state === 'FINISHED' ? 1 : 0)
    if (there > 0)
      seen.push(...(await take(this.#follow(this.#transport(transport), after), Math.min(updates, there))))
  }

  /** That each of them sees these updates of a finished submission: each once, in order, and nothing else. */
  async expectSeen(expected: ProgressUpdate[]): Promise<void> {
    for (const [follower, seen] of this.#seen.entries()) {
      await this.visit(follower, follower, Number.POSITIVE_INFINITY)
      expect(seen).toEqual(expected)
    }
    for (const seen of this.#seenLive) expect(await seen).toEqual(expected)
  }

  #transport(index: number): Follow {
    return (TRANSPORTS[index % TRANSPORTS.length] ?? expect.unreachable())[1]
  }
}
