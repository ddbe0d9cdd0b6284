import { z } from 'zod'

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .refine((text) => /^\d{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number)
const port = wholeNumber(0, 65_535)
const flag = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true')
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' })

const origins = z
  .string()
  .transform((list) => list.split(',').map((origin) => origin.trim()))
  .refine((list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: 'must be a comma-separated list of origins such as https://app.example',
  })

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const settings = z.object({
  NODE_ENV: z.string().optional(),
  PORT: port.default(4000),
  HOST: z.string().default('127.0.0.1'),
  DATABASE_URL: postgresUrl.optional(),
  DIRECT_DATABASE_URL: postgresUrl.optional(),
  DATA_DIR: z.string().default('.rollcall'),
  DEMO: flag.optional(),
  JWT_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  JWT_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an http(s):// URL' }).optional(),
  JWT_ISSUER: z.string().optional(),
  JWT_AUDIENCE: z.string().default('authenticated'),
  JWT_USER_ID_CLAIM: z.string().default('sub'),
  CORS_ORIGINS: origins.optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  MAX_CONCURRENT_WRITES: wholeNumber(1, 100).default(5),
  MAX_PROCESS_WRITES: wholeNumber(1, 500).default(20),
  MAX_SELECTION: wholeNumber(1, 100_000).default(10_000),
  MAX_ACTIVE_SUBMISSIONS: wholeNumber(1, 10_000).default(20),
  MAX_MUTATIONS_PER_MINUTE: wholeNumber(1, 1_000_000).default(1_000),
  MAX_QUERIES_PER_MINUTE: wholeNumber(1, 1_000_000).default(6_000),
  OUTCOME_RETENTION_DAYS: wholeNumber(1, 36_500).optional(),
  MAX_SOCKETS_PER_USER: wholeNumber(1, 10_000).default(50),
  MAX_SUBSCRIPTIONS_PER_SOCKET: wholeNumber(1, 10_000).default(100),
  GRAPHIQL: flag.optional(),
  METRICS_PORT: port.optional(),
  CONSOLE: flag.optional(),
  CONSOLE_NAME: z.string().max(60, 'must have at most 60 characters').default('Rollcall'),
  CONSOLE_LOGO: z.string().optional(),
  CONSOLE_COLOUR: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #2f5d7c')
    .optional(),
  CONSOLE_OIDC_ISSUER: z.url({ protocol: /^https?$/, error: 'must be an http(s):// URL' }).optional(),
  CONSOLE_OIDC_CLIENT_ID: z.string().optional(),
})

/** How bearer tokens are checked: with a shared secret, with published keys, or with the demo's generated secret. */
export type TokenSource =
  | { kind: 'secret'; secret: string }
  | { kind: 'jwks'; url: string }
  | { kind: 'demo' }

/** How the console presents itself, and how people log in there. */
export interface ConsoleSettings {
  name: string
  /** Path of the logo's file. */
  logo: string | undefined
  /** The organisation's colour, such as #2f5d7c. */
  colour: string | undefined
  /** Undefined: only demo users can log in. */
  oidc: { issuer: string; clientId: string } | undefined
}

/** Rollcall's settings, as `docs/operations.md` lists them. */
export interface Env {
  production: boolean
  port: number
  host: string
  /** Undefined: the embedded database in `dataDir`. */
  databaseUrl: string | undefined
  /** For sessions that must not go through a pooler; `databaseUrl` where it is not set. */
  directDatabaseUrl: string | undefined
  /** Folder of the embedded database and of the demo's secret. */
  dataDir: string
  demo: boolean
  tokens: TokenSource
  jwtIssuer: string | undefined
  jwtAudience: string
  /** The claim of a token that holds the user's UUID. */
  jwtUserIdClaim: string
  /** Origins, besides Rollcall's own, whose pages may call. */
  corsOrigins: readonly string[]
  logLevel: z.infer<typeof settings>['LOG_LEVEL']
  /** Writes of one submission in flight at most. */
  maxConcurrentWrites: number
  /** Writes of all submissions of this process in flight at most. */
  maxProcessWrites: number
  /** Mentors in one submission at most. */
  maxSelection: number
  /** Unfinished submissions of one coordinator at most. */
  maxActiveSubmissions: number
  /** Root fields of mutations, RPC calls and exports that one user may send to one server within a minute. */
  maxMutationsPerMinute: number
  /** Root fields of queries that one user may send to one server within a minute. */
  maxQueriesPerMinute: number
  /** How many days the outcomes of finished submissions are kept; undefined: for ever. */
  outcomeRetentionDays: number | undefined
  /** WebSockets that one user may have open at one server. */
  maxSocketsPerUser: number
  /** Operations that may run on one WebSocket. */
  maxSubscriptionsPerSocket: number
  /** Whether GraphiQL is served and introspection is allowed. */
  graphiql: boolean
  /** The port of /metrics; undefined: not served. */
  metricsPort: number | undefined
  /** Undefined: the console is not served. */
  console: ConsoleSettings | undefined
}

/** Some settings can't be used. The message names every mistake, each on a line of its own. */
export class InvalidEnvError extends Error {
  override name = 'InvalidEnvError'
  constructor(mistakes: readonly string[]) {
    super(['These settings can’t be used:', ...mistakes.map((mistake) => `  ${mistake}`)].join('\n'))
  }
}

/**
 * Reads the settings from environment variables.
 *
 * @param variables such as `process.env`; an empty string counts as not set
 * @throws InvalidEnvError naming every mistake at once
 */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = settings.safeParse(given)
  const mistakes = [
    ...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...contradictions(given),
  ]
  if (!parsed.success || mistakes.length > 0) throw new InvalidEnvError(mistakes)
  const env = parsed.data
  const production = env.NODE_ENV === 'production'

  return {
    production,
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL,
    directDatabaseUrl: env.DIRECT_DATABASE_URL ?? env.DATABASE_URL,
    dataDir: env.DATA_DIR,
    demo: demoOf(given) === 'true',
    tokens: env.JWT_JWKS_URL
      ? { kind: 'jwks', url: env.JWT_JWKS_URL }
      : env.JWT_SECRET
        ? { kind: 'secret', secret: env.JWT_SECRET }
        : { kind: 'demo' },
    jwtIssuer: env.JWT_ISSUER,
    jwtAudience: env.JWT_AUDIENCE,
    jwtUserIdClaim: env.JWT_USER_ID_CLAIM,
    corsOrigins: env.CORS_ORIGINS ?? [],
    logLevel: env.LOG_LEVEL,
    maxConcurrentWrites: env.MAX_CONCURRENT_WRITES,
    maxProcessWrites: env.MAX_PROCESS_WRITES,
    maxSelection: env.MAX_SELECTION,
    maxActiveSubmissions: env.MAX_ACTIVE_SUBMISSIONS,
    maxMutationsPerMinute: env.MAX_MUTATIONS_PER_MINUTE,
    maxQueriesPerMinute: env.MAX_QUERIES_PER_MINUTE,
    outcomeRetentionDays: env.OUTCOME_RETENTION_DAYS,
    maxSocketsPerUser: env.MAX_SOCKETS_PER_USER,
    maxSubscriptionsPerSocket: env.MAX_SUBSCRIPTIONS_PER_SOCKET,
    graphiql: env.GRAPHIQL ?? !production,
    metricsPort: env.METRICS_PORT,
    console: env.CONSOLE === false ? undefined : consoleSettings(env),
  }
}

