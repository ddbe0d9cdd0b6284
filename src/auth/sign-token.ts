import { SignJWT } from 'jose'
import type { Env } from '../env.ts'

/** Makes a token for a user, as an identity provider would; for the demo. It holds for a day. */
export function signToken(userId: string, env: Env, secret: string): Promise<string> {
  const token = new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(userId)
    .setAudience(env.jwtAudience)
    .setIssuedAt()
    .setExpirationTime('24h')
  if (env.jwtIssuer !== undefined) token.setIssuer(env.jwtIssuer)
  return token.sign(new TextEncoder().encode(secret))
}
