import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { Env } from '../env.ts'
import { RequestError } from '../errors.ts'

/** The user who sends a request, as the token says. */
export interface Viewer {
  userId: string
  /** When the token expires. Sockets that logged in with it are closed then. */
  expiresAt: Date
}

/**
 * Checks an `Authorization` header.
 *
 * @returns null where there is no header, or where the token names no user (a Supabase project's anonymous key)
 * @throws RequestError UNAUTHENTICATED where the token is malformed, forged, expired, or meant for another service;
 *   SERVICE_UNAVAILABLE where the provider's keys could not be fetched
 */
export type Authenticate = (authorization: string | null) => Promise<Viewer | null>

// Asymmetric algorithms only: otherwise anybody could sign tokens with the public key as the shared secret.
const PUBLISHED_KEY_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
]
const SHARED_SECRET_ALGORITHMS = ['HS256']
const CLOCK_TOLERANCE_S = 5
// An unknown key id makes jose fetch the provider's keys again, at most this often: forged key ids must not make every
// request ask the provider.
const ASK_FOR_NEW_KEYS_AFTER_MS = 2_000
// A client sends the same token with each request and each socket, so the result is kept for a while. The token is
// verified again after that, because the provider may withdraw a key.
const VERIFY_AGAIN_AFTER_MS = 60_000
const MAX_VERIFIED_TOKENS = 5_000
// The latest time that a Date can hold, in seconds.
const LAST_MOMENT_S = 8.64e12

const claims = z.object({
  role: z.enum(['authenticated', 'anon']).default('authenticated'),
  exp: z.number().max(LAST_MOMENT_S),
})
// z.guid accepts any 128 bits, as the database does; z.uuid would refuse ids without a version of RFC 9562.
const userIdClaim = z.guid().optional()

/**
 * Builds the check of bearer tokens. The algorithms follow from the settings, never from the token.
 *
 * @param secret the shared secret, where tokens are checked with one
 */
export function createAuthenticate(env: Env, secret: string | undefined): Authenticate {
  const options = {
    audience: env.jwtAudience,
    ...(env.jwtIssuer === undefined ? {} : { issuer: env.jwtIssuer }),
    requiredClaims: ['exp'],
    clockTolerance: CLOCK_TOLERANCE_S,
  }
  const verify = verifier(env, secret, options)
  const verified = new LRUCache<string, Viewer>({ max: MAX_VERIFIED_TOKENS, ttl: VERIFY_AGAIN_AFTER_MS })

  return async (authorization) => {
    if (authorization === null || authorization.trim() === '') return null
    const token = /^Bearer +([^\s]+)$/i.exec(authorization.trim())?.[1]
    if (!token) throw refused('The Authorization header must be "Bearer" followed by a token.')

    const known = verified.get(token)
    if (known && known.expiresAt.getTime() > Date.now()) return known

    const payload = await verify(token)
    const { role, exp } = readClaim(claims, payload)
    const userId = readClaim(userIdClaim, payload[env.jwtUserIdClaim])
    if (role === 'anon') return null
    if (!userId) throw refused('The token names no user.')
    const viewer = { userId: userId.toLowerCase(), expiresAt: new Date(exp * 1000) }
    verified.set(token, viewer)
    return viewer
  }
}

function verifier(
  env: Env,
  secret: string | undefined,
  options: object,
): (token: string) => Promise<JWTPayload> {
  const check =
    env.tokens.kind === 'jwks' ? publishedKeys(env.tokens.url, options) : sharedSecret(secret ?? '', options)
  return (token) =>
    check(token).catch((cause: unknown) => {
      if (cause instanceof errors.JWTExpired) throw refused('The token has expired.', cause)
      if (!isAboutTheToken(cause)) {
        throw new RequestError('SERVICE_UNAVAILABLE', 'Tokens can’t be checked at the moment. Try again.', {
          cause,
        })
      }
      throw refused('The token is not valid here.', cause)
    })
}

/** Whether the token is what is wrong. Otherwise the provider's keys could not be fetched or read. */
function isAboutTheToken(cause: unknown): boolean {
  return (
    cause instanceof errors.JOSEError &&
    // jose throws the base class itself where the URL of the keys answers with something other than a key set.
    cause.code !== errors.JOSEError.code &&
    !(cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid)
  )
}

function publishedKeys(url: string, options: object) {
  const keys = createRemoteJWKSet(new URL(url), { cooldownDuration: ASK_FOR_NEW_KEYS_AFTER_MS })
  return async (token: string) =>
    (await jwtVerify(token, keys, { ...options, algorithms: PUBLISHED_KEY_ALGORITHMS })).payload
}

function sharedSecret(secret: string, options: object) {
  const key = new TextEncoder().encode(secret)
  return async (token: string) =>
    (await jwtVerify(token, key, { ...options, algorithms: SHARED_SECRET_ALGORITHMS })).payload
}

function readClaim<T>(claim: z.ZodType<T>, given: unknown): T {
  const parsed = claim.safeParse(given)
  if (!parsed.success) throw refused('The token is not valid here.')
  return parsed.data
}

function refused(message: string, cause?: unknown): RequestError {
  return new RequestError('UNAUTHENTICATED', message, { cause })
}