function consoleSettings(env: z.infer<typeof settings>): ConsoleSettings {
  const { CONSOLE_OIDC_ISSUER: issuer, CONSOLE_OIDC_CLIENT_ID: clientId } = env
  return {
    name: env.CONSOLE_NAME,
    logo: env.CONSOLE_LOGO,
    colour: env.CONSOLE_COLOUR,
    oidc: issuer && clientId ? { issuer, clientId } : undefined,
  }
}

/**
 * Finds settings that contradict each other. It reads the raw values, so that these mistakes are found even where
 * another setting could not be parsed.
 */
function contradictions(given: Record<string, string | undefined>): string[] {
  const demo = demoOf(given)
  const found: string[] = []
  if (given.NODE_ENV === 'production' && demo === 'true') {
    found.push('DEMO: can’t be true in production, for anybody could make tokens')
  }
  if (given.JWT_SECRET && given.JWT_JWKS_URL) {
    found.push('JWT_SECRET, JWT_JWKS_URL: set one of them, not both')
  }
  if (demo === 'false' && !given.JWT_SECRET && !given.JWT_JWKS_URL) {
    found.push(
      'JWT_SECRET or JWT_JWKS_URL: one of them is needed to check tokens (or DEMO=true for trying things out)',
    )
  }
  if (!given.CONSOLE_OIDC_ISSUER !== !given.CONSOLE_OIDC_CLIENT_ID) {
    found.push('CONSOLE_OIDC_ISSUER, CONSOLE_OIDC_CLIENT_ID: set both of them, or neither')
  }
  if (given.DIRECT_DATABASE_URL && !given.DATABASE_URL) {
    found.push('DIRECT_DATABASE_URL: needs DATABASE_URL beside it')
  }
  return found
}

function demoOf(given: Record<string, string | undefined>): string {
  return given.DEMO ?? String(given.DATABASE_URL === undefined && given.NODE_ENV !== 'production')
}
