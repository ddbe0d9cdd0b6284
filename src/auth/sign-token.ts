import { SignJWT } from 'jose'
import type { Env } from '../env.ts'

/** Signs a token for a demo user, as an identity provider would. It is valid for a day. */
export function signToken(userId: string, env: Env, secret: string): Promise<string> {
  const token = new SignJWT({ role: 'authenticated', sub: userId, [env.jwtUserIdClaim]: userId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setAudience(env.jwtAudience)
    .setIssuedAt()
    .setExpirationTime('24h')
  if (env.jwtIssuer !== undefined) token.setIssuer(env.jwtIssuer)
  return token.sign(new TextEncoder().encode(secret))
}
