import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../../support/running-app.ts'
import { SECRET } from '../../support/supabase-client.ts'

const PRODUCTION = { NODE_ENV: 'production', DEMO: 'false', JWT_SECRET: SECRET }

// These ask for a type, and want no error: a server that keeps its schema to itself can't answer so.
const NEED_THE_SCHEMA = ['2EA1', '28B9', 'D6D5', '6A70']

describe.each<[string, Record<string, string>, string[]]>([
  ['with all its limits', PRODUCTION, NEED_THE_SCHEMA],
  ['with all its limits, and the schema told', { ...PRODUCTION, GRAPHIQL: 'true' }, []],
])('GraphQL over HTTP, in production %s', (_, variables, impossible) => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp(variables)
  })
  afterAll(() => app.stop())
  const audits = serverAudits({ url: () => `${app.url}/graphql` })

  it('is audited whole', () => {
    expect(audits).toHaveLength(61)
  })

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (id, __, audit) => {
    const result = await audit.fn()
    const passed = { status: 'ok', reason: undefined }
    const outcome = { status: result.status, reason: 'reason' in result ? result.reason : undefined }
    if (impossible.includes(id)) expect(outcome).not.toEqual(passed)
    else expect(outcome).toEqual(passed)
  })
})
