import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

/** Where a bar is drawn: a terminal, or anything else. */
export type Output = Writable & { isTTY?: boolean; columns?: number }

/** How far something has come. */
export interface Standing {
  completed: number
  succeeded: number
  failed: number
  total: number
}

const FRAME_MS = 40
const WIDEST = 40
const LINES_ELSEWHERE = 10

/** A progress bar that is redrawn in place on a terminal; elsewhere a plain line for each tenth. */
export class ProgressBar {
  readonly #out: Output
  readonly #began = performance.now()
  #drawnAt = Number.NEGATIVE_INFINITY
  #tenths = 0

  constructor(out: Output) {
    this.#out = out
  }

  /** Shows how far it has come; the last standing in any case. */
  show(standing: Standing): void {
    const done = standing.completed === standing.total
    if (this.#out.isTTY) {
      const now = performance.now()
      if (!done && now - this.#drawnAt < FRAME_MS) return
      this.#drawnAt = now
      this.#out.write(`\r${this.#line(standing)}\x1b[K`)
      return
    }
    const tenths = Math.floor((standing.completed / standing.total) * LINES_ELSEWHERE)
    if (tenths <= this.#tenths) return
    this.#tenths = tenths
    this.#out.write(`  ${this.#counts(standing)}\n`)
  }

  /** Says something beside the bar. */
  say(text: string): void {
    this.#out.write(this.#out.isTTY ? `\r${text}\x1b[K\n` : `${text}\n`)
  }

  /** Leaves the bar as it stands. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\n')
  }

  #line(standing: Standing): string {
    const counts = this.#counts(standing)
    // A line as wide as the terminal would wrap, and then stay where it is.
    const room = (this.#out.columns || 80) - 1
    const width = Math.min(WIDEST, room - counts.length - 4)
    if (width < 5) return counts.slice(0, room)
    const share = (count: number) => Math.round((count / standing.total) * width)
    const succeeded = share(standing.succeeded)
    const failed = share(standing.completed) - succeeded
    const rest = '░'.repeat(width - succeeded - failed)
    const stream = { stream: this.#out }
    return `  ${styleText('green', '█'.repeat(succeeded), stream)}${styleText('red', '█'.repeat(failed), stream)}${rest}  ${counts}`
  }

  #counts({ completed, succeeded, failed, total }: Standing): string {
    const seconds = (performance.now() - this.#began) / 1000
    const rate = seconds > 0 ? Math.round(completed / seconds) : 0
    const done = String(completed).padStart(String(total).length)
    return `${done}/${total}  ${succeeded} registered, ${failed} failed  ${rate}/s`
  }
}
