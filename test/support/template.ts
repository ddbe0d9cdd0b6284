import type { TestProject } from 'vitest/node'

/** Databases that stand ready to be copied, and a folder for what belongs to the copies; it goes with the template. */
export type Template =
  /** Data folders of the embedded database: one with the demo data, and one that nobody has migrated. */
  | { kind: 'embedded'; folder: string; dataDir: string; blankDir: string }
  /** A migrated database with the demo data, on a server. */
  | { kind: 'postgresql'; folder: string; administratorUrl: string; login: string; database: string }

declare module 'vitest' {
  interface ProvidedContext {
    template: Template
  }
}

/** A template, and what removes it with everything that was copied from it and left behind. */
export interface MadeTemplate {
  template: Template
  remove: () => Promise<void>
}

/** Gives a project's tests a template, as Vitest's globalSetup. */
export const provideTemplate =
  (make: () => Promise<MadeTemplate>) => async (project: Pick<TestProject, 'provide'>) => {
    const { template, remove } = await make()
    project.provide('template', template)
    return remove
  }
