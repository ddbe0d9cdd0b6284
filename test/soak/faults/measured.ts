import type { TestContext } from 'vitest'

/** What a fault run measured, for the table at the end. */
export interface Measured {
  fault: string
  figures: Record<string, number | string>
}

declare module 'vitest' {
  interface TaskMeta {
    measured?: Measured
  }
}

/** Keeps what a fault run measured for the table at the end of the run. */
export function measured(
  { task }: Pick<TestContext, 'task'>,
  fault: string,
  figures: Measured['figures'],
): void {
  task.meta.measured = { fault, figures }
}
