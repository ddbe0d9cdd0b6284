import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

type Project = NonNullable<TestProjectInlineConfiguration['test']>

const EMBEDDED = 'test/support/embedded-template.ts'
const POSTGRESQL = 'test/support/postgresql-template.ts'

const project = (test: Project): TestProjectInlineConfiguration => ({ extends: true, test })
// Where TEST_DATABASE_URL names a PostgreSQL server (as an administrator who may create roles and databases).
const onPostgresql = (test: Project) =>
  process.env.TEST_DATABASE_URL ? [project({ ...test, globalSetup: [POSTGRESQL] })] : []

// `vitest run`: everything that a change needs. Tests named *.database.test.ts run on every database that there is.
// `vitest run --mode e2e`: those named *.e2e.*, which start programs or browsers, or wait, and therefore take longer.
const tests = (which: { include: string; exclude: string[] }) => {
  const onDatabases = {
    include: [`{test,console/test}/**/${which.include}.database.test.ts`],
    exclude: ['test/soak/**', ...which.exclude],
    provide: { length: 'short' as const },
  }
  return [
    project({
      name: 'unit',
      include: [`{test,console/test}/**/${which.include}.test.ts`],
      exclude: ['**/*.database.test.ts', 'test/soak/**', ...which.exclude],
    }),
    project({ name: 'embedded', ...onDatabases, globalSetup: [EMBEDDED] }),
    ...onPostgresql({ name: 'postgresql', ...onDatabases }),
  ]
}
const everyChange = tests({ include: '*', exclude: ['**/*.e2e.*'] })
const endToEnd = tests({ include: '*.e2e', exclude: [] })

// `vitest run --mode soak`: what takes long. `--mode soak-short` does each thing a few times, for every merge.
const soak = (length: 'short' | 'long') => {
  // Those of the other tests that try only a part of their cases in the short form.
  const sampled = length === 'long' ? ['test/{security/*,database/plans}.database.test.ts'] : []
  return [
    project({
      name: 'soak',
      include: ['test/soak/**/*.test.ts', ...sampled],
      provide: { length },
      globalSetup: [EMBEDDED],
    }),
    ...onPostgresql({
      name: 'soak-postgresql',
      include: ['test/soak/**/*.database.test.ts', ...sampled],
      provide: { length },
    }),
  ]
}

function projectsOf(mode: string): TestProjectInlineConfiguration[] {
  if (mode === 'e2e') return endToEnd
  if (mode === 'soak' || mode === 'soak-short') return soak(mode === 'soak' ? 'long' : 'short')
  return everyChange
}

export default defineConfig(({ mode }) => ({
  // Node takes graphql's CommonJS half, Vite by itself the other: two copies, and errors of one mean nothing to the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    // For machines that have other things to do, too: no test is about how fast it is.
    testTimeout: 120_000,
    // The files of a worker share what they import, and the application that tests without settings of their own use.
    isolate: false,
    // Threads share the embedded database's compiled code, which each process would compile again. But only a process
    // that is interrupted ends the programs that it has started.
    pool: mode === 'test' ? 'threads' : 'forks',
    // Much of what the tests do is waiting for servers of their own: more workers than cores.
    maxWorkers: 4,
    hookTimeout: 120_000,
    setupFiles: ['test/privacy/setup.ts'],
    reporters: [
      'default',
      './test/soak/faults/table-reporter.ts',
      // For .ci/run, which counts the tests.
      ...(process.env.CI ? [['json', { outputFile: `coverage/${mode}.json` }] as ['json', object]] : []),
    ],
    coverage: { include: ['src/**'], exclude: ['src/database/generated/**'], thresholds: { branches: 80 } },
    projects: projectsOf(mode),
  },
}))
