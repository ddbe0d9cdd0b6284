import type { ExecutionResult } from 'graphql'
import type { LiveResults } from '../graphql/live-results.ts'
import type { ExecutedUpdate } from '../graphql/shared-execution.ts'
import type { TurnQueue } from '../turn-queue.ts'
import type { Outlet } from './outlet.ts'

// How many updates a subscription that has fallen behind may send before the next subscription has its turn.
const UPDATES_PER_TURN = 25

/**
 * A subscription on a socket that sends its own messages. graphql-ws would serialise each update for each socket, but
 * the JSON of an update is the same for thousands of them, and only the operation's id in front of it differs. For
 * graphql-ws this is a stream without results, which completes or throws when the subscription ends.
 */
export class LiveOperation implements AsyncGenerator<ExecutionResult, void, void> {
  readonly #results: LiveResults
  readonly #outlet: Outlet
  readonly #turns: TurnQueue
  readonly #prefix: string
  readonly #over = Promise.withResolvers<IteratorResult<ExecutionResult, void>>()
  /** Whether the execution of the next update is still pending. */
  #executing = false
  /** The update whose execution was pending, until it is sent. */
  #executed: ExecutedUpdate | undefined
  #queued = false
  /** Whether its last turn ended with updates left to send. */
  #behind = false

  constructor(id: string, results: LiveResults, outlet: Outlet, turns: TurnQueue) {
    this.#results = results
    this.#outlet = outlet
    this.#turns = turns
    this.#prefix = `{"id":${JSON.stringify(id)},"type":"next","payload":`
  }

  next(): Promise<IteratorResult<ExecutionResult, void>> {
    this.#results.watcher.open(this.#queue)
    return this.#over.promise
  }

  async return(): Promise<IteratorResult<ExecutionResult, void>> {
    this.#results.watcher.close()
    this.#over.resolve({ done: true, value: undefined })
    return this.#over.promise
  }

  async throw(cause: unknown): Promise<never> {
    await this.return()
    throw cause
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return()
  }

  readonly #queue = (): void => {
    if (this.#queued || this.#executing) return
    this.#queued = true
    this.#turns.add(this.#takeTurn)
  }

  readonly #takeTurn = (): void => {
    this.#queued = false
    if (this.#outlet.full) {
      this.#outlet.whenDrained(this.#queue)
      return
    }
    const messages: string[] = []
    try {
      // While others wait, the first update after a pause goes out alone: thousands of watchers see it in half the time.
      const state = this.#collect(messages, this.#behind || this.#turns.length === 0 ? UPDATES_PER_TURN : 1)
      this.#outlet.send(messages)
      this.#behind = state === 'more'
      if (this.#behind) this.#queue()
      if (state === 'over') void this.return()
    } catch (cause) {
      this.#outlet.send(messages)
      this.#fail(cause)
    }
  }

  /** Adds the messages of this turn, at most so many, to `messages`. */
  #collect(messages: string[], atMost: number): 'more' | 'waiting' | 'over' {
    let length = 0
    while (messages.length < atMost && length < MAX_TURN_LENGTH) {
      const executed = this.#executed ?? this.#results.next()
      this.#executed = undefined
      if (executed === null) return 'over'
      if (executed === undefined) return 'waiting'
      if (executed instanceof Promise) {
        this.#wait(executed)
        return 'waiting'
      }
      const message = `${this.#prefix}${executed.json}}`
      length += message.length
      messages.push(message)
    }
    return 'more'
  }

  #wait(executing: Promise<ExecutedUpdate>): void {
    this.#executing = true
    executing.then(
      (executed) => {
        this.#executing = false
        this.#executed = executed
        this.#queue()
      },
      (cause: unknown) => this.#fail(cause),
    )
  }

  #fail(cause: unknown): void {
    this.#results.watcher.close()
    this.#over.reject(cause)
    // Where the socket is gone nobody awaits it, and an unhandled rejection would end the process.
    this.#over.promise.catch(() => {})
  }
}

// In characters. Limits what one turn adds to the memory of a socket whose client has stopped reading; the last message
// of a turn may exceed it.
const MAX_TURN_LENGTH = 16 * 1024
