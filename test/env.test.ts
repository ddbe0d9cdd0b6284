import { describe, expect, it } from 'vitest'
import { InvalidEnvError, parseEnv } from '../src/env.ts'

const SECRET = 'a secret of at least thirty-two characters'
const SERVER = 'postgres://rollcall:password@database.example/rollcall'

/** The mistakes that are listed, a line each. */
function mistakesIn(variables: Record<string, string>): string[] {
  try {
    parseEnv(variables)
  } catch (error) {
    if (!(error instanceof InvalidEnvError)) throw error
    const [title, ...lines] = error.message.split('\n')
    expect(title).toBe('These settings can’t be used:')
    return lines.map((line) => line.trim())
  }
  return []
}

describe('no settings at all', () => {
  it('give the demo on the embedded database, for this machine only', () => {
    expect(parseEnv({})).toMatchObject({
      production: false,
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      directDatabaseUrl: undefined,
      dataDir: '.rollcall',
      demo: true,
      tokens: { kind: 'demo' },
      jwtIssuer: undefined,
      jwtAudience: 'authenticated',
      jwtUserIdClaim: 'sub',
      corsOrigins: [],
      logLevel: 'info',
      maxConcurrentWrites: 5,
      maxProcessWrites: 20,
      maxSelection: 10_000,
      graphiql: true,
    })
  })

  it('are what empty ones count as', () => {
    const empty = { PORT: '', DATABASE_URL: '', JWT_SECRET: '', DEMO: '', CORS_ORIGINS: '', NODE_ENV: '' }
    expect(parseEnv(empty)).toEqual(parseEnv({}))
  })

  it('may stand beside variables of others', () => {
    expect(parseEnv({ PATH: '/bin', HOME: '/' })).toEqual(parseEnv({}))
  })
})

describe('settings', () => {
  it('are read as what they mean', () => {
    expect(
      parseEnv({
        PORT: '0',
        HOST: '::1',
        DATA_DIR: '/var/lib/rollcall',
        JWT_ISSUER: 'https://project.example/auth/v1',
        JWT_AUDIENCE: 'rollcall',
        JWT_USER_ID_CLAIM: 'user_id',
        CORS_ORIGINS: 'https://app.example, http://localhost:3000',
        LOG_LEVEL: 'silent',
        MAX_CONCURRENT_WRITES: '7',
        MAX_PROCESS_WRITES: '500',
        MAX_SELECTION: '100000',
        GRAPHIQL: 'false',
      }),
    ).toMatchObject({
      port: 0,
      host: '::1',
      dataDir: '/var/lib/rollcall',
      jwtIssuer: 'https://project.example/auth/v1',
      jwtAudience: 'rollcall',
      jwtUserIdClaim: 'user_id',
      corsOrigins: ['https://app.example', 'http://localhost:3000'],
      logLevel: 'silent',
      maxConcurrentWrites: 7,
      maxProcessWrites: 500,
      maxSelection: 100_000,
      graphiql: false,
    })
  })
})

describe('a database server', () => {
  it('ends the demo, unless it is asked for', () => {
    expect(parseEnv({ DATABASE_URL: SERVER, JWT_SECRET: SECRET })).toMatchObject({
      demo: false,
      databaseUrl: SERVER,
    })
    expect(parseEnv({ DATABASE_URL: SERVER, DEMO: 'true' })).toMatchObject({
      demo: true,
      tokens: { kind: 'demo' },
    })
  })

  it('is reached directly by the same address, unless there is another', () => {
    const direct = 'postgresql://rollcall@direct.example/rollcall'
    const settings = { DATABASE_URL: SERVER, JWT_SECRET: SECRET }
    expect(parseEnv(settings).directDatabaseUrl).toBe(SERVER)
    expect(parseEnv({ ...settings, DIRECT_DATABASE_URL: direct }).directDatabaseUrl).toBe(direct)
  })
})

