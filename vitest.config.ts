import { defineConfig } from 'vitest/config'

// Tests named *.database.test.ts run on every database that there is: on the embedded one always, and on a
// PostgreSQL server where TEST_DATABASE_URL gives one (as an administrator who may create roles and databases).
const perDatabase = (name: string, globalSetup: string) => ({
  extends: true as const,
  test: { name, include: ['{test,console/test}/**/*.database.test.ts'], globalSetup: [globalSetup] },
})

export default defineConfig({
  // Node takes graphql's CommonJS half, Vite by itself the other: two copies, and errors of one mean nothing to the other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    testTimeout: 60_000,
    // The files of a worker share what they import, the embedded database's WebAssembly above all: it saves a third.
    isolate: false,
    // Much of what the tests do is waiting, for time-outs and for servers of their own: more workers than cores.
    maxWorkers: 3,
    hookTimeout: 60_000,
    setupFiles: ['test/privacy/setup.ts'],
    // For .ci/run, which counts the tests.
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/tests.json' }]] : ['default'],
    coverage: { include: ['src/orchestrator/**'], thresholds: { branches: 90 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{test,console/test}/**/*.test.ts'],
          exclude: ['**/*.database.test.ts'],
        },
      },
      perDatabase('embedded', 'test/support/embedded-template.ts'),
      ...(process.env.TEST_DATABASE_URL
        ? [perDatabase('postgresql', 'test/support/postgresql-template.ts')]
        : []),
    ],
  },
})
