/** Where a migrated and seeded database stands ready to be copied, one copy a test file. */
export type Template =
  | { kind: 'embedded'; dataDir: string }
  | { kind: 'postgresql'; administratorUrl: string; login: string; database: string }

declare module 'vitest' {
  interface ProvidedContext {
    template: Template
  }
}
