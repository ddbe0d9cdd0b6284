import type { Writable } from 'node:stream'
import { styleText } from 'node:util'

/** The stream that a bar is written to: a terminal, or anything else. */
export type Output = Writable & { isTTY?: boolean; columns?: number }

/** How far a submission is, in mentors. */
export interface Counts {
  completed: number
  succeeded: number
  failed: number
  total: number
}

const FRAME_MS = 40
const WIDEST = 40
const LINES_ELSEWHERE = 10

/** A progress bar that is redrawn in place on a terminal; elsewhere it writes a plain line for each tenth. */
export class ProgressBar {
  readonly #out: Output
  readonly #began = performance.now()
  #drawnAt = Number.NEGATIVE_INFINITY
  #tenths = 0

  constructor(out: Output) {
    this.#out = out
  }

  /** Shows the counts. On a terminal it skips frames that follow too soon, but never the last one. */
  show(counts: Counts): void {
    const done = counts.completed === counts.total
    if (this.#out.isTTY) {
      const now = performance.now()
      if (!done && now - this.#drawnAt < FRAME_MS) return
      this.#drawnAt = now
      this.#out.write(`\r${this.#line(counts)}\x1b[K`)
      return
    }
    const tenths = Math.floor((counts.completed / counts.total) * LINES_ELSEWHERE)
    if (tenths <= this.#tenths) return
    this.#tenths = tenths
    this.#out.write(`  ${this.#counts(counts)}\n`)
  }

  /** Writes a line of text; the next `show` draws the bar below it. */
  say(text: string): void {
    this.#out.write(this.#out.isTTY ? `\r${text}\x1b[K\n` : `${text}\n`)
  }

  /** Ends the bar's line, so that what follows is written below it. */
  end(): void {
    if (this.#out.isTTY) this.#out.write('\n')
  }

  #line(counts: Counts): string {
    const text = this.#counts(counts)
    // A line as wide as the terminal would wrap, and could not be redrawn in place.
    const room = (this.#out.columns || 80) - 1
    const width = Math.min(WIDEST, room - text.length - 4)
    if (width < 5) return text.slice(0, room)
    const share = (count: number) => Math.round((count / counts.total) * width)
    const succeeded = share(counts.succeeded)
    const failed = share(counts.completed) - succeeded
    const rest = '░'.repeat(width - succeeded - failed)
    const stream = { stream: this.#out }
    return `  ${styleText('green', '█'.repeat(succeeded), stream)}${styleText('red', '█'.repeat(failed), stream)}${rest}  ${text}`
  }

  #counts({ completed, succeeded, failed, total }: Counts): string {
    const seconds = (performance.now() - this.#began) / 1000
    const rate = seconds > 0 ? Math.round(completed / seconds) : 0
    const done = String(completed).padStart(String(total).length)
    return `${done}/${total}  ${succeeded} registered, ${failed} failed  ${rate}/s`
  }
}
