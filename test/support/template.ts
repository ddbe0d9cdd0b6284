import type { TestProject } from 'vitest/node'

/** Databases that stand ready to be copied. */
export type Template =
  /** Folders of the embedded database: one with the demo data, and one of a database that nobody has migrated. */
  | { kind: 'embedded'; dataDir: string; blankDir: string }
  /** A migrated database with the demo data, on a server. */
  | { kind: 'postgresql'; administratorUrl: string; login: string; database: string }

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
