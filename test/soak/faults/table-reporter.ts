import type { Reporter, TestModule } from 'vitest/node'
import type { Measured } from './measured.ts'

/** Prints what the fault runs measured, a line each, once all of them are over. */
export default class implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules
      .flatMap((module) => [...module.children.allTests('passed')])
      .flatMap((test) => {
        const { measured } = test.meta() as { measured?: Measured }
        const seconds = Math.round((test.diagnostic()?.duration ?? 0) / 100) / 10
        return measured
          ? [{ fault: measured.fault, on: test.project.name, seconds, ...measured.figures }]
          : []
      })
    // biome-ignore lint/suspicious/noConsole: it is what this is for
    if (rows.length > 0) console.table(rows)
  }
}