describe('tokens', () => {
  it('are checked with what is set', () => {
    expect(parseEnv({ JWT_SECRET: SECRET }).tokens).toEqual({ kind: 'secret', secret: SECRET })
    const url = 'https://project.example/auth/v1/.well-known/jwks.json'
    expect(parseEnv({ JWT_JWKS_URL: url }).tokens).toEqual({ kind: 'jwks', url })
  })
})

describe('production', () => {
  const production = { NODE_ENV: 'production', DATABASE_URL: SERVER }

  it('is no demo and serves no GraphiQL by itself', () => {
    expect(parseEnv({ ...production, JWT_SECRET: SECRET })).toMatchObject({
      production: true,
      demo: false,
      graphiql: false,
    })
  })

  it('can’t do without a way to check tokens', () => {
    const mistake =
      'JWT_SECRET or JWT_JWKS_URL: one of them is needed to check tokens (or DEMO=true for trying things out)'
    expect(mistakesIn(production)).toEqual([mistake])
    expect(mistakesIn({ NODE_ENV: 'production' })).toEqual([mistake])
  })

  it('can’t be a demo', () => {
    expect(mistakesIn({ ...production, JWT_SECRET: SECRET, DEMO: 'true' })).toEqual([
      'DEMO: can’t be true in production, for anybody could make tokens',
    ])
  })
})

describe('a setting that can’t be used', () => {
  it.each<[Record<string, string>, string]>([
    [{ PORT: 'http' }, 'PORT: must be a whole number from 0 to 65535'],
    [{ PORT: '65536' }, 'PORT: must be a whole number from 0 to 65535'],
    [{ PORT: '-1' }, 'PORT: must be a whole number from 0 to 65535'],
    [{ PORT: ' ' }, 'PORT: must be a whole number from 0 to 65535'],
    [{ PORT: '0x50' }, 'PORT: must be a whole number from 0 to 65535'],
    [{ MAX_CONCURRENT_WRITES: '0' }, 'MAX_CONCURRENT_WRITES: must be a whole number from 1 to 100'],
    [{ MAX_SELECTION: '1e3' }, 'MAX_SELECTION: must be a whole number from 1 to 100000'],
    [{ DEMO: 'yes' }, 'DEMO: must be true or false'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: must be one of fatal, error, warn, info, debug, trace, silent'],
    [{ JWT_SECRET: 'short' }, 'JWT_SECRET: must have at least 32 characters'],
    [{ JWT_JWKS_URL: 'ftp://keys.example' }, 'JWT_JWKS_URL: must be an http(s):// URL'],
    [{ DATABASE_URL: 'mysql://x/y', JWT_SECRET: SECRET }, 'DATABASE_URL: must be a postgres:// URL'],
    [{ DIRECT_DATABASE_URL: SERVER }, 'DIRECT_DATABASE_URL: needs DATABASE_URL beside it'],
    [
      { CORS_ORIGINS: 'https://app.example/' },
      'CORS_ORIGINS: must be a comma-separated list of origins such as https://app.example',
    ],
  ])('is named with what would be right: %j', (variables, mistake) => {
    expect(mistakesIn(variables)).toEqual([mistake])
  })

  it('is named together with all others, also with those that don’t go together', () => {
    const mistakes = mistakesIn({
      NODE_ENV: 'production',
      DEMO: 'true',
      PORT: 'x',
      DIRECT_DATABASE_URL: 'x',
      JWT_SECRET: 'short',
      JWT_JWKS_URL: 'x',
      LOG_LEVEL: 'x',
    })
    expect(mistakes.map((mistake) => mistake.split(':')[0]).toSorted()).toEqual([
      'DEMO',
      'DIRECT_DATABASE_URL',
      'DIRECT_DATABASE_URL',
      'JWT_JWKS_URL',
      'JWT_SECRET',
      'JWT_SECRET, JWT_JWKS_URL',
      'LOG_LEVEL',
      'PORT',
    ])
  })

  it('is never quoted, for it may be a secret', () => {
    const mistakes = mistakesIn({ JWT_SECRET: 'hunter2', DATABASE_URL: 'http://x:hunter2@database.example' })
    expect(mistakes).toHaveLength(2)
    expect(mistakes.join()).not.toContain('hunter2')
  })
})
