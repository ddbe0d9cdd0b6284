import type { TestProject } from 'vitest/node'

/**
 * A prepared database that tests copy, and a folder for the files of the copies, which is removed with the template.
 */
export type Template =
  /** Data folders of the embedded database: one with the demo data, and one without any migration. */
  | { kind: 'embedded'; folder: string; dataDir: string; blankDir: string }
  /** A migrated database with the demo data, on a server. */
  | { kind: 'postgresql'; folder: string; administratorUrl: string; login: string; database: string }

declare module 'vitest' {
  interface ProvidedContext {
    template: Template
  }
}

/** A template, and a function that removes it and all copies that still exist. */
export interface MadeTemplate {
  template: Template
  remove: () => Promise<void>
}

/** Makes a Vitest globalSetup that provides a template to a project's tests. */
export const provideTemplate =
  (make: () => Promise<MadeTemplate>) => async (project: Pick<TestProject, 'provide'>) => {
    const { template, remove } = await make()
    project.provide('template', template)
    return remove
  }
