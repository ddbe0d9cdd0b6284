import { vi } from 'vitest'
import type { AppBesideAdministrator } from '../../support/app-beside-administrator.ts'

/** Operations that may have to wait in the database for one another. */
export class Operations {
  readonly #beside: AppBesideAdministrator
  readonly #pending = new Map<object, Promise<void>>()
  readonly #failures: unknown[] = []

  constructor(beside: AppBesideAdministrator) {
    this.#beside = beside
  }

  /**
   * Starts one, and resolves when all that were started are over, or wait for a lock: so that the same operations
   * lead to the same state each time.
   *
   * @param whose session it uses; it takes the place of that one's earlier operation, which it waits for
   * @throws what one of them failed with
   */
  async start(whose: object, operation: Promise<unknown>): Promise<void> {
    const over: Promise<void> = operation
      .then(
        () => {},
        (failure: unknown) => void this.#failures.push(failure),
      )
      .finally(() => this.#pending.get(whose) === over && this.#pending.delete(whose))
    this.#pending.set(whose, over)
    await vi.waitUntil(
      async () => this.#pending.size === 0 || (await this.#waiting()) >= this.#pending.size,
      { interval: 2, timeout: 20_000 },
    )
    this.#throwFailure()
  }

  /** Resolves when all are over. Throws what one of them failed with. */
  async end(): Promise<void> {
    await Promise.all(this.#pending.values())
    this.#throwFailure()
  }

  #throwFailure(): void {
    if (this.#failures.length > 0) throw this.#failures[0]
  }

  async #waiting(): Promise<number> {
    const [row] = await this.#beside.administer(
      `SELECT count(*)::integer AS waiting FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return row?.waiting as number
  }
}
